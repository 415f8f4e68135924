package sitting_test

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

// scores gives a member's opinion on a file, with the same mark on every criterion.
func (tw *town) scores(name, ref string, mark selection.Mark, r selection.Recommendation) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) error {
		c, err := selection.LoadCommittee(tx, tw.com)
		if err != nil {
			return err
		}
		grid, err := selection.Criteria(tx, c)
		if err != nil {
			return err
		}
		d := selection.OpinionDraft{Recommendation: r}
		for _, x := range grid {
			d.Scores = append(d.Scores, selection.Score{Position: x.Position, Mark: mark})
		}
		return selection.GiveOpinion(tx, tw.com, ref, 0, d)
	})
}

func (tw *town) pack(name string) (p sitting.Pack) {
	tw.t.Helper()
	tw.must(name, func(tx *db.Tx) (err error) { p, err = sitting.PackOf(tx, tw.com); return err })
	return p
}

func TestTheRankingOrdersTheManagersAgenda(t *testing.T) {
	each(t, 4, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.scores("jury", tw.refs[2], "5", selection.Yes)
		tw.scores("jury2", tw.refs[2], "2", selection.No)
		tw.scores("jury", tw.refs[1], "3", selection.Maybe)
		manager := tw.agenda("manager")
		if order(manager) != "3214" || order(tw.agenda("jury")) != "1234" {
			t.Fatalf("manager %s, member %s", order(manager), order(tw.agenda("jury")))
		}
		first := manager[0].Ranked
		if first == nil || first.Score != 350 || first.Low != 200 || first.High != 500 || !first.Disagreement || first.Means[0].Marks != 2 || manager[3].Ranked.Scored {
			t.Errorf("%+v", first)
		}
		for _, i := range tw.agenda("jury") {
			if i.Ranked != nil || i.Yes+i.No+i.Maybe != 0 {
				t.Errorf("a member reads %+v", i)
			}
		}
		fix := func(name string, version int) string {
			return code(tw.try(name, func(tx *db.Tx) error { return sitting.FixOrder(tx, tw.com, version) }))
		}
		if fix("jury", 0) != "access.denied" || fix("far", 0) != "committee.not_found" || fix("manager", 3) != "sitting.stale" || fix("manager", 0) != "" {
			t.Error("who fixes the order")
		}
		if order(tw.agenda("jury")) != "3214" || tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'agenda.fix'`) != 1 {
			t.Errorf("fixed: %s", order(tw.agenda("jury")))
		}
	})
}

func TestInterviewsOrderTheAgenda(t *testing.T) {
	each(t, 3, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.scores("jury", tw.refs[0], "5", selection.Yes)
		tw.must("manager", func(tx *db.Tx) error {
			_, err := selection.PublishSlots(tx, "", tw.com, selection.SlotsDraft{Day: "2026-11-23", From: "14:00", Minutes: 30, Count: 2})
			if err != nil {
				return err
			}
			c, err := selection.LoadCommittee(tx, tw.com)
			if err != nil {
				return err
			}
			slots, err := selection.Slots(tx, c)
			if err != nil {
				return err
			}
			if err := selection.AssignSlot(tx, tw.com, slots[0].PublicID, tw.refs[2]); err != nil {
				return err
			}
			return selection.AssignSlot(tx, tw.com, slots[1].PublicID, tw.refs[1])
		})
		for _, name := range []string{"manager", "jury"} {
			items := tw.agenda(name)
			if order(items) != "321" || items[0].At != "14:00" || items[1].At != "14:30" || items[2].At != "14:45" {
				t.Errorf("%s: %s %+v", name, order(items), items)
			}
		}
	})
}

func TestAPackKeepsWhatItsReaderMayNotSee(t *testing.T) {
	each(t, 3, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.must("jury", func(tx *db.Tx) error { return selection.DeclareConflict(tx, tw.com, tw.refs[1], "Ma cousine.") })
		if p := tw.pack("jury"); len(p.Files) != 2 || len(p.Items) != 3 || p.Files[1].Ref != tw.refs[2] || p.Files[1].Place != 3 || p.Items[1].Title != "" || !p.Items[1].Conflict {
			t.Errorf("the pack of who stood aside: %+v", p.Items)
		}
		for name, files := range map[string]int{"jury2": 3, "manager": 3, "chief": 3} {
			p := tw.pack(name)
			if len(p.Files) != files || p.Files[0].App.Motivation != "Depuis longtemps." || p.Files[0].Holder == "" || p.Files[0].App.Contacts || len(p.Grid) == 0 || len(p.Members) != 2 {
				t.Errorf("%s: %d files, %+v", name, len(p.Files), p.Files[0].Item)
			}
		}
		for name, want := range map[string]string{"coach": "committee.not_found", "far": "committee.not_found", "admin": "committee.not_found", "holder0": "committee.not_found"} {
			err := tw.try(name, func(tx *db.Tx) error { _, err := sitting.PackOf(tx, tw.com); return err })
			if code(err) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE committees SET blind = TRUE WHERE ref = ?`, tw.com)
			return err
		})
		for _, name := range []string{"jury2", "manager"} {
			for _, f := range tw.pack(name).Files {
				if f.Holder != "" || f.Title == "" {
					t.Errorf("a blind pack of %s names %q", name, f.Holder)
				}
			}
		}
		tw.must("manager", func(tx *db.Tx) error {
			c, err := selection.LoadCommittee(tx, tw.com)
			if err != nil {
				return err
			}
			return selection.CloseCommittee(tx, tw.com, c.Version)
		})
		if err := tw.try("jury2", func(tx *db.Tx) error { _, err := sitting.PackOf(tx, tw.com); return err }); code(err) != "committee.not_found" {
			t.Errorf("a member of a closed committee: %v", err)
		}
	})
}

