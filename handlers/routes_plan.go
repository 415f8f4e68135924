package handlers

import "eclosion/models/access"

// planRoutes are the business plan: checklist, texts, figures.
func (a *App) planRoutes() []route {
	return []route{
		{get, "/projets/:ref/plan", access.PlanRead, a.planPage},
		{post, "/projets/:ref/plan/annonces", access.PlanClaim, a.claimPlan},
		{post, "/projets/:ref/plan/validations", access.PlanValidate, a.reviewPlan},
	}
}
