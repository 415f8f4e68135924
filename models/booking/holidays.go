package booking

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/be"

	"eclosion/models"
)

// Holiday names a public holiday.
type Holiday string

// The ten legal holidays of Belgium. The days of the Regions and Communities (27 September, 15 November) are no legal
// holidays: who rests on them says so as an absence.
const (
	NewYear      Holiday = "new_year"
	EasterMonday Holiday = "easter_monday"
	LabourDay    Holiday = "labour_day"
	Ascension    Holiday = "ascension"
	PentecostDay Holiday = "pentecost_monday"
	NationalDay  Holiday = "national_day"
	Assumption   Holiday = "assumption"
	AllSaints    Holiday = "all_saints"
	Armistice    Holiday = "armistice"
	Christmas    Holiday = "christmas"
	OtherRest    Holiday = "other" // of a newer list than ours
)

// Holidays lists the legal holidays in the order of the year.
func Holidays() []Holiday {
	return []Holiday{NewYear, EasterMonday, LabourDay, Ascension, PentecostDay, NationalDay, Assumption, AllSaints, Armistice, Christmas}
}

// HolidayOn tells whether a day is a public holiday, and which.
func HolidayOn(d models.Date) (h Holiday, found bool) {
	for _, rest := range be.Holidays {
		on, _ := rest.Calc(d.Year())
		if on.Month() == d.Month() && on.Day() == d.Day() {
			return holidayName(rest), true
		}
	}
	return "", false
}

func holidayName(h *cal.Holiday) Holiday {
	switch h {
	case be.Nieuwjaar:
		return NewYear
	case be.Paasmaandag:
		return EasterMonday
	case be.DagVanDeArbeid:
		return LabourDay
	case be.OnzeLieveHeerHemelvaart:
		return Ascension
	case be.Pinkstermaandag:
		return PentecostDay
	case be.NationaleFeestdag:
		return NationalDay
	case be.OnzeLieveVrouwHemelvaart:
		return Assumption
	case be.Allerheiligen:
		return AllSaints
	case be.Wapenstilstand:
		return Armistice
	case be.Kerstmis:
		return Christmas
	}
	return OtherRest
}
