package report

import (
	"context"
	"strconv"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// yearPaper is a year's report on its way. Its shares are whole per cents, as
// published ones are; only survival keeps a decimal.
type yearPaper struct {
	Paper
	speaker
	y reporting.Year
}

// Year makes the paper of a year. links is the address that lists the people of a
// figure; "" for none.
func Year(ctx context.Context, y reporting.Year, links string) Paper {
	p := yearPaper{speaker: speaker{ctx: ctx, people: links, whole: true}, y: y}
	p.house(y.Couveuse)
	year := strconv.Itoa(y.Year)
	p.Kind, p.Subject, p.Reference, p.Date = reporting.KindYear, year, year, y.Today
	p.Title = wording.T(ctx, "Rapport de l'année %s", year)
	p.Subtitle = wording.T(ctx, "Tous les sites, tous les programmes")
	switch {
	case y.Site != "" && y.Programme != "":
		p.Subtitle = y.Programme + " · " + y.Site
	case y.Site != "" || y.Programme != "":
		p.Subtitle = y.Site + y.Programme
	case y.Partial:
		p.Subtitle = wording.T(ctx, "Les sites dont vous êtes responsable")
	}
	p.opening()
	p.exits()
	p.survival()
	p.section("profil", wording.T(ctx, "Profil à l'entrée"), Text{Body: wording.T(ctx, "Sur %s.", wording.FigureOf(ctx, "accompanied", p.figure("accompanied").Count))},
		p.partition(wording.T(ctx, "Profil à l'entrée"), p.groups(y.Figures, "gender", "situation", "schooling", "age", "jobless")))
	p.section("sites", wording.T(ctx, "Par site"), p.lines(wording.T(ctx, "Site"), y.Sites))
	p.section("programmes", wording.T(ctx, "Par programme"), p.lines(wording.T(ctx, "Programme"), y.Programmes))
	p.section("definitions", wording.T(ctx, "Ce que compte chaque chiffre"), definitions(wording.YearDefinitions(ctx)))
	return p.Paper
}

func (p *yearPaper) figure(code string) reporting.Figure { return p.y.Figures.Get(code) }

func (p *yearPaper) opening() {
	p.section("essentiel", wording.T(p.ctx, "L'essentiel"))
	if p.y.Running() {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Année en cours"), wording.T(p.ctx, "L'année n'est pas finie : ces chiffres vont encore bouger. Situation au %s.", wording.LongDate(p.y.Today))})
	}
	if p.y.Masked {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Petits groupes masqués"),
			wording.T(p.ctx, "Les effectifs de 1 à %s personnes ne sont pas montrés, ni un second effectif quand le premier s'en déduirait.", wording.Count(reporting.Smallest-1))})
	}
	p.add(Figures{p.tile(p.figure("accompanied")), p.tile(p.figure("exits")), p.tile(p.figure("study_completed")), p.tile(p.figure("exits.launched")),
		p.tile(p.figure("exits.job_found")), p.tile(p.figure("exits.training")), p.tile(p.figure("entered")), p.tile(p.figure("staying"))})
}

// exits shows how the journeys of the year ended.
func (p *yearPaper) exits() {
	var shown []reporting.Figure
	for _, f := range p.y.Figures.Group("exits") {
		if f.Count > 0 {
			shown = append(shown, f)
		}
	}
	p.section("sorties", wording.T(p.ctx, "Sorties de l'année"), Chart{func(width float64) chart.Scene {
		b := chart.Bars{Frame: chart.Frame{Title: wording.T(p.ctx, "Sorties de l'année"), Width: width, Empty: wording.T(p.ctx, "Aucune sortie cette année.")}, Max: float64(p.figure("exits").Count)}
		for _, f := range shown {
			bar := chart.Bar{Label: wording.FigureLabel(p.ctx, f.Code), Value: float64(f.Count), Text: p.value(f) + " · " + p.share(f), Color: chart.Exited}
			if f.Code == "exits.launched" {
				bar.Color = chart.Accent
			}
			if f.Masked {
				bar.Value, bar.Text = 0, p.value(f)
			}
			b.Rows = append(b.Rows, bar)
		}
		return b.Scene()
	}})
	rows := p.rows(append([]reporting.Figure{p.figure("exits"), p.figure("study_completed")}, shown...)...)
	p.add(p.table(wording.T(p.ctx, "Sorties de l'année"), rows...))
}

