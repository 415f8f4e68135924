package handlers

// handoverRoutes move dossiers to another coach, for good or between two dates.
func (a *App) handoverRoutes() []route {
	return []route{}
}
