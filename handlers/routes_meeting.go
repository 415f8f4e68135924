package handlers

import "eclosion/models/access"

// meetingRoutes are the meetings of a dossier and their actions.
func (a *App) meetingRoutes() []route {
	return []route{
		{get, "/projets/:ref/rencontres", access.MeetingRead, a.meetings},
		{post, "/projets/:ref/rencontres", access.MeetingLog, a.logMeeting},
		{get, "/projets/:ref/rencontres/nouvelle", access.MeetingLog, a.newMeeting},
		{get, "/projets/:ref/rencontres/:id", access.MeetingRead, a.meeting},
		{post, "/projets/:ref/rencontres/:id", access.MeetingLog, a.changeMeeting},
		{get, "/projets/:ref/rencontres/:id/modifier", access.MeetingLog, a.editMeeting},
		{post, "/projets/:ref/actions", access.MeetingLog, a.addAction},
		{post, "/projets/:ref/actions/:id", access.MeetingLog, a.changeAction},
		{get, "/projets/:ref/actions/:id/modifier", access.MeetingLog, a.editAction},
		{post, "/projets/:ref/actions/:id/fait", access.ActionTick, a.tickAction},
	}
}
