package handlers

import "eclosion/models/access"

// minutesRoutes are the minutes of a meeting as a paper, and what its holder answers.
func (a *App) minutesRoutes() []route {
	const one = "/projets/:ref/rencontres/:id"
	return []route{
		{get, one + "/compte-rendu", access.MeetingRead, a.minutesView},
		{get, one + "/compte-rendu.pdf", access.MeetingRead, a.minutesPDF},
		{post, one + "/lecture", access.MinutesSign, a.readMinutes},
	}
}
