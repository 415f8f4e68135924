package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ownAccount is the page of one's own account.
func (a *App) ownAccount(c echo.Context) error {
	return a.showOwn(c, http.StatusOK, ui.Form{}, ui.Form{})
}

func (a *App) showOwn(c echo.Context, status int, name, password ui.Form) error {
	var account accounts.Account
	var sites []programme.Site
	err := a.read(c, func(tx *db.Tx) (err error) {
		if account, err = accounts.ByID(tx, tx.Actor().AccountID); err != nil {
			return err
		}
		sites, err = programme.Sites(tx)
		return err
	})
	if err != nil {
		return err
	}
	if name.Values == nil {
		name = filled(account.Version, "name", account.Name)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mon compte"), func(f layout.Frame) templ.Component {
		return settings.Own(f, account, sites, name, password)
	})
}

type ownForm struct {
	Name string `form:"name" validate:"required,max=120"`
}

func (a *App) renameOwn(c echo.Context) error {
	var f ownForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return accounts.Rename(tx, f.Name, web.Version(c)) })
	}
	return a.saved(c, err, "/compte", func(c echo.Context, status int, form ui.Form) error {
		return a.showOwn(c, status, form, ui.Form{})
	})
}

// changeOwnPassword asks for the present password, as often as signing in may be tried.
func (a *App) changeOwnPassword(c echo.Context) error {
	err := a.tryPassword(c)
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			form.Values = nil // a password is never sent back
			return a.showOwn(c, status, ui.Form{}, form)
		})
	}
	return web.SeeOther(c, "/compte", wording.T(c.Request().Context(), "Votre mot de passe est changé. Vos autres sessions sont fermées."))
}

func (a *App) tryPassword(c echo.Context) error {
	ctx := c.Request().Context()
	key := "compte " + userKey(web.Actor(c)) + " " + c.RealIP()
	if !a.tries.allowed(key) {
		return &models.Problem{Kind: models.TooMany, Code: "signin.too_many"}
	}
	// Passwords come as they were typed: a space may be part of one.
	account := accounts.Account{ID: web.Actor(c).AccountID, Name: web.Actor(c).Name}
	stamp, err := accounts.ChangePassword(ctx, a.DB, account, c.FormValue("current_password"), c.FormValue("new_password"))
	if err != nil {
		if models.IsKind(err, models.Invalid) {
			a.tries.failed(key)
		}
		return err
	}
	a.tries.forget(key)
	return a.Sessions.SignIn(ctx, account.ID, stamp)
}

func (a *App) endOwnSessions(c echo.Context) error {
	var stamp int
	err := a.write(c, func(tx *db.Tx) (err error) { stamp, err = accounts.EndOwnSessions(tx); return err })
	if err != nil {
		return err
	}
	if err := a.Sessions.SignIn(c.Request().Context(), web.Actor(c).AccountID, stamp); err != nil {
		return err
	}
	return web.SeeOther(c, "/compte", wording.T(c.Request().Context(), "Vos autres sessions sont fermées."))
}
