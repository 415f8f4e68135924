package handlers_test

var participantMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /projets/REF/fse" /*                    */, "s y 4 y 3 4 3 y 4 3"},
	{"GET /projets/REF/fse/entree" /*             */, "s y 4 y 3 4 3 y 4 3"},
	{"POST /projets/REF/fse/entree" /*            */, "s y 4 y 3 4 3 y 4 3"},
	{"POST /projets/REF/fse/sortie" /*            */, "s y 4 y 3 4 3 y 4 3"},
	{"GET /projets/REF/fse/ailleurs" /*           */, "s 4 4 4 3 4 3 4 4 3"},
	{"GET /fse" /*                                */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /fse/personnes?code=EECO01&colonne=total", "s 3 3 3 3 3 3 y y 3"},
	{"GET /fse/manquants" /*                      */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /fse/rapport.pdf" /*                    */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /fse/indicateurs.xlsx" /*               */, "s 3 3 3 3 3 3 y y 3"},
}
