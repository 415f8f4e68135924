package report

import (
	"context"
	"strconv"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/sheet"
	"eclosion/views/wording"
)

// mostBeside is how many cohorts stand beside one: more columns are not read, and do not fit on paper.
const mostBeside = reporting.MostCompared - 1

// comparison is several cohorts side by side, on its way.
type comparison struct {
	Paper
	ctx   context.Context
	list  []reporting.Cohort
	speak []speaker
}

// Compare makes the paper of several cohorts side by side. links gives the address that lists the
// people of a cohort's figure; nil for none.
func Compare(ctx context.Context, list []reporting.Cohort, links func(ref string) string) Paper {
	p := comparison{ctx: ctx, list: list}
	first := list[0]
	p.house(first.Couveuse)
	p.Subject, p.Reference, p.Date = first.Cohort.Ref, first.Cohort.Ref, first.Today
	p.Title = wording.T(ctx, "Comparaison de cohortes")
	p.Options = CohortOptionsText(ctx, first, CohortOptions{Names: true})
	for _, c := range list {
		s := speaker{ctx: ctx}
		if links != nil {
			s.people = links(c.Cohort.Ref)
		}
		p.speak = append(p.speak, s)
	}
	p.opening()
	p.counts(wording.T(ctx, "Étapes du parcours"), "parcours", "applications", "accepted", "declined", "withdrawn", "entered", "coaching", "tested", "test", "launched", "exited")
	p.counts(wording.T(ctx, "Sorties par motif"), "sorties", p.shared("exit", "exit_unknown")...)
	p.durations()
	p.meetings()
	p.counts(wording.T(ctx, "Plans d'affaires"), "plan", "plan", "plan_ready", "plan_untouched")
	p.grants()
	p.counts(wording.T(ctx, "Profil à l'entrée"), "profil", append(append(append(p.shared("gender"), p.shared("age")...), p.shared("situation")...), p.shared("schooling")...)...)
	p.section("definitions", wording.T(ctx, "Ce que compte chaque chiffre"), definitions(wording.CohortDefinitions(ctx)),
		Text{Note: true, Body: wording.T(ctx, "Chaque part se lit sur son propre dénominateur. Des cohortes d'âges différents ne se comparent pas sans prudence : la plus récente n'est pas finie.")})
	return p.Paper
}

// table begins a table with a column for each cohort.
func (p *comparison) table(caption string) Table {
	t := Table{Caption: caption, Empty: wording.T(p.ctx, "Rien à compter."), Columns: []Column{{Title: caption, Width: 3.4}}}
	for _, c := range p.list {
		t.Columns = append(t.Columns, Column{Title: c.Cohort.Ref, Width: 2.4, Num: true})
	}
	return t
}

// each makes a row with a cell for each cohort.
func (p *comparison) each(label string, cell func(speaker, *reporting.Cohort) Cell) Row {
	r := Row{Cells: []Cell{{Text: label, Head: true}}}
	for i := range p.list {
		r.Cells = append(r.Cells, cell(p.speak[i], &p.list[i]))
	}
	return r
}

func (p *comparison) opening() {
	t := p.table(wording.T(p.ctx, "Cohorte"))
	for _, x := range []struct {
		label string
		of    func(*reporting.Cohort) string
	}{
		{wording.T(p.ctx, "Nom"), func(c *reporting.Cohort) string { return c.Cohort.Name }},
		{wording.T(p.ctx, "Programme"), func(c *reporting.Cohort) string { return c.Cohort.ProgrammeName }},
		{wording.T(p.ctx, "Site"), func(c *reporting.Cohort) string { return c.Cohort.SiteName }},
		{wording.T(p.ctx, "Début"), func(c *reporting.Cohort) string { return wording.Date(c.Cohort.StartsOn) }},
	} {
		t.Rows = append(t.Rows, p.each(x.label, func(_ speaker, c *reporting.Cohort) Cell { return Cell{Text: x.of(c)} }))
	}
	p.section("cohortes", wording.T(p.ctx, "Les cohortes"), t)
	if p.Options != "" {
		p.add(Text{Body: wording.T(p.ctx, "Choix de ce rapport : %s.", p.Options)})
	}
	p.add(Chart{func(width float64) chart.Scene {
		b := chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Part des projets entrés devenus des entreprises"), Width: width}, Max: 1}
		for i := range p.list {
			f := p.list[i].Figures.Get("launched")
			bar := chart.Bar{Label: p.list[i].Cohort.Ref, Phase: "launched", Text: p.speak[i].value(f)}
			if !f.Masked && !f.OfMasked {
				bar.Value, bar.Text = ratio(f.Count, f.Of), p.speak[i].share(f)
			}
			b.Rows = append(b.Rows, bar)
		}
		return b.Scene()
	}}, Text{Note: true, Body: wording.T(p.ctx, "Part des projets entrés devenus des entreprises, à ce jour.")})
}

