package handlers

import "eclosion/models/access"

// pilotRoutes is all journeys at a glance, and the saved views of lists.
func (a *App) pilotRoutes() []route {
	const read, save, move, view = access.PilotRead, access.ViewSave, "/pilotage/deplacer/:ref", "/vues/:id"
	return []route{
		{get, "/pilotage", read, a.pilotOverview},
		{get, "/pilotage/bloques", read, a.pilotBlocks},
		{get, "/pilotage/equipe", read, a.pilotTeam},
		{get, "/pilotage/recrutements", read, a.pilotPlaces},
		{get, "/pilotage/echeances", read, a.pilotEnds},
		{get, "/pilotage/liste", read, a.pilotList},
		{get, move, read, a.stepPage},
		{post, move, read, a.moveDossier},
		{get, "/vues", save, a.viewsPage},
		{post, "/vues", save, a.saveView},
		{post, view + "/nom", save, a.renameView},
		{post, view + "/defaut", save, a.preferView},
		{post, view + "/suppression", save, a.dropView},
		{post, view + "/reprise", save, a.restoreView},
	}
}
