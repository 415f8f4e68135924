package handlers_test

var bookingMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
