package handlers

import "eclosion/models/access"

// importsPath takes files of its own size.
const importsPath = "/reglages/imports"

// importRoutes take spreadsheets of earlier years.
func (a *App) importRoutes() []route {
	const do, one = access.ImportRun, importsPath + "/:id"
	return []route{
		{get, importsPath, do, a.importList},
		{post, importsPath, do, a.receiveImport},
		{get, one, do, a.importPage},
		{get, one + "/colonnes", do, a.importColumns},
		{post, one + "/colonnes", do, a.chooseColumns},
		{get, one + "/lignes", do, a.importRows},
		{get, one + "/doublons", do, a.importDoubts},
		{post, one + "/doublons", do, a.decideDoubts},
		{post, one + "/reprise", do, a.applyImport},
		{post, one + "/abandon", do, a.abandonImport},
		{get, one + "/refus.csv", do, a.importRefused},
	}
}
