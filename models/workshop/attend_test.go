package workshop_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/workshop"
)

// hours are the minutes of workshops that stand in a dossier, as reports count them.
func (h *town) hours(x holder) int {
	h.t.Helper()
	return h.count(`SELECT COALESCE(SUM(m.minutes), 0) FROM meeting_projects k JOIN meetings m ON m.id = k.meeting_id
		WHERE k.project_id = ? AND m.state = 'held' AND m.kind = 'workshop'`, x.id)
}

func (h *town) lastMeeting(x holder) (on models.Date) {
	h.must(operator, func(tx *db.Tx) error {
		_, err := tx.Get([]any{&on}, `SELECT last_meeting_on FROM projects WHERE id = ?`, x.id)
		return err
	})
	return on
}

// Closing an attendance makes one meeting of those who came, with the minutes that it took; correcting it corrects that meeting.
func TestHoursGoToTheDossiers(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		who := h.holders(4)
		h.fill(id, who...)
		if got := code(h.mark(id, ids[0], who[0], workshop.Present)); got != "workshop.not_yet" {
			t.Errorf("before the day: %q", got)
		}
		h.at("2026-12-03", 9)
		for i, m := range []workshop.Mark{workshop.Present, workshop.Excused, workshop.Present} {
			if err := h.mark(id, ids[0], who[i], m); err != nil {
				t.Fatal(err)
			}
		}
		if got := code(h.close(id, ids[0], workshop.Closing{Minutes: 150})); got != "workshop.not_begun" {
			t.Errorf("before it begins: %q", got)
		}
		if n := h.count(`SELECT count(*) FROM meetings`); n != 0 {
			t.Errorf("%d meetings before it is closed", n)
		}
		h.at("2026-12-03", 12)
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 150, Summary: " Seuil de rentabilité. "}); err != nil {
			t.Fatal(err)
		}
		check := func(what string, want ...int) {
			t.Helper()
			for i, minutes := range want {
				if got := h.hours(who[i]); got != minutes {
					t.Errorf("%s: %d has %d minutes, want %d", what, i, got, minutes)
				}
				if m := h.mine(who[i], id); m.Minutes != minutes {
					t.Errorf("%s: %d reads %d minutes, want %d", what, i, m.Minutes, minutes)
				}
				if on := h.lastMeeting(who[i]); (on == "2026-12-03") != (minutes > 0) {
					t.Errorf("%s: last meeting of %d on %q", what, i, on)
				}
			}
			if n := h.count(`SELECT count(*) FROM meetings`); n != 1 {
				t.Errorf("%s: %d meetings", what, n)
			}
			h.sound()
		}
		check("closed", 150, 0, 150, 0)
		_, list := h.sessionOf(id, ids[0])
		if list[3].Mark != workshop.Absent {
			t.Errorf("who was not marked is %q", list[3].Mark)
		}
		h.must(who[0].Actor, func(tx *db.Tx) error {
			p, err := programme.Load(tx, who[0].ref, access.MeetingRead)
			if err != nil {
				return err
			}
			meetings, _, err := coaching.MeetingsOf(tx, p, "")
			if err != nil {
				return err
			}
			m := meetings[0]
			if m.Kind != coaching.Workshop || m.State != coaching.Held || m.Medium != coaching.InPerson || m.Place != "rue de la Coquille 1" ||
				m.Summary != "Fixer ses prix\n\nSeuil de rentabilité." || len(m.Coaches) != 1 || m.Coaches[0].Name != "Amelie" || len(m.Holders) != 1 || m.Holders[0].Ref != who[0].ref {
				t.Errorf("%+v", m)
			}
			return nil
		})
		if err := h.mark(id, ids[0], who[1], workshop.Present); err != nil {
			t.Fatal(err)
		}
		check("one came after all", 150, 150, 150, 0)
		if err := h.mark(id, ids[0], who[0], workshop.Absent); err != nil {
			t.Fatal(err)
		}
		check("one did not", 0, 150, 150, 0)
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 180, Summary: "Seuil de rentabilité."}); err != nil {
			t.Fatal(err)
		}
		check("it took longer", 0, 180, 180, 0)
		for _, x := range who {
			if err := h.mark(id, ids[0], x, workshop.Absent); err != nil {
				t.Fatal(err)
			}
		}
		check("nobody came", 0, 0, 0, 0)
		if err := h.mark(id, ids[0], who[3], workshop.Present); err != nil {
			t.Fatal(err)
		}
		check("one did after all", 0, 0, 0, 180)
		for action, want := range map[string]int{"workshop.close": 1, "workshop.correct": 1, "workshop.mark": 3 + 2 + 3 - 1 + 1, "meeting.log": 2} {
			if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = ?`, action); n != want {
				t.Errorf("%s: %d traces, want %d", action, n, want)
			}
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND project_id = ?`, who[1].id); n < 3 {
			t.Errorf("the dossier's history has %d corrections", n)
		}
	})
}

