package report

import (
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/wording"
)

func cents(s reporting.Sum) models.Cents { return models.Cents(s.Value) }

// compared is a figure or a sum of one period.
type compared struct {
	value float64
	text  string // as a table has it
	short string // as a drawing has it
	href  string
}

// beside gives a figure of every period, the oldest first; the last is that of the report.
func (p *activityPaper) beside(code string) []compared {
	one := func(figures reporting.Figures, sums reporting.Sums, period models.Period) compared {
		q := *p
		q.people = ""
		if p.links != nil {
			q.people = p.links(reporting.PeriodRef(period))
		}
		if s := sums.Get(code); s.Unit != "" {
			c := compared{float64(s.Value), p.written(s), p.written(s), q.opens(s)}
			if s.Unit == reporting.InCents && !s.Masked {
				c.short = wording.WholeEuros(cents(s))
			}
			if s.Masked {
				c.value, c.short = 0, "—"
			}
			return c
		}
		f := figures.Get(code)
		c := compared{float64(f.Count), p.value(f), p.value(f), q.href(f)}
		if f.Masked {
			c.value, c.short = 0, "—"
		}
		return c
	}
	list := make([]compared, 0, len(p.a.Before)+1)
	for i := len(p.a.Before) - 1; i >= 0; i-- {
		b := p.a.Before[i]
		list = append(list, one(b.Figures, b.Sums, b.Period))
	}
	return append(list, one(p.a.Figures, p.a.Sums, p.a.Filter.Period))
}

// comparison sets the period beside the same period of the years before.
func (p *activityPaper) comparison() {
	p.section("comparaison", wording.T(p.ctx, "Comparaison avec les années précédentes"))
	if len(p.a.Before) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "La couveuse ne compte rien avant cette période : il n'y a rien à comparer.")})
		return
	}
	var heads []string
	for i := len(p.a.Before) - 1; i >= 0; i-- {
		heads = append(heads, wording.PeriodShort(p.a.Before[i].Period))
	}
	heads = append(heads, wording.PeriodShort(p.a.Filter.Period))
	if p.a.Year() == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Chaque colonne est la même période, autant d'années plus tôt : %s pour la plus ancienne.", wording.PeriodTitle(p.ctx, p.a.Before[len(p.a.Before)-1].Period))})
	}
	p.add(Chart{func(width float64) chart.Scene {
		c := chart.Compare{Frame: chart.Frame{Title: wording.T(p.ctx, "Comparaison avec les années précédentes"), Width: width}, Heads: heads}
		for _, code := range []string{"accompanied", "entered", "exits", "exits.launched", "minutes", "money.awarded", "jobs"} {
			row := chart.CompareRow{Label: p.label(code)}
			for _, x := range p.beside(code) {
				row.Values, row.Texts = append(row.Values, x.value), append(row.Texts, x.short)
			}
			c.Rows = append(c.Rows, row)
		}
		return c.Scene()
	}})
	p.add(p.comparisonTable(heads))
}

