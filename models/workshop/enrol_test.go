package workshop_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
)

// Thirty who come at once for ten places: ten have one, twenty wait, each at a rank of their own.
func TestThirtyAtOnceOnTenPlaces(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, _ := h.create(h.draft(), h.session())
		list := h.holders(30)
		var all sync.WaitGroup
		for _, x := range list {
			all.Go(func() {
				if err := h.enrol(id, x); err != nil {
					t.Error(x.ref, err)
				}
			})
		}
		all.Wait()
		w, on := h.load(id)
		placed, ranks := 0, map[int]bool{}
		for _, e := range on {
			if e.State == workshop.Enrolled {
				placed++
			} else {
				ranks[e.Rank] = true
			}
		}
		if w.Enrolled != 10 || placed != 10 || w.Waiting != 20 || len(ranks) != 20 || !ranks[1] || !ranks[20] {
			t.Errorf("guard %d, placed %d, waiting %d, ranks %v", w.Enrolled, placed, w.Waiting, ranks)
		}
		if n := h.count(`SELECT count(*) FROM outbox WHERE kind = 'workshop_enrolled'`)*100 + h.count(`SELECT count(*) FROM outbox WHERE kind = 'workshop_waiting'`); n != 1020 {
			t.Errorf("letters: %d", n)
		}
		h.sound()
	})
}

