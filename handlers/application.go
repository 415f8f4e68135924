package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// applications is the list of one's own files, or of the couveuse's.
func (a *App) applications(c echo.Context) error {
	if isOnlyCandidate(web.Actor(c)) {
		return a.myApplications(c)
	}
	return a.listApplications(c)
}

func (a *App) myApplications(c echo.Context) error {
	m := candidature.Mine{Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if m.Rows, _, err = programme.List(tx, access.ApplicationRead, programme.Filter{Limit: 200}); err != nil {
			return err
		}
		if m.Unread, err = unreadOf(tx, m.Rows); err != nil {
			return err
		}
		m.Open, err = programme.OpenCohorts(tx, tx.Today())
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Mes candidatures"), func(f layout.Frame) templ.Component {
		return candidature.MinePage(f, m)
	})
}

func (a *App) newApplication(c echo.Context) error {
	return a.showStart(c, http.StatusOK, ui.Form{Key: web.NewKey()})
}

func (a *App) showStart(c echo.Context, status int, form ui.Form) error {
	var open []programme.Cohort
	err := a.read(c, func(tx *db.Tx) (err error) {
		open, err = programme.OpenCohorts(tx, tx.Today())
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouvelle candidature"), func(f layout.Frame) templ.Component {
		return candidature.StartPage(f, form, open)
	})
}

type cohortForm struct {
	Cohort string `form:"cohort" validate:"max=60"`
}

func (a *App) startApplication(c echo.Context) error {
	var f cohortForm
	var ref string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			ref, err = selection.Start(tx, web.Key(c), f.Cohort)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showStart(c, status, form) })
	}
	return web.SeeOther(c, candidature.Path(ref), wording.T(c.Request().Context(), "Candidature %s commencée. Répondez dans l'ordre que vous voulez.", ref))
}

// application is one file, as its reader should see it: its author by what is to be done,
// the couveuse and a committee whole.
func (a *App) application(c echo.Context) error {
	return a.showApplication(c, http.StatusOK, "", ui.Form{})
}

// showApplication shows a file; form replaces the form of that name after a refusal.
func (a *App) showApplication(c echo.Context, status int, name string, form ui.Form) error {
	var page func(layout.Frame) templ.Component
	if status == http.StatusConflict {
		form.Version = ""
	}
	err := a.read(c, func(tx *db.Tx) error {
		app, err := selection.Load(tx, c.Param("ref"), access.ApplicationRead)
		if err != nil {
			return err
		}
		switch {
		case !app.Project.May(web.Actor(c), access.ApplicationEdit):
			page, err = a.readPage(c, tx, app, name, form)
		case app.Editable():
			d := candidature.Draft{App: app, Today: tx.Today(), Withdraw: formOf("withdraw", name, form, app.Project.Version)}
			page = func(f layout.Frame) templ.Component { return candidature.TasksPage(f, d) }
		default:
			var s candidature.Status
			if s, err = followedStatus(tx, app); err == nil && selection.Awaits(app.Project.Phase) {
				s.Interview, s.Slots, err = interviewOf(tx, app.Project)
			}
			if err == nil {
				s.Documents, err = a.documentsBrief(c, tx, app.Project)
			}
			s.Withdraw = formOf("withdraw", name, form, app.Project.Version)
			page = func(f layout.Frame) templ.Component { return candidature.StatusPage(f, s) }
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Candidature %s", c.Param("ref")), page)
}

// formOf is one of the forms of a page: as it was refused, when it is the one
// that was sent. A form without a version gets the one that the page shows: it is
// new, or its conflict is told beside what is stored now.
func formOf(name, sent string, form ui.Form, version int) ui.Form {
	if name != sent {
		form = ui.Form{Key: web.NewKey()}
	}
	form.Scope = name
	if form.Version == "" {
		form.Version = strconv.Itoa(version)
	}
	return form
}

func statusOfApplication(tx *db.Tx, app *selection.Application) (s candidature.Status, err error) {
	s.App = app
	if s.Decisions, err = selection.Decisions(tx, app.Project); err != nil {
		return s, err
	}
	if s.History, err = programme.History(tx, app.Project.ID); err != nil {
		return s, err
	}
	if app.Project.Phase == programme.Waitlisted && len(s.Decisions) > 0 {
		s.Position, err = selection.Position(tx, app.Cohort.ID, s.Decisions[0].Rank)
	}
	return s, err
}

func (a *App) checkApplication(c echo.Context) error {
	return a.showCheck(c, http.StatusOK, ui.Form{Key: web.NewKey()}, false)
}

func (a *App) showCheck(c echo.Context, status int, form ui.Form, refused bool) error {
	k := candidature.Check{Form: form, Refused: refused}
	err := a.read(c, func(tx *db.Tx) (err error) {
		k.App, err = selection.Load(tx, c.Param("ref"), access.ApplicationEdit)
		k.Today = tx.Today()
		return err
	})
	if err != nil {
		return err
	}
	if !k.App.Editable() {
		return web.SeeOther(c, candidature.Path(k.App.Project.Ref), "")
	}
	k.Form.Version = strconv.Itoa(k.App.Version)
	return a.page(c, status, wording.T(c.Request().Context(), "Vérifiez vos réponses"), func(f layout.Frame) templ.Component {
		return candidature.CheckPage(f, k)
	})
}

func (a *App) submitApplication(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error {
		return selection.Submit(tx, c.Param("ref"), web.Key(c), web.Version(c))
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			app, failure := a.ownApplication(c)
			if failure != nil || !app.Editable() {
				return err
			}
			for i, p := range form.Problems {
				form.Problems[i].Label = candidature.Term(c.Request().Context(), app, p.Field)
			}
			return a.showCheck(c, status, form, true)
		})
	}
	return web.SeeOther(c, candidature.Path(c.Param("ref"))+"/confirmation", "")
}

// ownApplication loads the file of the address for its author.
func (a *App) ownApplication(c echo.Context) (app *selection.Application, err error) {
	err = a.read(c, func(tx *db.Tx) error {
		app, err = selection.Load(tx, c.Param("ref"), access.ApplicationEdit)
		return err
	})
	return app, err
}

func (a *App) confirmApplication(c echo.Context) error {
	app, err := a.ownApplication(c)
	if err != nil {
		return err
	}
	if app.Project.Phase != programme.Submitted {
		return web.SeeOther(c, candidature.Path(app.Project.Ref), "")
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Candidature déposée"), func(f layout.Frame) templ.Component {
		return candidature.ConfirmationPage(f, candidature.Status{App: app})
	})
}

type withdrawForm struct {
	Reason string `form:"withdraw_reason"`
}

func (a *App) withdrawApplication(c echo.Context) error {
	var f withdrawForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return selection.Withdraw(tx, c.Param("ref"), f.Reason, web.Version(c))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showApplication(c, status, "withdraw", form) })
	}
	return web.SeeOther(c, "/candidatures", wording.T(c.Request().Context(), "La candidature %s est retirée.", c.Param("ref")))
}
