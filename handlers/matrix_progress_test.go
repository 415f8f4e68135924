package handlers_test

var progressMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
