package handlers

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/views/candidature"
	views "eclosion/views/documents"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Scanner says whether bytes are infected; an error means that it did not say.
type Scanner interface {
	Scan(ctx context.Context, content []byte) (clean bool, err error)
}

// boardOf gathers the pieces of a loaded dossier as the reader sees them.
func (a *App) boardOf(c echo.Context, tx *db.Tx, p *programme.Project) (b views.Board, err error) {
	actor := web.Actor(c)
	b = views.Board{Ref: p.Ref, Base: candidature.Path(p.Ref), Phase: p.Phase, Today: tx.Today(), Account: actor.AccountID, Scanning: a.Scanner != nil,
		Own: p.Standing.Own, Staff: p.May(actor, access.NoteRead), MayReview: p.May(actor, access.DocumentReview),
		MayAdd: p.May(actor, access.DocumentAdd) && documents.CheckAdd(p.Phase) == nil}
	if !p.Phase.IsApplication() {
		b.Base = "/projets/" + p.Ref
	}
	if b.Pieces, err = documents.Pieces(tx, p); err != nil {
		return b, err
	}
	all, err := documents.Of(tx, p)
	if err != nil {
		return b, err
	}
	for _, d := range all {
		if b.Own && !d.RemovedAt.IsZero() && documents.CheckRemove(d, actor.AccountID, p.Phase) == nil {
			b.Removed = append(b.Removed, d)
		}
	}
	if b.Held, err = documents.Held(tx, p.ID); err != nil || !b.Staff && !b.Own {
		return b, err
	}
	b.Stops, b.Warns, err = documents.CheckGates(tx, p, nextStep(p.Phase))
	return b, err
}

// documentsBrief is the pieces of a dossier on another page; nil for who may not open them, and where none are asked.
func (a *App) documentsBrief(c echo.Context, tx *db.Tx, p *programme.Project) (templ.Component, error) {
	if !p.May(web.Actor(c), access.DocumentRead) {
		return nil, nil
	}
	b, err := a.boardOf(c, tx, p)
	if err != nil || len(b.Pieces) == 0 {
		return nil, err
	}
	return b.Short(), nil
}

// documentsMissingFirst is documentsBrief with what is still to be given on top.
func (a *App) documentsMissingFirst(c echo.Context, tx *db.Tx, p *programme.Project) (templ.Component, error) {
	if !p.May(web.Actor(c), access.DocumentRead) {
		return nil, nil
	}
	b, err := a.boardOf(c, tx, p)
	if err != nil || len(b.Pieces) == 0 {
		return nil, err
	}
	slices.SortStableFunc(b.Pieces, func(x, y documents.Piece) int {
		switch {
		case x.Missing() && !y.Missing():
			return -1
		case y.Missing() && !x.Missing():
			return 1
		}
		return 0
	})
	return b.Short(), nil
}

// nextStep is the step whose gates concern a dossier in that phase.
func nextStep(phase programme.Phase) programme.Step {
	switch phase {
	case programme.Draft:
		return programme.AtSubmission
	case programme.Accepted:
		return programme.AtCoaching
	case programme.Coaching, programme.Test, programme.Launched, programme.FollowedUp:
		return programme.AtTest
	}
	return programme.AtAcceptance
}

// documentsPage shows the pieces of a dossier; those of one that runs stand among its pages.
func (a *App) documentsPage(c echo.Context) error {
	return a.showDocuments(c, http.StatusOK, func(*views.Board) {})
}

// showDocuments shows the pieces, with what dress adds: a form that was refused, files that were not taken.
func (a *App) showDocuments(c echo.Context, status int, dress func(*views.Board)) error {
	var b views.Board
	var head dossier.Head
	var title string
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.DocumentRead)
		if err != nil {
			return err
		}
		if b, err = a.boardOf(c, tx, p); err != nil {
			return err
		}
		title = p.Ref
		if !p.Phase.IsApplication() {
			head, err = a.dossierHead(c, tx, p)
			return err
		}
		b.Next, err = draftGoesOn(c, tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if here := c.Request().URL.Path; status == http.StatusOK && !strings.HasPrefix(here, b.Base+"/") {
		return web.SeeOther(c, b.Path(), "")
	}
	b.Ask = ui.Form{Key: web.NewKey()}
	dress(&b)
	return a.page(c, status, wording.T(c.Request().Context(), "Documents"), func(f layout.Frame) templ.Component {
		if head.Project != nil {
			return views.DossierPage(f, head, b)
		}
		return views.ApplicationPage(f, b, title)
	})
}

// draftGoesOn is where the author of a draft goes from its documents; none for others.
func draftGoesOn(c echo.Context, tx *db.Tx, p *programme.Project) (ui.Link, error) {
	ctx := c.Request().Context()
	if p.Phase != programme.Draft || !p.Standing.Own {
		return ui.Link{}, nil
	}
	check := ui.Link{Href: candidature.Path(p.Ref) + "/verifier", Label: wording.T(ctx, "Vérifier et déposer")}
	if backOf(c.QueryParam("retour")) != "" {
		return check, nil
	}
	next, err := nextTopic(tx, p.Ref, form.Documents)
	if models.IsKind(err, models.NotFound) || next == "" {
		return check, nil
	}
	return ui.Link{Href: candidature.TopicPath(p.Ref, next), Label: wording.T(ctx, "Continuer")}, err
}

// documentFile sends one document, to be kept and not to be shown: what people upload never runs in a browser.
func (a *App) documentFile(c echo.Context) error {
	var d documents.Document
	var content []byte
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.DocumentRead)
		if err != nil {
			return err
		}
		d, content, err = documents.Open(tx, p, c.Param("id"))
		return err
	})
	if err != nil {
		return err
	}
	if problem := documents.CheckOpen(d, a.Scanner != nil); problem != nil {
		return problem
	}
	return web.Attachment(c, d.Name, d.MediaType, content)
}

// documentAct runs a verb on one document of the address and goes back to the pieces.
func (a *App) documentAct(verb func(tx *db.Tx, ref, id string) (documents.Document, error), done func(context.Context, string) string) echo.HandlerFunc {
	return func(c echo.Context) error {
		var d documents.Document
		err := a.write(c, func(tx *db.Tx) (err error) {
			d, err = verb(tx, c.Param("ref"), c.Param("id"))
			return err
		})
		if err != nil {
			return err
		}
		return web.SeeOther(c, documentsPath(c), done(c.Request().Context(), d.Name))
	}
}

// documentsPath is the page of the pieces that the request's address belongs to.
func documentsPath(c echo.Context) string {
	before, _, _ := strings.Cut(c.Request().URL.Path, "/documents")
	return before + "/documents"
}

func removedNotice(ctx context.Context, name string) string {
	return wording.T(ctx, "« %s » est retiré. Vous pouvez encore le remettre, plus bas.", short(name))
}

func putBackNotice(ctx context.Context, name string) string {
	return wording.T(ctx, "« %s » est remis au dossier.", short(name))
}

// short bounds a name within a notice, which travels in a cookie.
func short(name string) string {
	if r := []rune(name); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return name
}
