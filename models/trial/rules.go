package trial

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
)

// Balance is what a grant comes to, computed from its records and never typed.
// All amounts are cents and none is negative.
type Balance struct {
	Asked     models.Cents // of requests that were not withdrawn
	Awarded   models.Cents // and still stands: reductions are taken off
	Reduced   models.Cents // awarded once, then given up before it was paid
	Carried   models.Cents // of Awarded, what was awarded before the product: its payments are not known here
	Paid      models.Cents
	Recovered models.Cents // paid back by the holder
	Proven    models.Cents // covered by proofs
}

// LeftToPay is what was awarded here and not paid yet. Money recovered is not owed again.
func (b Balance) LeftToPay() models.Cents { return b.Awarded - b.Carried - b.Paid }

// Kept is what the holder has received and not paid back.
func (b Balance) Kept() models.Cents { return b.Paid - b.Recovered }

// LeftUnder is what may still be awarded under the cap of the terms, when b sums
// every request of one holder, over all projects and cohorts. A recovery gives
// nothing back: the cap bounds what is awarded, whatever became of it.
func (b Balance) LeftUnder(limit models.Cents) models.Cents { return max(0, limit-b.Awarded) }

// Add sums two balances.
func (b Balance) Add(o Balance) Balance {
	return Balance{Asked: b.Asked + o.Asked, Awarded: b.Awarded + o.Awarded, Reduced: b.Reduced + o.Reduced, Carried: b.Carried + o.Carried,
		Paid: b.Paid + o.Paid, Recovered: b.Recovered + o.Recovered, Proven: b.Proven + o.Proven}
}

// ToProve is what the holder keeps and has shown no proof of yet.
func (b Balance) ToProve() models.Cents { return max(0, b.Kept()-b.Proven) }

// Phases are those in which a grant is asked for and awarded: the journey runs.
func Phases() []programme.Phase { return []programme.Phase{programme.Coaching, programme.Test} }

// CheckPhase says whether a grant may be asked for or awarded in that phase. What
// follows an award (payments, proofs, recoveries) may come later.
func CheckPhase(phase programme.Phase) *models.Problem {
	if slices.Contains(Phases(), phase) {
		return nil
	}
	return models.Refuse("grant.out_of_phase", models.Facts{"phase": phase})
}

// MaxLines bounds the lines of a budget and the tranches of an award.
const MaxLines = 40

// Sum adds up amounts.
func Sum(amounts []models.Cents) models.Cents {
	var total models.Cents
	for _, a := range amounts {
		total += a
	}
	return total
}

// CheckLines says whether a request's budget lines can be asked for: at least
// one, each of a positive amount, the whole within what an amount may be. Field: "lines".
func CheckLines(amounts []models.Cents) *models.Problem {
	if len(amounts) == 0 {
		return amountField("lines", "required", nil)
	}
	if len(amounts) > MaxLines {
		return amountField("lines", "max", models.Facts{"param": MaxLines, "kind": "list"})
	}
	var total models.Cents
	for i, a := range amounts {
		if a <= 0 || a > models.MaxCents {
			return amountField("lines", "line_amount", models.Facts{"line": i + 1})
		}
		if total += a; total > models.MaxCents {
			return amountField("lines", "money_max", models.Facts{"max": models.MaxCents})
		}
	}
	return nil
}

// CheckAward says whether so much may be awarded on a request: more than nothing,
// at most what was asked, and, with all that was already awarded to the same
// holder, at most the cap. Nothing lifts the cap. The database guards it again,
// since two may decide at once. Field: "amount".
func CheckAward(asked, award, alreadyAwarded, limit models.Cents) *models.Problem {
	if award <= 0 {
		return amountField("amount", "positive", nil)
	}
	var overAsked, overCap *models.Problem
	if award > asked {
		overAsked = models.Refuse("grant.over_asked", models.Facts{"asked": asked, "amount": award})
	}
	if award > limit-alreadyAwarded {
		overCap = OverCap(award, alreadyAwarded, limit)
	}
	return models.Gather(nil, overAsked, overCap)
}

// OverCap is the refusal of an award beyond the cap, for the rule and for the store's guard.
func OverCap(award, alreadyAwarded, limit models.Cents) *models.Problem {
	return models.Refuse("grant.over_cap", models.Facts{
		"amount": award, "awarded": alreadyAwarded, "cap": limit, "left": max(0, limit-alreadyAwarded),
	})
}

