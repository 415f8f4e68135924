package sheet

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/finance"
	"eclosion/views/wording"
)

// Names of the sheets that compute. Cells of the sheet of inputs are named through finance.Table.At alone.
const (
	yearsSheet   = "Prévisions"
	cashSheet    = "Trésorerie"
	loansSheet   = "Emprunts"
	detailSheet  = "Calculs"
	fundingSheet = "Financement"
)

// FinanceCells tells where the workbook computes what: a test holds them against models/finance.
type FinanceCells struct {
	Years   map[string]int // row of the years' sheet, columns B to D
	Months  map[string]int // row of the cash sheet, columns B to M
	Funding map[string]string
}

// financeBook is the workbook of a plan's figures being written.
type financeBook struct {
	*Book
	ctx   context.Context
	in    finance.Inputs
	cells FinanceCells
}

// Finance writes the figures of a plan with formulas that live: whoever changes an input sees what follows. The rounding is
// that of models/finance.
func Finance(ctx context.Context, in finance.Inputs, about string) ([]byte, FinanceCells, error) {
	b := financeBook{NewBook(), ctx, in, FinanceCells{map[string]int{}, map[string]int{}, map[string]string{}}}
	b.data(about)
	b.years()
	b.cash()
	b.loans()
	b.detail()
	b.funding()
	out, err := b.Bytes()
	return out, b.cells, err
}

// d names a cell of a table of inputs, its column fixed when it is copied to the right.
func d(t finance.Table, row int, column string) string {
	return fmt.Sprintf("'%s'!$%s$%d", finance.DataSheet, t.Column(column), t.FirstRow()+row-1)
}

func single(field string) string {
	names, cells := finance.Singles()
	for i, name := range names {
		if name == field {
			return fmt.Sprintf("'%s'!$%s$%s", finance.DataSheet, cells[i][:1], cells[i][1:])
		}
	}
	return ""
}

// column is the letter of the nth column behind the labels, from 1.
func column(n int) string { return string(rune('A' + n)) }

// data lays what is entered into its cells.
func (b *financeBook) data(about string) {
	s := b.Sheet(finance.DataSheet)
	s.Width("A", 34)
	s.Width("B:J", 14)
	s.Put("A1", wording.T(b.ctx, "Plan financier : %s", about), Title)
	s.Put(finance.MarkerCell, finance.Marker, Hidden)
	s.Put("A2", wording.T(b.ctx, "Complétez les cellules colorées. Les autres feuilles calculent ; ce classeur peut être repris sur la page du plan financier."), Note)
	names, cells := finance.Singles()
	values := []any{b.in.Start, finance.Word(string(b.in.Scheme)), b.in.Opening, b.in.Reserve, b.in.PayDays}
	looks := []Look{Date, Input, Amount, Amount, Number}
	for i, name := range names {
		label := wording.PlanFigureLabel(b.ctx, name)
		if name == finance.FieldPayDays {
			label = wording.T(b.ctx, "%s (jours)", label)
		}
		s.Put("A"+cells[i][1:], label, Plain)
		s.Put(cells[i], values[i], looks[i])
	}
	s.Choose(cells[1], finance.Word(string(finance.Quarterly)), finance.Word(string(finance.Franchise)))
	for _, t := range finance.Tables() {
		b.table(s, t)
	}
	var kinds []string
	for _, k := range finance.Kinds() {
		kinds = append(kinds, finance.Word(string(k)))
	}
	s.Choose(finance.Sources.At(1, "kind")+":"+finance.Sources.At(finance.MaxResources, "kind"), kinds...)
}

// entered gives the values of a line of a table, in the order of its columns; nil for an empty one.
func (b *financeBook) entered(t finance.Table, row int) []any {
	rate := func(r finance.Rate) any { return float64(r) / 100 }
	in, i := b.in, row-1
	switch {
	case t == finance.Sales && i < len(in.Sales):
		x := in.Sales[i]
		return []any{x.Label, x.Price, x.Quantity[0], x.Quantity[1], x.Quantity[2], rate(x.VAT), x.CostUnit, rate(x.CostRate), rate(x.CostVAT), x.Days}
	case t == finance.FixedCosts && i < len(in.Fixed):
		x := in.Fixed[i]
		return []any{x.Label, x.Amount[0], x.Amount[1], x.Amount[2], rate(x.VAT)}
	case t == finance.Invested && i < len(in.Investments):
		x := in.Investments[i]
		return []any{x.Label, x.Amount, x.Month, x.Years, rate(x.VAT)}
	case t == finance.Sources && i < len(in.Resources):
		x := in.Resources[i]
		return []any{finance.Word(string(x.Kind)), x.Label, x.Amount, x.Month, rate(x.Rate), x.Months}
	case t == finance.YearFigures:
		return []any{in.Remuneration[i], in.Contributions[i]}
	case t == finance.Season:
		return []any{in.Season[i]}
	}
	return nil
}

