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
	"eclosion/views/door"
	"eclosion/views/layout"
	"eclosion/views/ui"
)

// askPage asks for an e-mail address: of who registers, or of who signs in by a link.
func (a *App) askPage(p door.Asking) echo.HandlerFunc {
	return func(c echo.Context) error {
		p := p
		p.Back = web.LocalPath(c.QueryParam("suite"))
		if web.Actor(c).SignedIn() {
			return c.Redirect(http.StatusSeeOther, p.Back)
		}
		return a.showLinkAsk(c, http.StatusOK, p)
	}
}

func (a *App) showLinkAsk(c echo.Context, status int, p door.Asking) error {
	var err error
	if p.Waits = !a.Mail; p.Waits {
		err = a.read(c, func(tx *db.Tx) (err error) { p.Couveuse, err = programme.LoadCouveuse(tx); return err })
	}
	if err != nil {
		return err
	}
	return a.page(c, status, p.Title(c.Request().Context()), func(f layout.Frame) templ.Component { return door.Ask(f, p) })
}

type linkAskForm struct {
	Email string `form:"email" validate:"required,max=254"`
	Back  string `form:"suite" validate:"max=500"`
}

// ask takes an address and answers every one alike: it writes one message, and looks nothing up. The
// limits count addresses and places before anything is known of either.
func (a *App) ask(p door.Asking) echo.HandlerFunc {
	return func(c echo.Context) error {
		var f linkAskForm
		err := web.Bind(c, &f)
		if err == nil {
			err = a.askLink(c, f)
		}
		if err != nil {
			return a.again(c, err, func(status int, form ui.Form) error {
				delete(form.Values, "password") // of the sign-in page
				p := p
				p.Form, p.Back = form, web.LocalPath(f.Back)
				return a.showLinkAsk(c, status, p)
			})
		}
		return c.Redirect(http.StatusSeeOther, p.Done)
	}
}

func (a *App) askLink(c echo.Context, f linkAskForm) error {
	email, problem := accounts.NormalEmail(f.Email)
	if problem != nil {
		return problem
	}
	if !a.asksOfPlace.take(c.RealIP()) || !a.asksOfAddress.take(email) {
		return &models.Problem{Kind: models.TooMany, Code: "link.too_many"}
	}
	return a.write(c, func(tx *db.Tx) error { return accounts.AskLink(tx, email, web.LocalPath(f.Back)) })
}

// asked says the same to everybody.
func (a *App) asked(p door.Asking) echo.HandlerFunc {
	return func(c echo.Context) error {
		p := p
		err := a.read(c, func(tx *db.Tx) (err error) { p.Couveuse, err = programme.LoadCouveuse(tx); return err })
		if err != nil {
			return err
		}
		p.Waits = !a.Mail
		return a.page(c, http.StatusOK, p.Title(c.Request().Context()), func(f layout.Frame) templ.Component { return door.Asked(f, p) })
	}
}
