package report

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/wording"
)

func (p *cohortPaper) checklists() {
	p.section("plan", wording.T(p.ctx, "Avancement des plans d'affaires"))
	if len(p.c.Sections) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucun projet n'a encore de liste de contrôle.")})
		return
	}
	if p.c.Sections[0].Masked {
		p.add(Text{Body: wording.T(p.ctx, "L'avancement par section n'est pas montré : il ne concerne que peu de projets.")})
	} else {
		p.add(Chart{func(width float64) chart.Scene {
			r := chart.Radar{Frame: chart.Frame{Title: wording.T(p.ctx, "Points validés par section"), Width: width}}
			for _, s := range p.c.Sections {
				r.Axes = append(r.Axes, chart.Axis{Label: s.Title, Value: ratio(s.Validated, s.Items), Before: -1, Text: wording.Percent(s.Validated, s.Items)})
			}
			return r.Scene()
		}}, p.sectionTable())
	}
	p.add(p.table(wording.T(p.ctx, "Projets et plan d'affaires"), p.rows(p.figure("plan"), p.figure("plan_ready"), p.figure("plan_untouched"))...))
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// sectionTable sets the sections in lines.
func (p *cohortPaper) sectionTable() Table {
	ctx := p.ctx
	t := Table{Caption: wording.T(ctx, "Avancement par section"), Columns: []Column{{Title: wording.T(ctx, "Section"), Width: 4},
		{Title: wording.T(ctx, "Points validés"), Width: 1.6, Num: true}, {Title: wording.T(ctx, "Points qui s'appliquent"), Width: 1.8, Num: true},
		{Title: wording.T(ctx, "Part"), Width: 1.2, Num: true}, {Title: wording.T(ctx, "Annoncés, à valider"), Width: 1.6, Num: true}}}
	row := func(s reporting.Section, id string) []Cell {
		code := "section." + id + "."
		return []Cell{{Text: s.Title, Head: true}, p.number(code+"validated", s.Validated, s.Masked), p.number(code+"items", s.Items, s.Masked),
			{Text: wording.Percent(s.Validated, s.Items)}, p.number(code+"claimed", s.Claimed, s.Masked)}
	}
	total := reporting.Section{Title: wording.T(ctx, "Total")}
	for _, s := range p.c.Sections {
		t.Rows = append(t.Rows, Row{Cells: row(s, strconv.FormatInt(s.ID, 10))})
		total.Validated, total.Items, total.Claimed = total.Validated+s.Validated, total.Items+s.Items, total.Claimed+s.Claimed
	}
	t.Foot = row(total, "all")
	return t
}

// grants sets what was asked, awarded and paid against the caps.
func (p *cohortPaper) grants() {
	g := p.c.Grants
	var tiles Figures
	for _, code := range []string{"money.asked", "money.awarded", "money.paid", "money.left"} {
		c := p.sum(code)
		f := Figure{Value: c.Text, Label: wording.AmountLabel(p.ctx, code), Href: c.Href}
		if code == "money.asked" || code == "money.awarded" {
			f.Note = p.note(p.figure(reporting.AmountFigure(code)))
		}
		tiles = append(tiles, f)
	}
	p.section("bourses", wording.T(p.ctx, "Bourses"), tiles)
	if !g.Masked && !g.CapsMasked {
		p.add(Chart{func(width float64) chart.Scene { return p.againstCaps(width) }})
	}
	t := Table{Caption: wording.T(p.ctx, "Montants"), Columns: []Column{{Title: wording.T(p.ctx, "Montant"), Width: 4},
		{Title: wording.T(p.ctx, "Somme"), Width: 2.2, Num: true}, {Title: wording.T(p.ctx, "Projets"), Width: 1.5, Num: true}}}
	for _, code := range reporting.Amounts() {
		people := Cell{Text: "—"}
		if figure := reporting.AmountFigure(code); figure != "" && code != "money.caps" {
			f := p.figure(figure)
			people = Cell{Text: p.value(f), Href: p.href(f)}
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.AmountLabel(p.ctx, code), Head: true}, p.sum(code), people}})
	}
	p.add(t)
	if !g.CapsMasked {
		p.add(Text{Note: true, Body: wording.N(p.ctx, "Le plafond vaut par personne : %s personne acceptée.", "Le plafond vaut par personne : %s personnes acceptées.", g.Holders, wording.Count(g.Holders))})
	}
	p.add(p.table(wording.T(p.ctx, "Projets et bourses"), p.rows(p.figure("grant_asked"), p.figure("grant_awarded"), p.figure("grant_paid"), p.figure("grant_to_pay"),
		p.figure("grant_recovered"), p.figure("grant_capped"))...))
}

