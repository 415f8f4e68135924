package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/day"
	"eclosion/models/db"
	"eclosion/views/home"
	"eclosion/views/layout"
	"eclosion/views/ui"
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
	return a.showHome(c, http.StatusOK, "", ui.Form{})
}

// showHome shows the home again when a line could not be put off to the day that was typed.
func (a *App) showHome(c echo.Context, status int, line string, form ui.Form) error {
	ctx := c.Request().Context()
	page := home.Home{Today: a.today(), Heading: wording.T(ctx, "À faire aujourd'hui")}
	count := 0
	err := a.read(c, func(tx *db.Tx) error {
		for _, s := range homeSections {
			if !web.Actor(c).Has(s.role) {
				continue
			}
			section, err := s.fill(ctx, tx)
			if err != nil {
				return err
			}
			if section.Day != nil {
				section.Day.All, section.Day.Line, section.Day.Form = day.Kind(c.QueryParam("tout")), line, form
				count += section.Day.Count()
			}
			for _, b := range section.Blocks {
				count += len(b.Tasks)
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
	title := page.Heading
	if count > 0 {
		title = wording.T(ctx, "À faire aujourd'hui (%s)", wording.Count(count))
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component {
		return home.Page(f, page)
	})
}
