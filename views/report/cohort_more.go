package report

import (
	"context"
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
	p.add(Chart{func(width float64) chart.Scene {
		r := chart.Radar{Frame: chart.Frame{Title: wording.T(p.ctx, "Points validés par section"), Width: width}}
		for _, s := range p.c.Sections {
			r.Axes = append(r.Axes, chart.Axis{Label: s.Title, Value: ratio(s.Validated, s.Items), Before: -1, Text: wording.Percent(s.Validated, s.Items)})
		}
		return r.Scene()
	}})
	p.add(sectionTable(p.ctx, p.c.Sections))
	p.add(p.table(wording.T(p.ctx, "Projets et plan d'affaires"), p.rows(p.figure("plan"), p.figure("plan_ready"), p.figure("plan_untouched"))...))
}

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func sectionTable(ctx context.Context, sections []reporting.Section) Table {
	t := Table{Caption: wording.T(ctx, "Avancement par section"), Columns: []Column{{Title: wording.T(ctx, "Section"), Width: 4},
		{Title: wording.T(ctx, "Points validés"), Width: 1.6, Num: true}, {Title: wording.T(ctx, "Points qui s'appliquent"), Width: 1.8, Num: true},
		{Title: wording.T(ctx, "Part"), Width: 1.2, Num: true}, {Title: wording.T(ctx, "Annoncés, à valider"), Width: 1.6, Num: true}}}
	var total reporting.Section
	for _, s := range sections {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: s.Title, Head: true}, {Text: wording.Count(s.Validated)}, {Text: wording.Count(s.Items)},
			{Text: wording.Percent(s.Validated, s.Items)}, {Text: wording.Count(s.Claimed)}}})
		total.Validated, total.Items, total.Claimed = total.Validated+s.Validated, total.Items+s.Items, total.Claimed+s.Claimed
	}
	t.Foot = []Cell{{Text: wording.T(ctx, "Total"), Head: true}, {Text: wording.Count(total.Validated)}, {Text: wording.Count(total.Items)},
		{Text: wording.Percent(total.Validated, total.Items)}, {Text: wording.Count(total.Claimed)}}
	return t
}

func (p *cohortPaper) grants() {
	g := p.c.Grants
	asked, awarded := p.figure("grant_asked"), p.figure("grant_awarded")
	p.section("bourses", wording.T(p.ctx, "Bourses"), Figures{
		{Value: p.money(g.Asked, asked), Label: wording.T(p.ctx, "Demandé"), Note: p.note(asked), Href: p.href(asked)},
		{Value: p.money(g.Awarded, awarded), Label: wording.T(p.ctx, "Accordé"), Note: p.note(awarded), Href: p.href(awarded)},
		{Value: p.money(g.Paid, p.figure("grant_paid")), Label: wording.T(p.ctx, "Payé"), Href: p.href(p.figure("grant_paid"))},
		{Value: p.money(g.LeftToPay(), p.figure("grant_to_pay")), Label: wording.T(p.ctx, "Reste à payer"), Href: p.href(p.figure("grant_to_pay"))},
	})
	if !awarded.Masked && !p.figure("grant_paid").Masked && !p.figure("grant_to_pay").Masked {
		p.add(Chart{func(width float64) chart.Scene {
			st := chart.Stack{Frame: chart.Frame{Title: wording.T(p.ctx, "Bourses et plafond"), Width: width, Empty: wording.T(p.ctx, "Aucune bourse, aucun plafond.")},
				Cap: float64(g.Caps), CapText: wording.T(p.ctx, "plafonds : %s", wording.Money(g.Caps)), Parts: []chart.Part{
					{Label: wording.T(p.ctx, "Payé"), Value: float64(g.Paid), Text: wording.Money(g.Paid)},
					{Label: wording.T(p.ctx, "Accordé, à payer"), Value: float64(g.LeftToPay()), Text: wording.Money(g.LeftToPay()), Color: chart.Amber, Hatched: true}}}
			if g.Elsewhere > 0 {
				st.Parts = append(st.Parts, chart.Part{Label: wording.T(p.ctx, "Accordé pour d'autres projets"), Value: float64(g.Elsewhere), Text: wording.Money(g.Elsewhere), Color: chart.Ink2})
			}
			return st.Scene()
		}})
		p.add(Defs{
			{wording.T(p.ctx, "Plafonds"), wording.N(p.ctx, "%s pour %s personne acceptée", "%s pour %s personnes acceptées", g.Holders, wording.Money(g.Caps), wording.Count(g.Holders))},
			{wording.T(p.ctx, "Encore accordable"), wording.Money(g.UnderCaps)},
			{wording.T(p.ctx, "Récupéré"), wording.Money(g.Recovered)},
			{wording.T(p.ctx, "Échu et non payé"), wording.Money(g.Late)},
		})
	}
	p.add(p.table(wording.T(p.ctx, "Projets et bourses"), p.rows(asked, awarded, p.figure("grant_paid"), p.figure("grant_to_pay"), p.figure("grant_capped"))...))
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

func (p *cohortPaper) who(m *reporting.Member) string {
	if !p.o.Names || m.Holder() == "" {
		return title(p.ctx, m.Title)
	}
	return title(p.ctx, m.Title) + " · " + m.Holder()
}

func (p *cohortPaper) profile() {
	p.section("profil", wording.T(p.ctx, "Profil à l'entrée"),
		Text{Body: wording.T(p.ctx, "Sur %s en accompagnement.", wording.FigureOf(p.ctx, "entered", p.figure("entered").Count))})
	p.add(p.partition(wording.T(p.ctx, "Profil à l'entrée"), p.groups(p.c.Figures, "gender", "age", "situation", "schooling", "jobless")))
}

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
	for i := range p.c.Projects {
		m := &p.c.Projects[i]
		progress := "—"
		if m.Entered() && m.TemplateID != 0 {
			progress = wording.Percent(m.PlanValidated, m.PlanItems)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{p.reference(m), {Text: p.who(m)}, {Text: wording.PhaseLabel(p.ctx, m.Phase), Phase: string(m.Phase)},
			{Text: wording.Date(m.PhaseStartedOn)}, {Text: wording.Count(m.Meetings)}, {Text: progress}, {Text: wording.Money(m.Awarded)}}})
	}
	p.add(t)
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
