package finance

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"eclosion/models"
)

// Names of the fields, the same in the form, in the workbook and in a fault. Cell names one of a numbered line.
const (
	FieldStart   = "start"
	FieldScheme  = "scheme"
	FieldOpening = "opening"
	FieldReserve = "reserve"
	FieldPayDays = "pay_days"
)

// Table is a table of the form: its name begins the names of its cells.
type Table string

// The tables.
const (
	Sales       Table = "sale"
	FixedCosts  Table = "fixed"
	Invested    Table = "invest"
	Sources     Table = "source"
	YearFigures Table = "year"   // remuneration and contributions, by year
	Season      Table = "season" // the weight of each month
)

// Rows gives the most lines that a table takes.
func (t Table) Rows() int {
	return map[Table]int{Sales: MaxSales, FixedCosts: MaxFixed, Invested: MaxInvestments, Sources: MaxResources, YearFigures: Years, Season: 12}[t]
}

// Columns gives the names of a table's columns.
func (t Table) Columns() []string {
	switch t {
	case Sales:
		return []string{"label", "price", "q1", "q2", "q3", "vat", "cost_unit", "cost_rate", "cost_vat", "days"}
	case FixedCosts:
		return []string{"label", "y1", "y2", "y3", "vat"}
	case Invested:
		return []string{"label", "amount", "month", "years", "vat"}
	case Sources:
		return []string{"kind", "label", "amount", "month", "rate", "months"}
	case YearFigures:
		return []string{"remuneration", "contributions"}
	}
	return []string{"weight"}
}

// Cell names a cell; rows count from 1.
func (t Table) Cell(row int, column string) string { return fmt.Sprintf("%s-%d-%s", t, row, column) }

// settled are the columns that stand filled in an empty line, and so do not make it a line.
var settled = map[string]bool{"vat": true, "cost_vat": true, "kind": true, "month": true, "days": true, "years": true}

// reader reads texts into inputs and gathers what cannot be read, cell by cell.
type reader struct {
	text   func(name string) string
	faults []models.FieldProblem
}

// Parse reads what was typed, as people in Belgium write it. Lines without a word or an amount are left out.
// Faults name the cells; with any, the inputs are not to be used.
func Parse(text func(name string) string) (Inputs, []models.FieldProblem) {
	r := reader{text: text}
	in := Inputs{Scheme: Scheme(r.get(FieldScheme)), Opening: r.cents(FieldOpening), Reserve: r.cents(FieldReserve), PayDays: r.whole(FieldPayDays, 0, MaxDays)}
	if in.Scheme != Quarterly && in.Scheme != Franchise {
		r.field(FieldScheme, "oneof", nil)
	}
	start, err := models.ParseDate(r.get(FieldStart))
	if err != nil || start.Year() < 2000 || start.Year() > 2199 {
		r.field(FieldStart, "date", nil)
	} else {
		in.Start = start[:8] + "01"
	}
	r.lines(&in)
	weights := 0
	for m := range in.Season {
		in.Season[m] = r.whole(Season.Cell(m+1, "weight"), 0, MaxWeight)
		weights += in.Season[m]
	}
	if weights == 0 && len(r.faults) == 0 {
		r.field(Season.Cell(1, "weight"), "min", models.Facts{"param": 1, "kind": "number"})
	}
	for y := range Years {
		in.Remuneration[y] = r.cents(YearFigures.Cell(y+1, "remuneration"))
		in.Contributions[y] = r.cents(YearFigures.Cell(y+1, "contributions"))
	}
	return in, r.faults
}

func (r *reader) lines(in *Inputs) {
	each := func(t Table, read func(cell func(column string) string)) {
		for n := 1; n <= t.Rows(); n++ {
			cell := func(column string) string { return t.Cell(n, column) }
			if r.filled(t, cell) {
				r.label(cell("label"))
				read(cell)
			}
		}
	}
	each(Sales, func(c func(string) string) {
		in.Sales = append(in.Sales, Sale{Label: r.get(c("label")), Price: r.cents(c("price")), VAT: r.rate(c("vat"), MaxRate), CostUnit: r.cents(c("cost_unit")),
			CostRate: r.rate(c("cost_rate"), MaxCostRate), CostVAT: r.rate(c("cost_vat"), MaxRate), Days: r.whole(c("days"), 0, MaxDays),
			Quantity: [3]int64{int64(r.whole(c("q1"), 0, MaxQuantity)), int64(r.whole(c("q2"), 0, MaxQuantity)), int64(r.whole(c("q3"), 0, MaxQuantity))}})
	})
	each(FixedCosts, func(c func(string) string) {
		in.Fixed = append(in.Fixed, Cost{Label: r.get(c("label")), VAT: r.rate(c("vat"), MaxRate), Amount: [3]models.Cents{r.cents(c("y1")), r.cents(c("y2")), r.cents(c("y3"))}})
	})
	each(Invested, func(c func(string) string) {
		in.Investments = append(in.Investments, Investment{Label: r.get(c("label")), Amount: r.cents(c("amount")), Month: r.whole(c("month"), 1, 12*Years),
			Years: r.whole(c("years"), 1, MaxLife), VAT: r.rate(c("vat"), MaxRate)})
	})
	each(Sources, func(c func(string) string) {
		s := Resource{Kind: Kind(r.get(c("kind"))), Label: r.get(c("label")), Amount: r.cents(c("amount")), Month: r.whole(c("month"), 1, MonthsOfCash)}
		switch s.Kind {
		case Loan:
			s.Rate, s.Months = r.rate(c("rate"), MaxRate), r.whole(c("months"), 1, MaxLoanMonths)
		case Own, Grant, Other:
		default:
			r.field(c("kind"), "oneof", nil)
		}
		in.Resources = append(in.Resources, s)
	})
}

