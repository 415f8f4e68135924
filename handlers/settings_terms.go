package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// newTermsForm starts from the terms in force today.
func (a *App) newTermsForm(c echo.Context) error {
	var t programme.Terms
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err == nil {
			t, err = programme.TermsOn(tx, p.ID, tx.Today())
		}
		return err
	})
	if err != nil {
		return err
	}
	n := strconv.Itoa
	return a.showTerms(c, http.StatusOK, filled(0, "coaching_min_months", n(t.CoachingMinMonths), "coaching_max_months", n(t.CoachingMaxMonths),
		"coaching_extension_months", n(t.CoachingExtensionMonths), "test_min_months", n(t.TestMinMonths), "test_max_months", n(t.TestMaxMonths),
		"test_extension_months", n(t.TestExtensionMonths), "total_max_months", n(t.TotalMaxMonths), "grant_cap", typedAmount(t.GrantCap),
		"plan_gate", string(t.PlanGate), "silent_days", n(t.SilentDays)))
}

// typedAmount writes an amount as a person types it.
func typedAmount(c models.Cents) string {
	cents := strconv.FormatInt(int64(c)%100+100, 10)[1:]
	return strconv.FormatInt(int64(c)/100, 10) + "," + cents
}

func (a *App) showTerms(c echo.Context, status int, form ui.Form) error {
	var v settings.ProgrammeView
	err := a.read(c, func(tx *db.Tx) (err error) {
		v.Programme, err = programme.ProgrammeByCode(tx, c.Param("code"))
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Nouvelles conditions"), func(f layout.Frame) templ.Component {
		return settings.TermsForm(f, form, v)
	})
}

type termsForm struct {
	ValidFrom         string `form:"valid_from" validate:"required,date"`
	CoachingMin       string `form:"coaching_min_months"`
	CoachingMax       string `form:"coaching_max_months"`
	CoachingExtension string `form:"coaching_extension_months"`
	TestMin           string `form:"test_min_months"`
	TestMax           string `form:"test_max_months"`
	TestExtension     string `form:"test_extension_months"`
	TotalMax          string `form:"total_max_months"`
	GrantCap          string `form:"grant_cap" validate:"required,money"`
	PlanGate          string `form:"plan_gate" validate:"required"`
	SilentDays        string `form:"silent_days"`
}

func (f termsForm) terms() (programme.Terms, error) {
	var fields []models.FieldProblem
	t := programme.Terms{
		ValidFrom:               models.Date(f.ValidFrom),
		CoachingMinMonths:       whole(&fields, "coaching_min_months", f.CoachingMin),
		CoachingMaxMonths:       whole(&fields, "coaching_max_months", f.CoachingMax),
		CoachingExtensionMonths: whole(&fields, "coaching_extension_months", f.CoachingExtension),
		TestMinMonths:           whole(&fields, "test_min_months", f.TestMin),
		TestMaxMonths:           whole(&fields, "test_max_months", f.TestMax),
		TestExtensionMonths:     whole(&fields, "test_extension_months", f.TestExtension),
		TotalMaxMonths:          whole(&fields, "total_max_months", f.TotalMax),
		PlanGate:                programme.GateMode(f.PlanGate),
		SilentDays:              whole(&fields, "silent_days", f.SilentDays),
	}
	var err error
	if t.GrantCap, err = models.ParseCents(f.GrantCap); err != nil {
		fields = append(fields, models.FieldProblem{Field: "grant_cap", Code: "money"})
	}
	if problem := models.Fields(fields...); problem != nil {
		return t, problem
	}
	return t, nil
}

func (a *App) addTerms(c echo.Context) error {
	var f termsForm
	err := web.Bind(c, &f)
	var t programme.Terms
	if err == nil {
		t, err = f.terms()
	}
	return a.settle(c, err, setting{again: a.showTerms, to: programmePath(c), change: func(tx *db.Tx, v *settings.Check) error {
		if err := programme.AddTerms(tx, c.Param("code"), t); err != nil {
			return err
		}
		p, before, err := termsBeside(tx, c.Param("code"), t.ValidFrom)
		if err != nil {
			return err
		}
		ctx := tx.Context()
		v.Trail, v.Save = settingsTrail(ctx, p), wording.T(ctx, "Ajouter ces conditions")
		v.Changes = append([]settings.Changed{{Label: wording.T(ctx, "À partir du"), Before: wording.Date(before.ValidFrom), After: wording.Date(t.ValidFrom)}},
			settings.TermsChanges(ctx, before, t)...)
		v.Effects, err = programme.TermsEffects(tx, p.ID, t.ValidFrom, false)
		return err
	}})
}

// termsBeside gives the terms that would hold from that day on if those that begin on it were not there.
func termsBeside(tx *db.Tx, code string, from models.Date) (p programme.Programme, t programme.Terms, err error) {
	if p, err = programme.ProgrammeByCode(tx, code); err != nil {
		return p, t, err
	}
	all, err := programme.AllTerms(tx, p.ID) // the newest first
	for _, x := range all {
		if x.ValidFrom == from {
			continue
		}
		t = x
		if x.ValidFrom < from {
			break
		}
	}
	return p, t, err
}

func (a *App) dropTerms(c echo.Context) error {
	from := models.Date(c.Param("from"))
	return a.settle(c, web.Read(c), setting{again: a.showProgramme, to: programmePath(c), change: func(tx *db.Tx, v *settings.Check) error {
		p, err := programme.ProgrammeByCode(tx, c.Param("code"))
		if err != nil {
			return err
		}
		all, err := programme.AllTerms(tx, p.ID)
		if err != nil {
			return err
		}
		if v.Effects, err = programme.TermsEffects(tx, p.ID, from, true); err != nil {
			return err
		}
		if err := programme.DropTerms(tx, c.Param("code"), from); err != nil {
			return err
		}
		ctx := tx.Context()
		v.Trail, v.Save, v.Back = settingsTrail(ctx, p), wording.T(ctx, "Retirer ces conditions"), programmePath(c)
		for _, dropped := range all {
			if dropped.ValidFrom == from {
				_, instead, err := termsBeside(tx, p.Code, from)
				v.Changes = append([]settings.Changed{{Label: wording.T(ctx, "À partir du"), Before: wording.Date(from), After: wording.Date(instead.ValidFrom)}},
					settings.TermsChanges(ctx, dropped, instead)...)
				return err
			}
		}
		return nil
	}})
}
