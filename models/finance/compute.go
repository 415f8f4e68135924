package finance

import "eclosion/models"

// Computed is all that follows from what was entered.
type Computed struct {
	Years   [Years]Year
	Months  [MonthsOfCash]Month
	Even    [Years]BreakEven
	Funding Funding
}

// Year is a year's results. The formulas stand beside the fields, in the words of the page.
type Year struct {
	Lines         []models.Cents // turnover of each line: prix × quantité
	Turnover      models.Cents   // sum of the lines
	Variable      models.Cents   // coûts variables: coût unitaire × quantité + % du chiffre d'affaires
	Margin        models.Cents   // chiffre d'affaires − coûts variables
	Fixed         models.Cents   // sum of the fixed costs
	Depreciation  models.Cents   // amortissements: valeur ÷ durée d'utilisation, au mois
	Operating     models.Cents   // marge − frais fixes − amortissements
	Interest      models.Cents
	Before        models.Cents // résultat avant cotisations et rémunération
	Contributions models.Cents
	Remuneration  models.Cents
	Result        models.Cents // what is left
	Cumulative    models.Cents // since the start
	Capacity      models.Cents // capacité de remboursement: résultat + amortissements
	Principal     models.Cents // of loans, to be paid back in the year
	Left          models.Cents // capacity − principal
}

// Month is a month's cash.
type Month struct {
	First                              models.Date
	Opening                            models.Cents
	Receipts                           models.Cents // of sales, VAT included, when they are paid
	Funds                              models.Cents // own means, loans, grants
	Purchases, Fixed, Investments      models.Cents // VAT included
	Contributions, Remuneration, Loans models.Cents
	VAT                                models.Cents // paid for the quarter before
	In, Out, Closing                   models.Cents
	Collected, Deductible              models.Cents // VAT of the month's invoices
	credit                             models.Cents // VAT that the state owes, kept for the next quarter: never positive
}

// Below reports whether the month ends with less than nothing.
func (m Month) Below() bool { return m.Closing < 0 }

// Reach says whether a year's sales can cover its charges.
type Reach string

// The cases of a break-even point.
const (
	Reached  Reach = "reached"   // the sales of the year cover all charges
	Short    Reach = "short"     // they do not, more of them would
	NoSales  Reach = "no_sales"  // nothing is sold
	NoMargin Reach = "no_margin" // what is sold costs as much as it brings, or more: more sales would not help
)

// BreakEven is where a year covers its charges, the holder's income among them.
type BreakEven struct {
	Reach      Reach
	Charges    models.Cents // frais fixes + amortissements + intérêts + cotisations + rémunération
	Turnover   models.Cents
	Margin     models.Cents
	MarginRate Rate         // marge ÷ chiffre d'affaires
	Threshold  models.Cents // charges ÷ taux de marge: turnover of a year that covers them; 0 when there is none
	Month      models.Cents // the same for one month
	Tenths     int          // months of sales, in tenths, after which the charges are covered
	Units      []int64      // of each line in a year, rounded up, when lines sell in the same proportions
}

// Exists reports whether some turnover would cover the charges.
func (b BreakEven) Exists() bool { return b.Reach == Reached || b.Reach == Short }

// Funding holds what the start needs against where it comes from.
type Funding struct {
	Investments models.Cents // of the first twelve months
	Reserve     models.Cents
	Needs       models.Cents
	Opening     models.Cents
	ByKind      map[Kind]models.Cents
	Resources   models.Cents
	Balance     models.Cents // resources − needs
}

// Compute works everything out. The inputs are such as Check accepts.
func Compute(in Inputs) Computed {
	var c Computed
	loans := scheduleOf(in)
	var total models.Cents
	for y := range Years {
		year := in.year(y, loans)
		total += year.Result
		year.Cumulative = total
		c.Years[y], c.Even[y] = year, in.breakEven(y, year)
	}
	c.Months = in.cash(loans)
	c.Funding = in.funding()
	return c
}

func (s Sale) turnover(y int) models.Cents { return s.Price * models.Cents(s.Quantity[y]) }

