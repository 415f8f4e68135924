package handlers

import (
	"context"
	"errors"
	"net/http"

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

// errChecked takes back the transaction of a change that is only looked at: nothing of it may stay.
var errChecked = errors.New("checked, not saved")

// A setting is a form whose change can be looked at before it is saved.
type setting struct {
	// change runs the real verb, so that a look refuses what saving would refuse; it notes what changes and what that touches.
	change func(tx *db.Tx, v *settings.Check) error
	again  func(c echo.Context, status int, form ui.Form) error // the form, as it was sent
	to     string                                               // where one goes once it is saved
	saved  string                                               // what is said there; "": the usual
	said   bool                                                 // the verb guards against a second sending by itself
}

// settle ends a form of the settings: looks at its change, goes back to it, or saves it. err is what reading it gave.
func (a *App) settle(c echo.Context, err error, s setting) error {
	do := c.FormValue("faire")
	if p, told := models.ProblemOf(err); do == settings.DoCorrect && (err == nil || told && p.Code != "form.unreadable") {
		return s.again(c, http.StatusOK, ui.Form{Values: web.Posted(c), Key: web.Key(c), Version: c.FormValue("version")})
	}
	v := settings.Check{Path: c.Request().URL.Path, Posted: web.Posted(c)}
	if err == nil {
		key := web.Key(c)
		if s.said {
			key = ""
		}
		err = a.write(c, func(tx *db.Tx) error {
			location, err := tx.Once(key)
			if err != nil || location != "" {
				return err
			}
			if err := s.change(tx, &v); err != nil {
				return err
			}
			if do == settings.DoCheck {
				return errChecked
			}
			return tx.Done(key, s.to)
		})
	}
	if errors.Is(err, errChecked) {
		return a.showChange(c, v)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return s.again(c, status, form) })
	}
	ctx, notice := c.Request().Context(), s.saved
	if notice == "" {
		notice = wording.T(ctx, "C'est enregistré.")
	}
	if seen := c.FormValue(settings.SeenField); seen != "" && len(v.Effects) > 0 && seen != v.Effects.Stamp() {
		notice += " " + wording.T(ctx, "Les nombres ont changé entre-temps : %s.", settings.EffectsText(ctx, v.Effects))
	}
	return web.SeeOther(c, s.to, notice)
}

func programmePath(c echo.Context) string { return "/reglages/programmes/" + c.Param("code") }

// settingsTrail leads to a setting of a programme.
func settingsTrail(ctx context.Context, p programme.Programme) []ui.Link {
	return []ui.Link{{Href: "/reglages", Label: wording.T(ctx, "Réglages")}, {Href: "/reglages/programmes/" + p.Code, Label: p.Name}}
}

func (a *App) showChange(c echo.Context, v settings.Check) error {
	actor := web.Actor(c)
	v.Cohorts, v.Accounts = access.Can(actor, access.CohortList), access.Can(actor, access.AccountManage)
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Ce que cela change"), func(f layout.Frame) templ.Component {
		return settings.CheckPage(f, v)
	})
}
