package trial_test

import (
	"math/rand/v2"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

// ledger counts by hand what the store should say: one entry a request that was taken.
type ledger struct {
	project                                          int
	asked, awarded, reduced, paid, recovered, proven models.Cents
	refused                                          bool
	tranches                                         []models.Cents
	trancheIDs                                       []int64
	tranchePaid                                      []models.Cents
}

// Whatever people do in whatever order, sums keep their rules, and the balance is what a
// slow count by hand gives.
func TestRandomLives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		for seed := range uint64(2) {
			tw := build2(t, d, seed)
			life := &life{t: t, tw: tw, rng: rand.New(rand.NewPCG(seed, 7)), limit: 500_000}
			for range 120 {
				life.step()
			}
			life.compare()
			tw.healthy(t)
			if life.taken < 20 || life.refused < 10 {
				t.Errorf("seed %d: %d taken, %d refused: too tame to show anything", seed, life.taken, life.refused)
			}
		}
	})
}

// build2 is build once, then another holder for each further seed.
func build2(t *testing.T, d *db.DB, seed uint64) *town {
	t.Helper()
	if seed == 0 {
		return build(t, d)
	}
	tw := &town{d: d}
	write(t, d, func(tx *db.Tx) error {
		*tw = town{d: d}
		cohorts, err := programme.Cohorts(tx)
		if err != nil {
			return err
		}
		person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Ada", LastName: "X"})
		if err != nil {
			return err
		}
		for _, c := range cohorts {
			p, err := openProject(tx, c, person.ID, programme.Test)
			if err != nil {
				return err
			}
			tw.projects = append(tw.projects, p)
		}
		return nil
	})
	return tw
}

type life struct {
	t              *testing.T
	tw             *town
	rng            *rand.Rand
	limit          models.Cents
	list           []*ledger
	numbers        []int // of list, within its project
	taken, refused int
}

func (l *life) amount(most models.Cents) models.Cents {
	return models.Cents(l.rng.Int64N(int64(most)+2)) - 1
}

// step does one thing, sensible or not, as the operator: permissions are another test's.
func (l *life) step() {
	if len(l.list) == 0 || l.rng.IntN(5) == 0 {
		l.ask()
		return
	}
	i := l.rng.IntN(len(l.list))
	e, p, n := l.list[i], l.tw.projects[l.list[i].project], l.numbers[i]
	version := l.tw.request(p, n).Version
	entry := trial.Entry{Version: version, Amount: l.amount(25_000), On: "2026-11-23", Text: "x"}
	do := func(ok bool, fn func(tx *db.Tx) error) bool {
		err := l.tw.d.Write(ctx, operator, fn)
		if (err == nil) != ok {
			l.t.Fatalf("request %+v, amount %d: %v, want taken: %t", *e, entry.Amount, err, ok)
		}
		if _, isProblem := models.ProblemOf(err); err != nil && !isProblem {
			l.t.Fatal(err)
		}
		if ok {
			l.taken++
		} else {
			l.refused++
		}
		return ok
	}
	waiting := e.awarded == 0 && !e.refused
	awarded := e.awarded > 0
	switch l.rng.IntN(8) {
	case 0, 1, 2:
		l.award(e, p, n, version, waiting, do)
	case 3, 4:
		l.pay(e, p, n, entry, do)
	case 5:
		if do(awarded && entry.Amount > 0 && entry.Amount <= e.awarded-e.reduced-e.paid, func(tx *db.Tx) error { _, err := trial.Reduce(tx, p.Ref, n, entry); return err }) {
			e.reduced += entry.Amount
		}
	case 6:
		if do(awarded && entry.Amount > 0 && entry.Amount <= e.paid-e.recovered, func(tx *db.Tx) error { _, err := trial.Recover(tx, p.Ref, n, entry); return err }) {
			e.recovered += entry.Amount
		}
	case 7:
		if l.rng.IntN(3) > 0 {
			if do(awarded && entry.Amount > 0, func(tx *db.Tx) error { _, err := trial.AddProof(tx, p.Ref, n, entry); return err }) {
				e.proven += entry.Amount
			}
		} else if do(waiting, func(tx *db.Tx) error {
			_, err := trial.RefuseGrant(tx, p.Ref, n, trial.RefusalDraft{Version: version, Reason: "x"})
			return err
		}) {
			e.refused = true
		}
	}
}

