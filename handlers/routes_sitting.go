package handlers

// sittingRoutes are the committee's day and its papers: agenda, pack, decisions, minutes, letters.
func (a *App) sittingRoutes() []route {
	return nil
}
