package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/correction"
	"eclosion/models/db"
	views "eclosion/views/correction"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// corrections lists the past facts of a dossier, with the form of the one that ?fait= names.
func (a *App) corrections(c echo.Context) error {
	return a.showCorrections(c, http.StatusOK, c.QueryParam("fait"), nil)
}

func (a *App) showCorrections(c echo.Context, status int, fact string, sent *ui.Form) error {
	var page views.Page
	err := a.read(c, func(tx *db.Tx) (err error) {
		if page.Dossier, err = correction.Load(tx, c.Param("ref")); err != nil {
			return err
		}
		page.Head, err = a.dossierHead(c, tx, page.Project)
		return err
	})
	if err != nil {
		return err
	}
	version := strconv.Itoa(page.Project.Version)
	page.Form = ui.Form{Version: version}
	if value, known := page.Known(correction.Fact(fact)); known {
		page.Fact, page.Form.Values = correction.Fact(fact), map[string][]string{"correction_value": {value}}
	}
	if sent != nil {
		if page.Form = *sent; status == http.StatusConflict { // what is shown now is what is there now
			page.Form.Version = version
		}
	}
	title := wording.T(c.Request().Context(), "Corriger un fait passé de %s", page.Project.Ref)
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.Show(f, page) })
}

type correctionForm struct {
	Fact   string `form:"fait" validate:"max=40"`
	Value  string `form:"correction_value"`
	Reason string `form:"correction_reason"`
}

// correctFact puts one past fact right.
func (a *App) correctFact(c echo.Context) error {
	var f correctionForm
	ref := c.Param("ref")
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return correction.Correct(tx, ref, web.Version(c), correction.Draft{Fact: correction.Fact(f.Fact), Value: f.Value, Reason: f.Reason})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showCorrections(c, status, f.Fact, &form) })
	}
	return web.SeeOther(c, views.Path(ref), wording.T(c.Request().Context(), "Le fait est corrigé ; l'historique garde ce qui était enregistré."))
}
