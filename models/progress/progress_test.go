package progress_test

import (
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/progress"
)

// From the first word to the kept paper, by way of a return.
func TestTheWayOfAReport(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(true)
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'progress_asked' AND recipient = 'zoe@x.be'`); n != 1 {
			t.Errorf("the holder was asked %d times", n)
		}
		tw.must("coach", func(tx *db.Tx) error { return progress.Ask(tx, tw.ref, id) })
		tw.must("zoe", func(tx *db.Tx) error {
			if list, err := progress.AskedFor(tx); err != nil || len(list) != 1 {
				t.Errorf("zoe is asked for %v (%v)", list, err)
			}
			_, err := progress.Tell(tx, tw.ref, id, 1, " J'ai trois clients. ", map[string]string{"turnover": "1 200,00", "clients": "3"}, false)
			return err
		})
		_, c := tw.load(id)
		if c.Paragraph != "J'ai trois clients." || *c.Figures[0].Holder != 120_000 || len(c.Groups) != 2 || c.Groups[0].SectionID == 0 {
			t.Errorf("gathered %+v, groups %+v", c, c.Groups)
		}
		if c.Left != (progress.Left{Earlier: 1, NotHeld: 2, Unwritten: 1}) {
			t.Errorf("left: %+v", c.Left)
		}
		section := c.Progress.Plan[1].ID
		tw.must("coach", func(tx *db.Tx) error {
			_, err := progress.Save(tx, tw.ref, id, 1, progress.Words{Synthesis: "Brouillon", Figures: map[string]string{"clients": "4"},
				Choices: map[string]progress.ChoiceDraft{"m3": {LeftOut: true}, "m4": {Section: fmt.Sprint(section)}, "m1": {LeftOut: true}}}, false)
			return err
		})
		_, c = tw.load(id)
		if amount, by, _ := c.Figures[1].Value(); amount != 400 || by != progress.ByHouse || *c.Figures[1].Holder != 300 {
			t.Errorf("clients: %d by %s", amount, by)
		}
		if c.Left.LeftOut != 1 || c.Meeting(3).Summary != "" || len(c.Groups) != 3 || c.Groups[1].SectionID != section {
			t.Errorf("after choosing: %+v %+v", c.Left, c.Groups)
		}
		tw.submit(id, 2)
		r, c := tw.load(id)
		if r.State != progress.Submitted || c.Synthesis != "Elle avance." || c.Submitter != "coach" || c.SubmittedOn != "2026-11-23" || c.Meeting(3).Summary != "" {
			t.Errorf("submitted %+v, %+v", r, c)
		}
		tw.must("manager", func(tx *db.Tx) error {
			if list, err := progress.ToDecide(tx); err != nil || len(list) != 1 || list[0].PublicID != id {
				t.Errorf("to decide: %v (%v)", list, err)
			}
			return progress.Return(tx, tw.ref, id, r.Version, " Dites-en plus sur le marché. ")
		})
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'progress_returned' AND recipient = 'coach@x.be' AND facts NOT LIKE '%marché%'`); n != 1 {
			t.Errorf("%d mails to the coach", n)
		}
		tw.must("coach", func(tx *db.Tx) error {
			if list, err := progress.Waiting(tx); err != nil || len(list) != 1 || list[0].State != progress.Returned {
				t.Errorf("returned: %v (%v)", list, err)
			}
			r, err := progress.Load(tx, tw.ref, id)
			if err != nil {
				return err
			}
			events, err := progress.Events(tx, r)
			if last := events[len(events)-1]; last.What != "returned" || last.Reason != "Dites-en plus sur le marché." || last.Who != "manager" {
				t.Errorf("events: %+v", events)
			}
			return err
		})
		tw.submit(id, 5)
		if err := tw.approve("chief", id, 6); err != nil {
			t.Fatal(err)
		}
		r, _ = tw.load(id)
		if r.State != progress.Issued || r.Number != "RP-2026-0001" || len(r.SHA256) != 64 {
			t.Errorf("issued %+v", r)
		}
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'progress_issued' AND recipient = 'zoe@x.be'`); n != 1 {
			t.Errorf("the holder was told %d times", n)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE entity = 'progress_report' AND project_id = ?`, tw.id); n != 7 {
			t.Errorf("%d audit rows", n)
		}
		tw.exec(`UPDATE meetings SET summary = 'Tout autre chose'`)
		if _, c := tw.load(id); c.Meeting(2).Summary != "Le marché" {
			t.Error("what was issued moved with the facts")
		}
		if err := tw.approve("chief", id, 7); !models.IsCode(err, "progress.not_submitted") {
			t.Errorf("approved twice: %v", err)
		}
	})
}

