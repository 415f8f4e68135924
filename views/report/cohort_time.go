package report

import (
	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/wording"
)

// mostJourneys is how many journeys are drawn one by one; of more, the months tell.
const mostJourneys = 60

// timeline draws the journeys as bars, one a line, with their days beside.
func (p *cohortPaper) timeline() {
	var list []reporting.Member
	for i := range p.c.Projects {
		if p.c.Projects[i].Entered() {
			list = append(list, p.c.Projects[i])
		}
	}
	if len(list) == 0 || len(list) > mostJourneys {
		return
	}
	var series []chart.Series
	t := Table{Caption: wording.T(p.ctx, "Les journées qui comptent"), Columns: []Column{{Title: wording.T(p.ctx, "Dossier"), Width: 2.4}, {Title: wording.T(p.ctx, "Dépôt"), Width: 2},
		{Title: wording.T(p.ctx, "Entrée"), Width: 2}, {Title: wording.T(p.ctx, "Début du test"), Width: 2}, {Title: wording.T(p.ctx, "Échéance"), Width: 2}, {Title: wording.T(p.ctx, "Fin"), Width: 2}}}
	for i := range list {
		m := &list[i]
		series = append(series, chart.Series{Label: m.Ref, Spans: p.spans(m)})
		ends := m.PhaseEndsOn
		if !m.Phase.IsClocked() {
			ends = ""
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{p.reference(m), {Text: wording.Date(m.SubmittedOn)}, {Text: wording.Date(m.EnteredOn)},
			{Text: wording.Date(m.TestOn)}, {Text: wording.Date(ends)}, {Text: wording.Date(m.LeftOn)}}})
	}
	p.section("chronologie", wording.T(p.ctx, "Chronologie des parcours"),
		Chart{func(width float64) chart.Scene {
			return chart.Timeline{Frame: chart.Frame{Title: wording.T(p.ctx, "Chronologie des parcours"), Width: width}, Series: series, Today: p.c.Today,
				TodayLabel: wording.T(p.ctx, "aujourd'hui")}.Scene()
		}}, Text{Note: true, Body: wording.T(p.ctx, "Accompagnement, puis test, de chaque projet entré ; hachuré : ce qui reste jusqu'à l'échéance.")}, t)
}

// spans are the phases of a journey, and what is expected of the one that runs.
func (p *cohortPaper) spans(m *reporting.Member) []chart.Span {
	var spans []chart.Span
	add := func(s *reporting.Stay, phase, text string) {
		if s == nil {
			return
		}
		span := chart.Span{From: s.From, To: s.To, Phase: phase, Text: text}
		if s.Running {
			span.To = p.c.Today
		}
		spans = append(spans, span)
		if s.Running && m.PhaseEndsOn > p.c.Today {
			spans = append(spans, chart.Span{From: p.c.Today, To: m.PhaseEndsOn, Phase: phase, Hatched: true})
		}
	}
	add(m.Coaching, "coaching", wording.T(p.ctx, "accomp."))
	add(m.Test, "test", wording.T(p.ctx, "test"))
	if m.LeftOn != "" {
		phase := "exited"
		if m.Launched() {
			phase = "launched"
		}
		spans = append(spans, chart.Span{From: m.LeftOn, To: m.LeftOn.AddDays(6), Phase: phase})
	}
	return spans
}

