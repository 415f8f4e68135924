package plan

import (
	"context"
	"strconv"

	"eclosion/models/finance"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Finance is the page of the figures: what is entered, and what follows from it.
type Finance struct {
	Ref      string
	Stored   finance.Stored
	Results  *report.Paper // of what the form holds; nil while it cannot be read
	Edits    bool
	Conflict bool
	Form     ui.Form
	Versions []finance.Kept
	Old      int      // the number of the version that is shown instead of the newest; 0 for none
	Imported []string // what an import would change, in words; the form holds it, nothing is stored
	Import   ui.Form  // the form of an import that was refused
}

// FinancePath is the address of the figures of a project.
func FinancePath(ref string) string { return "/projets/" + ref + "/plan/finances" }

// column heads a table of the form.
type column struct{ name, title string }

// text reports whether the column takes words, not figures.
func (c column) text() bool { return c.name == "label" }

// grid is one table of the form.
type grid struct {
	table       finance.Table
	title, hint string
	columns     []column
	row         func(n int) string // names a line that is not named by its first cell; nil where lines can be added
}

func (f Finance) grids(ctx context.Context) []grid {
	hints := map[finance.Table]string{
		finance.Sales:       wording.T(ctx, "Une ligne par produit ou service. Prix et coûts hors TVA ; avec la franchise, coûts TVA comprise."),
		finance.FixedCosts:  wording.T(ctx, "Ce qui se paie quelles que soient les ventes : loyer, assurances, téléphone, comptable. Montants par an."),
		finance.Invested:    wording.T(ctx, "Ce qui s'achète une fois et sert plusieurs années."),
		finance.Sources:     wording.T(ctx, "Ce qui entre en plus des ventes. Un prêt se rembourse en parts égales, dès le mois qui suit."),
		finance.YearFigures: wording.T(ctx, "Ce que vous voulez prélever par an, et les cotisations sociales que votre caisse estime."),
		finance.Season:      wording.T(ctx, "Le poids de chaque mois dans les ventes de la première année : 2 compte double, 0 ferme le mois."),
	}
	var list []grid
	for _, t := range finance.Tables() {
		title, heads := wording.PlanFigureTable(ctx, t)
		g := grid{table: t, title: title, hint: hints[t]}
		for i, name := range t.Columns() {
			g.columns = append(g.columns, column{name, heads[i]})
		}
		switch t {
		case finance.YearFigures:
			g.row = func(n int) string { return wording.T(ctx, "Année %s", wording.Count(n)) }
		case finance.Season:
			g.row = func(n int) string { return wording.Month(f.Stored.Inputs.Start.AddMonths(n - 1)) }
		}
		list = append(list, g)
	}
	return list
}

// lines is how many lines a table shows: those that hold something, and two more to fill in.
func (f Finance) lines(g grid) int {
	most := g.table.Rows()
	if g.row != nil {
		return most
	}
	last := 0
	for n := 1; n <= most; n++ {
		if f.Form.Value(g.table.Cell(n, "label")) != "" || f.touched(g, n) {
			last = n
		}
	}
	return min(last+2, most)
}

// touched reports whether a line holds something wrong.
func (f Finance) touched(g grid, n int) bool {
	for _, c := range g.columns {
		if f.Form.Problem(g.table.Cell(n, c.name)) != "" {
			return true
		}
	}
	return false
}

// value is what a cell holds: in an empty line, what is usual.
func (f Finance) value(t finance.Table, n int, c column) string {
	name := t.Cell(n, c.name)
	if _, typed := f.Form.Values[name]; typed {
		return f.Form.Value(name)
	}
	switch {
	case c.name == "vat" || c.name == "cost_vat":
		return "21"
	case c.name == "days" || c.name == "month" && t == finance.Sources:
		return map[string]string{"days": "0", "month": "1"}[c.name]
	case t == finance.Invested && (c.name == "month" || c.name == "years"):
		return map[string]string{"month": "1", "years": "3"}[c.name]
	}
	return ""
}

func (f Finance) cellClass(name string, c column) string {
	class := "input finance-cell"
	if c.text() {
		class += " finance-word"
	}
	if f.Form.Problem(name) != "" {
		class += " finance-wrong"
	}
	return class
}

// cellLabel says which cell it is, for those who do not see its column.
func (g grid) cellLabel(ctx context.Context, n int, c column) string {
	if g.row != nil {
		return wording.T(ctx, "%s, %s", c.title, g.row(n))
	}
	return wording.T(ctx, "%s, ligne %s", c.title, wording.Count(n))
}

// wrongID is the id of the fault of a cell.
func (f Finance) wrongID(name string) string { return f.Form.ID(name) + "-error" }

// Labels names every figure, for the summary of faults and the list of changes.
func (f Finance) Labels(ctx context.Context) map[string]string {
	labels := map[string]string{}
	names, _ := finance.Singles()
	for _, name := range names {
		labels[name] = wording.PlanFigureLabel(ctx, name)
	}
	for _, g := range f.grids(ctx) {
		for n := 1; n <= g.table.Rows(); n++ {
			for _, c := range g.columns {
				labels[g.table.Cell(n, c.name)] = g.title + ", " + wording.LowerFirst(g.cellLabel(ctx, n, c))
			}
		}
	}
	return labels
}

func kindOptions(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, k := range finance.Kinds() {
		list = append(list, ui.Option{Value: string(k), Label: wording.ResourceLabel(ctx, k)})
	}
	return list
}

func schemeOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: string(finance.Quarterly), Label: wording.SchemeLabel(ctx, finance.Quarterly)},
		{Value: string(finance.Franchise), Label: wording.SchemeLabel(ctx, finance.Franchise), Hint: wording.T(ctx, "Pas de TVA sur vos ventes, et celle de vos achats n'est pas récupérée.")},
	}
}

func keptText(ctx context.Context, v finance.Kept) string {
	return wording.T(ctx, "Version %s, %s, %s", wording.Count(v.Number), v.Author, wording.Moment(v.At))
}

func versionHref(ref string, number int) string {
	return FinancePath(ref) + "?version=" + strconv.Itoa(number)
}
