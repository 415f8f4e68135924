package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"eclosion/handlers/jobs"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/documents"
	"eclosion/models/documents/clamd"
	"eclosion/models/documents/clamd/clamdtest"
	"eclosion/models/programme"
)

// What was uploaded while the scanner was down is scanned when it answers again, each content once.
func TestDocumentsAreScannedLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		var ref string
		write(t, d, func(tx *db.Tx) error {
			if _, err := programme.Found(tx); err != nil {
				return err
			}
			if err := documents.Found(tx); err != nil {
				return err
			}
			p, err := programme.ProgrammeByCode(tx, "JI")
			if err != nil {
				return err
			}
			sites, err := programme.Sites(tx)
			if err != nil {
				return err
			}
			c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
			if err != nil {
				return err
			}
			if c, err = programme.CohortByID(tx, c.ID); err != nil {
				return err
			}
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: "zoe@x.be", Name: "Zoé", Grants: []access.Grant{{Role: access.Candidate}}}, "x")
			if err != nil {
				return err
			}
			ref, _, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: a.PersonID, Holder: "Zoé"})
			return err
		})
		for name, text := range map[string]string{"cv": "sain", "forem": clamdtest.EICAR, "autre": "sain aussi"} {
			f, err := documents.Check(name, []byte("%PDF-1.4\n% "+text+"\nstartxref\n9\n%%EOF\n"))
			if err != nil {
				t.Fatal(err)
			}
			write(t, d, func(tx *db.Tx) error { _, err := documents.Add(tx, ref, name, f, documents.Unscanned); return err })
		}
		job := jobs.Documents{DB: d, Log: slog.New(slog.DiscardHandler)}
		if err := job.Round(context.Background()); err != nil {
			t.Fatal(err)
		}
		counts := func() (scans [3]int) {
			write(t, d, func(tx *db.Tx) error {
				_, err := tx.Get([]any{&scans[0], &scans[1], &scans[2]}, `SELECT (SELECT count(*) FROM documents WHERE scan = 'waiting'),
					(SELECT count(*) FROM documents WHERE scan = 'clean' AND content_id IS NOT NULL), (SELECT count(*) FROM documents WHERE scan = 'infected' AND content_id IS NULL)`)
				return err
			})
			return scans
		}
		if got := counts(); got != [3]int{3, 0, 0} {
			t.Errorf("without a scanner: %v", got)
		}
		job.Scan = func(context.Context, []byte) (bool, error) { return false, errors.New("down") }
		if err := job.Round(context.Background()); err == nil || counts() != [3]int{3, 0, 0} {
			t.Errorf("a scanner that is down: %v, %v", err, counts())
		}
		asked := 0
		job.Scan = func(context.Context, []byte) (bool, error) { asked++; return false, errors.New("down") }
		if err := job.Round(context.Background()); err == nil || asked != 3 {
			t.Errorf("a scanner that is down was asked %d times: %v", asked, err)
		}
		daemon := clamdtest.Start(t, "tcp")
		client, err := clamd.Parse(daemon.Where)
		if err != nil {
			t.Fatal(err)
		}
		first := true
		job.Scan = func(ctx context.Context, content []byte) (bool, error) {
			if first {
				first = false
				return false, errors.New("this one is too large")
			}
			return client.Scan(ctx, content)
		}
		if err := job.Round(context.Background()); err == nil || counts()[0] != 1 {
			t.Errorf("one document that the scanner refuses kept it from others: %v, %v", err, counts())
		}
		job.Scan = client.Scan
		for range 2 {
			if err := job.Round(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if got, n := counts(), daemon.Scans.Load(); got != [3]int{0, 2, 1} || n != 3 {
			t.Errorf("scanned: %v after %d scans", got, n)
		}
		var mails int
		write(t, d, func(tx *db.Tx) (err error) {
			mails, err = tx.Count(`SELECT count(*) FROM outbox WHERE kind = 'document_infected'`)
			return err
		})
		if mails != 1 {
			t.Errorf("%d mails", mails)
		}
	})
}
