package handlers

import "eclosion/models/access"

// progressRoutes are progress reports, from the coach's draft to the issued paper.
func (a *App) progressRoutes() []route {
	const all, one, settings = "/projets/:ref/progression", "/projets/:ref/progression/rapports/:id", "/reglages/programmes/:code/rapports"
	return []route{
		{get, all + "/nouveau", access.ProgressWrite, a.newReport},
		{post, all + "/rapports", access.ProgressWrite, a.startReport},
		{get, one, access.PaperRead, a.progressReport},
		{get, one + "/projet.pdf", access.PaperRead, a.reportDraftPDF},
		{post, one, access.ProgressWrite, a.saveReport},
		{post, one + "/brouillon", access.ProgressWrite, a.keepReport},
		{post, one + "/abandon", access.ProgressWrite, a.dropReport},
		{post, one + "/paragraphe", access.ProgressTell, a.tellReport},
		{post, one + "/paragraphe/brouillon", access.ProgressTell, a.keepParagraph},
		{post, one + "/approbation", access.ProgressDecide, a.approveReport},
		{post, one + "/retour", access.ProgressDecide, a.returnReport},
		{get, settings, access.SettingsManage, a.reportSettings},
		{post, settings, access.SettingsManage, a.saveCadence},
		{post, settings + "/ordre", access.SettingsManage, a.orderIndicators},
		{get, settings + "/nouveau", access.SettingsManage, a.indicatorForm},
		{post, settings + "/nouveau", access.SettingsManage, a.saveIndicator},
		{get, settings + "/:id", access.SettingsManage, a.indicatorForm},
		{post, settings + "/:id", access.SettingsManage, a.saveIndicator},
	}
}
