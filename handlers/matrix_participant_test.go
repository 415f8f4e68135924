package handlers_test

var participantMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
