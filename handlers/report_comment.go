package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

type commentForm struct {
	Comment string `form:"comment"`
}

func (a *App) commentPage(c echo.Context) error {
	return a.showComment(c, http.StatusOK, nil)
}

// showComment shows the commentary as it is stored, or as it came back beside what is stored.
func (a *App) showComment(c echo.Context, status int, came *ui.Form) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	page := report.CommentPage{Path: yearAddress(q.ref+"/commentaire", q.filter), Back: yearAddress(q.ref, q.filter)}
	err = a.read(c, func(tx *db.Tx) error {
		d, err := reporting.CommentDesk(tx, q.filter)
		if err != nil {
			return err
		}
		page.Stored, page.Scope = d.Comment, wording.PeriodTitle(ctx, q.filter.Period)
		for _, part := range []string{d.Programme, d.Site} {
			if part != "" {
				page.Scope += " · " + part
			}
		}
		if page.Versions, err = reporting.CommentVersions(tx, d.Comment); err != nil || c.QueryParam("version") == "" {
			return err
		}
		n, _ := strconv.Atoi(c.QueryParam("version")) // what is no number names none
		page.Shown, err = reporting.CommentVersionOf(tx, d.Comment, n)
		return err
	})
	if err != nil {
		return err
	}
	page.Form = ui.Form{Values: map[string][]string{"comment": {page.Stored.Body}}, Version: strconv.Itoa(page.Stored.Version)}
	if came != nil {
		page.Form, page.Conflict = *came, status == http.StatusConflict
		if page.Conflict { // what is typed now is typed over what stands beside it
			page.Form.Version = strconv.Itoa(page.Stored.Version)
		}
	}
	title := wording.T(ctx, "Commentaire du rapport d'activité")
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Href: page.Back, Label: wording.PeriodTitle(ctx, q.filter.Period)}, {Label: title}}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return report.ShowComment(f, crumbs, page) })
}

// storeComment saves what was typed.
func (a *App) storeComment(c echo.Context) (ask, reporting.Comment, error) {
	var stored reporting.Comment
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return q, stored, err
	}
	var f commentForm
	if err := web.Bind(c, &f); err != nil {
		return q, stored, err
	}
	err = a.write(c, func(tx *db.Tx) (err error) {
		stored, err = reporting.SaveComment(tx, q.filter, web.Version(c), f.Comment)
		return err
	})
	return q, stored, err
}

func (a *App) saveComment(c echo.Context) error {
	q, _, err := a.storeComment(c)
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showComment(c, status, &form) })
	}
	return web.SeeOther(c, yearAddress(q.ref, q.filter)+"#commentaire", wording.T(c.Request().Context(), "Commentaire enregistré à %s.", wording.Clock(a.Clock.Now())))
}

// keepComment keeps the commentary while somebody types.
func (a *App) keepComment(c echo.Context) error {
	ctx := c.Request().Context()
	_, stored, err := a.storeComment(c)
	p, is := models.ProblemOf(err)
	switch {
	case is && p.Kind == models.Invalid: // once it is shorter it is saved
		answer := kept{Version: c.FormValue("version"), Wrong: map[string]string{}, Said: wording.T(ctx, "Le texte est trop long pour être enregistré ; il est gardé sur cet appareil.")}
		for _, f := range p.Fields {
			answer.Wrong[f.Field] = wording.Field(ctx, "", f)
		}
		return c.JSON(http.StatusOK, answer)
	case is:
		_, sentences := wording.Problem(ctx, p)
		return c.JSON(statusOf(err), kept{Wrong: map[string]string{}, Said: strings.Join(sentences, " ")})
	case err != nil:
		return err
	}
	return c.JSON(http.StatusOK, kept{Version: strconv.Itoa(stored.Version), Saved: wording.T(ctx, "Enregistré à %s", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}})
}