// againstCaps is one bar: what was awarded, paid or not, against the caps. Of a period, what
// was paid in it and what is left would not add up: then the sums stand side by side.
func (p *cohortPaper) againstCaps(width float64) chart.Scene {
	g := p.c.Grants
	frame := chart.Frame{Title: wording.T(p.ctx, "Bourses et plafonds"), Width: width, Empty: wording.T(p.ctx, "Aucune bourse, aucun plafond.")}
	if !p.c.Whole() {
		b := chart.Bars{Frame: frame, Max: float64(g.Caps)}
		for _, code := range []string{"money.asked", "money.awarded", "money.paid", "money.left", "money.caps"} {
			sum, _ := g.Amount(code)
			b.Rows = append(b.Rows, chart.Bar{Label: wording.AmountLabel(p.ctx, code), Value: float64(sum), Text: wording.Money(sum), Hatched: code == "money.left"})
		}
		return b.Scene()
	}
	st := chart.Stack{Frame: frame, Cap: float64(g.Caps), CapText: wording.T(p.ctx, "plafonds : %s", wording.Money(g.Caps)), Parts: []chart.Part{
		{Label: wording.T(p.ctx, "Payé"), Value: float64(g.Paid), Text: wording.Money(g.Paid)},
		{Label: wording.T(p.ctx, "Accordé, à payer"), Value: float64(g.Left), Text: wording.Money(g.Left), Color: chart.Amber, Hatched: true}}}
	if g.Elsewhere > 0 {
		st.Parts = append(st.Parts, chart.Part{Label: wording.T(p.ctx, "Accordé pour d'autres projets"), Value: float64(g.Elsewhere), Text: wording.Money(g.Elsewhere), Color: chart.Ink2})
	}
	return st.Scene()
}

// sum is a cell with an amount that opens its list.
func (p *cohortPaper) sum(code string) Cell {
	amount, masked := p.c.Grants.Amount(code)
	if masked {
		return Cell{Text: wording.T(p.ctx, "masqué")}
	}
	return Cell{Text: wording.Money(amount), Href: p.open(code, int(amount), false)}
}

// alerts count what needs somebody, then name it.
func (p *cohortPaper) alerts() {
	p.section("alertes", wording.T(p.ctx, "Ce qui demande attention"))
	figures := p.c.Figures.Group("alert")
	p.add(p.table(wording.T(p.ctx, "Alertes"), p.rows(figures...)...))
	if p.c.Masked {
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Projets à suivre"), Empty: wording.T(p.ctx, "Rien ne demande attention."),
		Columns: []Column{{Title: wording.T(p.ctx, "Dossier"), Width: 2}, {Title: wording.T(p.ctx, "Projet"), Width: 4}, {Title: wording.T(p.ctx, "Motifs"), Width: 5}}}
	more := 0
	for i := range p.c.Projects {
		m := &p.c.Projects[i]
		if len(m.Alerts) == 0 {
			continue
		}
		if len(t.Rows) == mostAlerts {
			more++
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{p.reference(m), {Text: p.who(m)}, {Text: alertText(p.ctx, m)}}})
	}
	p.add(t)
	if more > 0 {
		p.add(Text{Note: true, Body: wording.N(p.ctx, "%s autre projet demande attention : les chiffres ci-dessus en ouvrent la liste sur la page du rapport.",
			"%s autres projets demandent attention : les chiffres ci-dessus en ouvrent la liste sur la page du rapport.", more, wording.Count(more))})
	}
}

// mostAlerts bounds the list: beyond, nobody works from paper.
const mostAlerts = 300

