package booking_test

import (
	"cmp"
	"fmt"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Holders who take one slot at once, by two buttons each and with the same key twice, get one meeting between them.
func TestOneSlotIsTakenOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		got, refused := map[string]int{}, 0
		for i := range 12 {
			wg.Go(func() {
				who, ref := h.zoe, h.ref
				if i%2 == 1 {
					who, ref = h.sam, h.other
				}
				id, err := h.book(who, ref, fmt.Sprint("k", i/4), at(day, 10, 0))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					got[id]++
				case models.IsCode(err, "booking.taken"):
					refused++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if len(got) != 1 || refused == 0 {
			t.Errorf("booked %v, refused %d", got, refused)
		}
		h.wants(map[string]int{
			`SELECT count(*) FROM meetings WHERE state = 'planned' AND minutes = 60 AND medium = 'in_person' AND place = 'Bureau 3'`: 1,
			`SELECT count(*) FROM bookings WHERE starts_at IS NOT NULL AND topic = 'Mon plan financier'`:                             1,
			`SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL`:                                                        1,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.book' AND project_id IS NOT NULL`:                            1,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_planned'`:                                                             2, // holder and coach
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder'`:                                                            1,
		})
		if got := h.free(h.ref, day); got != "09:00 11:00" {
			t.Errorf("left: %s", got)
		}
	})
}

// A coach who plans a meeting at the moment in which somebody books its time is warned, or the holder is refused: never
// neither.
func TestBookingAndPlanningAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for i := range 5 {
			d := day.AddDays(7 * i)
			var wg sync.WaitGroup
			var booked error
			var logged coaching.Logged
			wg.Go(func() { _, booked = h.book(h.zoe, h.ref, fmt.Sprint("b", i), at(d, 9, 0)) })
			wg.Go(func() {
				h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
					logged, err = coaching.LogMeeting(tx, h.other, coaching.Draft{Key: fmt.Sprint("p", i), State: coaching.Planned, HeldOn: d, Time: coaching.TimeOfDay{Hour: 9, Minute: 30},
						Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone})
					return err
				})
			})
			wg.Wait()
			if (booked == nil) != (len(logged.Overlaps) == 1) || booked != nil && !models.IsCode(booked, "booking.taken") {
				t.Errorf("booking: %v, overlaps: %v", booked, logged.Overlaps)
			}
			h.exec(`UPDATE slot_settings SET max_upcoming = 10`)
		}
	})
}

