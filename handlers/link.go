package handlers

import (
	"net/http"

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

// linkPage shows what a one-time link opens. It uses nothing: mail scanners and
// previews may follow the link.
func (a *App) linkPage(c echo.Context) error {
	link, err := a.peek(c)
	if err != nil {
		return err
	}
	return a.showLink(c, http.StatusOK, ui.Form{}, link)
}

func (a *App) peek(c echo.Context) (link accounts.Link, err error) {
	err = a.read(c, func(tx *db.Tx) (err error) {
		link, err = accounts.Peek(tx, c.Param("token"))
		return err
	})
	return link, err
}

func (a *App) showLink(c echo.Context, status int, form ui.Form, link accounts.Link) error {
	return a.page(c, status, door.LinkTitle(c.Request().Context(), link.Kind), func(f layout.Frame) templ.Component {
		return door.Link(f, form, link, "/lien/"+c.Param("token"))
	})
}

// acceptLink uses a one-time link: this is the only thing that does.
func (a *App) acceptLink(c echo.Context) error {
	link, err := a.peek(c)
	if err != nil {
		return err
	}
	var use func(echo.Context, accounts.Link) (accounts.Account, error)
	var welcome string
	ctx := c.Request().Context()
	switch link.Kind {
	case accounts.SignInLink:
		use = a.signInByLink
	case accounts.Registration:
		use, welcome = a.register, wording.T(ctx, "Votre compte est créé. Bienvenue !")
	default:
		use, welcome = a.usePasswordLink, wording.T(ctx, "Votre mot de passe est enregistré. Bienvenue !")
	}
	account, err := use(c, link)
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			delete(form.Values, "password")
			return a.showLink(c, status, form, link)
		})
	}
	if link.WantsPassword() {
		err = a.Sessions.SignIn(ctx, account.ID, account.Stamp)
	} else {
		err = a.Sessions.SignInByLink(ctx, account.ID, account.Stamp, a.Machine.Now())
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, web.LocalPath(link.Back), welcome)
}

func (a *App) signInByLink(c echo.Context, _ accounts.Link) (account accounts.Account, err error) {
	err = a.write(c, func(tx *db.Tx) (err error) {
		account, err = accounts.SignInByLink(tx, c.Param("token"))
		return err
	})
	return account, err
}

type registerForm struct {
	FirstName string `form:"first_name" validate:"required,max=59"`
	LastName  string `form:"last_name" validate:"required,max=59"`
}

func (a *App) register(c echo.Context, _ accounts.Link) (account accounts.Account, err error) {
	var f registerForm
	if err := web.Bind(c, &f); err != nil {
		return account, err
	}
	n := accounts.Newcomer{FirstName: f.FirstName, LastName: f.LastName}
	if password := c.FormValue("password"); password != "" {
		if n.PasswordHash, err = a.hashed(c, password); err != nil {
			return account, err
		}
	}
	err = a.write(c, func(tx *db.Tx) (err error) {
		account, err = accounts.Register(tx, c.Param("token"), n)
		return err
	})
	return account, err
}

type linkForm struct {
	Name  string `form:"name" validate:"max=120"`
	Email string `form:"email" validate:"max=254"`
}

// usePasswordLink is for the links that choose a password: of the first administrator, of an invitation, of
// a reset.
func (a *App) usePasswordLink(c echo.Context, link accounts.Link) (account accounts.Account, err error) {
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
	hash, err := a.hashed(c, c.FormValue("password"))
	if err != nil {
		return account, err
	}
	err = a.write(c, func(tx *db.Tx) error {
		account, err = accounts.Accept(tx, c.Param("token"), hash, f.Email, f.Name)
		return err
	})
	return account, err
}

// hashed checks a new password and derives what is kept of it.
func (a *App) hashed(c echo.Context, password string) (string, error) {
	if problem := accounts.CheckPassword("password", password); problem != nil {
		return "", problem
	}
	return accounts.HashPassword(c.Request().Context(), password)
}
