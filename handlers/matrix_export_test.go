package handlers_test

var exportMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
