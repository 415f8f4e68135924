package plan

import (
	"context"
	"strconv"
	"strings"

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
type column struct {
	name, title string
	text        bool // words, not a figure
	choice      bool
}

// grid is one table of the form.
type grid struct {
	table       finance.Table
	title, hint string
	columns     []column
	row         func(n int) string // names a line that is not named by its first cell; nil otherwise
	lines       int
	more        bool // lines can be added
}

func (f Finance) grids(ctx context.Context) []grid {
	year := func(n int) string { return wording.T(ctx, "Année %s", wording.Count(n)) }
	list := []grid{
		{table: finance.Sales, title: wording.T(ctx, "Ventes"), hint: wording.T(ctx, "Une ligne par produit ou service. Prix et coûts hors TVA ; avec la franchise, coûts TVA comprise."), more: true, columns: []column{
			{name: "label", title: wording.T(ctx, "Produit ou service"), text: true}, {name: "price", title: wording.T(ctx, "Prix par unité (€)")},
			{name: "q1", title: wording.T(ctx, "Quantité année 1")}, {name: "q2", title: wording.T(ctx, "Quantité année 2")}, {name: "q3", title: wording.T(ctx, "Quantité année 3")}, {name: "vat", title: wording.T(ctx, "TVA sur le prix (%)")},
			{name: "cost_unit", title: wording.T(ctx, "Coût variable par unité (€)")}, {name: "cost_rate", title: wording.T(ctx, "Coût variable (% des ventes)")}, {name: "cost_vat", title: wording.T(ctx, "TVA sur ces coûts (%)")},
			{name: "days", title: wording.T(ctx, "Les clients paient après (jours)")}}},
		{table: finance.FixedCosts, title: wording.T(ctx, "Frais fixes"), hint: wording.T(ctx, "Ce qui se paie quelles que soient les ventes : loyer, assurances, téléphone, comptable. Montants par an."), more: true, columns: []column{
			{name: "label", title: wording.T(ctx, "Frais"), text: true}, {name: "y1", title: wording.T(ctx, "Année 1 (€)")}, {name: "y2", title: wording.T(ctx, "Année 2 (€)")}, {name: "y3", title: wording.T(ctx, "Année 3 (€)")}, {name: "vat", title: wording.T(ctx, "TVA (%)")}}},
		{table: finance.Invested, title: wording.T(ctx, "Investissements"), hint: wording.T(ctx, "Ce qui s'achète une fois et sert plusieurs années."), more: true, columns: []column{
			{name: "label", title: wording.T(ctx, "Investissement"), text: true}, {name: "amount", title: wording.T(ctx, "Montant (€)")}, {name: "month", title: wording.T(ctx, "Mois d'achat (1 à 36)")},
			{name: "years", title: wording.T(ctx, "Sert pendant (ans)")}, {name: "vat", title: wording.T(ctx, "TVA (%)")}}},
		{table: finance.Sources, title: wording.T(ctx, "Ressources"), hint: wording.T(ctx, "Ce qui entre en plus des ventes. Un prêt se rembourse en parts égales, dès le mois qui suit."), more: true, columns: []column{
			{name: "kind", title: wording.T(ctx, "Origine"), choice: true}, {name: "label", title: wording.T(ctx, "Nom"), text: true}, {name: "amount", title: wording.T(ctx, "Montant (€)")}, {name: "month", title: wording.T(ctx, "Mois d'entrée (1 à 12)")},
			{name: "rate", title: wording.T(ctx, "Prêt : intérêt par an (%)")}, {name: "months", title: wording.T(ctx, "Prêt : durée (mois)")}}},
		{table: finance.YearFigures, title: wording.T(ctx, "Revenu et cotisations"), hint: wording.T(ctx, "Ce que vous voulez prélever par an, et les cotisations sociales que votre caisse estime."), row: year, columns: []column{
			{name: "remuneration", title: wording.T(ctx, "Rémunération (€)")}, {name: "contributions", title: wording.T(ctx, "Cotisations sociales (€)")}}},
		{table: finance.Season, title: wording.T(ctx, "Saison"), hint: wording.T(ctx, "Le poids de chaque mois dans les ventes de la première année : 2 compte double, 0 ferme le mois."), row: func(n int) string { return wording.Month(f.Stored.Inputs.Start.AddMonths(n - 1)) },
			columns: []column{{name: "weight", title: wording.T(ctx, "Poids")}}},
	}
	for i := range list {
		list[i].lines = f.lines(list[i])
	}
	return list
}

// lines is how many lines a table shows: those that hold something, and two more to fill in.
func (f Finance) lines(g grid) int {
	most := g.table.Rows()
	if !g.more {
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
	if c.text {
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

// Label names a cell in the summary of faults.
func (f Finance) Label(ctx context.Context, field string) string {
	for _, g := range f.grids(ctx) {
		for n := 1; n <= g.table.Rows(); n++ {
			for _, c := range g.columns {
				if g.table.Cell(n, c.name) == field {
					return g.title + ", " + lower(g.cellLabel(ctx, n, c))
				}
			}
		}
	}
	switch field {
	case finance.FieldStart:
		return wording.T(ctx, "Premier mois")
	case finance.FieldScheme:
		return wording.T(ctx, "Régime de TVA")
	case finance.FieldOpening:
		return wording.T(ctx, "Solde bancaire de départ")
	case finance.FieldReserve:
		return wording.T(ctx, "Réserve de trésorerie")
	case finance.FieldPayDays:
		return wording.T(ctx, "Vous payez vos achats après")
	}
	return ""
}

func lower(s string) string {
	if s == "" || s[0] >= 0x80 {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
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
		{Value: string(finance.Quarterly), Label: wording.T(ctx, "TVA, déclarée chaque trimestre")},
		{Value: string(finance.Franchise), Label: wording.T(ctx, "Franchise de la TVA"), Hint: wording.T(ctx, "Pas de TVA sur vos ventes, et celle de vos achats n'est pas récupérée.")},
	}
}

func keptText(ctx context.Context, v finance.Kept) string {
	return wording.T(ctx, "Version %s, %s, %s", wording.Count(v.Number), v.Author, wording.Moment(v.At))
}

func versionHref(ref string, number int) string {
	return FinancePath(ref) + "?version=" + strconv.Itoa(number)
}
