package handlers

import "eclosion/models/access"

// participantRoutes is what the European Social Fund asks of people, and its indicators.
func (a *App) participantRoutes() []route {
	const record, set = "/projets/:ref/fse", access.SettingsManage
	return []route{
		{get, record, access.ParticipantRead, a.participantPage},
		{get, record + "/:partie", access.ParticipantRecord, a.participantForm},
		{post, record + "/:partie", access.ParticipantRecord, a.saveParticipant},
		{get, "/fse", access.ParticipantReport, a.fundPage},
		{get, "/fse/personnes", access.ParticipantReport, a.fundPeople},
		{get, "/fse/manquants", access.ParticipantReport, a.fundGaps},
		{get, "/fse/rapport.pdf", access.ParticipantReport, a.fundPDF},
		{get, "/fse/indicateurs.xlsx", access.ParticipantReport, a.fundSheet},
		{get, "/reglages/indicateurs", set, a.fundIndicators},
		{post, "/reglages/indicateurs/ordre", set, a.orderFundIndicators},
		{get, "/reglages/indicateurs/regles", set, a.fundRulesForm},
		{post, "/reglages/indicateurs/regles", set, a.saveFundRules},
		{get, "/reglages/indicateurs/:compte", set, a.fundIndicatorForm},
		{post, "/reglages/indicateurs/:compte", set, a.saveFundIndicator},
	}
}
