package handlers_test

var documentMatrix = []matrixRow{}
