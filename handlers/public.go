package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/wording"
)

// visitorNav is what visitors go through.
var visitorNav = []struct {
	href  string
	label func(context.Context) string
}{
	{"/programmes", func(ctx context.Context) string { return wording.T(ctx, "Programmes") }},
	{"/seances", func(ctx context.Context) string { return wording.T(ctx, "Séances d'information") }},
	{"/conditions", func(ctx context.Context) string { return wording.T(ctx, "Suis-je dans les conditions ?") }},
}

// openPage answers with a page that anybody may read. tells is what a search engine may say of it; without it the page
// is not for them.
func (a *App) openPage(c echo.Context, status int, title, tells string, body func(layout.Frame) templ.Component) error {
	f := a.frame(c, title)
	f.Description, f.Indexed = tells, tells != "" && status == http.StatusOK
	if f.User == nil {
		ctx, path := c.Request().Context(), c.Request().URL.Path
		for _, n := range visitorNav {
			f.Nav = append(f.Nav, layout.NavItem{Href: n.href, Label: n.label(ctx), Current: isUnder(path, n.href)})
		}
		err := a.read(c, func(tx *db.Tx) error {
			house, err := programme.LoadCouveuse(tx)
			f.House = layout.House{Name: house.Name, Address: house.Address, Email: house.Email, Phone: house.Phone}
			return err
		})
		if err != nil {
			return err
		}
	}
	return web.Render(c, status, body(f))
}

// applyHref is where an application begins for who asks; "" for who does not apply.
func applyHref(c echo.Context) string {
	switch actor := web.Actor(c); {
	case !actor.SignedIn():
		return "/inscription?suite=/candidatures/nouvelle"
	case access.Can(actor, access.ApplicationStart):
		return "/candidatures/nouvelle"
	}
	return ""
}

// robots tells search engines which pages are for them: those that visitors read.
func (a *App) robots(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=86400")
	return c.String(http.StatusOK, "User-agent: *\nAllow: /programmes\nAllow: /seances\nAllow: /conditions\nAllow: /static/\nDisallow: /seances/gerer\nDisallow: /\n")
}