func (b *financeBook) table(s *Sheet, t finance.Table) {
	title, heads := wording.PlanFigureTable(b.ctx, t)
	row := t.FirstRow()
	s.Put("A"+strconv.Itoa(row-2), title, Title)
	for i, c := range t.Columns() {
		s.Put(t.Column(c)+strconv.Itoa(row-1), heads[i], Head)
	}
	for n := 1; n <= t.Rows(); n++ {
		values := b.entered(t, n)
		for i, c := range t.Columns() {
			var value any
			if values != nil {
				value = values[i]
			}
			look := Number
			switch value.(type) {
			case models.Cents:
				look = Amount
			case string:
				look = Input
			}
			s.Put(t.At(n, c), value, look)
		}
		switch t {
		case finance.YearFigures:
			s.Put("A"+strconv.Itoa(row+n-1), wording.T(b.ctx, "Année %s", wording.Count(n)), Plain)
		case finance.Season:
			s.Put("A"+strconv.Itoa(row+n-1), Formula(fmt.Sprintf("DATE(YEAR(%[1]s),MONTH(%[1]s)+%[2]d,1)", single(finance.FieldStart), n-1)), Month)
		}
	}
}

// line writes a label and a formula for each of so many columns; it gives the row.
func line(s *Sheet, row int, label any, columns int, look Look, formula func(n int, column string) string) int {
	s.Put("A"+strconv.Itoa(row), label, map[bool]Look{true: Head}[look == Sum])
	for n := 1; n <= columns; n++ {
		s.Put(column(n)+strconv.Itoa(row), Formula(formula(n, column(n))), look)
	}
	return row
}

// named is the formula that shows the name of a line.
func named(t finance.Table, row int) Formula {
	return Formula(fmt.Sprintf(`IF(%[1]s="","",%[1]s)`, d(t, row, "label")))
}

// years computes the three years and where they break even.
func (b *financeBook) years() {
	s := b.Sheet(yearsSheet)
	s.Width("A", 38)
	s.Width("B:D", 16)
	s.Put("A1", wording.T(b.ctx, "Prévisions à trois ans"), Title)
	for y := 1; y <= finance.Years; y++ {
		s.Put(column(y)+"2", wording.T(b.ctx, "Année %s", wording.Count(y)), Head)
	}
	s.Freeze("B3")
	row := 2
	next := func() int { row++; return row }
	at := b.cells.Years
	block := func(name, label string, t finance.Table, each func(i, y int, c string) string) {
		first := row + 1
		for i := 1; i <= t.Rows(); i++ {
			line(s, next(), named(t, i), finance.Years, Euros, func(y int, c string) string { return each(i, y, c) })
		}
		last := row
		at[name+"_first"] = first
		at[name] = line(s, next(), label, finance.Years, Sum, func(_ int, c string) string { return fmt.Sprintf("SUM(%s%d:%s%d)", c, first, c, last) })
	}
	block("turnover", wording.T(b.ctx, "Chiffre d'affaires"), finance.Sales, func(i, y int, _ string) string {
		return fmt.Sprintf("ROUND(%s*%s,2)", d(finance.Sales, i, "price"), d(finance.Sales, i, "q"+strconv.Itoa(y)))
	})
	block("variable", wording.T(b.ctx, "Coûts variables"), finance.Sales, func(i, y int, c string) string {
		return fmt.Sprintf("ROUND(%s*%s,2)+ROUND(%s%d*%s/100,2)", d(finance.Sales, i, "cost_unit"), d(finance.Sales, i, "q"+strconv.Itoa(y)), c, at["turnover_first"]+i-1, d(finance.Sales, i, "cost_rate"))
	})
	of := func(name, label string, look Look, formula string) { // {name} stands for the cell of the same year
		at[name] = line(s, next(), label, finance.Years, look, func(_ int, c string) string { return fill(formula, c, at) })
	}
	of("margin", wording.T(b.ctx, "Marge"), Sum, "{turnover}-{variable}")
	block("fixed", wording.T(b.ctx, "Frais fixes"), finance.FixedCosts, func(i, y int, _ string) string { return d(finance.FixedCosts, i, "y"+strconv.Itoa(y)) + "+0" })
	block("depreciation", wording.T(b.ctx, "Amortissements"), finance.Invested, func(i, y int, _ string) string {
		amount, month, life := d(finance.Invested, i, "amount"), d(finance.Invested, i, "month"), "MAX(12*"+d(finance.Invested, i, "years")+",1)"
		used := func(year int) string { return fmt.Sprintf("MIN(MAX(%d-%s+1,0),%s)", 12*year, month, life) }
		return fmt.Sprintf("ROUND(%[1]s*%[2]s/%[4]s,2)-ROUND(%[1]s*%[3]s/%[4]s,2)", amount, used(y), used(y-1), life)
	})
	of("operating", wording.T(b.ctx, "Résultat d'exploitation"), Sum, "{margin}-{fixed}-{depreciation}")
	at["interest"] = line(s, next(), wording.T(b.ctx, "Intérêts"), finance.Years, Euros, func(y int, _ string) string { return loanSum(y, 2) })
	at["contributions"] = line(s, next(), wording.T(b.ctx, "Cotisations sociales"), finance.Years, Euros, func(y int, _ string) string { return d(finance.YearFigures, y, "contributions") + "+0" })
	at["remuneration"] = line(s, next(), wording.T(b.ctx, "Rémunération"), finance.Years, Euros, func(y int, _ string) string { return d(finance.YearFigures, y, "remuneration") + "+0" })
	of("result", wording.T(b.ctx, "Résultat"), Sum, "{operating}-{interest}-{contributions}-{remuneration}")
	at["cumulative"] = line(s, next(), wording.T(b.ctx, "Résultat cumulé"), finance.Years, Euros, func(_ int, c string) string { return fmt.Sprintf("SUM($B%[2]d:%[1]s%[2]d)", c, at["result"]) })
	of("capacity", wording.T(b.ctx, "Capacité de remboursement"), Euros, "{result}+{depreciation}")
	at["principal"] = line(s, next(), wording.T(b.ctx, "Remboursements"), finance.Years, Euros, func(y int, _ string) string { return loanSum(y, 1) })
	of("left", wording.T(b.ctx, "Reste après remboursement"), Sum, "{capacity}-{principal}")
	row++
	s.Put("A"+strconv.Itoa(next()), wording.T(b.ctx, "Seuil de rentabilité"), Title)
	of("charges", wording.T(b.ctx, "Charges à couvrir"), Euros, "{fixed}+{depreciation}+{interest}+{contributions}+{remuneration}")
	of("rate", wording.T(b.ctx, "Taux de marge (%)"), Share, "IF({turnover}>0,ROUND({margin}/MAX({turnover},0.01)*100,2),0)")
	of("threshold", wording.T(b.ctx, "Seuil par an"), Sum, "IF(AND({turnover}>0,{margin}>0),ROUND({charges}*{turnover}/MAX({margin},0.01),2),0)")
	of("month", wording.T(b.ctx, "Seuil par mois"), Euros, "ROUND({threshold}/12,2)")
	of("months", wording.T(b.ctx, "Atteint après (mois)"), Share, "IF({turnover}>0,ROUND(12*{threshold}/MAX({turnover},0.01),1),0)")
	at["units_first"] = row + 1
	for i := 1; i <= finance.MaxSales; i++ {
		line(s, next(), named(finance.Sales, i), finance.Years, Whole, func(y int, c string) string {
			return fill("ROUNDUP(ROUND("+d(finance.Sales, i, "q"+strconv.Itoa(y))+"*{threshold}/MAX({turnover},0.01),2),0)", c, at)
		})
	}
}

