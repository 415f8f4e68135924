package handlers_test

var importMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
