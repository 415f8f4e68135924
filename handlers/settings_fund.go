package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/views/layout"
	views "eclosion/views/participant"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// fundIndicators lists what the European Social Fund counts.
func (a *App) fundIndicators(c echo.Context) error {
	var list []participant.Indicator
	var rules participant.Rules
	err := a.read(c, func(tx *db.Tx) (err error) {
		if list, err = participant.Indicators(tx); err != nil {
			return err
		}
		rules, err = participant.LoadRules(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Indicateurs du Fonds social européen"), func(f layout.Frame) templ.Component {
		return views.Indicators(f, list, rules)
	})
}

func (a *App) fundIndicatorForm(c echo.Context) error {
	var i participant.Indicator
	if err := a.read(c, func(tx *db.Tx) (err error) { i, err = participant.IndicatorOf(tx, c.Param("compte")); return err }); err != nil {
		return err
	}
	return a.showFundIndicator(c, http.StatusOK, filled(i.Version, "indicator_code", i.Code, "indicator_label", i.Label, "active", ticked(i.Active)))
}

func (a *App) showFundIndicator(c echo.Context, status int, form ui.Form) error {
	var i participant.Indicator
	var rules participant.Rules
	err := a.read(c, func(tx *db.Tx) (err error) {
		if i, err = participant.IndicatorOf(tx, c.Param("compte")); err != nil {
			return err
		}
		rules, err = participant.LoadRules(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Indicateur %s", i.Code), func(f layout.Frame) templ.Component { return views.IndicatorForm(f, form, i, rules) })
}

type fundIndicatorForm struct {
	Code   string `form:"indicator_code"`
	Label  string `form:"indicator_label"`
	Active string `form:"active" validate:"omitempty,oneof=oui"`
}

func (a *App) saveFundIndicator(c echo.Context) error {
	var f fundIndicatorForm
	err := web.Bind(c, &f)
	return a.settle(c, err, setting{again: a.showFundIndicator, to: views.SettingsPath, change: func(tx *db.Tx, v *settings.Check) error {
		was, err := participant.IndicatorOf(tx, c.Param("compte"))
		if err != nil {
			return err
		}
		if err := participant.ChangeIndicator(tx, participant.Indicator{Counts: was.Counts, Code: f.Code, Label: f.Label, Active: f.Active != "", Version: web.Version(c)}); err != nil {
			return err
		}
		v.Changes = settings.StateChanges(tx.Context(), []string{"indicator_code", was.Code, "indicator_label", was.Label}, v.Posted, was.Active)
		return touchesFund(tx, v)
	}})
}

// touchesFund notes what a setting of the Fund's figures touches.
func touchesFund(tx *db.Tx, v *settings.Check) (err error) {
	v.Trail = []ui.Link{{Href: "/reglages", Label: wording.T(tx.Context(), "Réglages")}, {Href: views.SettingsPath, Label: wording.T(tx.Context(), "Indicateurs du Fonds social européen")}}
	v.Effects, err = participant.SettingsEffects(tx)
	return err
}

type fundIndicatorOrder struct {
	Counts string `form:"indicateur" validate:"required"`
	Sense  string `form:"sens" validate:"oneof=monter descendre"`
}

// orderFundIndicators moves an indicator by one place.
func (a *App) orderFundIndicators(c echo.Context) error {
	var f fundIndicatorOrder
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	if err := a.write(c, func(tx *db.Tx) error { return participant.MoveIndicator(tx, f.Counts, f.Sense == "monter") }); err != nil {
		return err
	}
	return web.SeeOther(c, views.SettingsPath+"#i-"+f.Counts, "")
}

func (a *App) fundRulesForm(c echo.Context) error {
	var r participant.Rules
	if err := a.read(c, func(tx *db.Tx) (err error) { r, err = participant.LoadRules(tx); return err }); err != nil {
		return err
	}
	return a.showFundRules(c, http.StatusOK, filled(r.Version, views.RulesValues(r)...))
}

func (a *App) showFundRules(c echo.Context, status int, form ui.Form) error {
	return a.page(c, status, wording.T(c.Request().Context(), "Durées et délais"), func(f layout.Frame) templ.Component { return views.RulesForm(f, form) })
}

type fundRulesForm struct {
	LongMonths  string `form:"long_months"`
	YoungUnder  string `form:"young_under"`
	YoungMonths string `form:"young_months"`
	ExitDays    string `form:"exit_days"`
	LaterMonths string `form:"later_months"`
	LaterDays   string `form:"later_days"`
}

func (f fundRulesForm) rules() (participant.Rules, error) {
	var wrong []models.FieldProblem
	r := participant.Rules{
		LongMonths:  whole(&wrong, "long_months", f.LongMonths),
		YoungUnder:  whole(&wrong, "young_under", f.YoungUnder),
		YoungMonths: whole(&wrong, "young_months", f.YoungMonths),
		ExitDays:    whole(&wrong, "exit_days", f.ExitDays),
		LaterMonths: whole(&wrong, "later_months", f.LaterMonths),
		LaterDays:   whole(&wrong, "later_days", f.LaterDays),
	}
	if problem := models.Fields(wrong...); problem != nil {
		return r, problem
	}
	return r, nil
}

func (a *App) saveFundRules(c echo.Context) error {
	var f fundRulesForm
	err := web.Bind(c, &f)
	var r participant.Rules
	if err == nil {
		r, err = f.rules()
	}
	r.Version = web.Version(c)
	return a.settle(c, err, setting{again: a.showFundRules, to: views.SettingsPath, change: func(tx *db.Tx, v *settings.Check) error {
		was, err := participant.LoadRules(tx)
		if err != nil {
			return err
		}
		if err := participant.ChangeRules(tx, r); err != nil {
			return err
		}
		v.Changes = settings.TypedChanges(tx.Context(), views.RulesValues(was), v.Posted)
		return touchesFund(tx, v)
	}})
}