// Who has two dossiers and books with two coaches at once stays within the limit: neither the dossier nor the coach is the same.
func TestTwoDossiersOneLimit(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var second string
		h.as(access.Operator("test"), func(tx *db.Tx) (err error) {
			if second, err = h.open(tx, h.zoe.PersonID); err != nil {
				return err
			}
			p, err := programme.Load(tx, second, access.ProjectRead)
			if err != nil {
				return err
			}
			return programme.AssignCoach(tx, p, h.colleague.ID, tx.Today())
		})
		h.as(h.colleague.Actor(), func(tx *db.Tx) error { return booking.SavePattern(tx, "", "", mondays(), 0) })
		h.exec(`UPDATE slot_settings SET max_upcoming = 1`)
		var wg sync.WaitGroup
		var errs [2]error
		for i, c := range []struct{ ref, coach string }{{h.ref, h.coach.PublicID}, {second, h.colleague.PublicID}} {
			wg.Go(func() {
				errs[i] = h.try(h.zoe.Actor(), func(tx *db.Tx) error {
					_, err := booking.Book(tx, fmt.Sprint("two", i), c.ref, c.coach, at(day, 9+i, 0), "")
					return err
				})
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !models.IsCode(cmp.Or(errs[0], errs[1]), "booking.too_many") {
			t.Errorf("booked: %v, %v", errs[0], errs[1])
		}
	})
}

func TestWhoMayBook(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			who    accounts.Account
			ref    string
			coach  string
			starts models.Instant
			before string
			code   string
		}{
			"another's dossier":      {h.sam, h.ref, h.coach.PublicID, at(day, 9, 0), "", "project.not_found"},
			"a coach":                {h.coach, h.ref, h.coach.PublicID, at(day, 9, 0), "", "access.denied"},
			"nobody's slot":          {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 30), "", "booking.taken"},
			"without notice":         {h.zoe, h.ref, h.coach.PublicID, at("2026-11-23", 10, 0), "", "booking.taken"},
			"a coach of others":      {h.zoe, h.ref, h.colleague.PublicID, at(day, 9, 0), "", "booking.taken"},
			"beyond the horizon":     {h.zoe, h.ref, h.coach.PublicID, at("2027-01-25", 9, 0), "", "booking.taken"},
			"suspended":              {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 0), `UPDATE projects SET suspended_on = '2026-11-20'`, "booking.suspended"},
			"over":                   {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 0), `UPDATE projects SET phase = 'launched', suspended_on = NULL`, "booking.phase"},
			"a slot of who left":     {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 0), `UPDATE accounts SET state = 'disabled' WHERE name = 'Amelie'`, "booking.taken"},
			"during an absence":      {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 0), `INSERT INTO absences (public_id, account_id, from_at, to_at) SELECT 'x', account_id, 0, 9000000000000 FROM slot_settings`, "booking.taken"},
			"a topic without an end": {h.zoe, h.ref, h.coach.PublicID, at(day, 9, 0), "", "form.invalid"},
		} {
			err := h.try(c.who.Actor(), func(tx *db.Tx) error {
				if c.before != "" {
					if _, err := tx.Exec(c.before); err != nil {
						return err
					}
				}
				topic := ""
				if c.code == "form.invalid" {
					topic = strings.Repeat("é", booking.MaxTopic+1)
				}
				_, err := booking.Book(tx, "k"+name, c.ref, c.coach, c.starts, topic)
				return err // and nothing of it is kept
			})
			if !models.IsCode(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.wants(map[string]int{`SELECT count(*) FROM meetings`: 0, `SELECT count(*) FROM outbox`: 0})
	})
}

func TestSoManyAppointments(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.booked(at(day, 9, 0))
		h.booked(at(day, 10, 0))
		if _, err := h.book(h.zoe, h.ref, "third", at(day, 11, 0)); !models.IsCode(err, "booking.too_many") {
			t.Errorf("a third one: %v", err)
		}
		if _, err := h.book(h.sam, h.other, "his", at(day, 11, 0)); err != nil {
			t.Errorf("somebody else: %v", err)
		}
		second := h.meeting(at(day, 10, 0))
		h.as(h.zoe.Actor(), func(tx *db.Tx) error { return booking.Cancel(tx, second) })
		if _, err := h.book(h.zoe, h.ref, "again", at(day, 10, 0)); err != nil {
			t.Errorf("after a cancellation: %v", err)
		}
		h.clock.Set("2026-12-01") // the first two are over
		h.booked(at("2026-12-07", 9, 0))
	})
}

