package trial

import "eclosion/models"

// Balance is what a grant comes to, computed from its records and never typed.
// All amounts are cents and none is negative.
type Balance struct {
	Asked     models.Cents
	Awarded   models.Cents
	Paid      models.Cents
	Recovered models.Cents // paid back by the holder
}

// LeftToPay is what was awarded and not paid yet. Money recovered is not owed again.
func (b Balance) LeftToPay() models.Cents { return b.Awarded - b.Paid }

// Kept is what the holder has received and not paid back.
func (b Balance) Kept() models.Cents { return b.Paid - b.Recovered }

// LeftUnder is what may still be awarded under the cap of the terms, when b sums
// every request of one holder, over all projects and cohorts. A recovery gives
// nothing back: the cap bounds what is awarded, whatever became of it.
func (b Balance) LeftUnder(limit models.Cents) models.Cents { return max(0, limit-b.Awarded) }

// Add sums two balances.
func (b Balance) Add(o Balance) Balance {
	return Balance{b.Asked + o.Asked, b.Awarded + o.Awarded, b.Paid + o.Paid, b.Recovered + o.Recovered}
}

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

func amountField(name, code string, facts models.Facts) *models.Problem {
	return models.Fields(models.FieldProblem{Field: name, Code: code, Facts: facts})
}
