package handlers

// campaignRoutes ask enterprises what became of them, and take their answers.
func (a *App) campaignRoutes() []route {
	return []route{}
}
