package handlers

// participantRoutes is what the European Social Fund asks of people, and its indicators.
func (a *App) participantRoutes() []route {
	return []route{}
}
