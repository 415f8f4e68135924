package handlers_test

var noticeMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
