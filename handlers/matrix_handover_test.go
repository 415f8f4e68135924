package handlers_test

var handoverMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
