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
	"eclosion/models/db"
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

// linkPage shows what a one-time link opens. It uses nothing: mail scanners and
// previews may follow the link.
func (a *App) linkPage(c echo.Context) error {
	var link accounts.Link
	err := a.read(c, func(tx *db.Tx) (err error) {
		link, err = accounts.Peek(tx, c.Param("token"))
		return err
	})
	if err != nil {
		return err
	}
	return a.showLink(c, http.StatusOK, ui.Form{}, link)
}

func (a *App) showLink(c echo.Context, status int, form ui.Form, link accounts.Link) error {
	return a.page(c, status, door.LinkTitle(c.Request().Context(), link.Kind), func(f layout.Frame) templ.Component {
		return door.Link(f, form, link, "/lien/"+c.Param("token"))
	})
}

type linkForm struct {
	Name  string `form:"name" validate:"max=120"`
	Email string `form:"email" validate:"max=254"`
}

func (a *App) acceptLink(c echo.Context) error {
	ctx := c.Request().Context()
	var link accounts.Link
	err := a.read(c, func(tx *db.Tx) (err error) {
		link, err = accounts.Peek(tx, c.Param("token"))
		return err
	})
	if err != nil {
		return err
	}
	account, err := a.useLink(c, link)
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			delete(form.Values, "password")
			return a.showLink(c, status, form, link)
		})
	}
	if err := a.Sessions.SignIn(ctx, account.ID, account.Stamp); err != nil {
		return err
	}
	return web.SeeOther(c, "/", wording.T(ctx, "Votre mot de passe est enregistré. Bienvenue !"))
}

func (a *App) useLink(c echo.Context, link accounts.Link) (account accounts.Account, err error) {
	var f linkForm
	if err := web.Bind(c, &f); err != nil {
		return account, err
	}
	if link.Kind == accounts.FirstAdmin {
		var missing []models.FieldProblem
		if f.Name == "" {
			missing = append(missing, models.FieldProblem{Field: "name", Code: "required"})
		}
		if _, problem := accounts.NormalEmail(f.Email); problem != nil {
			missing = append(missing, problem.Fields...)
		}
		if problem := models.Fields(missing...); problem != nil {
			return account, problem
		}
	}
	password := c.FormValue("password")
	if problem := accounts.CheckPassword("password", password); problem != nil {
		return account, problem
	}
	hash, err := accounts.HashPassword(c.Request().Context(), password)
	if err != nil {
		return account, err
	}
	err = a.write(c, func(tx *db.Tx) error {
		account, err = accounts.Accept(tx, c.Param("token"), hash, f.Email, f.Name)
		return err
	})
	return account, err
}
