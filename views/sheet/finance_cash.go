package sheet

import (
	"fmt"
	"strconv"
	"strings"

	"eclosion/models/finance"
	"eclosion/views/wording"
)

const months = finance.MonthsOfCash

// firstLoanRow is the row of the first month on the sheet of loans; columns B and C add up principal and interest of all of
// them, each loan has two more.
const firstLoanRow = 4

// loanSum adds up a year of loans: 1 the principal, 2 the interest.
func loanSum(y, what int) string {
	from := firstLoanRow + 12*(y-1)
	return fmt.Sprintf("SUM('%[1]s'!$%[2]s$%[3]d:$%[2]s$%[4]d)", loansSheet, column(what), from, from+11)
}

// loans pays every loan back in equal parts, month by month.
func (b *financeBook) loans() {
	s := b.Sheet(loansSheet)
	s.Put("A1", wording.T(b.ctx, "Emprunts"), Title)
	s.Put("A3", wording.T(b.ctx, "Mois"), Head)
	s.Put("B3", wording.T(b.ctx, "Capital"), Head)
	s.Put("C3", wording.T(b.ctx, "Intérêts"), Head)
	s.Width("A:W", 13)
	s.Freeze("B4")
	for j := 1; j <= finance.MaxResources; j++ {
		s.Put(column(2*j+1)+"2", named(finance.Sources, j), Head)
		s.Put(column(2*j+1)+"3", wording.T(b.ctx, "Capital"), Head)
		s.Put(column(2*j+2)+"3", wording.T(b.ctx, "Intérêts"), Head)
	}
	for t := 1; t <= 12*finance.Years; t++ {
		row := strconv.Itoa(firstLoanRow + t - 1)
		s.Put("A"+row, t, Whole)
		var principal, interest []string
		for j := 1; j <= finance.MaxResources; j++ {
			amount, months := d(finance.Sources, j, "amount"), d(finance.Sources, j, "months")
			part := fmt.Sprintf("($A%s-%s)", row, d(finance.Sources, j, "month"))
			runs := fmt.Sprintf(`AND(%s="%s",%s>=1,%s<=%s)`, d(finance.Sources, j, "kind"), finance.Word(string(finance.Loan)), part, part, months)
			paid := func(back string) string {
				return fmt.Sprintf("ROUND(%s*(%s%s)/MAX(%s,1),2)", amount, part, back, months)
			}
			s.Put(column(2*j+1)+row, Formula(fmt.Sprintf("IF(%s,%s-%s,0)", runs, paid(""), paid("-1"))), Euros)
			s.Put(column(2*j+2)+row, Formula(fmt.Sprintf("IF(%s,ROUND((%s-%s)*%s/1200,2),0)", runs, amount, paid("-1"), d(finance.Sources, j, "rate"))), Euros)
			principal, interest = append(principal, column(2*j+1)+row), append(interest, column(2*j+2)+row)
		}
		s.Put("B"+row, Formula(strings.Join(principal, "+")), Sum)
		s.Put("C"+row, Formula(strings.Join(interest, "+")), Sum)
	}
}

// Rows of the sheet of details: a block of lines for each thing that is spread over the months.
const (
	detailWeights = 4 // weight of the month
	detailUpTo    = 5 // weights up to it
	detailFirst   = 7
)

// blocks of the sheet of details, with the table whose lines they have.
var detailBlocks = []struct {
	name  string
	table finance.Table
}{{"sold", finance.Sales}, {"sold_vat", finance.Sales}, {"spent", finance.Sales}, {"spent_vat", finance.Sales}, {"received", finance.Sales}, {"paid", finance.Sales},
	{"fixed", finance.FixedCosts}, {"fixed_vat", finance.FixedCosts}, {"bought", finance.Invested}, {"bought_vat", finance.Invested}}

// detailRow is the row of a line of a block.
func detailRow(name string, line int) int {
	row := detailFirst
	for _, block := range detailBlocks {
		if block.name == name {
			return row + line
		}
		row += block.table.Rows() + 2
	}
	return 0
}

// detailSum adds up a month of a block.
func detailSum(name, c string) string {
	for _, block := range detailBlocks {
		if block.name == name {
			return fmt.Sprintf("SUM('%[1]s'!%[2]s%[3]d:%[2]s%[4]d)", detailSheet, c, detailRow(name, 1), detailRow(name, block.table.Rows()))
		}
	}
	return "0"
}

// running is the part of an amount that falls on a month: the difference of two rounded running totals.
func running(amount, upTo, before, whole string) string {
	return fmt.Sprintf("ROUND(%[1]s*%[2]s/%[4]s,2)-ROUND(%[1]s*%[3]s/%[4]s,2)", amount, upTo, before, whole)
}

