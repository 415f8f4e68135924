package finance

import "eclosion/models"

// months turns a delay in days into whole months, rounded up: what is paid within thirty days is paid in the month after.
func months(days int) int { return (days + 29) / 30 }

// vat is the rate that counts under the scheme.
func (in Inputs) vat(r Rate) Rate {
	if in.Scheme == Franchise {
		return 0
	}
	return r
}

// cash works out the twelve months. VAT arises with the invoice, in the month of the sale or purchase; money moves later.
func (in Inputs) cash(loans schedule) [MonthsOfCash]Month {
	var list [MonthsOfCash]Month
	for k := range list {
		list[k].First = in.Start.AddMonths(k)
	}
	in.sell(&list)
	in.spend(&list)
	for _, r := range in.Resources {
		list[r.Month-1].Funds += r.Amount
	}
	for k := range list {
		list[k].Loans = loans.principal[k] + loans.interest[k]
	}
	settle(&list, in.Opening)
	return list
}

// at adds to a field of a month when the plan still reaches it.
func at(list *[MonthsOfCash]Month, month int, add func(*Month)) {
	if month < len(list) {
		add(&list[month])
	}
}

// sell spreads the first year's sales and their variable costs over its months.
func (in Inputs) sell(list *[MonthsOfCash]Month) {
	weights := int64(0)
	for _, w := range in.Season {
		weights += int64(w)
	}
	for _, s := range in.Sales {
		turnover, variable := s.turnover(0), s.variable(0)
		before := int64(0)
		for k := range list {
			upTo := before + int64(in.Season[k])
			sold, spent := slice(turnover, before, upTo, weights), slice(variable, before, upTo, weights)
			before = upTo
			soldVAT, spentVAT := in.vat(s.VAT).of(sold), in.vat(s.CostVAT).of(spent)
			list[k].Collected += soldVAT
			list[k].Deductible += spentVAT
			at(list, k+months(s.Days), func(m *Month) { m.Receipts += sold + soldVAT })
			at(list, k+months(in.PayDays), func(m *Month) { m.Purchases += spent + spentVAT })
		}
	}
}

// spend puts fixed costs, investments, contributions and income where they are paid.
func (in Inputs) spend(list *[MonthsOfCash]Month) {
	for k := range list {
		m := &list[k]
		n := int64(k)
		for _, f := range in.Fixed {
			amount := slice(f.Amount[0], n, n+1, 12)
			tax := in.vat(f.VAT).of(amount)
			m.Fixed += amount + tax
			m.Deductible += tax
		}
		for _, i := range in.Investments {
			if i.Month == k+1 {
				tax := in.vat(i.VAT).of(i.Amount)
				m.Investments += i.Amount + tax
				m.Deductible += tax
			}
		}
		if quarter := n / 3; k%3 == 2 { // at the end of each quarter of the plan
			m.Contributions = slice(in.Contributions[0], quarter, quarter+1, 4)
		}
		m.Remuneration = slice(in.Remuneration[0], n, n+1, 12)
	}
}

// settle pays VAT and carries the balances on. VAT of a calendar quarter is paid in the month after it; what the state
// owes is kept against the next quarter.
func settle(list *[MonthsOfCash]Month, opening models.Cents) {
	credit := models.Cents(0)
	for k := range list {
		m := &list[k]
		if k > 0 && m.First.Month()%3 == 1 {
			due := credit
			for j := max(k-3, 0); j < k; j++ {
				due += list[j].Collected - list[j].Deductible
			}
			m.VAT, credit = max(due, 0), min(due, 0)
		}
		m.credit = credit
		m.Opening = opening
		m.In = m.Receipts + m.Funds
		m.Out = m.Purchases + m.Fixed + m.Investments + m.Contributions + m.Remuneration + m.Loans + m.VAT
		m.Closing = m.Opening + m.In - m.Out
		opening = m.Closing
	}
}

// Below lists the months that end with less than nothing, and the lowest balance.
func (c Computed) Below() (list []Month, lowest models.Cents) {
	lowest = c.Months[0].Closing
	for _, m := range c.Months {
		lowest = min(lowest, m.Closing)
		if m.Below() {
			list = append(list, m)
		}
	}
	return list, lowest
}
