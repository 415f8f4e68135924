package handlers

import "eclosion/models/access"

// workshopRoutes are group work: workshops, enrolments, attendance. The list and a workshop are one address for holders and
// staff, who see different pages there.
func (a *App) workshopRoutes() []route {
	const read, keep, enrol = access.WorkshopRead, access.WorkshopManage, access.WorkshopEnrol
	const one, session = "/ateliers/:id", "/ateliers/:id/seances/:seance"
	return []route{
		{get, "/ateliers", read, a.workshops},
		{post, "/ateliers", keep, a.createWorkshop},
		{get, "/ateliers/nouveau", keep, a.newWorkshop},
		{get, one, read, a.workshop},
		{get, one + "/agenda.ics", read, a.workshopCalendar},
		{post, one + "/inscription", enrol, a.enrolOnWorkshop},
		{post, one + "/desistement", enrol, a.leaveWorkshop},
		{get, one + "/modifier", keep, a.editWorkshop},
		{post, one + "/modifier", keep, a.changeWorkshop},
		{post, one + "/annulation", keep, a.cancelWorkshop},
		{post, one + "/inscriptions", keep, a.enrolForWorkshop},
		{post, one + "/inscriptions/:ref/retrait", keep, a.withdrawFromWorkshop},
		{get, one + "/seances/nouvelle", keep, a.newWorkshopSession},
		{post, one + "/seances", keep, a.addWorkshopSession},
		{get, session, keep, a.workshopAttendance},
		{get, session + "/modifier", keep, a.editWorkshopSession},
		{post, session + "/modifier", keep, a.changeWorkshopSession},
		{post, session + "/annulation", keep, a.cancelWorkshopSession},
		{post, session + "/presences", keep, a.markAttendance},
		{post, session + "/cloture", keep, a.closeAttendance},
		{get, session + "/feuille", keep, a.workshopSheet},
		{get, session + "/presences.pdf", keep, a.workshopSheetPDF},
	}
}
