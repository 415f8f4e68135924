package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/trial"
	"eclosion/views/dossier"
	"eclosion/views/grant"
	"eclosion/views/layout"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Rows that are offered at first, and more at each asking.
const spareRows = 3

// grantAskPage is the form of a new request. In a phase that takes none the page of the grant says why.
func (a *App) grantAskPage(c echo.Context) error {
	head, page, err := a.grantStep(c, access.GrantAsk)
	if err != nil {
		return err
	}
	if trial.CheckPhase(head.Project.Phase) != nil {
		return c.Redirect(http.StatusSeeOther, grant.Base(page.Ref))
	}
	return a.showAsk(c, http.StatusOK, head, page, 0)
}

func (a *App) showAsk(c echo.Context, status int, head dossier.Head, page grant.FormPage, filled int) error {
	page.Rows = shownRows(filled, spareRows)
	return a.page(c, status, wording.T(c.Request().Context(), "Demander une bourse"), func(f layout.Frame) templ.Component {
		return grant.Ask(f, head, page)
	})
}

type askForm struct {
	Purpose string `form:"purpose" validate:"required,max=2000"`
}

// askGrant takes a new request, or offers more rows and keeps what was typed.
func (a *App) askGrant(c echo.Context) error {
	lines := rowsOf(web.Posted(c), grant.LineLabel, grant.LineAmount)
	again := func(status int, form ui.Form) error {
		head, page, err := a.grantStep(c, access.GrantAsk)
		if err != nil {
			return err
		}
		page.Form = grantAgain(page, form, status)
		return a.showAsk(c, status, head, page, len(lines))
	}
	if c.FormValue(grant.MoreName) == grant.MoreValue {
		return again(http.StatusOK, ui.Form{Values: web.Posted(c), Key: web.Key(c)})
	}
	ref, err := a.takeRequest(c, lines)
	if err != nil {
		return a.again(c, err, again)
	}
	notice := wording.T(c.Request().Context(), "La demande %s est envoyée. Vous verrez la décision sur cette page.", ref)
	return web.SeeOther(c, grant.Base(c.Param("ref")), notice)
}

func (a *App) takeRequest(c echo.Context, lines [][]string) (ref string, err error) {
	var f askForm
	shape := web.Bind(c, &f)
	draft, rows := requestDraft(lines)
	if problem := joined(shape, rows); problem != nil {
		return "", problem
	}
	draft.Key, draft.Purpose = web.Key(c), f.Purpose
	err = a.write(c, func(tx *db.Tx) error {
		ref, err = trial.AskGrant(tx, c.Param("ref"), draft)
		return err
	})
	return ref, err
}

func requestDraft(lines [][]string) (draft trial.RequestDraft, fields []models.FieldProblem) {
	for i, row := range lines {
		label := grant.RowField(grant.LineLabel, i+1)
		switch {
		case row[0] == "":
			fields = append(fields, models.FieldProblem{Field: label, Code: "required"})
		case len([]rune(row[0])) > 200:
			fields = append(fields, models.FieldProblem{Field: label, Code: "max", Facts: models.Facts{"param": 200}})
		}
		amount, wrong := rowAmount(grant.RowField(grant.LineAmount, i+1), row[1])
		fields = append(fields, wrong...)
		draft.Lines = append(draft.Lines, trial.Line{Label: row[0], Amount: amount})
	}
	switch {
	case len(lines) > trial.MaxLines: // one problem says it, not one a row
		fields = []models.FieldProblem{{Field: "lines", Code: "max", Facts: models.Facts{"param": trial.MaxLines, "kind": "list"}}}
	case len(lines) == 0:
		fields = []models.FieldProblem{{Field: "lines", Code: "required"}}
	}
	return draft, fields
}

// joined makes one answer of what the form's tags and its rows say.
func joined(shape error, rows []models.FieldProblem) error {
	p, ok := models.ProblemOf(shape)
	if shape != nil && (!ok || len(p.Fields) == 0) {
		return shape
	}
	var fields []models.FieldProblem
	if ok {
		fields = p.Fields
	}
	if all := models.Fields(append(fields, rows...)...); all != nil {
		return all
	}
	return nil
}

// withdrawGrant takes back a request that waits.
func (a *App) withdrawGrant(c echo.Context) error {
	number := requestNumber(c)
	var ref string
	err := a.write(c, func(tx *db.Tx) (err error) {
		ref, err = trial.WithdrawRequest(tx, c.Param("ref"), number, web.Key(c), web.Version(c))
		return err
	})
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error { return a.showGrant(c, status, form) })
	}
	return toGrant(c, number, wording.T(c.Request().Context(), "La demande %s est retirée.", ref))
}
