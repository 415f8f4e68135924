package handlers

// workshopRoutes are group work: workshops, enrolments, attendance.
func (a *App) workshopRoutes() []route {
	return []route{}
}