// What was submitted stays as it was, and a change of the facts is told.
func TestASnapshotIsDecidedOn(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(false)
		tw.submit(id, 1)
		changes := func() (list []progress.Part) {
			tw.must("manager", func(tx *db.Tx) error {
				r, err := progress.Load(tx, tw.ref, id)
				if err != nil {
					return err
				}
				list, err = progress.Changes(tx, r)
				return err
			})
			return list
		}
		tw.clock.Set("2026-11-25")
		if got := changes(); len(got) != 0 {
			t.Errorf("time alone changed %v", got)
		}
		tw.exec(`UPDATE meetings SET summary = 'Tout autre chose' WHERE id = 2`)
		tw.exec(`INSERT INTO actions (project_id, title, owner, created_at) VALUES (?, 'Appeler', 'holder', 1)`, tw.id)
		if got := fmt.Sprint(changes()); got != "[meetings actions]" {
			t.Errorf("changed: %s", got)
		}
		if _, c := tw.load(id); c.Meeting(2).Summary != "Le marché" || len(c.Progress.Actions) != 0 {
			t.Errorf("what was submitted moved: %+v", c.Progress)
		}
		if n := tw.count(`SELECT count(*) FROM progress_reports WHERE snapshot LIKE '%canari%'`); n != 0 {
			t.Error("a private note is in the snapshot")
		}
		tw.must("manager", func(tx *db.Tx) error {
			_, c, err := progress.ForIssue(tx, tw.ref, id)
			if c.Meeting(2).Summary != "Le marché" || c.Progress.Project.Standing != (access.Standing{}) {
				t.Errorf("the paper is laid out from %+v", c.Progress)
			}
			return err
		})
		tw.must("manager", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 3, "À refaire") })
		if _, c := tw.load(id); c.Meeting(2).Summary != "Tout autre chose" {
			t.Error("the coach mends a report of old facts")
		}
	})
}

func TestWhoMayWhat(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(false)
		const no, not = models.NotFound, models.Forbidden
		names := []string{"coach", "colleague", "manager", "far", "zoe", "sam", "admin"}
		try := func(what string, fn func(*db.Tx) error, want ...models.Kind) {
			t.Helper()
			for i, name := range names {
				undone := fmt.Errorf("undone")
				err := tw.as(name, func(tx *db.Tx) error {
					if err := fn(tx); err != nil {
						return err
					}
					return undone
				})
				var kind models.Kind
				if p, ok := models.ProblemOf(err); ok {
					kind = p.Kind
				} else if err != undone {
					t.Fatal(err)
				}
				if kind != want[i] {
					t.Errorf("%s by %s: %v, want %d", what, name, err, want[i])
				}
			}
		}
		w := progress.Words{Synthesis: "x"}
		try("read", func(tx *db.Tx) error { _, err := progress.Load(tx, tw.ref, id); return err }, 0, 0, 0, no, no, no, no)
		try("create", func(tx *db.Tx) error { _, err := progress.Create(tx, tw.ref, "", models.Period{}, false); return err }, models.Invalid, not, not, no, not, no, no)
		try("save", func(tx *db.Tx) error { _, err := progress.Save(tx, tw.ref, id, 1, w, false); return err }, 0, not, not, no, not, no, no)
		try("submit", func(tx *db.Tx) error { return progress.Submit(tx, tw.ref, id, 1, w) }, 0, not, not, no, not, no, no)
		try("ask", func(tx *db.Tx) error { return progress.Ask(tx, tw.ref, id) }, 0, not, not, no, not, no, no)
		try("drop", func(tx *db.Tx) error { return progress.Drop(tx, tw.ref, id, 1) }, 0, not, not, no, not, no, no)
		try("tell, not asked", func(tx *db.Tx) error { _, err := progress.Tell(tx, tw.ref, id, 1, "x", nil, false); return err }, not, not, not, no, no, no, no)
		try("decide a draft", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 1, "x") }, not, not, models.Refused, no, not, no, no)
		tw.must("coach", func(tx *db.Tx) error { return progress.Ask(tx, tw.ref, id) })
		try("asked", func(tx *db.Tx) error { _, err := progress.AskedOf(tx, tw.ref, id); return err }, not, not, not, no, 0, no, no)
		try("tell", func(tx *db.Tx) error { _, err := progress.Tell(tx, tw.ref, id, 1, "x", nil, false); return err }, not, not, not, no, 0, no, no)
		tw.submit(id, 1)
		try("write on what is submitted", func(tx *db.Tx) error { _, err := progress.Save(tx, tw.ref, id, 3, w, false); return err }, models.Refused, not, not, no, not, no, no)
		try("tell too late", func(tx *db.Tx) error { _, err := progress.Tell(tx, tw.ref, id, 1, "x", nil, false); return err }, not, not, not, no, models.Refused, no, no)
		try("return", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 3, "x") }, not, not, 0, no, not, no, no)
		try("return without a reason", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 3, " ") }, not, not, models.Invalid, no, not, no, no)
		try("settings", func(tx *db.Tx) error { _, err := progress.SettingsOf(tx, "JI"); return err }, not, not, not, not, not, not, 0)
	})
}

