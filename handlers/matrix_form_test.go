package handlers_test

var formMatrix = []matrixRow{
	//                                                A O S C K X J M E D
	{"POST /candidatures/FILE/brouillon/projet" /**/, "s y 4 3 3 3 3 3 3 3"},
}
