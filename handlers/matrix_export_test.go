package handlers_test

var exportMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets.csv" /*                        */, "s 3 3 y y y 3 y y 3"},
	{"GET /projets.xlsx" /*                       */, "s 3 3 y y y 3 y y 3"},
	{"GET /candidatures.csv" /*                   */, "s 3 3 y y y 3 y y 3"},
	{"GET /candidatures.xlsx" /*                  */, "s 3 3 y y y 3 y y 3"},
	{"GET /cohortes.csv" /*                       */, "s 3 3 y y y 3 y y 3"},
	{"GET /cohortes.xlsx" /*                      */, "s 3 3 y y y 3 y y 3"},
	{"GET /cohortes/COHORT/personnes.csv?chiffre=accepted" /*  */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /cohortes/COHORT/personnes.xlsx?chiffre=accepted" /* */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /annees/2026/personnes.csv?chiffre=entered" /*       */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /annees/2026/personnes.xlsx?chiffre=entered" /*      */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /projets/REF/rencontres.csv" /*         */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /projets/REF/rencontres.xlsx" /*        */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /projets/REF/actions.csv" /*            */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /projets/REF/actions.xlsx" /*           */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /projets/REF/bourse.csv" /*             */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /projets/REF/bourse.xlsx" /*            */, "s 3 3 y y 4 3 y 4 3"},
	{"GET /comptes.csv" /*                        */, "s 3 3 3 3 3 3 3 3 y"},
	{"GET /comptes.xlsx" /*                       */, "s 3 3 3 3 3 3 3 3 y"},
	{"GET /donnees" /*                            */, "s 3 3 3 3 3 3 y y 3"},
	{"POST /donnees" /*                           */, "s 3 3 3 3 3 3 y y 3"},
}
