package handlers

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/participant"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/layout"
	views "eclosion/views/participant"
	"eclosion/views/report"
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// fundFilter is what of a paper's options narrows the indicators.
func (q ask) fundFilter() participant.Filter {
	return participant.Filter{Period: q.period, SiteID: q.filter.SiteID, ProgrammeID: q.filter.ProgrammeID}
}

// fundTable asks for the indicators as a paper wants them.
func fundTable(tx *db.Tx, q ask) (participant.Table, error) {
	t, err := participant.LoadTable(tx, q.fundFilter())
	if err == nil && q.masked {
		t.Mask()
	}
	return t, err
}

// fundPage shows the indicators. A period that cannot be taken is said above the filter, and the present year is shown.
func (a *App) fundPage(c echo.Context) error {
	q, err := readAsk(reporting.KindFund, report.FundSubject, c.QueryParam)
	if err == nil {
		err = a.showFund(c, q, nil)
	}
	problem, ok := models.ProblemOf(err)
	if !ok || problem.Kind != models.Invalid {
		return err
	}
	return a.showFund(c, ask{kind: reporting.KindFund, ref: report.FundSubject}, problem)
}

func (a *App) showFund(c echo.Context, q ask, refused *models.Problem) error {
	ctx := c.Request().Context()
	q.links = !q.masked
	status, form := http.StatusOK, ui.Form{Values: c.QueryParams()}
	if refused != nil {
		status = statusOf(refused)
		form.Problems = a.refilled(c, refused).Problems
	}
	var p report.Paper
	var around report.Around
	err := a.read(c, func(tx *db.Tx) (err error) {
		if p, err = paper(ctx, tx, q); err != nil {
			return err
		}
		if around.Filter, err = fundFilterBar(tx, form); err != nil {
			return err
		}
		if _, all := access.SitesFor(tx.Actor(), access.ParticipantReport); !all {
			return nil // what others issued counts sites that are not this reader's
		}
		around.Issued, err = reporting.IssuedFor(tx, reporting.Issued{Kind: reporting.KindFund, SubjectRef: report.FundSubject})
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
	around.Links = []ui.Link{{Href: pdfAddress("/fse/rapport.pdf", q), Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: pdfAddress("/fse/indicateurs.xlsx", q), Label: wording.T(ctx, "Tableur (XLSX)")}}
	if !q.masked {
		around.Links = append(around.Links, ui.Link{Href: pdfAddress("/fse/manquants", q), Label: wording.T(ctx, "Données manquantes")},
			ui.Link{Href: pdfAddress("/fse", masked), Label: wording.T(ctx, "Masquer les petits groupes")})
	}
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Label: p.Title}}
	return a.page(c, status, p.Title, func(f layout.Frame) templ.Component { return report.Show(f, crumbs, p, around) })
}

func fundFilterBar(tx *db.Tx, form ui.Form) (templ.Component, error) {
	var sites, programmes []ui.Option
	all, err := programme.Sites(tx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if access.CanOnSite(tx.Actor(), access.ParticipantReport, s.ID) {
			sites = append(sites, ui.Option{Value: strconv.FormatInt(s.ID, 10), Label: s.Name})
		}
	}
	list, err := programme.Programmes(tx)
	for _, p := range list {
		programmes = append(programmes, ui.Option{Value: strconv.FormatInt(p.ID, 10), Label: p.Name})
	}
	return views.Filter(form, sites, programmes), err
}

func (a *App) fundPDF(c echo.Context) error {
	q, err := readAsk(reporting.KindFund, report.FundSubject, c.QueryParam)
	if err != nil {
		return err
	}
	return a.sendPDF(c, q, "fse")
}

// fundCrumbs lead back to the indicators with the same filter.
func fundCrumbs(c echo.Context, q ask, title string) []ui.Link {
	ctx := c.Request().Context()
	return []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Href: pdfAddress("/fse", q), Label: wording.T(ctx, "Indicateurs du Fonds social européen plus")}, {Label: title}}
}

// fundPeople lists who stands behind a figure.
func (a *App) fundPeople(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindFund, report.FundSubject, c.QueryParam)
	if err != nil {
		return err
	}
	column := participant.Column(c.QueryParam("colonne"))
	var line participant.Line
	var list []participant.Row
	var rules participant.Rules
	err = a.read(c, func(tx *db.Tx) (err error) {
		if line, list, err = participant.People(tx, q.fundFilter(), c.QueryParam("code"), column); err != nil {
			return err
		}
		rules, err = participant.LoadRules(tx)
		return err
	})
	if err != nil {
		return err
	}
	title := wording.T(ctx, "%s, %s : %s", line.Code, wording.LowerFirst(wording.ColumnLabel(ctx, column)), line.Label)
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		return views.People(f, fundCrumbs(c, q, line.Code), wording.IndicatorDefinition(ctx, line.Counts, rules), list)
	})
}

// fundGaps lists what is missing, person by person.
func (a *App) fundGaps(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindFund, report.FundSubject, c.QueryParam)
	if err != nil {
		return err
	}
	var t participant.Table
	if err := a.read(c, func(tx *db.Tx) (err error) { t, err = participant.LoadTable(tx, q.fundFilter()); return err }); err != nil {
		return err
	}
	title := wording.T(ctx, "Données manquantes")
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component { return views.Gaps(f, fundCrumbs(c, q, title), t.Gaps) })
}

// fundSheet is the table as a workbook, with the same figures.
func (a *App) fundSheet(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindFund, report.FundSubject, c.QueryParam)
	if err != nil {
		return err
	}
	var t participant.Table
	if err := a.read(c, func(tx *db.Tx) (err error) { t, err = fundTable(tx, q); return err }); err != nil {
		return err
	}
	body, err := sheet.Fund(ctx, t)
	if err != nil {
		return err
	}
	return web.Attachment(c, "fse-"+url.PathEscape(string(t.Period.From)+"-"+string(t.Period.To))+".xlsx", documents.XLSX, body)
}
