package report

import (
	"context"
	"math"
	"strconv"

	"eclosion/models"
	"eclosion/models/finance"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Finance makes the results of a plan's figures: key figures, three years, break-even, twelve months of cash, funding.
// The page that one types on and the paper show these same blocks.
func Finance(ctx context.Context, in finance.Inputs, c finance.Computed) Paper {
	var p Paper
	p.section("resultats", wording.T(ctx, "Résultats en bref"))
	p.financeHead(ctx, c)
	p.section("previsions", wording.T(ctx, "Prévisions à trois ans"), yearsTable(ctx, in, c))
	p.add(Text{Note: true, Body: wording.T(ctx, "Montants hors TVA, ou TVA comprise avec la franchise. L'impôt sur le revenu n'est pas calculé.")})
	p.section("seuil", wording.T(ctx, "Seuil de rentabilité"))
	p.evenPoint(ctx, in, c)
	p.section("tresorerie", wording.T(ctx, "Trésorerie sur douze mois"))
	p.cash(ctx, c)
	p.section("financement", wording.T(ctx, "Plan de financement"), fundingTable(ctx, c.Funding), fundingWord(ctx, c.Funding))
	return p
}

func (p *Paper) financeHead(ctx context.Context, c finance.Computed) {
	first, last := c.Years[0], c.Months[len(c.Months)-1]
	below, lowest := c.Below()
	p.add(Figures{
		{Value: wording.Money(first.Turnover), Label: wording.T(ctx, "Chiffre d'affaires de la première année")},
		{Value: wording.Money(first.Result), Label: wording.T(ctx, "Résultat de la première année"), Note: wording.T(ctx, "cotisations et rémunération déduites")},
		{Value: evenValue(c.Even[0]), Label: wording.T(ctx, "Seuil de rentabilité"), Note: wording.T(ctx, "chiffre d'affaires de la première année")},
		{Value: wording.Money(last.Closing), Label: wording.T(ctx, "Trésorerie après douze mois"), Note: wording.T(ctx, "au plus bas : %s", wording.Money(lowest))},
	})
	if len(below) > 0 {
		p.add(Callout{ui.Wait, wording.N(ctx, "La trésorerie finit %s mois sous zéro", "La trésorerie finit %s mois sous zéro", len(below), wording.Count(len(below))),
			wording.T(ctx, "Premier mois : %s. Il manque au plus %s : prévoyez un apport, un prêt ou un autre calendrier.", wording.Month(below[0].First), wording.Money(-lowest))})
	}
}

func evenValue(b finance.BreakEven) string {
	if !b.Exists() {
		return "—"
	}
	return wording.Money(b.Threshold)
}

// yearsTable sets the years side by side, each line with the way it is computed.
func yearsTable(ctx context.Context, in finance.Inputs, c finance.Computed) Table {
	t := Table{Caption: wording.T(ctx, "Prévisions à trois ans"), Columns: []Column{{Title: wording.T(ctx, "Poste"), Width: 3}, {Title: wording.T(ctx, "Calcul"), Width: 3.4}}}
	for y := range c.Years {
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Année %s", wording.Count(y+1)), Width: 1.9, Num: true})
	}
	add := func(label, how string, value func(finance.Year) models.Cents) {
		cells := []Cell{{Text: label, Head: true}, {Text: how}}
		for _, y := range c.Years {
			cells = append(cells, Cell{Text: wording.Money(value(y))})
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	for i, s := range in.Sales {
		add(s.Label, wording.T(ctx, "prix × quantité"), func(y finance.Year) models.Cents { return y.Lines[i] })
	}
	add(wording.T(ctx, "Chiffre d'affaires"), wording.T(ctx, "somme des ventes"), func(y finance.Year) models.Cents { return y.Turnover })
	add(wording.T(ctx, "Coûts variables"), wording.T(ctx, "coût par unité × quantité + % des ventes"), func(y finance.Year) models.Cents { return y.Variable })
	add(wording.T(ctx, "Marge"), wording.T(ctx, "chiffre d'affaires − coûts variables"), func(y finance.Year) models.Cents { return y.Margin })
	add(wording.T(ctx, "Frais fixes"), wording.T(ctx, "somme des frais fixes"), func(y finance.Year) models.Cents { return y.Fixed })
	add(wording.T(ctx, "Amortissements"), wording.T(ctx, "investissement ÷ durée d'utilisation"), func(y finance.Year) models.Cents { return y.Depreciation })
	add(wording.T(ctx, "Résultat d'exploitation"), wording.T(ctx, "marge − frais fixes − amortissements"), func(y finance.Year) models.Cents { return y.Operating })
	add(wording.T(ctx, "Intérêts"), wording.T(ctx, "des prêts, sur ce qui reste dû"), func(y finance.Year) models.Cents { return y.Interest })
	add(wording.T(ctx, "Cotisations sociales"), wording.T(ctx, "telles qu'estimées"), func(y finance.Year) models.Cents { return y.Contributions })
	add(wording.T(ctx, "Rémunération"), wording.T(ctx, "telle que voulue"), func(y finance.Year) models.Cents { return y.Remuneration })
	add(wording.T(ctx, "Résultat"), wording.T(ctx, "exploitation − intérêts − cotisations − rémunération"), func(y finance.Year) models.Cents { return y.Result })
	add(wording.T(ctx, "Résultat cumulé"), wording.T(ctx, "depuis le départ"), func(y finance.Year) models.Cents { return y.Cumulative })
	add(wording.T(ctx, "Capacité de remboursement"), wording.T(ctx, "résultat + amortissements"), func(y finance.Year) models.Cents { return y.Capacity })
	add(wording.T(ctx, "Remboursements"), wording.T(ctx, "capital des prêts"), func(y finance.Year) models.Cents { return y.Principal })
	add(wording.T(ctx, "Reste après remboursement"), wording.T(ctx, "capacité − remboursements"), func(y finance.Year) models.Cents { return y.Left })
	return t
}

// evenPoint says where each year covers its charges, in words, in a table and in a drawing.
func (p *Paper) evenPoint(ctx context.Context, in finance.Inputs, c finance.Computed) {
	p.add(Text{Body: evenWord(ctx, c.Even[0])})
	t := Table{Caption: wording.T(ctx, "Seuil de rentabilité"), Columns: []Column{{Title: wording.T(ctx, "Poste"), Width: 3}, {Title: wording.T(ctx, "Calcul"), Width: 3.4}}}
	for y := range c.Even {
		t.Columns = append(t.Columns, Column{Title: wording.T(ctx, "Année %s", wording.Count(y+1)), Width: 1.9, Num: true})
	}
	add := func(label, how string, value func(finance.BreakEven) string) {
		cells := []Cell{{Text: label, Head: true}, {Text: how}}
		for _, b := range c.Even {
			cells = append(cells, Cell{Text: value(b)})
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	known := func(b finance.BreakEven, text string) string {
		if !b.Exists() {
			return "—"
		}
		return text
	}
	add(wording.T(ctx, "Charges à couvrir"), wording.T(ctx, "frais fixes + amortissements + intérêts + cotisations + rémunération"), func(b finance.BreakEven) string { return wording.Money(b.Charges) })
	add(wording.T(ctx, "Taux de marge"), wording.T(ctx, "marge ÷ chiffre d'affaires"), func(b finance.BreakEven) string {
		return known(b, percent(ctx, b.MarginRate))
	})
	add(wording.T(ctx, "Seuil par an"), wording.T(ctx, "charges ÷ taux de marge"), evenValue)
	add(wording.T(ctx, "Seuil par mois"), wording.T(ctx, "seuil par an ÷ 12"), func(b finance.BreakEven) string { return known(b, wording.Money(b.Month)) })
	add(wording.T(ctx, "Atteint après"), wording.T(ctx, "12 × seuil ÷ chiffre d'affaires"), func(b finance.BreakEven) string {
		return known(b, wording.T(ctx, "%s mois", tenths(b.Tenths)))
	})
	for i, s := range in.Sales {
		add(s.Label, wording.T(ctx, "quantité par an au seuil"), func(b finance.BreakEven) string {
			if i < len(b.Units) {
				return wording.Count(int(b.Units[i]))
			}
			return "—"
		})
	}
	p.add(t)
	if c.Even[0].Exists() {
		p.add(evenChart(ctx, c.Even[0]))
	}
}

func tenths(n int) string {
	if n%10 == 0 {
		return wording.Count(n / 10)
	}
	return wording.Count(n/10) + "," + strconv.Itoa(n%10)
}

func evenWord(ctx context.Context, b finance.BreakEven) string {
	switch b.Reach {
	case finance.NoSales:
		return wording.T(ctx, "Aucune vente n'est prévue la première année : il n'y a pas de seuil à calculer.")
	case finance.NoMargin:
		return wording.T(ctx, "Chaque vente coûte autant qu'elle rapporte, ou davantage : vendre plus ne couvrira jamais les charges. Revoyez les prix ou les coûts variables.")
	case finance.Short:
		return wording.T(ctx, "Les ventes de la première année ne couvrent pas les charges : il faudrait vendre pour %s au lieu de %s.", wording.Money(b.Threshold), wording.Money(b.Turnover))
	}
	return wording.T(ctx, "Les ventes de la première année couvrent les charges et la rémunération voulue à partir de %s, après %s mois.", wording.Money(b.Threshold), tenths(b.Tenths))
}

// evenChart draws the charges against the sales that pay them.
func evenChart(ctx context.Context, b finance.BreakEven) Chart {
	const steps = 5
	most := float64(max(b.Turnover, b.Threshold)) / 100 * 1.2
	rate := 1 - float64(b.Margin)/float64(b.Turnover)
	sales, charges := make([]float64, steps+1), make([]float64, steps+1)
	labels := make([]string, steps+1)
	for i := range sales {
		sales[i] = most * float64(i) / steps
		charges[i] = float64(b.Charges)/100 + sales[i]*rate
		labels[i] = euros(sales[i])
	}
	return Chart{func(width float64) chart.Scene {
		return chart.LineChart{Frame: chart.Frame{Title: wording.T(ctx, "Ventes et charges de la première année"), Width: width,
			Desc: wording.T(ctx, "Les ventes rejoignent les charges à %s.", wording.Money(b.Threshold))}, Steps: labels, Format: euros,
			Mark: &chart.LineMark{At: steps * float64(b.Threshold) / 100 / most, Label: wording.T(ctx, "Seuil : %s", wording.Money(b.Threshold))},
			Lines: []chart.ChartLine{{Label: wording.T(ctx, "Chiffre d'affaires"), Values: sales, Color: chart.Accent},
				{Label: wording.T(ctx, "Toutes les charges"), Values: charges, Color: chart.Amber, Dashed: true}}}.Scene()
	}}
}

// euros writes an amount of an axis, without cents.
func euros(v float64) string { return wording.Count(int(math.Round(v))) + wording.NoBreak + "€" }

// cash sets the months one below the other: what moves, then what went out.
func (p *Paper) cash(ctx context.Context, c finance.Computed) {
	p.add(cashChart(ctx, c))
	moves := Table{Caption: wording.T(ctx, "Trésorerie mois par mois"), Columns: []Column{{Title: wording.T(ctx, "Mois"), Width: 2}, {Title: wording.T(ctx, "Solde de départ"), Width: 2, Num: true},
		{Title: wording.T(ctx, "Ventes encaissées"), Width: 2, Num: true}, {Title: wording.T(ctx, "Apports et prêts"), Width: 2, Num: true}, {Title: wording.T(ctx, "Sorties"), Width: 2, Num: true}, {Title: wording.T(ctx, "Solde de fin"), Width: 2, Num: true}}}
	out := Table{Caption: wording.T(ctx, "Sorties mois par mois"), Columns: []Column{{Title: wording.T(ctx, "Mois"), Width: 1.3}, {Title: wording.T(ctx, "Achats"), Width: 1.5, Num: true}, {Title: wording.T(ctx, "Frais fixes"), Width: 1.5, Num: true},
		{Title: wording.T(ctx, "Équipement"), Width: 1.6, Num: true}, {Title: wording.T(ctx, "Cotisations"), Width: 1.7, Num: true}, {Title: wording.T(ctx, "Rémunération"), Width: 2.1, Num: true},
		{Title: wording.T(ctx, "Prêts"), Width: 1.4, Num: true}, {Title: wording.T(ctx, "TVA"), Width: 1.4, Num: true}}}
	var total finance.Month
	for _, m := range c.Months {
		end := wording.Money(m.Closing)
		if m.Below() {
			end = wording.T(ctx, "%s, sous zéro", end)
		}
		moves.Rows = append(moves.Rows, Row{Cells: []Cell{{Text: wording.Month(m.First), Head: true}, {Text: wording.Money(m.Opening)}, {Text: wording.Money(m.Receipts)}, {Text: wording.Money(m.Funds)}, {Text: wording.Money(m.Out)}, {Text: end}}})
		out.Rows = append(out.Rows, Row{Cells: append([]Cell{{Text: string(m.First[5:7]) + "/" + string(m.First[:4]), Head: true}}, spent(m)...)})
		total.Receipts, total.Funds, total.Out = total.Receipts+m.Receipts, total.Funds+m.Funds, total.Out+m.Out
		total.Purchases, total.Fixed, total.Investments = total.Purchases+m.Purchases, total.Fixed+m.Fixed, total.Investments+m.Investments
		total.Contributions, total.Remuneration, total.Loans, total.VAT = total.Contributions+m.Contributions, total.Remuneration+m.Remuneration, total.Loans+m.Loans, total.VAT+m.VAT
	}
	head := Cell{Text: wording.T(ctx, "Total"), Head: true}
	moves.Foot = []Cell{head, {Text: ""}, {Text: wording.Money(total.Receipts)}, {Text: wording.Money(total.Funds)}, {Text: wording.Money(total.Out)}, {Text: ""}}
	out.Foot = append([]Cell{head}, spent(total)...)
	p.add(moves, Heading{2, "", wording.T(ctx, "Détail des sorties")}, out,
		Text{Note: true, Body: wording.T(ctx, "TVA comprise. La TVA d'un trimestre civil se paie le mois suivant : TVA des ventes − TVA des achats ; un solde en votre faveur est gardé pour le trimestre suivant.")})
}

func spent(m finance.Month) []Cell {
	var cells []Cell
	for _, v := range []models.Cents{m.Purchases, m.Fixed, m.Investments, m.Contributions, m.Remuneration, m.Loans, m.VAT} {
		cells = append(cells, Cell{Text: wording.Money(v)})
	}
	return cells
}

func cashChart(ctx context.Context, c finance.Computed) Chart {
	var labels []string
	var values []float64
	for _, m := range c.Months {
		labels = append(labels, string(m.First[5:7])+"/"+string(m.First[2:4]))
		values = append(values, float64(m.Closing)/100)
	}
	return Chart{func(width float64) chart.Scene {
		return chart.LineChart{Frame: chart.Frame{Title: wording.T(ctx, "Solde à la fin de chaque mois"), Width: width}, Steps: labels, Format: euros,
			Lines: []chart.ChartLine{{Label: wording.T(ctx, "Solde à la fin du mois"), Values: values, Color: chart.Accent}}}.Scene()
	}}
}

func fundingTable(ctx context.Context, f finance.Funding) Table {
	t := Table{Caption: wording.T(ctx, "Plan de financement"), Columns: []Column{{Title: wording.T(ctx, "Poste"), Width: 6}, {Title: wording.T(ctx, "Montant"), Width: 2, Num: true}}}
	add := func(label string, value models.Cents) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: label, Head: true}, {Text: wording.Money(value)}}})
	}
	t.Rows = append(t.Rows, Row{Group: wording.T(ctx, "Besoins")})
	add(wording.T(ctx, "Investissements des douze premiers mois"), f.Investments)
	add(wording.T(ctx, "Réserve de trésorerie"), f.Reserve)
	add(wording.T(ctx, "Total des besoins"), f.Needs)
	t.Rows = append(t.Rows, Row{Group: wording.T(ctx, "Ressources")})
	add(wording.T(ctx, "Solde bancaire de départ"), f.Opening)
	for _, k := range finance.Kinds() {
		if f.ByKind[k] != 0 {
			add(wording.ResourceLabel(ctx, k), f.ByKind[k])
		}
	}
	add(wording.T(ctx, "Total des ressources"), f.Resources)
	t.Foot = []Cell{{Text: wording.T(ctx, "Ressources − besoins"), Head: true}, {Text: wording.Money(f.Balance)}}
	return t
}

func fundingWord(ctx context.Context, f finance.Funding) Callout {
	if f.Balance < 0 {
		return Callout{ui.Wait, wording.T(ctx, "Le plan de financement n'est pas en équilibre"), wording.T(ctx, "Il manque %s.", wording.Money(-f.Balance))}
	}
	return Callout{ui.Good, wording.T(ctx, "Le plan de financement est en équilibre"), wording.T(ctx, "Il reste %s au-delà des besoins.", wording.Money(f.Balance))}
}
