package handlers

// personRoutes merge two records of one person, and correct past facts.
func (a *App) personRoutes() []route {
	return []route{}
}
