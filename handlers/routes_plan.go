package handlers

import "eclosion/models/access"

// planRoutes are the business plan: checklist, texts, figures.
func (a *App) planRoutes() []route {
	const section = "/projets/:ref/plan/sections/:n"
	return []route{
		{get, "/projets/:ref/plan", access.PlanRead, a.planPage},
		{post, "/projets/:ref/plan/annonces", access.PlanClaim, a.claimPlan},
		{post, "/projets/:ref/plan/validations", access.PlanValidate, a.reviewPlan},

		{get, section, access.PlanRead, a.planSectionPage},
		{post, section, access.PlanWrite, a.savePlanSection},
		{post, section + "/brouillon", access.PlanWrite, a.keepPlanSection},
		{post, section + "/documents", access.PlanWrite, a.attachToSection},
		{post, section + "/redemande", access.PlanValidate, a.askSection},
		{post, section + "/remarques", access.PlanComment, a.remarkSection},
		{post, section + "/remarques/:fil", access.PlanComment, a.remarkSection},
		{post, section + "/remarques/:fil/etat", access.PlanValidate, a.resolveRemark},
		{get, section + "/versions", access.PlanRead, a.compareVersions},
		{post, section + "/versions/:version", access.PlanWrite, a.restoreVersion},

		{post, "/projets/:ref/plan/impression", access.PlanRead, a.printPlan},
		{get, "/projets/:ref/plan/complet", access.PlanRead, a.wholePlanPage},
		{get, "/projets/:ref/plan/complet.pdf", access.PlanRead, a.wholePlanPDF},

		{get, "/projets/:ref/plan/finances", access.PlanRead, a.financePage},
		{post, "/projets/:ref/plan/finances", access.FinanceEdit, a.saveFinance},
		{post, "/projets/:ref/plan/finances/calcul", access.FinanceEdit, a.tryFinance},
		{get, "/projets/:ref/plan/finances.xlsx", access.PlanRead, a.financeWorkbook},
		{post, importPath, access.FinanceEdit, a.importFinance},
	}
}