func TestMoveAndCancel(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.booked(at(day, 9, 0))
		move := func(who accounts.Account, starts models.Instant) error {
			return h.try(who.Actor(), func(tx *db.Tx) error { return booking.Move(tx, id, starts) })
		}
		if err := move(h.sam, at(day, 11, 0)); !models.IsKind(err, models.NotFound) {
			t.Errorf("somebody else: %v", err)
		}
		if err := move(h.zoe, at(day, 12, 0)); !models.IsCode(err, "booking.taken") {
			t.Errorf("to no slot: %v", err)
		}
		for range 2 { // sent twice
			if err := move(h.zoe, at(day, 11, 0)); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.free(h.other, day); got != "09:00 10:00" {
			t.Errorf("free after the move: %s", got)
		}
		moved := map[string]int{
			`SELECT count(*) FROM meetings m JOIN meeting_coaches k ON k.meeting_id = m.id JOIN bookings b ON b.meeting_id = m.id
				WHERE m.sequence = 1 AND m.version = 2 AND k.starts_at = m.starts_at AND b.starts_at = m.starts_at AND m.held_on = '2026-11-30'`: 1,
			`SELECT count(*) FROM projects WHERE next_meeting_at = ` + fmt.Sprint(int64(at(day, 11, 0))):                        1,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_moved' AND facts LIKE '%"sequence":1%'`:                          2,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting' AND facts LIKE '%"sequence":1%'`: 1,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'dropped'`:                                 1,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND detail LIKE '%"time":["09:00","11:00"]%'`:   1,
		}
		h.wants(moved)

		cancel := func(who accounts.Account) error {
			return h.try(who.Actor(), func(tx *db.Tx) error { return booking.Cancel(tx, id) })
		}
		h.clock.Set("2026-11-29") // 9:00: 26 hours before
		h.exec(`UPDATE slot_settings SET change_hours = 27`)
		err := cancel(h.zoe)
		if p, _ := models.ProblemOf(err); !models.IsCode(err, "booking.too_late") || p.Facts["phone"] != "04 123 45 67" || p.Facts["coach"] != "Amelie" {
			t.Errorf("too late: %v", err)
		}
		if err := move(h.zoe, at("2026-12-07", 9, 0)); !models.IsCode(err, "booking.too_late") {
			t.Errorf("moved too late: %v", err)
		}
		h.exec(`UPDATE slot_settings SET change_hours = 26, phone = '0470 11 22 33'`)
		h.exec(`UPDATE projects SET suspended_on = '2026-11-25' WHERE ref = ?`, h.ref)
		if err := move(h.zoe, at("2026-12-07", 9, 0)); !models.IsCode(err, "booking.suspended") {
			t.Errorf("moved while suspended: %v", err)
		}
		if err := cancel(h.zoe); err != nil {
			t.Fatal(err)
		}
		if err := cancel(h.zoe); !models.IsKind(err, models.NotFound) {
			t.Errorf("cancelled twice: %v", err)
		}
		h.wants(map[string]int{
			`SELECT count(*) FROM meetings WHERE state = 'cancelled' AND sequence = 2`:                                                      1,
			`SELECT count(*) FROM bookings WHERE starts_at IS NULL`:                                                                         1,
			`SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL`:                                                               0,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled' AND facts LIKE '%"sequence":2%' AND facts LIKE '%"by":"holder"%'`: 2,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting'`:                                             0,
		})
		h.exec(`UPDATE slot_patterns SET notice_hours = 0`)
		if got := h.free(h.other, day); got != "09:00 10:00 11:00" {
			t.Errorf("free after the cancellation: %s", got)
		}
	})
}