// detail spreads the first year over its months, line by line.
func (b *financeBook) detail() {
	s := b.Sheet(detailSheet)
	s.Width("A", 34)
	s.Width("B:M", 12)
	s.Put("A1", wording.T(b.ctx, "Calculs mois par mois"), Title)
	s.Put("A2", wording.T(b.ctx, "TVA comptée (1) ou franchise (0)"), Plain)
	s.Put("B2", Formula(fmt.Sprintf(`IF(%s="%s",0,1)`, single(finance.FieldScheme), finance.Word(string(finance.Franchise)))), Whole)
	line(s, 3, wording.T(b.ctx, "Mois"), months, Whole, func(k int, _ string) string { return strconv.Itoa(k) })
	line(s, detailWeights, wording.T(b.ctx, "Poids"), months, Whole, func(k int, _ string) string { return d(finance.Season, k, "weight") + "+0" })
	line(s, detailUpTo, wording.T(b.ctx, "Poids depuis le début"), months, Whole, func(_ int, c string) string { return fmt.Sprintf("SUM($B$%[2]d:%[1]s$%[2]d)", c, detailWeights) })
	whole := fmt.Sprintf("MAX($M$%d,1)", detailUpTo)
	weights := func(k int) (upTo, before string) {
		upTo = fmt.Sprintf("%s$%d", column(k), detailUpTo)
		if k == 1 {
			return upTo, "0"
		}
		return upTo, fmt.Sprintf("%s$%d", column(k-1), detailUpTo)
	}
	for i := 1; i <= finance.MaxSales; i++ {
		b.saleLines(s, i, whole, weights)
	}
	for i := 1; i <= finance.MaxFixed; i++ {
		line(s, detailRow("fixed", i), named(finance.FixedCosts, i), months, Euros, func(k int, _ string) string {
			return running(d(finance.FixedCosts, i, "y1"), strconv.Itoa(k), strconv.Itoa(k-1), "12")
		})
		b.tax(s, "fixed", i, d(finance.FixedCosts, i, "vat"), named(finance.FixedCosts, i))
	}
	for i := 1; i <= finance.MaxInvestments; i++ {
		line(s, detailRow("bought", i), named(finance.Invested, i), months, Euros, func(k int, _ string) string {
			return fmt.Sprintf("IF(%s=%d,%s,0)", d(finance.Invested, i, "month"), k, d(finance.Invested, i, "amount"))
		})
		b.tax(s, "bought", i, d(finance.Invested, i, "vat"), named(finance.Invested, i))
	}
	titles := map[string]string{"sold": wording.T(b.ctx, "Ventes du mois, hors TVA"), "sold_vat": wording.T(b.ctx, "TVA de ces ventes"), "spent": wording.T(b.ctx, "Coûts variables du mois"), "spent_vat": wording.T(b.ctx, "TVA de ces coûts"),
		"received": wording.T(b.ctx, "Ventes encaissées, TVA comprise"), "paid": wording.T(b.ctx, "Coûts variables payés, TVA comprise"), "fixed": wording.T(b.ctx, "Frais fixes du mois"), "fixed_vat": wording.T(b.ctx, "TVA de ces frais"),
		"bought": wording.T(b.ctx, "Investissements du mois"), "bought_vat": wording.T(b.ctx, "TVA de ces investissements")}
	for _, block := range detailBlocks {
		s.Put("A"+strconv.Itoa(detailRow(block.name, 0)), titles[block.name], Head)
	}
}

// tax writes the VAT of a line of a block.
func (b *financeBook) tax(s *Sheet, name string, i int, rate string, label Formula) {
	line(s, detailRow(name+"_vat", i), label, months, Euros, func(_ int, c string) string {
		return fmt.Sprintf("ROUND(%s%d*%s/100*$B$2,2)", c, detailRow(name, i), rate)
	})
}

func (b *financeBook) saleLines(s *Sheet, i int, whole string, weights func(int) (string, string)) {
	label := named(finance.Sales, i)
	year := func(block string) string {
		return fmt.Sprintf("'%s'!$B$%d", yearsSheet, b.cells.Years[block+"_first"]+i-1)
	}
	for block, from := range map[string]string{"sold": year("turnover"), "spent": year("variable")} {
		line(s, detailRow(block, i), label, months, Euros, func(k int, _ string) string {
			upTo, before := weights(k)
			return running(from, upTo, before, whole)
		})
	}
	b.tax(s, "sold", i, d(finance.Sales, i, "vat"), label)
	b.tax(s, "spent", i, d(finance.Sales, i, "cost_vat"), label)
	moved := func(block, source, days string) {
		line(s, detailRow(block, i), label, months, Euros, func(k int, _ string) string {
			delay := fmt.Sprintf("ROUNDUP(%s/30,0)", days)
			pick := func(row int) string {
				return fmt.Sprintf("INDEX($B$%[1]d:$M$%[1]d,1,MAX(%[2]d-%[3]s,1))", row, k, delay)
			}
			return fmt.Sprintf("IF(%d-%s>=1,%s+%s,0)", k, delay, pick(detailRow(source, i)), pick(detailRow(source+"_vat", i)))
		})
	}
	moved("received", "sold", d(finance.Sales, i, "days"))
	moved("paid", "spent", single(finance.FieldPayDays))
}

