package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
	views "eclosion/views/coaching"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// actionForm is what the form of one action sends.
type actionForm struct {
	Title string `form:"action_title" validate:"required,max=300"`
	Coach string `form:"action_owner" validate:"max=64"`
	DueOn string `form:"action_due" validate:"omitempty,date"`
}

func (f actionForm) draft() coaching.ActionDraft {
	return coaching.ActionDraft{Title: f.Title, Coach: f.Coach, DueOn: models.Date(f.DueOn)}
}

// actionID reads the id of an action from the address; what is no number names none.
func actionID(c echo.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return 0, models.Missing("action")
	}
	return id, nil
}

func actionsPath(c echo.Context) string { return "/projets/" + c.Param("ref") + "/rencontres#actions" }

// addAction adds an action to a dossier, outside of a meeting.
func (a *App) addAction(c echo.Context) error {
	// Who may not add one is told so before what was typed is looked at.
	err := a.read(c, func(tx *db.Tx) error {
		_, err := programme.Load(tx, c.Param("ref"), access.MeetingLog)
		return err
	})
	if err != nil {
		return err
	}
	var f actionForm
	if err = web.Bind(c, &f); err == nil {
		err = a.write(c, func(tx *db.Tx) error { return coaching.AddAction(tx, c.Param("ref"), web.Said(c), f.draft()) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMeetings(c, status, form) })
	}
	return web.SeeOther(c, actionsPath(c), wording.T(c.Request().Context(), "Action ajoutée."))
}

// tickAction says that an action is done, or open again, and goes back to where
// it was ticked.
func (a *App) tickAction(c echo.Context) error {
	id, err := actionID(c)
	if err != nil {
		return err
	}
	done := c.FormValue("fait") != "non"
	if err := a.write(c, func(tx *db.Tx) error { return coaching.TickAction(tx, c.Param("ref"), id, done) }); err != nil {
		return err
	}
	back := actionsPath(c)
	if to := c.FormValue("suite"); to != "" {
		back = web.LocalPath(to)
	}
	notice := wording.T(c.Request().Context(), "Action remise à faire.")
	if done {
		notice = wording.T(c.Request().Context(), "Action faite.")
	}
	return web.SeeOther(c, back, notice)
}

// editAction shows the form that changes an action.
func (a *App) editAction(c echo.Context) error { return a.showAction(c, http.StatusOK, nil) }

func (a *App) showAction(c echo.Context, status int, sent *ui.Form) error {
	id, err := actionID(c)
	if err != nil {
		return err
	}
	var page views.ActionPage
	err = a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.MeetingLog)
		if err != nil {
			return err
		}
		if page.Action, err = coaching.ActionOf(tx, p, id); err != nil {
			return err
		}
		if page.Coaches, err = coaching.OfferedCoaches(tx, p, nil); err != nil {
			return err
		}
		page.Head, err = a.dossierHead(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	page.Form = actionValues(page)
	if sent != nil {
		page.Form = *sent
	}
	if status == http.StatusConflict {
		page.Form.Version = strconv.Itoa(page.Action.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier l'action"), func(f layout.Frame) templ.Component {
		return views.ActionForm(f, page)
	})
}

// actionValues are a stored action's answers.
func actionValues(page views.ActionPage) ui.Form {
	v := map[string][]string{"action_title": {page.Action.Title}, "action_due": {string(page.Action.DueOn)}}
	for _, k := range page.Coaches {
		if k.AccountID == page.Action.CoachID {
			v["action_owner"] = []string{k.PublicID}
		}
	}
	return ui.Form{Values: v, Version: strconv.Itoa(page.Action.Version)}
}

// changeAction stores a changed action.
func (a *App) changeAction(c echo.Context) error {
	id, err := actionID(c)
	if err != nil {
		return err
	}
	var f actionForm
	if err = web.Bind(c, &f); err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return coaching.ChangeAction(tx, c.Param("ref"), id, f.draft(), web.Version(c))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAction(c, status, &form) })
	}
	return web.SeeOther(c, actionsPath(c), wording.T(c.Request().Context(), "Action enregistrée."))
}
