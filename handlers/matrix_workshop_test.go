package handlers_test

var workshopMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
