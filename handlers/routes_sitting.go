package handlers

import "eclosion/models/access"

// sittingRoutes are the committee's day and its papers: agenda, pack, decisions, minutes, letters.
func (a *App) sittingRoutes() []route {
	const texts = "/reglages/programmes/:code/lettres"
	const one = "/comites/:ref"
	return []route{
		{get, one + "/ordre-du-jour", access.CommitteeList, a.agenda},
		{post, one + "/ordre-du-jour", access.CommitteeManage, a.planSitting},
		{post, one + "/ordre-du-jour/ordre", access.CommitteeManage, a.orderAgenda},
		{get, one + "/ordre-du-jour.pdf", access.CommitteeList, a.sittingPDF(agendaPaper, "ordre-du-jour")},
		{get, one + "/dossier-complet", access.CommitteeList, a.packPage},
		{get, one + "/dossier-complet.pdf", access.CommitteeList, a.sittingPDF(packPaper, "dossier-complet")},
		{get, one + "/proces-verbal", access.CommitteeManage, a.minutesPage},
		{get, one + "/proces-verbal.pdf", access.CommitteeManage, a.sittingPDF(minutesPaper, "proces-verbal")},
		{post, one + "/proces-verbal", access.CommitteeManage, a.issueMinutes},
		{get, "/cohortes/:ref/liste-d-attente", access.ApplicationDecide, a.waitingList},
		{get, one + "/seance", access.CommitteeManage, a.day},
		{post, one + "/seance/presences", access.CommitteeManage, a.takeAttendance},
		{post, one + "/seance/:projet", access.CommitteeManage, a.enterDecision},
		{post, one + "/lettres", access.CommitteeManage, a.issueLetters},
		{post, "/candidatures/:ref/lettre", access.ApplicationDecide, a.issueLetter},
		{get, "/candidatures/:ref/lettres/:number", access.PaperRead, a.letterPage},
		{get, texts, access.SettingsManage, a.letterTexts},
		{get, texts + "/:issue", access.SettingsManage, a.letterText},
		{post, texts + "/:issue", access.SettingsManage, a.saveText},
	}
}
