package jobs_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"eclosion/handlers/jobs"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// The week's digest: once a coach and week, to who has something to do and wants it, from Monday at seven.
func TestTheWeekIsDigestedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		write(t, d, func(tx *db.Tx) error { _, err := programme.Found(tx); return err })
		busy, idle, deaf := account(t, d, "busy@test.be", access.Coach), account(t, d, "idle@test.be", access.Coach), account(t, d, "deaf@test.be", access.Coach)
		manager := account(t, d, "chief@test.be", access.Manager)
		gone := account(t, d, "gone@test.be", access.Coach)
		write(t, d, func(tx *db.Tx) error { return laySilence(tx, busy, deaf, manager, gone) })
		write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE accounts SET state = 'disabled' WHERE id = ?`, gone.AccountID)
			return err
		})
		if err := d.Write(context.Background(), deaf, func(tx *db.Tx) error { return outbox.Prefer(tx, nil) }); err != nil {
			t.Fatal(err)
		}
		mails := func() (n int) {
			write(t, d, func(tx *db.Tx) (err error) {
				n, err = tx.Count(`SELECT count(*) FROM outbox WHERE kind = 'week_digest'`)
				return err
			})
			return n
		}
		round := func() {
			var wait sync.WaitGroup
			for range 2 { // two servers at once
				wait.Go(func() {
					job := &jobs.Digest{DB: d, Log: slog.New(slog.DiscardHandler)}
					for range 2 {
						if err := job.Round(context.Background()); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wait.Wait()
		}
		clock.Set("2026-11-29") // a Sunday
		round()
		if n := mails(); n != 0 {
			t.Errorf("%d digests on a Sunday", n)
		}
		for i, monday := range []models.Date{"2026-11-30", "2026-12-07"} {
			clock.Set(monday)
			round()
			clock.Add(24 * time.Hour) // a server that starts on Tuesday
			round()
			if n := mails(); n != i+1 {
				t.Errorf("%s: %d digests", monday, n)
			}
		}
		write(t, d, func(tx *db.Tx) error {
			n, err := tx.Count(`SELECT count(*) FROM outbox WHERE kind = 'week_digest' AND account_id = ? AND recipient = 'busy@test.be' AND facts LIKE '%"n_theirs":2%' AND facts LIKE '%JI-2026-0001%' AND facts NOT LIKE '%Hondt%'`, busy.AccountID)
			if n != 2 {
				t.Errorf("%d digests say what waits (idle is %d)", n, idle.AccountID)
			}
			return err
		})
	})
}

// laySilence makes a dossier with two overdue actions of its holder, and everybody given its coach.
func laySilence(tx *db.Tx, coaches ...access.Actor) error {
	programmes, err := programme.Programmes(tx)
	if err != nil {
		return err
	}
	sites, err := programme.Sites(tx)
	if err != nil {
		return err
	}
	c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
	if err != nil {
		return err
	}
	if c, err = programme.CohortByID(tx, c.ID); err != nil {
		return err
	}
	person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: "D'Hondt"})
	if err != nil {
		return err
	}
	ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID, Holder: "Zoë", Title: "Épicerie"})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', submitted_at = 1 WHERE id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO actions (project_id, title, owner, due_on, created_at) VALUES (?, 'Un', 'holder', '2026-11-02', 1), (?, 'Deux', 'holder', '2026-11-03', 1)`, id, id); err != nil {
		return err
	}
	p, err := programme.Load(tx, ref, access.ProjectRead)
	if err != nil {
		return err
	}
	for _, a := range coaches {
		if err := programme.AssignCoach(tx, p, a.AccountID, "2026-01-05"); err != nil {
			return err
		}
	}
	return nil
}