// Closed by two at once, twice by one, from two tabs: one meeting. A correction from a page that is not the last is refused.
func TestClosedOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		who := h.holders(2)
		h.fill(id, who...)
		h.at("2026-12-03", 13)
		h.mustCoach(func(tx *db.Tx) error { return workshop.MarkRest(tx, id, ids[0], 0) })
		s, _ := h.sessionOf(id, ids[0])
		closing := func(minutes int) func(*db.Tx) error {
			return func(tx *db.Tx) error {
				return workshop.Close(tx, id, ids[0], s.Version, workshop.Closing{Minutes: minutes})
			}
		}
		var all sync.WaitGroup
		got := make([]string, 4)
		for i := range got {
			all.Go(func() { got[i] = code(h.as(h.coach.Actor(), closing(150))) })
		}
		all.Wait()
		if strings.Join(got, "") != "" {
			t.Errorf("the same: %q", got)
		}
		if got := code(h.as(h.coach.Actor(), closing(120))); got != "workshop_attendance.stale" {
			t.Errorf("another duration from an old page: %q", got)
		}
		mark := func(version int, x holder, m workshop.Mark) string {
			return code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.MarkOne(tx, id, ids[0], version, x.ref, m) }))
		}
		if got := mark(s.Version, who[0], workshop.Absent); got != "workshop_attendance.stale" {
			t.Errorf("marked from an old page: %q", got)
		}
		if got := mark(s.Version, who[0], workshop.Present); got != "" {
			t.Errorf("what stands already: %q", got)
		}
		s, _ = h.sessionOf(id, ids[0])
		if got := mark(s.Version, who[0], workshop.Absent) + mark(s.Version, who[0], workshop.Absent); got != "" {
			t.Errorf("a double click: %q", got)
		}
		if got := mark(s.Version, who[1], workshop.Absent); got != "workshop_attendance.stale" {
			t.Errorf("from the second tab: %q", got)
		}
		if n := h.count(`SELECT count(*) FROM meetings`)*100 + h.count(`SELECT count(*) FROM meeting_projects`); n != 101 {
			t.Errorf("meetings and dossiers at them: %d", n)
		}
		if n := h.count(`SELECT count(*) FROM audit_entries WHERE action IN ('workshop.close', 'meeting.log')`); n != 3 {
			t.Errorf("%d traces", n)
		}
		h.sound()
	})
}

// While the attendance is open two mark at once and neither disturbs the other; who closes must have seen it all.
func TestTwoMarkAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		who := h.holders(6)
		h.fill(id, who...)
		h.at("2026-12-03", 13)
		s, _ := h.sessionOf(id, ids[0])
		var all sync.WaitGroup
		for _, x := range who {
			all.Go(func() {
				if err := h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.MarkOne(tx, id, ids[0], s.Version, x.ref, workshop.Present) }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		_, list := h.sessionOf(id, ids[0])
		for _, p := range list {
			if p.Mark != workshop.Present {
				t.Errorf("%s is %q", p.Name(), p.Mark)
			}
		}
		close := func(version int) string {
			return code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.Close(tx, id, ids[0], version, workshop.Closing{Minutes: 150}) }))
		}
		if got := close(s.Version); got != "workshop_attendance.stale" {
			t.Errorf("closed without having seen them: %q", got)
		}
		if got := close(s.Version + 6); got != "" {
			t.Error(got)
		}
	})
}

// Who comes without a place is added at the door: to that session only, not to the workshop.
func TestWalkIns(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		second := h.session()
		second.HeldOn = "2026-12-10"
		d := h.draft()
		d.Places = 1
		id, ids := h.create(d, h.session(), second)
		who := h.holders(3)
		h.fill(id, who[0], who[1]) // the second waits
		h.at("2026-12-03", 13)
		walkIn := func(ref string) string {
			s, _ := h.sessionOf(id, ids[0])
			return code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.WalkIn(tx, id, ids[0], s.Version, ref) }))
		}
		for ref, want := range map[string]string{
			who[0].ref: "", who[1].ref: "", who[2].ref: "",
			h.holder("Far", h.elsewhere, programme.Coaching).ref: "dossier:oneof", h.holder("Flo", h.here, programme.Submitted).ref: "workshop.phase",
			h.holder("Des", h.design, programme.Coaching).ref: "", "JI-2026-9999": "dossier:oneof",
		} {
			if got := walkIn(ref); got != want {
				t.Errorf("%s: %q, want %q", ref, got, want)
			}
		}
		says := func(session string) string {
			_, list := h.sessionOf(id, session)
			var words []string
			for _, p := range list {
				words = append(words, fmt.Sprintf("%s:%s:%t", p.Name(), p.Mark, p.WalkIn))
			}
			return strings.Join(words, " ")
		}
		if got := says(ids[0]); got != "Des:present:true Porteur00:present:false Porteur01:present:true Porteur02:present:true" {
			t.Error(got)
		}
		if got := says(ids[1]); got != "Porteur00::false" {
			t.Error(got)
		}
		if got := h.standing(id); got != "Porteur00:enrolled Porteur01:waiting/1" {
			t.Error(got)
		}
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 150}); err != nil {
			t.Fatal(err)
		}
		if got := h.hours(who[2]); got != 150 {
			t.Errorf("%d minutes", got)
		}
		// They read of it, and that there was a session more; nothing about a place.
		if m := h.mine(who[2], id); m.On() != nil || m.Minutes != 150 {
			t.Errorf("%+v", m)
		}
		if got := code(h.mark(id, ids[0], h.holder("Zed", h.here, programme.Coaching), workshop.Present)); got != "workshop_place.not_found" {
			t.Errorf("marked without being there: %q", got)
		}
		if got := code(h.mark(id, ids[0], who[0], "late")); got != "mark:oneof" {
			t.Error(got)
		}
		h.sound()
	})
}

