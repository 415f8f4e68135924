package booking_test

import (
	"context"
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
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

var ctx = context.Background()

// house is a couveuse on Monday 23 November 2026 at 9:00: Amélie coaches two holders and offers Mondays from 9:00 to 12:00;
// Bruno is a colleague who does not.
type house struct {
	t                *testing.T
	d                *db.DB
	clock            *dbtest.Clock
	coach, colleague accounts.Account
	zoe, sam         accounts.Account
	ref, other       string
	cohort           programme.Cohort
}

func eachHouse(t *testing.T, fn func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &house{t: t, d: d, clock: clock}
		h.as(access.Operator("test"), h.build)
		h.as(h.coach.Actor(), func(tx *db.Tx) error { return booking.SavePattern(tx, "", "", mondays(), 0) })
		fn(t, h)
	})
}

func mondays() booking.PatternDraft {
	return booking.PatternDraft{SlotDraft: booking.SlotDraft{Minutes: 60, Kind: coaching.Coaching, Medium: coaching.InPerson, Place: "Bureau 3"},
		Weekday: 1, From: "09:00", Until: "12:00", ValidFrom: "2026-11-01", HorizonWeeks: 8, NoticeHours: 24}
}

func (h *house) build(tx *db.Tx) (err error) {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE couveuse SET name = 'Job''In', email = 'bonjour@couveuse.be', phone = '04 123 45 67'`); err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	if h.cohort, err = programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
		IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"}); err != nil {
		return err
	}
	if h.cohort, err = programme.CohortByID(tx, h.cohort.ID); err != nil {
		return err
	}
	for _, a := range []struct {
		account *accounts.Account
		name    string
		grant   access.Grant
	}{
		{&h.coach, "Amelie", access.Grant{Role: access.Coach, SiteID: sites[0].ID}}, {&h.colleague, "Bruno", access.Grant{Role: access.Coach, SiteID: sites[0].ID}},
		{&h.zoe, "Zoe", access.Grant{Role: access.Candidate}}, {&h.sam, "Sam", access.Grant{Role: access.Candidate}},
	} {
		if *a.account, err = accounts.CreateActive(tx, accounts.Draft{Email: strings.ToLower(a.name) + "@x.be", Name: a.name, Grants: []access.Grant{a.grant}}, "x"); err != nil {
			return err
		}
	}
	if h.ref, err = h.open(tx, h.zoe.PersonID); err != nil {
		return err
	}
	h.other, err = h.open(tx, h.sam.PersonID)
	return err
}

// open makes a dossier in coaching with Amélie.
func (h *house) open(tx *db.Tx, person int64) (string, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: h.cohort, PersonID: person, Holder: "Zoë", Title: "Épicerie"})
	if err != nil {
		return "", err
	}
	terms, err := programme.TermsOn(tx, h.cohort.ProgrammeID, tx.Today())
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', submitted_at = 1, terms_id = ? WHERE id = ?`, terms.ID, id); err != nil {
		return "", err
	}
	p, err := programme.Load(tx, ref, access.ProjectRead)
	if err != nil {
		return "", err
	}
	return ref, programme.AssignCoach(tx, p, h.coach.ID, tx.Today())
}

// as runs fn as an actor and fails the test on an error.
func (h *house) as(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.try(a, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) try(a access.Actor, fn func(*db.Tx) error) error { return h.d.Write(ctx, a, fn) }

// wants checks the answers of counting questions.
func (h *house) wants(answers map[string]int) {
	h.t.Helper()
	for query, want := range answers {
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			n, err := tx.Count(query)
			if n != want {
				h.t.Errorf("%d, want %d: %s", n, want, query)
			}
			return err
		})
	}
}

func (h *house) exec(statement string, args ...any) {
	h.t.Helper()
	h.as(access.Operator("test"), func(tx *db.Tx) error { _, err := tx.Exec(statement, args...); return err })
}

func at(d models.Date, hour, minute int) models.Instant { return models.InstantOf(d.At(hour, minute)) }

// book takes a slot of Amélie's.
func (h *house) book(who accounts.Account, ref, key string, starts models.Instant) (id string, err error) {
	err = h.try(who.Actor(), func(tx *db.Tx) (err error) {
		id, err = booking.Book(tx, key, ref, h.coach.PublicID, starts, "Mon plan financier")
		return err
	})
	return id, err
}

func (h *house) booked(starts models.Instant) string {
	h.t.Helper()
	id, err := h.book(h.zoe, h.ref, fmt.Sprint("k", starts), starts)
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// free tells the free slots that a holder sees on a day.
func (h *house) free(ref string, d models.Date) string {
	h.t.Helper()
	var times []string
	h.as(access.Operator("test"), func(tx *db.Tx) error {
		p, err := programme.Load(tx, ref, access.ProjectRead)
		if err != nil {
			return err
		}
		coaches, err := booking.Coaches(tx, p, models.Period{From: d, To: d})
		for _, c := range coaches {
			for _, s := range c.Free {
				times = append(times, s.StartsAt.Time().Format("15:04"))
			}
		}
		return err
	})
	return strings.Join(times, " ")
}

const day = models.Date("2026-11-30")

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

// A holder changes what they booked, not what the couveuse planned.
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