// counts is a table of figures, each with its denominator.
func (p *comparison) counts(caption, id string, codes ...string) {
	t := p.table(caption)
	for _, code := range codes {
		t.Rows = append(t.Rows, p.each(wording.FigureLabel(p.ctx, code), func(s speaker, c *reporting.Cohort) Cell {
			f := c.Figures.Get(code)
			cell := Cell{Text: s.value(f), Href: s.href(f)}
			if f.Of > 0 && !f.Masked && !f.OfMasked {
				cell.Text = wording.T(s.ctx, "%s sur %s, %s", cell.Text, wording.Count(f.Of), s.share(f))
			}
			return cell
		}))
	}
	p.section(id, caption, t)
}

// shared lists the codes of a group that are somebody's in one of the cohorts.
func (p *comparison) shared(prefix string, more ...string) []string {
	var codes []string
	for _, f := range p.list[0].Figures.Group(prefix) {
		codes = append(codes, f.Code)
	}
	var some []string
	for _, code := range append(codes, more...) {
		for i := range p.list {
			if f := p.list[i].Figures.Get(code); f.Count > 0 || f.Masked {
				some = append(some, code)
				break
			}
		}
	}
	return some
}

func (p *comparison) durations() {
	t := p.table(wording.T(p.ctx, "Durées"))
	for _, x := range []struct {
		title, name string
		of          func(*reporting.Cohort) reporting.Spread
	}{
		{wording.T(p.ctx, "Accompagnement"), "coaching", func(c *reporting.Cohort) reporting.Spread { return c.Coaching }},
		{wording.T(p.ctx, "Période de test"), "test", func(c *reporting.Cohort) reporting.Spread { return c.Test }},
	} {
		t.Rows = append(t.Rows, Row{Group: x.title})
		for _, y := range []struct {
			label string
			of    func(reporting.Spread) float64
		}{{wording.T(p.ctx, "Médiane, en mois"), func(s reporting.Spread) float64 { return s.Median }}, {wording.T(p.ctx, "Moyenne, en mois"), func(s reporting.Spread) float64 { return s.Mean }}} {
			t.Rows = append(t.Rows, p.each(y.label, func(_ speaker, c *reporting.Cohort) Cell {
				if d := y.of(x.of(c)); d > 0 {
					return Cell{Text: wording.Decimal(d / reporting.DaysPerMonth)}
				}
				return Cell{Text: "—"}
			}))
		}
		for _, end := range []string{"done", "short", "late"} {
			code := "stay." + x.name + "." + end
			t.Rows = append(t.Rows, p.each(wording.FigureLabel(p.ctx, code), func(s speaker, c *reporting.Cohort) Cell {
				f := c.Figures.Get(code)
				return Cell{Text: s.value(f), Href: s.href(f)}
			}))
		}
	}
	p.section("durees", wording.T(p.ctx, "Durées"), t)
}

