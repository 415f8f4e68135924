package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	"eclosion/views/report"
	sittingviews "eclosion/views/sitting"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// cohorts lists the cohorts that the actor may read, with their counts.
func (a *App) cohorts(c echo.Context) error {
	ctx := c.Request().Context()
	var list []report.CohortLine
	var today models.Date
	err := a.read(c, func(tx *db.Tx) error {
		today = tx.Today()
		cohorts, err := programme.Cohorts(tx)
		if err != nil {
			return err
		}
		counts, err := reporting.CohortCounts(tx)
		for _, x := range cohorts {
			list = append(list, report.CohortLine{Cohort: x, Counts: counts[x.ID]})
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "Cohortes"), func(f layout.Frame) templ.Component {
		return report.Cohorts(f, list, today)
	})
}

func cohortCrumbs(c echo.Context, ref string, last ...ui.Link) []ui.Link {
	crumbs := []ui.Link{{Href: "/cohortes", Label: wording.T(c.Request().Context(), "Cohortes")}}
	if len(last) == 0 {
		return append(crumbs, ui.Link{Label: ref})
	}
	return append(append(crumbs, ui.Link{Href: "/cohortes/" + ref, Label: ref}), last...)
}

// cohort is what the models are asked.
func (q ask) cohort() reporting.CohortAsk {
	return reporting.CohortAsk{Ref: q.ref, Period: q.period, Masked: q.masked}
}

// names reports whether the paper names people.
func (q ask) names() bool { return !q.nameless && !q.masked }

func (q ask) cohortOptions() report.CohortOptions {
	o := report.CohortOptions{Names: q.names()}
	if q.links && !q.masked {
		o.Links = pdfAddress("/cohortes/"+q.ref+"/personnes", q)
	}
	return o
}

// cohortPage is the report of a cohort. Who sets cohorts up without reading their
// people sees the settings alone. A period that cannot be taken is said above the choices.
func (a *App) cohortPage(c echo.Context) error {
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err == nil {
		err = a.showCohort(c, q, nil)
	}
	problem, ok := models.ProblemOf(err)
	if !ok || problem.Kind != models.Invalid {
		return err
	}
	q.period = models.Period{}
	return a.showCohort(c, q, problem)
}

// showCohort answers with the page, after a refusal with what was asked.
func (a *App) showCohort(c echo.Context, q ask, refused *models.Problem) error {
	ctx := c.Request().Context()
	status, choices := http.StatusOK, ui.Form{Values: c.QueryParams()}
	if refused != nil {
		status = statusOf(refused)
		choices.Problems = a.refilled(c, refused).Problems
	}
	q.links = true
	var cohort *programme.Cohort
	var p report.Paper
	var today models.Date
	around, open := report.Around{Filter: report.CohortFilter(choices, "/cohortes/"+q.ref)}, false
	err := a.read(c, func(tx *db.Tx) (err error) {
		today = tx.Today()
		if cohort, err = programme.LoadCohort(tx, q.ref, access.CohortRead); err != nil {
			return err
		}
		if open = access.CanOnSite(tx.Actor(), access.CohortReport, cohort.SiteID); !open {
			return nil
		}
		if p, err = paper(ctx, tx, q); err != nil {
			return err
		}
		around.Issued, err = reporting.IssuedFor(tx, reporting.Issued{CohortID: cohort.ID})
		return err
	})
	if err != nil {
		return err
	}
	crumbs := cohortCrumbs(c, q.ref)
	if !open {
		return a.page(c, http.StatusOK, q.ref, func(f layout.Frame) templ.Component {
			return report.CohortSettings(f, crumbs, *cohort, today)
		})
	}
	if access.CanOnSite(web.Actor(c), access.PaperIssue, cohort.SiteID) {
		around.Issue = []report.IssueForm{issueForm(wording.T(ctx, "Émettre ce rapport"), q)}
	}
	around.Links = []ui.Link{{Href: pdfAddress("/cohortes/"+q.ref+"/rapport.pdf", q), Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: pdfAddress("/cohortes/"+q.ref+"/rapport.xlsx", q), Label: wording.T(ctx, "Classeur (XLSX)")},
		{Href: pdfAddress("/cohortes/"+q.ref+"/comparer", q), Label: wording.T(ctx, "Comparer")}}
	if access.CanOnSite(web.Actor(c), access.ApplicationDecide, cohort.SiteID) {
		around.Links = append(around.Links, ui.Link{Href: sittingviews.WaitingPath(q.ref), Label: wording.T(ctx, "Liste d'attente")})
	}
	return a.page(c, status, wording.T(ctx, "Cohorte %s", q.ref), func(f layout.Frame) templ.Component {
		return report.Show(f, crumbs, p, around)
	})
}

func (a *App) cohortPDF(c echo.Context) error {
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err != nil {
		return err
	}
	return a.sendPDF(c, q, c.Param("ref")+"-rapport")
}

// cohortSheet gives the report as a workbook: the value of the page, in cells.
func (a *App) cohortSheet(c echo.Context) error {
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err != nil {
		return err
	}
	var value reporting.Cohort
	err = a.read(c, func(tx *db.Tx) (err error) {
		value, err = reporting.LoadCohort(tx, q.cohort())
		return err
	})
	if err != nil {
		return err
	}
	book, err := report.CohortSheet(c.Request().Context(), value, q.cohortOptions())
	if err != nil {
		return err
	}
	return web.Attachment(c, q.ref+"-rapport.xlsx", documents.XLSX, book)
}
