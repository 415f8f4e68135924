package handlers

// dayRoutes are what one does with the lines of one's day.
func (a *App) dayRoutes() []route {
	return []route{}
}