// cash sets the months side by side.
func (b *financeBook) cash() {
	s := b.Sheet(cashSheet)
	s.Width("A", 34)
	s.Width("B:M", 13)
	s.Put("A1", wording.T(b.ctx, "Trésorerie sur douze mois"), Title)
	s.Freeze("B3")
	row, at := 2, b.cells.Months
	put := func(name, label string, look Look, formula func(k int, c string) string) {
		row++
		at[name] = line(s, row, label, months, look, func(k int, c string) string { return fill(formula(k, c), c, at) })
	}
	line(s, 2, wording.T(b.ctx, "Mois"), months, Month, func(k int, _ string) string {
		return fmt.Sprintf("DATE(YEAR(%[1]s),MONTH(%[1]s)+%[2]d,1)", single(finance.FieldStart), k-1)
	})
	year := func(block string) string { return fmt.Sprintf("'%s'!$B$%d", yearsSheet, b.cells.Years[block]) }
	const closing = 15 // the row of what is left at the end of the month
	put("opening", wording.T(b.ctx, "Solde de départ"), Euros, func(k int, _ string) string {
		if k == 1 {
			return single(finance.FieldOpening) + "+0"
		}
		return column(k-1) + strconv.Itoa(closing)
	})
	put("receipts", wording.T(b.ctx, "Ventes encaissées"), Euros, func(_ int, c string) string { return detailSum("received", c) })
	put("funds", wording.T(b.ctx, "Apports et prêts"), Euros, func(k int, _ string) string {
		list := func(column string) string {
			return d(finance.Sources, 1, column) + ":" + d(finance.Sources, finance.MaxResources, column)[len(finance.DataSheet)+3:]
		}
		return fmt.Sprintf("SUMIF(%s,%d,%s)", list("month"), k, list("amount"))
	})
	put("purchases", wording.T(b.ctx, "Achats"), Euros, func(_ int, c string) string { return detailSum("paid", c) })
	put("fixed", wording.T(b.ctx, "Frais fixes"), Euros, func(_ int, c string) string { return detailSum("fixed", c) + "+" + detailSum("fixed_vat", c) })
	put("investments", wording.T(b.ctx, "Investissements"), Euros, func(_ int, c string) string { return detailSum("bought", c) + "+" + detailSum("bought_vat", c) })
	put("contributions", wording.T(b.ctx, "Cotisations sociales"), Euros, func(k int, _ string) string {
		if k%3 != 0 {
			return "0"
		}
		return running(year("contributions"), strconv.Itoa(k/3), strconv.Itoa(k/3-1), "4")
	})
	put("remuneration", wording.T(b.ctx, "Rémunération"), Euros, func(k int, _ string) string {
		return running(year("remuneration"), strconv.Itoa(k), strconv.Itoa(k-1), "12")
	})
	put("loans", wording.T(b.ctx, "Prêts"), Euros, func(k int, _ string) string {
		return fmt.Sprintf("'%[1]s'!$B$%[2]d+'%[1]s'!$C$%[2]d", loansSheet, firstLoanRow+k-1)
	})
	const tax, credit = 18, 19 // rows of the month's VAT and of what is kept for the next quarter
	due := func(k int) string {
		return fmt.Sprintf("(SUM(%s%d:%s%d)+%s%d)", column(max(k-3, 1)), tax, column(k-1), tax, column(k-1), credit)
	}
	pays := func(c string) string { return fmt.Sprintf("MOD(MONTH(%s2),3)=1", c) }
	put("vat", wording.T(b.ctx, "TVA"), Euros, func(k int, c string) string {
		if k == 1 {
			return "0"
		}
		return fmt.Sprintf("IF(%s,MAX(0,%s),0)", pays(c), due(k))
	})
	put("in", wording.T(b.ctx, "Entrées"), Sum, func(int, string) string { return "{receipts}+{funds}" })
	put("out", wording.T(b.ctx, "Sorties"), Sum, func(int, string) string {
		return "{purchases}+{fixed}+{investments}+{contributions}+{remuneration}+{loans}+{vat}"
	})
	put("closing", wording.T(b.ctx, "Solde de fin"), Sum, func(int, string) string { return "{opening}+{in}-{out}" })
	put("collected", wording.T(b.ctx, "TVA des ventes du mois"), Euros, func(_ int, c string) string { return detailSum("sold_vat", c) })
	put("deductible", wording.T(b.ctx, "TVA des achats du mois"), Euros, func(_ int, c string) string {
		return detailSum("spent_vat", c) + "+" + detailSum("fixed_vat", c) + "+" + detailSum("bought_vat", c)
	})
	put("tax", wording.T(b.ctx, "TVA du mois"), Euros, func(int, string) string { return "{collected}-{deductible}" })
	put("credit", wording.T(b.ctx, "TVA gardée pour le trimestre suivant"), Euros, func(k int, c string) string {
		if k == 1 {
			return "0"
		}
		return fmt.Sprintf("IF(%s,MIN(0,%s),%s)", pays(c), due(k), column(k-1)+strconv.Itoa(credit))
	})
	if at["closing"] != closing || at["tax"] != tax || at["credit"] != credit {
		b.keep(fmt.Errorf("rows of the cash sheet moved: %v", at))
	}
}