func (p *activityPaper) comparisonTable(heads []string) Table {
	t := Table{Caption: wording.T(p.ctx, "Comparaison avec les années précédentes"), Columns: []Column{{Title: wording.T(p.ctx, "Chiffre"), Width: 4}}}
	for _, head := range heads {
		t.Columns = append(t.Columns, Column{Title: head, Width: 1.7, Num: true})
	}
	for _, code := range append(reporting.ComparedFigures(), reporting.ComparedSums()...) {
		cells := []Cell{{Text: p.label(code), Head: true}}
		for _, x := range p.beside(code) {
			cells = append(cells, Cell{Text: x.text, Href: x.href})
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

// meetings says what was held, by kind, and how much of it each person had.
func (p *activityPaper) meetings() {
	t := Table{Caption: wording.T(p.ctx, "Rencontres et heures"), Empty: wording.T(p.ctx, "Aucune rencontre tenue pendant cette période."), Columns: []Column{{Title: wording.T(p.ctx, "Genre de rencontre"), Width: 3.6},
		{Title: wording.T(p.ctx, "Rencontres"), Width: 1.5, Num: true}, {Title: wording.T(p.ctx, "Heures"), Width: 1.5, Num: true},
		{Title: wording.T(p.ctx, "Présences"), Width: 1.5, Num: true}, {Title: wording.T(p.ctx, "Heures de présence"), Width: 1.8, Num: true}}}
	line := func(suffix string) []Cell {
		return []Cell{p.sumCell(p.sum("meetings" + suffix)), p.sumCell(p.sum("minutes" + suffix)), p.sumCell(p.sum("presences" + suffix)), p.sumCell(p.sum("presence_minutes" + suffix))}
	}
	for _, kind := range p.a.Kinds {
		t.Rows = append(t.Rows, Row{Cells: append([]Cell{{Text: wording.MeetingKindLabel(p.ctx, coaching.Kind(kind)), Head: true}}, line("."+kind)...)})
	}
	if len(p.a.Kinds) > 0 {
		t.Foot = append([]Cell{{Text: wording.T(p.ctx, "Total"), Head: true}}, line("")...)
	}
	p.section("rencontres", wording.T(p.ctx, "Rencontres et heures"), Text{Body: p.perPerson()})
	if len(p.a.Kinds) > 0 {
		p.add(Chart{func(width float64) chart.Scene {
			b := chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Heures par genre de rencontre"), Width: width}}
			for _, kind := range p.a.Kinds {
				s := p.sum("minutes." + kind)
				bar := chart.Bar{Label: wording.MeetingKindLabel(p.ctx, coaching.Kind(kind)), Value: float64(s.Value), Text: p.written(s), Color: chart.Coaching}
				if s.Masked {
					bar.Value = 0
				}
				b.Rows = append(b.Rows, bar)
			}
			return b.Scene()
		}})
	}
	p.add(t, p.table(wording.T(p.ctx, "Qui a été rencontré"), p.figureRows("met", "never_met")...))
	for _, code := range []string{"other", "carried"} {
		if n := p.sum(code + "_meetings"); n.Value != 0 {
			p.add(p.apart(code, n))
		}
	}
}

// apart is what is not in the other figures: held with others, or known as a total without dates.
func (p *activityPaper) apart(code string, n reporting.Sum) Table {
	minutes := p.sum(code + "_minutes")
	return Table{Caption: p.label(n.Code), Columns: []Column{{Title: wording.T(p.ctx, "Comptées à part"), Width: 4}, {Title: wording.T(p.ctx, "Rencontres"), Width: 1.5, Num: true}, {Title: wording.T(p.ctx, "Heures"), Width: 1.5, Num: true}},
		Rows: []Row{{Cells: []Cell{{Text: p.label(n.Code), Head: true}, p.sumCell(n), p.sumCell(minutes)}}}}
}

// perPerson is the mean presence, on whoever was met or not.
func (p *activityPaper) perPerson() string {
	all, present, n := p.figure("accompanied"), p.sum("presence_minutes"), p.sum("presences")
	if all.Masked || present.Masked || n.Masked || all.Count == 0 {
		return wording.T(p.ctx, "La moyenne par personne n'est pas montrée : le groupe est vide ou trop petit.")
	}
	return wording.T(p.ctx, "En moyenne, %s de présence et %s rencontres par personne accompagnée, rencontrée ou non.",
		wording.Duration(int(present.Value)/all.Count), wording.Decimal(float64(n.Value)/float64(all.Count)))
}

// creations tells of the enterprises that came of it, and of their jobs.
func (p *activityPaper) creations() {
	created := p.figure("exits.launched")
	p.section("creations", wording.T(p.ctx, "Entreprises créées et emplois"))
	if created.Count == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune entreprise créée pendant cette période.")})
	} else {
		p.groupOf("sector", wording.T(p.ctx, "Par secteur"), p.a.Sectors)
		p.groupOf("form", wording.T(p.ctx, "Par forme juridique"), p.a.Forms)
	}
	p.add(Heading{2, "", wording.T(p.ctx, "Emplois")})
	t := Table{Caption: wording.T(p.ctx, "Emplois"), Columns: []Column{{Title: wording.T(p.ctx, "Emplois"), Width: 5}, {Title: wording.T(p.ctx, "Nombre"), Width: 1.4, Num: true},
		{Title: wording.T(p.ctx, "Entreprises dont on ne sait rien"), Width: 2.4, Num: true}}}
	for _, code := range []string{"jobs.founders", "jobs.paid", "jobs", "followed_jobs"} {
		s := p.sum(code)
		unknown := wording.Count(s.Unknown)
		if s.Masked {
			unknown = "—"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: p.label(code), Head: true}, p.sumCell(s), {Text: unknown}}})
	}
	p.add(t)
}

// groupOf sorts the enterprises created.
func (p *activityPaper) groupOf(prefix, title string, named []reporting.Named) {
	names := map[string]string{}
	var list []reporting.Figure
	for _, n := range append(named, reporting.Named{Key: reporting.Unfilled}) {
		f := p.figure(prefix + "." + n.Key)
		if names[f.Code] = wording.ActivityLabel(p.ctx, f.Code, n.Name); f.Count > 0 {
			list = append(list, f)
		}
	}
	t := p.partition(title, nil)
	t.Columns[0].Title = title
	for _, f := range list {
		t.Rows = append(t.Rows, p.line(f, names[f.Code]))
	}
	p.add(Heading{2, "", title}, p.bars(title, "", p.figure("exits.launched").Count, list, func(f reporting.Figure) string { return names[f.Code] }), t)
}

