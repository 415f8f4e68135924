package reporting_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/intake"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

// published takes the file of 2008 as the operator's import does.
func published(t *testing.T, d *db.DB) {
	t.Helper()
	content, err := os.ReadFile("../intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	operator := access.Operator("test")
	if err := d.Write(t.Context(), operator, func(tx *db.Tx) error { _, err := programme.Found(tx); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Import(t.Context(), d, operator, intake.Bytes("jobin-2008.csv", content), intake.Options{}); err != nil {
		t.Fatal(err)
	}
}

// The year that Job'In published: every figure as it stood there.
func TestPublishedYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		published(t, d)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			y, err := reporting.LoadActivity(tx, reporting.OfYear(2008))
			if err != nil {
				return err
			}
			for code, want := range map[string][2]int{"accompanied": {470, 0}, "exits": {322, 470}, "study_completed": {250, 322}, "exits.launched": {156, 322},
				"exits.job_found": {12, 322}, "exits.training": {3, 322}, "exits.gave_up": {100, 322}, "situation.full_benefits": {371, 470},
				"schooling.lower_secondary": {174, 470}, "schooling.upper_secondary": {193, 470}, "staying": {148, 470}, "survival.36.due": {156, 156},
				"survival.36.alive": {90, 156}, "survival.36.closed": {58, 156}, "survival.36.unknown": {8, 156}, "survival.36.not_due": {0, 156}} {
				if f := y.Figures.Get(code); f.Count != want[0] || f.Of != want[1] {
					t.Errorf("%s: %d of %d, published %d of %d", code, f.Count, f.Of, want[0], want[1])
				}
			}
			if jobs := y.Sums.Get("jobs"); jobs.Value != 156 || jobs.Unknown != 156 {
				t.Errorf("the file says nothing of paid jobs: %+v", jobs)
			}
			if len(y.Sites) != 6 || len(y.Programmes) != 2 || len(y.Before) != 2 || y.Before[0].Figures.Get("accompanied").Count != 295 || y.Before[0].Figures.Get("entered").Count != 275 {
				t.Errorf("%d sites, %d programmes, the years before %+v", len(y.Sites), len(y.Programmes), y.Before)
			}
			years, err := reporting.Years(tx)
			if err != nil {
				return err
			}
			for _, s := range years {
				if s.Year == 2008 && (s.Accompanied != 470 || s.Exits != 322 || s.Launched != 156) || s.Year == 2007 && (s.Entered != 275 || s.Accompanied != 295) {
					t.Errorf("the list of years says %+v", s)
				}
			}
			if years[len(years)-1].Year != 2006 || years[0].Year != 2026 {
				t.Errorf("years from %d to %d", years[len(years)-1].Year, years[0].Year)
			}
			return err
		})
	})
}