// variable is what a year's sales of the line cost to make.
func (s Sale) variable(y int) models.Cents {
	return s.CostUnit*models.Cents(s.Quantity[y]) + s.CostRate.of(s.turnover(y))
}

func (in Inputs) year(y int, loans schedule) Year {
	r := Year{Contributions: in.Contributions[y], Remuneration: in.Remuneration[y]}
	for _, s := range in.Sales {
		r.Lines = append(r.Lines, s.turnover(y))
		r.Turnover += s.turnover(y)
		r.Variable += s.variable(y)
	}
	for _, f := range in.Fixed {
		r.Fixed += f.Amount[y]
	}
	for _, i := range in.Investments {
		r.Depreciation += i.depreciation(y)
	}
	for m := 12 * y; m < 12*y+12; m++ {
		r.Interest += loans.interest[m]
		r.Principal += loans.principal[m]
	}
	r.Margin = r.Turnover - r.Variable
	r.Operating = r.Margin - r.Fixed - r.Depreciation
	r.Before = r.Operating - r.Interest
	r.Result = r.Before - r.Contributions - r.Remuneration
	r.Capacity = r.Result + r.Depreciation
	r.Left = r.Capacity - r.Principal
	return r
}

// depreciation is the value that goes in a year, from the month in which the thing is bought.
func (i Investment) depreciation(y int) models.Cents {
	life := int64(12 * i.Years)
	used := func(year int) int64 { return min(max(int64(12*year-i.Month+1), 0), life) }
	return slice(i.Amount, used(y), used(y+1), life)
}

// schedule is what all loans cost, month by month of the plan.
type schedule struct{ principal, interest [12 * Years]models.Cents }

// scheduleOf pays each loan back in equal parts, from the month after it came; interest is that of the month on what is left.
func scheduleOf(in Inputs) schedule {
	var s schedule
	for _, r := range in.Resources {
		if r.Kind != Loan {
			continue
		}
		for part := 1; part <= r.Months; part++ {
			at := r.Month + part - 1 // index of the month after its month
			if at >= len(s.principal) {
				break
			}
			n := int64(r.Months)
			s.principal[at] += slice(r.Amount, int64(part-1), int64(part), n)
			s.interest[at] += share(r.Amount-share(r.Amount, int64(part-1), n), int64(r.Rate), 120_000)
		}
	}
	return s
}

func (in Inputs) breakEven(y int, r Year) BreakEven {
	b := BreakEven{Turnover: r.Turnover, Margin: r.Margin, Charges: r.Fixed + r.Depreciation + r.Interest + r.Contributions + r.Remuneration}
	switch {
	case r.Turnover == 0:
		b.Reach = NoSales
		return b
	case r.Margin <= 0:
		b.Reach = NoMargin
		return b
	}
	b.MarginRate = Rate(share(r.Margin, 10_000, int64(r.Turnover)))
	b.Threshold = share(b.Charges, int64(r.Turnover), int64(r.Margin))
	b.Month = share(b.Threshold, 1, 12)
	b.Tenths = int(share(b.Threshold, 120, int64(r.Turnover)))
	for _, s := range in.Sales {
		units := share(models.Cents(s.Quantity[y])*100, int64(b.Threshold), int64(r.Turnover)) // in hundredths
		b.Units = append(b.Units, (int64(units)+99)/100)
	}
	b.Reach = Short
	if b.Threshold <= r.Turnover {
		b.Reach = Reached
	}
	return b
}

func (in Inputs) funding() Funding {
	f := Funding{Reserve: in.Reserve, Opening: in.Opening, Resources: in.Opening, ByKind: map[Kind]models.Cents{}}
	for _, i := range in.Investments {
		if i.Month <= MonthsOfCash {
			f.Investments += i.Amount
		}
	}
	for _, r := range in.Resources {
		f.ByKind[r.Kind] += r.Amount
		f.Resources += r.Amount
	}
	f.Needs = f.Investments + f.Reserve
	f.Balance = f.Resources - f.Needs
	return f
}
