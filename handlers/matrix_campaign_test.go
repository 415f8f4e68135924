package handlers_test

var campaignMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /nouvelles/NEWS" /*                     */, "y y y y y y y y y y"},
	{"POST /nouvelles/NEWS" /*                    */, "y y y y y y y y y y"},
	{"GET /nouvelles/NEWS/merci" /*               */, "y y y y y y y y y y"},
	{"GET /nouvelles/autre" /*                    */, "4 4 4 4 4 4 4 4 4 4"},
	{"GET /suivi" /*                              */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /suivi/questions" /*                    */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /suivi/entreprises?chiffre=life.created", "s 3 3 3 3 3 3 y y 3"},
	{"GET /suivi/survie.pdf" /*                   */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /suivi/chiffres.xlsx" /*                */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /suivi/questions/QUESTION" /*           */, "s 3 3 y 3 4 3 y 4 3"},
	{"POST /suivi/questions/QUESTION" /*          */, "s 3 3 y 3 4 3 y 4 3"},
	{"POST /nouvelles/NEWS/arret" /*              */, "y y y y y y y y y y"},
}