// A manager who is also the coach does not approve what they wrote, nor is it offered to them.
func TestTwoPeopleSeeAReport(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		coach := tw.actors["coach"]
		coach.Grants = append(coach.Grants, access.Grant{Role: access.Manager})
		tw.actors["coach"] = coach
		id := tw.create(false)
		tw.submit(id, 1)
		if err := tw.approve("coach", id, 3); !models.IsCode(err, "progress.own") {
			t.Errorf("approved their own: %v", err)
		}
		tw.must("coach", func(tx *db.Tx) error {
			if list, err := progress.ToDecide(tx); err != nil || len(list) != 0 {
				t.Errorf("offered their own: %v (%v)", list, err)
			}
			return nil
		})
		// Nor what they only began, or only submitted; nor what is written about them.
		for _, who := range []string{"created_by", "submitted_by"} {
			other := map[string]string{"created_by": "submitted_by", "submitted_by": "created_by"}[who]
			tw.exec(`UPDATE progress_reports SET `+who+` = ?, `+other+` = ?`, coach.AccountID, tw.actors["colleague"].AccountID)
			tw.must("coach", func(tx *db.Tx) error {
				if list, err := progress.ToDecide(tx); err != nil || len(list) != 0 {
					t.Errorf("%s: offered %v (%v)", who, list, err)
				}
				return nil
			})
		}
		zoe := tw.actors["zoe"]
		zoe.Grants = append(zoe.Grants, access.Grant{Role: access.Manager})
		tw.actors["zoe"] = zoe
		if err := tw.approve("zoe", id, 3); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a holder approved the report about them: %v", err)
		}
	})
}

func TestStaleAndTwice(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(false)
		err := tw.as("coach", func(tx *db.Tx) error { _, err := progress.Create(tx, tw.ref, "", autumn, false); return err })
		if !models.IsCode(err, "progress.open") {
			t.Errorf("a second open report: %v", err)
		}
		save := func(version int, text string) (k progress.Kept, err error) {
			err = tw.as("coach", func(tx *db.Tx) (err error) {
				k, err = progress.Save(tx, tw.ref, id, version, progress.Words{Synthesis: text, Figures: map[string]string{"clients": "beaucoup", "hours": "7,5"}}, true)
				return err
			})
			return k, err
		}
		k, err := save(1, "un")
		if err != nil || k.Version != 2 || len(k.Wrong) != 1 || k.Wrong[0].Field != "figure-clients" {
			t.Errorf("typing: %+v (%v)", k, err)
		}
		if k, err := save(1, "un"); err != nil || k.Version != 2 {
			t.Errorf("the same again: %+v (%v)", k, err)
		}
		if _, err := save(1, "deux"); !models.IsCode(err, "progress.stale") {
			t.Errorf("over somebody else's: %v", err)
		}
		if _, err := save(2, strings.Repeat("é", progress.MaxSynthesis+1)); !models.IsKind(err, models.Invalid) {
			t.Errorf("without end: %v", err)
		}
		for _, c := range []struct {
			version int
			words   progress.Words
			want    models.Kind
		}{{1, progress.Words{Synthesis: "x"}, models.Conflict}, {1, progress.Words{Synthesis: "un"}, models.Conflict},
			{2, progress.Words{Synthesis: " "}, models.Invalid},
			{2, progress.Words{Synthesis: "x", Figures: map[string]string{"clients": "x"}}, models.Invalid}} {
			if err := tw.as("coach", func(tx *db.Tx) error { return progress.Submit(tx, tw.ref, id, c.version, c.words) }); !models.IsKind(err, c.want) {
				t.Errorf("submitted %+v: %v", c, err)
			}
		}
		err = tw.as("coach", func(tx *db.Tx) error {
			_, err := progress.Save(tx, tw.ref, id, 2, progress.Words{Choices: map[string]progress.ChoiceDraft{"m2": {Section: "999"}}}, false)
			return err
		})
		if !models.IsKind(err, models.Invalid) {
			t.Errorf("under a section of nobody: %v", err)
		}
		if err := tw.as("coach", func(tx *db.Tx) error { return progress.Drop(tx, tw.ref, id, 1) }); !models.IsCode(err, "progress.stale") {
			t.Errorf("dropped at an old version: %v", err)
		}
		tw.must("coach", func(tx *db.Tx) error { return progress.Drop(tx, tw.ref, id, 2) })
		if tw.create(false) == id {
			t.Error("the dropped report is the new one")
		}
	})
}

