package handlers

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/search"
	"eclosion/views/layout"
	views "eclosion/views/search"
	"eclosion/views/wording"
)

// search looks for words across everything that the reader may read.
func (a *App) search(c echo.Context) error {
	page := views.Results{Query: search.Parse(c.QueryParam("q")), Kind: search.KindOf(c.QueryParam("genre")), Kinds: search.KindsFor(web.Actor(c)),
		Later: c.QueryParam("apres") != ""}
	if page.Kind == "" && c.QueryParam("genre") != "" {
		return models.Missing("list")
	}
	limit, after := views.Few, ""
	if page.Kind != "" {
		limit, after = search.PageSize, c.QueryParam("apres")
	}
	err := a.read(c, func(tx *db.Tx) (err error) {
		page.Groups, err = search.Find(tx, page.Query, page.Kind, after, limit)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Recherche"), func(f layout.Frame) templ.Component {
		f.Search.Value = page.Query.Text
		return views.Page(f, page)
	})
}

// Bounds of the palette: hits of each kind, and dossiers that the browser remembers.
const (
	suggested  = 4
	remembered = 6
)

// suggest answers the palette: hits for what is being typed, or the dossiers whose references the browser kept.
func (a *App) suggest(c echo.Context) error {
	ctx, q := c.Request().Context(), search.Parse(c.QueryParam("q"))
	heading := ""
	var groups []search.Group
	err := a.read(c, func(tx *db.Tx) (err error) {
		if !q.Empty() {
			groups, err = search.Find(tx, q, "", "", suggested)
			return err
		}
		heading = wording.T(ctx, "Dossiers récents")
		refs := strings.Split(clip(c.QueryParam("dossiers")), ",")
		hits, err := search.ByRefs(tx, refs[:min(len(refs), remembered)])
		groups = []search.Group{{Kind: search.Dossier, Hits: hits}}
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, views.Suggestions(ctx, groups, heading))
}
