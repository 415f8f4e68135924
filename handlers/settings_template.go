package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func templatePath(c echo.Context) string {
	return "/reglages/programmes/" + c.Param("code") + "/plan/" + c.Param("number")
}

// templateEdit names the draft of the address and the version of the form.
func templateEdit(c echo.Context) plan.Edit {
	return plan.Edit{Programme: c.Param("code"), Number: int(number(c, "number")), Version: web.Version(c)}
}

// number reads a number of the address; 0, which is nobody's, for anything else.
func number(c echo.Context, name string) int64 {
	n, err := strconv.ParseInt(c.Param(name), 10, 32)
	if err != nil {
		return 0
	}
	return n
}

// startTemplate opens the draft of a programme's plan, or goes on with it.
func (a *App) startTemplate(c echo.Context) error {
	var n int
	err := a.write(c, func(tx *db.Tx) (err error) { n, err = plan.StartDraft(tx, c.Param("code")); return err })
	if err != nil {
		return err
	}
	return web.SeeOther(c, "/reglages/programmes/"+c.Param("code")+"/plan/"+strconv.Itoa(n), "")
}

func (a *App) templatePage(c echo.Context) error {
	return a.showTemplate(c, http.StatusOK, ui.Form{})
}

func (a *App) templateOf(c echo.Context) (v settings.TemplateView, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		if v.Programme, err = programme.ProgrammeByCode(tx, c.Param("code")); err != nil {
			return err
		}
		v.Template, err = plan.TemplateOf(tx, v.Programme.ID, int(number(c, "number")))
		return err
	})
	return v, err
}

func (a *App) showTemplate(c echo.Context, status int, form ui.Form) error {
	v, err := a.templateOf(c)
	if err != nil {
		return err
	}
	v.Form = form
	title := wording.T(c.Request().Context(), "Plan d'affaires type, version %s", strconv.Itoa(v.Template.Number))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return settings.Template(f, v) })
}

func (a *App) publishTemplate(c echo.Context) error {
	published := wording.T(c.Request().Context(), "La version %s est publiée : les parcours qui commencent la prennent.", c.Param("number"))
	return a.settle(c, web.Read(c), setting{again: a.showTemplate, to: programmePath(c) + "#plan", saved: published, change: func(tx *db.Tx, v *settings.Check) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		if v.Effects, err = plan.PublishEffects(tx, p.ID, int(number(c, "number"))); err != nil {
			return err
		}
		v.Trail, v.Save, v.Back = settingsTrail(tx.Context(), p), wording.T(tx.Context(), "Publier cette version"), templatePath(c)
		return plan.Publish(tx, templateEdit(c))
	}})
}

func (a *App) dropTemplate(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return plan.DropDraft(tx, templateEdit(c)) })
	return a.saved(c, err, "/reglages/programmes/"+c.Param("code")+"#plan", a.showTemplate)
}

type orderForm struct {
	Section int64  `form:"partie"`
	Item    int64  `form:"point"`
	Sense   string `form:"sens" validate:"oneof=monter descendre"`
}

// orderTemplate moves a section, or an item within its section, by one place.
func (a *App) orderTemplate(c echo.Context) error {
	var f orderForm
	err := web.Bind(c, &f)
	anchor := "#partie-" + strconv.FormatInt(f.Section, 10)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if f.Item == 0 {
				return plan.MoveSection(tx, templateEdit(c), f.Section, f.Sense == "monter")
			}
			anchor = "#point-" + strconv.FormatInt(f.Item, 10)
			return plan.MoveItem(tx, templateEdit(c), f.Section, f.Item, f.Sense == "monter")
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showTemplate(c, status, form) })
	}
	return web.SeeOther(c, templatePath(c)+anchor, "")
}

// sectionForm adds a section, or renames one.
func (a *App) sectionForm(c echo.Context) error {
	v, err := a.templateOf(c)
	if err != nil {
		return err
	}
	form := filled(v.Template.Version)
	if id := number(c, "section"); c.Param("section") != "" {
		s, err := v.Template.Section(id)
		if err != nil {
			return err
		}
		form.Values["title"] = []string{s.Title}
	}
	return a.showSection(c, http.StatusOK, form)
}

func (a *App) showSection(c echo.Context, status int, form ui.Form) error {
	v, err := a.templateOf(c)
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Nouvelle partie")
	if c.Param("section") != "" {
		title = wording.T(c.Request().Context(), "Modifier la partie")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component {
		return settings.SectionForm(f, form, v, number(c, "section"))
	})
}

func (a *App) saveSection(c echo.Context) error {
	id := number(c, "section")
	if c.Param("section") != "" && id == 0 {
		return models.Missing("plan_section")
	}
	err := a.write(c, func(tx *db.Tx) error {
		if c.FormValue("action") == "supprimer" && id != 0 {
			return plan.DropSection(tx, templateEdit(c), id)
		}
		return plan.SaveSection(tx, templateEdit(c), id, c.FormValue("title"))
	})
	return a.saved(c, err, templatePath(c), a.showSection)
}

// itemForm adds an item to a section, or edits one.
func (a *App) itemForm(c echo.Context) error {
	v, err := a.templateOf(c)
	if err != nil {
		return err
	}
	section := number(c, "section")
	if _, err := v.Template.Section(section); err != nil {
		return err
	}
	form := filled(v.Template.Version)
	if c.Param("item") != "" {
		i, err := v.Template.Item(section, number(c, "item"))
		if err != nil {
			return err
		}
		form = filled(v.Template.Version, "title", i.Title, "expectation", i.Expectation, "evidence", i.Evidence, "mandatory", ticked(i.Mandatory))
	}
	return a.showItem(c, http.StatusOK, form)
}

func (a *App) showItem(c echo.Context, status int, form ui.Form) error {
	v, err := a.templateOf(c)
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Nouveau point")
	if c.Param("item") != "" {
		title = wording.T(c.Request().Context(), "Modifier le point")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component {
		return settings.ItemForm(f, form, v, number(c, "section"), number(c, "item"))
	})
}

type itemForm struct {
	Title       string `form:"title"`
	Expectation string `form:"expectation"`
	Evidence    string `form:"evidence"`
	Mandatory   string `form:"mandatory" validate:"omitempty,oneof=oui"`
	Action      string `form:"action"`
}

func (a *App) saveItem(c echo.Context) error {
	section, id := number(c, "section"), number(c, "item")
	if c.Param("item") != "" && id == 0 {
		return models.Missing("plan_item")
	}
	var f itemForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if f.Action == "supprimer" && id != 0 {
				return plan.DropItem(tx, templateEdit(c), section, id)
			}
			return plan.SaveItem(tx, templateEdit(c), plan.Item{ID: id, SectionID: section, Title: f.Title, Expectation: f.Expectation,
				Evidence: f.Evidence, Mandatory: f.Mandatory != ""})
		})
	}
	return a.saved(c, err, templatePath(c)+"#partie-"+strconv.FormatInt(section, 10), a.showItem)
}
