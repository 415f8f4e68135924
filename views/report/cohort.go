package report

import (
	"context"

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
	p.c.Projects = nil // the charts are drawn later from sums: a thousand dossiers need not wait with them
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
		if p.c.Masked { // columns and extremes are single journeys
			if sp.Done > 0 {
				p.add(Defs{{wording.T(p.ctx, "Médiane"), p.length(sp.Median)}, {wording.T(p.ctx, "Moyenne"), p.length(sp.Mean)}})
			}
			p.add(p.table(x.title, p.rows(p.stays(x.name)...)...))
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
		p.add(p.table(x.title, p.rows(p.stays(x.name)...)...))
		if sp.Running > 0 {
			p.add(Text{Body: wording.T(p.ctx, "La plus longue en cours dure depuis %s.", p.length(float64(sp.LongestRunning))), Note: true})
		}
	}
}

// stays are the figures of one phase's durations.
func (p *cohortPaper) stays(name string) []reporting.Figure {
	var list []reporting.Figure
	for _, end := range []string{"done", "running", "short", "late"} {
		list = append(list, p.figure("stay."+name+"."+end))
	}
	return list
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
