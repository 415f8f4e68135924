package handlers

import "eclosion/models/access"

// handoverRoutes move dossiers to another coach, for good or between two dates.
func (a *App) handoverRoutes() []route {
	return []route{
		{get, "/passation", access.DossierHandover, a.handoverDesk},
		{get, "/passation/:compte", access.DossierHandover, a.transferPage(false)},
		{post, "/passation/:compte", access.DossierHandover, a.handOver},
		{get, "/passation/:compte/remplacement", access.DossierHandover, a.transferPage(true)},
		{post, "/passation/:compte/remplacement", access.DossierHandover, a.arrangeCover},
		{get, "/passation/remplacements/:id", access.DossierHandover, a.cover},
		{post, "/passation/remplacements/:id", access.DossierHandover, a.changeCover},
		{get, "/projets/:ref/dossier", access.DossierExport, a.dossierPage},
		{get, "/projets/:ref/dossier.pdf", access.DossierExport, a.dossierPDF},
		{get, "/projets/:ref/dossier.zip", access.DossierExport, a.dossierZIP},
	}
}
