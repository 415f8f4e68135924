package handlers

import "eclosion/models/access"

func (a *App) reportRoutes() []route {
	return []route{
		{get, "/projets/:ref/plan.pdf", access.PlanRead, a.planPDF},
		{get, "/projets/:ref/progression", access.PaperRead, a.progressPage},
		{get, "/projets/:ref/progression.pdf", access.PaperRead, a.progressPDF},
		{get, "/programmes/:code/plan.pdf", access.CohortList, a.blankPlanPDF},
		{get, "/annees", access.YearReport, a.years},
		{get, "/annees/:annee", access.YearReport, a.yearPage},
		{get, "/annees/:annee/rapport.pdf", access.YearReport, a.yearPDF},
		{get, "/annees/:annee/personnes", access.YearReport, a.yearPeople},
		{post, "/papiers", access.PaperIssue, a.issuePaper},
		{get, "/papiers/:file", access.PaperRead, a.issuedPDF},
	}
}