// months is what happened when.
func (p *cohortPaper) months() {
	p.section("mois", wording.T(p.ctx, "Au fil des mois"))
	switch {
	case p.c.Masked && p.c.Whole():
		p.add(Text{Body: wording.T(p.ctx, "Le détail par mois n'est pas montré : il porte sur de petits groupes.")})
		return
	case p.c.Masked:
		p.add(Text{Body: wording.T(p.ctx, "Le détail par mois n'est pas montré : il porte sur de petits groupes. Voici la période entière.")},
			p.table(wording.T(p.ctx, "Événements de la période"), p.rows(p.c.Figures.Group("event")...)...))
		return
	case len(p.c.Months) == 0:
		p.add(Text{Body: wording.T(p.ctx, "Aucun événement à ce jour.")})
		return
	}
	phases := map[string]string{"submitted": "submitted", "accepted": "accepted", "entered": "coaching", "tested": "test", "launched": "launched", "exited": "exited"}
	p.add(Chart{func(width float64) chart.Scene {
		m := chart.Months{Frame: chart.Frame{Title: wording.T(p.ctx, "Événements par mois"), Width: width}, First: p.c.Months[0].First}
		for _, e := range reporting.Events() {
			line := chart.MonthLine{Label: wording.EventLabel(p.ctx, e), Phase: phases[e]}
			for _, month := range p.c.Months {
				line.Counts = append(line.Counts, month.Count(e))
			}
			m.Lines = append(m.Lines, line)
		}
		return m.Scene()
	}})
	t := Table{Caption: wording.T(p.ctx, "Événements par mois"), Columns: []Column{{Title: wording.T(p.ctx, "Mois"), Width: 2}}}
	t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}}
	for _, e := range reporting.Events() {
		f := p.figure("event." + e)
		t.Columns = append(t.Columns, Column{Title: wording.EventLabel(p.ctx, e), Width: 1.5, Num: true})
		t.Foot = append(t.Foot, p.number(f.Code, f.Count, f.Masked))
	}
	for _, month := range p.c.Months {
		cells, some := []Cell{{Text: wording.Month(month.First), Head: true}}, false
		for _, e := range reporting.Events() {
			n := month.Count(e)
			some = some || n > 0
			cells = append(cells, p.number(reporting.MonthCode(e, month.First), n, false))
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
		sp := x.spread
		switch {
		case !sp.Masked:
			p.add(Chart{func(width float64) chart.Scene { return p.spread(sp, x.axis, width) }})
			if sp.Done > 0 {
				p.add(Table{Caption: wording.T(p.ctx, "Durée des phases terminées"), Columns: []Column{{Title: wording.T(p.ctx, "Plus courte"), Num: true},
					{Title: wording.T(p.ctx, "Médiane"), Num: true}, {Title: wording.T(p.ctx, "Moyenne"), Num: true}, {Title: wording.T(p.ctx, "Plus longue"), Num: true}},
					Rows: []Row{{Cells: []Cell{{Text: p.length(float64(sp.Shortest))}, {Text: p.length(sp.Median)}, {Text: p.length(sp.Mean)}, {Text: p.length(float64(sp.Longest))}}}}})
			}
		case sp.Median > 0: // columns and extremes are single journeys
			p.add(Defs{{wording.T(p.ctx, "Médiane"), p.length(sp.Median)}, {wording.T(p.ctx, "Moyenne"), p.length(sp.Mean)}})
		case p.figure("stay." + x.name + ".done").Masked:
			p.add(Text{Body: wording.T(p.ctx, "Les durées ne sont pas montrées : trop peu de phases sont terminées.")})
		}
		p.add(p.table(x.title, p.rows(p.stays(x.name)...)...))
		if sp.Running > 0 {
			p.add(Text{Body: wording.T(p.ctx, "La plus longue en cours dure depuis %s.", p.length(float64(sp.LongestRunning))), Note: true})
		}
	}
}

func (p *cohortPaper) spread(sp reporting.Spread, axis string, width float64) chart.Scene {
	d := chart.Durations{Frame: chart.Frame{Title: wording.T(p.ctx, "Durée des phases terminées"), Width: width,
		Empty: wording.T(p.ctx, "Aucune phase terminée à ce jour.")}, Months: sp.Months, AxisText: axis}
	if sp.MaxMonths > 0 {
		d.Min, d.Max = float64(sp.MinMonths), float64(sp.MaxMonths)
		d.MinText = wording.T(p.ctx, "minimum : %s", wording.Months(p.ctx, sp.MinMonths))
		d.MaxText = wording.T(p.ctx, "maximum : %s", wording.Months(p.ctx, sp.MaxMonths))
	}
	return d.Scene()
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
	return wording.T(p.ctx, "%s mois (%s j)", wording.Decimal(days/reporting.DaysPerMonth), wording.Count(int(days+0.5)))
}
