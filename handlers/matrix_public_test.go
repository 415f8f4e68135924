package handlers_test

var publicMatrix = []matrixRow{}
