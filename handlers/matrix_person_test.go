package handlers_test

var personMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /personnes/doublons" /*                 */, "s 3 3 3 3 3 3 y y 3"},
	{"GET /projets/REF/fusion?avec=FILE" /*       */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/fusion" /*                */, "s 3 3 3 3 3 3 4 4 3"},
	{"GET /projets/REF/corrections" /*            */, "s 3 3 3 3 3 3 y 4 3"},
	{"POST /projets/REF/corrections" /*           */, "s 3 3 3 3 3 3 y 4 3"},
	{"GET /personnes/fusions/MERGE" /*            */, "s 3 3 3 3 3 3 4 4 3"},
	{"POST /personnes/fusions/MERGE/annulation" /**/, "s 3 3 3 3 3 3 4 4 3"},
}
