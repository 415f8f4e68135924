package handlers_test

var dayMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"POST /jour/plus-tard" /*                    */, "s 3 3 y y y 3 3 3 3"},
	{"POST /jour/reprendre" /*                    */, "s 3 3 y y y 3 3 3 3"},
}
