package handlers_test

// The matrix' holder has a meeting that was held: what is planned is tried in booking_test.go.
var bookingMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /rendez-vous" /*                        */, "s y y 3 3 3 3 3 3 3"},
	{"POST /rendez-vous" /*                       */, "s 4 4 3 3 3 3 3 3 3"}, // names no dossier
	{"GET /rendez-vous/nouveau?dossier=REF" /*    */, "s y 4 3 3 3 3 3 3 3"},
	{"GET /rendez-vous/MEETING" /*                */, "s y 4 3 3 3 3 3 3 3"}, // leads to what became of it
	{"GET /rendez-vous/MEETING/agenda.ics" /*     */, "s 4 4 3 3 3 3 3 3 3"},
	{"GET /rendez-vous/MEETING/deplacer" /*       */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /rendez-vous/MEETING/deplacer" /*      */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /rendez-vous/MEETING/annulation" /*    */, "s y 4 3 3 3 3 3 3 3"},

	{"GET /agenda" /*                             */, "s 3 3 y y y 3 3 3 3"},
	{"GET /agenda/creneaux" /*                    */, "s 3 3 y y y 3 3 3 3"},
	{"POST /agenda/creneaux/reglages" /*          */, "s 3 3 y y y 3 3 3 3"},
	{"GET /agenda/creneaux/nouveau" /*            */, "s 3 3 y y y 3 3 3 3"},
	{"POST /agenda/creneaux/nouveau" /*           */, "s 3 3 y y y 3 3 3 3"},
	{"GET /agenda/creneaux/p1" /*                 */, "s 3 3 4 4 4 3 3 3 3"}, // nobody's
	{"POST /agenda/creneaux/p1" /*                */, "s 3 3 4 4 4 3 3 3 3"},
	{"POST /agenda/creneaux/p1/retrait" /*        */, "s 3 3 4 4 4 3 3 3 3"},
	{"POST /agenda/supplements" /*                */, "s 3 3 y y y 3 3 3 3"},
	{"POST /agenda/supplements/p1/retrait" /*     */, "s 3 3 4 4 4 3 3 3 3"},
	{"GET /agenda/absences" /*                    */, "s 3 3 y y y 3 3 3 3"},
	{"POST /agenda/absences" /*                   */, "s 3 3 y y y 3 3 3 3"},
	{"GET /agenda/absences/p1" /*                 */, "s 3 3 4 4 4 3 3 3 3"},
	{"POST /agenda/absences/p1/retrait" /*        */, "s 3 3 4 4 4 3 3 3 3"},
	{"GET /agenda/rencontres/MEETING" /*          */, "s 3 3 4 4 4 3 3 3 3"}, // held: nothing to change
	{"POST /agenda/rencontres/MEETING/deplacement", "s 3 3 4 4 4 3 3 3 3"},
	{"POST /agenda/rencontres/MEETING/annulation", "s 3 3 4 4 4 3 3 3 3"},

	{"GET /compte/agenda" /*                      */, "s y y y y y y y y y"},
	{"POST /compte/agenda" /*                     */, "s y y y y y y y y y"},
	{"POST /compte/agenda/noms" /*                */, "s y y y y y y y y y"},
	{"POST /compte/agenda/fermeture" /*           */, "s y y y y y y y y y"},
	{"GET /agenda/rien.ics" /*                    */, "4 4 4 4 4 4 4 4 4 4"},
}