// More came than a meeting that is typed by hand can have; still it is one meeting.
func TestAsManyAsTheWorkshopHasPlaces(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		d := h.draft()
		d.Places = coaching.MaxHolders + 5
		id, ids := h.create(d, h.session())
		h.must(operator, func(tx *db.Tx) error {
			for i := range d.Places {
				p, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: fmt.Sprintf("D'Hondt %03d", i)})
				if err != nil {
					return err
				}
				ref, _, err := h.open(tx, h.here, p.ID, p.LastName, programme.Coaching)
				if err != nil {
					return err
				}
				if err := workshop.EnrolFor(tx, id, ref); err != nil {
					return err
				}
			}
			return nil
		})
		h.at("2026-12-03", 13)
		h.mustCoach(func(tx *db.Tx) error { return workshop.MarkRest(tx, id, ids[0], 0) })
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 150}); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`SELECT count(*) FROM meetings`)*1000 + h.count(`SELECT count(*) FROM meeting_projects`); n != 1000+d.Places {
			t.Errorf("meetings and dossiers at them: %d", n)
		}
	})
}

// What may be said at the closing, and what is shared with those who came alone.
func TestClosingIsChecked(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		who := h.holders(2)
		h.fill(id, who...)
		h.at("2026-12-03", 13)
		for want, c := range map[string]workshop.Closing{
			"minutes:gte": {Minutes: 0}, "minutes:lte": {Minutes: 721}, "workshop_summary:max": {Minutes: 60, Summary: strings.Repeat("é", 100_000)},
		} {
			if got := code(h.close(id, ids[0], c)); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		if err := h.mark(id, ids[0], who[0], workshop.Present); err != nil {
			t.Fatal(err)
		}
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 720, Summary: "Marges"}); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"Marges", ""} {
			if got := h.mine(who[i], id).Workshop.Sessions[0].Summary; got != want {
				t.Errorf("%d reads %q", i, got)
			}
		}
		s, _ := h.sessionOf(id, ids[0])
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { return workshop.CancelSession(tx, id, ids[0], s.Version, "") })); got != "workshop.session_closed" {
			t.Error(got)
		}
	})
}

// The meeting of a session is changed by its attendance and by nothing else, nor is one made by hand.
func TestNoWorkshopMeetingByHand(t *testing.T) {
	eachTown(t, func(t *testing.T, h *town) {
		id, ids := h.create(h.draft(), h.session())
		x := h.holder("Zoe", h.here, programme.Coaching)
		h.must(operator, func(tx *db.Tx) error {
			p, err := programme.Load(tx, x.ref, access.ProjectRead)
			if err != nil {
				return err
			}
			return programme.AssignCoach(tx, p, h.coach.ID, tx.Today())
		})
		h.fill(id, x)
		h.at("2026-12-03", 13)
		h.mustCoach(func(tx *db.Tx) error { return workshop.MarkRest(tx, id, ids[0], 0) })
		if err := h.close(id, ids[0], workshop.Closing{Minutes: 150}); err != nil {
			t.Fatal(err)
		}
		draft := coaching.Draft{State: coaching.Held, HeldOn: "2026-12-03", Time: coaching.TimeOfDay{Hour: 9, Minute: 30}, Minutes: 10, Kind: coaching.Workshop, Medium: coaching.InPerson}
		if got := code(h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, x.ref, draft); return err })); got != "meeting_kind:oneof" {
			t.Errorf("by hand: %q", got)
		}
		draft.Kind = coaching.Training
		err := h.as(h.coach.Actor(), func(tx *db.Tx) error {
			p, err := programme.Load(tx, x.ref, access.MeetingRead)
			if err != nil {
				return err
			}
			list, _, err := coaching.MeetingsOf(tx, p, "")
			if err != nil {
				return err
			}
			_, err = coaching.ChangeMeeting(tx, x.ref, list[0].PublicID, draft, list[0].Version)
			return err
		})
		if !models.IsKind(err, models.Forbidden) {
			t.Errorf("changed by hand: %v", err)
		}
	})
}
