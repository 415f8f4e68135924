package handlers_test

var searchMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
