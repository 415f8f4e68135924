package report

import (
	"context"
	"strings"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// CohortOptions say how much of people a cohort's report shows.
type CohortOptions struct {
	Names bool   // the holders' names in the tables
	Links string // the address that lists the people of a figure; "" for none
}

// cohortPaper is a cohort's report on its way.
type cohortPaper struct {
	Paper
	speaker
	c reporting.Cohort
	o CohortOptions
}

// Cohort makes the paper of a cohort.
func Cohort(ctx context.Context, c reporting.Cohort, o CohortOptions) Paper {
	p := cohortPaper{speaker: speaker{ctx: ctx, people: o.Links}, c: c, o: o}
	p.house(c.Couveuse)
	p.Kind, p.Subject, p.Reference, p.Date = reporting.KindCohort, c.Cohort.Ref, c.Cohort.Ref, c.Today
	p.Title = wording.T(ctx, "Rapport de cohorte")
	p.Subtitle = c.Cohort.Name
	if c.Cohort.Name == c.Cohort.Ref {
		p.Subtitle = c.Cohort.ProgrammeName
	}
	p.opening()
	p.journey()
	p.months()
	p.durations()
	p.meetings()
	p.checklists()
	p.grants()
	p.alerts()
	p.profile()
	p.projects()
	p.section("definitions", wording.T(ctx, "Ce que compte chaque chiffre"), definitions(wording.CohortDefinitions(ctx)),
		Text{Body: wording.T(ctx, "Situation au %s. Les chiffres portent sur les dossiers de la cohorte, tels qu'ils sont enregistrés ce jour-là.", wording.LongDate(c.Today)), Note: true})
	return p.Paper
}

func (p *cohortPaper) figure(code string) reporting.Figure { return p.c.Figures.Get(code) }

func (p *cohortPaper) opening() {
	c := p.c.Cohort
	p.section("essentiel", wording.T(p.ctx, "L'essentiel"))
	if p.c.Masked {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Petits groupes masqués"),
			wording.T(p.ctx, "Les effectifs de 1 à %s personnes ne sont pas montrés, ni un second effectif quand le premier s'en déduirait. La liste des projets, celle des alertes et le détail par mois sont retirés.", wording.Count(reporting.Smallest-1))})
	}
	tiles := Figures{}
	for _, code := range []string{"applications", "accepted", "entered", "coaching", "test", "launched", "exited"} {
		tiles = append(tiles, p.tile(p.figure(code)))
	}
	tiles = append(tiles, Figure{Value: wording.Count(p.c.Meetings.All()), Label: wording.T(p.ctx, "Rencontres tenues"), Note: wording.Duration(p.c.Meetings.AllMinutes())})
	capacity := wording.T(p.ctx, "non limitée")
	if c.Capacity > 0 {
		capacity = wording.N(p.ctx, "%s place", "%s places", c.Capacity, wording.Count(c.Capacity))
	}
	p.add(tiles, Defs{
		{wording.T(p.ctx, "Programme"), c.ProgrammeName}, {wording.T(p.ctx, "Site"), c.SiteName},
		{wording.T(p.ctx, "Candidatures"), wording.T(p.ctx, "du %s au %s", wording.LongDate(c.IntakeOpensOn), wording.LongDate(c.IntakeClosesOn))},
		{wording.T(p.ctx, "Début"), wording.LongDate(c.StartsOn)}, {wording.T(p.ctx, "Capacité"), capacity},
	})
}

// journey is the funnel with its figures, then the exits by reason.
func (p *cohortPaper) journey() {
	stages := []struct{ code, phase string }{{"applications", "submitted"}, {"accepted", "accepted"}, {"entered", "coaching"}, {"tested", "test"}, {"launched", "launched"}}
	p.section("parcours", wording.T(p.ctx, "De la candidature au lancement"), Chart{func(width float64) chart.Scene {
		f := chart.Funnel{Frame: chart.Frame{Title: wording.T(p.ctx, "De la candidature au lancement"), Width: width, Empty: wording.T(p.ctx, "Aucune candidature.")}}
		if p.figure("applications").Count == 0 {
			return f.Scene()
		}
		for i, st := range stages {
			x := p.figure(st.code)
			stage := chart.Stage{Label: wording.FigureLabel(p.ctx, st.code), Count: x.Count, Text: p.value(x), Phase: st.phase}
			if x.Masked {
				stage.Count = 0
			}
			if width < 400 {
				stage.Label = p.shortStage(st.code)
			}
			if i > 0 && x.Of > 0 && !x.Masked {
				stage.Passed = p.share(x)
				if st.code == "launched" && width > 400 { // not of those in test, whom a launch may do without
					stage.Passed = wording.T(p.ctx, "%s des entrées", p.share(x))
				}
			}
			f.Stages = append(f.Stages, stage)
		}
		return f.Scene()
	}})
	var rows []reporting.Figure
	for _, code := range []string{"applications", "pending", "accepted", "declined", "withdrawn", "entered", "tested", "launched", "launched_direct", "exited"} {
		rows = append(rows, p.figure(code))
	}
	p.add(p.table(wording.T(p.ctx, "Les étapes du parcours"), p.rows(rows...)...))
	p.add(Heading{2, "sorties", wording.T(p.ctx, "Sorties par motif")})
	var reasons []reporting.Figure
	for _, f := range p.c.Figures.Group("exit") {
		if f.Count > 0 {
			reasons = append(reasons, f)
		}
	}
	if f := p.figure("exit_unknown"); f.Count > 0 {
		reasons = append(reasons, f)
	}
	if len(reasons) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune sortie à ce jour.")})
		return
	}
	var lines []Row
	for _, f := range reasons {
		lines = append(lines, p.line(f, wording.FigureLabel(p.ctx, f.Code)))
	}
	p.add(p.partition(wording.T(p.ctx, "Sorties par motif"), lines))
}