// shuffled lays out a town and gives every journey that began random days, ends, a site, a sector and what became of it.
func shuffled(t *testing.T, d *db.DB, seed uint64) reportingtest.Town {
	t.Helper()
	tw := reportingtest.Build(t, d, reportingtest.Options{Size: 64})
	r := rand.New(rand.NewPCG(seed, 1))
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	day := func() models.Date { return models.Date("2021-01-01").AddDays(r.IntN(2100)) }
	err := d.Write(t.Context(), access.Operator("test"), func(tx *db.Tx) error {
		run := func(query string, args ...any) {
			if _, err := tx.Exec(query, args...); err != nil {
				t.Fatal(err)
			}
		}
		for i := range tw.Refs {
			site := []int64{tw.Cohort.SiteID, tw.Empty.SiteID}[r.IntN(2)]
			in := day()
			out, phase, reason := any(nil), "coaching", ""
			if r.IntN(3) > 0 {
				end := in.AddDays(r.IntN(700))
				if end > tx.Today() {
					end = tx.Today()
				}
				out, phase = end, pick("launched", "followed_up", "exited", "exited")
				if phase == "exited" {
					reason = pick("job_found", "gave_up", "training", "other", "")
				}
			}
			in = min(in, tx.Today())
			run(`UPDATE projects SET site_id = ?, entered_on = ?, left_on = ?, phase = ?, exit_reason = ?, sector = ? WHERE ref = ? AND entered_on IS NOT NULL`,
				site, in, out, phase, reason, pick("Mode", "mode ", "Métiers d'art", "", "", "<script>"), tw.Refs[i])
			run(`DELETE FROM enterprises WHERE project_id = (SELECT id FROM projects WHERE ref = ?)`, tw.Refs[i])
			if phase != "launched" && phase != "followed_up" {
				continue
			}
			var id int64
			if _, err := tx.Get([]any{&id}, `INSERT INTO enterprises (project_id, name, legal_form, created_on, jobs, created_at)
				SELECT id, 'E', ?, left_on, ?, 1 FROM projects WHERE ref = ? AND left_on IS NOT NULL RETURNING id`, pick("SRL", "s.r.l.", "personne physique", ""), []any{nil, 0, 2}[r.IntN(3)], tw.Refs[i]); err != nil {
				t.Fatal(err)
			}
			for _, months := range []int{6, 12, 36} {
				if id != 0 && r.IntN(2) == 0 {
					run(`INSERT INTO enterprise_checks (enterprise_id, months_after, observed_on, state, jobs, created_at) VALUES (?, ?, ?, ?, ?, 1)`,
						id, months, day(), pick("alive", "closed", "closed", "sold", "unknown"), []any{nil, 1}[r.IntN(2)])
				}
			}
		}
		run(`INSERT INTO grant_reductions (request_id, person_id, amount, reason, reduced_on, created_at) SELECT request_id, person_id, 1000, 'x', '2026-08-01', 1 FROM grant_awards`)
		run(`INSERT INTO grant_recoveries (request_id, amount, reason, recovered_on, created_at) SELECT request_id, 700, 'x', '2026-09-01', 1 FROM grant_awards`)
		run(`UPDATE grant_holders SET cap = imported + awarded WHERE person_id IN (SELECT MIN(person_id) FROM grant_holders)`)
		for i := range 40 {
			run(`UPDATE meetings SET held_on = ?, kind = ? WHERE id = (SELECT id FROM meetings WHERE state = 'held' ORDER BY id LIMIT 1 OFFSET ?)`, day(), pick("coaching", "workshop"), i)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tw
}

// what is asked of the shuffled town: years, odd periods, one site, one programme.
func asked(tw reportingtest.Town) []reporting.ActivityFilter {
	part := models.Period{From: "2022-02-10", To: "2024-07-03"}
	return []reporting.ActivityFilter{{Period: models.Period{From: "2021-01-01", To: "2026-12-31"}}, {Period: part, SiteID: tw.Cohort.SiteID},
		{Period: models.YearPeriod(2026), SiteID: tw.Empty.SiteID, ProgrammeID: tw.Cohort.ProgrammeID}, reporting.OfYear(2023)}
}

// Every figure opens a list of exactly what it counts: with and without filters, for all sites and for a manager of one.
func TestEveryActivityFigureHasItsList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := shuffled(t, d, 3)
		filled := map[string]bool{}
		for name, actor := range map[string]access.Actor{"all": access.Operator("test"), "one site": tw.Accounts["manager"].Actor()} {
			reading(t, d, actor, func(tx *db.Tx) error {
				for n, f := range asked(tw)[:3] {
					if name == "one site" && n > 0 {
						continue
					}
					a, err := reporting.LoadActivity(tx, f)
					if err != nil {
						return err
					}
					for _, x := range append(a.Figures, a.Survival.Figures...) {
						l, err := reporting.LoadActivityList(tx, f, x.Code)
						if err != nil || l.Figure != x || int(l.Total()) != x.Count {
							t.Errorf("%s, %d: %s counts %d, lists %d (%v)", name, n, x.Code, x.Count, l.Total(), err)
						}
						filled[x.Code] = filled[x.Code] || x.Count > 0
					}
					for _, x := range a.Sums {
						l, err := reporting.LoadActivityList(tx, f, x.Code)
						if err != nil || l.Sum != x || l.Total() != x.Value {
							t.Errorf("%s, %d: %s is %d, its list adds up to %d (%v)", name, n, x.Code, x.Value, l.Total(), err)
						}
						filled[x.Code] = filled[x.Code] || x.Value > 0
					}
				}
				return nil
			})
		}
		for _, code := range []string{"at_cap", "met", "never_met", "sector.mode", "sector.-", "form.srl", "survival.6.sold", "survival.12.closed", "survival.36.unknown", "survival.60.not_due",
			"meetings", "minutes.workshop", "other_meetings", "presences.coaching", "presence_minutes", "carried_minutes", "jobs.paid", "followed_jobs",
			"money.asked", "money.awarded", "money.reduced", "money.paid", "money.recovered", "entry.age.30_54", "exits.unknown"} {
			if !filled[code] {
				t.Errorf("%s is never more than nothing: its list was not tried", code)
			}
		}
	})
}