// A holder reads and writes what they are asked, of their own dossier, until it is given up.
// A report is reached through its own dossier; one is returned at the version that was read, and told to who still works here.
// Two managers click at once: one paper.
func TestDue(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		due := func() (list []progress.Line) {
			tw.must("coach", func(tx *db.Tx) (err error) { list, err = progress.Due(tx); return err })
			return list
		}
		if list := due(); len(list) != 1 || list[0].On != "2026-10-01" || list[0].Ref != tw.ref {
			t.Fatalf("due: %+v", list)
		}
		tw.must("colleague", func(tx *db.Tx) error {
			if list, err := progress.Due(tx); err != nil || len(list) != 0 {
				t.Errorf("a colleague owes %v (%v)", list, err)
			}
			return nil
		})
		tw.exec(`UPDATE projects SET suspended_on = '2026-11-01'`)
		if len(due()) != 0 {
			t.Error("due while suspended")
		}
		tw.exec(`UPDATE projects SET suspended_on = NULL`)
		id := tw.create(false)
		if len(due()) != 0 {
			t.Error("due while a report is on its way")
		}
		tw.submit(id, 1)
		tw.must("manager", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 3, "x") })
		if len(due()) != 0 {
			t.Error("due while a report is mended")
		}
		tw.submit(id, 4)
		if err := tw.approve("chief", id, 5); err != nil {
			t.Fatal(err)
		}
		if len(due()) != 0 {
			t.Error("due on the day after a report")
		}
		tw.clock.Set("2027-02-23")
		if list := due(); len(list) != 1 || list[0].On != "2027-02-23" {
			t.Errorf("three months after: %+v", list)
		}
		tw.must("admin", func(tx *db.Tx) error {
			return progress.SetCadence(tx, "JI", progress.Cadence{CoachingMonths: 0, TestMonths: 6, Version: 1})
		})
		if len(due()) != 0 {
			t.Error("due though the programme asks none")
		}
	})
}

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		settings := func() (s progress.Settings) {
			tw.must("admin", func(tx *db.Tx) (err error) { s, err = progress.SettingsOf(tx, "JI"); return err })
			return s
		}
		tw.must("operator", progress.Found) // again: nothing
		s := settings()
		if len(s.Indicators) != 3 || s.Cadence.CoachingMonths != 3 {
			t.Fatalf("first: %+v", s)
		}
		for name, i := range map[string]progress.Indicator{"twice": {Code: "turnover", Label: "x", Unit: progress.InMoney}, "code": {Code: "É", Label: "x", Unit: progress.InMoney},
			"label": {Code: "jobs", Unit: progress.InCount}, "unit": {Code: "jobs", Label: "x", Unit: "kg"}} {
			if err := tw.as("admin", func(tx *db.Tx) error { return progress.AddIndicator(tx, "JI", "", i) }); !models.IsKind(err, models.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		for range 2 {
			tw.must("admin", func(tx *db.Tx) error {
				return progress.AddIndicator(tx, "JI", "key", progress.Indicator{Code: "jobs", Label: "Emplois", Unit: progress.InCount, Active: true})
			})
		}
		s = settings()
		jobs := s.Indicators[3]
		tw.must("admin", func(tx *db.Tx) error { return progress.MoveIndicator(tx, "JI", jobs.ID, true) })
		changed := jobs
		changed.Label, changed.Code, changed.Active = "Emplois créés", "other", false
		tw.must("admin", func(tx *db.Tx) error { return progress.ChangeIndicator(tx, "JI", changed) })
		if err := tw.as("admin", func(tx *db.Tx) error { return progress.ChangeIndicator(tx, "JI", changed) }); !models.IsCode(err, "progress_settings.stale") {
			t.Errorf("at an old version: %v", err)
		}
		if got := settings().Indicators[2]; got.Code != "jobs" || got.Label != "Emplois créés" || got.Active {
			t.Errorf("moved and changed: %+v", got)
		}
		if err := tw.as("admin", func(tx *db.Tx) error {
			return progress.SetCadence(tx, "JI", progress.Cadence{CoachingMonths: 25, Version: 1})
		}); !models.IsKind(err, models.Invalid) {
			t.Errorf("25 months: %v", err)
		}
		if err := tw.as("admin", func(tx *db.Tx) error { return progress.SetCadence(tx, "JI", progress.Cadence{Version: 9}) }); !models.IsCode(err, "progress_settings.stale") {
			t.Errorf("at another version: %v", err)
		}
	})
}

// Before the issue a holder learns neither that a report is written, unless they are asked, nor what the couveuse says in it; and
// whatever else they are in the house, they do not decide on their own.
