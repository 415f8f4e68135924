// Package models holds what every room of the trade shares: dates and calendar
// months, periods, cents, identifiers of the field, and the kinds of problem a
// verb can answer with.
//
// It imports nothing of ours, does no input or output and never asks the time:
// a caller hands in the clock's date.
package models
