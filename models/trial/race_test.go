package trial_test

import (
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/trial"
)

func TestFortyAwardsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		const each, requests = 100_000, 40
		numbers := make([]int, requests)
		for i := range numbers {
			numbers[i] = tw.ask(t, tw.projects[i%len(tw.projects)], each)
		}
		errs := make([]error, requests)
		var wait sync.WaitGroup
		for i := range errs {
			wait.Go(func() { errs[i] = tw.award(tw.projects[i%len(tw.projects)], numbers[i], each) })
		}
		wait.Wait()
		won := 0
		for _, err := range errs {
			p, ok := models.ProblemOf(err)
			switch {
			case err == nil:
				won++
			case !ok || p.Code != "grant.over_cap" || p.Facts["left"] != models.Cents(0) || p.Facts["cap"] != models.Cents(500_000):
				t.Errorf("refused with %v", err)
			}
		}
		if won != 5 {
			t.Errorf("%d awards of 1 000 EUR, want 5", won)
		}
		if n := tw.count(t, `SELECT COUNT(*) FROM grant_awards`); n != 5 {
			t.Errorf("%d rows of awards", n)
		}
		if n := tw.count(t, `SELECT COUNT(*) FROM grant_requests WHERE state = 'submitted'`); n != 35 {
			t.Errorf("%d requests still wait, want 35", n)
		}
		if g := tw.grant(tw.projects[2]); g.Holder.Awarded != 500_000 || g.Left() != 0 {
			t.Errorf("holder: %+v, left %d", g.Holder, g.Left())
		}
		tw.healthy(t)
	})
}

// Who decides while another award is being made waits for it, and is told its facts.
func TestAwardsOfOneHolderWaitForEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		must(t, tw.award(tw.projects[2], tw.ask(t, tw.projects[2], 10_000), 10_000)) // the guard row is there already
		first, second := tw.ask(t, tw.projects[0], 440_000), tw.ask(t, tw.projects[1], 100_000)
		made, begun := make(chan struct{}), make(chan struct{})
		var wait sync.WaitGroup
		wait.Go(func() {
			err := tw.as(tw.manager, func(tx *db.Tx) error {
				_, err := trial.AwardGrant(tx, tw.projects[0].Ref, first, trial.AwardDraft{Version: 1, Amount: 440_000})
				close(made) // the award stands, and is not committed yet
				if tx.Engine() == db.Postgres {
					<-begun // SQLite has one writer: there the second begins when the first is done
					time.Sleep(100 * time.Millisecond)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-made
		err := tw.as(tw.manager2, func(tx *db.Tx) error {
			close(begun)
			_, err := trial.AwardGrant(tx, tw.projects[1].Ref, second, trial.AwardDraft{Version: 1, Amount: 100_000})
			return err
		})
		wait.Wait()
		p, ok := models.ProblemOf(err)
		if !ok || p.Code != "grant.over_cap" || p.Facts["awarded"] != models.Cents(450_000) || p.Facts["left"] != models.Cents(50_000) {
			t.Errorf("refused with %v", err)
		}
	})
}

func TestTwoDecideOneRequest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		for round := range 5 {
			n := tw.ask(t, p, 10_000)
			var wait sync.WaitGroup
			var errs [2]error
			wait.Go(func() { errs[0] = tw.award(p, n, 10_000) })
			wait.Go(func() {
				errs[1] = tw.as(tw.manager2, func(tx *db.Tx) error {
					_, err := trial.RefuseGrant(tx, p.Ref, n, trial.RefusalDraft{Version: 1, Reason: "Hors objet."})
					return err
				})
			})
			wait.Wait()
			lost := errs[0]
			if lost == nil {
				lost = errs[1]
			}
			if (errs[0] == nil) == (errs[1] == nil) || !models.IsKind(lost, models.Conflict) {
				t.Errorf("round %d: award %v, refusal %v", round, errs[0], errs[1])
			}
			if r := tw.request(p, n); (r.Award != nil) != (errs[0] == nil) || r.Version != 2 {
				t.Errorf("round %d: request %+v", round, r)
			}
			// What was decided is told before any rule of the amount.
			err := tw.as(tw.manager, func(tx *db.Tx) error {
				_, err := trial.AwardGrant(tx, p.Ref, n, trial.AwardDraft{Version: 1, Amount: 900_000})
				return err
			})
			if !models.IsKind(err, models.Conflict) {
				t.Errorf("round %d: deciding again: %v", round, err)
			}
		}
	})
}

func TestAskedOnceHoweverOftenSent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		var wait sync.WaitGroup
		var refs [8]string
		for i := range refs {
			wait.Go(func() {
				err := tw.as(tw.holder, func(tx *db.Tx) (err error) {
					refs[i], err = trial.AskGrant(tx, p.Ref, trial.RequestDraft{Key: "k", Purpose: "Four", Lines: []trial.Line{{Label: "Four", Amount: 90_000}}})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for _, ref := range refs {
			if ref != p.Ref+"-B1" {
				t.Errorf("reference %q", ref)
			}
		}
		must(t, tw.award(p, 1, 90_000))
		tranche := tw.request(p, 1).Tranches[0].ID
		e := trial.Entry{Key: "pay", Version: 2, Amount: 40_000, On: "2026-11-23", Text: "extrait 12"}
		for range 3 {
			must(t, tw.as(tw.manager, func(tx *db.Tx) error { _, err := trial.Pay(tx, p.Ref, 1, tranche, e); return err }))
		}
		e.Key = "pay again" // the page of before the first payment
		err := tw.as(tw.manager2, func(tx *db.Tx) error { _, err := trial.Pay(tx, p.Ref, 1, tranche, e); return err })
		if !models.IsKind(err, models.Conflict) {
			t.Errorf("a second payment from an old page: %v", err)
		}
		if b := tw.grant(p).Project; b.Paid != 40_000 || b.Asked != 90_000 {
			t.Errorf("balance %+v", b)
		}
		if n := tw.count(t, `SELECT COUNT(*) FROM audit_entries WHERE action LIKE 'grant.%' AND project_id = ?`, p.ID); n != 3 {
			t.Errorf("%d lines of audit, want asked, awarded, paid", n)
		}
	})
}
