package handlers

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/db"
	"eclosion/models/intake"
	"eclosion/models/programme"
	views "eclosion/views/intake"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// importColumns asks which column is what.
func (a *App) importColumns(c echo.Context) error { return a.showColumns(c, http.StatusOK, ui.Form{}) }

func (a *App) showColumns(c echo.Context, status int, form ui.Form) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	v := views.Mapping{Delivery: i, Form: form}
	if v.Form.Version == "" {
		v.Form.Version = strconv.Itoa(i.Version)
	}
	if v.Form.Values == nil {
		v.Form.Values = views.MappingValues(i)
	}
	err = a.read(c, func(tx *db.Tx) error {
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		for _, s := range sites {
			v.Sites = append(v.Sites, s.Name)
		}
		programmes, err := programme.Programmes(tx)
		for _, p := range programmes {
			v.Programmes = append(v.Programmes, p.Name)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Colonnes du fichier"), func(f layout.Frame) templ.Component { return views.Columns(f, v) })
}

// chooseColumns keeps what was decided about the columns; the file is then checked anew.
func (a *App) chooseColumns(c echo.Context) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	chosen := views.ChosenOf(i, func(name string) string { return strings.TrimSpace(c.FormValue(name)) }, web.Posted(c)[views.ReplaceField])
	err = a.write(c, func(tx *db.Tx) error { return intake.Choose(tx, i.ID, web.Version(c), chosen.Mapping()) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showColumns(c, status, form) })
	}
	a.wakeImports()
	return web.SeeOther(c, importPathOf(i.ID), "")
}

// importDoubts asks who is whom.
func (a *App) importDoubts(c echo.Context) error { return a.showDoubts(c, http.StatusOK, ui.Form{}) }

func (a *App) showDoubts(c echo.Context, status int, form ui.Form) error {
	i, err := a.delivery(c)
	if err != nil {
		return err
	}
	after, _ := strconv.Atoi(c.QueryParam("apres"))
	v := views.Doubts{Delivery: i, Form: form, Paged: after > 0}
	if v.Form.Version == "" {
		v.Form.Version = strconv.Itoa(i.Version)
	}
	err = a.read(c, func(tx *db.Tx) (err error) { v.List, v.More, err = intake.DoubtfulRows(tx, i.ID, after); return err })
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Personnes à comparer"), func(f layout.Frame) templ.Component { return views.DoubtList(f, v) })
}

// decideDoubts keeps what was decided about people; the file is then checked anew.
func (a *App) decideDoubts(c echo.Context) error {
	id, err := importID(c)
	if err != nil {
		return err
	}
	decisions := map[int]map[int]bool{}
	for name, values := range web.Posted(c) {
		row, doubt, ok := views.DoubtOf(name)
		if !ok || values[0] != views.SamePerson && values[0] != views.OtherPerson {
			continue
		}
		if decisions[row] == nil {
			decisions[row] = map[int]bool{}
		}
		decisions[row][doubt] = values[0] == views.SamePerson
	}
	err = a.write(c, func(tx *db.Tx) error { return intake.Decide(tx, id, web.Version(c), decisions) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showDoubts(c, status, form) })
	}
	a.wakeImports()
	return web.SeeOther(c, importPathOf(id), "")
}
