package handlers

import "eclosion/models/access"

// selectionRoutes are criteria, scores, conflicts of interest, ranking and interviews.
func (a *App) selectionRoutes() []route {
	const manage, settings = access.CommitteeManage, access.SettingsManage
	const one, slot, grid = "/comites/:ref", "/comites/:ref/entretiens/:slot", "/reglages/programmes/:code/criteres"
	const own = "/candidatures/:ref/entretien"
	return []route{
		{post, one + "/dossiers/:projet/brouillon", access.OpinionGive, a.keepOpinion},
		{post, one + "/dossiers/:projet/conflit", access.OpinionGive, a.declareConflict},
		{get, one + "/classement", access.OpinionRead, a.ranking},
		{get, one + "/conflits", manage, a.conflicts},
		{post, one + "/conflits", manage, a.recordConflict},
		{post, one + "/conflits/levee", manage, a.liftConflict},
		{get, one + "/entretiens", access.CommitteeList, a.interviews},
		{post, one + "/entretiens", manage, a.publishSlots},
		{post, slot + "/attribution", manage, a.assignSlot},
		{post, slot + "/liberation", manage, a.freeSlot},
		{post, slot + "/retrait", manage, a.removeSlot},
		{get, own, access.InterviewBook, a.interview},
		{post, own, access.InterviewBook, a.bookInterview},
		{post, own + "/annulation", access.InterviewBook, a.cancelInterview},
		{get, own + ".ics", access.InterviewBook, a.interviewFile},
		{get, grid, settings, a.criteria},
		{post, grid + "/ordre", settings, a.orderCriteria},
		{get, grid + "/nouveau", settings, a.criterionForm},
		{post, grid + "/nouveau", settings, a.saveCriterion},
		{get, grid + "/:id", settings, a.criterionForm},
		{post, grid + "/:id", settings, a.saveCriterion},
	}
}
