package handlers

// mailRoutes are registration and sign-in by e-mail, mail preferences, and what could not be sent.
func (a *App) mailRoutes() []route {
	return nil
}
