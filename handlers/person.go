package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/merge"
	"eclosion/views/layout"
	views "eclosion/views/person"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// doubles lists who may be recorded twice.
func (a *App) doubles(c echo.Context) error {
	var d views.Doubles
	err := a.read(c, func(tx *db.Tx) (err error) {
		if d.List, err = merge.Doubles(tx); err != nil {
			return err
		}
		d.Recent, err = merge.Recent(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Doublons possibles"), func(f layout.Frame) templ.Component {
		return views.DoublesPage(f, d)
	})
}

func (a *App) mergePage(c echo.Context) error {
	return a.showMerge(c, http.StatusOK, c.QueryParam("avec"), nil)
}

func (a *App) showMerge(c echo.Context, status int, other string, sent *ui.Form) error {
	page := views.Compare{}
	err := a.read(c, func(tx *db.Tx) (err error) {
		page.Pair, page.Why, err = merge.Preview(tx, c.Param("ref"), other)
		return err
	})
	if err != nil {
		return err
	}
	page.Form = ui.Form{Key: web.NewKey(), Version: strconv.Itoa(page.Pair.Kept.Person.Version),
		Values: map[string][]string{"version_autre": {strconv.Itoa(page.Pair.Other.Person.Version)}}}
	for field, from := range page.Pair.Suggested() {
		page.Form.Values[views.From(field)] = []string{views.Kept}
		if from {
			page.Form.Values[views.From(field)] = []string{views.Other}
		}
	}
	if sent != nil {
		key, version, versions := page.Form.Key, page.Form.Version, page.Form.Values["version_autre"]
		if page.Form = *sent; status == http.StatusConflict { // what is compared now is what is there now
			page.Form.Key, page.Form.Version, page.Form.Values["version_autre"] = key, version, versions
		}
	}
	title := wording.T(c.Request().Context(), "Fusionner deux fiches")
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.ComparePage(f, page) })
}

// mergeForm is what the comparison sends besides where each value comes from.
type mergeForm struct {
	Other   string `form:"avec" validate:"max=40"`
	Version int    `form:"version_autre"`
	Account string `form:"merge_account" validate:"max=64"`
	Reason  string `form:"merge_reason"`
}

// mergePersons makes the holders of two dossiers one person.
func (a *App) mergePersons(c echo.Context) error {
	var f mergeForm
	var id string
	err := web.Bind(c, &f)
	if err == nil {
		choice := merge.Choice{FromOther: map[merge.Field]bool{}, Account: f.Account, Reason: f.Reason, KeptVersion: web.Version(c), OtherVersion: f.Version}
		for _, field := range merge.Fields() {
			choice.FromOther[field] = c.FormValue(views.From(field)) == views.Other
		}
		err = a.write(c, func(tx *db.Tx) (err error) {
			id, err = merge.Merge(tx, web.Key(c), c.Param("ref"), f.Other, choice)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMerge(c, status, f.Other, &form) })
	}
	return web.SeeOther(c, views.DonePath(id), wording.T(c.Request().Context(), "Les deux fiches n'en font plus qu'une."))
}

func (a *App) mergeDone(c echo.Context) error { return a.showMerged(c, http.StatusOK, nil) }

func (a *App) showMerged(c echo.Context, status int, sent *ui.Form) error {
	ctx := c.Request().Context()
	d := views.Done{}
	err := a.read(c, func(tx *db.Tx) (err error) {
		d.Done, err = merge.Load(tx, c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	if d.Done.Why != nil {
		_, sentences := wording.Problem(ctx, d.Done.Why)
		d.Why = strings.Join(sentences, " ")
	}
	if sent != nil {
		d.Form = *sent
	}
	title := wording.T(ctx, "Fusion : %s", d.Holder)
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.DonePage(f, d) })
}

// undoMerge takes two records apart again.
func (a *App) undoMerge(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return merge.Undo(tx, c.Param("id")) })
	if models.IsCode(err, "merge.undone") { // a second click
		err = nil
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMerged(c, status, &form) })
	}
	return web.SeeOther(c, views.DonePath(c.Param("id")), wording.T(c.Request().Context(), "Les deux fiches sont à nouveau séparées."))
}
