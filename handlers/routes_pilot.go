package handlers

// pilotRoutes is all journeys at a glance, and the saved views of lists.
func (a *App) pilotRoutes() []route {
	return []route{}
}
