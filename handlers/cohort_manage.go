package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

type cohortFields struct {
	Programme string `form:"programme" validate:"max=20"`
	Site      string `form:"site" validate:"max=20"`
	Name      string `form:"cohort_name" validate:"max=80"`
	OpensOn   string `form:"intake_opens_on"`
	ClosesOn  string `form:"intake_closes_on"`
	StartsOn  string `form:"cohort_starts_on"`
	Capacity  string `form:"capacity" validate:"max=20"`
}

func (f cohortFields) cohort(version int) (programme.Cohort, error) {
	c := programme.Cohort{Name: f.Name, IntakeOpensOn: models.Date(f.OpensOn), IntakeClosesOn: models.Date(f.ClosesOn),
		StartsOn: models.Date(f.StartsOn), Version: version}
	c.ProgrammeID, c.SiteID = ids([]string{f.Programme})[0], ids([]string{f.Site})[0]
	var fields []models.FieldProblem
	if f.Capacity != "" {
		c.Capacity = whole(&fields, "capacity", f.Capacity)
	}
	if problem := models.Fields(fields...); problem != nil {
		return c, problem
	}
	return c, nil
}

func (a *App) newCohortForm(c echo.Context) error {
	return a.showNewCohort(c, http.StatusOK, filled(0))
}

func (a *App) showNewCohort(c echo.Context, status int, form ui.Form) error {
	var programmes []ui.Option
	err := a.read(c, func(tx *db.Tx) error {
		list, err := programme.Programmes(tx)
		for _, p := range list {
			if p.Active {
				programmes = append(programmes, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	sites, err := a.siteOptions(c, func(s programme.Site) bool {
		return s.Active && access.CanOnSite(web.Actor(c), access.CohortManage, s.ID)
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouvelle cohorte"), func(f layout.Frame) templ.Component {
		return settings.CohortForm(f, form, programme.Cohort{}, programmes, sites)
	})
}

func (a *App) addCohort(c echo.Context) error {
	var f cohortFields
	err := web.Bind(c, &f)
	var draft programme.Cohort
	if err == nil {
		draft, err = f.cohort(0)
	}
	location := ""
	if err == nil {
		location, err = a.once(c, func(tx *db.Tx) (string, error) {
			made, err := programme.PlanCohort(tx, draft)
			return "/cohortes/" + made.Ref, err
		})
	}
	return a.saved(c, err, location, a.showNewCohort)
}

func (a *App) cohortOf(c echo.Context) (cohort *programme.Cohort, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		cohort, err = programme.LoadCohort(tx, c.Param("ref"), access.CohortManage)
		return err
	})
	return cohort, err
}

func (a *App) cohortForm(c echo.Context) error {
	v, err := a.cohortOf(c)
	if err != nil {
		return err
	}
	return a.showCohortForm(c, http.StatusOK, filled(v.Version, "cohort_name", v.Name, "intake_opens_on", string(v.IntakeOpensOn),
		"intake_closes_on", string(v.IntakeClosesOn), "cohort_starts_on", string(v.StartsOn), "capacity", strconv.Itoa(v.Capacity)))
}

func (a *App) showCohortForm(c echo.Context, status int, form ui.Form) error {
	v, err := a.cohortOf(c)
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Modifier la cohorte %s", v.Ref), func(f layout.Frame) templ.Component {
		return settings.CohortForm(f, form, *v, nil, nil)
	})
}

func (a *App) saveCohort(c echo.Context) error {
	var f cohortFields
	err := web.Bind(c, &f)
	var draft programme.Cohort
	if err == nil {
		draft, err = f.cohort(web.Version(c))
	}
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return programme.ChangeCohort(tx, c.Param("ref"), draft) })
	}
	return a.saved(c, err, "/cohortes/"+c.Param("ref"), a.showCohortForm)
}
