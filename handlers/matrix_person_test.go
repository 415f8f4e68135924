package handlers_test

var personMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