// survival is what became of the enterprises three years after.
func (p *yearPaper) survival() {
	alive, closed, unknown, due := p.figure("survival.alive"), p.figure("survival.closed"), p.figure("survival.unknown"), p.figure("survival.not_due")
	p.section("survie", wording.T(p.ctx, "Trois ans après la création"))
	created := p.figure("exits.launched")
	if created.Count == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune entreprise créée cette année.")})
		return
	}
	known := alive.Count + closed.Count
	masked := alive.Masked || closed.Masked || unknown.Masked || due.Masked
	switch {
	case masked:
		p.add(Text{Body: wording.T(p.ctx, "Le taux de survie n'est pas montré : les groupes sont trop petits.")})
	case known == 0:
		p.add(Text{Body: wording.T(p.ctx, "Aucune entreprise n'a encore été observée trois ans après sa création.")})
	default:
		text := wording.T(p.ctx, "%s des %s entreprises dont la situation est connue sont en activité trois ans après leur création : %s en activité, %s fermées.",
			wording.Percent(alive.Count, known), wording.Count(known), wording.Count(alive.Count), wording.Count(closed.Count))
		if n := unknown.Count; n > 0 {
			text += " " + wording.N(p.ctx, "La situation de %s entreprise n'est pas connue.", "La situation de %s entreprises n'est pas connue.", n, wording.Count(n))
		}
		if n := due.Count; n > 0 {
			text += " " + wording.N(p.ctx, "Pour %s entreprise, les trois ans ne sont pas encore écoulés.", "Pour %s entreprises, les trois ans ne sont pas encore écoulés.", n, wording.Count(n))
		}
		p.add(Text{Body: text})
		p.add(Chart{func(width float64) chart.Scene {
			return chart.Survival{Frame: chart.Frame{Title: wording.T(p.ctx, "Trois ans après la création"), Width: width}, Living: wording.T(p.ctx, "En activité"),
				Closed: wording.T(p.ctx, "Fermées"), Unsure: wording.T(p.ctx, "Pas encore connu"), Rows: []chart.Alive{{Label: wording.T(p.ctx, "Après 3 ans"),
					Living: alive.Count, Closed: closed.Count, Unsure: unknown.Count + due.Count, Text: wording.Percent(alive.Count, known)}}}.Scene()
		}})
	}
	p.add(p.table(wording.T(p.ctx, "Trois ans après la création"), p.rows(alive, closed, unknown, due)...))
}

// lines is the year by site or by programme.
func (p *yearPaper) lines(head string, list []reporting.YearLine) Table {
	t := Table{Caption: head, Empty: wording.T(p.ctx, "Personne n'a été accompagné cette année."), Columns: []Column{{Title: head, Width: 4},
		{Title: wording.T(p.ctx, "Accompagnées"), Width: 1.8, Num: true}, {Title: wording.T(p.ctx, "Part"), Width: 1.2, Num: true},
		{Title: wording.T(p.ctx, "Sorties"), Width: 1.4, Num: true}, {Title: wording.T(p.ctx, "Entreprises créées"), Width: 1.8, Num: true}, {Title: wording.T(p.ctx, "Part des sorties"), Width: 1.6, Num: true}}}
	for _, l := range list {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: l.Name, Head: true}, {Text: p.value(l.Accompanied), Href: p.href(l.Accompanied)}, {Text: p.share(l.Accompanied)},
			{Text: p.value(l.Exits), Href: p.href(l.Exits)}, {Text: p.value(l.Launched), Href: p.href(l.Launched)}, {Text: p.share(l.Launched)}}})
	}
	if len(list) > 0 {
		all, exits, created := p.figure("accompanied"), p.figure("exits"), p.figure("exits.launched")
		t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}, {Text: p.value(all)}, {}, {Text: p.value(exits)}, {Text: p.value(created)}, {Text: p.share(created)}}
	}
	return t
}
