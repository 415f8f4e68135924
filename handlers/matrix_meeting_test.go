package handlers_test

var meetingMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /rencontres/nouvelle" /*                */, "s 3 3 y y y 3 3 3 3"},
	{"GET /rencontres/nouvelle?projet=REF" /*     */, "s 3 3 y y y 3 3 3 3"},
	{"POST /rencontres" /*                        */, "s 3 3 y y y 3 3 3 3"},
	{"GET /rencontres/personnes?q=a" /*           */, "s 3 3 y y y 3 3 3 3"},
	{"GET /rencontres/brouillons" /*              */, "s 3 3 y y y 3 3 3 3"},
	{"POST /rencontres/brouillons/k1" /*          */, "s 3 3 y y y 3 3 3 3"},
	{"POST /rencontres/brouillons/k1/suppression", "s 3 3 y y y 3 3 3 3"},
	{"POST /rencontres/brouillons/k2/suppression", "s 3 3 4 4 4 3 3 3 3"},
	{"POST /projets/REF/rencontres/MEETING/etat" /**/, "s 3 3 y 3 4 3 3 3 3"},
}