func (p *cohortPaper) shortStage(code string) string {
	switch code {
	case "accepted":
		return wording.T(p.ctx, "Acceptés")
	case "entered":
		return wording.T(p.ctx, "Entrées")
	case "tested":
		return wording.T(p.ctx, "En test")
	case "launched":
		return wording.T(p.ctx, "Lancées")
	}
	return wording.FigureLabel(p.ctx, code)
}

// months is what happened when.
func (p *cohortPaper) months() {
	p.section("mois", wording.T(p.ctx, "Au fil des mois"))
	switch {
	case p.c.Masked:
		p.add(Text{Body: wording.T(p.ctx, "Le détail par mois n'est pas montré : il porte sur de petits groupes.")})
		return
	case len(p.c.Months) == 0:
		p.add(Text{Body: wording.T(p.ctx, "Aucun événement à ce jour.")})
		return
	}
	lines := []struct {
		label, phase string
		of           func(reporting.Month) int
	}{
		{wording.T(p.ctx, "Dépôts"), "submitted", func(m reporting.Month) int { return m.Submitted }},
		{wording.T(p.ctx, "Acceptations"), "accepted", func(m reporting.Month) int { return m.Accepted }},
		{wording.T(p.ctx, "Entrées"), "coaching", func(m reporting.Month) int { return m.Entered }},
		{wording.T(p.ctx, "Débuts de test"), "test", func(m reporting.Month) int { return m.Tested }},
		{wording.T(p.ctx, "Lancements"), "launched", func(m reporting.Month) int { return m.Launched }},
		{wording.T(p.ctx, "Sorties"), "exited", func(m reporting.Month) int { return m.Exited }},
	}
	p.add(Chart{func(width float64) chart.Scene {
		m := chart.Months{Frame: chart.Frame{Title: wording.T(p.ctx, "Événements par mois"), Width: width}, First: p.c.Months[0].First}
		for _, l := range lines {
			line := chart.MonthLine{Label: l.label, Phase: l.phase}
			for _, month := range p.c.Months {
				line.Counts = append(line.Counts, l.of(month))
			}
			m.Lines = append(m.Lines, line)
		}
		return m.Scene()
	}})
	t := Table{Caption: wording.T(p.ctx, "Événements par mois"), Columns: []Column{{Title: wording.T(p.ctx, "Mois"), Width: 2}}}
	for _, l := range lines {
		t.Columns = append(t.Columns, Column{Title: l.label, Width: 1.5, Num: true})
	}
	for _, month := range p.c.Months {
		cells := []Cell{{Text: wording.Month(month.First), Head: true}}
		some := false
		for _, l := range lines {
			n := l.of(month)
			some = some || n > 0
			cells = append(cells, Cell{Text: wording.Count(n)})
		}
		if some {
			t.Rows = append(t.Rows, Row{Cells: cells})
		}
	}
	p.add(t)
}

