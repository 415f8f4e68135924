package handlers

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	views "eclosion/views/documents"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

type documentVerdictForm struct {
	Verdict string `form:"verdict"`
	Reason  string `form:"document_reason"`
}

// judgeDocument accepts a document, refuses it, or takes that back.
func (a *App) judgeDocument(c echo.Context) error {
	var f documentVerdictForm
	ctx := c.Request().Context()
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return documents.Judge(tx, c.Param("ref"), c.Param("id"), web.Version(c), documents.Verdict{Review: documents.Review(f.Verdict), Reason: f.Reason})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showDocuments(c, status, func(b *views.Board) { b.Judge, b.Judged = form, c.Param("id") })
		})
	}
	done := map[documents.Review]string{
		documents.Accepted: wording.T(ctx, "Le document est accepté."),
		documents.Refused:  wording.T(ctx, "Le document est refusé. La personne reçoit votre raison par e-mail."),
		documents.New:      wording.T(ctx, "Le document est de nouveau à vérifier."),
	}
	return web.SeeOther(c, documentsPath(c), done[documents.Review(f.Verdict)])
}

type pieceAskForm struct {
	Category string `form:"category"`
	Note     string `form:"piece_note"`
	DueOn    string `form:"piece_due_on"`
}

// askDocument asks the holder for a piece.
func (a *App) askDocument(c echo.Context) error {
	var f pieceAskForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return documents.AskFor(tx, c.Param("ref"), web.Said(c), documents.Ask{Category: f.Category, Note: f.Note, DueOn: models.Date(f.DueOn)})
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showDocuments(c, status, func(b *views.Board) { b.Ask = form })
		})
	}
	return web.SeeOther(c, documentsPath(c), wording.T(c.Request().Context(), "La pièce est demandée. La personne le lit sur son accueil et par e-mail."))
}

// unaskDocument takes a request back.
func (a *App) unaskDocument(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("demande"), 10, 64)
	if err != nil {
		return models.Missing("request")
	}
	if err := a.write(c, func(tx *db.Tx) error { return documents.Withdraw(tx, c.Param("ref"), id) }); err != nil {
		return err
	}
	return web.SeeOther(c, documentsPath(c), wording.T(c.Request().Context(), "La demande est annulée."))
}
