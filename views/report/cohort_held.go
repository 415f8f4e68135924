package report

import (
	"strconv"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/wording"
)

// meetings are those that were held, by kind and by month, with their hours.
func (p *cohortPaper) meetings() {
	m, entered := p.c.Meetings, p.figure("entered")
	each, hours := "—", "—"
	if entered.Count > 0 && !m.Masked {
		each = wording.Decimal(float64(m.All()) / float64(entered.Count))
		hours = wording.Duration((m.AllMinutes() + entered.Count/2) / entered.Count)
	}
	length := p.hours("minutes", m.AllMinutes(), m.Masked)
	tile := p.heldTile()
	tile.Note = ""
	p.section("rencontres", wording.T(p.ctx, "Rencontres et heures"), Figures{tile,
		{Value: length.Text, Label: wording.T(p.ctx, "Durée totale"), Href: length.Href},
		{Value: each, Label: wording.T(p.ctx, "Rencontres par projet entré")},
		{Value: hours, Label: wording.T(p.ctx, "Heures par projet entré")}})
	p.add(p.table(wording.T(p.ctx, "Projets rencontrés"), p.rows(p.figure("met"), p.figure("never_met"))...))
	if m.Masked {
		p.add(Text{Body: wording.T(p.ctx, "Les rencontres ne sont pas montrées : elles ne concernent que peu de personnes.")})
		return
	}
	p.heldByKind()
	p.heldByMonth()
}

func (p *cohortPaper) heldByKind() {
	m := p.c.Meetings
	p.add(Heading{2, "rencontres-sujets", wording.T(p.ctx, "Par sujet")})
	p.add(Chart{func(width float64) chart.Scene {
		b := chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Heures par sujet"), Width: width, Empty: wording.T(p.ctx, "Aucune rencontre à ce jour.")}}
		for _, l := range m.Lines {
			bar := chart.Bar{Label: meetingKind(p.ctx, l.Kind), Value: float64(l.Minutes), Text: wording.Duration(l.Minutes)}
			if l.Masked {
				bar.Text = wording.T(p.ctx, "masqué")
			}
			b.Rows = append(b.Rows, bar)
		}
		return b.Scene()
	}})
	t := Table{Caption: wording.T(p.ctx, "Rencontres par sujet"), Empty: wording.T(p.ctx, "Aucune rencontre à ce jour."),
		Columns: []Column{{Title: wording.T(p.ctx, "Sujet"), Width: 4}, {Title: wording.T(p.ctx, "Rencontres"), Width: 1.6, Num: true},
			{Title: wording.T(p.ctx, "Durée"), Width: 1.8, Num: true}, {Title: wording.T(p.ctx, "Projets concernés"), Width: 1.8, Num: true}}}
	for _, l := range m.Lines {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: meetingKind(p.ctx, l.Kind), Head: true}, p.number("meetings.kind."+l.Kind, l.Meetings, l.Masked),
			p.hours("minutes.kind."+l.Kind, l.Minutes, l.Masked), {Text: p.value(l.Projects), Href: p.href(l.Projects)}}})
	}
	if m.CarriedMeetings > 0 || m.CarriedMasked {
		f := p.figure("carried")
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.T(p.ctx, "Reprises d'avant, sujet non connu"), Head: true}, p.number("meetings.carried", m.CarriedMeetings, m.CarriedMasked),
			p.hours("minutes.carried", m.CarriedMinutes, m.CarriedMasked), {Text: p.value(f), Href: p.href(f)}}})
	}
	if len(t.Rows) > 0 {
		f := p.figure("met")
		t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}, p.number("meetings", m.All(), false), p.hours("minutes", m.AllMinutes(), false), {Text: p.value(f), Href: p.href(f)}}
	}
	p.add(t)
}

// heldByMonth draws the hours of each month, or of each year when there are too many.
func (p *cohortPaper) heldByMonth() {
	var bars []chart.Bar
	t := Table{Caption: wording.T(p.ctx, "Rencontres par mois"), Columns: []Column{{Title: wording.T(p.ctx, "Mois"), Width: 3},
		{Title: wording.T(p.ctx, "Rencontres"), Width: 2, Num: true}, {Title: wording.T(p.ctx, "Durée"), Width: 2, Num: true}}}
	held := 0
	for _, m := range p.c.Months {
		if m.Meetings > 0 {
			held++
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: wording.Month(m.First), Head: true}, p.number(reporting.MonthCode("meetings", m.First), m.Meetings, false),
				p.hours(reporting.MonthCode("minutes", m.First), m.Minutes, false)}})
		}
	}
	if held == 0 {
		return
	}
	byYear, years := held > 24, map[int]int{}
	for _, m := range p.c.Months {
		years[m.First.Year()] += m.Minutes
		if !byYear && m.Meetings > 0 {
			bars = append(bars, chart.Bar{Label: wording.Month(m.First), Value: float64(m.Minutes), Text: wording.Duration(m.Minutes)})
		}
	}
	if byYear {
		for y := p.c.Months[0].First.Year(); y <= p.c.Months[len(p.c.Months)-1].First.Year(); y++ {
			bars = append(bars, chart.Bar{Label: strconv.Itoa(y), Value: float64(years[y]), Text: wording.Duration(years[y])})
		}
	}
	p.add(Heading{2, "rencontres-mois", wording.T(p.ctx, "Par mois")})
	p.add(Chart{func(width float64) chart.Scene {
		return chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Heures par mois"), Width: width}, Rows: bars}.Scene()
	}}, t)
}
