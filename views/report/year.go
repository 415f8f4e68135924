package report

import (
	"context"
	"strconv"

	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// activityPaper is an activity report on its way. Its shares are whole per cents, as published ones are; only survival
// keeps a decimal.
type activityPaper struct {
	Paper
	speaker
	a     reporting.Activity
	links func(period string) string
}

// Activity makes the paper of an activity report. links gives the address that lists what is behind a figure of a period; nil
// for none.
func Activity(ctx context.Context, a reporting.Activity, links func(period string) string) Paper {
	p := activityPaper{speaker: speaker{ctx: ctx, whole: true}, a: a, links: links}
	if links != nil {
		p.people = links(a.Ref())
	}
	p.house(a.Couveuse)
	p.Kind, p.Subject, p.Reference, p.Date = reporting.KindYear, a.Ref(), a.Ref(), a.Today
	p.Title = ActivityTitle(ctx, a)
	p.Subtitle = wording.T(ctx, "Tous les sites, tous les programmes")
	switch {
	case a.Site != "" && a.Programme != "":
		p.Subtitle = a.Programme + " · " + a.Site
	case a.Site != "" || a.Programme != "":
		p.Subtitle = a.Site + a.Programme
	case a.Partial:
		p.Subtitle = wording.T(ctx, "Les sites dont vous êtes responsable")
	}
	p.opening()
	p.comment()
	p.comparison()
	p.profile()
	p.meetings()
	p.exits()
	p.creations()
	p.money()
	p.survival()
	p.section("sites", wording.T(ctx, "Par site"), p.lines("site", wording.T(ctx, "Site"), a.Sites))
	p.section("programmes", wording.T(ctx, "Par programme"), p.lines("programme", wording.T(ctx, "Programme"), a.Programmes))
	p.section("definitions", wording.T(ctx, "Ce que compte chaque chiffre"), definitions(wording.ActivityDefinitions(ctx)))
	return p.Paper
}

// ActivityTitle names an activity report.
func ActivityTitle(ctx context.Context, a reporting.Activity) string {
	if year := a.Year(); year != 0 {
		return wording.T(ctx, "Rapport d'activité %s", strconv.Itoa(year))
	}
	return wording.T(ctx, "Rapport d'activité %s", wording.PeriodTitle(ctx, a.Filter.Period))
}

func (p *activityPaper) figure(code string) reporting.Figure { return p.a.Figures.Get(code) }
func (p *activityPaper) sum(code string) reporting.Sum       { return p.a.Sums.Get(code) }

// label names a figure in a table that says the rest.
func (p *activityPaper) label(code string) string { return wording.ActivityLabel(p.ctx, code, "") }

// written is a sum as it is read.
func (p *activityPaper) written(s reporting.Sum) string {
	switch {
	case s.Masked:
		return wording.T(p.ctx, "masqué")
	case s.Unit == reporting.InMinutes:
		return wording.Hours(s.Value)
	case s.Unit == reporting.InCents:
		return wording.Money(cents(s))
	}
	return wording.Count(int(s.Value))
}

// opens is the address of what is behind a sum.
func (p *activityPaper) opens(s reporting.Sum) string {
	if s.Value == 0 && s.Unknown == 0 {
		return ""
	}
	return p.href(reporting.Figure{Code: s.Code, Count: 1, Masked: s.Masked})
}

func (p *activityPaper) sumCell(s reporting.Sum) Cell {
	return Cell{Text: p.written(s), Href: p.opens(s)}
}

func (p *activityPaper) figureCell(f reporting.Figure) Cell {
	return Cell{Text: p.value(f), Href: p.href(f)}
}

func (p *activityPaper) sumTile(s reporting.Sum, note string) Figure {
	if s.Masked {
		note = ""
	}
	return Figure{Value: p.written(s), Label: p.label(s.Code), Note: note, Href: p.opens(s)}
}

func (p *activityPaper) figureTile(f reporting.Figure) Figure {
	tile := p.tile(f)
	tile.Label = p.label(f.Code)
	return tile
}

func (p *activityPaper) figureRows(codes ...string) []Row {
	var rows []Row
	for _, code := range codes {
		rows = append(rows, p.row(p.figure(code), p.label(code)))
	}
	return rows
}

// unknownJobs says of how many enterprises the paid jobs are not known.
func (p *activityPaper) unknownJobs(s reporting.Sum) string {
	if s.Unknown == 0 || s.Masked {
		return ""
	}
	return wording.N(p.ctx, "emplois salariés non connus pour %s entreprise", "emplois salariés non connus pour %s entreprises", s.Unknown, wording.Count(s.Unknown))
}

func (p *activityPaper) opening() {
	p.section("essentiel", wording.T(p.ctx, "L'essentiel"))
	if p.a.Running() {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Période en cours"), wording.T(p.ctx, "La période n'est pas finie : ces chiffres vont encore bouger. Situation au %s.", wording.LongDate(p.a.Today))})
	}
	if p.a.Masked {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Petits groupes masqués"),
			wording.T(p.ctx, "Les effectifs de 1 à %s personnes ne sont pas montrés, ni un second effectif quand le premier s'en déduirait.", wording.Count(reporting.Smallest-1))})
	}
	held := p.sum("meetings")
	p.add(Figures{p.figureTile(p.figure("accompanied")), p.figureTile(p.figure("entered")), p.figureTile(p.figure("exits")), p.figureTile(p.figure("exits.launched")),
		p.figureTile(p.figure("study_completed")), p.sumTile(p.sum("jobs"), p.unknownJobs(p.sum("jobs"))),
		p.sumTile(p.sum("minutes"), wording.N(p.ctx, "en %s rencontre", "en %s rencontres", int(held.Value), wording.Count(int(held.Value)))),
		p.sumTile(p.sum("money.awarded"), p.given("money.paid"))})
	p.add(Text{Body: p.balance()})
}

