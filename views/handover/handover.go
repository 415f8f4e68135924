// Package handover shows how dossiers go from one coach to another, for good or between two days.
package handover

import (
	"context"

	"eclosion/models"
	"eclosion/models/handover"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Desk is what goes from coach to coach: whose dossiers the reader may give away, who stands in for whom, and what came
// to the reader.
type Desk struct {
	Ref      string // about this dossier alone; "" for all
	Coaches  []handover.Coach
	Covers   []handover.Cover
	Received []handover.Note
	Today    models.Date
}

// Transfer is the form of a handover, or with Cover set of a cover.
type Transfer struct {
	Offer handover.Offer
	Ref   string // about this dossier alone; "" for all of the coach's
	Cover bool
	Today models.Date
	Form  ui.Form
}

// CoverEdit is a cover to shorten or to end.
type CoverEdit struct {
	Cover handover.Cover
	Today models.Date
	Form  ui.Form
}

// path leads to a form about the coach, and about the one dossier when there is one.
func (d Desk) path(c handover.Coach, cover bool) string {
	return Transfer{Offer: handover.Offer{Coach: c}, Ref: d.Ref, Cover: cover}.path()
}

func (d Desk) lead(ctx context.Context) string {
	if d.Ref != "" {
		return wording.T(ctx, "Confier le dossier %s à une autre personne, pour de bon ou le temps d'une absence.", d.Ref)
	}
	return wording.T(ctx, "Confier des dossiers à une autre personne, pour de bon ou le temps d'une absence.")
}

func (t Transfer) path() string {
	path := "/passation/" + t.Offer.Coach.PublicID
	if t.Cover {
		path += "/remplacement"
	}
	if t.Ref != "" {
		path += "?dossier=" + t.Ref
	}
	return path
}

func (t Transfer) lead(ctx context.Context) string {
	if t.Cover {
		return wording.T(ctx, "La personne choisie travaille sur ces dossiers du premier au dernier jour, comme si c'étaient les siens : rencontres, validations, messages. Rien d'autre ne change.")
	}
	return wording.T(ctx, "Les dossiers changent d'accompagnement aujourd'hui, pour de bon. Rencontres passées, notes et comptes rendus restent, au nom de la personne qui les a écrits.")
}

func (t Transfer) takers() []ui.Option {
	list := make([]ui.Option, len(t.Offer.Takers))
	for i, c := range t.Offer.Takers {
		list[i] = ui.Option{Value: c.PublicID, Label: c.Name}
	}
	return list
}

func (t Transfer) dossiers(ctx context.Context) []ui.Option {
	list := make([]ui.Option, len(t.Offer.Dossiers))
	for i, d := range t.Offer.Dossiers {
		hint := wording.T(ctx, "%s, %s", title(ctx, d), wording.PhaseLabel(ctx, d.Phase))
		if d.Meetings > 0 {
			hint += " · " + wording.N(ctx, "%s rencontre prévue", "%s rencontres prévues", d.Meetings, wording.Count(d.Meetings))
		}
		if d.Actions > 0 {
			hint += " · " + wording.N(ctx, "%s action ouverte", "%s actions ouvertes", d.Actions, wording.Count(d.Actions))
		}
		if s := d.StandIn; s.Name != "" {
			hint += " · " + wording.T(ctx, "remplacement par %s du %s au %s", s.Name, wording.Date(s.FromOn), wording.Date(s.ToOn))
		}
		list[i] = ui.Option{Value: d.Ref, Label: wording.T(ctx, "%s, %s", d.Holder, d.Ref), Hint: hint}
	}
	return list
}

// all is the same page with all boxes ticked, or none.
func (t Transfer) all(ticked bool) string {
	if ticked {
		return t.path() + "?tous=1"
	}
	return t.path()
}

func title(ctx context.Context, d handover.Dossier) string {
	if d.Title == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return d.Title
}

// when says from when to when a cover holds, and how that stands today.
func when(ctx context.Context, c handover.Cover, today models.Date) (string, ui.Tone) {
	if c.FromOn > today {
		return wording.T(ctx, "À partir du %s", wording.Date(c.FromOn)), ui.Info
	}
	return wording.T(ctx, "Jusqu'au %s", wording.Date(c.ToOn)), ui.Good
}

// Line says to who stands in, and to who is away, that they do.
func Line(ctx context.Context, c handover.Cover, me int64, today models.Date) string {
	switch {
	case c.ByID == me && c.FromOn > today:
		return wording.T(ctx, "Vous remplacerez %s du %s au %s.", c.AbsentName, wording.LongDate(c.FromOn), wording.LongDate(c.ToOn))
	case c.ByID == me:
		return wording.T(ctx, "Vous remplacez %s jusqu'au %s : les dossiers confiés figurent dans vos listes.", c.AbsentName, wording.LongDate(c.ToOn))
	case c.FromOn > today:
		return wording.T(ctx, "%s vous remplacera du %s au %s.", c.ByName, wording.LongDate(c.FromOn), wording.LongDate(c.ToOn))
	}
	return wording.T(ctx, "%s vous remplace jusqu'au %s.", c.ByName, wording.LongDate(c.ToOn))
}

// ReceivedLine says what a handover brought.
func ReceivedLine(ctx context.Context, n handover.Note) string {
	count := len(n.Refs)
	return wording.N(ctx, "%s vous a confié %s dossier le %s.", "%s vous a confié %s dossiers le %s.", count, n.From, wording.Count(count), wording.LongDate(n.On))
}

func (t Transfer) toLabel(ctx context.Context) string {
	if t.Cover {
		return wording.T(ctx, "Qui remplace %s ?", t.Offer.Coach.Name)
	}
	return wording.T(ctx, "À qui confier les dossiers ?")
}
