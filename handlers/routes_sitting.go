package handlers

import "eclosion/models/access"

// sittingRoutes are the committee's day and its papers: agenda, pack, decisions, minutes, letters.
func (a *App) sittingRoutes() []route {
	const texts = "/reglages/programmes/:code/lettres"
	return []route{
		{post, "/comites/:ref/lettres", access.CommitteeManage, a.issueLetters},
		{post, "/candidatures/:ref/lettre", access.ApplicationDecide, a.issueLetter},
		{get, "/candidatures/:ref/lettres/:number", access.PaperRead, a.letterPage},
		{get, texts, access.SettingsManage, a.letterTexts},
		{get, texts + "/:issue", access.SettingsManage, a.letterText},
		{post, texts + "/:issue", access.SettingsManage, a.saveText},
	}
}
