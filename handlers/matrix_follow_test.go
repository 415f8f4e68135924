package handlers_test

var followMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /compte/donnees" /*                     */, "s y y 3 3 3 3 3 3 3"},
	{"GET /compte/donnees/archive.zip" /*         */, "s y y 3 3 3 3 3 3 3"},
	{"POST /compte/donnees/effacement/retrait" /* */, "s y y 3 3 3 3 3 3 3"},
	{"POST /compte/donnees/effacement" /*         */, "s y y 3 3 3 3 3 3 3"},

	{"GET /candidatures/FILE/messages" /*         */, "s y 4 y y 4 3 y 4 3"},
	{"POST /candidatures/FILE/messages" /*        */, "s y 4 3 3 4 3 y 4 3"},
	{"POST /candidatures/FILE/messages/x/retrait", "s 4 4 3 3 4 3 4 4 3"},
	{"GET /candidatures/DRAFT/messages" /*        */, "s y 4 4 4 4 3 4 4 3"},
	{"GET /projets/REF/messages" /*               */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/messages" /*              */, "s y 4 y 3 4 3 y 4 3"},
	{"POST /projets/REF/messages/x/retrait" /*    */, "s 4 4 4 3 4 3 4 4 3"},

	{"GET /effacements" /*                        */, "s 3 3 3 3 3 3 y y y"},
	{"GET /effacements/ask-1" /*                  */, "s 3 3 3 3 3 3 y 4 y"},
	{"POST /effacements/ask-1" /*                 */, "s 3 3 3 3 3 3 y 4 y"},
}
