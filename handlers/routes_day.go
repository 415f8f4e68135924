package handlers

import "eclosion/models/access"

// dayRoutes are what one does with the lines of one's day.
func (a *App) dayRoutes() []route {
	return []route{
		{post, "/jour/plus-tard", access.DayManage, a.snoozeLine},
		{post, "/jour/reprendre", access.DayManage, a.wakeLine},
	}
}
