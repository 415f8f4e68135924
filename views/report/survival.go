package report

import (
	"context"
	"math"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// SurvivalBlocks draw what became of enterprises: the curve with the numbers still at risk, how it stands at the months at which one
// asks, and the plain counts. links is the address that lists the enterprises of a figure; "" for none.
func SurvivalBlocks(ctx context.Context, s reporting.Survival, links string) []Block {
	blocks := SurvivalCurveBlocks(ctx, s, links)
	if s.Total == 0 {
		return blocks
	}
	return append(blocks, survival{speaker: speaker{ctx: ctx, people: links}, s: s}.counts())
}

// SurvivalCurveBlocks are those of the curve alone.
func SurvivalCurveBlocks(ctx context.Context, s reporting.Survival, links string) []Block {
	if s.Total == 0 {
		return []Block{Text{Body: wording.T(ctx, "Aucune entreprise créée dans ce choix.")}}
	}
	v := survival{speaker: speaker{ctx: ctx, people: links}, s: s}
	blocks := []Block{Text{Body: v.summary()}}
	if len(s.Steps) > 0 {
		blocks = append(blocks, Chart{v.curve})
	}
	return append(blocks, v.moments(), Text{Note: true, Body: wording.SurvivalConvention(ctx)})
}

type survival struct {
	speaker
	s reporting.Survival
}

// rate writes a share of the curve: 60,8 %.
func rate(share float64) string {
	return wording.Percent(int(math.Round(share*1e6)), 1e6)
}

// summary says the curve's last answer in a sentence, with its denominator.
func (v survival) summary() string {
	created := wording.N(v.ctx, "%s entreprise créée.", "%s entreprises créées.", v.s.Total, wording.Count(v.s.Total))
	for i := len(v.s.Moments) - 1; i > 0; i-- {
		if m := v.s.Moments[i]; m.Known && !m.Hidden {
			if m.Low == m.High { // nobody closed, or nobody is left: no band can be told
				return created + " " + wording.T(v.ctx, "Part estimée encore en activité après %s : %s.", wording.Months(v.ctx, m.Months), rate(m.Share))
			}
			return created + " " + wording.T(v.ctx, "Part estimée encore en activité après %s : %s (intervalle de confiance à 95 %% : de %s à %s).",
				wording.Months(v.ctx, m.Months), rate(m.Share), rate(m.Low), rate(m.High))
		}
	}
	return created + " " + wording.T(v.ctx, "Il est trop tôt pour estimer leur survie.")
}

func (v survival) curve(width float64) chart.Scene {
	c := chart.StepCurve{Frame: chart.Frame{Title: wording.T(v.ctx, "Courbe de survie des entreprises"), Width: width}, Format: rate,
		Band: wording.T(v.ctx, "Intervalle de confiance à 95 %"), Lost: wording.T(v.ctx, "Perdues de vue, ou pas encore interrogées"),
		AxisText: wording.T(v.ctx, "Mois depuis la création ; en gras, entreprises encore suivies")}
	for _, s := range v.s.Steps {
		c.Points = append(c.Points, chart.StepPoint{At: s.Months, Share: s.Share, Low: s.Low, High: s.High, Lost: s.Censored > 0})
	}
	for _, m := range v.s.Moments {
		mark := chart.StepMark{At: m.Months, Label: wording.Count(m.Months), Text: wording.Count(m.AtRisk)}
		if m.Known {
			mark.Share = rate(m.Share)
		}
		c.Marks = append(c.Marks, mark)
	}
	return c.Scene()
}

// moments is the curve at the months at which one asks.
func (v survival) moments() Table {
	t := Table{Caption: wording.T(v.ctx, "Survie estimée"), Columns: []Column{{Title: wording.T(v.ctx, "Après"), Width: 1.6}, {Title: wording.T(v.ctx, "Encore suivies"), Width: 1.6, Num: true},
		{Title: wording.T(v.ctx, "Fermées jusque-là"), Width: 1.7, Num: true}, {Title: wording.T(v.ctx, "Perdues de vue avant"), Width: 1.9, Num: true},
		{Title: wording.T(v.ctx, "Survie"), Width: 1.3, Num: true}, {Title: wording.T(v.ctx, "Confiance à 95 %"), Width: 2.2, Num: true}}}
	for _, m := range v.s.Moments[1:] {
		share, band := "—", "—"
		if m.Known && !m.Hidden {
			share = rate(m.Share)
			if m.Low != m.High {
				band = rate(m.Low) + " – " + rate(m.High)
			}
		}
		cells := []Cell{{Text: wording.Months(v.ctx, m.Months), Head: true}}
		for _, what := range []string{"at_risk", "closed", "lost"} {
			cells = append(cells, v.cell(v.s.Curve(m.Months, what)))
		}
		t.Rows = append(t.Rows, Row{Cells: append(cells, Cell{Text: share}, Cell{Text: band})})
	}
	return t
}

func (v survival) cell(f reporting.Figure) Cell { return Cell{Text: v.value(f), Href: v.href(f)} }

// counts is the plain table: what was answered at each month.
func (v survival) counts() Table {
	t := Table{Caption: wording.T(v.ctx, "Réponses aux questions de suivi"), Columns: []Column{{Title: wording.T(v.ctx, "Après"), Width: 1.6}, {Title: wording.T(v.ctx, "À échéance"), Width: 1.5, Num: true}}}
	whats := []string{reporting.StandsAlive, reporting.StandsSold, reporting.StandsClosed, reporting.StandsUnknown, reporting.StandsSilent, reporting.StandsNotDue}
	for _, what := range whats {
		t.Columns = append(t.Columns, Column{Title: wording.StandsLabel(v.ctx, what), Width: 1.5, Num: true})
	}
	for _, months := range reporting.SurvivalMonths() {
		cells := []Cell{{Text: wording.Months(v.ctx, months), Head: true}, v.cell(v.s.At(months, "due"))}
		for _, what := range whats {
			cells = append(cells, v.cell(v.s.At(months, what)))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// Survival makes the paper of what became of enterprises.
func Survival(ctx context.Context, s reporting.Survival, links string) Paper {
	p := From(s.Couveuse)
	p.Date, p.Title, p.Plain = s.Today, wording.T(ctx, "Survie des entreprises"), true
	p.Subtitle = SurvivalScope(ctx, s)
	if s.Masked {
		p.add(Callout{ui.Info, wording.T(ctx, "Petits groupes masqués"),
			wording.T(ctx, "Les effectifs de 1 à %s entreprises ne sont pas montrés, ni un second effectif quand le premier s'en déduirait.", wording.Count(reporting.Smallest-1))})
	}
	p.section("survie", wording.T(ctx, "Courbe et effectifs"), SurvivalBlocks(ctx, s, links)...)
	return p
}

// SurvivalScope says which enterprises are looked at.
func SurvivalScope(ctx context.Context, s reporting.Survival) string {
	var parts []string
	for _, part := range []string{s.Cohort, s.Programme, s.Site} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if s.Filter.Year != 0 {
		parts = append(parts, wording.T(ctx, "entreprises créées en %s", wording.Year(s.Filter.Year)))
	}
	if len(parts) == 0 && s.Partial {
		return wording.T(ctx, "Les sites dont vous êtes responsable")
	}
	if len(parts) == 0 {
		return wording.T(ctx, "Tous les sites, tous les programmes")
	}
	text := parts[0]
	for _, part := range parts[1:] {
		text += " · " + part
	}
	return text
}
