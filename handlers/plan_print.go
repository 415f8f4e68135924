package handlers

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	planview "eclosion/views/plan"
	"eclosion/views/report"
	"eclosion/views/wording"
)

// printPlan notes that somebody prints, and leads to the paper that compares with the print before. Looking at a paper
// notes nothing: its address can be opened by a program that only fetches ahead.
func (a *App) printPlan(c echo.Context) error {
	ref, kind, paper := c.Param("ref"), plan.PrintedChecklist, "/projets/"+c.Param("ref")+"/plan.pdf"
	if c.FormValue("quoi") == "complet" {
		kind, paper = plan.PrintedWhole, "/projets/"+ref+"/plan/complet.pdf"
	}
	location := ""
	err := a.write(c, func(tx *db.Tx) (err error) {
		if location, err = tx.Once(web.Key(c)); err != nil || location != "" {
			return err
		}
		before, err := plan.RecordPrint(tx, ref, kind)
		if err != nil {
			return err
		}
		location = paper + "?depuis=" + strconv.FormatInt(before.ID, 10)
		return tx.Done(web.Key(c), location)
	})
	if err != nil {
		return err
	}
	return web.SeeOther(c, location, "")
}

// printBefore reads which print a paper compares with: without one, the last.
func printBefore(c echo.Context) (int64, error) {
	text := c.QueryParam("depuis")
	if text == "" {
		return reporting.LastPrint, nil
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 0 {
		return 0, models.Missing("plan_print")
	}
	return id, nil
}

func (a *App) planPDF(c echo.Context) error {
	return a.sendPlan(c, "plan", func(tx *db.Tx, before int64) (report.Paper, error) {
		list, err := reporting.LoadChecklistAfter(tx, c.Param("ref"), before)
		if err != nil {
			return report.Paper{}, err
		}
		return report.Checklist(c.Request().Context(), list), nil
	})
}

func (a *App) wholePlanPDF(c echo.Context) error {
	return a.sendPlan(c, "plan-complet", func(tx *db.Tx, before int64) (report.Paper, error) {
		whole, err := reporting.LoadWholePlan(tx, c.Param("ref"), before)
		if err != nil {
			return report.Paper{}, err
		}
		return report.Plan(c.Request().Context(), whole), nil
	})
}

// sendPlan prints a paper of the plan as a draft. It is laid out after the database was left.
func (a *App) sendPlan(c echo.Context, name string, load func(tx *db.Tx, before int64) (report.Paper, error)) error {
	before, err := printBefore(c)
	if err != nil {
		return err
	}
	var paper report.Paper
	err = a.read(c, func(tx *db.Tx) (err error) {
		paper, err = load(tx, before)
		return err
	})
	if err != nil {
		return err
	}
	return a.sendPaper(c, paper, c.Param("ref")+"-"+name)
}

// wholePlanPage is the whole plan on one page, for screens and screen readers.
func (a *App) wholePlanPage(c echo.Context) error {
	ctx := c.Request().Context()
	var head dossier.Head
	var paper report.Paper
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		whole, err := reporting.LoadWholePlan(tx, p.Ref, reporting.LastPrint)
		if err == nil {
			paper = report.Plan(ctx, whole)
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "Plan d'affaires complet de %s", c.Param("ref")), func(f layout.Frame) templ.Component {
		return planview.ShowWhole(f, head, c.Param("ref"), web.NewKey(), paper)
	})
}
