package coaching_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

var ctx = context.Background()

// house is a couveuse with a coach of two dossiers on one site, a colleague there,
// and a holder with an account.
type house struct {
	t                      *testing.T
	d                      *db.DB
	clock                  *dbtest.Clock
	coach, colleague, zoe  accounts.Account
	ref, other, unassigned string
}

func eachHouse(t *testing.T, fn func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		h := &house{t: t, d: d, clock: clock}
		h.as(access.Operator("test"), h.build)
		fn(t, h)
	})
}

func (h *house) build(tx *db.Tx) (err error) {
	if _, err := programme.Found(tx); err != nil {
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
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
		IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	for account, grant := range map[*accounts.Account]access.Grant{&h.coach: {Role: access.Coach, SiteID: sites[0].ID},
		&h.colleague: {Role: access.Coach, SiteID: sites[0].ID}, &h.zoe: {Role: access.Candidate}} {
		name := map[*accounts.Account]string{&h.coach: "Amelie", &h.colleague: "Bruno", &h.zoe: "Zoe Durand"}[account]
		if *account, err = accounts.CreateActive(tx, accounts.Draft{Email: strings.ReplaceAll(name, " ", ".") + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x"); err != nil {
			return err
		}
	}
	for i, ref := range []*string{&h.ref, &h.other, &h.unassigned} {
		person := h.zoe.PersonID
		if i > 0 {
			p, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: fmt.Sprintf("D'Hondt %d", i)})
			if err != nil {
				return err
			}
			person = p.ID
		}
		if *ref, err = h.open(tx, c, person, i < 2); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) open(tx *db.Tx, c programme.Cohort, person int64, assigned bool) (string, error) {
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person, Holder: "Zoë", Title: "Épicerie"})
	if err != nil {
		return "", err
	}
	terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', terms_id = ? WHERE id = ?`, terms.ID, id); err != nil {
		return "", err
	}
	p, err := programme.Load(tx, ref, access.ProjectRead)
	if err != nil || !assigned {
		return ref, err
	}
	return ref, programme.AssignCoach(tx, p, h.coach.ID, tx.Today())
}

// as runs fn as an actor and fails the test on an error.
func (h *house) as(a access.Actor, fn func(*db.Tx) error) {
	h.t.Helper()
	if err := h.d.Write(ctx, a, fn); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	err := h.d.Read(ctx, access.Operator("test"), func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// draft is a meeting that nothing is wrong with.
func draft(key string) coaching.Draft {
	return coaching.Draft{Key: key, State: coaching.Held, HeldOn: "2026-11-23", Time: coaching.TimeOfDay{Hour: 8}, Minutes: 60,
		Kind: coaching.Coaching, Medium: coaching.InPerson, Summary: "Bilan"}
}

// log logs a meeting as the coach.
func (h *house) log(d coaching.Draft) (l coaching.Logged) {
	h.t.Helper()
	h.as(h.coach.Actor(), func(tx *db.Tx) (err error) { l, err = coaching.LogMeeting(tx, h.ref, d); return err })
	return l
}

// loaded reads as an actor, with the coach's or holder's own dossier loaded.
func (h *house) loaded(a access.Actor, fn func(tx *db.Tx, p *programme.Project) error) {
	h.t.Helper()
	err := h.d.Read(ctx, a, func(tx *db.Tx) error {
		p, err := programme.Load(tx, h.ref, access.MeetingRead)
		if err != nil {
			return err
		}
		return fn(tx, p)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestOneFormMakesOneMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		const senders = 40
		var wg sync.WaitGroup
		results := make([]coaching.Logged, senders)
		d := draft("once")
		d.Note, d.Actions, d.Next = "secret", []coaching.ActionDraft{{Row: 1, Title: "Écrire"}}, &coaching.NextDraft{On: "2026-12-01"}
		for i := range senders {
			wg.Go(func() {
				err := h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) (err error) {
					results[i], err = coaching.LogMeeting(tx, h.ref, d)
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		first := 0
		for _, r := range results {
			if r.PublicID != results[0].PublicID || r.Ref != results[0].Ref {
				t.Errorf("led to %v and %v", r, results[0])
			}
			if !r.Again {
				first++
			}
		}
		if first != 1 {
			t.Errorf("%d submissions were the first", first)
		}
		for query, want := range map[string]int{`SELECT count(*) FROM meetings`: 2, `SELECT count(*) FROM meeting_notes`: 1,
			`SELECT count(*) FROM actions`: 1, `SELECT count(*) FROM audit_entries WHERE action LIKE 'meeting.%'`: 2} {
			if n := h.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
	})
}

// The same key on another dossier, sent while the first is not yet committed, finds
// nothing to wait for but the key itself.
func TestOneKeyOnTwoDossiers(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var first, second coaching.Logged
		var wg sync.WaitGroup
		stored := make(chan struct{})
		wg.Go(func() {
			h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
				first, err = coaching.LogMeeting(tx, h.ref, draft("k"))
				close(stored)
				time.Sleep(300 * time.Millisecond) // the other asks for the key before this is committed
				return err
			})
		})
		<-stored
		wg.Go(func() {
			h.as(h.coach.Actor(), func(tx *db.Tx) (err error) {
				second, err = coaching.LogMeeting(tx, h.other, draft("k"))
				return err
			})
		})
		wg.Wait()
		if first.Again || !second.Again || second.PublicID != first.PublicID || second.Ref != h.ref || h.count(`SELECT count(*) FROM meetings`) != 1 {
			t.Errorf("first %+v, second %+v", first, second)
		}
	})
}

// Two groups with the same dossiers, named the other way round, must not block each other.
func TestGroupsAtOnce(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				d := draft(fmt.Sprintf("k%d", i))
				ref := h.ref
				d.Holders = []string{h.other}
				if i%2 == 1 {
					ref, d.Holders = h.other, []string{h.ref}
				}
				err := h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, ref, d); return err })
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := h.count(`SELECT count(*) FROM meeting_projects`); n != 40 {
			t.Errorf("%d dossiers at meetings, want 40", n)
		}
	})
}

