package handlers

// progressRoutes are progress reports, from the coach's draft to the issued paper.
func (a *App) progressRoutes() []route {
	return []route{}
}
