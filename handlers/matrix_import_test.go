package handlers_test

var importMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /reglages/imports" /*                   */, "s 3 3 3 3 3 3 3 3 y"},
	{"POST /reglages/imports" /*                  */, "s 3 3 3 3 3 3 3 3 y"},
	{"GET /reglages/imports/7" /*                 */, "s 3 3 3 3 3 3 3 3 4"},
	{"GET /reglages/imports/7/colonnes" /*        */, "s 3 3 3 3 3 3 3 3 4"},
	{"POST /reglages/imports/7/colonnes" /*       */, "s 3 3 3 3 3 3 3 3 4"},
	{"GET /reglages/imports/7/lignes" /*          */, "s 3 3 3 3 3 3 3 3 4"},
	{"GET /reglages/imports/7/doublons" /*        */, "s 3 3 3 3 3 3 3 3 4"},
	{"POST /reglages/imports/7/doublons" /*       */, "s 3 3 3 3 3 3 3 3 4"},
	{"POST /reglages/imports/7/reprise" /*        */, "s 3 3 3 3 3 3 3 3 4"},
	{"POST /reglages/imports/7/abandon" /*        */, "s 3 3 3 3 3 3 3 3 4"},
	{"GET /reglages/imports/7/refus.csv" /*       */, "s 3 3 3 3 3 3 3 3 4"},
}
