package handlers

import (
	"net/http"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
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

// cohortPage is the report of a cohort. Who sets cohorts up without reading their
// people sees the settings alone.
func (a *App) cohortPage(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err != nil {
		return err
	}
	q.links = !q.masked
	var cohort *programme.Cohort
	var p report.Paper
	var today models.Date
	around, open := report.Around{}, false
	err = a.read(c, func(tx *db.Tx) error {
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
	masked := q
	masked.masked = true
	address := "/cohortes/" + q.ref + "/rapport.pdf"
	around.Links = []ui.Link{{Href: pdfAddress(address, q), Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: pdfAddress(address, masked), Label: wording.T(ctx, "PDF, petits groupes masqués")}}
	if access.CanOnSite(web.Actor(c), access.ApplicationDecide, cohort.SiteID) {
		around.Links = append(around.Links, ui.Link{Href: sittingviews.WaitingPath(q.ref), Label: wording.T(ctx, "Liste d'attente")})
	}
	return a.page(c, http.StatusOK, wording.T(ctx, "Cohorte %s", q.ref), func(f layout.Frame) templ.Component {
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

// cohortPeople lists the people behind a figure of the report.
func (a *App) cohortPeople(c echo.Context) error {
	ctx := c.Request().Context()
	var cohort programme.Cohort
	var figure reporting.Figure
	var people []reporting.Member
	err := a.read(c, func(tx *db.Tx) (err error) {
		cohort, figure, people, err = reporting.CohortPeople(tx, c.Param("ref"), c.QueryParam("chiffre"))
		return err
	})
	if err != nil {
		return err
	}
	title := report.PeopleTitle(ctx, figure, people)
	crumbs := cohortCrumbs(c, cohort.Ref, ui.Link{Label: title})
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		return report.People(f, crumbs, title, wording.FigureDefinition(ctx, figure.Code), people)
	})
}
