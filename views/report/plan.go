package report

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models/finance"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// Plan makes the paper of a whole business plan: its texts, the state of its checklist, its figures.
func Plan(ctx context.Context, w reporting.WholePlan) Paper {
	c := w.Checklist
	p := From(c.Couveuse)
	p.Date, p.Title, p.Subject, p.Reference = c.Today, wording.T(ctx, "Plan d'affaires complet"), c.Project.Ref, c.Project.Ref
	p.Subtitle = title(ctx, c.Project.Title)
	if c.Project.Holder() != "" {
		p.Subtitle += " · " + c.Project.Holder()
	}
	p.section("parties", wording.T(ctx, "Où en est le plan"))
	p.since(ctx, c)
	p.add(planTable(ctx, c))
	for n, s := range c.Sections {
		p.section("partie-"+strconv.Itoa(n+1), strconv.Itoa(n+1)+". "+s.Title)
		if line := textLine(ctx, c, s); line != "" {
			p.add(Text{Note: true, Body: line})
		}
		if s.Text.Body != "" {
			p.add(Typed(s.Text.Body, 2)...)
		} else {
			p.add(Text{Body: wording.T(ctx, "Cette partie n'a pas encore de texte.")})
		}
		if len(s.Files) > 0 {
			p.add(Text{Note: true, Body: wording.T(ctx, "Documents joints : %s", strings.Join(s.Files, ", "))})
		}
		p.add(Heading{2, "", wording.T(ctx, "Points de la liste")})
		p.briefItems(ctx, c, s)
	}
	if w.Finance.Filled {
		p.figures(ctx, w.Finance.Inputs)
	}
	return p
}

// planTable shows each part with its state.
func planTable(ctx context.Context, c reporting.Checklist) Table {
	t := Table{Caption: wording.T(ctx, "Parties du plan"), Columns: []Column{{Title: wording.T(ctx, "Partie"), Width: 4}, {Title: wording.T(ctx, "Texte"), Width: 2}, {Title: wording.T(ctx, "Version"), Width: 2}, {Title: wording.T(ctx, "Points validés"), Width: 2, Num: true}},
		Empty: wording.T(ctx, "Le programme n'a pas encore de liste publiée.")}
	for n, s := range c.Sections {
		version := "—"
		if s.Text.Number > 0 {
			version = wording.T(ctx, "%s, du %s", wording.Count(s.Text.Number), wording.Date(s.Text.UpdatedAt.Date()))
		}
		done, all := s.Progress()
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: strconv.Itoa(n+1) + ". " + s.Title, Head: true}, {Text: wording.SectionStateLabel(ctx, s.State)}, {Text: version},
			{Text: wording.T(ctx, "%s sur %s", wording.Count(done), wording.Count(all))}}})
	}
	return t
}

// briefItems sets the items of a section without what is expected: the checklist has that.
func (p *Paper) briefItems(ctx context.Context, c reporting.Checklist, s reporting.PlanSection) {
	brief := s
	brief.Items = append([]reporting.PlanItem(nil), s.Items...)
	for i := range brief.Items {
		brief.Items[i].Expectation, brief.Items[i].Evidence = "", ""
	}
	p.items(ctx, c, brief)
}

