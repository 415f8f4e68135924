package handlers

import "eclosion/models/access"

// campaignRoutes ask enterprises what became of them, and take their answers.
func (a *App) campaignRoutes() []route {
	return []route{
		{get, "/nouvelles/:token", access.Public, a.news},
		{post, "/nouvelles/:token", access.Public, a.answerNews},
		{post, "/nouvelles/:token/arret", access.Public, a.declineNews},
		{get, "/nouvelles/:token/merci", access.Public, a.newsThanks},

		{get, "/suivi", access.CampaignManage, a.campaigns},
		{get, "/suivi/questions", access.CampaignManage, a.campaignList},
		{get, "/suivi/entreprises", access.CampaignManage, a.campaignLives},
		{get, "/suivi/survie.pdf", access.CampaignManage, a.survivalPDF},
		{get, "/suivi/chiffres.xlsx", access.CampaignManage, a.campaignSheet},
		{get, "/suivi/questions/:id", access.FollowUp, a.phonePage},
		{post, "/suivi/questions/:id", access.FollowUp, a.answerByPhone},
	}
}
