package handlers_test

var mailMatrix = []matrixRow{}
