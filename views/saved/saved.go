// Package saved shows the views that somebody keeps of a list: as a row above the list, and as a page to set them right.
package saved

import (
	"context"

	"eclosion/models/pilot"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Bar is the row above a list. It is empty for who keeps no views.
type Bar struct {
	List    pilot.ListName
	Filters string // what the list shows now, as [pilot.Filters] writes it
	Views   []pilot.View
	May     bool
}

func (b Bar) path() string { return "/" + string(b.List) }

// Whole is the list without a filter, also for who opens it with a view.
func (b Bar) Whole() string {
	for _, v := range b.Views {
		if v.Default {
			return b.path() + "?phase="
		}
	}
	return b.path()
}

// isKept reports whether what is shown is one of the views.
func (b Bar) isKept() bool {
	for _, v := range b.Views {
		if v.Filters == b.Filters {
			return true
		}
	}
	return false
}

func (b Bar) links(ctx context.Context) []ui.Link {
	list := []ui.Link{{Href: b.Whole(), Label: wording.T(ctx, "Tout"), Current: b.Filters == ""}}
	for _, v := range b.Views {
		list = append(list, ui.Link{Href: v.Href(), Label: v.Name, Current: v.Filters == b.Filters})
	}
	return list
}

// Form is what was typed for a view that could not be kept.
type Form struct {
	ui.Form
	List    pilot.ListName
	Filters string
}

// Page is the page of one's views.
type Page struct {
	Lists   []Listed
	Of      string // the view whose form came back; "" for none
	Form    ui.Form
	Dropped *pilot.View // deleted just now, to take back
}

// Listed is the views of one list.
type Listed struct {
	List  pilot.ListName
	Views []pilot.View
}

// ListLabel names a list.
func ListLabel(ctx context.Context, list pilot.ListName) string {
	switch list {
	case pilot.PilotList:
		return wording.T(ctx, "Pilotage")
	case pilot.ProjectList:
		return wording.T(ctx, "Projets")
	}
	return wording.T(ctx, "Candidatures")
}

// summary is what is to be told on top: of the form that came back, whose fields stand under its own name.
func (p Page) summary() ui.Form {
	f := p.Form
	f.Scope = p.Of
	return f
}

func (p Page) form(v pilot.View) ui.Form {
	if p.Of == v.PublicID {
		f := p.Form
		f.Scope = v.PublicID
		return f
	}
	return ui.Form{Scope: v.PublicID, Values: map[string][]string{"view_name": {v.Name}}}
}
