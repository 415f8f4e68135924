package intake

import (
	"net/mail"
	"strconv"

	"eclosion/models"
	"eclosion/models/programme"
)

// Ages at which people enter: outside, somebody probably mistyped.
const (
	ageLow  = 18
	ageHigh = 70
)

// warnings says what of a row breaks a rule of today. It happened all the same,
// so it is taken as it is.
func (r record) warnings(terms programme.Terms, ref reference) []*models.Problem {
	var list []*models.Problem
	warn := func(p *models.Problem) { list = append(list, p) }
	if !ref.offered[[2]int64{r.programme.ID, r.site.ID}] {
		warn(models.Refuse("import.warn_not_offered", models.Facts{"name": r.programme.Name, "value": r.site.Name}))
	}
	if r.birthOn == "" {
		warn(models.Refuse("import.warn_no_birth", nil))
	} else if age := ageOn(r.birthOn, r.enteredOn); age < ageLow || age > ageHigh {
		warn(models.Refuse("import.warn_age", models.Facts{"number": age}))
	}
	if !knownPostcode(r.postcode) {
		warn(models.Refuse("import.warn_postcode", about(colPostcode, r.postcode)))
	}
	if a, err := mail.ParseAddress(r.email); r.email != "" && (err != nil || a.Address != r.email) {
		warn(models.Refuse("import.warn_email", about(colEmail, r.email)))
	}
	if r.created && r.number == "" {
		warn(models.Refuse("import.warn_no_number", nil))
	}
	if r.created && r.createdOn < r.enteredOn {
		warn(models.Refuse("import.warn_created_before", models.Facts{"date": r.createdOn, "since": r.enteredOn}))
	}
	if r.grant > 0 && r.testOn == "" {
		warn(models.Refuse("import.warn_grant_without_test", models.Facts{"amount": r.grant}))
	}
	if r.meetings == 0 && r.minutes > 0 {
		warn(models.Refuse("import.warn_hours_alone", nil))
	}
	if r.survival == "alive" && r.createdOn.AddMonths(survivalMonths) > ref.today {
		warn(models.Refuse("import.warn_too_early", models.Facts{"date": r.createdOn}))
	}
	return append(list, r.durations(terms, ref.today)...)
}

// durations compares the journey with the terms under which it counts.
func (r record) durations(terms programme.Terms, today models.Date) []*models.Problem {
	var list []*models.Problem
	warn := func(p *models.Problem) { list = append(list, p) }
	facts := func(months int, on, since models.Date) models.Facts {
		return models.Facts{"months": months, "on": on, "since": since}
	}
	coachedUntil := r.testOn
	if coachedUntil == "" {
		coachedUntil = r.leftOn
	}
	moved := r.testOn != "" || r.created // whoever gives up may do so on the first day
	coaching := terms.ClockOf(programme.Coaching, r.enteredOn, 0, nil)
	if moved && coachedUntil < coaching.Earliest(coachedUntil) {
		warn(models.Refuse("import.warn_coaching_short", facts(terms.CoachingMinMonths, coachedUntil, r.enteredOn)))
	}
	if coachedUntil > coaching.End(coachedUntil) {
		warn(models.Refuse("import.warn_coaching_long", facts(terms.CoachingMaxMonths, coachedUntil, r.enteredOn)))
	}
	if r.testOn != "" {
		test := terms.ClockOf(programme.Test, r.testOn, 0, nil)
		if r.created && r.leftOn < test.Earliest(r.leftOn) {
			warn(models.Refuse("import.warn_test_short", facts(terms.TestMinMonths, r.leftOn, r.testOn)))
		}
		if r.leftOn > test.End(r.leftOn) {
			warn(models.Refuse("import.warn_test_long", facts(terms.TestMaxMonths, r.leftOn, r.testOn)))
		}
	}
	if r.leftOn == "" && today > terms.TotalEnd(r.enteredOn, 0) {
		warn(models.Refuse("import.warn_still_open", facts(terms.TotalMaxMonths, "", r.enteredOn)))
	}
	return list
}

func ageOn(birth, on models.Date) int {
	age := on.Year() - birth.Year()
	if birth.AddMonths(12*age) > on {
		age--
	}
	return age
}

// knownPostcode accepts none, and the four digits of Belgium (1000 to 9992).
func knownPostcode(s string) bool {
	n, err := strconv.Atoi(s)
	return s == "" || err == nil && n >= 1000 && n <= 9992 && len(s) == 4
}
