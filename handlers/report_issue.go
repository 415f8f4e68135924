package handlers

import (
	"bytes"
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/reporting"
	"eclosion/views/pdf"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// issueTries is how often a paper is laid out anew when another took its number.
const issueTries = 5

// issuePaper gives a paper its number and keeps it. The paper is laid out outside
// the transaction with the number that it would get: writers do not wait for a
// drawing, and no number is lost.
func (a *App) issuePaper(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(c.FormValue("kind"), c.FormValue("ref"), c.FormValue)
	if err != nil {
		return err
	}
	for range issueTries {
		var issued reporting.Issued
		if issued, err = a.layOut(c, q); err != nil {
			return err
		}
		location := ""
		err = a.write(c, func(tx *db.Tx) error {
			var err error
			if location, err = tx.Once(web.Key(c)); err != nil || location != "" {
				return err
			}
			if err = reporting.Issue(tx, issued); err != nil {
				return err
			}
			return tx.Done(web.Key(c), "/papiers/"+issued.Number+".pdf")
		})
		switch {
		case models.IsCode(err, "paper.stale"):
			continue
		case err != nil:
			return err
		case location != "":
			return web.SeeOther(c, subjectPage(q), wording.T(ctx, "Ce papier était déjà émis."))
		}
		return web.SeeOther(c, subjectPage(q), wording.T(ctx, "%s est émis.", issued.Number))
	}
	return err
}

// layOut makes the bytes of a paper under the number that it would get now.
func (a *App) layOut(c echo.Context, q ask) (reporting.Issued, error) {
	ctx := c.Request().Context()
	issued := reporting.Issued{Kind: q.kind, SubjectRef: q.ref, Activity: q.filter}
	var p report.Paper
	err := a.read(c, func(tx *db.Tx) (err error) {
		if !access.Can(tx.Actor(), access.PaperIssue) {
			return models.Denied(string(access.PaperIssue))
		}
		if p, err = paper(ctx, tx, q); err != nil {
			return err
		}
		issued.Number, err = reporting.NextNumber(tx, q.kind)
		return err
	})
	if err != nil {
		return issued, err
	}
	issued.Title = p.Title
	if p.Subtitle != "" {
		issued.Title = fmt.Sprintf("%s, %s", p.Title, p.Subtitle)
	}
	if p.Options != "" {
		issued.Title += " (" + p.Options + ")"
	}
	issued.PDF, err = printed(ctx, p, issued.Number)
	return issued, err
}

func printed(ctx context.Context, p report.Paper, number string) ([]byte, error) {
	var out bytes.Buffer
	err := pdf.WritePaper(ctx, &out, p, number)
	return out.Bytes(), err
}

// subjectPage is where a paper's subject lists what was issued about it.
func subjectPage(q ask) string {
	switch q.kind {
	case reporting.KindCohort:
		return pdfAddress("/cohortes/"+q.ref, q)
	case reporting.KindFund:
		return pdfAddress("/fse", q)
	case reporting.KindYear:
		return yearAddress(q.ref, q.filter)
	}
	return pdfAddress("/projets/"+q.ref+"/progression", ask{period: q.period})
}
