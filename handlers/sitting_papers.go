package handlers

import (
	"context"
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/reporting"
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

// issueMinutes gives the minutes of a committee their number and keeps them. They are laid out outside
// the transaction, with the number that they would get; they may be issued again when more was decided.
func (a *App) issueMinutes(c echo.Context) error {
	ctx, ref := c.Request().Context(), c.Param("ref")
	var err error
	for range issueTries {
		issued := reporting.Issued{Kind: reporting.KindMinutes, SubjectRef: ref}
		var p report.Paper
		err = a.read(c, func(tx *db.Tx) (err error) {
			if p, err = minutesPaper(ctx, tx, ref); err != nil {
				return err
			}
			issued.Number, err = reporting.NextNumber(tx, issued.Kind)
			return err
		})
		if err != nil {
			return err
		}
		issued.Title = p.Title + ", " + p.Subtitle
		if issued.PDF, err = printed(ctx, p, issued.Number); err != nil {
			return err
		}
		again := ""
		err = a.write(c, func(tx *db.Tx) (err error) {
			if again, err = tx.Once(web.Key(c)); err != nil || again != "" {
				return err
			}
			if err = reporting.Issue(tx, issued); err != nil {
				return err
			}
			return tx.Done(web.Key(c), issued.Number)
		})
		switch {
		case models.IsCode(err, "paper.stale"):
			continue
		case err != nil:
			return err
		case again != "":
			return web.SeeOther(c, views.MinutesPath(ref), wording.T(ctx, "Ce procès-verbal était déjà émis : %s.", again))
		}
		return web.SeeOther(c, views.MinutesPath(ref), wording.T(ctx, "Procès-verbal %s émis.", issued.Number))
	}
	return err
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
