package handlers_test

var minutesMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
