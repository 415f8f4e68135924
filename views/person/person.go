// Package person shows two records that may be one person's side by side, and what a merge of them moves.
package person

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/merge"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// DoublesPath lists who may be recorded twice.
const DoublesPath = "/personnes/doublons"

// MergePath compares the holders of two dossiers; the first record stays.
func MergePath(kept, other string) string { return "/projets/" + kept + "/fusion?avec=" + other }

// DonePath is a merge that was done.
func DonePath(id string) string { return "/personnes/fusions/" + id }

// Doubles is the page of who may be recorded twice.
type Doubles struct {
	List   []merge.Double
	Recent []merge.Done
}

func likeness(ctx context.Context, d merge.Double) string {
	var same []string
	if d.SameName {
		same = append(same, wording.T(ctx, "même nom et même date de naissance"))
	}
	if d.SameEmail {
		same = append(same, wording.T(ctx, "même adresse e-mail"))
	}
	if d.SamePhone {
		same = append(same, wording.T(ctx, "même téléphone"))
	}
	return strings.Join(same, ", ")
}

// Compare is the page that shows two records side by side.
type Compare struct {
	Form ui.Form
	Pair merge.Pair
	Why  *models.Problem // why they cannot be merged; nil when they can
}

// From names the field of the form that says from which record a value is taken.
func From(f merge.Field) string { return "de_" + string(f) }

// The two answers.
const (
	Kept  = "gardee"
	Other = "autre"
)

func fieldLabel(ctx context.Context, f merge.Field) string {
	switch f {
	case merge.LastName:
		return wording.T(ctx, "Nom")
	case merge.FirstName:
		return wording.T(ctx, "Prénom")
	case merge.BirthOn:
		return wording.T(ctx, "Date de naissance")
	case merge.Gender:
		return wording.T(ctx, "Genre")
	case merge.Email:
		return wording.T(ctx, "Adresse e-mail")
	case merge.Phone:
		return wording.T(ctx, "Téléphone")
	}
	return wording.T(ctx, "Adresse")
}

func value(ctx context.Context, f merge.Field, p programme.Person) string {
	text := f.Text(p)
	switch {
	case text == "":
		return wording.T(ctx, "rien")
	case f == merge.BirthOn:
		return wording.Date(p.BirthOn)
	case f == merge.Gender:
		return wording.GenderLabel(ctx, text)
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "\n", ", "))
}

// differs reports whether the two records say different things, so that one has to be chosen.
func (c Compare) differs(f merge.Field) bool {
	return f.Text(c.Pair.Kept.Person) != f.Text(c.Pair.Other.Person)
}

func (c Compare) same(ctx context.Context) (rows []ui.SummaryRow) {
	for _, f := range merge.Fields() {
		if !c.differs(f) {
			rows = append(rows, ui.SummaryRow{Term: fieldLabel(ctx, f), Value: value(ctx, f, c.Pair.Kept.Person)})
		}
	}
	return rows
}

func (c Compare) options(ctx context.Context, f merge.Field) []ui.Option {
	return []ui.Option{
		{Value: Kept, Label: value(ctx, f, c.Pair.Kept.Person), Hint: wording.T(ctx, "fiche de %s, qui reste", c.Pair.Kept.Ref)},
		{Value: Other, Label: value(ctx, f, c.Pair.Other.Person), Hint: wording.T(ctx, "fiche de %s", c.Pair.Other.Ref)},
	}
}

func (c Compare) accounts(ctx context.Context) (list []ui.Option) {
	for _, s := range []merge.Side{c.Pair.Kept, c.Pair.Other} {
		list = append(list, ui.Option{Value: s.Account.PublicID, Label: s.Account.Email, Hint: accountHint(ctx, s.Account)})
	}
	return list
}

func accountHint(ctx context.Context, a *accounts.Account) string {
	switch {
	case a.State == accounts.Disabled:
		return wording.T(ctx, "compte désactivé")
	case a.SignedInAt.IsZero():
		return wording.T(ctx, "jamais connecté·e")
	}
	return wording.T(ctx, "dernière connexion le %s", wording.Date(a.SignedInAt.Date()))
}

// holder names a person who may have no name yet.
func holder(ctx context.Context, p programme.Person) string {
	if name := p.FullName(); name != "" {
		return name
	}
	return wording.T(ctx, "Sans nom")
}

func dossierTitle(ctx context.Context, d merge.Dossier) string {
	switch {
	case d.Unsent:
		return wording.T(ctx, "candidature pas encore déposée")
	case d.Title == "":
		return wording.T(ctx, "Sans titre")
	}
	return d.Title
}

// consequences says what the merge does, in sentences.
func (c Compare) consequences(ctx context.Context) (list []string) {
	p := c.Pair
	if n := len(p.Other.Dossiers); n > 0 {
		list = append(list, wording.N(ctx, "%s dossier passe à la fiche qui reste.", "%s dossiers passent à la fiche qui reste.", n, wording.Count(n)))
	}
	if h := p.Held(); h.Sum() > 0 {
		list = append(list, wording.T(ctx, "Bourses octroyées : %s et %s, ensemble %s ; le plafond est de %s.",
			wording.Money(p.Kept.Held.Sum()), wording.Money(p.Other.Held.Sum()), wording.Money(h.Sum()), wording.Money(h.Cap)))
	}
	switch {
	case p.TwoAccounts():
		list = append(list, wording.T(ctx, "Le compte qui n'est pas choisi est désactivé et déconnecté partout."))
	case p.Other.Account != nil:
		list = append(list, wording.T(ctx, "Le compte %s devient celui de la fiche qui reste.", p.Other.Account.Email))
	}
	return append(list,
		wording.T(ctx, "Les rencontres, actions, documents, messages et inscriptions suivent leur dossier."),
		wording.T(ctx, "Les papiers émis ne changent pas."),
		wording.T(ctx, "La fusion peut être défaite tant que rien de nouveau ne rend les deux fiches indiscernables."))
}

// Done is the page of a merge.
type Done struct {
	merge.Done
	Form ui.Form
	Why  string // why it cannot be undone; "" when it can
}

func reasons(ctx context.Context, p *models.Problem) []string {
	_, sentences := wording.Problem(ctx, p)
	return sentences
}
