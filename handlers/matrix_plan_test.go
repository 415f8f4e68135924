package handlers_test

var planMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