// money says what was asked, awarded, paid and recovered in the period.
func (p *activityPaper) money() {
	p.section("bourses", wording.T(p.ctx, "Bourses"))
	t := Table{Caption: wording.T(p.ctx, "Bourses"), Columns: []Column{{Title: wording.T(p.ctx, "Pendant la période"), Width: 4}, {Title: wording.T(p.ctx, "Montant"), Width: 2, Num: true}, {Title: wording.T(p.ctx, "Dossiers"), Width: 1.3, Num: true}}}
	var shown []reporting.Sum
	for _, s := range p.a.Sums {
		if !strings.HasPrefix(s.Code, "money.") {
			continue
		}
		shown = append(shown, s)
		dossiers := wording.Count(s.Dossiers)
		if s.Masked {
			dossiers = "—"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: p.label(s.Code), Head: true}, p.sumCell(s), {Text: dossiers}}})
	}
	p.add(Chart{func(width float64) chart.Scene {
		b := chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Bourses"), Width: width}}
		for _, s := range shown {
			bar := chart.Bar{Label: p.label(s.Code), Value: float64(s.Value), Text: p.written(s), Color: chart.Accent}
			if s.Masked {
				bar.Value = 0
			}
			b.Rows = append(b.Rows, bar)
		}
		return b.Scene()
	}}, t, p.table(wording.T(p.ctx, "Plafond"), p.figureRows("at_cap")...))
}

// survival is what became of the enterprises of the period, with honest denominators, and the curve over all of them.
func (p *activityPaper) survival() {
	created := p.figure("exits.launched")
	p.section("survie", wording.T(p.ctx, "Survie des entreprises"), Heading{2, "", wording.T(p.ctx, "Les entreprises créées pendant la période")})
	if created.Count == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune entreprise créée pendant cette période.")})
	} else {
		p.add(Text{Body: wording.T(p.ctx, "Sur %s. La part en activité se dit deux fois : sur celles dont la situation est connue, et sur toutes celles à échéance. Celles dont on ne sait rien ne comptent ni comme en activité ni comme fermées ; quand elles sont plus nombreuses que les autres, aucune part n'est donnée.",
			wording.FigureOf(p.ctx, "exits.launched", created.Count))}, Chart{p.stacks}, p.survivalTable())
	}
	p.add(Heading{2, "", wording.T(p.ctx, "Toutes les entreprises créées jusqu'à la fin de la période")})
	p.add(SurvivalCurveBlocks(p.ctx, p.a.Survival, p.people)...)
}

func (p *activityPaper) at(months int, what string) reporting.Figure {
	return p.figure("survival." + strconv.Itoa(months) + "." + what)
}

func (p *activityPaper) stacks(width float64) chart.Scene {
	s := chart.Survival{Frame: chart.Frame{Title: wording.T(p.ctx, "Survie des entreprises"), Width: width}, Living: wording.T(p.ctx, "En activité"),
		Closed: wording.T(p.ctx, "Fermées"), Unsure: wording.T(p.ctx, "Situation inconnue")}
	for _, months := range reporting.SurvivalMonths() {
		alive, closed, unknown, known := p.at(months, "alive"), p.at(months, "closed"), p.at(months, "unknown"), p.at(months, "known")
		row := chart.Alive{Label: wording.Months(p.ctx, months), Living: alive.Count, Closed: closed.Count, Unsure: unknown.Count, Text: p.lives(alive, known, months)}
		if alive.Masked || closed.Masked || unknown.Masked {
			row.Living, row.Closed, row.Unsure, row.Text = 0, 0, 0, "—"
		}
		s.Rows = append(s.Rows, row)
	}
	return s.Scene()
}

// lives is the part in activity of a whole at an age; "—" without one, when it would tell of a small group, or when most are unknown.
func (p *activityPaper) lives(alive, whole reporting.Figure, months int) string {
	known, unknown := p.at(months, "known"), p.at(months, "unknown")
	if alive.Masked || whole.Masked || whole.Count == 0 || unknown.Count > known.Count {
		return "—"
	}
	return wording.Percent(alive.Count, whole.Count)
}

func (p *activityPaper) survivalTable() Table {
	t := Table{Caption: wording.T(p.ctx, "Survie des entreprises"), Columns: []Column{{Title: wording.T(p.ctx, "Âge"), Width: 1.3}}}
	whats := []string{"not_due", "due", "alive", "sold", "closed", "unknown"}
	for _, what := range whats {
		t.Columns = append(t.Columns, Column{Title: p.label("survival." + what), Width: 1.4, Num: true})
	}
	t.Columns = append(t.Columns, Column{Title: wording.T(p.ctx, "Part des situations connues"), Width: 1.6, Num: true}, Column{Title: wording.T(p.ctx, "Part de toutes à échéance"), Width: 1.6, Num: true})
	for _, months := range reporting.SurvivalMonths() {
		cells := []Cell{{Text: wording.Months(p.ctx, months), Head: true}}
		for _, what := range whats {
			cells = append(cells, p.figureCell(p.at(months, what)))
		}
		alive := p.at(months, "alive")
		t.Rows = append(t.Rows, Row{Cells: append(cells, Cell{Text: p.lives(alive, p.at(months, "known"), months)}, Cell{Text: p.lives(alive, p.at(months, "due"), months)})})
	}
	return t
}
