package handlers

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/progress"
	"eclosion/models/reporting"
	views "eclosion/views/progress"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

type reportForm struct {
	Synthesis string `form:"synthesis"`
	NextSteps string `form:"next_steps"`
	Do        string `form:"faire" validate:"omitempty,oneof=soumettre demander"`
}

// words reads what a coach typed: with the figures and what they chose about each meeting.
func (f reportForm) words(c echo.Context) progress.Words {
	w := progress.Words{Synthesis: f.Synthesis, NextSteps: f.NextSteps, Figures: typedFigures(c), Choices: map[string]progress.ChoiceDraft{}}
	posted := web.Posted(c)
	for name, values := range posted {
		if id, is := strings.CutPrefix(name, "section-"); is {
			w.Choices[id] = progress.ChoiceDraft{Section: values[0], LeftOut: posted.Get("sans-"+id) != ""}
		}
	}
	return w
}

// saveReport saves what a coach wrote; it can also ask the holder, or submit.
func (a *App) saveReport(c echo.Context) error {
	ctx, ref, id := c.Request().Context(), c.Param("ref"), c.Param("id")
	var f reportForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			if f.Do == "soumettre" {
				return progress.Submit(tx, ref, id, web.Version(c), f.words(c))
			}
			if _, err := progress.Save(tx, ref, id, web.Version(c), f.words(c), false); err != nil || f.Do == "" {
				return err
			}
			return progress.Ask(tx, ref, id)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showReport(c, status, "rapport", form) })
	}
	notice := wording.T(ctx, "Rapport enregistré.")
	switch f.Do {
	case "soumettre":
		notice = wording.T(ctx, "Rapport soumis : une personne responsable en décide.")
	case "demander":
		notice = wording.T(ctx, "Rapport enregistré. Le paragraphe est demandé par e-mail.")
	}
	return web.SeeOther(c, views.Path(ref, id), notice)
}

// keepReport keeps what a coach writes, while they write it.
func (a *App) keepReport(c echo.Context) error {
	var f reportForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	var k progress.Kept
	err := a.write(c, func(tx *db.Tx) (err error) {
		k, err = progress.Save(tx, c.Param("ref"), c.Param("id"), web.Version(c), f.words(c), true)
		return err
	})
	return a.answerKept(c, k, err)
}

// answerKept tells a page's script what became of the change that it sent.
func (a *App) answerKept(c echo.Context, k progress.Kept, err error) error {
	ctx := c.Request().Context()
	if p, isProblem := models.ProblemOf(err); isProblem {
		_, sentences := wording.Problem(ctx, p)
		for _, field := range p.Fields {
			sentences = append(sentences, wording.Field(ctx, wording.FieldLabel(ctx, field.Field), field))
		}
		return c.JSON(statusOf(err), kept{Said: strings.Join(sentences, " "), Wrong: map[string]string{}})
	}
	if err != nil {
		return err
	}
	answer := kept{Version: strconv.Itoa(k.Version), Saved: wording.T(ctx, "Enregistré à %s", wording.Clock(a.Clock.Now())), Wrong: map[string]string{}}
	for _, f := range k.Wrong {
		answer.Wrong[f.Field] = wording.Field(ctx, "", f)
		answer.Said = wording.T(ctx, "Un chiffre est à revoir avant d'être enregistré. Le reste est enregistré.")
	}
	return c.JSON(http.StatusOK, answer)
}

// dropReport gives a report up.
func (a *App) dropReport(c echo.Context) error {
	err := a.write(c, func(tx *db.Tx) error { return progress.Drop(tx, c.Param("ref"), c.Param("id"), web.Version(c)) })
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showReport(c, status, "abandon", form) })
	}
	return web.SeeOther(c, views.ListPath(c.Param("ref")), wording.T(c.Request().Context(), "Rapport abandonné."))
}

type paragraphForm struct {
	Paragraph string `form:"paragraph"`
}

