package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/selection"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func criteriaPath(c echo.Context) string {
	return "/reglages/programmes/" + c.Param("code") + "/criteres"
}

// criteria is the grid by which the files of a programme are scored.
func (a *App) criteria(c echo.Context) error {
	return a.showCriteria(c, http.StatusOK, ui.Form{})
}

func (a *App) showCriteria(c echo.Context, status int, form ui.Form) error {
	v, err := a.criteriaOf(c)
	if err != nil {
		return err
	}
	v.Form = form
	return a.page(c, status, wording.T(c.Request().Context(), "Critères du comité"), func(f layout.Frame) templ.Component { return settings.Criteria(f, v) })
}

func (a *App) criteriaOf(c echo.Context) (v settings.CriteriaView, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		v.Programme, v.List, err = selection.Grid(tx, c.Param("code"))
		return err
	})
	return v, err
}

// criterionForm adds a criterion, or edits one.
func (a *App) criterionForm(c echo.Context) error {
	if c.Param("id") == "" {
		return a.showCriterion(c, http.StatusOK, filled(0, "weight", "1", "active", settings.Yes))
	}
	v, err := a.criteriaOf(c)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.List, func(k selection.Criterion) bool { return k.ID == number(c, "id") })
	if i < 0 {
		return models.Missing("criterion")
	}
	k := v.List[i]
	return a.showCriterion(c, http.StatusOK, filled(k.Version, "criterion_label", k.Label, "meaning", k.Meaning, "weight", strconv.Itoa(k.Weight), "active", ticked(k.Active)))
}

func (a *App) showCriterion(c echo.Context, status int, form ui.Form) error {
	v, err := a.criteriaOf(c)
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Nouveau critère")
	if c.Param("id") != "" {
		title = wording.T(c.Request().Context(), "Modifier le critère")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return settings.CriterionForm(f, form, v, number(c, "id")) })
}

type criterionForm struct {
	Label   string `form:"criterion_label"`
	Meaning string `form:"meaning"`
	Weight  string `form:"weight" validate:"omitempty,number,max=4"`
	Active  string `form:"active" validate:"omitempty,oneof=oui"`
}

func (a *App) saveCriterion(c echo.Context) error {
	var f criterionForm
	err := web.Bind(c, &f)
	var k selection.Criterion
	if err == nil {
		weight, _ := strconv.Atoi(f.Weight) // the tags let only digits through
		k = selection.Criterion{ID: number(c, "id"), Label: f.Label, Meaning: f.Meaning, Weight: weight, Active: f.Active != "", Version: web.Version(c)}
	}
	return a.settle(c, err, setting{again: a.showCriterion, to: criteriaPath(c), said: true, change: func(tx *db.Tx, v *settings.Check) error {
		p, list, err := selection.Grid(tx, c.Param("code"))
		if err != nil {
			return err
		}
		if k.ID == 0 && c.Param("id") == "" {
			err = selection.AddCriterion(tx, p.Code, web.Said(c), k)
		} else {
			err = selection.ChangeCriterion(tx, p.Code, k)
		}
		if err != nil {
			return err
		}
		ctx := tx.Context()
		v.Trail = append(settingsTrail(ctx, p), ui.Link{Href: criteriaPath(c), Label: wording.T(ctx, "Critères du comité")})
		v.Changes = settings.CriterionChanges(ctx, list, k)
		v.Effects, err = selection.GridEffects(tx, p.ID)
		return err
	}})
}

type criterionOrder struct {
	ID    int64  `form:"critere"`
	Sense string `form:"sens" validate:"oneof=monter descendre"`
}

// orderCriteria moves a criterion by one place.
func (a *App) orderCriteria(c echo.Context) error {
	var f criterionOrder
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return selection.MoveCriterion(tx, c.Param("code"), f.ID, f.Sense == "monter") })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showCriteria(c, status, form) })
	}
	return web.SeeOther(c, criteriaPath(c)+"#critere-"+strconv.FormatInt(f.ID, 10), "")
}
