package handlers

// minutesRoutes are the minutes of a meeting as a paper, and what its holder answers.
func (a *App) minutesRoutes() []route {
	return []route{}
}
