package handlers

// bookingRoutes are the slots that coaches publish and holders book, and personal calendars.
func (a *App) bookingRoutes() []route {
	return []route{}
}
