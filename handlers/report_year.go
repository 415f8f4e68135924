package handlers

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"

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
	"eclosion/views/sheet"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// years is the front page of reports: the years, any period, the other reports and registers.
func (a *App) years(c echo.Context) error {
	return a.showShelf(c, http.StatusOK, ui.Form{Values: c.QueryParams()})
}

func (a *App) showShelf(c echo.Context, status int, form ui.Form) error {
	ctx := c.Request().Context()
	var list []reporting.YearSummary
	choice := report.PeriodChoice{Form: form}
	err := a.read(c, func(tx *db.Tx) (err error) {
		if list, err = reporting.Years(tx); err != nil {
			return err
		}
		today := tx.Today()
		month := today[:8] + "01"
		for _, p := range []struct {
			label string
			models.Period
		}{{wording.T(ctx, "Depuis le 1er janvier"), models.Period{From: models.YearPeriod(today.Year()).From, To: today}},
			{wording.T(ctx, "Les douze derniers mois entiers"), models.Period{From: month.AddMonths(-12), To: month.AddDays(-1)}},
			{wording.T(ctx, "Les trois derniers mois entiers"), models.Period{From: month.AddMonths(-3), To: month.AddDays(-1)}}} {
			choice.Quick = append(choice.Quick, ui.Link{Href: "/annees/" + reporting.PeriodRef(p.Period), Label: p.label})
		}
		choice.Sites, choice.Programmes, err = placesToReport(tx)
		return err
	})
	if err != nil {
		return err
	}
	others := shelfFor(ctx, web.Actor(c))
	return a.page(c, status, wording.T(ctx, "Rapports"), func(f layout.Frame) templ.Component { return report.Shelf(f, list, choice, others) })
}

// choosePeriod leads to the report of a chosen period, or says why there is none.
func (a *App) choosePeriod(c echo.Context) error {
	q, err := readAsk("", "", c.QueryParam)
	if err == nil {
		if p := reporting.CheckPeriod(q.period, models.DateOf(a.Clock.Now())); p != nil {
			err = p
		}
	}
	if p, is := models.ProblemOf(err); is && p.Kind == models.Invalid {
		return a.showShelf(c, http.StatusUnprocessableEntity, ui.Form{Values: c.QueryParams(), Problems: a.refilled(c, p).Problems})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(c, yearAddress(reporting.PeriodRef(q.period), q.filter), "")
}

// yearPage is the report of a year or another period.
func (a *App) yearPage(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	q.links = true
	var p report.Paper
	around := report.Around{}
	var comment reporting.Comment
	err = a.read(c, func(tx *db.Tx) error {
		if p, err = paper(ctx, tx, q); err != nil {
			return err
		}
		if around.Filter, err = yearFilter(tx, q, c.QueryParams()); err != nil {
			return err
		}
		if comment, err = reporting.CommentOn(tx, q.filter); err != nil {
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
	masked := q
	masked.masked = true
	if access.Can(web.Actor(c), access.PaperIssue) {
		around.Issue = []report.IssueForm{issueForm(wording.T(ctx, "Émettre ce rapport"), q), issueForm(wording.T(ctx, "Émettre, petits groupes masqués"), masked)}
	}
	address := "/annees/" + q.ref + "/rapport"
	around.Links = []ui.Link{{Href: pdfAddress(address+".pdf", q), Label: wording.T(ctx, "Imprimer (PDF)")},
		{Href: pdfAddress(address+".pdf", masked), Label: wording.T(ctx, "PDF, petits groupes masqués")}, {Href: pdfAddress(address+".xlsx", q), Label: wording.T(ctx, "Classeur (XLSX)")}}
	if access.Can(web.Actor(c), access.YearComment) && !comment.Closed {
		label := wording.T(ctx, "Écrire le commentaire")
		if comment.Body != "" {
			label = wording.T(ctx, "Modifier le commentaire")
		}
		around.Links = append(around.Links, ui.Link{Href: yearAddress(q.ref+"/commentaire", q.filter), Label: label})
	}
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Label: wording.PeriodTitle(ctx, q.filter.Period)}}
	return a.page(c, http.StatusOK, p.Title, func(f layout.Frame) templ.Component { return report.Show(f, crumbs, p, around) })
}

// yearFilter offers the period, the sites of the reader and the programmes.
func yearFilter(tx *db.Tx, q ask, values url.Values) (templ.Component, error) {
	choice := report.PeriodChoice{Form: ui.Form{Values: map[string][]string{"du": {string(q.filter.Period.From)}, "au": {string(q.filter.Period.To)},
		"site": values["site"], "programme": values["programme"]}}}
	var err error
	choice.Sites, choice.Programmes, err = placesToReport(tx)
	return report.PeriodBar(choice, "/annees/"+q.ref), err
}

// placesToReport lists the sites of the reader and the programmes.
func placesToReport(tx *db.Tx) (sites, programmes []ui.Option, err error) {
	all, err := programme.Sites(tx)
	if err != nil {
		return nil, nil, err
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
	return sites, programmes, err
}

func (a *App) yearPDF(c echo.Context) error {
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	return a.sendPDF(c, q, "activite-"+q.ref)
}

// yearWorkbook sends the same figures as a workbook.
func (a *App) yearWorkbook(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	var activity reporting.Activity
	err = a.read(c, func(tx *db.Tx) (err error) {
		activity, err = reporting.LoadActivity(tx, q.filter)
		return err
	})
	if err != nil {
		return err
	}
	if q.masked {
		activity.Mask()
	}
	var out bytes.Buffer
	if err := sheet.Activity(ctx, &out, activity); err != nil {
		return err
	}
	return web.Attachment(c, "activite-"+q.ref+".xlsx", sheet.AsXLSX.MediaType(), out.Bytes())
}

// yearList lists what is behind a figure of the report.
func (a *App) yearList(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return err
	}
	var list reporting.ActivityList
	err = a.read(c, func(tx *db.Tx) (err error) {
		list, err = reporting.LoadActivityList(tx, q.filter, c.QueryParam("chiffre"))
		return err
	})
	if err != nil {
		return err
	}
	title := report.BehindTitle(ctx, list)
	crumbs := []ui.Link{{Href: "/annees", Label: wording.T(ctx, "Rapports")}, {Href: yearAddress(q.ref, q.filter), Label: wording.PeriodTitle(ctx, q.filter.Period)}, {Label: title}}
	return a.page(c, http.StatusOK, title, func(f layout.Frame) templ.Component {
		return report.Behind(f, crumbs, wording.ActivityDefinition(ctx, list.Code), list)
	})
}
