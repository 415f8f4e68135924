package handover_test

import (
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/handover"
	"eclosion/models/programme"
)

func TestAHandoverTakesTheWorkAlong(t *testing.T) {
	each(t, func(tw *town) {
		past, coming := tw.meet(-3, tw.refs[0]), tw.meet(3, tw.refs[0])
		shared, other := tw.meet(4, tw.refs[0], tw.refs[2]), tw.meet(5, tw.refs[2])
		tw.as(tw.karim.Actor(), func(tx *db.Tx) error {
			for _, who := range []string{tw.karim.PublicID, ""} {
				if err := coaching.AddAction(tx, tw.refs[0], "", coaching.ActionDraft{Title: "Envoyer", Coach: who}); err != nil {
					return err
				}
			}
			return nil
		})
		transfer := handover.Transfer{Key: "k1", From: tw.karim.PublicID, To: tw.lea.PublicID, Refs: []string{tw.refs[1], tw.refs[0], tw.refs[0]}, Note: " secret-note ", Meetings: true}
		done, err := tw.hand(tw.karim.Actor(), transfer)
		if err != nil || done != (handover.Done{To: "Lea", Dossiers: 2, Meetings: 2, Actions: 1}) {
			t.Fatalf("%+v, %v", done, err)
		}
		if again, err := tw.hand(tw.karim.Actor(), transfer); err != nil || !again.Again {
			t.Errorf("sent twice: %+v, %v", again, err)
		}
		if tw.may(tw.karim, tw.refs[0]) || !tw.may(tw.lea, tw.refs[0]) || !tw.may(tw.karim, tw.refs[2]) || tw.may(tw.lea, tw.refs[2]) {
			t.Error("who works on what after the handover")
		}
		at := func(meeting int, a accounts.Account) int {
			return tw.count(`SELECT count(*) FROM meeting_coaches WHERE meeting_id = ? AND account_id = ?`, meeting, a.ID)
		}
		for name, n := range map[string][3]int{"past": {past, 1, 0}, "coming": {coming, 0, 1}, "shared": {shared, 1, 1}, "other": {other, 1, 0}} {
			tw.wants(name+", the old coach", at(n[0], tw.karim), n[1])
			tw.wants(name+", the new coach", at(n[0], tw.lea), n[2])
		}
		tw.wants("versions of meetings", tw.count(`SELECT count(*) FROM meetings WHERE version = 2`), 2)
		tw.wants("actions", tw.count(`SELECT count(*) FROM actions WHERE coach_id = ? AND owner = 'coach' AND version = 2`, tw.lea.ID), 1)
		tw.wants("the holder's actions", tw.count(`SELECT count(*) FROM actions WHERE owner = 'holder' AND coach_id IS NULL AND version = 1`), 1)
		tw.wants("the old assignment", tw.count(`SELECT count(*) FROM project_coaches WHERE account_id = ? AND to_on = '2026-11-23'`, tw.karim.ID), 2)
		tw.wants("notes stay", tw.count(`SELECT count(*) FROM meeting_notes WHERE author_id = ?`, tw.karim.ID), 4)
		tw.wants("audit", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'dossier.handover' AND actor_id = ?`, tw.karim.ID), 2)
		tw.wants("audit of meetings", tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change'`), 2)
		tw.wants("history", tw.count(`SELECT count(*) FROM phase_changes WHERE detail LIKE '%handover%' AND detail LIKE '%Lea%' AND from_phase = to_phase`), 2)
		tw.wants("mails", tw.count(`SELECT count(*) FROM outbox WHERE kind = 'coach_changed' AND facts LIKE '%Lea%'`), 2)
		tw.wants("the note leaks", tw.count(`SELECT (SELECT count(*) FROM phase_changes WHERE detail LIKE '%secret%' OR reason LIKE '%secret%') + (SELECT count(*) FROM outbox WHERE facts LIKE '%secret%')
			+ (SELECT count(*) FROM audit_entries WHERE detail LIKE '%secret%')`), 0)
		tw.notes(t)
		// Who gave them on has received nothing any more.
		if _, err := tw.hand(tw.manager.Actor(), handover.Transfer{From: tw.lea.PublicID, To: tw.yann.PublicID, Refs: tw.refs[:2]}); err != nil {
			t.Fatal(err)
		}
		tw.as(tw.lea.Actor(), func(tx *db.Tx) error {
			list, err := handover.Received(tx, tw.lea.ID, tx.Today())
			if len(list) != 0 {
				t.Errorf("received, and given on: %+v", list)
			}
			return err
		})
	})
}