// What the mails say of what was booked: until when it can be changed, the time that is struck out, why; and nothing of what is past.
// A holder changes what they booked, not what the couveuse planned.
// What the coach does on the meeting's form reaches its holders too: planned, moved, somebody more or less, called off. What only
// its author reads, or took place, is no news.
// A coach who moves a booked meeting on its form takes its slot along, and leaves the first free.
// A meeting that its form gives to another coach leaves the slot free, and its reminder names who comes.
// A coach's slots, absences and settings, and everybody's calendar address, are their own; each change leaves a trace.
func TestOnesOwnTime(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var pattern, extra, absence, secret string
		h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
			if err := booking.AddExtra(tx, booking.ExtraDraft{SlotDraft: mondays().SlotDraft, Day: "2026-12-01", From: "17:00"}); err != nil {
				return err
			}
			if absence, err = booking.AddAbsence(tx, "a", booking.AbsenceDraft{From: "2026-12-03"}); err != nil {
				return err
			}
			for from, id := range map[string]*string{"slot_patterns": &pattern, "slot_extras": &extra} {
				if _, err := tx.Get([]any{id}, `SELECT public_id FROM `+from); err != nil {
					return err
				}
			}
			if err := booking.SaveSettings(tx, booking.Settings{ChangeHours: 24, MaxUpcoming: 2, Version: 1}); err != nil {
				return err
			}
			secret, err = booking.NewFeed(tx)
			return err
		})
		drops := []func(tx *db.Tx) error{
			func(tx *db.Tx) error { return booking.DropPattern(tx, pattern) },
			func(tx *db.Tx) error { return booking.DropExtra(tx, extra) },
			func(tx *db.Tx) error { _, _, err := booking.OwnAbsence(tx, absence); return err },
			func(tx *db.Tx) error { return booking.DropAbsence(tx, absence) },
		}
		for i, drop := range drops {
			if err := h.try(h.colleague.Actor(), drop); !models.IsKind(err, models.NotFound) {
				t.Errorf("a colleague, %d: %v", i, err)
			}
		}
		for _, drop := range drops {
			h.as(h.coach.Actor(), drop)
		}
		for _, fn := range []func(tx *db.Tx) error{func(tx *db.Tx) error { _, err := booking.NewFeed(tx); return err },
			func(tx *db.Tx) error { return booking.SetNameless(tx, true) }, booking.DropFeed} {
			h.as(h.colleague.Actor(), fn)
		}
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			f, err := booking.FeedBySecret(tx, secret)
			if f.AccountID != h.coach.ID || f.Nameless {
				t.Errorf("the coach's calendar: %+v", f)
			}
			return err
		})
		for action, n := range map[string]int{"slot.publish": 1, "slot.extra": 1, "slot.settings": 1, "absence.add": 1, "slot.drop": 1, "slot.extra_drop": 1, "absence.drop": 1,
			"feed.create": 2, "feed.change": 1, "feed.drop": 1} {
			h.wants(map[string]int{`SELECT count(*) FROM audit_entries WHERE action = '` + action + `'`: n})
		}
	})
}