func TestThePackListsTheDocumentsThatCount(t *testing.T) {
	each(t, 1, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			for i, d := range []struct{ name, review, reason string }{{"cv de Zoé.pdf", "new", ""}, {"flou.pdf", "refused", "Illisible."}, {"forem de Zoé.pdf", "accepted", ""}} {
				_, err := tx.Exec(`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan, review, reason)
					SELECT ?, id, 'cv', ?, 'application/pdf', 1, ?, ?, 'clean', ?, ? FROM projects WHERE ref = ?`,
					d.name, d.name, fmt.Sprintf("%064d", i), i, d.review, d.reason, tw.refs[0])
				if err != nil {
					return err
				}
			}
			return nil
		})
		names := func() (text string) {
			for _, d := range tw.pack("manager").Files[0].Documents {
				text += d.Name + ";"
			}
			return text
		}
		if got := names(); got != "cv de Zoé.pdf;forem de Zoé.pdf;" {
			t.Errorf("listed: %s", got)
		}
		tw.as(access.Operator("test"), func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE committees SET blind = TRUE`); return err })
		if got := names(); got != ";;" {
			t.Errorf("listed in a blind pack: %s", got)
		}
	})
}

func TestProceedings(t *testing.T) {
	each(t, 4, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.must("jury", func(tx *db.Tx) error { return selection.DeclareConflict(tx, tw.com, tw.refs[1], "Ma cousine.") })
		tw.answered(tw.refs[0], selection.Accepted)
		tw.answered(tw.refs[1], selection.Declined)
		tw.answered(tw.refs[2], selection.Declined)
		tw.must("manager", func(tx *db.Tx) error {
			return sitting.TakeAttendance(tx, tw.com, 0, sitting.AttendanceDraft{Chair: "Paule", Presences: map[string]sitting.Presence{tw.ids["jury2"]: sitting.Present, tw.ids["jury"]: sitting.Excused}})
		})
		tw.must("manager", func(tx *db.Tx) error {
			p, err := sitting.ProceedingsOf(tx, tw.com)
			if err != nil {
				return err
			}
			got := fmt.Sprint(p.Count(selection.Accepted), p.Count(selection.Declined), p.Count(selection.Waitlisted), len(p.Undecided()), len(p.Present()), len(p.Conflicts))
			if got != "1 2 0 1 1 1" || p.Undecided()[0].Ref != tw.refs[3] || p.Present()[0].Name != "jury2" || p.Room.Taken != 1 || p.Chair != "Paule" || p.Today != "2026-11-23" {
				t.Errorf("%s %+v", got, p.Room)
			}
			return nil
		})
		for name, want := range map[string]string{"jury": "access.denied", "jury2": "access.denied", "far": "committee.not_found", "coach": "committee.not_found"} {
			err := tw.try(name, func(tx *db.Tx) error { _, err := sitting.ProceedingsOf(tx, tw.com); return err })
			if code(err) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// A manager who sits on the committee and stood aside on a file neither reads its notes nor decides it.
func TestAManagerWhoStoodAside(t *testing.T) {
	each(t, 2, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.must("manager", func(tx *db.Tx) error { return sitting.WriteNote(tx, tw.com, tw.refs[0], 0, "Vif débat.") })
		tw.as(access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO account_roles (account_id, role, site_id) SELECT id, 'manager', 0 FROM accounts WHERE name = 'jury'`)
			return err
		})
		both := tw.actors["jury"]
		both.Grants = append(both.Grants, access.Grant{Role: access.Manager})
		tw.actors["both"] = both
		tw.must("both", func(tx *db.Tx) error { return selection.DeclareConflict(tx, tw.com, tw.refs[0], "") })
		if i := tw.agenda("both")[0]; !i.Conflict || i.Note != "" || i.Title != "" || i.Ranked != nil {
			t.Errorf("%+v", i)
		}
		v := sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Accepted, Reasons: "x", DecidedOn: "2026-11-23"}}
		version := tw.version(tw.refs[0])
		err := tw.try("both", func(tx *db.Tx) error { return sitting.Decide(tx, tw.com, tw.refs[0], "", version, v) })
		if !models.IsKind(err, models.NotFound) && !models.IsKind(err, models.Forbidden) {
			t.Errorf("decides: %v", err)
		}
		for i, ref := range tw.refs { // the first has a note already
			waits := sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Waitlisted}, NoteVersion: 1 - i}
			if err := tw.decide(ref, waits); err != nil {
				t.Fatal(err)
			}
		}
		for name, aside := range map[string]bool{"both": true, "manager": false} {
			var l sitting.WaitingList
			tw.must(name, func(tx *db.Tx) (err error) { l, err = sitting.WaitingOf(tx, tw.cohort.Ref); return err })
			if w := l.Files[0]; w.Ref != tw.refs[0] || w.Conflict != aside || (w.Holder == "") != aside || (w.Title == "") != aside {
				t.Errorf("%s: %+v", name, w)
			}
			if w := l.Files[1]; w.Conflict || w.Holder == "" || w.Title == "" || w.Position != 2 {
				t.Errorf("%s: %+v", name, w)
			}
		}
		tw.must("both", func(tx *db.Tx) error {
			_, err := programme.Load(tx, tw.refs[1], access.ApplicationRead)
			return err
		})
	})
}
