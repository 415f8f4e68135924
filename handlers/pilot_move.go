package handlers

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
	"eclosion/views/layout"
	pilotviews "eclosion/views/pilot"
	"eclosion/views/project"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// stepForm takes a dossier to a phase: by a drop, or by "Déplacer vers...". Back are the filters of the board.
type stepForm struct {
	To   string `form:"vers" validate:"required,max=40"`
	Back string `form:"retour" validate:"max=2000"`
}

// filtersOf reads the filters of a board that a form brought along: only those that the board knows.
func filtersOf(list pilot.ListName, text string) (url.Values, string) {
	q, err := url.ParseQuery(text)
	if err != nil {
		return nil, ""
	}
	return q, pilot.Filters(list, q)
}

func boardPath(back string) string {
	if _, filters := filtersOf(pilot.PilotList, back); filters != "" {
		return "/pilotage?" + filters
	}
	return "/pilotage?phase=" // the whole board, also for who opens it with a view
}

// moveDossier takes the step when a day is all that it needs; else it opens the form of that step. A refusal says which rule, and
// the dossier stays where it is.
func (a *App) moveDossier(c echo.Context) error {
	var f stepForm
	var p *programme.Project
	var warning *models.Problem
	var done bool
	err := web.Bind(c, &f)
	to := programme.Phase(f.To)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			p, done, warning, err = pilot.Move(tx, c.Param("ref"), web.Version(c), to)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showStep(c, status, f, form) })
	}
	if !done {
		return c.Redirect(http.StatusSeeOther, stepPath(p, to))
	}
	return web.SeeOther(c, boardPath(f.Back), movedNotice(c.Request().Context(), p, to, warning))
}

func movedNotice(ctx context.Context, p *programme.Project, to programme.Phase, warning *models.Problem) string {
	if warning != nil {
		return wording.T(ctx, "%s : la période de test commence. Des points obligatoires du plan d'affaires restent à valider.", p.Ref)
	}
	return wording.T(ctx, "%s passe à l'étape « %s ».", p.Ref, wording.PhaseLabel(ctx, to))
}

// stepPath is the form of a step that asks for more than a day, with what is known filled in.
func stepPath(p *programme.Project, to programme.Phase) string {
	act := ""
	switch to {
	case programme.Draft:
		return "/candidatures/" + p.Ref + "#examen"
	case programme.Accepted, programme.Declined, programme.Waitlisted:
		return "/candidatures/" + p.Ref + "?decision=" + string(to) + "#decision"
	case programme.Coaching:
		act = project.ActCoaching
	case programme.Launched:
		act = project.ActLaunch
	case programme.FollowedUp:
		act = project.ActFollowUp
	default:
		act = project.ActExit
	}
	return "/projets/" + p.Ref + "?acte=" + act + "#" + act
}

// stepPage offers the steps of one dossier.
func (a *App) stepPage(c echo.Context) error {
	return a.showStep(c, http.StatusOK, stepForm{Back: c.QueryParam("retour")}, ui.Form{})
}

func (a *App) showStep(c echo.Context, status int, f stepForm, form ui.Form) error {
	m := pilotviews.Move{Form: form, To: programme.Phase(f.To)}
	_, m.Back = filtersOf(pilot.PilotList, f.Back)
	err := a.read(c, func(tx *db.Tx) (err error) {
		m.Today = tx.Today()
		m.Card, err = pilot.CardOf(tx, c.Param("ref"))
		return err
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Déplacer %s", m.Card.Ref)
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return pilotviews.MovePage(f, m) })
}