func TestWhoMayLog(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, c := range []struct {
			who   access.Actor
			draft func(*coaching.Draft)
			kind  models.Kind
			code  string
		}{
			{h.colleague.Actor(), func(*coaching.Draft) {}, models.Forbidden, "access.denied"},
			{h.zoe.Actor(), func(*coaching.Draft) {}, models.Forbidden, "access.denied"},
			{h.coach.Actor(), func(d *coaching.Draft) { d.Holders = []string{h.unassigned} }, models.Invalid, "form.invalid"},
			{h.coach.Actor(), func(d *coaching.Draft) { d.Holders = []string{"JI-1999-0001"} }, models.Invalid, "form.invalid"},
			{h.coach.Actor(), func(d *coaching.Draft) { d.Coaches = []string{h.zoe.PublicID} }, models.Invalid, "form.invalid"},
			{h.coach.Actor(), func(d *coaching.Draft) {
				d.Actions = []coaching.ActionDraft{{Row: 1, Title: "x", Coach: h.zoe.PublicID}}
			}, models.Invalid, "form.invalid"},
		} {
			d := draft("k")
			c.draft(&d)
			err := h.d.Write(ctx, c.who, func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, h.ref, d); return err })
			if !models.IsKind(err, c.kind) || !models.IsCode(err, c.code) {
				t.Errorf("%s: %v", c.who.Name, err)
			}
		}
		if n := h.count(`SELECT count(*) FROM meetings`) + h.count(`SELECT count(*) FROM actions`); n != 0 {
			t.Errorf("%d rows were stored", n)
		}
	})
}

