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

// decideGrantPage is where a waiting request is decided; a decided one shows on its page.
func (a *App) decideGrantPage(c echo.Context) error {
	head, page, err := a.grantStep(c, access.GrantDecide)
	if err != nil {
		return err
	}
	if page.Request.State != trial.Submitted {
		return toGrant(c, page.Request.Number, "")
	}
	page.Form.Values = map[string][]string{"amount": {grant.Typed(min(page.Request.Asked(), page.Grant.Left()))}}
	return a.showDecision(c, http.StatusOK, head, page, 0)
}

func (a *App) showDecision(c echo.Context, status int, head dossier.Head, page grant.FormPage, filled int) error {
	page.Rows = shownRows(filled, spareRows)
	page.Refusal.Scope = "refus"
	if page.Refusal.Key == "" {
		page.Refusal.Key, page.Refusal.Version = web.NewKey(), page.Form.Version
	}
	return a.page(c, status, wording.T(c.Request().Context(), "Décider de la demande %s", page.Request.Ref), func(f layout.Frame) templ.Component {
		return grant.Decide(f, head, page)
	})
}

type awardForm struct {
	Amount string `form:"amount" validate:"required,money"`
	Reason string `form:"reason" validate:"max=2000"`
}

// awardGrant grants a request, or offers more rows for tranches.
func (a *App) awardGrant(c echo.Context) error {
	parts := rowsOf(web.Posted(c), grant.PartAmount, grant.PartCondition, grant.PartDue)
	again := func(status int, form ui.Form) error {
		head, page, err := a.grantStep(c, access.GrantDecide)
		if err != nil {
			return err
		}
		page.Form = grantAgain(page, form, status)
		return a.showDecision(c, status, head, page, len(parts))
	}
	if c.FormValue(grant.MoreName) == grant.MoreValue {
		return again(http.StatusOK, ui.Form{Values: web.Posted(c), Key: web.Key(c), Version: c.FormValue("version")})
	}
	number := requestNumber(c)
	ref, err := a.takeAward(c, number, parts)
	if err != nil {
		return a.again(c, err, again)
	}
	return toGrant(c, number, wording.T(c.Request().Context(), "La demande %s est octroyée.", ref))
}

func (a *App) takeAward(c echo.Context, number int, parts [][]string) (ref string, err error) {
	var f awardForm
	shape := web.Bind(c, &f)
	tranches, fields := trancheDrafts(parts, cents(f.Amount))
	if problem := joined(shape, fields); problem != nil {
		return "", problem
	}
	draft := trial.AwardDraft{Key: web.Key(c), Version: web.Version(c), Amount: cents(f.Amount), Reason: f.Reason, Tranches: tranches}
	err = a.write(c, func(tx *db.Tx) error {
		ref, err = trial.AwardGrant(tx, c.Param("ref"), number, draft)
		return err
	})
	return ref, err
}

// trancheDrafts reads the tranches. A single one without an amount is the whole award, with
// its condition and its day.
func trancheDrafts(parts [][]string, whole models.Cents) (drafts []trial.TrancheDraft, fields []models.FieldProblem) {
	for i, row := range parts {
		var amount models.Cents
		var wrong []models.FieldProblem
		if len(parts) == 1 && row[0] == "" {
			amount = whole
		} else {
			amount, wrong = rowAmount(grant.RowField(grant.PartAmount, i+1), row[0])
		}
		fields = append(fields, wrong...)
		if len([]rune(row[1])) > 200 {
			fields = append(fields, models.FieldProblem{Field: grant.RowField(grant.PartCondition, i+1), Code: "max", Facts: models.Facts{"param": 200}})
		}
		if _, err := models.ParseDate(row[2]); row[2] != "" && err != nil {
			fields = append(fields, models.FieldProblem{Field: grant.RowField(grant.PartDue, i+1), Code: "date"})
		}
		drafts = append(drafts, trial.TrancheDraft{Amount: amount, Condition: row[1], DueOn: models.Date(row[2])})
	}
	if len(parts) > trial.MaxLines {
		fields = []models.FieldProblem{{Field: "tranches", Code: "max", Facts: models.Facts{"param": trial.MaxLines, "kind": "list"}}}
	}
	return drafts, fields
}

type refusalForm struct {
	Reason string `form:"reason" validate:"required,max=2000"`
}

// refuseGrant refuses a request.
func (a *App) refuseGrant(c echo.Context) error {
	var f refusalForm
	var ref string
	number := requestNumber(c)
	err := web.Bind(c, &f)
	if err == nil {
		draft := trial.RefusalDraft{Key: web.Key(c), Version: web.Version(c), Reason: f.Reason}
		err = a.write(c, func(tx *db.Tx) (err error) {
			ref, err = trial.RefuseGrant(tx, c.Param("ref"), number, draft)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			head, page, err := a.grantStep(c, access.GrantDecide)
			if err != nil {
				return err
			}
			page.Refusal = grantAgain(page, form, status)
			return a.showDecision(c, status, head, page, 0)
		})
	}
	return toGrant(c, number, wording.T(c.Request().Context(), "La demande %s est refusée.", ref))
}
