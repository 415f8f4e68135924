// Package public shows what anybody may read without signing in: the programmes, and whether one can
// apply to them. It asks for no account, and the self-check keeps nothing.
package public

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/infosession"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Programme is one programme with what lies ahead.
type Programme struct {
	Offer    programme.Offer
	Cohorts  []programme.Cohort // that take applications or will
	Sessions []infosession.Session
	Pieces   []string // the documents that an application asks for
	Today    models.Date
	Apply    string // where an application begins; "" for who cannot begin one
}

// Check is the self-check of one programme, before or after its answers.
type Check struct {
	Offer      programme.Offer
	Gates      []programme.GateRule
	Form       ui.Form
	Conditions []programme.Condition // nil before the answers
	Apply      string
}

// Path is the address of a programme's page.
func Path(code string) string { return "/programmes/" + url.PathEscape(code) }

// CheckPath is the address of its self-check.
func CheckPath(code string) string { return Path(code) + "/conditions" }

// block is a paragraph, or a list.
type block struct {
	text  string
	items []string
}

// blocks reads a description as an administrator types it: an empty line ends a paragraph, lines that begin with
// a dash make a list. Nothing in it is markup, so that there is nothing to clean.
func blocks(text string) []block {
	var list []block
	open := false // the last block goes on
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		item, dashed := strings.CutPrefix(line, "- ")
		switch last := len(list) - 1; {
		case line == "":
			open = false
		case dashed && open && list[last].items != nil:
			list[last].items = append(list[last].items, item)
		case dashed:
			list, open = append(list, block{items: []string{item}}), true
		case open && list[last].items == nil:
			list[last].text += "\n" + line
		default:
			list, open = append(list, block{text: line}), true
		}
	}
	return list
}

// facts are what counts in a programme, from the terms of today.
func facts(ctx context.Context, o programme.Offer) []ui.Fact {
	t := o.Terms
	list := []ui.Fact{
		{Term: wording.T(ctx, "Accompagnement"), Value: wording.MonthsRange(ctx, t.CoachingMinMonths, t.CoachingMaxMonths)},
	}
	if t.TestMaxMonths > 0 {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Période de test"), Value: wording.MonthsRange(ctx, t.TestMinMonths, t.TestMaxMonths)})
	}
	if t.GrantCap > 0 {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Bourse"), Value: wording.T(ctx, "au plus %s", wording.Money(t.GrantCap))})
	}
	return append(list, ui.Fact{Term: wording.T(ctx, "Prix"), Value: wording.T(ctx, "gratuit")})
}

// step is one of those from the first interest to the launch.
type step struct{ title, text string }

func steps(ctx context.Context, o programme.Offer) []step {
	t := o.Terms
	list := []step{
		{wording.T(ctx, "Vous vous informez"), wording.T(ctx, "Une séance d'information répond à vos questions. Elle n'engage à rien.")},
		{wording.T(ctx, "Vous candidatez en ligne"), wording.T(ctx, "En deux fois si vous voulez : vos réponses sont gardées. Vous voyez à tout moment où en est votre dossier.")},
		{wording.T(ctx, "Un comité lit votre dossier"), wording.T(ctx, "Il décide et vous donne ses raisons. Si c'est non, il vous dit que faire ensuite.")},
		{wording.T(ctx, "Vous préparez votre projet"), wording.T(ctx, "Avec une accompagnatrice ou un accompagnateur, pendant %s : clients, prix, plan d'affaires.",
			wording.MonthsRange(ctx, t.CoachingMinMonths, t.CoachingMaxMonths))},
	}
	if t.TestMaxMonths > 0 {
		list = append(list, step{wording.T(ctx, "Vous testez votre activité"), wording.T(ctx, "Pendant %s, vous vendez sous le numéro d'entreprise de la couveuse et gardez vos allocations.",
			wording.MonthsRange(ctx, t.TestMinMonths, t.TestMaxMonths))})
	}
	return append(list, step{wording.T(ctx, "Vous lancez votre entreprise"), wording.T(ctx, "Ou vous savez, sans avoir tout risqué, que ce n'est pas le moment. Nous prenons de vos nouvelles.")})
}

// open reports whether a cohort takes applications: without one, a button to begin leads nowhere.
func (p Programme) open() bool {
	return slices.ContainsFunc(p.Cohorts, func(c programme.Cohort) bool { return c.TakesApplications(p.Today) })
}

func intakeState(ctx context.Context, c programme.Cohort, today models.Date) (ui.Tone, string) {
	if c.TakesApplications(today) {
		return ui.Good, wording.T(ctx, "Candidatures ouvertes")
	}
	return ui.Plain, wording.T(ctx, "Bientôt")
}

func intakeText(ctx context.Context, c programme.Cohort, today models.Date) string {
	if c.TakesApplications(today) {
		return wording.T(ctx, "Candidatures jusqu'au %s. Début le %s.", wording.LongDate(c.IntakeClosesOn), wording.LongDate(c.StartsOn))
	}
	return wording.T(ctx, "Candidatures du %s au %s. Début le %s.", wording.LongDate(c.IntakeOpensOn), wording.LongDate(c.IntakeClosesOn), wording.LongDate(c.StartsOn))
}

func siteNames(o programme.Offer) string {
	names := make([]string, len(o.Sites))
	for i, s := range o.Sites {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}
