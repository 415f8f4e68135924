package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	views "eclosion/views/documents"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// settingOf reads what a programme asks for, and how it sets its gates.
func (a *App) settingOf(c echo.Context) (s views.Setting, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		if s.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		if s.Categories, err = documents.Categories(tx, s.Programme.ID); err != nil {
			return err
		}
		s.Gates, err = programme.Gates(tx, s.Programme.ID)
		return err
	})
	return s, err
}

func (a *App) categoriesPage(c echo.Context) error {
	return a.showCategories(c, http.StatusOK, ui.Form{})
}

func (a *App) showCategories(c echo.Context, status int, form ui.Form) error {
	s, err := a.settingOf(c)
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Documents demandés"), func(f layout.Frame) templ.Component {
		return views.CategoriesPage(f, s, form)
	})
}

func categoriesPath(c echo.Context) string {
	return "/reglages/programmes/" + c.Param("code") + "/documents"
}

// layCategories gives a programme that asks for nothing the usual categories and gates.
func (a *App) layCategories(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return documents.Lay(tx, c.Param("code")) })
	return a.saved(c, err, categoriesPath(c), a.showCategories)
}

// categoryForm edits a category, or adds one.
func (a *App) categoryForm(c echo.Context) error {
	code := c.Param("piece")
	if code == "" {
		return a.showCategory(c, http.StatusOK, filled(0, "piece_need", string(documents.Optional)))
	}
	var v documents.Category
	err := a.read(c, func(tx *db.Tx) (err error) {
		v, err = documents.CategoryByCode(tx, c.Param("code"), code)
		return err
	})
	if err != nil {
		return err
	}
	return a.showCategory(c, http.StatusOK, filled(v.Version, "piece_label", v.Label, "piece_hint", v.Hint, "piece_need", string(v.Need), "active", ticked(v.Active)))
}

func (a *App) showCategory(c echo.Context, status int, form ui.Form) error {
	s, err := a.settingOf(c)
	if err != nil {
		return err
	}
	code, title := c.Param("piece"), wording.T(c.Request().Context(), "Nouvelle pièce")
	if i := slices.IndexFunc(s.Categories, func(x documents.Category) bool { return x.Code == code }); i >= 0 {
		title = wording.Typeset(s.Categories[i].Label)
	} else if code != "" {
		return models.Missing("category")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.CategoryForm(f, s, form, code) })
}

type pieceForm struct {
	Code   string `form:"code"`
	Label  string `form:"piece_label"`
	Hint   string `form:"piece_hint"`
	Need   string `form:"piece_need"`
	Active string `form:"active"`
}

func (f pieceForm) category(version int) documents.Category {
	return documents.Category{Code: f.Code, Label: f.Label, Hint: f.Hint, Need: documents.Need(f.Need), Active: f.Active == settings.Yes, Version: version}
}

func (a *App) addCategory(c echo.Context) error {
	var f pieceForm
	err := web.Bind(c, &f)
	if err == nil {
		_, err = a.once(c, func(tx *db.Tx) (string, error) {
			return categoriesPath(c), documents.AddCategory(tx, c.Param("code"), f.category(0))
		})
	}
	return a.saved(c, err, categoriesPath(c), a.showCategory)
}

func (a *App) saveCategory(c echo.Context) error {
	var f pieceForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			v := f.category(web.Version(c))
			v.Code = c.Param("piece")
			return documents.ChangeCategory(tx, c.Param("code"), v)
		})
	}
	return a.saved(c, err, categoriesPath(c), a.showCategory)
}

func (a *App) moveCategory(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error {
		return documents.MoveCategory(tx, c.Param("code"), c.Param("piece"), c.FormValue("sens") == "monter")
	})
	return a.saved(c, err, categoriesPath(c), a.showCategories)
}

func gatesPath(c echo.Context) string { return "/reglages/programmes/" + c.Param("code") + "/entree" }

func (a *App) gatesPage(c echo.Context) error {
	s, err := a.settingOf(c)
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Conditions d'entrée"), func(f layout.Frame) templ.Component {
		return views.GatesPage(f, s)
	})
}

func (a *App) gateForm(c echo.Context) error {
	s, err := a.settingOf(c)
	if err != nil {
		return err
	}
	rule := s.Gate(programme.Gate(c.Param("gate")))
	form := filled(rule.Version, "gate_mode", string(rule.Mode), "gate_step", string(rule.Step), "category", rule.Category)
	return a.showGate(c, http.StatusOK, form)
}

func (a *App) showGate(c echo.Context, status int, form ui.Form) error {
	s, err := a.settingOf(c)
	if err != nil {
		return err
	}
	gate := programme.Gate(c.Param("gate"))
	if !slices.Contains(programme.AllGates(), gate) {
		return models.Missing("gate")
	}
	return a.page(c, status, wording.EntryGateLabel(c.Request().Context(), gate), func(f layout.Frame) templ.Component {
		return views.GateForm(f, s, form, gate)
	})
}

type gateForm struct {
	Mode     string `form:"gate_mode"`
	Step     string `form:"gate_step"`
	Category string `form:"category"`
}

func (a *App) saveGate(c echo.Context) error {
	var f gateForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return programme.SetGate(tx, c.Param("code"), programme.GateRule{Gate: programme.Gate(c.Param("gate")), Mode: programme.GateMode(f.Mode),
				Step: programme.Step(f.Step), Category: f.Category, Version: web.Version(c)})
		})
	}
	return a.saved(c, err, gatesPath(c), a.showGate)
}
