package handlers

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/views/layout"
	"eclosion/views/saved"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// savedBar is the row of the reader's views above a list.
func savedBar(tx *db.Tx, list pilot.ListName, q url.Values) (saved.Bar, error) {
	b := saved.Bar{List: list, Filters: pilot.Filters(list, q), May: access.Can(tx.Actor(), access.ViewSave)}
	if !b.May {
		return b, nil
	}
	var err error
	b.Views, err = pilot.Views(tx, list)
	return b, err
}

// preferred is the view that a list opens with for its reader, when the address asks for nothing; "" for none.
func (a *App) preferred(c echo.Context, list pilot.ListName) (href string, err error) {
	if c.Request().URL.RawQuery != "" || !access.Can(web.Actor(c), access.ViewSave) {
		return "", nil
	}
	err = a.read(c, func(tx *db.Tx) error {
		views, err := pilot.Views(tx, list)
		for _, v := range views {
			if v.Default {
				href = v.Href()
			}
		}
		return err
	})
	return href, err
}

func seeView(c echo.Context, href string, err error) error {
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, href)
}

// viewForm names the filters of a list. A name is checked by its rule, so that one that is too long comes back whole.
type viewForm struct {
	List    string `form:"liste" validate:"max=40"`
	Filters string `form:"filtres" validate:"max=4000"`
	Name    string `form:"view_name"`
	Yes     string `form:"oui" validate:"max=3"`
}

func (a *App) saveView(c echo.Context) error {
	var f viewForm
	var v pilot.View
	err := web.Bind(c, &f)
	list := pilot.ListName(f.List)
	q, filters := filtersOf(list, f.Filters)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) { v, err = pilot.SaveView(tx, list, f.Name, q); return err })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			title := wording.T(c.Request().Context(), "Enregistrer une vue")
			return a.page(c, status, title, func(f layout.Frame) templ.Component {
				return saved.Again(f, saved.Form{Form: form, List: list, Filters: filters})
			})
		})
	}
	return web.SeeOther(c, v.Href(), wording.T(c.Request().Context(), "La vue « %s » est enregistrée.", v.Name))
}

// viewsPage lists one's views, list by list.
func (a *App) viewsPage(c echo.Context) error { return a.showViews(c, http.StatusOK, "", ui.Form{}) }

func (a *App) showViews(c echo.Context, status int, of string, form ui.Form) error {
	p := saved.Page{Of: of, Form: form}
	err := a.read(c, func(tx *db.Tx) error {
		for _, list := range pilot.Lists() {
			views, err := pilot.Views(tx, list)
			if err != nil {
				return err
			}
			if len(views) > 0 {
				p.Lists = append(p.Lists, saved.Listed{List: list, Views: views})
			}
		}
		if id := c.QueryParam("supprimee"); id != "" {
			dropped, err := pilot.Dropped(tx, id)
			if err == nil {
				p.Dropped = &dropped
			} else if !models.IsKind(err, models.NotFound) { // taken back meanwhile, or another's
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mes vues"), func(f layout.Frame) templ.Component { return saved.Manage(f, p) })
}

// changeView runs a verb on one of the reader's views; a refusal shows them again.
func (a *App) changeView(c echo.Context, verb func(tx *db.Tx, f viewForm) (pilot.View, error), done func(v pilot.View) (path, notice string)) error {
	var f viewForm
	var v pilot.View
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) { v, err = verb(tx, f); return err })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showViews(c, status, c.Param("id"), form) })
	}
	path, notice := done(v)
	return web.SeeOther(c, path, notice)
}

func (a *App) renameView(c echo.Context) error {
	ctx := c.Request().Context()
	return a.changeView(c, func(tx *db.Tx, f viewForm) (pilot.View, error) {
		return pilot.RenameView(tx, c.Param("id"), web.Version(c), f.Name)
	}, func(v pilot.View) (string, string) {
		return "/vues", wording.T(ctx, "La vue s'appelle maintenant « %s ».", v.Name)
	})
}

func (a *App) preferView(c echo.Context) error {
	ctx := c.Request().Context()
	return a.changeView(c, func(tx *db.Tx, f viewForm) (pilot.View, error) {
		return pilot.PreferView(tx, c.Param("id"), web.Version(c), f.Yes == "oui")
	}, func(v pilot.View) (string, string) {
		if v.Default {
			return "/vues", wording.T(ctx, "La liste s'ouvre maintenant avec « %s ».", v.Name)
		}
		return "/vues", wording.T(ctx, "La liste s'ouvre de nouveau sans filtre.")
	})
}

func (a *App) dropView(c echo.Context) error {
	return a.changeView(c, func(tx *db.Tx, _ viewForm) (pilot.View, error) {
		return pilot.DropView(tx, c.Param("id"), web.Version(c))
	}, func(v pilot.View) (string, string) { return "/vues?supprimee=" + v.PublicID, "" })
}

func (a *App) restoreView(c echo.Context) error {
	ctx := c.Request().Context()
	return a.changeView(c, func(tx *db.Tx, _ viewForm) (pilot.View, error) { return pilot.RestoreView(tx, c.Param("id")) },
		func(v pilot.View) (string, string) {
			return "/vues", wording.T(ctx, "La vue « %s » est de retour.", v.Name)
		})
}
