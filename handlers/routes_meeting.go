package handlers

import "eclosion/models/access"

// meetingRoutes are the meetings of a dossier and their actions.
func (a *App) meetingRoutes() []route {
	return []route{
		{get, "/rencontres/nouvelle", access.MeetingLog, a.newMeeting},
		{post, "/rencontres", access.MeetingLog, a.logMeeting},
		{get, "/rencontres/personnes", access.MeetingLog, a.findPeople},
		{get, "/rencontres/brouillons", access.MeetingLog, a.drafts},
		{post, "/rencontres/brouillons/:cle", access.MeetingLog, a.keepDraft},
		{post, "/rencontres/brouillons/:cle/suppression", access.MeetingLog, a.dropDraft},
		{get, "/projets/:ref/rencontres", access.MeetingRead, a.meetings},
		{post, "/projets/:ref/rencontres", access.MeetingLog, a.logMeeting},
		{get, "/projets/:ref/rencontres/nouvelle", access.MeetingLog, a.newMeeting},
		{get, "/projets/:ref/rencontres/:id", access.MeetingRead, a.meeting},
		{post, "/projets/:ref/rencontres/:id", access.MeetingLog, a.changeMeeting},
		{get, "/projets/:ref/rencontres/:id/modifier", access.MeetingLog, a.editMeeting},
		{post, "/projets/:ref/rencontres/:id/etat", access.MeetingLog, a.settleMeeting},
		{post, "/projets/:ref/actions", access.MeetingLog, a.addAction},
		{post, "/projets/:ref/actions/:id", access.MeetingLog, a.changeAction},
		{get, "/projets/:ref/actions/:id/modifier", access.MeetingLog, a.editAction},
		{post, "/projets/:ref/actions/:id/fait", access.ActionTick, a.tickAction},
	}
}
