// Package committee holds the pages of committees: who sits, which files, what their
// members think.
package committee

import (
	"context"
	"net/url"
	"strconv"
	"strings"

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
	Files            []selection.File
	Progress         []selection.MemberProgress // for who manages it
	Ready, Submitted int                        // files that could be put on it; submitted ones that are not under review
	Move             ui.Form
}

// FilePage is one file as a member reads and judges it.
type FilePage struct {
	Committee *selection.Committee
	App       *selection.Application
	Grid      []selection.Criterion
	Own       selection.Own
	Peers     []selection.Opinion // what the others gave, when it may be read
	Form      ui.Form
	Stale     bool // what the form shows was typed over what somebody saved meanwhile
	Conflict  ui.Form
	Previous  string
	Next      string
	// Given and Due count the member's own opinions on the whole committee.
	Given, Due int
}

// yes is what a ticked box sends.
const yes = "oui"

// Values are a committee's data as its form shows them; nil is a new one.
func Values(c *selection.Committee, members []selection.Member) url.Values {
	if c == nil {
		return url.Values{"book_hours": {"24"}, "peers": {yes}}
	}
	v := url.Values{"held_on": {string(c.HeldOn)}, "place": {c.Place}, "book_hours": {strconv.Itoa(c.BookHours)}}
	for name, on := range map[string]bool{"blind": c.Blind, "peers": c.Peers} {
		if on {
			v.Set(name, yes)
		}
	}
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

func (s Show) facts(ctx context.Context) []ui.Fact {
	c := s.Committee
	cohort := ui.Fact{Term: wording.T(ctx, "Cohorte"), Value: c.CohortRef}
	if c.Managed {
		cohort.Href = "/cohortes/" + c.CohortRef
	}
	return []ui.Fact{{Term: wording.T(ctx, "Date"), Value: wording.DayDate(c.HeldOn)}, {Term: wording.T(ctx, "Lieu"), Value: c.Place},
		{Term: wording.T(ctx, "Site"), Value: c.SiteName}, cohort}
}

// given counts the files on which the reader has given an opinion, due those on which they can.
func (s Show) given() int { return Given(s.Files) }

func (s Show) due() int { return Due(s.Files) }

// Given counts the files on which the reader has given an opinion.
func Given(files []selection.File) (n int) {
	for _, f := range files {
		if f.Own != "" {
			n++
		}
	}
	return n
}

// Due counts the files on which the reader gives an opinion: all but those with a conflict of interest.
func Due(files []selection.File) (n int) {
	for _, f := range files {
		if !f.Conflict {
			n++
		}
	}
	return n
}

func (s Show) left(ctx context.Context) string {
	return wording.N(ctx, "%s avis rendu sur %s", "%s avis rendus sur %s", s.given(), strconv.Itoa(s.given()), strconv.Itoa(s.due()))
}

// columns counts those right of the first.
func (s Show) columns() string {
	n := 3
	for _, more := range []bool{s.Committee.Seated, s.Committee.Managed} {
		if more {
			n++
		}
	}
	return strconv.Itoa(n)
}

// counts says how many recommended what; what nobody did is left out.
func counts(ctx context.Context, f selection.File) string {
	var parts []string
	for _, r := range []struct {
		n    int
		text string
	}{{f.Yes, wording.N(ctx, "%s favorable", "%s favorables", f.Yes, strconv.Itoa(f.Yes))}, {f.Maybe, wording.N(ctx, "%s réservé", "%s réservés", f.Maybe, strconv.Itoa(f.Maybe))},
		{f.No, wording.N(ctx, "%s défavorable", "%s défavorables", f.No, strconv.Itoa(f.No))}} {
		if r.n > 0 {
			parts = append(parts, r.text)
		}
	}
	return strings.Join(parts, ", ")
}

func blindNote(ctx context.Context) string {
	return wording.T(ctx, "L'identité, les coordonnées et les documents sont masqués. Si vous reconnaissez la personne, déclarez un conflit d'intérêts.")
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
