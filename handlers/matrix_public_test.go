package handlers_test

var publicMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /robots.txt" /*                         */, "y y y y y y y y y y"},
	{"GET /programmes" /*                         */, "y y y y y y y y y y"},
	{"GET /programmes/JI" /*                      */, "y y y y y y y y y y"},
	{"GET /conditions" /*                         */, "y y y y y y y y y y"},
	{"GET /programmes/JI/conditions" /*           */, "y y y y y y y y y y"},
	{"POST /programmes/JI/conditions" /*          */, "y y y y y y y y y y"},
	{"GET /seances" /*                            */, "y y y y y y y y y y"},
	{"GET /seances/SESSION" /*                    */, "y y y y y y y y y y"},
	{"POST /seances/SESSION" /*                   */, "y y y y y y y y y y"},
	{"GET /seances/SESSION/merci" /*              */, "y y y y y y y y y y"},
	{"GET /seances/SESSION/agenda.ics" /*         */, "y y y y y y y y y y"},
	{"GET /inscriptions/TOKEN" /*                 */, "y y y y y y y y y y"},
	{"GET /inscriptions/TOKEN/agenda.ics" /*      */, "y y y y y y y y y y"},
	{"GET /inscriptions/autre" /*                 */, "4 4 4 4 4 4 4 4 4 4"},

	{"GET /seances/gerer" /*                      */, "s 3 3 y y y 3 y y 3"},
	{"POST /seances/gerer" /*                     */, "s 3 3 y y y 3 y y 3"},
	{"GET /seances/gerer/nouvelle" /*             */, "s 3 3 y y y 3 y y 3"},
	{"GET /seances/gerer/SESSION" /*              */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /seances/gerer/SESSION/modifier" /*     */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /seances/gerer/SESSION/modifier" /*    */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /seances/gerer/SESSION/annulation" /*  */, "s 3 3 y y 4 3 y 4 3"},
	{"POST /seances/gerer/SESSION/presences" /*   */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /seances/gerer/SESSION/presences.pdf" /**/, "s 3 3 y y 4 3 y 4 3"},
	{"GET /seances/gerer/SESSION/inscriptions.csv", "s 3 3 y y 4 3 y 4 3"},
	{"POST /seances/gerer/SESSION/inscriptions/900/annulation", "s 3 3 y y 4 3 y 4 3"},
	{"POST /inscriptions/TOKEN/annulation" /*     */, "y y y y y y y y y y"},
}
