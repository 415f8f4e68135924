package handlers_test

var followMatrix = []matrixRow{}
