package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/views/home"
	"eclosion/views/layout"
	"eclosion/views/wording"
)

// homeSections tells what waits for each role. A person with several roles gets
// one section after another.
var homeSections = []struct {
	role access.Role
	fill func(context.Context, *db.Tx) (home.Section, error)
}{
	{access.Candidate, homeOfHolder},
	{access.Coach, homeOfCoach},
	{access.Manager, homeOfManager},
	{access.Jury, homeOfJury},
	{access.Administrator, homeOfAdministrator},
}

// home is what needs the person who is signed in, by role.
func (a *App) home(c echo.Context) error {
	ctx := c.Request().Context()
	page := home.Home{Today: a.today()}
	err := a.read(c, func(tx *db.Tx) error {
		for _, s := range homeSections {
			if !web.Actor(c).Has(s.role) {
				continue
			}
			section, err := s.fill(ctx, tx)
			if err != nil {
				return err
			}
			section.Title = wording.RoleLabel(ctx, s.role)
			page.Sections = append(page.Sections, section)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(page.Sections) == 1 {
		page.Sections[0].Title = ""
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "À faire aujourd'hui"), func(f layout.Frame) templ.Component {
		return home.Page(f, page)
	})
}
