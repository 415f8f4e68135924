package handlers_test

var meetingMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