func TestOnlyAccompaniedDossiersMeet(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, phase := range programme.AllPhases() {
			h.as(access.Operator("test"), func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = 1 WHERE ref = ?`, phase, h.other)
				return err
			})
			d := draft(string(phase))
			d.Holders = []string{h.other}
			err := h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.LogMeeting(tx, h.ref, d); return err })
			if phase.IsJourney() != (err == nil) || err != nil && !models.IsCode(err, "meeting.phase") {
				t.Errorf("%s: %v", phase, err)
			}
		}
	})
}

func TestMayChange(t *testing.T) {
	author := access.Actor{AccountID: 7, Grants: []access.Grant{{Role: access.Coach, SiteID: 9}}}
	for name, c := range map[string]struct {
		a    access.Actor
		m    coaching.Meeting
		want bool
	}{
		"its author":                 {author, coaching.Meeting{CreatedBy: 7}, true},
		"another coach":              {author, coaching.Meeting{CreatedBy: 8}, false},
		"an author who left":         {access.Actor{AccountID: 7, Grants: []access.Grant{{Role: access.Manager, SiteID: 9}}}, coaching.Meeting{CreatedBy: 7}, false},
		"a session of group work":    {author, coaching.Meeting{CreatedBy: 7, Kind: coaching.Workshop}, false},
		"the couveuse for a session": {access.Operator("test"), coaching.Meeting{Kind: coaching.Workshop}, false},
	} {
		if got := coaching.MayChange(c.a, &programme.Project{SiteID: 3}, c.m); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestChangeMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("k")
		d.State, d.HeldOn, d.Note = coaching.Planned, "2026-11-30", "ancien secret"
		l := h.log(d)
		if h.count(`SELECT count(*) FROM projects WHERE next_meeting_at IS NOT NULL AND last_meeting_on IS NULL`) != 1 {
			t.Error("the planned meeting is not kept on the dossier")
		}
		h.clock.Set("2026-12-01")
		d.State, d.Note, d.Summary, d.Minutes = coaching.Held, "nouveau secret", "Compte rendu", 75
		change := func(version int) error {
			return h.d.Write(ctx, h.coach.Actor(), func(tx *db.Tx) error {
				_, err := coaching.ChangeMeeting(tx, h.ref, l.PublicID, d, version)
				return err
			})
		}
		if err := change(1); err != nil {
			t.Fatal(err)
		}
		if err := change(1); !models.IsKind(err, models.Conflict) {
			t.Errorf("a stale change: %v", err)
		}
		err := h.d.Write(ctx, h.colleague.Actor(), func(tx *db.Tx) error {
			_, err := coaching.ChangeMeeting(tx, h.ref, l.PublicID, d, 2)
			return err
		})
		if !models.IsKind(err, models.Forbidden) {
			t.Errorf("changed by a colleague: %v", err)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM meetings WHERE state = 'held' AND minutes = 75 AND version = 2`:                                                1,
			`SELECT count(*) FROM projects WHERE next_meeting_at IS NULL AND last_meeting_on = '2026-11-30'`:                                     1,
			`SELECT count(*) FROM audit_entries WHERE action = 'meeting.change' AND detail LIKE '%"minutes":[60,75]%' AND detail LIKE '%Bilan%'`: 1,
			`SELECT count(*) FROM audit_entries WHERE action = 'note.change' AND project_id IS NULL`:                                             1,
			`SELECT count(*) FROM audit_entries WHERE detail LIKE '%secret%'`:                                                                    0,
			`SELECT count(*) FROM meeting_notes WHERE body = 'nouveau secret'`:                                                                   1,
		} {
			if n := h.count(query); n != want {
				t.Errorf("%d, want %d: %s", n, want, query)
			}
		}
		d.State = coaching.Cancelled
		if err := change(2); err != nil || h.count(`SELECT count(*) FROM projects WHERE last_meeting_on IS NOT NULL`) != 0 {
			t.Errorf("cancelled: %v, and the dossier still says that they met", err)
		}
	})
}

// A coach who does not work on one of the dossiers at a meeting neither removes
// it nor learns more than the site lets them.
func TestChangeLeavesOthersAtTheMeeting(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		d := draft("k")
		d.Holders = []string{h.other}
		l := h.log(d)
		h.as(access.Operator("test"), func(tx *db.Tx) error {
			p, err := programme.Load(tx, h.other, access.ProjectRead)
			if err != nil {
				return err
			}
			return programme.UnassignCoach(tx, p, h.coach.ID, tx.Today())
		})
		d.Holders = nil
		h.as(h.coach.Actor(), func(tx *db.Tx) error { _, err := coaching.ChangeMeeting(tx, h.ref, l.PublicID, d, 1); return err })
		if n := h.count(`SELECT count(*) FROM meeting_projects`); n != 2 {
			t.Errorf("%d dossiers at the meeting, want 2", n)
		}
	})
}
