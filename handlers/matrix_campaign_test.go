package handlers_test

var campaignMatrix = []matrixRow{
	//                                                A O S C K X J M E D
}
