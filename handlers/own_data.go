package handlers

import (
	"bytes"
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/views/follow"
	"eclosion/views/layout"
	"eclosion/views/pdf"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// ownData is the page of what is held about the actor.
func (a *App) ownData(c echo.Context) error {
	return a.showOwnData(c, http.StatusOK, ui.Form{Key: web.NewKey()})
}

func (a *App) showOwnData(c echo.Context, status int, form ui.Form) error {
	d := follow.Data{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if d.Ask, err = privacy.OwnAsk(tx); err != nil {
			return err
		}
		d.Verdicts, err = privacy.OwnVerdicts(tx)
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Mes données"), func(f layout.Frame) templ.Component {
		return follow.DataPage(f, d)
	})
}

type erasureAskForm struct {
	Reason string `form:"erasure_reason"`
}

func (a *App) askErasure(c echo.Context) error {
	var f erasureAskForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error { return privacy.AskErasure(tx, web.Said(c), f.Reason) })
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showOwnData(c, status, form) })
	}
	return web.SeeOther(c, "/compte/donnees", wording.T(c.Request().Context(), "Votre demande est envoyée à la couveuse."))
}

func (a *App) withdrawErasure(c echo.Context) error {
	if err := a.write(c, privacy.WithdrawAsk); err != nil {
		return err
	}
	return web.SeeOther(c, "/compte/donnees", wording.T(c.Request().Context(), "Votre demande est retirée."))
}

// ownArchive sends all that is held about the actor as one ZIP. It is gathered and drawn first, so that a failure
// has its page; the documents then leave one after the other, and one of them at a time is in memory.
func (a *App) ownArchive(c echo.Context) error {
	key := "donnees " + userKey(web.Actor(c))
	if !a.tries.allowed(key) {
		return &models.Problem{Kind: models.TooMany, Code: "data.too_many"}
	}
	a.tries.failed(key) // each archive counts: making one is work
	ctx := c.Request().Context()
	var held *privacy.Held
	var house programme.Couveuse
	err := a.read(c, func(tx *db.Tx) (err error) {
		if held, err = privacy.Gather(tx); err != nil {
			return err
		}
		house, err = programme.LoadCouveuse(tx)
		return err
	})
	if err != nil {
		return err
	}
	summary, err := summaryOf(ctx, held, house, a.today())
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/zip")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="mes-donnees-`+string(a.today())+`.zip"`)
	c.Response().WriteHeader(http.StatusOK)
	err = privacy.WriteArchive(c.Response(), held, summary, func(e privacy.Entry) ([]byte, error) {
		var body []byte
		err := a.read(c, func(tx *db.Tx) (err error) { body, err = privacy.Bytes(tx, e); return err })
		return body, err
	})
	if err != nil { // it has begun: cut it off, so that nobody takes half of it for all
		a.Log.Error("archive cut off", "account", web.Actor(c).AccountID, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}

// summaryOf is the paper that a person can read.
func summaryOf(ctx context.Context, held *privacy.Held, house programme.Couveuse, today models.Date) ([]byte, error) {
	var out bytes.Buffer
	err := pdf.WritePaper(ctx, &out, follow.Summary(ctx, held, house, today), "")
	return out.Bytes(), err
}
