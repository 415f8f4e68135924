package handlers

import "eclosion/models/access"

// publicRoutes are the pages without sign-in: programmes, conditions, information sessions; and who keeps the sessions.
func (a *App) publicRoutes() []route {
	const keep, one = access.InfoSessionManage, "/seances/gerer/:id"
	return []route{
		{get, "/robots.txt", access.Public, a.robots},
		{get, "/programmes", access.Public, a.programmes},
		{get, "/programmes/:code", access.Public, a.openProgramme},
		{get, "/conditions", access.Public, a.conditions},
		{get, "/programmes/:code/conditions", access.Public, a.selfCheckPage},
		{post, "/programmes/:code/conditions", access.Public, a.selfCheck},
		{get, "/seances", access.Public, a.sessions},
		{get, "/seances/:id", access.Public, a.session},
		{post, "/seances/:id", access.Public, a.registerGuest},
		{get, "/seances/:id/merci", access.Public, a.sessionThanks},
		{get, "/seances/:id/agenda.ics", access.Public, a.sessionCalendar},
		{get, "/inscriptions/:token", access.Public, a.registration},
		{get, "/inscriptions/:token/agenda.ics", access.Public, a.registrationCalendar},
		{post, "/inscriptions/:token/annulation", access.Public, a.leaveSession},

		{get, "/seances/gerer", keep, a.keptSessions},
		{post, "/seances/gerer", keep, a.createSession},
		{get, "/seances/gerer/nouvelle", keep, a.newSession},
		{get, one, keep, a.keptSession},
		{get, one + "/modifier", keep, a.editSession},
		{post, one + "/modifier", keep, a.changeSession},
		{post, one + "/annulation", keep, a.cancelSession},
		{post, one + "/presences", keep, a.tickAttendance},
		{get, one + "/presences.pdf", keep, a.attendancePDF},
		{get, one + "/inscriptions.csv", keep, a.guestsCSV},
		{post, one + "/inscriptions/:n/annulation", keep, a.withdrawGuest},
	}
}
