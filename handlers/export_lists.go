package handlers

import (
	"github.com/labstack/echo/v4"

	"eclosion/handlers/web"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/export"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/views/candidature"
	"eclosion/views/project"
	"eclosion/views/report"
	"eclosion/views/sheet"
)

// sheetLists are the lists that can be taken along, one a line: the address of the page, who may, and its rows.
func (a *App) sheetLists() []sheetRoute {
	return []sheetRoute{
		{"/projets", access.ListExport, layProjects},
		{"/candidatures", access.ListExport, layApplications},
		{"/cohortes", access.ListExport, layCohorts},
		{"/cohortes/:ref/personnes", access.CohortReport, layCohortPeople},
		{"/annees/:annee/personnes", access.YearReport, layBehind},
		{"/projets/:ref/rencontres", access.ListExport, layMeetings},
		{"/projets/:ref/actions", access.ListExport, layActions},
		{"/projets/:ref/bourse", access.ListExport, layGrants},
		{"/comptes", access.AccountManage, layAccounts},
		{"/papiers", access.PaperRegister, layRegister},
		{"/pilotage/liste", access.PilotRead, a.layPilot},
		{"/suivi/questions", access.CampaignManage, layQuestions},
		{"/suivi/entreprises", access.CampaignManage, layLives},
	}
}

func layProjects(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	page := project.List{Query: c.QueryParams()}
	f, err := projectFilter(tx, &page, web.Actor(c))
	return sheetFile{"projets-" + string(tx.Today()), sheet.Projects(c.Request().Context(), func(each func(programme.Row) error) error {
		return export.Projects(tx, access.ProjectList, f, each)
	})}, err
}

func layApplications(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	l := askedApplications(c)
	if err := choicesOf(tx, &l); err != nil {
		return s, err
	}
	f, err := filterOf(l)
	return sheetFile{"candidatures-" + string(tx.Today()), sheet.Applications(c.Request().Context(), func(each func(programme.Row) error) error {
		return export.Projects(tx, access.ApplicationRead, f, each)
	})}, err
}

func layCohorts(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	cohorts, err := programme.Cohorts(tx)
	if err != nil {
		return s, err
	}
	counts, err := reporting.CohortCounts(tx)
	var list []sheet.Cohort
	for _, x := range cohorts {
		list = append(list, sheet.Cohort{Cohort: x, Counts: counts[x.ID]})
	}
	return sheetFile{"cohortes-" + string(tx.Today()), sheet.Cohorts(c.Request().Context(), list)}, err
}

func layCohortPeople(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	q, err := readAsk(reporting.KindCohort, c.Param("ref"), c.QueryParam)
	if err != nil {
		return s, err
	}
	o, err := reporting.OpenCohort(tx, q.cohort(), c.QueryParam("chiffre"))
	return sheetFile{o.Cohort.Ref + "-" + o.Code, report.OpenedSheet(c.Request().Context(), o, q.names())}, err
}

func layBehind(c echo.Context, tx *db.Tx) (s sheetFile, err error) {
	q, err := readAsk(reporting.KindYear, c.Param("annee"), c.QueryParam)
	if err != nil {
		return s, err
	}
	list, err := reporting.LoadActivityList(tx, q.filter, c.QueryParam("chiffre"))
	return sheetFile{"activite-" + q.ref + "-liste", sheet.Behind(c.Request().Context(), list)}, err
}

// askedApplications reads what the address asks of the list of applications.
func askedApplications(c echo.Context) candidature.List {
	actor := web.Actor(c)
	l := candidature.List{Phase: c.QueryParam("phase"), Text: c.QueryParam("q"), Site: c.QueryParam("site"), Cohort: c.QueryParam("cohorte"),
		Paged: c.QueryParam("apres") != "", Invites: access.Can(actor, access.CandidateInvite), Reader: !access.Can(actor, access.CohortList)}
	l.Filtered = l.Text != "" || l.Site != "" || l.Cohort != ""
	return l
}
