package handlers_test

var sittingMatrix = []matrixRow{}
