package handlers

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/day"
	"eclosion/models/db"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// snoozeForm puts a line off: to the day of a button, or to the one that was typed.
type snoozeForm struct {
	Line  string `form:"ligne" validate:"max=200"`
	Quick string `form:"jour" validate:"omitempty,date"`
	Until string `form:"snooze_until" validate:"omitempty,date"`
}

func (a *App) snoozeLine(c echo.Context) error {
	var f snoozeForm
	until := models.Date("")
	err := web.Bind(c, &f)
	if err == nil {
		until = models.Date(cmp.Or(f.Quick, f.Until))
		err = a.write(c, func(tx *db.Tx) error { return day.Snooze(tx, f.Line, until) })
	}
	if models.IsKind(err, models.NotFound) { // done meanwhile, here or by somebody else
		return web.SeeOther(c, "/", wording.T(c.Request().Context(), "Cette ligne n'est plus dans votre liste."))
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showHome(c, status, f.Line, form) })
	}
	return web.SeeOther(c, "/", wording.T(c.Request().Context(), "Mis de côté jusqu'au %s.", wording.LongDate(until)))
}

func (a *App) wakeLine(c echo.Context) error {
	var f snoozeForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return day.Wake(tx, f.Line) })
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/", wording.T(c.Request().Context(), "De retour dans la liste."))
}
