package handlers_test

var dayMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
