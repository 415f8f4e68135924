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
	"eclosion/models/programme"
	"eclosion/models/progress"
	"eclosion/views/layout"
	views "eclosion/views/progress"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// reportSettings is what a programme asks of its reports.
func (a *App) reportSettings(c echo.Context) error {
	return a.showReportSettings(c, http.StatusOK, ui.Form{})
}

func (a *App) settingsOfReports(c echo.Context, form ui.Form) (s views.Settings, err error) {
	s.Form = form
	err = a.read(c, func(tx *db.Tx) (err error) {
		s.Settings, err = progress.SettingsOf(tx, c.Param("code"))
		return err
	})
	return s, err
}

func (a *App) showReportSettings(c echo.Context, status int, form ui.Form) error {
	s, err := a.settingsOfReports(c, form)
	if err != nil {
		return err
	}
	if status == http.StatusOK && form.Values == nil {
		s.Form.Values = map[string][]string{"report_coaching_months": {strconv.Itoa(s.Cadence.CoachingMonths)}, "report_test_months": {strconv.Itoa(s.Cadence.TestMonths)}}
	}
	if status == http.StatusOK && form.Values == nil || status == http.StatusConflict {
		s.Form.Version = strconv.Itoa(s.Cadence.Version)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Rapports de progression"), func(f layout.Frame) templ.Component { return views.SettingsPage(f, s) })
}

type cadenceForm struct {
	Coaching string `form:"report_coaching_months"`
	Test     string `form:"report_test_months"`
}

// saveCadence changes how often a programme asks for a report.
func (a *App) saveCadence(c echo.Context) error {
	var f cadenceForm
	err := web.Bind(c, &f)
	var cadence progress.Cadence
	if err == nil {
		var fields []models.FieldProblem
		cadence = progress.Cadence{CoachingMonths: whole(&fields, "report_coaching_months", f.Coaching), TestMonths: whole(&fields, "report_test_months", f.Test), Version: web.Version(c)}
		if problem := models.Fields(fields...); problem != nil {
			err = problem
		}
	}
	return a.settle(c, err, setting{again: a.showReportSettings, to: views.SettingsPath(c.Param("code")), change: func(tx *db.Tx, v *settings.Check) error {
		s, err := progress.SettingsOf(tx, c.Param("code"))
		if err != nil {
			return err
		}
		if err := progress.SetCadence(tx, c.Param("code"), cadence); err != nil {
			return err
		}
		before := []string{"report_coaching_months", strconv.Itoa(s.Cadence.CoachingMonths), "report_test_months", strconv.Itoa(s.Cadence.TestMonths)}
		v.Changes = settings.TypedChanges(tx.Context(), before, v.Posted)
		return touchesReports(tx, v, s.Programme)
	}})
}

// touchesReports notes what a setting of a programme's reports touches.
func touchesReports(tx *db.Tx, v *settings.Check, p programme.Programme) (err error) {
	v.Trail = append(settingsTrail(tx.Context(), p), ui.Link{Href: views.SettingsPath(p.Code), Label: wording.T(tx.Context(), "Rapports de progression")})
	v.Effects, err = progress.SettingsEffects(tx, p.ID)
	return err
}

// indicatorForm adds an indicator, or edits one.
func (a *App) indicatorForm(c echo.Context) error {
	if c.Param("id") == "" {
		return a.showIndicator(c, http.StatusOK, filled(0, "indicator_unit", string(progress.InCount), "active", settings.Yes))
	}
	s, err := a.settingsOfReports(c, ui.Form{})
	if err != nil {
		return err
	}
	at := slices.IndexFunc(s.Indicators, func(i progress.Indicator) bool { return i.ID == number(c, "id") })
	if at < 0 {
		return models.Missing("indicator")
	}
	i := s.Indicators[at]
	return a.showIndicator(c, http.StatusOK, filled(i.Version, "indicator_label", i.Label, "active", ticked(i.Active)))
}

func (a *App) showIndicator(c echo.Context, status int, form ui.Form) error {
	s, err := a.settingsOfReports(c, form)
	if err != nil {
		return err
	}
	id := int64(0)
	title := wording.T(c.Request().Context(), "Nouveau chiffre")
	if c.Param("id") != "" {
		id, title = number(c, "id"), wording.T(c.Request().Context(), "Modifier le chiffre")
	}
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.IndicatorPage(f, s, id) })
}

type indicatorForm struct {
	Label  string `form:"indicator_label"`
	Code   string `form:"indicator_code"`
	Unit   string `form:"indicator_unit"`
	Active string `form:"active" validate:"omitempty,oneof=oui"`
}

func (a *App) saveIndicator(c echo.Context) error {
	var f indicatorForm
	err := web.Bind(c, &f)
	var i progress.Indicator
	if err == nil {
		i = progress.Indicator{ID: number(c, "id"), Label: f.Label, Code: f.Code, Unit: progress.Unit(f.Unit), Active: f.Active != "", Version: web.Version(c)}
	}
	return a.settle(c, err, setting{again: a.showIndicator, to: views.SettingsPath(c.Param("code")), said: true, change: func(tx *db.Tx, v *settings.Check) error {
		s, err := progress.SettingsOf(tx, c.Param("code"))
		if err != nil {
			return err
		}
		was := progress.Indicator{Active: true}
		if at := slices.IndexFunc(s.Indicators, func(x progress.Indicator) bool { return x.ID == i.ID }); at >= 0 {
			was = s.Indicators[at]
		}
		if c.Param("id") == "" {
			err = progress.AddIndicator(tx, c.Param("code"), web.Said(c), i)
		} else {
			err = progress.ChangeIndicator(tx, c.Param("code"), i)
		}
		if err != nil {
			return err
		}
		v.Changes = settings.StateChanges(tx.Context(), []string{"indicator_label", was.Label}, v.Posted, was.Active)
		return touchesReports(tx, v, s.Programme)
	}})
}

type indicatorOrder struct {
	ID    int64  `form:"chiffre"`
	Sense string `form:"sens" validate:"oneof=monter descendre"`
}

// orderIndicators moves an indicator by one place.
func (a *App) orderIndicators(c echo.Context) error {
	var f indicatorOrder
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return progress.MoveIndicator(tx, c.Param("code"), f.ID, f.Sense == "monter") })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showReportSettings(c, status, form) })
	}
	return web.SeeOther(c, views.SettingsPath(c.Param("code"))+"#chiffre-"+strconv.FormatInt(f.ID, 10), "")
}
