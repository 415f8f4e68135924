package handlers_test

var progressMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets/REF/progression/nouveau" /*                 */, "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/progression/rapports" /*               */, "s 3 3 y 3 4 3 3 3 3"},
	{"GET /projets/REF/progression/rapports/REPORT" /*         */, "s y 4 y y 4 3 y 4 3"},
	{"GET /projets/REF/progression/rapports/REPORT/projet.pdf", "s 4 4 y y 4 3 y 4 3"},
	{"POST /projets/REF/progression/rapports/REPORT" /*        */, "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/progression/rapports/REPORT/brouillon", "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/progression/rapports/REPORT/abandon" /**/, "s 3 3 y 3 4 3 3 3 3"},
	{"POST /projets/REF/progression/rapports/REPORT/paragraphe", "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/progression/rapports/REPORT/paragraphe/brouillon", "s y 4 3 3 3 3 3 3 3"},
	{"POST /projets/REF/progression/rapports/REPORT/approbation", "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/progression/rapports/REPORT/retour" /* */, "s 3 3 3 3 3 3 y 4 3"},
}
