package handlers_test

var pilotMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /pilotage" /*                           */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/bloques" /*                   */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/equipe" /*                    */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/recrutements" /*              */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/echeances" /*                 */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/liste?chiffre=blocked" /*     */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /pilotage/deplacer/REF" /*              */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /pilotage/deplacer/REF" /*             */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /vues" /*                               */, "s 3 3 y y y 3 y y 3"},
}
