package day

import "eclosion/models"

const (
	// MaxSnooze is how many days a line can be put off.
	MaxSnooze = 92
	// endsSoon is from how many days before its end on a phase or a right presses.
	endsSoon = 30
	// expiresSoon is how far ahead the end of a status or of rights is announced, and recently how long it is recalled.
	expiresSoon, recently = 60, 14
)

// CheckUntil says whether a line can be put off until a day: tomorrow at the earliest.
func CheckUntil(until, today models.Date) *models.Problem {
	first, last := today.AddDays(1), today.AddDays(MaxSnooze)
	switch {
	case until == "":
		return models.Fields(models.FieldProblem{Field: "snooze_until", Code: "required"})
	case until < first:
		return models.Fields(models.FieldProblem{Field: "snooze_until", Code: "not_before", Facts: models.Facts{"date": first}})
	case until > last:
		return models.Fields(models.FieldProblem{Field: "snooze_until", Code: "not_after", Facts: models.Facts{"date": last}})
	}
	return nil
}

// snooze is how a line was put off.
type snooze struct {
	until   models.Date
	urgency Urgency
}

// hides reports whether the line stays away: until its day, unless its matter has become more urgent than it was.
func (s snooze) hides(l Line, today models.Date) bool {
	return s.until > today && l.Urgency <= s.urgency
}

// byEnd gives the urgency of something that ends on a day.
func byEnd(end, today models.Date) Urgency {
	switch left := today.DaysUntil(end); {
	case left < 0:
		return Late
	case left <= endsSoon:
		return Soon
	}
	return Later
}

// byDue gives the urgency of something that is due on a day.
func byDue(due, today models.Date) Urgency {
	if due < today {
		return Late
	}
	return Soon
}

// Shortcuts are the days that a line is put off to with one tap: tomorrow, next Monday, in a week.
func Shortcuts(today models.Date) (tomorrow, monday, week models.Date) {
	return today.AddDays(1), today.Monday().AddDays(7), today.AddDays(7)
}