func (p *comparison) meetings() {
	t := p.table(wording.T(p.ctx, "Rencontres et heures"))
	masked := func(c *reporting.Cohort, text string) string {
		if c.Meetings.Masked {
			return wording.T(p.ctx, "masqué")
		}
		return text
	}
	per := func(c *reporting.Cohort, n int, text func(float64) string) string {
		f := c.Figures.Get("entered")
		if f.Count == 0 {
			return "—"
		}
		return masked(c, text(float64(n)/float64(f.Count)))
	}
	t.Rows = append(t.Rows,
		p.each(wording.T(p.ctx, "Rencontres tenues"), func(s speaker, c *reporting.Cohort) Cell {
			return Cell{Text: masked(c, wording.Count(c.Meetings.All())), Href: s.open("meetings", c.Meetings.All(), c.Meetings.Masked)}
		}),
		p.each(wording.T(p.ctx, "Durée totale"), func(s speaker, c *reporting.Cohort) Cell {
			return Cell{Text: masked(c, wording.Duration(c.Meetings.AllMinutes())), Href: s.open("minutes", c.Meetings.AllMinutes(), c.Meetings.Masked)}
		}),
		p.each(wording.T(p.ctx, "Rencontres par projet entré"), func(_ speaker, c *reporting.Cohort) Cell {
			return Cell{Text: per(c, c.Meetings.All(), wording.Decimal)}
		}),
		p.each(wording.T(p.ctx, "Heures par projet entré"), func(_ speaker, c *reporting.Cohort) Cell {
			return Cell{Text: per(c, c.Meetings.AllMinutes(), func(x float64) string { return wording.Duration(int(x + 0.5)) })}
		}))
	p.section("rencontres", wording.T(p.ctx, "Rencontres et heures"), t)
}

func (p *comparison) grants() {
	t := p.table(wording.T(p.ctx, "Bourses"))
	for _, code := range reporting.Amounts() {
		t.Rows = append(t.Rows, p.each(wording.AmountLabel(p.ctx, code), func(s speaker, c *reporting.Cohort) Cell {
			sum, masked := c.Grants.Amount(code)
			if masked {
				return Cell{Text: wording.T(p.ctx, "masqué")}
			}
			return Cell{Text: wording.Money(sum), Href: s.open(code, int(sum), false)}
		}))
	}
	p.section("bourses", wording.T(p.ctx, "Bourses"), t)
}

// CompareSheet makes the workbook of a comparison: a number and its whole for each figure and cohort.
func CompareSheet(ctx context.Context, list []reporting.Cohort) ([]byte, error) {
	b := sheet.NewBook()
	heads := []string{wording.T(ctx, "Code"), wording.T(ctx, "Chiffre"), wording.T(ctx, "Sur (code)")}
	for _, c := range list {
		heads = append(heads, c.Cohort.Ref, wording.T(ctx, "%s : sur", c.Cohort.Ref))
	}
	shown := func(n any, masked bool) any {
		if masked {
			return wording.T(ctx, "masqué")
		}
		return n
	}
	codes, rows := map[string]bool{}, [][]any(nil)
	for _, of := range list {
		for _, f := range of.Figures {
			if codes[f.Code] {
				continue
			}
			codes[f.Code] = true
			row := []any{f.Code, figureName(ctx, f), f.OfCode}
			for i := range list {
				x := list[i].Figures.Get(f.Code)
				row = append(row, shown(x.Count, x.Masked), shown(x.Of, x.OfMasked))
			}
			rows = append(rows, row)
		}
	}
	line := func(code, label string, value func(*reporting.Cohort) any) {
		row := []any{code, label, ""}
		for i := range list {
			row = append(row, value(&list[i]), nil)
		}
		rows = append(rows, row)
	}
	for _, name := range []string{"coaching", "test"} {
		line("median."+name, wording.T(ctx, "Médiane, en jours : %s", wording.FigureLabel(ctx, "stay."+name+".done")), func(c *reporting.Cohort) any {
			s := map[string]reporting.Spread{"coaching": c.Coaching, "test": c.Test}[name]
			return shown(s.Median, s.Masked && s.Median == 0)
		})
	}
	line("meetings", wording.T(ctx, "Rencontres tenues"), func(c *reporting.Cohort) any { return shown(c.Meetings.All(), c.Meetings.Masked) })
	line("minutes", wording.T(ctx, "Minutes"), func(c *reporting.Cohort) any { return shown(c.Meetings.AllMinutes(), c.Meetings.Masked) })
	for _, code := range reporting.Amounts() {
		line(code, wording.AmountLabel(ctx, code), func(c *reporting.Cohort) any {
			sum, masked := c.Grants.Amount(code)
			return shown(sum, masked)
		})
	}
	b.Rows(wording.T(ctx, "Comparaison de %s cohortes", strconv.Itoa(len(list))), []float64{24, 40, 18, 16}, heads, rows)
	return b.Bytes()
}
