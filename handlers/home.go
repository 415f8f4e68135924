package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/views/home"
	"eclosion/views/layout"
	"eclosion/views/wording"
)

// home is what needs the person who is signed in, by role.
func (a *App) home(c echo.Context) error {
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "À faire aujourd'hui"), func(f layout.Frame) templ.Component {
		return home.Page(f)
	})
}
