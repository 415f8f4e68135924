package report

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// CohortOptions say how much of people a cohort's report shows.
type CohortOptions struct {
	Names bool   // the holders' names and their projects' titles; without, dossiers go by their reference
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
	p.Options = CohortOptionsText(ctx, c, o)
	p.opening()
	p.journey()
	p.timeline()
	p.months()
	p.durations()
	p.meetings()
	p.checklists()
	p.grants()
	p.alerts()
	p.profile()
	p.projects()
	p.definitions()
	p.c.Projects = nil // the charts are drawn later from sums: a thousand dossiers need not wait with them
	return p.Paper
}

// CohortOptionsText says what was chosen for a report; "" when nothing was.
func CohortOptionsText(ctx context.Context, c reporting.Cohort, o CohortOptions) string {
	var parts []string
	if !c.Whole() {
		parts = append(parts, wording.T(ctx, "période : %s", periodText(ctx, c.Period)))
	}
	switch {
	case c.Masked:
		parts = append(parts, wording.T(ctx, "petits groupes masqués"))
	case !o.Names:
		parts = append(parts, wording.T(ctx, "sans noms"))
	}
	return strings.Join(parts, "\u202f; ")
}

func periodText(ctx context.Context, p models.Period) string {
	switch {
	case p.From == "":
		return wording.T(ctx, "jusqu'au %s", wording.LongDate(p.To))
	case p.To == "":
		return wording.T(ctx, "depuis le %s", wording.LongDate(p.From))
	}
	return wording.T(ctx, "du %s au %s", wording.LongDate(p.From), wording.LongDate(p.To))
}

func (p *cohortPaper) figure(code string) reporting.Figure { return p.c.Figures.Get(code) }

// number is a cell with a number that opens its list.
func (p *cohortPaper) number(code string, n int, masked bool) Cell {
	if masked {
		return Cell{Text: wording.T(p.ctx, "masqué")}
	}
	return Cell{Text: wording.Count(n), Href: p.open(code, n, false)}
}

// hours is a cell with a length of time that opens its list.
func (p *cohortPaper) hours(code string, minutes int, masked bool) Cell {
	c := p.number(code, minutes, masked)
	if !masked {
		c.Text = wording.Duration(minutes)
	}
	return c
}

func (p *cohortPaper) opening() {
	c := p.c.Cohort
	p.section("essentiel", wording.T(p.ctx, "L'essentiel"))
	if p.c.Masked {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Petits groupes masqués"),
			wording.T(p.ctx, "Les effectifs de 1 à %s personnes ne sont pas montrés, ni ceux dont ils se déduiraient. La liste des projets, celle des alertes et le détail par mois sont retirés, ainsi que les sommes qui ne concernent que de petits groupes.", wording.Count(reporting.Smallest-1))})
	}
	if !p.c.Whole() {
		p.add(Callout{ui.Info, wording.T(p.ctx, "Période : %s", periodText(p.ctx, p.c.Period)),
			wording.T(p.ctx, "La période limite ce qui s'est passé : les événements par mois, les rencontres et leurs heures, les montants demandés, accordés, payés et récupérés. Le reste est la situation au %s : étapes du parcours, durées, plans d'affaires, soldes, plafonds, alertes et profil.", wording.LongDate(p.c.Today))})
	}
	tiles := Figures{}
	for _, code := range []string{"applications", "accepted", "entered", "coaching", "test", "launched", "exited"} {
		tiles = append(tiles, p.tile(p.figure(code)))
	}
	tiles = append(tiles, p.heldTile())
	capacity := wording.T(p.ctx, "non limitée")
	if c.Capacity > 0 {
		capacity = wording.N(p.ctx, "%s place", "%s places", c.Capacity, wording.Count(c.Capacity))
	}
	defs := Defs{
		{wording.T(p.ctx, "Programme"), c.ProgrammeName}, {wording.T(p.ctx, "Site"), c.SiteName},
		{wording.T(p.ctx, "Candidatures"), wording.T(p.ctx, "du %s au %s", wording.LongDate(c.IntakeOpensOn), wording.LongDate(c.IntakeClosesOn))},
		{wording.T(p.ctx, "Début"), wording.LongDate(c.StartsOn)}, {wording.T(p.ctx, "Capacité"), capacity},
	}
	if p.Options != "" {
		defs = append(defs, Def{wording.T(p.ctx, "Choix de ce rapport"), p.Options})
	}
	p.add(tiles, defs)
}

// heldTile is the number of meetings, with their hours.
func (p *cohortPaper) heldTile() Figure {
	n := p.number("meetings", p.c.Meetings.All(), p.c.Meetings.Masked)
	f := Figure{Value: n.Text, Label: wording.T(p.ctx, "Rencontres tenues"), Href: n.Href}
	if !p.c.Meetings.Masked {
		f.Note = wording.Duration(p.c.Meetings.AllMinutes())
	}
	return f
}

// journey is the funnel with its figures, then the exits by reason.
func (p *cohortPaper) journey() {
	stages := []struct{ code, phase string }{{"applications", "submitted"}, {"accepted", "accepted"}, {"entered", "coaching"}, {"tested", "test"}, {"launched", "launched"}}
	p.section("parcours", wording.T(p.ctx, "De la candidature au lancement"), Chart{func(width float64) chart.Scene {
		f := chart.Funnel{Frame: chart.Frame{Title: wording.T(p.ctx, "De la candidature au lancement"), Width: width, Empty: wording.T(p.ctx, "Aucune candidature.")}}
		if x := p.figure("applications"); x.Count == 0 && !x.Masked {
			return f.Scene()
		}
		for i, st := range stages {
			x := p.figure(st.code)
			stage := chart.Stage{Label: wording.FigureLabel(p.ctx, st.code), Count: x.Count, Text: p.value(x), Phase: st.phase}
			if width < 400 {
				stage.Label = p.shortStage(st.code)
			}
			if i > 0 && x.Of > 0 && !x.Masked && !x.OfMasked {
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
	for _, code := range []string{"applications", "pending", "accepted", "declined", "withdrawn", "to_enter", "entered", "coaching", "tested", "test", "launched", "launched_direct", "exited", "exited_before", "exited_entered"} {
		rows = append(rows, p.figure(code))
	}
	p.add(p.table(wording.T(p.ctx, "Les étapes du parcours"), p.rows(rows...)...))
	p.exits()
}

func (p *cohortPaper) exits() {
	p.add(Heading{2, "sorties", wording.T(p.ctx, "Sorties par motif")})
	var lines []Row
	for _, f := range append(p.c.Figures.Group("exit"), p.figure("exit_unknown")) {
		if f.Count > 0 || f.Masked {
			lines = append(lines, p.line(f, wording.FigureLabel(p.ctx, f.Code)))
		}
	}
	if len(lines) == 0 {
		p.add(Text{Body: wording.T(p.ctx, "Aucune sortie à ce jour.")})
		return
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

// definitions say what each figure counts, and what is left open.
func (p *cohortPaper) definitions() {
	p.section("definitions", wording.T(p.ctx, "Ce que compte chaque chiffre"), definitions(wording.CohortDefinitions(p.ctx)),
		Text{Body: wording.T(p.ctx, "Situation au %s. Les chiffres portent sur les dossiers de la cohorte, tels qu'ils sont enregistrés ce jour-là.", wording.LongDate(p.c.Today)), Note: true})
	if p.c.Masked {
		p.add(Text{Note: true, Body: wording.T(p.ctx, "Le masquage protège ce rapport-ci : qui le compare avec une version non masquée, ou avec celui d'une autre période ou d'un autre jour, peut en déduire davantage.")})
	}
}
