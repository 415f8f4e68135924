package handlers_test

var sittingMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /comites/COMMITTEE/ordre-du-jour" /*    */, "s 3 3 3 3 3 y y 4 3"},
	{"GET /comites/COMMITTEE/ordre-du-jour.pdf" /**/, "s 3 3 3 3 3 y y 4 3"},
	{"POST /comites/COMMITTEE/ordre-du-jour" /*   */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/ordre-du-jour/ordre", "s 3 3 3 3 3 3 y 4 3"},
	{"GET /comites/COMMITTEE/dossier-complet" /*  */, "s 3 3 3 3 3 y y 4 3"},
	{"GET /comites/COMMITTEE/dossier-complet.pdf", "s 3 3 3 3 3 y y 4 3"},
	{"GET /comites/COMMITTEE/seance" /*           */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/seance/presences" /**/, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/seance/FILE" /*     */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /comites/COMMITTEE/proces-verbal" /*    */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /comites/COMMITTEE/proces-verbal.pdf" /**/, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/proces-verbal" /*   */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/lettres" /*         */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /candidatures/FILE/lettre" /*          */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /cohortes/COHORT/liste-d-attente" /*    */, "s 3 3 3 3 3 3 y 4 3"},
}