// One place a person, however often they click; a place that frees goes to who waits first; who comes back comes last.
func TestLeavingAndComingBack(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = 1
		id, _ := h.create(d, h.session())
		who := h.holders(3)
		h.fill(id, who...)
		h.fill(id, who...)
		if got := h.standing(id); got != "Porteur00:enrolled Porteur01:waiting/1 Porteur02:waiting/2" {
			t.Fatal(got)
		}
		leave := func(x holder) {
			t.Helper()
			h.must(x.Actor, func(tx *db.Tx) error { return workshop.Leave(tx, id) })
		}
		leave(who[0])
		leave(who[0])
		if got := h.standing(id); got != "Porteur01:enrolled Porteur02:waiting/1 Porteur00:left" {
			t.Fatal(got)
		}
		h.fill(id, who[0])
		leave(who[2]) // gives up a rank: nobody moves into a place
		if got := h.standing(id); got != "Porteur01:enrolled Porteur00:waiting/1 Porteur02:left" {
			t.Fatal(got)
		}
		h.mustCoach(func(tx *db.Tx) error { return workshop.Withdraw(tx, id, who[1].ref) })
		if got := h.standing(id); got != "Porteur00:enrolled Porteur01:left Porteur02:left" {
			t.Fatal(got)
		}
		for i, want := range []string{"enrolled reminder(dropped) left waiting promoted reminder", "waiting promoted reminder(dropped) left", "waiting left"} {
			if got := h.kinds(who[i].email); got != want {
				t.Errorf("%d got %s, want %s", i, got, want)
			}
		}
		// The entry that strikes out comes after the one that was sent, and a new one after that.
		last := -1.0
		for _, l := range h.letters(who[0].email) {
			if l.facts == nil || l.kind == "reminder" {
				continue
			}
			n := l.facts["sessions"].([]any)[0].(map[string]any)["sequence"].(float64)
			if n <= last {
				t.Errorf("%s: sequence %v after %v", l.kind, n, last)
			}
			last = n
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action IN ('workshop.enrol', 'workshop.leave', 'workshop.promote') AND project_id IS NOT NULL`); n != 9 {
			t.Errorf("%d traces", n)
		}
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Withdraw(tx, id, "JI-2026-9999") })); got != "workshop_enrolment.not_found" {
			t.Error(got)
		}
		h.sound()
	})
}

// Who may enrol: an accompanied dossier of the site and of a programme that the workshop is for, while enrolment is open.
func TestWhoMayEnrol(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.ProgrammeIDs = []int64{h.ji}
		id, _ := h.create(d, h.session())
		everybody, _ := h.create(h.draft(), h.session())
		for _, c := range []struct {
			name, where     string
			x               holder
			enrols, byStaff string
		}{
			{"accepted", id, h.holder("Ana", h.here, programme.Accepted), "", ""},
			{"in coaching", id, h.holder("Bob", h.here, programme.Coaching), "", ""},
			{"in test", id, h.holder("Cyd", h.here, programme.Test), "", ""},
			{"launched", id, h.holder("Dee", h.here, programme.Launched), "workshop.not_found", "workshop.phase"},
			{"exited", everybody, h.holder("Eva", h.here, programme.Exited), "workshop.not_found", "workshop.phase"},
			{"only applies", everybody, h.holder("Flo", h.here, programme.Submitted), "workshop.not_found", "workshop.phase"},
			{"of another site", everybody, h.holder("Gus", h.elsewhere, programme.Coaching), "workshop.not_found", "dossier:oneof"},
			{"of another programme", id, h.holder("Hal", h.design, programme.Coaching), "workshop.not_found", "workshop.programme"},
			{"of a programme among all", everybody, h.holder("Ida", h.design, programme.Coaching), "", ""},
		} {
			byStaff := func() string {
				return code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.EnrolFor(tx, c.where, c.x.ref) }))
			}
			if got := code(h.enrol(c.where, c.x)); got != c.enrols {
				t.Errorf("%s: %q, want %q", c.name, got, c.enrols)
			}
			if got := byStaff(); got != c.byStaff {
				t.Errorf("%s, by staff: %q, want %q", c.name, got, c.byStaff)
			}
			if got := code(h.as(c.x.Actor, func(tx *db.Tx) error { _, err := workshop.LoadMine(tx, c.where); return err })); (got == "") != (c.enrols == "") {
				t.Errorf("%s reads: %q", c.name, got)
			}
		}
		ana, bob := h.holder("Jan", h.here, programme.Coaching), h.holder("Kim", h.here, programme.Coaching)
		if got := code(h.as(ana.Actor, func(tx *db.Tx) error { return workshop.Enrol(tx, id, bob.ref) })); got != "workshop.not_found" {
			t.Errorf("another's dossier: %q", got)
		}
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Enrol(tx, id, bob.ref) })); got != "workshop.not_found" {
			t.Errorf("a coach as a holder: %q", got)
		}
		h.sound()
	})
}

// When one may enrol, and give up: holders up to the first session and while it is open, staff up to the end of the last.
func TestWhenOneMayEnrol(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		second := h.session()
		second.HeldOn = "2026-12-10"
		id, _ := h.create(h.draft(), h.session(), second)
		empty, _ := h.create(h.draft())
		shut := h.draft()
		shut.Open = false
		closed, _ := h.create(shut, h.session())
		gone, _ := h.create(h.draft(), h.session())
		was := h.holder("Was", h.here, programme.Coaching)
		h.fill(gone, was)
		h.mustCoach(func(tx *db.Tx) error { return workshop.Cancel(tx, gone, 1, "") })
		again := func(where string, who holder) string {
			return code(h.enrol(where, who)) + " / " + code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.EnrolFor(tx, where, who.ref) }))
		}
		if got := again(gone, was); got != "workshop.cancelled / workshop.cancelled" {
			t.Errorf("again on what is called off: %q", got)
		}
		n := 0
		try := func(where string) string {
			n += 2
			self, led := h.holder(fmt.Sprintf("A%d", n), h.here, programme.Coaching), h.holder(fmt.Sprintf("B%d", n), h.here, programme.Coaching)
			return strings.TrimSpace(code(h.enrol(where, self)) + " / " + code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.EnrolFor(tx, where, led.ref) })))
		}
		for where, want := range map[string]string{empty: "workshop.unplanned / workshop.unplanned", closed: "workshop.closed /", gone: "workshop.cancelled / workshop.cancelled", id: "/"} {
			if got := try(where); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		early := h.holder("Early", h.here, programme.Coaching)
		h.fill(id, early)
		for _, c := range []struct {
			day  models.Date
			hour int
			want string
		}{{"2026-12-03", 9, "/"}, {"2026-12-03", 10, "workshop.started /"}, {"2026-12-10", 11, "workshop.started /"}, {"2026-12-10", 12, "workshop.past / workshop.past"}} {
			h.at(c.day, c.hour)
			if got := try(id); got != c.want {
				t.Errorf("%s at %d: %q, want %q", c.day, c.hour, got, c.want)
			}
		}
		exact, _ := h.create(h.draft(), workshop.SessionDraft{HeldOn: "2026-12-11", From: "09:00", To: "10:00", Place: "Liège", Speaker: "Me Dupont"})
		h.at("2026-12-11", 9) // the moment at which it begins is too late
		if got := try(exact); got != "workshop.started /" {
			t.Errorf("as it begins: %q", got)
		}
		if got := again(id, early); got != "workshop.past / workshop.past" {
			t.Errorf("again on what is over: %q", got)
		}
		if got := code(h.as(early.Actor, func(tx *db.Tx) error { return workshop.Leave(tx, id) })); got != "workshop.past" {
			t.Errorf("gives up when it is over: %q", got)
		}
	})
}

// Who keeps every site still puts on a workshop only who is of its site; what is shut or called off is not offered, and on the eve nobody is reminded.
func TestEdgesOfEnrolment(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		shut := h.draft()
		shut.Open = false
		h.create(shut, h.session())
		gone, _ := h.create(h.draft(), h.session())
		h.mustCoach(func(tx *db.Tx) error { return workshop.Cancel(tx, gone, 1, "") })
		far, zoe := h.holder("Far", h.elsewhere, programme.Coaching), h.holder("Zoe", h.here, programme.Coaching)
		everywhere := access.Actor{AccountID: h.coach.ID, Grants: []access.Grant{{Role: access.Manager, SiteID: access.AllSites}}}
		if got := code(h.as(everywhere, func(tx *db.Tx) error { return workshop.EnrolFor(tx, id, far.ref) })); got != "dossier:oneof" {
			t.Errorf("of another site: %q", got)
		}
		h.must(zoe.Actor, func(tx *db.Tx) error {
			_, open, err := workshop.ListMine(tx)
			if len(open) != 1 || open[0].Workshop.PublicID != id {
				t.Errorf("offered: %+v", open)
			}
			return err
		})
		h.at("2026-12-02", 11)
		h.fill(id, zoe)
		if got := h.kinds(zoe.email); got != "enrolled" {
			t.Errorf("on the eve: %s", got)
		}
		// A session that is written over or called off after it was held tells nobody.
		h.at("2026-12-03", 13)
		s, _ := h.sessionOf(id, ids[0])
		d := h.session()
		d.To = "12:30"
		h.mustCoach(func(tx *db.Tx) error { _, err := workshop.ChangeSession(tx, id, ids[0], s.Version, d); return err })
		h.mustCoach(func(tx *db.Tx) error { return workshop.CancelSession(tx, id, ids[0], s.Version+1, "") })
		if got := h.kinds(zoe.email); got != "enrolled" {
			t.Errorf("afterwards: %s", got)
		}
		h.sound()
	})
}

// A place that frees after the first session goes to nobody by itself; more places before it let in who waits.
func TestPlacesChange(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		second := h.session()
		second.HeldOn = "2026-12-10"
		d := h.draft()
		d.Places = 2
		id, _ := h.create(d, h.session(), second)
		who := h.holders(5)
		h.fill(id, who...)
		change := func(places int) string {
			w, _ := h.load(id)
			d.Places = places
			return code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Change(tx, id, w.Version, d) }))
		}
		if got := change(1); got != "workshop.places_taken" {
			t.Errorf("fewer than taken: %q", got)
		}
		if got := change(2) + change(3); got != "" {
			t.Error(got)
		}
		if got := h.standing(id); got != "Porteur00:enrolled Porteur01:enrolled Porteur02:enrolled Porteur03:waiting/1 Porteur04:waiting/2" {
			t.Error(got)
		}
		h.at("2026-12-03", 10)
		h.must(who[0].Actor, func(tx *db.Tx) error { return workshop.Leave(tx, id) })
		if w, _ := h.load(id); w.Enrolled != 2 || w.Waiting != 2 {
			t.Errorf("%d on places, %d wait", w.Enrolled, w.Waiting)
		}
		h.sound()
	})
}

// What a holder reads: their own standing, the link when they have a place, the hours they came; never who else is there.
func TestWhatAHolderReads(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		remote := h.session()
		remote.OnlineURL = "https://reunion.test/x"
		d := h.draft()
		d.Places = 1
		id, _ := h.create(d, remote)
		who := h.holders(3)
		h.fill(id, who[0], who[1])
		for i, want := range []string{"https://reunion.test/x", "", ""} {
			m := h.mine(who[i], id)
			if got := m.Workshop.Sessions[0].OnlineURL; got != want {
				t.Errorf("%d reads the link %q", i, got)
			}
			if on := m.On(); (on == nil) != (i == 2) || i == 1 && on.Rank != 1 {
				t.Errorf("%d stands %+v", i, on)
			}
		}
		lists := func(x holder) string {
			var words []string
			h.must(x.Actor, func(tx *db.Tx) error {
				mine, open, err := workshop.ListMine(tx)
				for _, list := range [][]workshop.Mine{mine, open} {
					words = append(words, fmt.Sprint(len(list)))
					for _, m := range list {
						for _, s := range m.Workshop.Sessions {
							if s.OnlineURL != "" && (m.On() == nil || m.On().State != workshop.Enrolled) {
								t.Errorf("the list tells %s the link", x.ref)
							}
						}
					}
				}
				return err
			})
			return strings.Join(words, "/")
		}
		for i, want := range []string{"1/0", "1/0", "0/1"} {
			if got := lists(who[i]); got != want {
				t.Errorf("%d lists %s, want %s", i, got, want)
			}
		}
		far := h.holder("Far", h.elsewhere, programme.Coaching)
		if got := lists(far); got != "0/0" {
			t.Errorf("of another site: %s", got)
		}
		h.at("2026-12-03", 10) // it has begun: no longer open
		if got := lists(who[2]); got != "0/0" {
			t.Error(got)
		}
	})
}

// A person's calendar has the sessions that they lead and those for which they have a place, and no others.
func TestSessionsOf(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		outside, late := h.session(), h.session()
		outside.HeldOn, outside.Leaders, outside.Speaker = "2026-12-10", nil, "Me Dupont"
		late.HeldOn = "2027-03-01"
		d := h.draft()
		d.Places = 1
		id, ids := h.create(d, h.session(), outside, late)
		who := h.holders(2)
		h.fill(id, who...)
		s, _ := h.sessionOf(id, ids[1])
		h.mustCoach(func(tx *db.Tx) error { return workshop.CancelSession(tx, id, ids[1], s.Version, "") })
		at := func(d models.Date) models.Instant { return models.InstantOf(d.Start()) }
		for _, c := range []struct {
			name            string
			account, person int64
			want            string
		}{
			{"the leader", h.coach.ID, 0, ids[0] + ":true:0:false"},
			{"who has a place", 0, who[0].PersonID, ids[0] + ":false:0:false " + ids[1] + ":false:1:true"},
			{"who leads and has a place", h.coach.ID, who[0].PersonID, ids[0] + ":true:0:false " + ids[1] + ":false:1:true"},
			{"who waits", 0, who[1].PersonID, ""},
			{"nobody", 0, 0, ""},
		} {
			h.must(operator, func(tx *db.Tx) error {
				list, err := workshop.SessionsOf(tx, c.account, c.person, at("2026-12-03"), at("2027-01-01"))
				var words []string
				for _, a := range list {
					words = append(words, fmt.Sprintf("%s:%t:%d:%t", a.Session.PublicID, a.Leads, a.Sequence, a.Session.Cancelled()))
					if a.Title != "Fixer ses prix" || a.Workshop != id || a.Session.PublicID == ids[0] && len(a.Session.Leaders) != 1 {
						t.Errorf("%+v", a)
					}
				}
				if got := strings.Join(words, " "); got != c.want {
					t.Errorf("%s: %s, want %s", c.name, got, c.want)
				}
				return err
			})
		}
		h.must(who[0].Actor, func(tx *db.Tx) error {
			list, err := workshop.Next(tx, who[0].PersonID, 1)
			if len(list) != 1 || list[0].Session.PublicID != ids[0] {
				t.Errorf("next: %+v", list)
			}
			return err
		})
	})
}