// tellReport saves what a holder wrote for a report.
func (a *App) tellReport(c echo.Context) error {
	var f paragraphForm
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			_, err := progress.Tell(tx, c.Param("ref"), c.Param("id"), web.Version(c), f.Paragraph, typedFigures(c), false)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showAsked(c, status, form) })
	}
	return web.SeeOther(c, views.Path(c.Param("ref"), c.Param("id")), wording.T(c.Request().Context(), "Votre paragraphe est enregistré."))
}

// keepParagraph keeps what a holder writes, while they write it.
func (a *App) keepParagraph(c echo.Context) error {
	var f paragraphForm
	if err := web.Bind(c, &f); err != nil {
		return err
	}
	var k progress.Kept
	err := a.write(c, func(tx *db.Tx) (err error) {
		k, err = progress.Tell(tx, c.Param("ref"), c.Param("id"), web.Version(c), f.Paragraph, typedFigures(c), true)
		return err
	})
	return a.answerKept(c, k, err)
}

type reportReturn struct {
	Reason string `form:"return_reason"`
}

// returnReport gives a report back to its coach, with a reason.
func (a *App) returnReport(c echo.Context) error {
	var f reportReturn
	err := web.Bind(c, &f)
	if err == nil {
		err = a.write(c, func(tx *db.Tx) error {
			return progress.Return(tx, c.Param("ref"), c.Param("id"), web.Version(c), f.Reason)
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showReport(c, status, "decision", form) })
	}
	return web.SeeOther(c, views.Path(c.Param("ref"), c.Param("id")), wording.T(c.Request().Context(), "Rapport retourné : la personne qui l'a écrit est prévenue."))
}

// approveReport issues a report. The paper is laid out outside the transaction, with the number that it would get:
// writers do not wait for a drawing.
func (a *App) approveReport(c echo.Context) error {
	number, err := a.makeReport(c.Request().Context(), web.Actor(c), c.Param("ref"), c.Param("id"), web.Version(c))
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showReport(c, status, "decision", form) })
	}
	return web.SeeOther(c, views.Path(c.Param("ref"), c.Param("id")), wording.T(c.Request().Context(), "%s est émis : le porteur ou la porteuse est prévenu·e.", number))
}

// makeReport lays a submitted report out and issues it; again with another number when somebody took that one meanwhile.
func (a *App) makeReport(ctx context.Context, actor access.Actor, ref, id string, version int) (number string, err error) {
	for range issueTries {
		issued := reporting.Issued{Kind: reporting.KindProgress, SubjectRef: ref}
		var p report.Paper
		err = a.DB.Read(ctx, actor, func(tx *db.Tx) error {
			_, content, err := progress.ForIssue(tx, ref, id)
			if err != nil {
				return err
			}
			p = report.ProgressReport(ctx, content, report.Approval{By: actor.Name, On: tx.Today()})
			issued.Number, err = reporting.NextNumber(tx, issued.Kind)
			return err
		})
		if err != nil {
			return "", err
		}
		issued.Title = p.Title + ", " + p.Subtitle
		if issued.PDF, err = printed(ctx, p, issued.Number); err != nil {
			return "", err
		}
		err = a.DB.Write(ctx, actor, func(tx *db.Tx) error { return progress.Approve(tx, ref, id, version, issued) })
		if !models.IsCode(err, "paper.stale") {
			return issued.Number, err
		}
	}
	return "", err
}

// IssueReports approves the submitted reports about periods long past, on which the actor decides: for a demonstration,
// in which that was done in time.
func (a *App) IssueReports(ctx context.Context, actor access.Actor) error {
	var list []progress.Line
	var today models.Date
	err := a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) {
		today = tx.Today()
		list, err = progress.ToDecide(tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, l := range list {
		if l.Period.To > today.AddDays(-20) {
			continue
		}
		var r progress.Report
		if err := a.DB.Read(ctx, actor, func(tx *db.Tx) (err error) { r, err = progress.Load(tx, l.Ref, l.PublicID); return err }); err != nil {
			return err
		}
		if _, err := a.makeReport(ctx, actor, l.Ref, l.PublicID, r.Version); err != nil {
			return err
		}
	}
	return nil
}
