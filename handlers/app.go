// Package handlers is who knocks at the door by HTTP: the map of routes, what each
// error answers, and one file per task of the trade. It asks models and shows
// views; it holds no rule and no sentence.
package handlers

import (
	"context"
	"log/slog"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// App is what the handlers work with.
type App struct {
	DB       *db.DB
	Clock    models.Clock // the trade's clock; in a demonstration it can stand on another day
	Machine  models.Clock // the machine's clock: sessions and limits count by it
	Sessions *web.Sessions
	Log      *slog.Logger
	Demo     bool
	BaseURL  string // how people reach the product: "https://eclosion.example"
	Metrics  string // the token that opens /metrics from elsewhere; "" for loopback only
	Version  string
	Mail     bool // mails leave, or are printed; else they wait
	Printed  bool // mails are printed and not sent

	// Scanner looks for viruses in documents; nil where there is none.
	Scanner Scanner

	// ImportWake tells the worker of the imports that a file waits; ImportProgress how far it is. nil where there is none.
	ImportWake     func()
	ImportProgress func(id int64) (done, total int)

	tries                      *tries
	asksOfAddress, asksOfPlace *tries
	uploads, checks            turns
	sheets, archives           turns

	sheetActions map[string]access.Action // of the lists that can be taken along, by their page
}

// read runs fn as the request's actor on one snapshot.
func (a *App) read(c echo.Context, fn func(*db.Tx) error) error {
	return a.DB.Read(c.Request().Context(), web.Actor(c), fn)
}

// write runs fn as the request's actor in one transaction.
func (a *App) write(c echo.Context, fn func(*db.Tx) error) error {
	return a.DB.Write(c.Request().Context(), web.Actor(c), fn)
}

// posts tells whether invitations go by mail; else their link is shown to who makes them.
func (a *App) posts() bool { return a.Mail && !a.Printed }

// today is the trade's local date.
func (a *App) now() models.Instant { return models.InstantOf(a.Clock.Now()) }

func (a *App) today() models.Date { return models.DateOf(a.Clock.Now()) }

// frame is what surrounds a page for the request's actor.
func (a *App) frame(c echo.Context, title string) layout.Frame {
	ctx := c.Request().Context()
	actor := web.Actor(c)
	f := layout.Frame{Title: title}
	if a.Demo {
		f.Banner = wording.T(ctx, "Démonstration du %s : toutes les données sont inventées.", wording.LongDate(a.today()))
	}
	if notice := web.TakeNotice(c); notice != "" {
		f.Notices = []layout.Notice{{Tone: ui.Good, Text: notice}}
	}
	if !actor.SignedIn() {
		return f
	}
	f.User = &layout.User{Name: actor.Name, RoleLabel: roleLabels(ctx, actor), Key: userKey(actor),
		Links: []ui.Link{{Href: "/compte", Label: wording.T(ctx, "Mon compte")}}}
	if access.Can(actor, access.OwnData) {
		f.User.Links = append(f.User.Links, ui.Link{Href: "/compte/donnees", Label: wording.T(ctx, "Mes données")})
	}
	path := c.Request().URL.Path
	for _, entry := range navigation {
		if access.Can(actor, entry.action) {
			f.Nav = append(f.Nav, layout.NavItem{Href: entry.href, Label: entry.label(ctx), Current: isUnder(path, entry.href)})
		}
	}
	if access.Can(actor, access.MeetingLog) {
		f.Log = logHref(c)
	}
	if access.Can(actor, access.Search) {
		f.Search = layout.Search{Action: "/recherche", Name: "q"}
	}
	return f
}

// navigation is the main menu: each entry shows to whom its action is open.
var navigation = []struct {
	href   string
	action access.Action
	label  func(context.Context) string
}{
	{"/", access.SignedIn, func(ctx context.Context) string { return wording.T(ctx, "À faire") }},
	{"/pilotage", access.PilotRead, func(ctx context.Context) string { return wording.T(ctx, "Pilotage") }},
	{"/candidatures", access.ApplicationList, func(ctx context.Context) string { return wording.T(ctx, "Candidatures") }},
	{"/projets", access.ProjectList, func(ctx context.Context) string { return wording.T(ctx, "Projets") }},
	{"/agenda", access.SlotManage, func(ctx context.Context) string { return wording.T(ctx, "Agenda") }},
	{"/rendez-vous", access.SlotBook, func(ctx context.Context) string { return wording.T(ctx, "Rendez-vous") }},
	{"/comites", access.CommitteeList, func(ctx context.Context) string { return wording.T(ctx, "Comités") }},
	{"/seances/gerer", access.InfoSessionManage, func(ctx context.Context) string { return wording.T(ctx, "Séances") }},
	{"/ateliers", access.WorkshopRead, func(ctx context.Context) string { return wording.T(ctx, "Ateliers") }},
	{"/cohortes", access.CohortList, func(ctx context.Context) string { return wording.T(ctx, "Cohortes") }},
	{"/annees", access.YearReport, func(ctx context.Context) string { return wording.T(ctx, "Rapports") }},
	{"/reglages", access.SettingsManage, func(ctx context.Context) string { return wording.T(ctx, "Réglages") }},
	{"/comptes", access.AccountManage, func(ctx context.Context) string { return wording.T(ctx, "Comptes") }},
}

func isUnder(path, href string) bool {
	if href == "/" {
		return path == "/"
	}
	return path == href || len(path) > len(href) && path[:len(href)+1] == href+"/"
}

func isOnlyCandidate(a access.Actor) bool {
	for _, g := range a.Grants {
		if g.Role != access.Candidate {
			return false
		}
	}
	return true
}
