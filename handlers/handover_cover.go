package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/handover"
	views "eclosion/views/handover"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// cover is the page that shortens or ends a cover.
func (a *App) cover(c echo.Context) error { return a.showCover(c, http.StatusOK, nil) }

func (a *App) showCover(c echo.Context, status int, sent *ui.Form) error {
	e := views.CoverEdit{Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		e.Cover, err = handover.CoverToChange(tx, c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	e.Form = ui.Form{Version: strconv.Itoa(e.Cover.Version)}
	if sent != nil {
		e.Form = *sent
	}
	if status == http.StatusConflict {
		e.Form.Version = strconv.Itoa(e.Cover.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "%s remplace %s", e.Cover.ByName, e.Cover.AbsentName), func(f layout.Frame) templ.Component {
		return views.CoverPage(f, e)
	})
}

type coverForm struct {
	To  string `form:"cover_to" validate:"omitempty,date"`
	Act string `form:"acte" validate:"oneof=raccourcir terminer"`
}

func (a *App) changeCover(c echo.Context) error {
	ctx := c.Request().Context()
	// Who may not change it is told so before what was typed is looked at.
	err := a.read(c, func(tx *db.Tx) error { _, err := handover.CoverToChange(tx, c.Param("id")); return err })
	if err != nil {
		return err
	}
	var f coverForm
	notice := wording.T(ctx, "Remplacement terminé.")
	if err = web.Bind(c, &f); err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if f.Act == "terminer" {
				return handover.End(tx, c.Param("id"), web.Version(c))
			}
			notice = wording.T(ctx, "Remplacement raccourci : il s'arrête le %s.", wording.LongDate(models.Date(f.To)))
			return handover.Shorten(tx, c.Param("id"), models.Date(f.To), web.Version(c))
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showCover(c, status, &form) })
	}
	return web.SeeOther(c, "/passation", notice)
}
