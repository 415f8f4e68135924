package report

import (
	"context"
	"strings"

	"eclosion/models/plan"
	"eclosion/models/reporting"
	"eclosion/views/chart"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// blank is a line to write on.
const blank = "________________________________________"

// Checklist makes the paper of a business-plan checklist: of a project with its
// progress, or blank, to be filled in by hand.
func Checklist(ctx context.Context, c reporting.Checklist) Paper {
	var p Paper
	p.house(c.Couveuse)
	p.Date, p.Title, p.Subtitle = c.Today, wording.T(ctx, "Plan d'affaires"), c.Programme
	if c.Project == nil {
		p.Plain = true
		p.Title = wording.T(ctx, "Plan d'affaires : liste de contrôle")
		p.add(Defs{{wording.T(ctx, "Porteur ou porteuse"), blank}, {wording.T(ctx, "Projet"), blank}, {wording.T(ctx, "Version de la liste"), wording.Count(c.Version)}})
	} else {
		p.Kind, p.Subject, p.Reference = reporting.KindPlan, c.Project.Ref, c.Project.Ref
		p.Subtitle = title(ctx, c.Project.Title)
		if c.Project.Holder() != "" {
			p.Subtitle += " · " + c.Project.Holder()
		}
		p.progress(ctx, c)
	}
	if len(c.Sections) == 0 {
		p.section("liste", wording.T(ctx, "Points"), Text{Body: wording.T(ctx, "Le programme n'a pas encore de liste publiée.")})
	}
	for _, s := range c.Sections {
		p.checks(ctx, c, s)
	}
	if c.Project == nil {
		p.section("remarques", wording.T(ctx, "Remarques"), Lines(6))
	}
	return p
}

// progress is the head of a project's checklist.
func (p *Paper) progress(ctx context.Context, c reporting.Checklist) {
	validated, items, mandatoryDone, mandatory := c.Totals()
	p.section("avancement", wording.T(ctx, "Avancement"))
	p.since(ctx, c)
	p.add(Figures{{Value: wording.Percent(validated, items), Label: wording.T(ctx, "Points validés"), Note: wording.T(ctx, "%s sur %s qui s'appliquent", wording.Count(validated), wording.Count(items))},
		{Value: wording.Percent(mandatoryDone, mandatory), Label: wording.T(ctx, "Points obligatoires validés"), Note: wording.T(ctx, "%s sur %s", wording.Count(mandatoryDone), wording.Count(mandatory))}})
	p.add(Defs{{wording.T(ctx, "Phase"), wording.PhaseLabel(ctx, c.Project.Phase)}, {wording.T(ctx, "Accompagnement"), coachNames(c.Coaches)}, {wording.T(ctx, "Version de la liste"), wording.Count(c.Version)}})
	if len(c.Sections) == 0 {
		return
	}
	p.add(Chart{func(width float64) chart.Scene {
		r := chart.Radar{Frame: chart.Frame{Title: wording.T(ctx, "Points validés par section"), Width: width}}
		for _, s := range c.Sections {
			done, all := s.Progress()
			r.Axes = append(r.Axes, chart.Axis{Label: s.Title, Value: ratio(done, all), Before: -1, Text: wording.Percent(done, all)})
		}
		return r.Scene()
	}})
}

// since says what changed since the paper before.
func (p *Paper) since(ctx context.Context, c reporting.Checklist) {
	if !c.Compared() {
		return
	}
	before := wording.T(ctx, "Dernière impression : le %s, par %s", wording.Moment(c.Print.At), c.Print.Name)
	if c.Last != nil && c.Last.IssuedAt == c.Since {
		before = wording.T(ctx, "Dernière version émise : %s, le %s", c.Last.Number, wording.LongDate(c.Last.IssuedAt.Date()))
	}
	text := wording.T(ctx, "Rien n'a changé depuis.")
	if n := c.Changed(); n > 0 {
		text = wording.N(ctx, "%s point ou texte a changé depuis ; il porte la mention « modifié ».", "%s points ou textes ont changé depuis ; ils portent la mention « modifié ».", n, wording.Count(n))
	}
	p.add(Callout{ui.Info, before, text})
}

// textLine says in one line where the text of a section stands; "" for one that nobody has written.
func textLine(ctx context.Context, c reporting.Checklist, s reporting.PlanSection) string {
	if !s.Text.Filled() && s.State == plan.SectionEmpty {
		return ""
	}
	line := wording.SectionStateLabel(ctx, s.State)
	if s.Text.Number > 0 {
		line = wording.T(ctx, "%s · texte en version %s, du %s", line, wording.Count(s.Text.Number), wording.Date(s.Text.UpdatedAt.Date()))
	}
	if c.TextChanged(s) {
		line = wording.T(ctx, "%s · modifié", line)
	}
	return line
}

// checks sets the items of a section.
func (p *Paper) checks(ctx context.Context, c reporting.Checklist, s reporting.PlanSection) {
	head := s.Title
	if done, all := s.Progress(); c.Project != nil {
		head = wording.T(ctx, "%s : %s sur %s", s.Title, wording.Count(done), wording.Count(all))
	}
	p.section("", head)
	if line := textLine(ctx, c, s); c.Project != nil && line != "" {
		p.add(Text{Note: true, Body: line})
	}
	p.items(ctx, c, s)
}

func (p *Paper) items(ctx context.Context, c reporting.Checklist, s reporting.PlanSection) {
	for _, i := range s.Items {
		label := i.Title
		if i.Mandatory {
			label = wording.T(ctx, "%s (obligatoire)", i.Title)
		}
		if i.Changed {
			label = wording.T(ctx, "%s · modifié", label)
		}
		p.add(Check{Done: i.ValidatedOn != "", Off: !i.Applies(), Mandatory: i.Mandatory, Changed: i.Changed, Label: label, Note: itemNote(ctx, c, i)})
	}
}

func itemNote(ctx context.Context, c reporting.Checklist, i reporting.PlanItem) string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	switch {
	case c.Project == nil:
	case !i.Applies():
		add(wording.T(ctx, "Sans objet : %s", i.NotApplicable))
	case i.ValidatedOn != "" && i.ValidatedBy != "":
		add(wording.T(ctx, "Validé le %s par %s", wording.Date(i.ValidatedOn), i.ValidatedBy))
	case i.ValidatedOn != "":
		add(wording.T(ctx, "Validé le %s", wording.Date(i.ValidatedOn)))
	case i.ClaimedOn != "":
		add(wording.T(ctx, "Annoncé prêt le %s, à valider", wording.Date(i.ClaimedOn)))
	}
	if i.ValidatedOn == "" && i.Applies() {
		add(i.Expectation)
		if i.Evidence != "" {
			add(wording.T(ctx, "Preuve : %s", i.Evidence))
		}
	}
	if c.Project != nil {
		add(i.Comment)
	}
	return strings.Join(parts, "\n")
}
