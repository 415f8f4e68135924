package participant_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

// crowd lays out participations of every kind, at random and the same every time.
func (tw *town) crowd(n int) {
	tw.t.Helper()
	r := rand.New(rand.NewPCG(5, 23))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	day := func() models.Date { return models.Date("2025-06-01").AddDays(r.IntN(530)) }
	for i := range n {
		c, entered := tw.liege, day()
		if i%7 == 0 {
			c = tw.namur
		}
		gone := models.Date("")
		if r.IntN(3) > 0 {
			gone = min(entered.AddDays(r.IntN(300)), "2026-11-22")
		}
		phase := programme.Coaching
		if gone != "" {
			gone, phase = max(gone, entered), programme.Exited
		}
		x := tw.holder(fmt.Sprintf("Personne%02d", i), c, phase, entered, gone)
		if r.IntN(8) == 0 {
			continue // nobody asked them anything
		}
		e := participant.Entry{Labour: participant.Labour(pick("", "unemployed", "unemployed", "inactive", "employed")), Gender: pick("", "F", "F", "M", "X"), Schooling: pick("", "isced_0_2", "isced_3_4", "isced_5_8"),
			Disability: participant.Answer(pick("", "yes", "no", "declined")), Minority: participant.Answer(pick("", "yes", "no", "declined")), Homeless: participant.Answer(pick("yes", "no", "declined")),
			ThirdCountry: participant.Answer(pick("", "yes", "no")), Foreign: participant.Answer(pick("", "yes", "no", "declined")), Rural: participant.Answer(pick("", "yes", "no"))}
		if r.IntN(5) > 0 {
			e.BirthOn = models.Date("1958-01-01").AddDays(r.IntN(19000))
		}
		if e.Labour == participant.Unemployed && r.IntN(4) > 0 {
			e.JoblessSince = entered.AddDays(-r.IntN(700))
		}
		tw.exec(`INSERT INTO participants (project_id, labour, jobless_since, birth_on, gender, schooling, disability, third_country, foreign_background, minority, homeless, rural, frozen_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1)`, x.id, e.Labour, e.JoblessSince, e.BirthOn, e.Gender, e.Schooling, e.Disability, e.ThirdCountry, e.Foreign, e.Minority, e.Homeless, e.Rural)
		if gone != "" && r.IntN(4) > 0 {
			tw.exec(`INSERT INTO participant_results (project_id, moment, observed_on, job_search, training, qualification, employment, by_holder, recorded_at) VALUES (?, 'exit', ?, ?, ?, ?, ?, ?, 1)`,
				x.id, gone.AddDays(r.IntN(40)), pick("yes", "no"), pick("yes", "no"), pick("yes", "no"), pick("yes", "no"), true)
		}
		if gone != "" && r.IntN(2) > 0 {
			tw.exec(`INSERT INTO participant_results (project_id, moment, observed_on, employment, improved, by_holder, recorded_at) VALUES (?, 'later', ?, ?, ?, ?, 1)`,
				x.id, gone.AddMonths(6).AddDays(r.IntN(40)), pick("yes", "no"), pick("yes", "no"), false)
		}
	}
}

