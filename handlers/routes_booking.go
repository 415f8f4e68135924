package handlers

import "eclosion/models/access"

// bookingRoutes are the slots that coaches publish and holders book, and personal calendars.
func (a *App) bookingRoutes() []route {
	const book, manage = access.SlotBook, access.SlotManage
	const one, pattern, absence, meeting = "/rendez-vous/:id", "/agenda/creneaux/:id", "/agenda/absences/:id", "/agenda/rencontres/:id"
	return []route{
		{get, "/rendez-vous", book, a.appointments},
		{post, "/rendez-vous", book, a.bookSlot},
		{get, "/rendez-vous/nouveau", book, a.confirmSlot},
		{get, one, book, a.appointment},
		{get, one + "/agenda.ics", book, a.appointmentFile},
		{get, one + "/deplacer", book, a.confirmMove},
		{post, one + "/deplacer", book, a.moveAppointment},
		{post, one + "/annulation", book, a.cancelAppointment},

		{get, "/agenda", manage, a.ownAgenda},
		{get, "/agenda/creneaux", manage, a.slots},
		{post, "/agenda/creneaux/reglages", manage, a.saveSlotSettings},
		{get, "/agenda/creneaux/nouveau", manage, a.pattern},
		{post, "/agenda/creneaux/nouveau", manage, a.savePattern},
		{get, pattern, manage, a.pattern},
		{post, pattern, manage, a.savePattern},
		{post, pattern + "/retrait", manage, a.dropPattern},
		{post, "/agenda/supplements", manage, a.addExtra},
		{post, "/agenda/supplements/:id/retrait", manage, a.dropExtra},
		{get, "/agenda/absences", manage, a.absences},
		{post, "/agenda/absences", manage, a.addAbsence},
		{get, absence, manage, a.absence},
		{post, absence + "/retrait", manage, a.dropAbsence},
		{get, meeting, manage, a.agendaMeeting},
		{post, meeting + "/deplacement", manage, a.moveMeeting},
		{post, meeting + "/annulation", manage, a.cancelMeeting},

		{get, "/compte/agenda", access.SignedIn, a.subscription},
		{post, "/compte/agenda", access.SignedIn, a.newSubscription},
		{post, "/compte/agenda/noms", access.SignedIn, a.saveSubscription},
		{post, "/compte/agenda/fermeture", access.SignedIn, a.dropSubscription},
		{get, "/agenda/:file", access.Public, a.calendarFeed}, // the secret is the permission
	}
}
