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
	"eclosion/views/layout"
	"eclosion/views/report"
	views "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// sittingPaper asks the models for a paper of a committee and words it.
type sittingPaper func(ctx context.Context, tx *db.Tx, ref string) (report.Paper, error)

func agendaPaper(ctx context.Context, tx *db.Tx, ref string) (report.Paper, error) {
	p, err := sitting.AgendaOf(tx, ref)
	if err != nil {
		return report.Paper{}, err
	}
	return views.AgendaPaper(ctx, p), nil
}

func packPaper(ctx context.Context, tx *db.Tx, ref string) (report.Paper, error) {
	p, err := sitting.PackOf(tx, ref)
	if err != nil {
		return report.Paper{}, err
	}
	return views.PackPaper(ctx, p), nil
}

func minutesPaper(ctx context.Context, tx *db.Tx, ref string) (report.Paper, error) {
	p, err := sitting.ProceedingsOf(tx, ref)
	if err != nil {
		return report.Paper{}, err
	}
	return views.Minutes(ctx, p), nil
}

// sittingPDF prints a paper of a committee. It is laid out after the database was left.
func (a *App) sittingPDF(word sittingPaper, name string) echo.HandlerFunc {
	return func(c echo.Context) error {
		var p report.Paper
		err := a.read(c, func(tx *db.Tx) (err error) {
			p, err = word(c.Request().Context(), tx, c.Param("ref"))
			return err
		})
		if err != nil {
			return err
		}
		return a.sendPaper(c, p, c.Param("ref")+"-"+name)
	}
}

// packPage is the pack for who reads it on a screen.
func (a *App) packPage(c echo.Context) error {
	return a.showPaper(c, http.StatusOK, packPaper, views.PackPath, ui.Form{})
}

// minutesPage shows the minutes as they would be issued now, and those that were.
func (a *App) minutesPage(c echo.Context) error {
	return a.showPaper(c, http.StatusOK, minutesPaper, views.MinutesPath, ui.Form{})
}

func (a *App) showPaper(c echo.Context, status int, word sittingPaper, path func(string) string, form ui.Form) error {
	ctx, ref := c.Request().Context(), c.Param("ref")
	s := views.PaperPage{Address: path(ref), Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if s.Sitting, err = sitting.Load(tx, ref); err != nil {
			return err
		}
		if s.Paper, err = word(ctx, tx, ref); err != nil || s.Paper.Kind == "" {
			return err
		}
		s.Issued, err = reporting.IssuedFor(tx, reporting.Issued{Kind: s.Paper.Kind, SubjectRef: ref})
		return err
	})
	if err != nil {
		return err
	}
	if s.Form.Key == "" {
		s.Form.Key = web.NewKey()
	}
	return a.page(c, status, s.Paper.Title, func(f layout.Frame) templ.Component { return views.ShowPaper(f, s) })
}

// issueMinutes gives the minutes of a committee their number and keeps them; they may be issued again
// when more was decided.
func (a *App) issueMinutes(c echo.Context) error {
	ctx, ref := c.Request().Context(), c.Param("ref")
	number, again, err := a.makeMinutes(ctx, web.Actor(c), ref, web.Key(c))
	switch {
	case err != nil:
		return err
	case again:
		return web.SeeOther(c, views.MinutesPath(ref), wording.T(ctx, "Ce procès-verbal était déjà émis : %s.", number))
	}
	return web.SeeOther(c, views.MinutesPath(ref), wording.T(ctx, "Procès-verbal %s émis.", number))
}

// makeMinutes lays minutes out outside the transaction, with the number that they would get, and keeps them.
// The same key gives the number of the first time.
func (a *App) makeMinutes(ctx context.Context, actor access.Actor, ref, key string) (number string, again bool, err error) {
	for range issueTries {
		issued := reporting.Issued{Kind: reporting.KindMinutes, SubjectRef: ref}
		var p report.Paper
		err = a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) {
			if p, err = minutesPaper(ctx, tx, ref); err != nil {
				return err
			}
			issued.Number, err = reporting.NextNumber(tx, issued.Kind)
			return err
		})
		if err != nil {
			return "", false, err
		}
		issued.Title = p.Title + ", " + p.Subtitle
		if issued.PDF, err = printed(ctx, p, issued.Number); err != nil {
			return "", false, err
		}
		number = issued.Number
		err = a.DB.Write(ctx, actor, func(tx *db.Tx) error {
			before, err := tx.Once(key)
			if again = before != ""; err != nil || again {
				number = before
				return err
			}
			if err := reporting.Issue(tx, issued); err != nil {
				return err
			}
			return tx.Done(key, issued.Number)
		})
		if !models.IsCode(err, "paper.stale") {
			return number, again, err
		}
	}
	return "", false, err
}

// IssueSittings issues the minutes and the letters of every committee that is closed and that the actor
// manages: for a demonstration, whose invented decisions have been told long ago.
func (a *App) IssueSittings(ctx context.Context, actor access.Actor) error {
	var list []selection.Committee
	err := a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) { list, err = selection.Committees(tx); return err })
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.State != selection.Closed {
			continue
		}
		if _, _, err := a.makeMinutes(ctx, actor, c.Ref, ""); err != nil {
			return err
		}
		if _, err := a.makeLetters(ctx, actor, c.Ref); err != nil {
			return err
		}
	}
	return nil
}

// waitingList shows who waits for a place in a cohort.
func (a *App) waitingList(c echo.Context) error {
	var l sitting.WaitingList
	err := a.read(c, func(tx *db.Tx) (err error) {
		l, err = sitting.WaitingOf(tx, c.Param("ref"))
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(c.Request().Context(), "Liste d'attente"), func(f layout.Frame) templ.Component {
		return views.WaitingPage(f, l)
	})
}