// Whatever the journeys: who was there and who came are who was accompanied; reasons make up the exits; sites make up the whole.
func TestActivityAddsUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := shuffled(t, d, 11)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			for n, f := range asked(tw) {
				a, err := reporting.LoadActivity(tx, f)
				if err != nil {
					return err
				}
				addsUp(t, fmt.Sprint(n), a)
				slow(t, tx, a)
			}
			return nil
		})
	})
}

func addsUp(t *testing.T, name string, a reporting.Activity) {
	t.Helper()
	figures := append([]reporting.Before{{Period: a.Filter.Period, Figures: a.Figures}}, a.Before...)
	for _, b := range figures {
		n := func(code string) int { return b.Figures.Get(code).Count }
		if n("accompanied") != n("at_start")+n("entered") || n("accompanied")-n("exits") != n("staying") {
			t.Errorf("%s, %v: %d accompanied, %d there, %d entered, %d left, %d stay", name, b.Period, n("accompanied"), n("at_start"), n("entered"), n("exits"), n("staying"))
		}
	}
	n := func(code string) int { return a.Figures.Get(code).Count }
	parts := func(prefix string) (sum int) {
		for _, f := range a.Figures.Group(prefix) {
			sum += f.Count
		}
		return sum
	}
	if parts("exits") != n("exits") || parts("sector") != n("exits.launched") || parts("form") != n("exits.launched") || n("met")+n("never_met") != n("accompanied") {
		t.Errorf("%s: %d exits by reason of %d, %d by sector and %d by form of %d", name, parts("exits"), n("exits"), parts("sector"), parts("form"), n("exits.launched"))
	}
	for _, by := range []string{"site", "programme"} {
		sums := map[string]int{}
		minutes := int64(0)
		for _, f := range a.Figures {
			head, rest, _ := strings.Cut(f.Code, ".")
			if _, what, deep := strings.Cut(rest, "."); head == by {
				sums[what] += f.Count
				if !deep {
					minutes += a.Sums.Get(by + "_minutes." + rest).Value
				}
			}
		}
		if sums[""] != n("accompanied") || sums["entered"] != n("entered") || sums["exits"] != n("exits") || sums["launched"] != n("exits.launched") || minutes != a.Sums.Get("presence_minutes").Value {
			t.Errorf("%s by %s: %v and %d minutes", name, by, sums, minutes)
		}
	}
	for _, months := range []string{"6", "12", "36", "60"} {
		s := func(what string) int { return n("survival." + months + "." + what) }
		if s("due")+s("not_due") != n("exits.launched") || s("alive")+s("closed")+s("unknown") != s("due") || s("known") != s("alive")+s("closed") || s("sold") > s("alive") {
			t.Errorf("%s after %s months: %d due, %d not, %d alive, %d closed, %d unknown", name, months, s("due"), s("not_due"), s("alive"), s("closed"), s("unknown"))
		}
	}
	byKind := map[string]int64{}
	for _, s := range a.Sums {
		if head, _, part := strings.Cut(s.Code, "."); part {
			byKind[head] += s.Value
		}
	}
	for _, whole := range []string{"meetings", "minutes", "presences", "presence_minutes", "jobs"} {
		if byKind[whole] != a.Sums.Get(whole).Value {
			t.Errorf("%s: %d %s, %d by kind", name, a.Sums.Get(whole).Value, whole, byKind[whole])
		}
	}
}