// fill puts the cells of a column for the names of rows.
func fill(formula, c string, rows map[string]int) string {
	for name, row := range rows {
		formula = strings.ReplaceAll(formula, "{"+name+"}", c+strconv.Itoa(row))
	}
	return formula
}

// funding sets the needs of the start against where the money comes from.
func (b *financeBook) funding() {
	s := b.Sheet(fundingSheet)
	s.Width("A", 44)
	s.Width("B", 16)
	s.Put("A1", wording.T(b.ctx, "Plan de financement"), Title)
	row := 2
	add := func(name, label string, look Look, formula string) {
		row++
		s.Put("A"+strconv.Itoa(row), label, Plain)
		s.Put("B"+strconv.Itoa(row), Formula(formula), look)
		b.cells.Funding[name] = "B" + strconv.Itoa(row)
	}
	list := func(t finance.Table, column string) string {
		return fmt.Sprintf("'%s'!$%[2]s$%[3]d:$%[2]s$%[4]d", finance.DataSheet, t.Column(column), t.FirstRow(), t.FirstRow()+t.Rows()-1)
	}
	add("investments", wording.T(b.ctx, "Investissements des douze premiers mois"), Euros, fmt.Sprintf(`SUMIF(%s,"<=12",%s)`, list(finance.Invested, "month"), list(finance.Invested, "amount")))
	add("reserve", wording.T(b.ctx, "Réserve de trésorerie"), Euros, single(finance.FieldReserve)+"+0")
	add("needs", wording.T(b.ctx, "Total des besoins"), Sum, "B3+B4")
	add("opening", wording.T(b.ctx, "Solde bancaire de départ"), Euros, single(finance.FieldOpening)+"+0")
	for _, k := range finance.Kinds() {
		add(string(k), wording.ResourceLabel(b.ctx, k), Euros, fmt.Sprintf(`SUMIF(%s,"%s",%s)`, list(finance.Sources, "kind"), finance.Word(string(k)), list(finance.Sources, "amount")))
	}
	add("resources", wording.T(b.ctx, "Total des ressources"), Sum, fmt.Sprintf("SUM(B6:B%d)", row))
	add("balance", wording.T(b.ctx, "Ressources − besoins"), Sum, b.cells.Funding["resources"]+"-"+b.cells.Funding["needs"])
}
