package handlers_test

var searchMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"GET /recherche?q=zoe" /*                    */, "s y y y y y y y y 3"},
	{"GET /recherche/suggestions?q=zoe" /*        */, "s y y y y y y y y 3"},
}
