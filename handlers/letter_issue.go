package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/reporting"
	"eclosion/models/selection"
	"eclosion/models/sitting"
	"eclosion/views/candidature"
	"eclosion/views/layout"
	views "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// letterTries is how often a letter is laid out anew when another took its number: when two
// managers issue the letters of one committee at once, one of them loses often.
const letterTries = 50

// makeLetter lays the letter of a dossier's latest decision out and keeps it. It is laid out
// outside the transaction, with the number that it would get: writers do not wait for a drawing.
func (a *App) makeLetter(ctx context.Context, actor access.Actor, ref string) (err error) {
	for range letterTries {
		var s sitting.Subject
		var number string
		err = a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) {
			if s, err = sitting.SubjectOf(tx, ref); err != nil {
				return err
			}
			number, err = reporting.NextNumber(tx, reporting.KindLetter)
			return err
		})
		if err != nil {
			return err
		}
		body, _ := views.Words(ctx, s)
		content, err := printed(ctx, views.Letter(ctx, s, body), number)
		if err != nil {
			return err
		}
		err = a.DB.Write(ctx, actor, func(tx *db.Tx) error {
			return sitting.Issue(tx, s, number, views.LetterTitle(ctx, ref), body, content)
		})
		if !models.IsCode(err, "paper.stale") {
			return err
		}
	}
	return err
}

// issueLetter makes the letter of one dossier. When it exists already, the page shows it: that is
// what was wanted.
func (a *App) issueLetter(c echo.Context) error {
	ref := c.Param("ref")
	err := a.makeLetter(c.Request().Context(), web.Actor(c), ref)
	if models.IsCode(err, "letter.issued") {
		return web.SeeOther(c, candidature.Path(ref), wording.T(c.Request().Context(), "Cette lettre était déjà émise."))
	}
	return a.staffDone(c, err, "letter", wording.T(c.Request().Context(), "Lettre émise : la personne est prévenue et la lit sur sa page."))
}

// issueLetters makes every letter that a committee's decisions still lack.
func (a *App) issueLetters(c echo.Context) error {
	ctx := c.Request().Context()
	made, err := a.makeLetters(ctx, web.Actor(c), c.Param("ref"))
	if err != nil {
		return err
	}
	notice := wording.N(ctx, "%s lettre émise : la personne est prévenue.", "%s lettres émises : chaque personne est prévenue.", made, wording.Count(made))
	if made == 0 {
		notice = wording.T(ctx, "Toutes les lettres de ce comité étaient déjà émises.")
	}
	return web.SeeOther(c, views.DayPath(c.Param("ref")), notice)
}

// makeLetters makes the letters of a committee. Each is kept by itself: what was made stays when a later one
// fails, and a second click goes on from there. made counts its own, not those of another manager.
func (a *App) makeLetters(ctx context.Context, actor access.Actor, committeeRef string) (made int, err error) {
	var pending []string
	err = a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) {
		pending, err = sitting.PendingLetters(tx, committeeRef)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, ref := range pending {
		switch err := a.makeLetter(ctx, actor, ref); {
		case err == nil:
			made++
		case models.IsCode(err, "letter.issued"), models.IsCode(err, "letter.superseded"): // another manager was faster
		default:
			return made, err
		}
	}
	return made, nil
}

// letterPage shows a letter on a screen.
func (a *App) letterPage(c echo.Context) error {
	var v views.LetterView
	err := a.read(c, func(tx *db.Tx) error {
		p, l, err := sitting.LetterByNumber(tx, c.Param("ref"), c.Param("number"))
		if err != nil {
			return err
		}
		v = views.LetterView{Ref: p.Ref, Title: p.Title, Letter: l}
		return nil
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Lettre de décision")
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return views.LetterPage(f, v) })
}

// lettersDesk gathers what the page of a file says of its letters; nothing for who may not read them.
func lettersDesk(tx *db.Tx, app *selection.Application, decisions []selection.Decision, form ui.Form) (templ.Component, error) {
	p := app.Project
	if !p.May(tx.Actor(), access.PaperRead) {
		return templ.NopComponent, nil
	}
	list, err := sitting.Letters(tx, p.Ref)
	if err != nil {
		return nil, err
	}
	d := views.Desk{Ref: p.Ref, Letters: list, Form: form}
	if len(decisions) > 0 && p.May(tx.Actor(), access.ApplicationDecide) {
		_, err := sitting.SubjectOf(tx, p.Ref)
		if err != nil && !models.IsKind(err, models.Refused) {
			return nil, err
		}
		d.Pending = err == nil
	}
	return views.Letters(d), nil
}
