package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/handover"
	views "eclosion/views/handover"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// receivedDays is how long a handover is told to who received it.
const receivedDays = 30

// handoverDesk is the page from which dossiers go to other coaches.
func (a *App) handoverDesk(c echo.Context) error {
	actor := web.Actor(c)
	d := views.Desk{Ref: c.QueryParam("dossier"), Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if d.Coaches, err = handover.Coaches(tx, d.Ref); err != nil {
			return err
		}
		if d.Ref != "" { // about one dossier: only who may take it
			return nil
		}
		if d.Covers, err = handover.Covers(tx); err != nil {
			return err
		}
		d.Received, err = handover.Received(tx, actor.AccountID, tx.Today().AddDays(-receivedDays))
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Passations et remplacements"), func(f layout.Frame) templ.Component {
		return views.DeskPage(f, d)
	})
}

// transferForm is what the forms of a handover and of a cover send.
type transferForm struct {
	Refs     []string `form:"handover_refs" validate:"max=600,dive,max=40"`
	To       string   `form:"handover_to" validate:"max=64"`
	Note     string   `form:"handover_note"`
	Meetings string   `form:"meetings" validate:"max=10"`
	From     string   `form:"cover_from" validate:"omitempty,date"`
	Until    string   `form:"cover_to" validate:"omitempty,date"`
}

func (a *App) transferPage(cover bool) echo.HandlerFunc {
	return func(c echo.Context) error { return a.showTransfer(c, cover, http.StatusOK, nil) }
}

func (a *App) showTransfer(c echo.Context, cover bool, status int, sent *ui.Form) error {
	ctx := c.Request().Context()
	t := views.Transfer{Ref: c.QueryParam("dossier"), Cover: cover, Today: a.today()}
	err := a.read(c, func(tx *db.Tx) (err error) {
		t.Offer, err = handover.OfferOf(tx, c.Param("compte"), t.Ref)
		return err
	})
	if err != nil {
		return err
	}
	t.Form = ui.Form{Key: web.NewKey(), Values: map[string][]string{"meetings": {"oui"}}}
	if t.Ref != "" || t.Offer.Coach.Gone || c.QueryParam("tous") == "1" {
		for _, d := range t.Offer.Dossiers {
			t.Form.Values["handover_refs"] = append(t.Form.Values["handover_refs"], d.Ref)
		}
	}
	if sent != nil {
		t.Form = *sent
	}
	if status == http.StatusConflict { // what was refused changed nothing: the form may be sent again
		t.Form.Key = web.NewKey()
	}
	heading := wording.T(ctx, "Passer les dossiers de %s", t.Offer.Coach.Name)
	if cover {
		heading = wording.T(ctx, "Remplacer %s", t.Offer.Coach.Name)
	}
	return a.page(c, status, heading, func(f layout.Frame) templ.Component { return views.TransferPage(f, t) })
}

// offered answers who may not give away anything of this coach before what was typed is looked at.
func (a *App) offered(c echo.Context) error {
	return a.read(c, func(tx *db.Tx) error { _, err := handover.OfferOf(tx, c.Param("compte"), ""); return err })
}

// handOver gives dossiers to another coach.
func (a *App) handOver(c echo.Context) error {
	if err := a.offered(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var f transferForm
	var done handover.Done
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			done, err = handover.Hand(tx, handover.Transfer{Key: web.Said(c), From: c.Param("compte"), To: f.To, Refs: f.Refs, Note: f.Note, Meetings: f.Meetings == "oui"})
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showTransfer(c, false, status, &form) })
	}
	return web.SeeOther(c, "/passation", handedNotice(ctx, done))
}

func handedNotice(ctx context.Context, d handover.Done) string {
	if d.Again {
		return wording.T(ctx, "Ces dossiers étaient déjà confiés : rien n'a été fait deux fois.")
	}
	text := wording.N(ctx, "%s dossier confié à %s.", "%s dossiers confiés à %s.", d.Dossiers, wording.Count(d.Dossiers), d.To)
	if d.Meetings > 0 {
		text += " " + wording.N(ctx, "%s rencontre prévue a suivi.", "%s rencontres prévues ont suivi.", d.Meetings, wording.Count(d.Meetings))
	}
	if d.Actions > 0 {
		text += " " + wording.N(ctx, "%s action ouverte a suivi.", "%s actions ouvertes ont suivi.", d.Actions, wording.Count(d.Actions))
	}
	return text
}

// arrangeCover makes a coach stand in for another.
func (a *App) arrangeCover(c echo.Context) error {
	if err := a.offered(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	var f transferForm
	var by string
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			by, err = handover.Arrange(tx, handover.CoverDraft{Key: web.Said(c), Absent: c.Param("compte"), By: f.To, From: models.Date(f.From), To: models.Date(f.Until), Refs: f.Refs, Note: f.Note})
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showTransfer(c, true, status, &form) })
	}
	if by == "" {
		return web.SeeOther(c, "/passation", wording.T(ctx, "Ce remplacement était déjà prévu : rien n'a été fait deux fois."))
	}
	return web.SeeOther(c, "/passation", wording.T(ctx, "Remplacement prévu : %s, du %s au %s.", by, wording.LongDate(models.Date(f.From)), wording.LongDate(models.Date(f.Until))))
}
