package handlers

import "eclosion/models/access"

// formRoutes are the application's questions and conditions of entry: answering them, and setting them.
func (a *App) formRoutes() []route {
	const do = access.SettingsManage
	const form = "/reglages/programmes/:code/formulaire"
	const version = form + "/:number"
	return []route{
		{post, "/candidatures/:ref/brouillon/:partie", access.ApplicationEdit, a.keepTopic},
		{post, form, do, a.startForm},
		{get, version, do, a.formPage},
		{get, version + "/apercu", do, a.previewForm},
		{post, version + "/publier", do, a.publishForm},
		{post, version + "/abandonner", do, a.dropForm},
		{post, version + "/ordre", do, a.orderForm},
		{get, version + "/questions/nouvelle", do, a.questionForm},
		{post, version + "/questions/nouvelle", do, a.saveQuestion},
		{get, version + "/questions/:question", do, a.questionForm},
		{post, version + "/questions/:question", do, a.saveQuestion},
		{get, version + "/questions/:question/condition", do, a.conditionForm},
		{post, version + "/questions/:question/condition", do, a.saveCondition},
	}
}
