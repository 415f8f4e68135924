package handlers

// exportRoutes give lists, dossiers and the whole couveuse as files.
func (a *App) exportRoutes() []route {
	return a.sheetRoutes(a.sheetLists())
}
