package handlers

// publicRoutes are the pages without sign-in: programmes, conditions, information sessions; and who keeps the sessions.
func (a *App) publicRoutes() []route {
	return nil
}