// filled reports whether somebody wrote into a line.
func (r *reader) filled(t Table, cell func(string) string) bool {
	for _, column := range t.Columns() {
		if !settled[column] && r.get(cell(column)) != "" {
			return true
		}
	}
	return false
}

func (r *reader) get(name string) string { return strings.TrimSpace(r.text(name)) }

func (r *reader) field(name, code string, facts models.Facts) {
	r.faults = append(r.faults, models.FieldProblem{Field: name, Code: code, Facts: facts})
}

func (r *reader) label(name string) {
	switch n := utf8.RuneCountInString(r.get(name)); {
	case n == 0:
		r.field(name, "required", nil)
	case n > MaxLabel:
		r.field(name, "max", models.Facts{"param": MaxLabel, "kind": "text"})
	}
}

// cents reads an amount; an empty cell is nothing.
func (r *reader) cents(name string) models.Cents {
	text := r.get(name)
	if text == "" {
		return 0
	}
	c, err := models.ParseCents(text)
	if err != nil {
		r.field(name, "money", nil)
	}
	return c
}

// whole reads a whole number between two bounds; an empty cell is 0, or a fault where 0 is none.
func (r *reader) whole(name string, least, most int) int {
	text := r.get(name)
	if text == "" && least > 0 {
		r.field(name, "required", nil)
		return 0
	}
	c, err := models.ParseCents(text)
	switch {
	case text == "":
		return 0
	case err != nil || c%100 != 0 || strings.ContainsAny(text, "€eE"):
		r.field(name, "number", nil)
	case int(c/100) < least:
		r.field(name, "min", models.Facts{"param": least, "kind": "number"})
	case int(c/100) > most:
		r.field(name, "max", models.Facts{"param": most, "kind": "number"})
	}
	return int(c / 100)
}

// rate reads a per cent, with at most two decimals; an empty cell is 0.
func (r *reader) rate(name string, most Rate) Rate {
	text := strings.TrimSpace(strings.TrimSuffix(r.get(name), "%"))
	if text == "" {
		return 0
	}
	c, err := models.ParseCents(text)
	switch {
	case err != nil || strings.ContainsAny(text, "€eE"):
		r.field(name, "percent", nil)
	case Rate(c) > most:
		r.field(name, "max", models.Facts{"param": int(most / 100), "kind": "number"})
	}
	return Rate(c)
}

// Values gives the inputs as the texts that Parse reads.
func (in Inputs) Values() map[string]string {
	v := map[string]string{FieldStart: string(in.Start), FieldScheme: string(in.Scheme), FieldOpening: amount(in.Opening), FieldReserve: amount(in.Reserve), FieldPayDays: strconv.Itoa(in.PayDays)}
	put := func(t Table, row int, texts ...string) {
		for i, column := range t.Columns() {
			v[t.Cell(row, column)] = texts[i]
		}
	}
	for i, s := range in.Sales {
		put(Sales, i+1, s.Label, amount(s.Price), whole(s.Quantity[0]), whole(s.Quantity[1]), whole(s.Quantity[2]), s.VAT.Text(), amount(s.CostUnit), s.CostRate.Text(), s.CostVAT.Text(), strconv.Itoa(s.Days))
	}
	for i, f := range in.Fixed {
		put(FixedCosts, i+1, f.Label, amount(f.Amount[0]), amount(f.Amount[1]), amount(f.Amount[2]), f.VAT.Text())
	}
	for i, x := range in.Investments {
		put(Invested, i+1, x.Label, amount(x.Amount), strconv.Itoa(x.Month), strconv.Itoa(x.Years), x.VAT.Text())
	}
	for i, s := range in.Resources {
		put(Sources, i+1, string(s.Kind), s.Label, amount(s.Amount), strconv.Itoa(s.Month), s.Rate.Text(), whole(int64(s.Months)))
	}
	for y := range Years {
		put(YearFigures, y+1, amount(in.Remuneration[y]), amount(in.Contributions[y]))
	}
	for m, w := range in.Season {
		put(Season, m+1, strconv.Itoa(w))
	}
	return v
}

// amount writes cents as a cell takes them; nothing for 0.
func amount(c models.Cents) string {
	if c == 0 {
		return ""
	}
	if c%100 == 0 {
		return strconv.FormatInt(int64(c/100), 10)
	}
	return fmt.Sprintf("%d,%02d", c/100, c%100)
}

func whole(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// Text writes a rate in per cent, without its sign.
func (r Rate) Text() string {
	text := fmt.Sprintf("%d,%02d", r/100, r%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ",")
}
