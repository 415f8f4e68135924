package wording

import (
	"context"
	"time"

	"eclosion/models/booking"
)

// HolidayLabel names a public holiday.
func HolidayLabel(ctx context.Context, h booking.Holiday) string {
	switch h {
	case booking.NewYear:
		return T(ctx, "Nouvel An")
	case booking.EasterMonday:
		return T(ctx, "Lundi de Pâques")
	case booking.LabourDay:
		return T(ctx, "Fête du Travail")
	case booking.Ascension:
		return T(ctx, "Ascension")
	case booking.PentecostDay:
		return T(ctx, "Lundi de Pentecôte")
	case booking.NationalDay:
		return T(ctx, "Fête nationale")
	case booking.Assumption:
		return T(ctx, "Assomption")
	case booking.AllSaints:
		return T(ctx, "Toussaint")
	case booking.Armistice:
		return T(ctx, "Armistice")
	case booking.Christmas:
		return T(ctx, "Noël")
	}
	return T(ctx, "Jour férié")
}

// Weekday names a day of the week.
func Weekday(d time.Weekday) string { return days[d] }
