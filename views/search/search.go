// Package search holds the page of what was found, and the suggestions of the palette. Who may see which hit
// was decided before.
package search

import (
	"context"
	"net/url"
	"strings"

	"eclosion/models/coaching"
	"eclosion/models/correspondence"
	"eclosion/models/search"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Results is what one question found. Kind is "" for all kinds.
type Results struct {
	Query  search.Query
	Kind   search.Kind
	Groups []search.Group
	Kinds  []search.Kind // what the reader can look for
	Later  bool          // not the first page
}

// Few is how many hits of each kind the page of all kinds shows.
const Few = 5

func (r Results) address(kind search.Kind, after string) string {
	q := url.Values{"q": {r.Query.Text}}
	if kind != "" {
		q.Set("genre", string(kind))
	}
	if after != "" {
		q.Set("apres", after)
	}
	return "/recherche?" + q.Encode()
}

func (r Results) tabs(ctx context.Context) []ui.Link {
	tabs := []ui.Link{{Href: r.address("", ""), Label: wording.T(ctx, "Tout"), Current: r.Kind == ""}}
	for _, k := range r.Kinds {
		tabs = append(tabs, ui.Link{Href: r.address(k, ""), Label: wording.FoundLabel(ctx, k), Current: r.Kind == k})
	}
	return tabs
}

func (r Results) pager(ctx context.Context) ui.Page {
	if r.Kind == "" || len(r.Groups) == 0 {
		return ui.Page{}
	}
	g := r.Groups[0]
	p := ui.Page{Summary: wording.N(ctx, "%s résultat", "%s résultats", len(g.Hits), wording.Count(len(g.Hits)))}
	if r.Later {
		p.First = r.address(r.Kind, "")
		p.Summary = wording.N(ctx, "%s résultat sur cette page", "%s résultats sur cette page", len(g.Hits), wording.Count(len(g.Hits)))
	}
	if g.Next != "" {
		p.Next = r.address(r.Kind, g.Next)
		if !r.Later {
			p.Summary = wording.N(ctx, "Le premier résultat", "Les %s premiers résultats", len(g.Hits), wording.Count(len(g.Hits)))
		}
	}
	return p
}

// Href is where a hit opens.
func Href(h search.Hit) string {
	base := "/projets/" + h.Ref
	if h.Phase.IsApplication() {
		base = "/candidatures/" + h.Ref
	}
	switch h.Kind {
	case search.Meeting, search.Note:
		return "/projets/" + h.Ref + "/rencontres/" + h.Address
	case search.Action:
		return "/projets/" + h.Ref + "/rencontres"
	case search.Document:
		return base + "/documents"
	case search.Message:
		return base + "/messages#m-" + h.Address
	case search.PlanComment, search.PlanText, search.PlanRemark:
		return "/projets/" + h.Ref + "/plan"
	case search.Application:
		return "/candidatures/" + h.Ref
	case search.Cohort:
		return "/cohortes/" + h.Address
	}
	return base
}

// Name is what a hit is called: its dossier, or what it is of a dossier.
func Name(ctx context.Context, h search.Hit) string {
	switch h.Kind {
	case search.Dossier:
		return dossierName(ctx, h)
	case search.Person:
		return h.Holder
	case search.Enterprise, search.PlanText, search.PlanRemark:
		return h.Label
	case search.Meeting:
		return wording.MeetingKindLabel(ctx, coaching.Kind(h.Label))
	case search.Note:
		return wording.T(ctx, "Note privée, %s", strings.ToLower(wording.MeetingKindLabel(ctx, coaching.Kind(h.Label))))
	case search.Action:
		if h.Label == "done" {
			return wording.T(ctx, "Action faite")
		}
		return wording.T(ctx, "Action ouverte")
	case search.Document:
		return wording.T(ctx, "Document")
	case search.Message:
		if correspondence.Side(h.Label) == correspondence.Holder {
			return wording.T(ctx, "Message du porteur ou de la porteuse")
		}
		return wording.T(ctx, "Message de la couveuse")
	case search.PlanComment:
		return wording.T(ctx, "Remarque sur le plan d'affaires")
	case search.Application:
		return wording.T(ctx, "Candidature")
	case search.Cohort:
		return h.Address
	}
	return h.Ref
}

func dossierName(ctx context.Context, h search.Hit) string {
	if h.Title == "" {
		return wording.T(ctx, "Projet sans titre")
	}
	return h.Title
}

// of says whose the hit is, beside its name.
func of(ctx context.Context, h search.Hit) string {
	var parts []string
	for _, p := range []string{h.Holder, dossierName(ctx, h), h.Ref} {
		switch {
		case p == "", h.Kind == search.Cohort, h.Kind == search.Dossier && p == dossierName(ctx, h), h.Kind == search.Person && p == h.Holder:
		default:
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

// Suggestion is one line of the palette.
type Suggestion struct {
	Href  string `json:"href"`
	Label string `json:"label"`
	Hint  string `json:"hint"`
	Group string `json:"group"`
}

// Suggestions gives hits as lines of the palette, under a heading for each kind; heading, when not "", stands over all.
func Suggestions(ctx context.Context, groups []search.Group, heading string) []Suggestion {
	list := []Suggestion{}
	for _, g := range groups {
		title := heading
		if title == "" {
			title = wording.FoundLabel(ctx, g.Kind)
		}
		for _, h := range g.Hits {
			s := Suggestion{Href: Href(h), Label: Name(ctx, h), Hint: of(ctx, h), Group: title}
			if h.Kind == search.Cohort {
				s.Hint = h.Title
			}
			list = append(list, s)
		}
	}
	return list
}
