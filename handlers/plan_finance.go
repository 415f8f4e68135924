package handlers

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/finance"
	"eclosion/models/programme"
	"eclosion/views/dossier"
	"eclosion/views/layout"
	planview "eclosion/views/plan"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func (a *App) financePage(c echo.Context) error {
	return a.showFinance(c, http.StatusOK, func(*planview.Finance) {})
}

// showFinance shows the figures as they are stored, or an older version of them; amend puts what was typed over it.
func (a *App) showFinance(c echo.Context, status int, amend func(*planview.Finance)) error {
	ctx := c.Request().Context()
	var head dossier.Head
	var page planview.Finance
	err := a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.PlanRead)
		if err != nil {
			return err
		}
		if head, err = a.dossierHead(c, tx, p); err != nil {
			return err
		}
		page, err = financeOf(tx, p, c.QueryParam("version"))
		return err
	})
	if err != nil {
		return err
	}
	page.Form.Version = strconv.Itoa(page.Stored.Version)
	amend(&page)
	if len(page.Form.Problems) > 0 {
		labels := page.Labels(ctx)
		for i, p := range page.Form.Problems {
			if label := labels[p.Field]; label != "" {
				page.Form.Problems[i].Label = label
			}
		}
	}
	page.Results = results(ctx, page.Form.Values)
	title := wording.T(ctx, "Plan financier de %s", page.Ref)
	return a.page(c, status, title, func(f layout.Frame) templ.Component { return planview.ShowFinance(f, head, page) })
}

func financeOf(tx *db.Tx, p *programme.Project, version string) (planview.Finance, error) {
	page := planview.Finance{Ref: p.Ref, Edits: finance.MayChange(p) == nil && p.May(tx.Actor(), access.FinanceEdit)}
	var err error
	if page.Stored, err = finance.Load(tx, p); err != nil {
		return page, err
	}
	if page.Versions, err = finance.Versions(tx, p); err != nil {
		return page, err
	}
	in := page.Stored.Inputs
	if version != "" {
		page.Old, _ = strconv.Atoi(version) // what is no number names no version
		if in, err = finance.VersionOf(tx, p, page.Old); err != nil {
			return page, err
		}
	}
	page.Form.Values = financeValues(in)
	return page, nil
}

// financeValues are the inputs as the form sends them.
func financeValues(in finance.Inputs) map[string][]string {
	values := map[string][]string{}
	for name, text := range in.Values() {
		values[name] = []string{text}
	}
	return values
}

func parseFinance(values url.Values) (finance.Inputs, error) {
	in, faults := finance.Parse(values.Get)
	if problem := models.Fields(faults...); problem != nil {
		return in, problem
	}
	return in, nil
}

// results works out what the form holds; nil while it cannot be read.
func results(ctx context.Context, values url.Values) *report.Paper {
	in, err := parseFinance(values)
	if err != nil {
		return nil
	}
	p := report.Finance(ctx, in, finance.Compute(in))
	return &p
}

// mayEditFinance tells who may not change the figures, before what was typed is looked at.
func (a *App) mayEditFinance(c echo.Context) error {
	return a.read(c, func(tx *db.Tx) error {
		p, err := programme.Load(tx, c.Param("ref"), access.FinanceEdit)
		if err != nil {
			return err
		}
		if refusal := finance.MayChange(p); refusal != nil {
			return refusal
		}
		return nil
	})
}

// saveFinance keeps the figures.
func (a *App) saveFinance(c echo.Context) error {
	err := a.mayEditFinance(c)
	var in finance.Inputs
	if err == nil {
		in, err = parseFinance(web.Posted(c))
	}
	changed := false
	if err == nil {
		err = a.write(c, func(tx *db.Tx) (err error) {
			changed, err = finance.Save(tx, c.Param("ref"), web.Version(c), in)
			return err
		})
	}
	if err != nil {
		return a.again(c, err, func(status int, form ui.Form) error {
			return a.showFinance(c, status, func(p *planview.Finance) {
				stored := p.Form.Version
				p.Form, p.Old, p.Conflict = form, 0, status == http.StatusConflict
				if p.Conflict {
					p.Form.Version = stored
				}
			})
		})
	}
	ctx := c.Request().Context()
	notice := wording.T(ctx, "Rien n'avait changé : tout est déjà enregistré.")
	if changed {
		notice = wording.T(ctx, "Enregistré à %s.", wording.Clock(a.Clock.Now()))
	}
	return web.SeeOther(c, planview.FinancePath(c.Param("ref")), notice)
}

// tryFinance gives the results of what the form holds, for the script; nothing is stored.
func (a *App) tryFinance(c echo.Context) error {
	if err := a.mayEditFinance(c); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, planview.FinanceResults(results(c.Request().Context(), web.Posted(c))))
}