// What a holder booked goes along: its slot is the new coach's, or nobody's where they are booked already, and its reminder
// and its calendar entry name who comes.
func TestABookingGoesAlong(t *testing.T) {
	each(t, func(tw *town) {
		book := func(ref string, coach accounts.Account, day models.Date) {
			tw.as(operator, func(tx *db.Tx) error {
				p, err := programme.Load(tx, ref, access.ProjectRead)
				if err != nil {
					return err
				}
				_, err = coaching.Arrange(tx, p, coaching.Appointment{CoachID: coach.ID, StartsAt: models.InstantOf(day.At(14, 0)), Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone}, coaching.Word{})
				return err
			})
		}
		book(tw.refs[0], tw.karim, "2026-11-26")
		book(tw.refs[0], tw.karim, "2026-11-27")
		book(tw.refs[1], tw.lea, "2026-11-27")
		book(tw.refs[2], tw.karim, "2026-11-30")
		if _, err := tw.hand(tw.karim.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.lea.PublicID, Refs: tw.refs[:1], Meetings: true}); err != nil {
			t.Fatal(err)
		}
		tw.wants("slots of the new coach", tw.count(`SELECT count(*) FROM bookings WHERE coach_id = ? AND starts_at IS NOT NULL`, tw.lea.ID), 2)
		tw.wants("without a slot", tw.count(`SELECT count(*) FROM bookings WHERE coach_id = ? AND starts_at IS NULL`, tw.lea.ID), 1)
		tw.wants("slots of the old coach", tw.count(`SELECT count(*) FROM bookings WHERE coach_id = ?`, tw.karim.ID), 1)
		tw.wants("calendar entries", tw.count(`SELECT count(*) FROM meetings WHERE sequence = 1 AND version = 2`), 2)
		for name, n := range map[string]int{"Lea": 3, "Karim": 1} {
			tw.wants("reminders of "+name, tw.count(`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting' AND facts LIKE '%"coaches":"`+name+`"%'`), n)
		}
	})
}

// The private part of a dossier that is taken out holds the notes and its coaches' actions of that dossier alone; the version
// that may be shown has none.
func TestThePrivatePartIsOfOneDossier(t *testing.T) {
	each(t, func(tw *town) {
		tw.meet(-3, tw.refs[0])
		tw.meet(-3, tw.refs[2])
		tw.as(tw.karim.Actor(), func(tx *db.Tx) error {
			for _, who := range []string{tw.karim.PublicID, ""} {
				if err := coaching.AddAction(tx, tw.refs[0], "", coaching.ActionDraft{Title: "Envoyer", Coach: who}); err != nil {
					return err
				}
			}
			w, err := handover.LoadWhole(tx, tw.refs[0], true)
			if err != nil {
				return err
			}
			if len(w.Internal.Notes) != 1 || len(w.Internal.Actions) != 1 || w.Internal.Actions[0].Coach != "Karim" {
				t.Errorf("%+v", w.Internal)
			}
			w, err = handover.LoadWhole(tx, tw.refs[0], false)
			if w.Internal != nil {
				t.Errorf("shown: %+v", w.Internal)
			}
			return err
		})
	})
}

