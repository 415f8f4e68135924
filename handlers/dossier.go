package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/correspondence"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// dossierTabs are the pages of a project: each shows to whom its action is open.
var dossierTabs = []struct {
	path   string
	action access.Action
	label  func(context.Context) string
}{
	{"", access.ProjectRead, func(ctx context.Context) string { return wording.T(ctx, "Dossier") }},
	{"/rencontres", access.MeetingRead, func(ctx context.Context) string { return wording.T(ctx, "Rencontres") }},
	{"/plan", access.PlanRead, func(ctx context.Context) string { return wording.T(ctx, "Plan d'affaires") }},
	{"/bourse", access.GrantRead, func(ctx context.Context) string { return wording.T(ctx, "Bourse") }},
	{"/documents", access.DocumentRead, func(ctx context.Context) string { return wording.T(ctx, "Documents") }},
	{"/messages", access.MessageRead, func(ctx context.Context) string { return wording.T(ctx, "Messages") }},
	{"/progression", access.PaperRead, func(ctx context.Context) string { return wording.T(ctx, "Progression") }},
	{"/fse", access.ParticipantRead, func(ctx context.Context) string { return wording.T(ctx, "Fonds social") }},
	{"/papiers", access.PaperRead, func(ctx context.Context) string { return wording.T(ctx, "Papiers") }},
	{"/historique", access.HistoryRead, func(ctx context.Context) string { return wording.T(ctx, "Historique") }},
}

// dossierHead gathers what every page of a loaded project shows on top.
func (a *App) dossierHead(c echo.Context, tx *db.Tx, p *programme.Project) (dossier.Head, error) {
	h := dossier.Head{Project: p, Today: tx.Today()}
	terms, err := programme.TermsOf(tx, p)
	if err != nil {
		return h, err
	}
	if h.Clock, err = programme.LoadClock(tx, p, terms); err != nil {
		return h, err
	}
	coaches, err := programme.Coaches(tx, []int64{p.ID})
	if err != nil {
		return h, err
	}
	h.Coaches = coaches[p.ID]
	in, err := programme.StandIns(tx, []int64{p.ID})
	if err != nil {
		return h, err
	}
	h.StandIn = in[p.ID]
	unread, _, err := correspondence.Standing(tx, p)
	if err != nil {
		return h, err
	}
	here, elsewhere := c.Request().URL.Path, false
	for _, t := range dossierTabs {
		if p.May(web.Actor(c), t.action) {
			href := "/projets/" + p.Ref + t.path
			current := t.path != "" && isUnder(here, href)
			elsewhere = elsewhere || current
			tab := ui.Link{Href: href, Label: t.label(c.Request().Context()), Current: current}
			if t.path == "/messages" && unread > 0 {
				tab.Count = wording.Count(unread)
			}
			h.Tabs = append(h.Tabs, tab)
		}
	}
	if len(h.Tabs) > 0 && !elsewhere { // the dossier itself, also when one of its acts came back refused
		h.Tabs[0].Current = true
	}
	return h, nil
}
