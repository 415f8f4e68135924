package handlers_test

var pilotMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