// CheckTranches says whether tranches share out the award exactly, each of a
// positive amount. Field: "tranches".
func CheckTranches(awarded models.Cents, tranches []models.Cents) *models.Problem {
	if len(tranches) == 0 {
		return amountField("tranches", "required", nil)
	}
	if len(tranches) > MaxLines {
		return amountField("tranches", "max", models.Facts{"param": MaxLines, "kind": "list"})
	}
	for i, a := range tranches {
		if a <= 0 || a > models.MaxCents {
			return amountField("tranches", "line_amount", models.Facts{"line": i + 1})
		}
	}
	if total := Sum(tranches); total != awarded {
		return models.Refuse("grant.tranches_differ", models.Facts{"awarded": awarded, "total": total, "gap": awarded - total})
	}
	return nil
}

// CheckPayment says whether so much may be paid on a tranche, of which paid was
// paid before. Field: "amount".
func CheckPayment(tranche, paid, amount models.Cents) *models.Problem {
	if amount <= 0 {
		return amountField("amount", "positive", nil)
	}
	if amount > tranche-paid {
		return models.Refuse("grant.over_tranche", models.Facts{
			"amount": amount, "tranche": tranche, "paid": paid, "left": max(0, tranche-paid),
		})
	}
	return nil
}

// CheckReduction says whether so much of an award can be given up: at most what
// was not paid yet. Field: "amount".
func CheckReduction(b Balance, amount models.Cents) *models.Problem {
	if amount <= 0 {
		return amountField("amount", "positive", nil)
	}
	if amount > b.LeftToPay() {
		return models.Refuse("grant.over_unpaid", models.Facts{
			"amount": amount, "awarded": b.Awarded, "paid": b.Paid, "left": b.LeftToPay(),
		})
	}
	return nil
}

// ShareReductions spreads what an award was reduced by over its tranches, from the
// last to the first, each at most by what was not paid on it. A payment within
// Tranche.Left never changes the share of another tranche.
func ShareReductions(tranches []Tranche, reduced models.Cents) {
	for i := len(tranches) - 1; i >= 0; i-- {
		t := &tranches[i]
		t.Reduced = min(reduced, t.Amount-t.Paid())
		reduced -= t.Reduced
	}
}

// CheckRecovery says whether so much may be recovered of what was paid, of which
// recovered was recovered before. Field: "amount".
func CheckRecovery(paid, recovered, amount models.Cents) *models.Problem {
	if amount <= 0 {
		return amountField("amount", "positive", nil)
	}
	if amount > paid-recovered {
		return models.Refuse("grant.over_paid", models.Facts{
			"amount": amount, "paid": paid, "recovered": recovered, "left": max(0, paid-recovered),
		})
	}
	return nil
}

// checkDay says whether a record may bear a day: a real one, not before since, not
// to come. The field is named by the caller.
func checkDay(name string, day, since, today models.Date) []models.FieldProblem {
	if day == "" {
		return []models.FieldProblem{{Field: name, Code: "required"}}
	}
	if _, err := models.ParseDate(string(day)); err != nil {
		return []models.FieldProblem{{Field: name, Code: "date"}}
	}
	switch {
	case day > today:
		return []models.FieldProblem{{Field: name, Code: "future", Facts: models.Facts{"date": today}}}
	case day < since:
		return []models.FieldProblem{{Field: name, Code: "not_before", Facts: models.Facts{"date": since}}}
	}
	return nil
}

// checkText says whether a text is there and not too long.
func checkText(name, text string, most int) []models.FieldProblem {
	switch n := len([]rune(text)); {
	case strings.TrimSpace(text) == "":
		return []models.FieldProblem{{Field: name, Code: "required"}}
	case n > most:
		return []models.FieldProblem{{Field: name, Code: "max", Facts: models.Facts{"param": most, "kind": "text"}}}
	}
	return nil
}

// gather makes one answer of several checks: their fields first, their reasons beside.
func gather(fields []models.FieldProblem, checks ...*models.Problem) *models.Problem {
	var reasons []*models.Problem
	for _, p := range checks {
		switch {
		case p == nil:
		case len(p.Fields) == 0 && len(p.Reasons) == 0:
			reasons = append(reasons, p)
		default:
			fields = append(fields, p.Fields...)
			reasons = append(reasons, p.Reasons...)
		}
	}
	return models.Gather(fields, reasons...)
}

func amountField(name, code string, facts models.Facts) *models.Problem {
	return models.Fields(models.FieldProblem{Field: name, Code: code, Facts: facts})
}
