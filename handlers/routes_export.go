package handlers

import "eclosion/models/access"

// exportRoutes give lists, dossiers and the whole couveuse as files.
func (a *App) exportRoutes() []route {
	return append(a.sheetRoutes(a.sheetLists()),
		route{get, "/donnees", access.HouseExport, a.housePage},
		route{post, "/donnees", access.HouseExport, a.sendHouse},
	)
}
