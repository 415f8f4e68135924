package handlers_test

var formMatrix = []matrixRow{}
