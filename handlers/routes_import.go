package handlers

// importRoutes take spreadsheets of earlier years.
func (a *App) importRoutes() []route {
	return []route{}
}