// TestTableAndListsAgree holds every cell against its list, the parts against their wholes, and the counts against slow, obvious
// statements over the same records.
func TestTableAndListsAgree(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.crowd(60)
		f := participant.Filter{Period: models.Period{From: "2026-01-01", To: "2026-12-31"}}
		var all participant.Table
		tw.must(operator, func(tx *db.Tx) (err error) { all, err = participant.LoadTable(tx, f); return err })
		if len(all.Lines) != 23 || all.Entered < 15 || all.Left < 10 || all.Looked < 5 {
			t.Fatalf("%d lines; %d entered, %d left, %d looked at again", len(all.Lines), all.Entered, all.Left, all.Looked)
		}
		tw.must(tw.manager.Actor(), func(tx *db.Tx) error {
			table, err := participant.LoadTable(tx, f)
			if err != nil {
				return err
			}
			if table.Entered >= all.Entered || !table.Partial {
				t.Error("a manager of Liège counts Namur")
			}
			for i := range table.Lines {
				l := &table.Lines[i]
				sum := 0
				for _, c := range participant.Columns() {
					_, people, err := participant.People(tx, f, l.Code, c)
					if err != nil {
						return err
					}
					if len(people) != l.Cell(c).Count {
						t.Errorf("%s %s: %d, but %d are listed", l.Code, c, l.Cell(c).Count, len(people))
					}
					if slices.Contains(participant.Columns()[:4], c) {
						sum += len(people)
					}
				}
				if total := l.Cell(participant.Total).Count; sum != total {
					t.Errorf("%s: %d in parts, %d in all", l.Code, sum, total)
				}
			}
			among := table.Line("all").Cell(participant.Total).Count
			for _, share := range [][]string{{"unemployed", "inactive", "employed"}, {"isced_0_2", "isced_3_4", "isced_5_8"}} {
				sum, missing := 0, 0
				for _, counts := range share {
					l := table.Line(counts)
					sum, missing = sum+l.Cell(participant.Total).Count, l.Cell(participant.Missing).Count
				}
				if sum+missing != among || among != table.Entered {
					t.Errorf("%v: %d known and %d missing are not %d", share, sum, missing, among)
				}
			}
			return tw.slowly(tx, table)
		})
		gaps := map[string]bool{}
		for _, g := range all.Gaps {
			gaps[g.Ref] = true
		}
		tw.must(operator, func(tx *db.Tx) error {
			for _, l := range all.Lines {
				_, people, err := participant.People(tx, f, l.Code, participant.Missing)
				if err != nil {
					return err
				}
				for _, p := range people {
					if !gaps[p.Ref] {
						t.Errorf("%s lacks %s and is not in the list of who lacks what", p.Ref, l.Code)
					}
				}
			}
			return nil
		})
	})
}

// slowly counts some cells by statements of their own.
func (tw *town) slowly(tx *db.Tx, table participant.Table) error {
	liege := tw.liege.SiteID
	for _, c := range []struct {
		counts string
		column participant.Column
		sql    string
	}{
		{"all", participant.Total, `SELECT count(*) FROM projects p WHERE p.entered_on BETWEEN '2026-01-01' AND '2026-12-31' AND p.site_id = ?`},
		{"unemployed", participant.Women, `SELECT count(*) FROM projects p JOIN participants e ON e.project_id = p.id WHERE p.entered_on BETWEEN '2026-01-01' AND '2026-12-31' AND p.site_id = ? AND e.labour = 'unemployed' AND e.gender = 'F'`},
		{"minority", participant.Refused, `SELECT count(*) FROM projects p JOIN participants e ON e.project_id = p.id WHERE p.entered_on BETWEEN '2026-01-01' AND '2026-12-31' AND p.site_id = ? AND e.minority = 'declined'`},
		{"rural", participant.Missing, `SELECT count(*) FROM projects p LEFT JOIN participants e ON e.project_id = p.id WHERE p.entered_on BETWEEN '2026-01-01' AND '2026-12-31' AND p.site_id = ? AND COALESCE(e.rural, '') = ''`},
	} {
		n, err := tx.Count(c.sql, liege)
		if err != nil {
			return err
		}
		line := table.Line(c.counts)
		if got := line.Cell(c.column).Count; got != n {
			tw.t.Errorf("%s %s: %d, want %d", c.counts, c.column, got, n)
		}
	}
	// who left in the period, and whose answer came within its 28 days: read one by one
	yes, missing := 0, 0
	var rows []struct {
		LeftOn, ObservedOn models.Date
		Training           string
	}
	if err := tx.Find(&rows, `SELECT p.left_on, x.observed_on, COALESCE(x.training, '') AS training FROM projects p LEFT JOIN participant_results x ON x.project_id = p.id AND x.moment = 'exit'
		WHERE p.left_on BETWEEN '2026-01-01' AND '2026-12-31' AND p.site_id = ?`, liege); err != nil {
		return err
	}
	for _, r := range rows {
		switch {
		case r.Training == "" || r.LeftOn.DaysUntil(r.ObservedOn) > 28:
			missing++
		case r.Training == "yes":
			yes++
		}
	}
	l := table.Line("exit_training")
	if l.Cell(participant.Total).Count != yes || l.Cell(participant.Missing).Count != missing || yes == 0 || missing == 0 {
		tw.t.Errorf("in training: %v, want %d and %d missing", l.Cells, yes, missing)
	}
	return nil
}

