package handlers_test

var reportMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /annees" /*                             */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /annees/2026" /*                        */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /annees/2026/rapport.pdf" /*            */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /annees/2026/rapport.xlsx" /*           */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /annees/2026/commentaire" /*            */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /rapports/activite?du=2026-01-01&au=2026-06-30" /* */, "s 3 3 3 3 3 3 y y 3"},
}
