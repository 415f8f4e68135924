package handlers

// formRoutes are the application's questions and conditions of entry: answering them, and setting them.
func (a *App) formRoutes() []route {
	return nil
}
