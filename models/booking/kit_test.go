package booking_test

import (
	"context"
	"fmt"
	"strings"
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

// meeting finds the planned meeting of a time.
func (h *house) meeting(starts models.Instant) (id string) {
	h.t.Helper()
	h.as(access.Operator("test"), func(tx *db.Tx) error {
		_, err := tx.Get([]any{&id}, `SELECT public_id FROM meetings WHERE state = 'planned' AND starts_at = ?`, starts)
		return err
	})
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

// day is a Monday on which three slots are offered.
const day = models.Date("2026-11-30")
