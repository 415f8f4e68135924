package workshop_test

import (
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/workshop"
)

// A session that moves, is added or is called off tells everybody on the workshop; reminders go with it. What does not move it
// tells nobody.
func TestTelling(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		remote := h.session()
		remote.OnlineURL = "https://reunion.test/x"
		d := h.draft()
		d.Places = 1
		id, ids := h.create(d, remote)
		who := h.holders(2)
		h.fill(id, who...)
		if l := h.letters(who[0].email)[1]; l.at != models.InstantOf(models.Date("2026-12-02").At(10, 0)) {
			t.Errorf("reminded at %s", l.at.Time())
		}
		change := func(edit func(*workshop.SessionDraft)) {
			t.Helper()
			s, _ := h.sessionOf(id, ids[0])
			e := remote
			edit(&e)
			h.mustCoach(func(tx *db.Tx) error { _, err := workshop.ChangeSession(tx, id, ids[0], s.Version, e); return err })
		}
		change(func(e *workshop.SessionDraft) { e.Speaker = "Me Dupont" })
		if got := h.kinds(who[0].email) + "|" + h.kinds(who[1].email); got != "enrolled reminder|waiting" {
			t.Fatal(got)
		}
		change(func(e *workshop.SessionDraft) { e.HeldOn, e.From, e.To = "2026-12-08", "14:00", "16:00" })
		if got := h.kinds(who[0].email) + "|" + h.kinds(who[1].email); got != "enrolled reminder(dropped) moved reminder|waiting moved" {
			t.Fatal(got)
		}
		for i, want := range []any{"https://reunion.test/x", nil} {
			list := h.letters(who[i].email)
			moved := list[len(list)-1-(1-i)]
			s := moved.facts["sessions"].([]any)[0].(map[string]any)
			if moved.kind != "moved" || s["online"] != want || s["remote"] != "yes" || s["sequence"] != 1.0 || s["minutes"] != 120.0 {
				t.Errorf("%d is told %v", i, moved)
			}
			if was := models.Instant(moved.facts["was_at"].(float64)); was.Date() != "2026-12-03" {
				t.Errorf("was %s", was.Date())
			}
		}
		if at := h.letters(who[0].email)[3].at; at != models.InstantOf(models.Date("2026-12-07").At(10, 0)) {
			t.Errorf("reminded at %s", at.Time())
		}
		for _, edit := range []func(*workshop.SessionDraft){
			func(e *workshop.SessionDraft) { e.To = "12:15" }, func(e *workshop.SessionDraft) { e.Place = "ailleurs" }, func(e *workshop.SessionDraft) { e.OnlineURL = "https://reunion.test/y" }} {
			before, _ := h.sessionOf(id, ids[0])
			change(edit)
			if s, _ := h.sessionOf(id, ids[0]); s.Sequence != before.Sequence+1 {
				t.Errorf("sequence %d after %d", s.Sequence, before.Sequence)
			}
		}
	})
}

// A session that is added or called off tells who is on the workshop, as does the whole that is.
func TestTellingOfSessions(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id, ids := h.create(d, h.session())
		who := h.holders(2)
		h.fill(id, who...)
		second := h.session()
		second.HeldOn = "2026-12-15"
		added := h.add(id, second)
		past := h.session()
		past.HeldOn = "2026-11-20"
		h.add(id, past) // written down afterwards: tells nobody
		if got := h.kinds(who[0].email) + "|" + h.kinds(who[1].email); got != "enrolled reminder added reminder|waiting" {
			t.Fatal(got)
		}
		s, _ := h.sessionOf(id, added)
		h.mustCoach(func(tx *db.Tx) error { return workshop.CancelSession(tx, id, added, s.Version, "Panne") })
		if got := h.kinds(who[0].email) + "|" + h.kinds(who[1].email); got != "enrolled reminder added reminder(dropped) session_cancelled|waiting session_cancelled" {
			t.Fatal(got)
		}
		w, _ := h.load(id)
		h.mustCoach(func(tx *db.Tx) error { return workshop.Cancel(tx, id, w.Version, "Trop peu d'inscriptions") })
		if got := h.kinds(who[0].email) + "|" + h.kinds(who[1].email); got != "enrolled reminder(dropped) added reminder(dropped) session_cancelled cancelled|waiting session_cancelled cancelled" {
			t.Fatal(got)
		}
		list := h.letters(who[0].email)
		last := list[len(list)-1].facts
		if told := last["sessions"].([]any); len(told) != 1 || told[0].(map[string]any)["id"] != ids[0] || told[0].(map[string]any)["sequence"] != 1.0 ||
			last["reason"] != "Trop peu d'inscriptions" {
			t.Errorf("told %v", last)
		}
		h.sound()
	})
}
