package booking_test

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

func TestWhatTheMailsSay(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		ms := func(i models.Instant) string { return fmt.Sprint(int64(i)) }
		h.booked(at(day, 9, 0))
		h.wants(map[string]int{
			`SELECT count(*) FROM outbox WHERE kind = 'booking_planned' AND facts LIKE '%"until":` + ms(at(day.AddDays(-1), 9, 0)) + `%'`: 2,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND next_at = ` + ms(at(day.AddDays(-1), 10, 0)):                 1,
		})
		d := coaching.Draft{State: coaching.Planned, HeldOn: day, Time: coaching.TimeOfDay{Hour: 9}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone, Place: "Bureau 3"}
		first := h.booked(at(day.AddDays(7), 9, 0))
		d.HeldOn = day.AddDays(7)
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, first, d, 1); return err })
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_moved' AND facts LIKE '%"medium":"phone"%'`: 2})
		d.Time.Hour, d.State = 11, coaching.Cancelled // moved on the form that calls it off
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, first, d, 2); return err })
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled' AND facts LIKE '%"starts_at":` + ms(at(d.HeldOn, 9, 0)) + `%' AND facts LIKE '%"by":"house"%'`: 2})

		second := h.booked(at(day.AddDays(14), 9, 0))
		h.exec(`UPDATE accounts SET state = 'disabled' WHERE name = 'Zoe'`) // the dossier's own address remains
		h.as(h.coach.Actor(), func(tx *db.Tx) error {
			return coaching.SettleMeeting(tx, h.ref, second, coaching.Cancelled, "Grève des trains", 1)
		})
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled' AND facts LIKE '%"word":"Grève des trains"%'`: 2,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled' AND facts LIKE '%Grève%' AND facts LIKE '%"side":"holder"%' AND account_id IS NULL`: 1})

		// In the evening the coach mends the place, and says that nobody came: no news, and the slot was used.
		h.clock.Set(day.AddDays(1))
		d.HeldOn, d.Time.Hour, d.State, d.Place = day, 9, coaching.Planned, "Salle 2"
		var id string
		var sent int
		h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
			if _, err = tx.Get([]any{&id}, `SELECT public_id FROM meetings WHERE held_on = ? AND state = 'planned'`, day); err != nil {
				return err
			}
			if sent, err = tx.Count(`SELECT count(*) FROM outbox`); err != nil {
				return err
			}
			if _, err = coaching.ChangeMeeting(tx, h.ref, id, d, 1); err != nil {
				return err
			}
			return coaching.SettleMeeting(tx, h.ref, id, coaching.Absent, "", 2)
		})
		h.wants(map[string]int{`SELECT count(*) FROM outbox`: sent, `SELECT count(*) FROM bookings b JOIN meetings m ON m.id = b.meeting_id WHERE m.state = 'absent' AND b.starts_at = m.starts_at`: 1})
	})
}

func TestPlannedByTheHouse(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var l coaching.Logged
		h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
			l, err = coaching.LogMeeting(tx, h.ref, coaching.Draft{Key: "k", State: coaching.Planned, HeldOn: day, Time: coaching.TimeOfDay{Hour: 9}, Minutes: 60,
				Kind: coaching.Coaching, Medium: coaching.Phone, Holders: []string{h.other}, Note: "secret", Summary: "brouillon"})
			return err
		})
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_planned' AND facts LIKE '%"side":"holder"%'`: 2, `SELECT count(*) FROM outbox`: 4,
			`SELECT count(*) FROM outbox WHERE facts LIKE '%secret%' OR facts LIKE '%brouillon%' OR facts LIKE '%Sam%' AND recipient = 'zoe@x.be'`: 0})
		for name, err := range map[string]error{
			"move":   h.try(h.zoe.Actor(), func(tx *db.Tx) error { return booking.Move(tx, l.PublicID, at(day, 10, 0)) }),
			"cancel": h.try(h.zoe.Actor(), func(tx *db.Tx) error { return booking.Cancel(tx, l.PublicID) }),
		} {
			if !models.IsCode(err, "booking.by_house") {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.as(h.zoe.Actor(), func(tx *db.Tx) error {
			list, err := booking.Appointments(tx)
			if len(list) != 1 || list[0].Booked() || list[0].Coaches != "Amelie" || list[0].Ref != h.ref {
				t.Errorf("appointments: %+v", list)
			}
			return err
		})
	})
}