// What the agenda's coach calls off is guarded by its version. An absence that begins amid a meeting lists it. A calendar
// names no dossier that its coach may not read.
func TestAnAgendaAtItsEdges(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.booked(at(day, 9, 0))
		if err := h.try(h.coach.Actor(), func(tx *db.Tx) error { return booking.CancelOwn(tx, id, "", 9) }); !models.IsKind(err, models.Conflict) {
			t.Errorf("another version: %v", err)
		}
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			absence, err := booking.AddAbsence(tx, "a", booking.AbsenceDraft{From: day, Start: "09:30"})
			if err != nil {
				return err
			}
			_, planned, err := booking.OwnAbsence(tx, absence)
			if len(planned) != 1 {
				t.Errorf("within the absence: %+v", planned)
			}
			return err
		})
		h.exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT id, ?, starts_at FROM meetings`, h.colleague.ID)
		h.exec(`UPDATE account_roles SET site_id = (SELECT MAX(id) FROM sites) WHERE account_id = ?`, h.colleague.ID)
		var far accounts.Account
		h.as(access.Operator("test"), func(tx *db.Tx) (err error) { far, err = accounts.ByID(tx, h.colleague.ID); return err })
		for who, want := range map[*accounts.Account]string{&h.coach: h.ref, &far: ""} {
			h.as(who.Actor(), func(tx *db.Tx) error {
				list, err := booking.Calendar(tx)
				if len(list) != 1 || list[0].Ref != want || (list[0].Holder != "") != (want != "") {
					t.Errorf("%s reads %+v", who.Name, list)
				}
				return err
			})
		}
		// Somebody else's meeting stands in nobody's list, and a session of group work is told by itself.
		h.exec(`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, created_at, updated_at) SELECT 900, 'g', 'planned', held_on, starts_at, 60, 'workshop', 'phone', 1, 1 FROM meetings`)
		h.exec(`INSERT INTO meeting_projects (meeting_id, project_id) SELECT 900, project_id FROM bookings`)
		for who, n := range map[*accounts.Account]int{&h.zoe: 1, &h.sam: 0} {
			h.as(who.Actor(), func(tx *db.Tx) error {
				entries, err := booking.Calendar(tx)
				if err != nil {
					return err
				}
				list, err := booking.Appointments(tx)
				if len(entries) != n || len(list) != 2*n {
					t.Errorf("%s: %+v, %+v", who.Name, entries, list)
				}
				return err
			})
		}
		u := booking.Upcoming{Coach: "c", StartsAt: 100, Until: 50}
		if !u.Changeable(50) || u.Changeable(51) || (booking.Upcoming{StartsAt: 100, Until: 50}).Changeable(50) {
			t.Error("until when a holder changes it")
		}
	})
}

// A slot can be moved to one that lies across it. Group work that the coach leads takes their time until it is called off.
func TestWhatIsInTheWay(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.booked(at(day, 9, 0))
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			return booking.AddExtra(tx, booking.ExtraDraft{SlotDraft: mondays().SlotDraft, Day: day, From: "08:30"})
		})
		h.as(h.zoe.Actor(), func(tx *db.Tx) error { return booking.Move(tx, id, at(day, 8, 30)) })
		h.exec(`INSERT INTO workshops (id, public_id, site_id, title, places, created_at, updated_at) SELECT 1, 'w', MIN(id), 'Prix', 9, 1, 1 FROM sites`)
		h.exec(`INSERT INTO workshop_sessions (id, public_id, workshop_id, held_on, starts_at, minutes, place, updated_at) VALUES (1, 's', 1, ?, ?, 60, 'Salle', 1)`, day, at(day, 10, 30))
		h.exec(`INSERT INTO workshop_leaders (session_id, account_id, starts_at) SELECT 1, ?, starts_at FROM workshop_sessions`, h.coach.ID)
		if got := h.free(h.ref, day); got != "" {
			t.Errorf("beside group work: %s", got)
		}
		h.exec(`UPDATE workshop_sessions SET cancelled_at = 1`)
		if got := h.free(h.ref, day); got != "10:00 11:00" {
			t.Errorf("once it is called off: %s", got)
		}
		// An appointment is reminded of on the day before at ten, and not when that has gone by.
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting' AND next_at = ` + fmt.Sprint(int64(at("2026-11-29", 10, 0))): 1})
		h.exec(`UPDATE slot_patterns SET notice_hours = 0`)
		h.clock.Set(day) // 9:00
		h.booked(at(day, 11, 0))
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting'`: 1})
	})
}

// The settings of the coach whose slot is taken decide.
func TestCoachesSettings(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			return booking.SaveSettings(tx, booking.Settings{ChangeHours: 0, MaxUpcoming: 1, Version: 1})
		})
		id := h.booked(at(day, 9, 0))
		if _, err := h.book(h.zoe, h.ref, "second", at(day, 10, 0)); !models.IsCode(err, "booking.too_many") {
			t.Errorf("a second one: %v", err)
		}
		h.clock.Set(day) // 9:00: it begins
		if err := h.try(h.zoe.Actor(), func(tx *db.Tx) error { return booking.Cancel(tx, id) }); !models.IsCode(err, "booking.too_late") {
			t.Errorf("when it begins: %v", err)
		}
		for name, err := range map[string]error{
			"a holder's pattern": h.try(h.zoe.Actor(), func(tx *db.Tx) error { return booking.SavePattern(tx, "", "", mondays(), 0) }),
			"a holder's absence": h.try(h.zoe.Actor(), func(tx *db.Tx) error {
				_, err := booking.AddAbsence(tx, "", booking.AbsenceDraft{From: day})
				return err
			}),
			"a holder's agenda": h.try(h.zoe.Actor(), func(tx *db.Tx) error { _, err := booking.Agenda(tx, models.Period{From: day, To: day}); return err }),
		} {
			if !models.IsKind(err, models.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
