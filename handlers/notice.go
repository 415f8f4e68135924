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
	"eclosion/models/notice"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	views "eclosion/views/notice"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// papersPage shows the papers of a dossier: what was issued, and to who may issue what can be.
func (a *App) papersPage(c echo.Context) error {
	var head dossier.Head
	var p views.Papers
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p.Project, err = programme.Load(tx, c.Param("ref"), access.PaperRead); err != nil {
			return err
		}
		if p.Issued, err = notice.IssuedOf(tx, p.Project); err != nil {
			return err
		}
		if p.Project.May(tx.Actor(), access.NoticeIssue) {
			if p.Options, err = notice.Options(tx, p.Project); err != nil {
				return err
			}
		}
		head, err = a.dossierHead(c, tx, p.Project)
		return err
	})
	if err != nil {
		return err
	}
	title := wording.T(c.Request().Context(), "Papiers de %s", p.Project.Ref)
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return views.PapersPage(f, head, p) })
}

// wanted reads which notice an address or a form asks for.
func wanted(value func(string) string) (cause notice.Cause, w notice.Wish, err error) {
	cause, ok := notice.ParseCause(value("pour"))
	if !ok {
		return cause, w, models.Missing("notice")
	}
	return cause, notice.Wish{StartsOn: models.Date(value("starts_on")), EndsOn: models.Date(value("ends_on"))}, nil
}

// noticeDraft shows a notice as it would be issued now.
func (a *App) noticeDraft(c echo.Context) error {
	cause, w, err := wanted(c.QueryParam)
	if err != nil {
		return err
	}
	return a.showDraft(c, http.StatusOK, cause, w, ui.Form{Key: web.NewKey()})
}

// showDraft shows a draft; days that cannot be taken are said above the form that asks for them.
func (a *App) showDraft(c echo.Context, status int, cause notice.Cause, w notice.Wish, form ui.Form) error {
	ctx := c.Request().Context()
	d := views.Draft{Wish: w, Form: form}
	var head dossier.Head
	var wrong *models.Problem
	err := a.read(c, func(tx *db.Tx) (err error) {
		d.Subject, err = notice.SubjectOf(tx, c.Param("ref"), cause, w)
		if p, is := models.ProblemOf(err); is && p.Kind == models.Invalid && d.Subject.Project != nil {
			wrong, err = p, nil
		}
		if err != nil {
			return err
		}
		d.Project = d.Subject.Project
		head, err = a.dossierHead(c, tx, d.Project)
		return err
	})
	if err != nil {
		return err
	}
	d.Days = ui.Form{Values: map[string][]string{"starts_on": {string(d.Subject.StartsOn)}, "ends_on": {string(d.Subject.EndsOn)}}}
	if wrong != nil {
		d.Days = a.refilled(c, wrong)
		d.Days.Values = map[string][]string{"starts_on": {string(w.StartsOn)}, "ends_on": {string(w.EndsOn)}}
		if len(form.Problems) > 0 { // said once
			d.Form.Problems = nil
		}
		status = statusOf(wrong)
	} else {
		d.Content = views.ContentOf(ctx, d.Subject)
	}
	title := wording.Capital(wording.NoticeLabel(ctx, string(cause.Kind)))
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return views.DraftPage(f, head, d) })
}

// noticeDraftPDF prints a draft.
func (a *App) noticeDraftPDF(c echo.Context) error {
	cause, w, err := wanted(c.QueryParam)
	if err != nil {
		return err
	}
	var s notice.Subject
	err = a.read(c, func(tx *db.Tx) (err error) { s, err = notice.SubjectOf(tx, c.Param("ref"), cause, w); return err })
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	return a.sendPaper(c, views.Paper(ctx, views.ContentOf(ctx, s), cause.Kind.Paper()), c.Param("ref")+"-"+cause.String()+"-projet")
}

// issueNotice gives a notice its number and keeps it. When it exists already its page is shown: that is what was wanted.
func (a *App) issueNotice(c echo.Context) error {
	ctx, ref := c.Request().Context(), c.Param("ref")
	cause, w, err := wanted(c.FormValue)
	if err != nil {
		if missing := a.read(c, func(tx *db.Tx) error { _, err := programme.Load(tx, ref, access.NoticeIssue); return err }); missing != nil {
			return missing
		}
		return models.Fields(models.FieldProblem{Field: "pour", Code: "oneof"})
	}
	number, err := a.makeNotice(ctx, web.Actor(c), ref, cause, w)
	if p, is := models.ProblemOf(err); is && p.Code == "notice.issued" {
		before, _ := p.Facts["number"].(string)
		return web.SeeOther(c, views.PaperPath(before, ""), wording.T(ctx, "Ce document était déjà émis."))
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showDraft(c, status, cause, w, form) })
	}
	return web.SeeOther(c, views.PaperPath(number, ""), wording.T(ctx, "%s est émis : la personne est prévenue.", number))
}

// makeNotice lays a notice out outside the transaction, with the number that it would get, and keeps it.
func (a *App) makeNotice(ctx context.Context, actor access.Actor, ref string, cause notice.Cause, w notice.Wish) (number string, err error) {
	for range letterTries {
		var s notice.Subject
		err = a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) {
			if s, err = notice.SubjectOf(tx, ref, cause, w); err != nil {
				return err
			}
			number, err = reporting.NextNumber(tx, cause.Kind.Paper())
			return err
		})
		if err != nil {
			return "", err
		}
		content := views.ContentOf(ctx, s)
		bytes, err := printed(ctx, views.Paper(ctx, content, cause.Kind.Paper()), number)
		if err != nil {
			return "", err
		}
		err = a.DB.Write(ctx, actor, func(tx *db.Tx) error { return notice.Issue(tx, s, w, number, content, bytes) })
		if !models.IsCode(err, "paper.stale") {
			return number, err
		}
	}
	return "", err
}

// IssueNotice issues one notice about a dossier: for a demonstration.
func (a *App) IssueNotice(ctx context.Context, actor access.Actor, ref, cause string) error {
	c, ok := notice.ParseCause(cause)
	if !ok {
		return models.Missing("notice")
	}
	_, err := a.makeNotice(ctx, actor, ref, c, notice.Wish{})
	return err
}