// given says a sum with its name, in a few words.
func (p *activityPaper) given(code string) string {
	s := p.sum(code)
	if s.Masked {
		return ""
	}
	return wording.T(p.ctx, "%s : %s", p.label(code), p.written(s))
}

// balance says how who was there became who is there.
func (p *activityPaper) balance() string {
	start, in, out, end := p.figure("at_start"), p.figure("entered"), p.figure("exits"), p.figure("staying")
	if start.Masked || in.Masked || out.Masked || end.Masked {
		return wording.T(p.ctx, "Le passage du début à la fin de la période n'est pas montré : les groupes sont trop petits.")
	}
	return wording.T(p.ctx, "Personnes accompagnées au début de la période : %s ; entrées : %s ; sorties : %s ; encore accompagnées à la fin : %s.",
		wording.Count(start.Count), wording.Count(in.Count), wording.Count(out.Count), wording.Count(end.Count))
}

// comment prints what the manager wrote, with its author and its day.
func (p *activityPaper) comment() {
	c := p.a.Comment
	if c.Body == "" {
		return
	}
	p.section("commentaire", wording.T(p.ctx, "Commentaire"), Typed(c.Body, 3)...)
	p.add(Text{Note: true, Body: wording.T(p.ctx, "%s, %s (version %s)", c.Author, wording.LongDate(c.UpdatedAt.Date()), wording.Count(c.Number))})
}

func (p *activityPaper) profile() {
	t := Table{Caption: wording.T(p.ctx, "Profil à l'entrée"), Columns: []Column{{Title: wording.T(p.ctx, "Réponse"), Width: 4.4},
		{Title: wording.T(p.ctx, "Accompagnées"), Width: 1.7, Num: true}, {Title: wording.T(p.ctx, "Part"), Width: 1.2, Num: true},
		{Title: wording.T(p.ctx, "Entrées"), Width: 1.4, Num: true}, {Title: wording.T(p.ctx, "Part"), Width: 1.2, Num: true}}}
	for _, group := range []string{"gender", "situation", "schooling", "age", "jobless"} {
		t.Rows = append(t.Rows, Row{Group: wording.FigureGroup(p.ctx, group)})
		t.Rows = append(t.Rows, p.profileRows(group)...)
	}
	p.section("profil", wording.T(p.ctx, "Profil à l'entrée"), Text{Body: wording.T(p.ctx, "Sur %s, dont %s pendant la période.",
		wording.FigureOf(p.ctx, "accompanied", p.figure("accompanied").Count), wording.FigureOf(p.ctx, "entered", p.figure("entered").Count))}, t)
}

