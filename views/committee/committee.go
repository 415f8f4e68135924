// Package committee holds the pages of committees: who sits, which files, what their
// members think.
package committee

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Path is the address of a committee.
func Path(ref string) string { return "/comites/" + ref }

// FilePath is the address of a file on a committee.
func FilePath(ref, project string) string { return Path(ref) + "/dossiers/" + project }

// List is the committees that the reader may see.
type List struct {
	Rows    []selection.Committee
	Manages bool
}

// Edit is the form of a committee: a new one when Committee is nil.
type Edit struct {
	Committee *selection.Committee
	Cohorts   []programme.Cohort
	Jury      []selection.Member
	Form      ui.Form
}

// Show is one committee with its files.
type Show struct {
	Committee        *selection.Committee
	Members          []selection.Member
	Files            []selection.File
	Ready, Submitted int // files that could be put on it; submitted ones that are not under review
	Move             ui.Form
}

// FilePage is one file as a member reads and judges it.
type FilePage struct {
	Committee *selection.Committee
	App       *selection.Application
	Own       selection.Own
	Form      ui.Form
	Previous  string
	Next      string
}

// Values are a committee's data as its form shows them.
func Values(c *selection.Committee, members []selection.Member) url.Values {
	v := url.Values{"held_on": {string(c.HeldOn)}, "place": {c.Place}}
	for _, m := range members {
		v.Add("members", m.PublicID)
	}
	return v
}

func stateTone(s selection.CommitteeState) ui.Tone {
	switch s {
	case selection.Open:
		return ui.Good
	case selection.Preparing:
		return ui.Wait
	}
	return ui.Plain
}

func cohorts(list []programme.Cohort) []ui.Option {
	var options []ui.Option
	for _, c := range list {
		options = append(options, ui.Option{Value: c.Ref, Label: c.Ref})
	}
	return options
}

func jury(list []selection.Member) []ui.Option {
	var options []ui.Option
	for _, m := range list {
		options = append(options, ui.Option{Value: m.PublicID, Label: m.Name})
	}
	return options
}

func names(list []selection.Member) string {
	text := ""
	for i, m := range list {
		if i > 0 {
			text += ", "
		}
		text += m.Name
	}
	return text
}

func (s Show) facts(ctx context.Context) []ui.Fact {
	c := s.Committee
	cohort := ui.Fact{Term: wording.T(ctx, "Cohorte"), Value: c.CohortRef}
	if c.Managed {
		cohort.Href = "/cohortes/" + c.CohortRef
	}
	return []ui.Fact{{Term: wording.T(ctx, "Date"), Value: wording.DayDate(c.HeldOn)}, {Term: wording.T(ctx, "Lieu"), Value: c.Place},
		{Term: wording.T(ctx, "Site"), Value: c.SiteName}, cohort}
}

// given counts the files on which the reader has an opinion.
func (s Show) given() (n int) {
	for _, f := range s.Files {
		if f.Own != "" {
			n++
		}
	}
	return n
}

func (s Show) left(ctx context.Context) string {
	return wording.N(ctx, "%s avis donné sur %s", "%s avis donnés sur %s", s.given(), strconv.Itoa(s.given()), strconv.Itoa(len(s.Files)))
}

func title(ctx context.Context, text string) string {
	if text == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return text
}

func recommendations(ctx context.Context) []ui.Option {
	hints := map[selection.Recommendation]string{
		selection.Yes:   wording.T(ctx, "Accepter ce projet dans la cohorte."),
		selection.Maybe: wording.T(ctx, "À discuter, ou à accepter s'il reste de la place."),
		selection.No:    wording.T(ctx, "Ne pas accepter ce projet maintenant."),
	}
	var list []ui.Option
	for _, r := range selection.Recommendations() {
		list = append(list, ui.Option{Value: string(r), Label: wording.RecommendationLabel(ctx, r), Hint: hints[r]})
	}
	return list
}

// fileHref leads a manager to the whole dossier, a member to the page of the opinion.
func (s Show) fileHref(f selection.File) string {
	if s.Committee.Seated {
		return FilePath(s.Committee.Ref, f.Ref)
	}
	return "/candidatures/" + f.Ref
}

func dossierHref(ref string) string { return "/candidatures/" + ref }

func (s Show) members(ctx context.Context) string {
	if len(s.Members) == 0 {
		return wording.T(ctx, "aucun pour l'instant")
	}
	return names(s.Members)
}

func (e Edit) action() string {
	if e.Committee == nil {
		return "/comites"
	}
	return Path(e.Committee.Ref) + "/modifier"
}

func (e Edit) cancel() string {
	if e.Committee == nil {
		return "/comites"
	}
	return Path(e.Committee.Ref)
}