// durations sets each phase against its terms.
func (p *cohortPaper) durations() {
	p.section("durees", wording.T(p.ctx, "Durées, au regard des conditions"))
	for _, x := range []struct {
		id, name, axis, title string
		spread                reporting.Spread
	}{
		{"duree-accompagnement", "coaching", wording.T(p.ctx, "mois d'accompagnement"), wording.T(p.ctx, "Accompagnement"), p.c.Coaching},
		{"duree-test", "test", wording.T(p.ctx, "mois de test"), wording.T(p.ctx, "Période de test"), p.c.Test},
	} {
		p.add(Heading{2, x.id, x.title})
		done := p.figure("stay." + x.name + ".done")
		sp := x.spread
		if done.Masked {
			p.add(Text{Body: wording.T(p.ctx, "Les durées ne sont pas montrées : trop peu de phases sont terminées.")})
			continue
		}
		p.add(Chart{func(width float64) chart.Scene {
			d := chart.Durations{Frame: chart.Frame{Title: wording.T(p.ctx, "Durée des phases terminées"), Width: width,
				Empty: wording.T(p.ctx, "Aucune phase terminée à ce jour.")}, Months: sp.Months, AxisText: x.axis}
			if sp.MaxMonths > 0 {
				d.Min, d.Max = float64(sp.MinMonths), float64(sp.MaxMonths)
				d.MinText = wording.T(p.ctx, "minimum : %s", wording.Months(p.ctx, sp.MinMonths))
				d.MaxText = wording.T(p.ctx, "maximum : %s", wording.Months(p.ctx, sp.MaxMonths))
			}
			return d.Scene()
		}})
		if sp.Done > 0 {
			p.add(Table{Caption: wording.T(p.ctx, "Durée des phases terminées"), Columns: []Column{{Title: wording.T(p.ctx, "Plus courte"), Num: true},
				{Title: wording.T(p.ctx, "Médiane"), Num: true}, {Title: wording.T(p.ctx, "Moyenne"), Num: true}, {Title: wording.T(p.ctx, "Plus longue"), Num: true}},
				Rows: []Row{{Cells: []Cell{{Text: p.length(float64(sp.Shortest))}, {Text: p.length(sp.Median)}, {Text: p.length(sp.Mean)}, {Text: p.length(float64(sp.Longest))}}}}})
		}
		var rows []reporting.Figure
		for _, end := range []string{"done", "running", "short", "late"} {
			rows = append(rows, p.figure("stay."+x.name+"."+end))
		}
		p.add(p.table(x.title, p.rows(rows...)...))
		if sp.Running > 0 && !p.c.Masked {
			p.add(Text{Body: wording.T(p.ctx, "La plus longue en cours dure depuis %s.", p.length(float64(sp.LongestRunning))), Note: true})
		}
	}
}

// length writes days as months and days.
func (p *cohortPaper) length(days float64) string {
	return wording.T(p.ctx, "%s mois (%s j)", wording.Decimal(days/30.4375), wording.Count(int(days+0.5)))
}

func (p *cohortPaper) meetings() {
	m := p.c.Meetings
	entered := p.figure("entered").Count
	each := "—"
	if entered > 0 {
		each = wording.Decimal(float64(m.All()) / float64(entered))
	}
	p.section("rencontres", wording.T(p.ctx, "Rencontres et heures"), Figures{
		{Value: wording.Count(m.All()), Label: wording.T(p.ctx, "Rencontres tenues")},
		{Value: wording.Duration(m.AllMinutes()), Label: wording.T(p.ctx, "Durée totale")},
		{Value: each, Label: wording.T(p.ctx, "Rencontres par projet entré")},
		p.tile(p.figure("never_met")),
	})
	t := Table{Caption: wording.T(p.ctx, "Rencontres par sujet"), Empty: wording.T(p.ctx, "Aucune rencontre à ce jour."),
		Columns: []Column{{Title: wording.T(p.ctx, "Sujet"), Width: 4}, {Title: wording.T(p.ctx, "Rencontres"), Width: 1.6, Num: true},
			{Title: wording.T(p.ctx, "Durée"), Width: 1.8, Num: true}, {Title: wording.T(p.ctx, "Projets concernés"), Width: 1.8, Num: true}}}
	for _, l := range m.Lines {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: meetingKind(p.ctx, l.Kind), Head: true}, {Text: wording.Count(l.Meetings)},
			{Text: wording.Duration(l.Minutes)}, {Text: p.value(l.Projects), Href: p.href(l.Projects)}}})
	}
	if m.CarriedMeetings > 0 {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.T(p.ctx, "Reprises d'avant, sujet non connu"), Head: true}, {Text: wording.Count(m.CarriedMeetings)},
			{Text: wording.Duration(m.CarriedMinutes)}, {Text: "—"}}})
	}
	if len(t.Rows) > 0 {
		t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}, {Text: wording.Count(m.All())}, {Text: wording.Duration(m.AllMinutes())}, {Text: p.value(p.figure("met")), Href: p.href(p.figure("met"))}}
	}
	p.add(t)
}

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
	for i := range p.c.Projects {
		m := &p.c.Projects[i]
		if len(m.Alerts) == 0 {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{p.reference(m), {Text: p.who(m)}, {Text: alertText(p.ctx, m)}}})
	}
	p.add(t)
}

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
		Columns: []Column{{Title: wording.T(p.ctx, "Dossier"), Width: 2.4}, {Title: wording.T(p.ctx, "Projet"), Width: 4.4}, {Title: wording.T(p.ctx, "Phase"), Width: 3.4},
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
