package trial

import (
	"math"
	"strings"
	"testing"

	"eclosion/models"
)

func answer(p *models.Problem) string {
	switch {
	case p == nil:
		return "ok"
	case len(p.Fields) > 0:
		return p.Fields[0].Field + ":" + p.Fields[0].Code
	}
	return strings.Join(p.Codes(), " ")
}

func TestGrantRules(t *testing.T) {
	const limit = 500_000
	cents := func(list ...models.Cents) []models.Cents { return list }
	for _, c := range []struct {
		name string
		got  *models.Problem
		want string
	}{
		{"one line", CheckLines(cents(1)), "ok"},
		{"no line", CheckLines(nil), "lines:required"},
		{"an empty line", CheckLines(cents(100, 0)), "lines:line_amount"},
		{"a line below nothing", CheckLines(cents(100, -1)), "lines:line_amount"},
		{"a line out of reach", CheckLines(cents(models.MaxCents + 1)), "lines:line_amount"},
		{"a sum out of reach", CheckLines(cents(models.MaxCents, 1)), "lines:money_max"},

		{"the whole cap", CheckAward(limit, limit, 0, limit), "ok"},
		{"the rest of the cap", CheckAward(limit, 200_000, 300_000, limit), "ok"},
		{"a cent beyond the cap", CheckAward(limit, 200_001, 300_000, limit), "grant.over_cap"},
		{"the cap is used", CheckAward(limit, 1, limit, limit), "grant.over_cap"},
		{"past terms were larger", CheckAward(limit, 1, 700_000, limit), "grant.over_cap"},
		{"more than asked", CheckAward(100, 101, 0, limit), "grant.over_asked"},
		{"both", CheckAward(100, limit+1, 0, limit), "grant.over_asked grant.over_cap"},
		{"a sum that would overflow", CheckAward(math.MaxInt64, math.MaxInt64, 300_000, limit), "grant.over_cap"},
		{"nothing", CheckAward(100, 0, 0, limit), "amount:positive"},
		{"less than nothing", CheckAward(100, -100, 0, limit), "amount:positive"},

		{"three tranches", CheckTranches(100, cents(50, 25, 25)), "ok"},
		{"a cent missing", CheckTranches(100, cents(50, 25, 24)), "grant.tranches_differ"},
		{"a cent too much", CheckTranches(100, cents(50, 25, 26)), "grant.tranches_differ"},
		{"no tranche", CheckTranches(100, nil), "tranches:required"},
		{"an empty tranche", CheckTranches(100, cents(100, 0)), "tranches:line_amount"},
		{"a tranche that hides another", CheckTranches(100, cents(150, -50)), "tranches:line_amount"},

		{"the whole tranche", CheckPayment(100, 0, 100), "ok"},
		{"the rest", CheckPayment(100, 60, 40), "ok"},
		{"a cent too much paid", CheckPayment(100, 60, 41), "grant.over_tranche"},
		{"nothing paid", CheckPayment(100, 0, 0), "amount:positive"},

		{"all back", CheckRecovery(100, 0, 100), "ok"},
		{"the rest back", CheckRecovery(100, 60, 40), "ok"},
		{"more than paid", CheckRecovery(100, 60, 41), "grant.over_paid"},
		{"nothing back", CheckRecovery(100, 0, -5), "amount:positive"},
	} {
		if got := answer(c.got); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOverCapFacts(t *testing.T) {
	p := CheckAward(500_000, 250_000, 300_000, 500_000)
	for fact, want := range map[string]models.Cents{"amount": 250_000, "awarded": 300_000, "cap": 500_000, "left": 200_000} {
		if p.Facts[fact] != want {
			t.Errorf("%s: %v, want %d", fact, p.Facts[fact], want)
		}
	}
}

func TestBalance(t *testing.T) {
	b := Balance{Asked: 400, Awarded: 250, Paid: 100, Recovered: 30}.Add(Balance{Asked: 200, Awarded: 200, Paid: 50})
	if b != (Balance{Asked: 600, Awarded: 450, Paid: 150, Recovered: 30}) {
		t.Errorf("sum %+v", b)
	}
	if b.LeftToPay() != 300 || b.Kept() != 120 {
		t.Errorf("left to pay %d, kept %d", b.LeftToPay(), b.Kept())
	}
	if b.LeftUnder(500) != 50 || b.LeftUnder(400) != 0 {
		t.Errorf("left under the cap: %d, %d", b.LeftUnder(500), b.LeftUnder(400))
	}
	if Sum([]models.Cents{1, 2, 3}) != 6 || Sum(nil) != 0 {
		t.Error("sum")
	}
}