// The forms offer what the actor may give, to coaches of its sites.
func TestWhatIsOffered(t *testing.T) {
	each(t, func(tw *town) {
		for _, c := range []struct {
			a                accounts.Account
			dossiers, takers int
		}{{tw.karim, 4, 3}, {tw.manager, 3, 2}, {tw.far, 1, 1}} {
			tw.as(c.a.Actor(), func(tx *db.Tx) error {
				o, err := handover.OfferOf(tx, tw.karim.PublicID, "")
				if len(o.Dossiers) != c.dossiers || len(o.Takers) != c.takers {
					t.Errorf("%s: %d dossiers, to %+v", c.a.Name, len(o.Dossiers), o.Takers)
				}
				return err
			})
		}
		err := tw.d.Read(ctx, tw.lea.Actor(), func(tx *db.Tx) error { _, err := handover.OfferOf(tx, tw.karim.PublicID, ""); return err })
		if !models.IsKind(err, models.NotFound) {
			t.Errorf("a coach of the site: %v", err)
		}
	})
}

// notes reads what the handover of the first dossier said, as each who may and may not.
func (tw *town) notes(t *testing.T) {
	t.Helper()
	for _, who := range []struct {
		a    accounts.Account
		want int
	}{{tw.lea, 1}, {tw.karim, 1}, {tw.yann, 1}, {tw.manager, 1}, {tw.zoe, 0}} {
		err := tw.d.Read(ctx, who.a.Actor(), func(tx *db.Tx) error {
			p, err := programme.Load(tx, tw.refs[0], access.ProjectRead)
			if err != nil {
				return err
			}
			list, err := handover.NotesOf(tx, p)
			if len(list) != who.want || len(list) == 1 && (list[0].Body != "secret-note" || list[0].From != "Karim" || list[0].To != "Lea") {
				t.Errorf("%s reads %+v", who.a.Name, list)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	tw.as(tw.lea.Actor(), func(tx *db.Tx) error {
		list, err := handover.Received(tx, tw.lea.ID, tx.Today())
		if len(list) != 1 || len(list[0].Refs) != 2 || list[0].Body != "secret-note" {
			t.Errorf("received %+v", list)
		}
		if none, _ := handover.Received(tx, tw.lea.ID, tx.Today().AddDays(1)); len(none) > 0 {
			t.Errorf("received since tomorrow: %+v", none)
		}
		return err
	})
}

func TestWhoMayHandOverAndToWhom(t *testing.T) {
	each(t, func(tw *town) {
		good := handover.Transfer{From: tw.karim.PublicID, To: tw.lea.PublicID, Refs: tw.refs[:1]}
		change := func(fn func(*handover.Transfer)) handover.Transfer { c := good; fn(&c); return c }
		tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE accounts SET state = 'disabled' WHERE id = ?`, tw.yann.ID)
			return err
		})
		for name, test := range map[string]struct {
			actor accounts.Account
			t     handover.Transfer
			kind  models.Kind
			field string
		}{
			"a coach of the site":     {tw.lea, good, models.Forbidden, ""},
			"the holder":              {tw.zoe, good, models.Forbidden, ""},
			"another site's manager":  {tw.far, good, models.NotFound, ""},
			"a dossier of theirs too": {tw.manager, change(func(t *handover.Transfer) { t.Refs = tw.refs }), models.NotFound, ""},
			"no dossier":              {tw.karim, change(func(t *handover.Transfer) { t.Refs = nil }), models.Invalid, "handover_refs"},
			"nobody":                  {tw.karim, change(func(t *handover.Transfer) { t.To = "" }), models.Invalid, "handover_to"},
			"oneself":                 {tw.karim, change(func(t *handover.Transfer) { t.To = tw.karim.PublicID }), models.Invalid, "handover_to"},
			"unknown":                 {tw.karim, change(func(t *handover.Transfer) { t.To = "x" }), models.Invalid, "handover_to"},
			"disabled":                {tw.karim, change(func(t *handover.Transfer) { t.To = tw.yann.PublicID }), models.Invalid, "handover_to"},
			"another site's coach":    {tw.karim, change(func(t *handover.Transfer) { t.To = tw.nora.PublicID }), models.Invalid, "handover_to"},
			"one dossier elsewhere":   {tw.karim, change(func(t *handover.Transfer) { t.Refs = tw.refs }), models.Invalid, "handover_to"},
			"no coach":                {tw.karim, change(func(t *handover.Transfer) { t.To = tw.manager.PublicID }), models.Invalid, "handover_to"},
			"long":                    {tw.karim, change(func(t *handover.Transfer) { t.Note = strings.Repeat("é", handover.MaxNote+1) }), models.Invalid, "handover_note"},
			"not theirs":              {tw.manager, change(func(t *handover.Transfer) { t.From = tw.yann.PublicID }), models.Conflict, ""},
		} {
			_, err := tw.hand(test.actor.Actor(), test.t)
			var p *models.Problem
			if !models.IsKind(err, test.kind) {
				t.Errorf("%s: %v", name, err)
			} else if p, _ = err.(*models.Problem); test.field != "" && (len(p.Fields) != 1 || p.Fields[0].Field != test.field) {
				t.Errorf("%s: %+v", name, p.Fields)
			}
		}
		tw.wants("handed over meanwhile", tw.count(`SELECT count(*) FROM project_coaches WHERE to_on IS NOT NULL`), 0)
		tw.wants("left behind", tw.count(`SELECT (SELECT count(*) FROM coach_handovers) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audit_entries WHERE action = 'dossier.handover')`), 0)
		if _, err := tw.hand(tw.manager.Actor(), good); err != nil {
			t.Errorf("the manager: %v", err)
		}
		for _, phase := range []string{"exited", "review"} {
			tw.as(operator, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE projects SET phase = ? WHERE ref = ?`, phase, tw.refs[1])
				return err
			})
			if _, err := tw.hand(tw.karim.Actor(), change(func(t *handover.Transfer) { t.Refs = tw.refs[1:2] })); !models.IsCode(err, "handover.phase") {
				t.Errorf("a dossier that is %s: %v", phase, err)
			}
		}
	})
}

