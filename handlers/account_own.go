package handlers

import (
	"net/http"
	"time"

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
	v := settings.OwnView{Name: name, Password: password, Linked: a.isLinked(c)}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if v.Account, err = accounts.ByID(tx, tx.Actor().AccountID); err != nil {
			return err
		}
		if v.HasPassword, err = accounts.HasPassword(tx, v.Account.ID); err != nil {
			return err
		}
		v.Sites, err = programme.Sites(tx)
		return err
	})
	if err != nil {
		return err
	}
	if v.Name.Values == nil {
		v.Name = filled(v.Account.Version, "name", v.Account.Name)
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mon compte"), func(f layout.Frame) templ.Component { return settings.Own(f, v) })
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

// linkedFor is how long after a link's use a password may be chosen without the present one.
const linkedFor = time.Hour

// isLinked reports whether the session has just begun by a link.
func (a *App) isLinked(c echo.Context) bool {
	at := a.Sessions.LinkedAt(c.Request().Context())
	return !at.IsZero() && a.Machine.Now().Sub(at) < linkedFor
}

// changeOwnPassword asks for the present password, as often as signing in may be tried; not of who has none, or
// has just come by a link.
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
	stamp, err := a.newPassword(c, account)
	if err != nil {
		if models.IsKind(err, models.Invalid) {
			a.tries.failed(key)
		}
		return err
	}
	a.tries.forget(key)
	return a.Sessions.SignIn(ctx, account.ID, stamp)
}

func (a *App) newPassword(c echo.Context, account accounts.Account) (stamp int, err error) {
	ctx, has := c.Request().Context(), true
	if err := a.read(c, func(tx *db.Tx) (err error) { has, err = accounts.HasPassword(tx, account.ID); return err }); err != nil {
		return 0, err
	}
	if !has || a.isLinked(c) {
		return accounts.ChoosePassword(ctx, a.DB, account, c.FormValue("new_password"))
	}
	return accounts.ChangePassword(ctx, a.DB, account, c.FormValue("current_password"), c.FormValue("new_password"))
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
