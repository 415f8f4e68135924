package handlers

// selectionRoutes are criteria, scores, conflicts of interest, ranking and interviews.
func (a *App) selectionRoutes() []route {
	return nil
}