func TestFilterAndMask(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.crowd(21)
		load := func(f participant.Filter) (table participant.Table) {
			tw.must(operator, func(tx *db.Tx) (err error) { table, err = participant.LoadTable(tx, f); return err })
			return table
		}
		year := models.Period{From: "2025-06-01", To: "2026-12-31"}
		all, namur := load(participant.Filter{Period: year}), load(participant.Filter{Period: year, SiteID: tw.namur.SiteID})
		if all.Entered != 21 || namur.Entered != 3 || namur.Site != "Namur" {
			t.Errorf("%d, %d of %s", all.Entered, namur.Entered, namur.Site)
		}
		if got := load(participant.Filter{Period: year, ProgrammeID: tw.liege.ProgrammeID + 1}).Entered; got != 0 {
			t.Errorf("%d of another programme", got)
		}
		for _, f := range []participant.Filter{{SiteID: 999}, {ProgrammeID: 999}} {
			if err := tw.as(operator, func(tx *db.Tx) error { _, err := participant.LoadTable(tx, f); return err }); !models.IsKind(err, models.NotFound) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		all.Mask()
		if all.Gaps != nil {
			t.Error("who lacks what is told of a masked table")
		}
		for _, l := range all.Lines {
			for _, c := range l.Cells {
				if c.Count > 0 && c.Count < participant.Smallest && !c.Masked {
					t.Errorf("%s %s shows %d", l.Code, c.Column, c.Count)
				}
			}
		}
		for _, c := range []struct {
			code   string
			column participant.Column
		}{{"EECO01", "rien"}, {"EECO01", ""}, {"RIEN", participant.Total}, {"EECO18", participant.Total}} {
			if err := tw.as(operator, func(tx *db.Tx) error {
				_, _, err := participant.People(tx, participant.Filter{}, c.code, c.column)
				return err
			}); !models.IsKind(err, models.NotFound) {
				t.Errorf("%v: %v", c, err)
			}
		}
	})
}

func TestWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		entry := tw.holder("Entrée", tw.liege, programme.Coaching, "2026-11-01", "")
		tw.freeze(entry)
		done := tw.holder("Faite", tw.liege, programme.Test, "2026-11-01", "")
		tw.freeze(done)
		e := full()
		e.JoblessSince = "2025-01-02"
		if err := tw.save(tw.coach.Actor(), done.ref, e, "voilà"); err != nil {
			t.Fatal(err)
		}
		tw.holder("Attente", tw.liege, programme.Accepted, "", "")
		exit := tw.holder("Sortie", tw.liege, programme.Exited, "2026-01-01", "2026-10-12") // its window ended 42 days ago
		gone := tw.holder("Tard", tw.liege, programme.Exited, "2026-01-01", "2026-10-11")
		later := tw.holder("Mois", tw.liege, programme.Launched, "2025-01-01", "2026-05-23")
		tw.holder("Presque", tw.liege, programme.Launched, "2025-01-01", "2026-05-24")
		answered := tw.holder("Répondu", tw.liege, programme.Exited, "2026-01-01", "2026-11-12")
		if err := tw.saveResult(tw.coach.Actor(), answered.ref, left("2026-11-13"), ""); err != nil {
			t.Fatal(err)
		}
		var list, none []participant.Due
		tw.must(tw.coach.Actor(), func(tx *db.Tx) (err error) { list, err = participant.DueFor(tx, tw.coach.ID, 50); return err })
		tw.must(tw.colleague.Actor(), func(tx *db.Tx) (err error) { none, err = participant.DueFor(tx, tw.colleague.ID, 50); return err })
		var got []string
		for _, d := range list {
			got = append(got, fmt.Sprintf("%s %s %s %d", d.Ref, d.Part, d.On, d.Missing))
		}
		want := []string{entry.ref + " entry 2026-11-01 6", exit.ref + " exit 2026-11-09 0", later.ref + " later 2026-12-21 0"}
		if !slices.Equal(got, want) || len(none) != 0 {
			t.Errorf("%v, want %v (and not %s); to who works on nothing %v", got, want, gone.ref, none)
		}
		if due := participant.DueOf(tw.record(operator, exit.ref), "2026-11-23"); len(due) != 1 || due[0].Part != participant.Exit {
			t.Errorf("%+v", due)
		}
	})
}
