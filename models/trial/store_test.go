package trial_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

// The verb asks the rule under a lock; the database refuses besides, whoever writes.
func TestTheDatabaseGuardsTheCapBesides(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		must(t, tw.award(p, tw.ask(t, p, 400_000), 400_000))
		tw.ask(t, p, 100_001)
		err := d.Write(ctx, operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, created_at)
				SELECT id, person_id, 100001, ?, 1 FROM grant_requests WHERE state = 'submitted'`, tx.Today())
			return err
		})
		if !db.Violates(err, "grant_cap") {
			t.Errorf("an award beyond the cap was answered with %v", err)
		}
		for _, table := range []string{"grant_awards", "grant_lines"} {
			if err := d.Write(ctx, operator, func(tx *db.Tx) error { _, err := tx.Exec(`UPDATE ` + table + ` SET amount = 1`); return err }); err == nil {
				t.Errorf("%s can be edited", table)
			}
		}
		tw.healthy(t)
	})
}

func TestTermsOfTheRequestsJourneyBindTheAward(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		wide, narrow := tw.projects[0], tw.projects[1]
		write(t, d, func(tx *db.Tx) error {
			terms := programme.DefaultTerms("2026-11-01")
			terms.ProgrammeID, terms.GrantCap = narrow.ProgrammeID, 300_000
			id, err := programme.InsertTerms(tx, terms)
			if err == nil {
				_, err = tx.Exec(`UPDATE projects SET terms_id = ? WHERE id = ?`, id, narrow.ID)
			}
			narrow.TermsID = id
			return err
		})
		must(t, tw.award(narrow, tw.ask(t, narrow, 250_000), 250_000))
		must(t, tw.award(wide, tw.ask(t, wide, 100_000), 100_000)) // 350 000: within the wide cap only
		n := tw.ask(t, narrow, 1)
		if err := tw.award(narrow, n, 1); !models.IsCode(err, "grant.over_cap") {
			t.Errorf("beyond the narrow cap: %v", err)
		}
		must(t, tw.award(wide, tw.ask(t, wide, 150_000), 150_000))
		if err := tw.award(wide, tw.ask(t, wide, 1), 1); !models.IsCode(err, "grant.over_cap") {
			t.Errorf("beyond the wide cap: %v", err)
		}
		if g := tw.grant(narrow); g.Cap != 300_000 || g.Left() != 0 {
			t.Errorf("narrow: cap %d, left %d", g.Cap, g.Left())
		}
		tw.healthy(t)
	})
}

func TestWhoMayDoWhat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0] // coached by coach, on the site of coach and coach2
		n := tw.ask(t, p, 50_000)
		draft := trial.RequestDraft{Purpose: "x", Lines: []trial.Line{{Label: "x", Amount: 1}}}
		ask := func(tx *db.Tx) error { _, err := trial.AskGrant(tx, p.Ref, draft); return err }
		award := func(tx *db.Tx) error {
			_, err := trial.AwardGrant(tx, p.Ref, n, trial.AwardDraft{Version: 1, Amount: 50_000})
			return err
		}
		withdraw := func(tx *db.Tx) error { _, err := trial.WithdrawRequest(tx, p.Ref, n, "", 1); return err }
		for _, c := range []struct {
			name string
			by   accounts.Account
			do   func(*db.Tx) error
			want models.Kind
		}{
			{"another holder asks", tw.other, ask, models.NotFound}, {"another holder withdraws", tw.other, withdraw, models.NotFound},
			{"a coach of the site asks", tw.coach2, ask, models.Forbidden}, {"a manager asks", tw.manager, ask, models.Forbidden},
			{"an administrator asks", tw.admin, ask, models.NotFound}, {"an administrator awards", tw.admin, award, models.NotFound},
			{"the holder awards", tw.holder, award, models.Forbidden}, {"the coach awards", tw.coach, award, models.Forbidden},
			{"the coach withdraws what the holder asked", tw.coach, withdraw, models.Forbidden},
			{"the coach asks", tw.coach, ask, 0}, {"the holder withdraws", tw.holder, withdraw, 0},
			{"a manager awards what was withdrawn", tw.manager, award, models.Conflict},
			{"the holder withdraws twice", tw.holder, withdraw, models.Conflict},
		} {
			err := tw.as(c.by, c.do)
			if c.want == 0 && err != nil || c.want != 0 && !models.IsKind(err, c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if g := tw.grant(p); g.Project != (trial.Balance{Asked: 1}) || g.Holder != g.Project {
			t.Errorf("balance %+v, of the holder %+v", g.Project, g.Holder)
		}
	})
}

func TestPhasesOfAGrant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		n := tw.ask(t, p, 10_000)
		for _, phase := range programme.AllPhases() {
			write(t, d, func(tx *db.Tx) error {
				_, err := tx.Exec(`UPDATE projects SET phase = ? WHERE id = ?`, phase, p.ID)
				return err
			})
			err := tw.as(tw.holder, func(tx *db.Tx) error {
				_, err := trial.AskGrant(tx, p.Ref, trial.RequestDraft{Purpose: "x", Lines: []trial.Line{{Label: "x", Amount: 1}}})
				return err
			})
			if open := phase == programme.Coaching || phase == programme.Test; open != (err == nil) || !open && !models.IsCode(err, "grant.out_of_phase") {
				t.Errorf("asking in %s: %v", phase, err)
			}
			if phase == programme.Launched {
				if err := tw.award(p, n, 10_000); !models.IsCode(err, "grant.out_of_phase") {
					t.Errorf("awarding in %s: %v", phase, err)
				}
			}
		}
	})
}

func TestHostileDrafts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		line := func(amounts ...models.Cents) (list []trial.Line) {
			for _, a := range amounts {
				list = append(list, trial.Line{Label: "x", Amount: a})
			}
			return list
		}
		for name, draft := range map[string]trial.RequestDraft{
			"nothing": {}, "no line": {Purpose: "x"}, "no purpose": {Lines: line(1)}, "blank purpose": {Purpose: " \n", Lines: line(1)},
			"zero": {Purpose: "x", Lines: line(0)}, "below zero": {Purpose: "x", Lines: line(-1)},
			"too much": {Purpose: "x", Lines: line(models.MaxCents + 1)}, "a sum too great": {Purpose: "x", Lines: line(models.MaxCents, 1)},
			"too many lines": {Purpose: "x", Lines: make([]trial.Line, 10_000)}, "a line without words": {Purpose: "x", Lines: []trial.Line{{Amount: 1}}},
			"a novel": {Purpose: strings.Repeat("é", 2001), Lines: line(1)}, "a long post": {Purpose: "x", Lines: []trial.Line{{Label: strings.Repeat("é", 201), Amount: 1}}},
		} {
			err := tw.as(tw.holder, func(tx *db.Tx) error { _, err := trial.AskGrant(tx, p.Ref, draft); return err })
			if !models.IsKind(err, models.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		n := tw.ask(t, p, 100_000)
		for name, c := range map[string]struct {
			draft trial.AwardDraft
			kind  models.Kind
		}{
			"nothing":     {trial.AwardDraft{}, models.Invalid},
			"below zero":  {trial.AwardDraft{Amount: -5}, models.Invalid},
			"beyond":      {trial.AwardDraft{Amount: 100_001}, models.Refused},
			"absurd":      {trial.AwardDraft{Amount: 1 << 62}, models.Invalid},
			"gap":         {trial.AwardDraft{Amount: 100_000, Tranches: []trial.TrancheDraft{{Amount: 99_999}}}, models.Refused},
			"past due":    {trial.AwardDraft{Amount: 100_000, Tranches: []trial.TrancheDraft{{Amount: 100_000, DueOn: "2020-01-01"}}}, models.Invalid},
			"no such day": {trial.AwardDraft{Amount: 100_000, Tranches: []trial.TrancheDraft{{Amount: 100_000, DueOn: "2027-02-30"}}}, models.Invalid},
		} {
			c.draft.Version = 1
			err := tw.as(tw.manager, func(tx *db.Tx) error { _, err := trial.AwardGrant(tx, p.Ref, n, c.draft); return err })
			if !models.IsKind(err, c.kind) {
				t.Errorf("award %s: %v", name, err)
			}
		}
		err := tw.as(tw.manager, func(tx *db.Tx) error {
			_, err := trial.Recover(tx, p.Ref, n, trial.Entry{Version: 1, Amount: 1, On: tx.Today(), Text: "x"})
			return err
		})
		if !models.IsCode(err, "grant.not_awarded") {
			t.Errorf("recovery of nothing: %v", err)
		}
		if n := tw.count(t, `SELECT COUNT(*) FROM grant_requests`) + tw.count(t, `SELECT COUNT(*) FROM grant_awards`); n != 1 {
			t.Errorf("%d rows, want the one request", n)
		}
	})
}

func TestForeignTranchesAreMissing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p, q := tw.projects[0], tw.projects[1]
		must(t, tw.award(p, tw.ask(t, p, 10_000), 10_000))
		must(t, tw.award(p, tw.ask(t, p, 10_000), 10_000))
		must(t, tw.award(q, tw.ask(t, q, 10_000), 10_000))
		for _, id := range []int64{tw.request(p, 2).Tranches[0].ID, tw.request(q, 1).Tranches[0].ID, 0, -1, 1 << 40} {
			err := tw.as(tw.manager, func(tx *db.Tx) error {
				_, err := trial.Pay(tx, p.Ref, 1, id, trial.Entry{Version: 2, Amount: 1, On: tx.Today(), Text: "x"})
				return err
			})
			if !models.IsKind(err, models.NotFound) {
				t.Errorf("tranche %d: %v", id, err)
			}
		}
		if n := tw.count(t, `SELECT COUNT(*) FROM grant_payments`); n != 0 {
			t.Errorf("%d payments", n)
		}
	})
}

func TestImportedAwardsMayExceedTheCap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		write(t, d, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO grant_holders (person_id, cap) VALUES (?, 500000)`, p.PersonID); err != nil {
				return err
			}
			var id int64
			if _, err := tx.Get([]any{&id}, `INSERT INTO grant_requests (ref, project_id, person_id, number, purpose, asked_on, state, imported, created_at)
				VALUES ('R', ?, ?, 1, '', '2008-05-06', 'awarded', TRUE, 1) RETURNING id`, p.ID, p.PersonID); err != nil {
				return err
			}
			if _, err := tx.Exec(`INSERT INTO grant_lines (request_id, position, label, amount) VALUES (?, 1, 'x', 620000)`, id); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO grant_awards (request_id, person_id, amount, awarded_on, imported, created_at)
				VALUES (?, ?, 620000, '2008-05-06', TRUE, 1)`, id, p.PersonID)
			return err
		})
		g := tw.grant(p)
		if g.Holder != (trial.Balance{Asked: 620_000, Awarded: 620_000, Carried: 620_000}) || g.Project != g.Holder || g.Left() != 0 || g.Holder.LeftToPay() != 0 {
			t.Errorf("imported: %+v, left %d", g.Holder, g.Left())
		}
		if err := tw.award(tw.projects[1], tw.ask(t, tw.projects[1], 1), 1); !models.IsCode(err, "grant.over_cap") {
			t.Errorf("a cent more: %v", err)
		}
		err := tw.as(tw.manager, func(tx *db.Tx) error {
			_, err := trial.Reduce(tx, p.Ref, 1, trial.Entry{Version: 1, Amount: 1, Text: "x"})
			return err
		})
		if !models.IsCode(err, "grant.imported") {
			t.Errorf("reducing an imported award: %v", err)
		}
		tw.healthy(t)
	})
}

func TestListsOfWhatWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := build(t, d)
		p := tw.projects[0]
		must(t, tw.award(p, tw.ask(t, p, 100_000), 100_000, trial.TrancheDraft{Amount: 30_000, DueOn: "2026-12-01"},
			trial.TrancheDraft{Amount: 50_000, DueOn: "2027-06-01", Condition: "Facture"}, trial.TrancheDraft{Amount: 20_000}))
		tw.ask(t, tw.projects[1], 5_000)
		due := func(a access.Actor, until models.Date) (list []trial.Due, waiting []trial.Waiting) {
			must(t, d.Read(ctx, a, func(tx *db.Tx) (err error) {
				if list, err = trial.DueTranches(tx, until, 10); err != nil {
					return err
				}
				waiting, err = trial.WaitingRequests(tx, 10)
				return err
			}))
			return list, waiting
		}
		list, waiting := due(tw.manager.Actor(), "2026-12-31")
		if len(list) != 2 || list[0].Position != 3 || list[0].Left != 20_000 || list[0].DueOn != "2026-11-23" || list[1].Left != 30_000 {
			t.Errorf("due %+v", list)
		}
		if len(waiting) != 1 || waiting[0].Asked != 5_000 || waiting[0].ProjectRef != tw.projects[1].Ref {
			t.Errorf("waiting %+v", waiting)
		}
		if list, waiting := due(tw.coach.Actor(), "2027-12-31"); len(list)+len(waiting) != 0 {
			t.Errorf("a coach sees %v %v", list, waiting)
		}
		r := tw.request(p, 1)
		must(t, tw.as(tw.manager, func(tx *db.Tx) error {
			_, err := trial.Pay(tx, p.Ref, 1, r.Tranches[0].ID, trial.Entry{Version: 2, Amount: 30_000, On: tx.Today(), Text: "x"})
			return err
		}))
		must(t, tw.as(tw.manager, func(tx *db.Tx) error { // gives up the last tranche and part of the second
			_, err := trial.Reduce(tx, p.Ref, 1, trial.Entry{Version: 3, Amount: 40_000, Text: "Moins cher"})
			return err
		}))
		list, _ = due(tw.manager.Actor(), "2027-12-31")
		if len(list) != 1 || list[0].Position != 2 || list[0].Left != 30_000 {
			t.Errorf("due after a payment and a reduction %+v", list)
		}
		var balances map[int64]trial.Balance
		var whole trial.Balance
		must(t, d.Read(ctx, operator, func(tx *db.Tx) (err error) {
			if whole, err = trial.CohortBalance(tx, p.CohortID); err == nil {
				balances, err = trial.CohortBalances(tx, p.CohortID)
			}
			return err
		}))
		want := trial.Balance{Asked: 100_000, Awarded: 60_000, Reduced: 40_000, Paid: 30_000}
		if whole != want || len(balances) != 1 || balances[p.ID] != want {
			t.Errorf("cohort %+v, %+v", whole, balances)
		}
		tw.healthy(t)
	})
}
