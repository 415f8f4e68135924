package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// years lists the years that can be reported on.
func (a *App) years(c echo.Context) error {
	ctx := c.Request().Context()
	var list []reporting.YearSummary
	err := a.read(c, func(tx *db.Tx) (err error) {
		list, err = reporting.Years(tx)
		return err
	})
	if err != nil {
		return err
	}
	others := shelfFor(ctx, web.Actor(c))
	return a.page(c, http.StatusOK, wording.T(ctx, "Rapports"), func(f layout.Frame) templ.Component { return report.Years(f, list, others) })
}

// yearPage is the report of a year.
func (a *App) yearPage(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	q.links = true
	var p report.Paper
	around := report.Around{}
	err = a.read(c, func(tx *db.Tx) error {
		if p, err = paper(ctx, tx, q); err != nil {
			return err
		}
		if around.Filter, err = yearFilter(tx, q, c.QueryParams()); err != nil {
			return err
		}
		if _, all := access.SitesFor(tx.Actor(), access.YearReport); !all {
			return nil // what others issued of the year counts sites that are not this reader's
		}
		around.Issued, err = reporting.IssuedFor(tx, reporting.Issued{Kind: reporting.KindYear, SubjectRef: q.ref})
		return err
	})
	if err != nil {
		return err
	}
	if access.Can(web.Actor(c), access.PaperIssue) {
		around.Issue = []report.IssueForm{issueForm(wording.T(ctx, "Émettre ce rapport"), q)}
	}
	masked := q
	masked.masked = true
	address := "/annees/" + q.ref + "/rapport.pdf"
	around.Links = []ui.Link{{Href: pdfAddress(address, q), Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: pdfAddress(address, masked), Label: wording.T(ctx, "PDF, petits groupes masqués")}}
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Label: q.ref}}
	return a.page(c, http.StatusOK, p.Title, func(f layout.Frame) templ.Component { return report.Show(f, crumbs, p, around) })
}

// yearFilter offers the sites of the reader and the programmes.
func yearFilter(tx *db.Tx, q ask, values url.Values) (templ.Component, error) {
	var sites, programmes []ui.Option
	all, err := programme.Sites(tx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if access.CanOnSite(tx.Actor(), access.YearReport, s.ID) {
			sites = append(sites, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
		}
	}
	list, err := programme.Programmes(tx)
	for _, p := range list {
		programmes = append(programmes, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
	}
	return report.YearFilter(ui.Form{Values: values}, "/annees/"+q.ref, sites, programmes), err
}

func (a *App) yearPDF(c echo.Context) error {
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	return a.sendPDF(c, q, "annee-"+q.ref)
}

// yearPeople lists the people behind a figure of the year.
func (a *App) yearPeople(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	year, err := readYear(q.ref)
	if err != nil {
		return err
	}
	var figure reporting.Figure
	var people []reporting.Member
	err = a.read(c, func(tx *db.Tx) (err error) {
		figure, people, err = reporting.YearPeople(tx, year, q.filter, c.QueryParam("chiffre"))
		return err
	})
	if err != nil {
		return err
	}
	title := report.PeopleTitle(ctx, figure, people)
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Href: yearAddress(q.ref, q.filter), Label: q.ref}, {Label: title}}
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		return report.People(f, crumbs, title, wording.FigureDefinition(ctx, figure.Code), people)
	})
}
