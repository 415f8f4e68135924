// Package participant shows what the European Social Fund Plus asks of the person of a dossier, who stands behind its
// indicators, and what an administrator sets of them.
package participant

import (
	"context"

	"eclosion/models"
	"eclosion/models/participant"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Page is the record of one dossier as its reader sees it.
type Page struct {
	Head   dossier.Head
	Record *participant.Record
	Today  models.Date
	Own    bool // the reader is the person
	Writes bool
	Form   ui.Form // of the page that asks
	Moment participant.Moment
	Fixed  []string // names of the answers that this form shows and does not ask
}

// Path is the page of a dossier's record.
func Path(ref string) string { return "/projets/" + ref + "/fse" }

// slugs are the addresses of the parts.
var slugs = map[participant.Moment]string{participant.EntryPart: "entree", participant.Exit: "sortie", participant.Later: "six-mois"}

// MomentOf reads the part of an address; "" for none.
func MomentOf(slug string) participant.Moment {
	for m, s := range slugs {
		if s == slug {
			return m
		}
	}
	return ""
}

// FormPath is the form of a part.
func FormPath(ref string, m participant.Moment) string { return Path(ref) + "/" + slugs[m] }

func (p Page) path(m participant.Moment) string { return FormPath(p.Record.Project.Ref, m) }

// entryRows tells the entry.
func (p Page) entryRows(ctx context.Context) (rows []ui.SummaryRow) {
	e := p.Record.Shown()
	for _, name := range participant.Fields() {
		if name == "jobless_since" && e.Labour != participant.Unemployed {
			continue
		}
		rows = append(rows, ui.SummaryRow{Term: wording.EntryLabel(ctx, name), Value: wording.EntryAnswer(ctx, name, e.Value(name)), Missing: true})
	}
	return rows
}

// fixedRows tells the answers that the form does not ask.
func (p Page) fixedRows(ctx context.Context) (rows []ui.SummaryRow) {
	e := p.Record.Shown()
	for _, name := range p.Fixed {
		rows = append(rows, ui.SummaryRow{Term: wording.EntryLabel(ctx, name), Value: wording.EntryAnswer(ctx, name, e.Value(name))})
	}
	return rows
}

func (p Page) fixed(name string) bool {
	for _, n := range p.Fixed {
		if n == name {
			return true
		}
	}
	return false
}

// asks reports whether any of the answers is asked by the form.
func (p Page) asks(names ...string) bool {
	for _, n := range names {
		if !p.fixed(n) {
			return true
		}
	}
	return false
}

func (p Page) entryState(ctx context.Context) (ui.Tone, string) {
	missing := len(p.Record.Shown().Missing())
	switch {
	case missing > 0:
		return ui.Wait, wording.N(ctx, "%s réponse manque", "%s réponses manquent", missing, wording.Count(missing))
	case p.Record.Frozen():
		return ui.Good, wording.T(ctx, "Complet")
	}
	return ui.Good, wording.T(ctx, "Complet pour l'instant")
}

// standing says since when the entry stands.
func (p Page) standing(ctx context.Context) string {
	r := p.Record
	switch {
	case r.Frozen() && r.Carried:
		return wording.T(ctx, "Reprises du dossier, sans avoir été demandées à l'entrée du %s.", wording.LongDate(r.Project.EnteredOn))
	case r.Frozen():
		return wording.T(ctx, "Arrêtées à l'entrée du %s : elles ne changent plus que par des corrections.", wording.LongDate(r.Project.EnteredOn))
	case r.Project.EnteredOn != "":
		return wording.T(ctx, "Rien n'a été demandé à l'entrée du %s. Répondez pour ce jour-là.", wording.LongDate(r.Project.EnteredOn))
	}
	return wording.T(ctx, "Elles seront arrêtées le jour où l'accompagnement commence. Jusque-là, elles peuvent changer.")
}

// resultState says where what is asked at a moment stands.
func (p Page) resultState(ctx context.Context, m participant.Moment) (ui.Tone, string) {
	r := p.Record
	if r.Project.LeftOn == "" {
		return ui.Plain, wording.T(ctx, "Après la sortie")
	}
	w := r.Rules.Window(m, r.Project.LeftOn)
	switch x := r.Result(m); {
	case x != nil && x.ObservedOn > w.To:
		return ui.Stop, wording.T(ctx, "Répondu trop tard : pas compté")
	case x != nil:
		return ui.Good, wording.T(ctx, "Répondu")
	case p.Today < w.From:
		return ui.Plain, wording.T(ctx, "À partir du %s", wording.Date(w.From))
	case p.Today <= w.To:
		return ui.Wait, wording.T(ctx, "À demander jusqu'au %s", wording.Date(w.To))
	}
	return ui.Stop, wording.T(ctx, "Ne comptait que jusqu'au %s", wording.Date(w.To))
}

// askable reports whether a moment may be answered today.
func (p Page) askable(m participant.Moment) bool {
	left := p.Record.Project.LeftOn
	return p.Writes && left != "" && p.Today >= p.Record.Rules.Window(m, left).From && !(p.Own && p.Record.Result(m) != nil)
}

func (p Page) resultRows(ctx context.Context, x *participant.Result) (rows []ui.SummaryRow) {
	for _, name := range append([]string{"observed_on"}, x.Moment.Asked()...) {
		rows = append(rows, ui.SummaryRow{Term: wording.EntryLabel(ctx, name), Value: wording.EntryAnswer(ctx, name, x.Value(name))})
	}
	by := wording.T(ctx, "%s, le %s", x.By, wording.Moment(x.RecordedAt))
	if x.ByHolder {
		by = wording.T(ctx, "%s, porteur ou porteuse du projet, le %s", x.By, wording.Moment(x.RecordedAt))
	}
	return append(rows, ui.SummaryRow{Term: wording.T(ctx, "Répondu par"), Value: by})
}

func (p Page) writeLabel(ctx context.Context) string {
	switch {
	case !p.Record.Frozen():
		return wording.T(ctx, "Répondre")
	case len(p.Record.Entry.Missing()) > 0:
		return wording.T(ctx, "Compléter")
	}
	return wording.T(ctx, "Corriger")
}

// mayWriteEntry says whether the reader has something to write: the person cannot change what they said once it is frozen.
func (p Page) mayWriteEntry() bool {
	return p.Writes && !(p.Own && p.Record.Frozen() && len(p.Record.Entry.Missing()) == 0)
}

func options(ctx context.Context, name string, values ...string) []ui.Option {
	list := make([]ui.Option, len(values))
	for i, v := range values {
		list[i] = ui.Option{Value: v, Label: wording.EntryAnswer(ctx, name, v)}
	}
	return list
}

func change(ctx context.Context, c participant.Correction) string {
	from, to := wording.EntryAnswer(ctx, c.Field, c.From), wording.EntryAnswer(ctx, c.Field, c.To)
	if from == "" {
		from = wording.T(ctx, "sans réponse")
	}
	if to == "" {
		to = wording.T(ctx, "sans réponse")
	}
	return wording.T(ctx, "de « %s » à « %s »", from, to)
}

func reason(ctx context.Context, c participant.Correction) string {
	if c.Reason == "" {
		return wording.T(ctx, "Complété")
	}
	return c.Reason
}

func asked(ctx context.Context, d participant.Due) string {
	if d.Part == participant.EntryPart {
		return wording.N(ctx, "%s réponse manque à l'entrée", "%s réponses manquent à l'entrée", d.Missing, wording.Count(d.Missing))
	}
	return wording.T(ctx, "%s, jusqu'au %s", wording.ResultMoment(ctx, d.Part), wording.Date(d.On))
}

// lacks tells what is missing of somebody, each with where to fill it in.
func lacks(ctx context.Context, g participant.Gap) (list []ui.Link) {
	for _, name := range g.Entry {
		list = append(list, ui.Link{Label: wording.EntryLabel(ctx, name), Href: FormPath(g.Ref, participant.EntryPart)})
	}
	if g.Exit != "" {
		list = append(list, ui.Link{Label: wording.T(ctx, "À la sortie : %s", wording.LackLabel(ctx, g.Exit, g.ExitDue)), Href: FormPath(g.Ref, participant.Exit)})
	}
	if g.Later != "" {
		list = append(list, ui.Link{Label: wording.T(ctx, "Six mois après : %s", wording.LackLabel(ctx, g.Later, g.LaterDue)), Href: FormPath(g.Ref, participant.Later)})
	}
	return list
}