func TestTheMeetingsFormTellsItsPeople(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := coaching.Draft{Key: "k", State: coaching.Planned, HeldOn: day, Time: coaching.TimeOfDay{Hour: 14}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.Phone,
			Holders: []string{h.other}}
		var l coaching.Logged
		h.as(h.coach.Actor(), func(tx *db.Tx) (err error) { l, err = coaching.LogMeeting(tx, h.ref, d); return err })
		version := 1
		told := func(name string, edit func(), want map[string]int) {
			t.Helper()
			h.exec(`UPDATE outbox SET kind = 'x' WHERE state <> 'waiting' OR kind <> 'booking_reminder'`)
			edit()
			h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, l.PublicID, d, version); return err })
			version++
			got := map[string]int{}
			h.as(access.Operator("test"), func(tx *db.Tx) error {
				for _, who := range []string{"zoe", "sam"} {
					for _, kind := range []string{"planned", "moved", "cancelled", "reminder"} {
						n, err := tx.Count(`SELECT count(*) FROM outbox WHERE kind = ? AND recipient = ? AND state = 'waiting'`, "booking_"+kind, who+"@x.be")
						if err != nil {
							return err
						}
						if n > 0 {
							got[who+" "+kind] = n
						}
					}
				}
				return nil
			})
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
		both := map[string]int{"zoe reminder": 1, "sam reminder": 1}
		told("a note and a summary", func() { d.Note, d.Summary = "secret", "à préparer" }, both)
		told("another hour", func() { d.Time.Hour = 15 }, map[string]int{"zoe moved": 1, "sam moved": 1, "zoe reminder": 1, "sam reminder": 1})
		told("another place", func() { d.Place = "Salle 2" }, map[string]int{"zoe moved": 1, "sam moved": 1, "zoe reminder": 1, "sam reminder": 1})
		told("another subject", func() { d.Kind = coaching.Legal }, both)
		told("one less", func() { d.Holders = nil }, map[string]int{"sam cancelled": 1, "zoe reminder": 1})
		told("one more", func() { d.Holders = []string{h.other} }, map[string]int{"sam planned": 1, "zoe reminder": 1, "sam reminder": 1})
		told("called off", func() { d.State = coaching.Cancelled }, map[string]int{"zoe cancelled": 1, "sam cancelled": 1})
		h.wants(map[string]int{`SELECT count(*) FROM meetings WHERE sequence = 6 AND version = 8`: 1, `SELECT count(*) FROM outbox WHERE facts LIKE '%secret%' OR facts LIKE '%préparer%'`: 0})

		// The meeting that follows is told with the one that was held.
		h.exec(`UPDATE outbox SET kind = 'x'`)
		d.Key, d.State, d.HeldOn, d.Time.Hour, d.Next = "k2", coaching.Held, "2026-11-23", 8, &coaching.NextDraft{On: "2026-12-01", Time: coaching.TimeOfDay{Hour: 10}}
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, h.ref, d); return err })
		h.wants(map[string]int{`SELECT count(*) FROM outbox WHERE kind = 'booking_planned'`: 2, `SELECT count(*) FROM outbox WHERE kind LIKE 'booking_%'`: 4})
	})
}

func TestTheSlotFollowsItsMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.booked(at(day, 9, 0))
		d := coaching.Draft{State: coaching.Planned, HeldOn: day, Time: coaching.TimeOfDay{Hour: 10}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.InPerson, Place: "Bureau 3"}
		change := func(version int) {
			h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, id, d, version); return err })
		}
		change(1)
		if got := h.free(h.ref, day); got != "09:00 11:00" {
			t.Errorf("free: %s", got)
		}
		if _, err := h.book(h.sam, h.other, "s", at(day, 9, 0)); err != nil {
			t.Errorf("the slot that was left: %v", err)
		}
		d.Time.Hour = 9 // over another's: warned, not refused
		change(2)
		h.wants(map[string]int{`SELECT count(*) FROM bookings WHERE starts_at IS NULL`: 1, `SELECT count(*) FROM bookings WHERE starts_at IS NOT NULL`: 1})
		d.State = coaching.Excused
		change(3)
		h.wants(map[string]int{`SELECT count(*) FROM bookings WHERE starts_at IS NULL`: 1, `SELECT count(*) FROM outbox WHERE kind = 'booking_cancelled'`: 2})
	})
}

func TestTheFormGivesTheMeetingToAnother(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		id := h.booked(at(day, 9, 0))
		d := coaching.Draft{State: coaching.Planned, HeldOn: day, Time: coaching.TimeOfDay{Hour: 9}, Minutes: 60, Kind: coaching.Coaching, Medium: coaching.InPerson, Place: "Bureau 3",
			Coaches: []string{h.colleague.PublicID}}
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, id, d, 1); return err })
		h.wants(map[string]int{
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting' AND facts LIKE '%"coaches":"Bruno"%'`: 1,
			`SELECT count(*) FROM outbox WHERE kind = 'booking_reminder' AND state = 'waiting'`:                                      1,
			`SELECT count(*) FROM meetings WHERE sequence = 1`:                                                                       1,
		})
		if _, err := h.book(h.sam, h.other, "s", at(day, 9, 0)); err != nil {
			t.Errorf("the slot that was left: %v", err)
		}
	})
}
