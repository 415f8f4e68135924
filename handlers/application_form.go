package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) topicPage(t form.Topic) echo.HandlerFunc {
	return func(c echo.Context) error {
		return a.showTopic(c, http.StatusOK, t, nil, backOf(c.QueryParam("retour")))
	}
}

// backOf knows the one page that a topic's page leads back to.
func backOf(s string) string {
	if s == "verifier" {
		return s
	}
	return ""
}

// showTopic shows a topic as it is stored, or as it was refused.
func (a *App) showTopic(c echo.Context, status int, t form.Topic, refused *ui.Form, back string) error {
	page := candidature.Topic{Topic: t, Back: back, Conflict: status == http.StatusConflict}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if page.App, err = selection.Load(tx, c.Param("ref"), access.ApplicationEdit); err != nil {
			return err
		}
		if t == form.Intake {
			page.Open, err = programme.OpenCohorts(tx, tx.Today())
		}
		return err
	})
	if err != nil {
		return err
	}
	if !slices.Contains(page.App.Topics(), t) {
		return models.Missing("topic")
	}
	if !page.App.Editable() && refused == nil {
		return web.SeeOther(c, candidature.Path(page.App.Project.Ref), "")
	}
	if refused != nil {
		page.Form = *refused
		if page.Conflict {
			page.Differs = overtaken(page.App, t, page.Form)
		}
		for i, p := range page.Form.Problems {
			if p.Field != "" {
				page.Form.Problems[i].Label = candidature.Term(c.Request().Context(), page.App, p.Field)
			}
		}
	} else {
		page.Form.Values = candidature.Values(page.App, t)
	}
	if refused == nil || page.Conflict { // what is shown beside the typed text is what it replaces
		page.Form.Version = page.App.Seen(t)
	}
	return a.page(c, status, wording.TopicLabel(c.Request().Context(), t), func(f layout.Frame) templ.Component {
		return candidature.TopicPage(f, page)
	})
}

// overtaken brings answers that the form left alone up to date, and gives the questions that are in conflict.
func overtaken(app *selection.Application, t form.Topic, f ui.Form) []string {
	conflict, old := app.Overtaken(t, f.Version, f.Values)
	stored := candidature.Values(app, t)
	for _, code := range old {
		f.Values[code] = stored[code]
	}
	return conflict
}

func (a *App) saveTopic(t form.Topic) echo.HandlerFunc {
	return func(c echo.Context) error {
		var next form.Topic
		err := a.write(c, func(tx *db.Tx) (err error) {
			if next, err = nextTopic(tx, c.Param("ref"), t); err != nil {
				return err
			}
			if t == form.Intake {
				return selection.SaveIntake(tx, c.Param("ref"), c.FormValue("version"), strings.TrimSpace(c.FormValue("cohort")))
			}
			return selection.Save(tx, c.Param("ref"), c.FormValue("version"), t, web.Posted(c)) // the questions' codes alone are read
		})
		back := backOf(c.FormValue("retour"))
		if err != nil {
			return a.again(c, err, func(status int, form ui.Form) error { return a.showTopic(c, status, t, &form, back) })
		}
		return web.SeeOther(c, after(c.Param("ref"), next, c.FormValue("suite"), back), a.savedNotice(c))
	}
}

func (a *App) savedNotice(c echo.Context) string {
	ctx := c.Request().Context()
	at := wording.Clock(a.Clock.Now())
	if c.FormValue("suite") == "quitter" {
		return wording.T(ctx, "Enregistré à %s. Revenez quand vous voulez : vos réponses vous attendent.", at)
	}
	return wording.T(ctx, "Enregistré à %s.", at)
}

// nextTopic is the topic that follows in the application's form; "" behind the last.
func nextTopic(tx *db.Tx, ref string, t form.Topic) (form.Topic, error) {
	app, err := selection.Load(tx, ref, access.ApplicationEdit)
	if err != nil {
		return "", err
	}
	topics := app.Topics()
	at := slices.Index(topics, t)
	switch {
	case at < 0:
		return "", models.Missing("topic")
	case at+1 == len(topics):
		return "", nil
	}
	return topics[at+1], nil
}

// after is where saving a topic leads: out, back to the check, or to the next topic.
func after(ref string, next form.Topic, wish, back string) string {
	switch {
	case wish == "quitter":
		return "/candidatures"
	case back != "" || next == "":
		return candidature.Path(url.PathEscape(ref)) + "/verifier"
	}
	return candidature.TopicPath(url.PathEscape(ref), next)
}
