package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/views/door"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// askSignIn sends to the sign-in page and remembers where to come back to.
func (a *App) askSignIn(c echo.Context) error {
	back := c.Request().URL.RequestURI()
	if c.Request().Method != http.MethodGet {
		back = refererPath(c)
	}
	if back == "" || back == "/" {
		return c.Redirect(http.StatusSeeOther, "/connexion")
	}
	return c.Redirect(http.StatusSeeOther, "/connexion?suite="+url.QueryEscape(back))
}

func (a *App) signInPage(c echo.Context) error {
	back := web.LocalPath(c.QueryParam("suite"))
	if web.Actor(c).SignedIn() {
		return c.Redirect(http.StatusSeeOther, back)
	}
	return a.showSignIn(c, http.StatusOK, ui.Form{}, back)
}

func (a *App) showSignIn(c echo.Context, status int, form ui.Form, back string) error {
	return a.page(c, status, wording.T(c.Request().Context(), "Se connecter"), func(f layout.Frame) templ.Component {
		return door.SignIn(f, form, back)
	})
}

type signInForm struct {
	Email    string `form:"email" validate:"required,max=254"`
	Password string `form:"password" validate:"required,max=200"`
	Back     string `form:"suite"`
}

func (a *App) signIn(c echo.Context) error {
	var f signInForm
	err := web.Bind(c, &f)
	f.Password = c.FormValue("password") // as it was typed: a space may be part of it
	back := web.LocalPath(f.Back)
	if err == nil {
		err = a.trySignIn(c, f)
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			delete(form.Values, "password")
			return a.showSignIn(c, status, form, back)
		})
	}
	return c.Redirect(http.StatusSeeOther, back)
}

func (a *App) trySignIn(c echo.Context, f signInForm) error {
	ctx := c.Request().Context()
	key := strings.ToLower(f.Email) + " " + c.RealIP()
	if !a.tries.allowed(key) {
		return &models.Problem{Kind: models.TooMany, Code: "signin.too_many"}
	}
	account, err := accounts.SignIn(ctx, a.DB, f.Email, f.Password)
	if err != nil {
		if models.IsCode(err, "signin.wrong") {
			a.tries.failed(key)
		}
		return err
	}
	a.tries.forget(key)
	return a.Sessions.SignIn(ctx, account.ID, account.Stamp)
}

func (a *App) signOut(c echo.Context) error {
	if err := a.Sessions.SignOut(c.Request().Context()); err != nil {
		return err
	}
	return web.SeeOther(c, "/connexion", wording.T(c.Request().Context(), "Vous êtes déconnecté."))
}
