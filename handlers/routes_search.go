package handlers

// searchRoutes are the search across everything one may read, and the palette.
func (a *App) searchRoutes() []route {
	return []route{}
}