// figures adds what was entered and what follows from it.
func (p *Paper) figures(ctx context.Context, in finance.Inputs) {
	p.add(Break{})
	p.section("hypotheses", wording.T(ctx, "Plan financier : ce qui est prévu"))
	p.add(Defs{{wording.PlanFigureLabel(ctx, finance.FieldStart), wording.Month(in.Start)}, {wording.PlanFigureLabel(ctx, finance.FieldScheme), wording.SchemeLabel(ctx, in.Scheme)}, {wording.T(ctx, "Achats payés après"), wording.Days(ctx, in.PayDays)}})
	sales := Table{Caption: wording.T(ctx, "Ventes"), Empty: wording.T(ctx, "Aucune vente n'est prévue."), Columns: []Column{{Title: wording.T(ctx, "Produit ou service"), Width: 3}, {Title: wording.T(ctx, "Prix"), Width: 1.7, Num: true}, {Title: wording.T(ctx, "Quantité, années 1 à 3"), Width: 2.4, Num: true},
		{Title: wording.T(ctx, "Coût par unité"), Width: 1.7, Num: true}, {Title: wording.T(ctx, "Coût, % des ventes"), Width: 1.6, Num: true}, {Title: wording.T(ctx, "TVA"), Width: 1, Num: true}, {Title: wording.T(ctx, "Payé après"), Width: 1.4, Num: true}}}
	for _, s := range in.Sales {
		sales.Rows = append(sales.Rows, Row{Cells: []Cell{{Text: s.Label, Head: true}, {Text: wording.Money(s.Price)}, {Text: quantities(s.Quantity)}, {Text: wording.Money(s.CostUnit)}, {Text: percent(ctx, s.CostRate)},
			{Text: percent(ctx, s.VAT)}, {Text: wording.Days(ctx, s.Days)}}})
	}
	costs := Table{Caption: wording.T(ctx, "Frais fixes par an"), Empty: wording.T(ctx, "Aucun frais fixe n'est prévu."), Columns: []Column{{Title: wording.T(ctx, "Frais"), Width: 4}, {Title: wording.T(ctx, "Année 1"), Width: 2, Num: true}, {Title: wording.T(ctx, "Année 2"), Width: 2, Num: true},
		{Title: wording.T(ctx, "Année 3"), Width: 2, Num: true}, {Title: wording.T(ctx, "TVA"), Width: 1, Num: true}}}
	for _, f := range in.Fixed {
		costs.Rows = append(costs.Rows, Row{Cells: []Cell{{Text: f.Label, Head: true}, {Text: wording.Money(f.Amount[0])}, {Text: wording.Money(f.Amount[1])}, {Text: wording.Money(f.Amount[2])}, {Text: percent(ctx, f.VAT)}}})
	}
	p.add(Heading{2, "", wording.T(ctx, "Ventes")}, sales, Heading{2, "", wording.T(ctx, "Frais fixes par an")}, costs, Heading{2, "", wording.T(ctx, "Investissements")}, investTable(ctx, in), Heading{2, "", wording.T(ctx, "Ressources")}, sourceTable(ctx, in))
	p.add(Finance(ctx, in, finance.Compute(in)).Blocks...)
}

func investTable(ctx context.Context, in finance.Inputs) Table {
	t := Table{Caption: wording.T(ctx, "Investissements"), Empty: wording.T(ctx, "Aucun investissement n'est prévu."), Columns: []Column{{Title: wording.T(ctx, "Investissement"), Width: 4}, {Title: wording.T(ctx, "Montant"), Width: 2, Num: true}, {Title: wording.T(ctx, "Mois d'achat"), Width: 2},
		{Title: wording.T(ctx, "Sert pendant"), Width: 1.6, Num: true}, {Title: wording.T(ctx, "TVA"), Width: 1, Num: true}}}
	for _, i := range in.Investments {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: i.Label, Head: true}, {Text: wording.Money(i.Amount)}, {Text: wording.Month(in.Start.AddMonths(i.Month - 1))}, {Text: wording.N(ctx, "%s an", "%s ans", i.Years, wording.Count(i.Years))}, {Text: percent(ctx, i.VAT)}}})
	}
	return t
}

func sourceTable(ctx context.Context, in finance.Inputs) Table {
	t := Table{Caption: wording.T(ctx, "Ressources"), Empty: wording.T(ctx, "Aucune ressource n'est prévue."), Columns: []Column{{Title: wording.T(ctx, "Ressource"), Width: 3}, {Title: wording.T(ctx, "Origine"), Width: 2}, {Title: wording.T(ctx, "Montant"), Width: 2, Num: true}, {Title: wording.T(ctx, "Entrée"), Width: 2},
		{Title: wording.T(ctx, "Remboursement"), Width: 2.4}}}
	for _, r := range in.Resources {
		back := "—"
		if r.Kind == finance.Loan {
			back = wording.T(ctx, "%s à %s par an", wording.Months(ctx, r.Months), percent(ctx, r.Rate))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: r.Label, Head: true}, {Text: wording.ResourceLabel(ctx, r.Kind)}, {Text: wording.Money(r.Amount)}, {Text: wording.Month(in.Start.AddMonths(r.Month - 1))}, {Text: back}}})
	}
	return t
}

func percent(ctx context.Context, r finance.Rate) string { return wording.T(ctx, "%s %%", r.Text()) }

func quantities(q [3]int64) string {
	var list []string
	for _, n := range q {
		list = append(list, wording.Count(int(n)))
	}
	return strings.Join(list, " · ")
}
