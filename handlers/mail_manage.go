package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/views/layout"
	"eclosion/views/settings"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// mails lists the messages in a state; without a wish, the first that asks for a decision.
func (a *App) mails(c echo.Context) error {
	return a.showMails(c, http.StatusOK, outbox.State(c.QueryParam("etat")), ui.Form{})
}

func (a *App) showMails(c echo.Context, status int, state outbox.State, form ui.Form) error {
	v := settings.MailsView{State: state, Leaves: a.Mail, Form: form}
	after, _ := strconv.ParseInt(c.QueryParam("apres"), 10, 64)
	v.Paged = after != 0
	err := a.read(c, func(tx *db.Tx) (err error) {
		if v.Counts, err = outbox.Counts(tx); err != nil {
			return err
		}
		if !slices.Contains(settings.MailStates(), v.State) {
			v.State = outbox.Waiting
			if i := slices.IndexFunc(settings.MailStates(), func(s outbox.State) bool { return v.Counts[s] > 0 }); i >= 0 {
				v.State = settings.MailStates()[i]
			}
		}
		v.Rows, v.More, err = outbox.List(tx, v.State, after)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "E-mails"), func(f layout.Frame) templ.Component { return settings.Mails(f, v) })
}

type mailForm struct {
	Decision string `form:"decision" validate:"oneof=renvoyer classer"`
	State    string `form:"etat" validate:"max=20"`
}

// decideMail sends a message again, or puts it away.
func (a *App) decideMail(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return models.Missing("mail")
	}
	var f mailForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	verb, done := outbox.Retry, wording.T(c.Request().Context(), "Le message repart.")
	if f.Decision == "classer" {
		verb, done = outbox.Abandon, wording.T(c.Request().Context(), "Le message est classé : il ne partira pas.")
	}
	if err := a.write(c, func(tx *db.Tx) error { return verb(tx, id) }); err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showMails(c, status, outbox.State(f.State), form) })
	}
	to := "/reglages/courriels"
	if slices.Contains(settings.MailStates(), outbox.State(f.State)) {
		to += "?etat=" + f.State
	}
	return web.SeeOther(c, to, done)
}

// mailPreferences is what one wants to be told by mail.
func (a *App) mailPreferences(c echo.Context) error {
	form := filled(0)
	err := a.read(c, func(tx *db.Tx) error {
		refused, err := outbox.Refused(tx, tx.Actor().AccountID)
		for _, g := range outbox.OptionalFor(tx.Actor()) {
			if !slices.Contains(refused, g) {
				form.Values[settings.MailGroupsField] = append(form.Values[settings.MailGroupsField], string(g))
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.showMailPreferences(c, http.StatusOK, form)
}

func (a *App) showMailPreferences(c echo.Context, status int, form ui.Form) error {
	v := settings.PreferencesView{Form: form, Leaves: a.Mail, Groups: outbox.OptionalFor(web.Actor(c))}
	err := a.read(c, func(tx *db.Tx) error {
		account, err := accounts.ByID(tx, tx.Actor().AccountID)
		v.Email = account.Email
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mes e-mails"), func(f layout.Frame) templ.Component { return settings.Preferences(f, v) })
}

type preferencesForm struct {
	Groups []outbox.Group `form:"mail_groups" validate:"max=10"`
}

func (a *App) saveMailPreferences(c echo.Context) error {
	var f preferencesForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return outbox.Prefer(tx, f.Groups) })
	}
	return a.saved(c, err, "/compte/courriels", a.showMailPreferences)
}
