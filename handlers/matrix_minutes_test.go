package handlers_test

var minutesMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets/REF/rencontres/MEETING/compte-rendu" /*     */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/rencontres/MEETING/compte-rendu.pdf" /* */, "s y 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/rencontres/MEETING/lecture" /*         */, "s y 4 3 3 3 3 3 3 3"},
}
