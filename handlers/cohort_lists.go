package handlers

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// cohortPeople lists the dossiers behind a number of the report.
func (a *App) cohortPeople(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err != nil {
		return err
	}
	var o reporting.Opened
	err = a.read(c, func(tx *db.Tx) (err error) {
		o, err = reporting.OpenCohort(tx, q.cohort(), c.QueryParam("chiffre"))
		return err
	})
	if err != nil {
		return err
	}
	title := report.OpenedTitle(ctx, o)
	crumbs := []ui.Link{{Href: "/cohortes", Label: wording.T(ctx, "Cohortes")}, {Href: pdfAddress("/cohortes/"+q.ref, q), Label: q.ref}, {Label: title}}
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		return report.CohortOpened(f, crumbs, title, report.Opened(ctx, o, q.period, q.names()))
	})
}

// compared reads the cohorts that stand side by side: the one of the address, then those of "avec".
func (a *App) compared(c echo.Context) (q ask, list []reporting.Cohort, all []programme.Cohort, err error) {
	if q, err = readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam); err != nil {
		return q, nil, nil, err
	}
	err = a.read(c, func(tx *db.Tx) (err error) {
		if list, err = reporting.CompareCohorts(tx, q.cohort(), c.QueryParams()["avec"]); err != nil {
			return err
		}
		all, err = programme.Cohorts(tx)
		return err
	})
	return q, list, all, err
}

// comparePath is the address of a comparison, its options included.
func comparePath(ending string, q ask, list []reporting.Cohort) string {
	values := url.Values{}
	for name, value := range q.fields() {
		if name != "kind" && name != "ref" {
			values.Set(name, value)
		}
	}
	for _, c := range list[1:] {
		values.Add("avec", c.Cohort.Ref)
	}
	path := "/cohortes/" + q.ref + "/comparer" + ending
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// compareCohorts shows several cohorts side by side; each figure opens its own cohort's list.
func (a *App) compareCohorts(c echo.Context) error {
	ctx := c.Request().Context()
	q, list, all, err := a.compared(c)
	if err != nil {
		return err
	}
	var options []ui.Option
	for _, x := range all {
		if x.Ref != q.ref && access.CanOnSite(web.Actor(c), access.CohortReport, x.SiteID) {
			options = append(options, ui.Option{Value: x.Ref, Label: report.CohortLabel(x)})
		}
	}
	var chosen []string
	for _, x := range list[1:] {
		chosen = append(chosen, x.Cohort.Ref)
	}
	var carried []report.Def
	for name, value := range q.fields() {
		if name != "kind" && name != "ref" {
			carried = append(carried, report.Def{Term: name, Value: value})
		}
	}
	slices.SortFunc(carried, func(x, y report.Def) int { return len(x.Term) - len(y.Term) })
	around := report.Around{Filter: report.CompareForm("/cohortes/"+q.ref+"/comparer", carried, chosen, options),
		Links: []ui.Link{{Href: comparePath(".pdf", q, list), Label: wording.T(ctx, "Imprimer (PDF)")}, {Href: comparePath(".xlsx", q, list), Label: wording.T(ctx, "Classeur (XLSX)")}}}
	p := report.Compare(ctx, list, q.compareLinks())
	crumbs := []ui.Link{{Href: "/cohortes", Label: wording.T(ctx, "Cohortes")}, {Href: pdfAddress("/cohortes/"+q.ref, q), Label: q.ref}, {Label: p.Title}}
	return a.page(c, http.StatusOK, p.Title, func(f layout.Frame) templ.Component { return report.Show(f, crumbs, p, around) })
}

// compareLinks give the lists of each cohort; a masked comparison opens none.
func (q ask) compareLinks() func(string) string {
	if q.masked {
		return nil
	}
	return func(ref string) string { return pdfAddress("/cohortes/"+ref+"/personnes", q) }
}

func (a *App) compareCohortsPDF(c echo.Context) error {
	q, list, _, err := a.compared(c)
	if err != nil {
		return err
	}
	return a.sendPaper(c, report.Compare(c.Request().Context(), list, nil), q.ref+"-comparaison")
}

func (a *App) compareCohortsSheet(c echo.Context) error {
	q, list, _, err := a.compared(c)
	if err != nil {
		return err
	}
	book, err := report.CompareSheet(c.Request().Context(), list)
	if err != nil {
		return err
	}
	return web.Attachment(c, q.ref+"-comparaison.xlsx", documents.XLSX, book)
}
