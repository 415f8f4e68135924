package handlers

// documentRoutes are the pieces of a dossier and the categories that a programme asks for.
func (a *App) documentRoutes() []route {
	return nil
}
