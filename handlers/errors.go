package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// statuses is the one table from kinds of problem to HTTP.
var statuses = map[models.Kind]int{
	models.NotFound:    http.StatusNotFound,
	models.Forbidden:   http.StatusForbidden,
	models.Refused:     http.StatusUnprocessableEntity,
	models.Conflict:    http.StatusConflict,
	models.Invalid:     http.StatusUnprocessableEntity,
	models.Unavailable: http.StatusServiceUnavailable,
	models.TooMany:     http.StatusTooManyRequests,
}

// statusOf gives the status that an error answers with.
func statusOf(err error) int {
	if p, ok := models.ProblemOf(err); ok {
		if p.Code == "form.unreadable" {
			return http.StatusBadRequest
		}
		return statuses[p.Kind]
	}
	var he *echo.HTTPError
	if errors.As(err, &he) {
		return he.Code
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, context.Canceled) {
		return 499 // the browser went away: nobody reads this
	}
	return http.StatusInternalServerError
}

// fail answers an error with its page. Only what is the product's own fault is logged.
func (a *App) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := statusOf(err)
	failure := a.failure(c, err, status)
	if p, ok := models.ProblemOf(err); ok && (p.Kind == models.NotFound || p.Kind == models.Forbidden) && web.Actor(c).AccountID != 0 && !ofAnother(c) {
		for _, text := range web.Texts(c) { // a dossier that changed hands meanwhile takes nobody's text away
			failure.Typed = append(failure.Typed, ui.Text{Text: text})
		}
	}
	if status >= 500 {
		failure.Reference = uuid.NewString()[:8]
		a.Log.Error("request failed", "reference", failure.Reference, "method", c.Request().Method,
			"route", c.Path(), "account", web.Actor(c).AccountID, "error", err.Error())
	}
	if c.Request().Method == http.MethodHead {
		err = c.NoContent(status)
	} else {
		err = web.Render(c, status, layout.ErrorPage(a.frame(c, failure.Title), failure))
	}
	if err != nil {
		a.Log.Error("error page failed", "error", err.Error())
	}
}

// failure words an error for its page.
func (a *App) failure(c echo.Context, err error, status int) layout.Failure {
	ctx := c.Request().Context()
	f := layout.Failure{Status: status, Links: []ui.Link{{Href: "/", Label: wording.T(ctx, "Aller à l'accueil")}}}
	if back := refererPath(c); back != "" && status != http.StatusNotFound {
		f.Links = append(f.Links, ui.Link{Href: back, Label: wording.T(ctx, "Revenir à la page précédente")})
	}
	p, ok := models.ProblemOf(err)
	if !ok {
		p = problemOfStatus(status)
	}
	if p.Code == "link.not_found" {
		f.Links = append([]ui.Link{{Href: "/connexion/lien", Label: wording.T(ctx, "Recevoir un nouveau lien")}}, f.Links...)
	}
	var sentences []string
	f.Title, sentences = wording.Problem(ctx, p)
	for _, field := range p.Fields { // of an address: a form shows its own
		sentences = append(sentences, wording.Field(ctx, wording.FieldLabel(ctx, field.Field), field))
	}
	f.What = strings.Join(sentences, " ")
	return f
}

// problemOfStatus gives words to what HTTP itself refuses.
func problemOfStatus(status int) *models.Problem {
	switch status {
	case http.StatusNotFound:
		return models.Missing("page")
	case http.StatusForbidden:
		return &models.Problem{Kind: models.Forbidden, Code: "http.cross_origin"}
	case http.StatusMethodNotAllowed:
		return &models.Problem{Kind: models.Invalid, Code: "http.method"}
	case http.StatusRequestEntityTooLarge:
		return &models.Problem{Kind: models.Invalid, Code: "http.too_large"}
	case http.StatusUnsupportedMediaType:
		return &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
	}
	if status < 500 {
		return &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
	}
	return &models.Problem{Kind: models.Unavailable, Code: "http.failed"}
}

// refererPath gives the page of ours that the browser came from, for "back".
func refererPath(c echo.Context) string {
	referer := c.Request().Referer()
	_, rest, found := strings.Cut(referer, "://"+c.Request().Host)
	if !found || rest == "" {
		return ""
	}
	return web.LocalPath(rest)
}

// again shows a form once more after a refusal: what was typed is kept, and each
// problem is told. Errors that are not about the form go to their own page.
func (a *App) again(c echo.Context, err error, show func(status int, form ui.Form) error) error {
	p, ok := models.ProblemOf(err)
	if !ok || p.Kind != models.Invalid && p.Kind != models.Refused && p.Kind != models.Conflict && p.Kind != models.TooMany || p.Code == "form.unreadable" {
		return err
	}
	return show(statusOf(err), a.refilled(c, p))
}

// refilled is a form as it was sent, with its problems.
func (a *App) refilled(c echo.Context, p *models.Problem) ui.Form {
	ctx := c.Request().Context()
	form := ui.Form{Values: web.Posted(c), Key: web.Key(c), Version: c.FormValue("version")}
	_, sentences := wording.Problem(ctx, p)
	for _, s := range sentences {
		form.Problems = append(form.Problems, ui.Problem{Text: s})
	}
	for _, f := range p.Fields {
		form.Problems = append(form.Problems, ui.Problem{Field: f.Field, Label: wording.FieldLabel(ctx, f.Field), Text: wording.Field(ctx, "", f)})
	}
	return form
}

// page answers with a page in the frame of the request's actor.
func (a *App) page(c echo.Context, status int, title string, body func(layout.Frame) templ.Component) error {
	f := a.frame(c, title)
	if status == http.StatusOK {
		f.Sheet.Path, f.Sheet.Query = a.sheetOf(c)
	}
	return web.Render(c, status, body(f))
}

// ofAnother reports whether a form was written under another account than the one that sends it: a device is shared, and
// a form that waited on it belongs to its author.
func ofAnother(c echo.Context) bool {
	of := c.FormValue("compte")
	return of != "" && of != userKey(web.Actor(c))
}
