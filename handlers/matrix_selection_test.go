package handlers_test

var selectionMatrix = []matrixRow{}