func (l *life) ask() {
	project := l.rng.IntN(len(l.tw.projects))
	e := &ledger{project: project}
	var lines []trial.Line
	for range 1 + l.rng.IntN(3) {
		a := 1 + max(0, l.amount(90_000))
		e.asked += a
		lines = append(lines, trial.Line{Label: "x", Amount: a})
	}
	write(l.t, l.tw.d, func(tx *db.Tx) error {
		_, err := trial.AskGrant(tx, l.tw.projects[project].Ref, trial.RequestDraft{Purpose: "x", Lines: lines})
		return err
	})
	number := 1
	for _, other := range l.list {
		if other.project == project {
			number++
		}
	}
	l.list, l.numbers = append(l.list, e), append(l.numbers, number)
}

func (l *life) holder() (b trial.Balance) {
	for _, e := range l.list {
		b = b.Add(e.balance())
	}
	return b
}

func (e *ledger) balance() trial.Balance {
	return trial.Balance{Asked: e.asked, Awarded: e.awarded - e.reduced, Reduced: e.reduced, Paid: e.paid, Recovered: e.recovered, Proven: e.proven}
}

func (l *life) award(e *ledger, p *programme.Project, n, version int, waiting bool, do func(bool, func(*db.Tx) error) bool) {
	amount := l.amount(e.asked + e.asked/5)
	tranches := []trial.TrancheDraft{}
	for rest := amount; rest > 0 && len(tranches) < 3; {
		part := min(rest, 1+max(0, l.amount(rest)))
		if len(tranches) == 2 {
			part = rest
		}
		tranches, rest = append(tranches, trial.TrancheDraft{Amount: part}), rest-part
	}
	ok := waiting && amount > 0 && amount <= e.asked && l.holder().Awarded+amount <= l.limit
	if !do(ok, func(tx *db.Tx) error {
		_, err := trial.AwardGrant(tx, p.Ref, n, trial.AwardDraft{Version: version, Amount: amount, Tranches: tranches})
		return err
	}) {
		return
	}
	e.awarded = amount
	for _, t := range l.tw.request(p, n).Tranches {
		e.tranches, e.trancheIDs, e.tranchePaid = append(e.tranches, t.Amount), append(e.trancheIDs, t.ID), append(e.tranchePaid, 0)
	}
}

func (l *life) pay(e *ledger, p *programme.Project, n int, entry trial.Entry, do func(bool, func(*db.Tx) error) bool) {
	if len(e.tranches) == 0 {
		do(false, func(tx *db.Tx) error { _, err := trial.Pay(tx, p.Ref, n, 1, entry); return err })
		return
	}
	i := l.rng.IntN(len(e.tranches))
	// What was reduced comes off the last tranches first, where it was not paid.
	reduced, left := e.reduced, models.Cents(0)
	for k := len(e.tranches) - 1; k >= i; k-- {
		open := e.tranches[k] - e.tranchePaid[k]
		off := min(open, reduced)
		reduced, left = reduced-off, open-off
	}
	if do(entry.Amount > 0 && entry.Amount <= left, func(tx *db.Tx) error {
		_, err := trial.Pay(tx, p.Ref, n, e.trancheIDs[i], entry)
		return err
	}) {
		e.tranchePaid[i] += entry.Amount
		e.paid += entry.Amount
	}
}

func (l *life) compare() {
	l.t.Helper()
	for i, p := range l.tw.projects {
		g := l.tw.grant(p)
		var want trial.Balance
		for k, e := range l.list {
			if e.project == i {
				want = want.Add(e.balance())
				if got := l.tw.request(p, l.numbers[k]).Balance(); got != e.balance() {
					l.t.Errorf("%s request %d: %+v, want %+v", p.Ref, l.numbers[k], got, e.balance())
				}
			}
		}
		if g.Project != want || g.Holder != l.holder() {
			l.t.Errorf("%s: project %+v want %+v; holder %+v want %+v", p.Ref, g.Project, want, g.Holder, l.holder())
		}
		for _, b := range []trial.Balance{g.Project, g.Holder} {
			if b.Awarded > l.limit || b.Paid > b.Awarded || b.Recovered > b.Paid || b.LeftToPay() < 0 || g.Left() < 0 {
				l.t.Errorf("%s: a sum breaks its rule: %+v", p.Ref, b)
			}
		}
	}
}