// Two managers hand over the same dossiers to two people at the same moment: one of them does, whole.
func TestTwoAtOnceMoveNothingHalf(t *testing.T) {
	each(t, func(tw *town) {
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, to := range []accounts.Account{tw.lea, tw.yann} {
			refs := []string{tw.refs[i], tw.refs[1], tw.refs[2*i]}
			wait.Go(func() {
				_, errs[i] = tw.hand(tw.manager.Actor(), handover.Transfer{From: tw.karim.PublicID, To: to.PublicID, Refs: refs})
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !models.IsKind(errs[0], models.Conflict) && !models.IsKind(errs[1], models.Conflict) {
			t.Fatalf("%v and %v", errs[0], errs[1])
		}
		tw.wants("handed over", tw.count(`SELECT count(*) FROM project_coaches WHERE to_on IS NOT NULL`), 2)
		tw.wants("coaches", tw.count(`SELECT count(DISTINCT account_id) FROM project_coaches WHERE to_on IS NULL AND account_id <> ?`, tw.karim.ID), 1)
		tw.wants("records", tw.count(`SELECT count(*) FROM coach_handovers`), 1)
	})
}

func TestMeetingsCanStay(t *testing.T) {
	each(t, func(tw *town) {
		coming := tw.meet(3, tw.refs[0])
		if _, err := tw.hand(tw.karim.Actor(), handover.Transfer{From: tw.karim.PublicID, To: tw.lea.PublicID, Refs: tw.refs[:1]}); err != nil {
			t.Fatal(err)
		}
		tw.wants("the old coach is there", tw.count(`SELECT count(*) FROM meeting_coaches WHERE meeting_id = ? AND account_id = ?`, coming, tw.karim.ID), 1)
		tw.wants("the new one is not", tw.count(`SELECT count(*) FROM meeting_coaches WHERE meeting_id = ? AND account_id = ?`, coming, tw.lea.ID), 0)
	})
}