// slow asks the same of the rows, the plain way.
func slow(t *testing.T, tx *db.Tx, a reporting.Activity) {
	t.Helper()
	place, where := []any{a.Filter.SiteID, a.Filter.SiteID}, ` AND (? = 0 OR p.site_id = ?)`
	for code, query := range map[string]string{
		"meetings": `SELECT count(DISTINCT t.id) FROM meetings t JOIN meeting_projects x ON x.meeting_id = t.id JOIN projects p ON p.id = x.project_id WHERE t.state = 'held'
			AND t.held_on >= ? AND t.held_on <= ? AND p.entered_on <= ? AND (p.left_on IS NULL OR p.left_on >= ?)`,
		"presence_minutes": `SELECT COALESCE(SUM(t.minutes), 0) FROM meetings t JOIN meeting_projects x ON x.meeting_id = t.id JOIN projects p ON p.id = x.project_id WHERE t.state = 'held'
			AND t.held_on >= ? AND t.held_on <= ? AND p.entered_on <= ? AND (p.left_on IS NULL OR p.left_on >= ?)`,
		"money.paid": `SELECT COALESCE(SUM(y.amount), 0) FROM grant_payments y JOIN grant_tranches g ON g.id = y.tranche_id JOIN grant_requests q ON q.id = g.request_id JOIN projects p ON p.id = q.project_id
			WHERE y.paid_on >= ? AND y.paid_on <= ? AND ? <> '1' AND ? <> '1'`,
	} {
		p := a.Filter.Period
		want, err := tx.Count(query+where, append([]any{p.From, p.To, string(p.To), string(p.From)}, place...)...)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Sums.Get(code).Value; got != int64(want) {
			t.Errorf("%v: %s is %d, the rows say %d", a.Filter, code, got, want)
		}
	}
	for _, b := range a.Before { // what is compared is what the report of that period says
		own, err := reporting.LoadActivity(tx, reporting.ActivityFilter{Period: b.Period, SiteID: a.Filter.SiteID, ProgrammeID: a.Filter.ProgrammeID})
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range reporting.ComparedFigures() {
			if own.Figures.Get(code) != b.Figures.Get(code) {
				t.Errorf("%v, %s: %v beside, %v in its own report", b.Period, code, b.Figures.Get(code), own.Figures.Get(code))
			}
		}
		for _, code := range reporting.ComparedSums() {
			if o, c := own.Sums.Get(code), b.Sums.Get(code); o.Value != c.Value || o.Unknown != c.Unknown || o.Unit != c.Unit {
				t.Errorf("%v, %s: %v beside, %v in its own report", b.Period, code, c, o)
			}
		}
	}
}

// After three years, of the 156 enterprises of the published year 90 were alive, 58 closed, and of 8 nothing was known.
func TestPublishedSurvival(t *testing.T) {
	if !slices.Equal(reporting.SurvivalMonths(), journey.FollowUpMonths()) {
		t.Fatal("reports and dossiers ask at other months")
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		published(t, d)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			s, err := reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{})
			if err != nil {
				return err
			}
			for what, want := range map[string]int{"due": 156, "alive": 90, "closed": 58, "unknown": 8, "sold": 0, "silent": 0, "not_due": 0} {
				if got := s.At(36, what).Count; got != want {
					t.Errorf("%s after 36 months: %d, published %d", what, got, want)
				}
			}
			// 8 were lost from view at once, for nothing was ever seen of them: 148 at risk, of whom 58 closed.
			if m := s.Moments[3]; m.Months != 36 || m.AtRisk != 148 || m.ClosedBy != 58 || m.Lost != 8 || math.Abs(m.Share-90.0/148) > 1e-9 {
				t.Errorf("the curve at 36: %+v", m)
			}
			if s.Total != 156 || s.Moments[4].Known || s.Partial {
				t.Errorf("%d in all, at 60: %+v", s.Total, s.Moments[4])
			}
			sum := 0
			for _, p := range []int64{1, 2} {
				part, err := reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{ProgrammeID: p, Year: 2008})
				if err != nil {
					return err
				}
				sum += part.Total
			}
			if sum != 156 {
				t.Errorf("the programmes of 2008 make %d", sum)
			}
			_, err = reporting.LoadSurvival(tx, access.YearReport, reporting.SurvivalFilter{SiteID: 999})
			if !errors.Is(err, models.Missing("site")) && err == nil {
				t.Errorf("a site that does not exist: %v", err)
			}
			return nil
		})
	})
}