func alertText(ctx context.Context, m *reporting.Member) string {
	var parts []string
	for _, code := range m.Alerts {
		text := wording.AlertLabel(ctx, code)
		if code == "missing" {
			var names []string
			for _, name := range m.Missing {
				names = append(names, wording.MissingLabel(ctx, name))
			}
			text += " (" + strings.Join(names, ", ") + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "\u202f; ")
}

func (p *cohortPaper) reference(m *reporting.Member) Cell {
	c := Cell{Text: m.Ref, Head: true}
	if p.o.Links != "" {
		c.Href = "/projets/" + m.Ref
	}
	return c
}

// who is the project and its holder; a dossier without names goes by its reference alone.
func (p *cohortPaper) who(m *reporting.Member) string {
	switch {
	case !p.o.Names:
		return "—"
	case m.Holder() == "":
		return title(p.ctx, m.Title)
	}
	return title(p.ctx, m.Title) + " · " + m.Holder()
}

func (p *cohortPaper) profile() {
	entered := p.figure("entered")
	p.section("profil", wording.T(p.ctx, "Profil à l'entrée"))
	if !entered.Masked {
		p.add(Text{Body: wording.T(p.ctx, "Sur %s en accompagnement.", wording.FigureOf(p.ctx, "entered", entered.Count))})
	}
	p.add(p.partition(wording.T(p.ctx, "Profil à l'entrée"), p.groups(p.c.Figures, "gender", "age", "situation", "schooling", "jobless")))
}

// projects is the list of dossiers.
func (p *cohortPaper) projects() {
	p.section("projets", wording.T(p.ctx, "Projets de la cohorte"))
	if p.c.Masked {
		p.add(Text{Body: wording.T(p.ctx, "La liste des projets n'est pas montrée quand les petits groupes sont masqués.")})
		return
	}
	t := Table{Caption: wording.T(p.ctx, "Projets de la cohorte"), Empty: wording.T(p.ctx, "Aucun projet dans cette cohorte."),
		Columns: []Column{{Title: wording.T(p.ctx, "Dossier"), Width: 2.4}, {Title: wording.T(p.ctx, "Projet"), Width: 4.1}, {Title: wording.T(p.ctx, "Phase"), Width: 3.8},
			{Title: wording.T(p.ctx, "Depuis le"), Width: 2}, {Title: wording.T(p.ctx, "Renc."), Width: 1.3, Num: true}, {Title: wording.T(p.ctx, "Plan"), Width: 1.5, Num: true},
			{Title: wording.T(p.ctx, "Accordé"), Width: 2.2, Num: true}}}
	if !p.o.Names {
		t.Columns = append(t.Columns[:1], t.Columns[2:]...)
	}
	for i := range p.c.Projects {
		m := &p.c.Projects[i]
		progress := "—"
		if m.Entered() && m.TemplateID != 0 {
			progress = wording.Percent(m.PlanValidated, m.PlanItems)
		}
		cells := make([]Cell, 0, len(t.Columns))
		cells = append(cells, p.reference(m))
		if p.o.Names {
			cells = append(cells, Cell{Text: p.who(m)})
		}
		t.Rows = append(t.Rows, Row{Cells: append(cells, Cell{Text: wording.PhaseLabel(p.ctx, m.Phase), Phase: string(m.Phase)},
			Cell{Text: wording.Date(m.PhaseStartedOn)}, Cell{Text: wording.Count(m.Meetings)}, Cell{Text: progress}, Cell{Text: wording.Money(m.Period.Awarded)})})
	}
	p.add(t)
}

// figureName names a figure, a kind of meeting included.
func figureName(ctx context.Context, f reporting.Figure) string {
	if kind, ok := strings.CutPrefix(f.Code, "kind."); ok {
		return wording.T(ctx, "Rencontres : %s", meetingKind(ctx, kind))
	}
	return wording.FigureLabel(ctx, f.Code)
}

// PeopleTitle names the figure whose people are listed.
func PeopleTitle(ctx context.Context, f reporting.Figure, people []reporting.Member) string {
	if kind, ok := strings.CutPrefix(f.Code, "kind."); ok {
		return wording.T(ctx, "Rencontres : %s", meetingKind(ctx, kind))
	}
	head, rest, _ := strings.Cut(f.Code, ".")
	if (head == "site" || head == "programme") && len(people) > 0 {
		name := people[0].SiteName
		if head == "programme" {
			name = people[0].ProgrammeName
		}
		if _, end, ok := strings.Cut(rest, "."); ok {
			code := map[string]string{"exits": "exits", "launched": "exits.launched"}[end]
			return wording.T(ctx, "%s : %s", name, wording.FigureLabel(ctx, code))
		}
		return name
	}
	return wording.FigureLabel(ctx, f.Code)
}
