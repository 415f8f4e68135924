package handlers

import (
	"eclosion/models/access"
	"eclosion/views/report"
)

func (a *App) reportRoutes() []route {
	return []route{
		{get, "/projets/:ref/plan.pdf", access.PlanRead, a.planPDF},
		{get, "/projets/:ref/progression", access.PaperRead, a.progressPage},
		{get, "/projets/:ref/progression.pdf", access.PaperRead, a.progressPDF},
		{get, "/programmes/:code/plan.pdf", access.CohortList, a.blankPlanPDF},
		{get, "/annees", access.YearReport, a.years},
		{get, "/annees/:annee", access.YearReport, a.yearPage},
		{get, "/annees/:annee/rapport.pdf", access.YearReport, a.yearPDF},
		{get, "/annees/:annee/rapport.xlsx", access.YearReport, a.yearWorkbook},
		{get, "/annees/:annee/personnes", access.YearReport, a.yearList},
		{get, "/annees/:annee/commentaire", access.YearComment, a.commentPage},
		{post, "/annees/:annee/commentaire", access.YearComment, a.saveComment},
		{post, "/annees/:annee/commentaire/brouillon", access.YearComment, a.keepComment},
		{get, report.PeriodPath, access.YearReport, a.choosePeriod},
		{post, "/papiers", access.PaperIssue, a.issuePaper},
		{get, "/papiers/:file", access.PaperRead, a.issuedPaper},
	}
}