// profileRows are the answers to one question that somebody gave, and who gave none.
func (p *activityPaper) profileRows(group string) []Row {
	var rows []Row
	missing, missingIn, hidden := reporting.Figure{}, reporting.Figure{}, false
	for _, f := range p.a.Figures.Group(group) {
		entry := p.figure("entry." + f.Code)
		missing, missingIn = f, entry
		hidden = hidden || f.Masked || entry.Masked
		if f.Count > 0 {
			rows = append(rows, Row{Cells: []Cell{{Text: wording.FigureLabel(p.ctx, f.Code), Head: true}, p.figureCell(f), {Text: p.share(f)}, p.figureCell(entry), {Text: p.share(entry)}}})
		}
	}
	if missing.Unknown > 0 && !hidden {
		missing.Count, missingIn.Count = missing.Unknown, missingIn.Unknown
		rows = append(rows, Row{Cells: []Cell{{Text: wording.T(p.ctx, "Pas encore connu"), Head: true}, {Text: p.value(missing)}, {Text: p.share(missing)}, {Text: p.value(missingIn)}, {Text: p.share(missingIn)}}})
	}
	if len(rows) == 0 {
		rows = append(rows, Row{Cells: []Cell{{Text: wording.T(p.ctx, "Personne"), Head: true}, {Text: "0"}, {Text: "—"}, {Text: "0"}, {Text: "—"}}})
	}
	return rows
}

// exits shows how the journeys of the period ended.
func (p *activityPaper) exits() {
	codes := []string{"exits", "study_completed"}
	var shown []reporting.Figure
	for _, f := range p.a.Figures.Group("exits") {
		if f.Count > 0 {
			shown, codes = append(shown, f), append(codes, f.Code)
		}
	}
	p.section("sorties", wording.T(p.ctx, "Sorties de la période"), p.bars(wording.T(p.ctx, "Sorties de la période"), wording.T(p.ctx, "Aucune sortie pendant cette période."),
		p.figure("exits").Count, shown, func(f reporting.Figure) string { return p.label(f.Code) }))
	p.add(p.table(wording.T(p.ctx, "Sorties de la période"), p.figureRows(codes...)...))
}

// bars draws figures of one whole; the enterprises created stand out.
func (p *activityPaper) bars(title, empty string, whole int, list []reporting.Figure, label func(reporting.Figure) string) Chart {
	return Chart{func(width float64) chart.Scene {
		b := chart.Bars{Frame: chart.Frame{Title: title, Width: width, Empty: empty}, Max: float64(whole)}
		for _, f := range list {
			bar := chart.Bar{Label: label(f), Value: float64(f.Count), Text: p.value(f) + " · " + p.share(f), Color: chart.Exited}
			if f.Code == "exits.launched" || f.OfCode == "exits.launched" {
				bar.Color = chart.Accent
			}
			if f.Masked {
				bar.Value, bar.Text = 0, p.value(f)
			}
			b.Rows = append(b.Rows, bar)
		}
		return b.Scene()
	}}
}

// lines is the period by site or by programme.
func (p *activityPaper) lines(prefix, head string, list []reporting.Named) Table {
	t := Table{Caption: head, Empty: wording.T(p.ctx, "Personne n'a été accompagné pendant cette période."), Columns: []Column{{Title: head, Width: 2.8},
		{Title: wording.T(p.ctx, "Accompagnées"), Width: 2.1, Num: true}, {Title: wording.T(p.ctx, "Part"), Width: 1, Num: true}, {Title: wording.T(p.ctx, "Entrées"), Width: 1.2, Num: true},
		{Title: wording.T(p.ctx, "Sorties"), Width: 1.2, Num: true}, {Title: wording.T(p.ctx, "Entreprises"), Width: 1.8, Num: true}, {Title: wording.T(p.ctx, "Part des sorties"), Width: 1.3, Num: true},
		{Title: wording.T(p.ctx, "Heures de présence"), Width: 1.5, Num: true}}}
	for _, l := range list {
		code := prefix + "." + l.Key
		all, created := p.figure(code), p.figure(code+".launched")
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: l.Name, Head: true}, p.figureCell(all), {Text: p.share(all)}, p.figureCell(p.figure(code + ".entered")),
			p.figureCell(p.figure(code + ".exits")), p.figureCell(created), {Text: p.share(created)}, p.sumCell(p.sum(prefix + "_minutes." + l.Key))}})
	}
	if len(list) > 0 {
		created := p.figure("exits.launched")
		t.Foot = []Cell{{Text: wording.T(p.ctx, "Total"), Head: true}, p.figureCell(p.figure("accompanied")), {}, p.figureCell(p.figure("entered")), p.figureCell(p.figure("exits")),
			p.figureCell(created), {Text: p.share(created)}, p.sumCell(p.sum("presence_minutes"))}
	}
	return t
}
