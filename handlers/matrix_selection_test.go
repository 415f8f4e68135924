package handlers_test

var selectionMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"POST /comites/COMMITTEE/dossiers/FILE/brouillon", "s 3 3 3 3 3 y 3 3 3"},
	{"GET /comites/COMMITTEE/classement" /*       */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /comites/COMMITTEE/conflits" /*         */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/conflits" /*        */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/conflits/levee" /*  */, "s 3 3 3 3 3 3 4 4 3"}, // names no file
	{"GET /comites/COMMITTEE/entretiens" /*       */, "s 3 3 3 3 3 y y 4 3"},
	{"POST /comites/COMMITTEE/entretiens" /*      */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/entretiens/s1/attribution", "s 3 3 3 3 3 3 y 4 3"},
	{"POST /comites/COMMITTEE/entretiens/s1/liberation", "s 3 3 3 3 3 3 y 4 3"},
	{"GET /candidatures/FILE/entretien" /*        */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /candidatures/FILE/entretien" /*       */, "s y 4 3 3 3 3 3 3 3"},
	{"POST /candidatures/FILE/entretien/annulation", "s y 4 3 3 3 3 3 3 3"},
	{"POST /comites/COMMITTEE/entretiens/s1/retrait", "s 3 3 3 3 3 3 y 4 3"},
}
