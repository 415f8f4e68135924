package programme

import (
	"strings"

	"eclosion/models"
)

// StatusState says where a provisional status stands.
type StatusState string

// The states of a provisional status; "" is none at all.
const (
	StatusNone      StatusState = ""
	StatusFuture    StatusState = "future"    // signed, the test has not begun
	StatusValid     StatusState = "valid"     // it exists
	StatusSuspended StatusState = "suspended" // the clock of the test stands still
	StatusExpired   StatusState = "expired"   // still in test, past the agreement's end
	StatusEnded     StatusState = "ended"     // by launch, exit or a decision
)

// AllStatusStates lists the states in the order of a life.
func AllStatusStates() []StatusState {
	return []StatusState{StatusFuture, StatusValid, StatusSuspended, StatusExpired, StatusEnded}
}

// StatusAgreement is the paper on which a provisional status rests. EndsOn is
// the last day as signed; what extensions and suspensions add is computed.
type StatusAgreement struct {
	Number           string
	SignedOn         models.Date // "" while it is not signed
	StartsOn, EndsOn models.Date
	EndedOn          models.Date // first day without the status, when it was ended before its time; "" otherwise
}

// LastDay is the last day of the status today: the day signed, moved by the
// extensions of the test and by its suspensions.
func (a StatusAgreement) LastDay(test Clock, today models.Date) models.Date {
	return a.EndsOn.AddMonths(test.ExtensionMonths).AddDays(test.SuspendedDays(today))
}

// StateOfStatus computes the state of a provisional status, and whether the
// status exists today. It exists exactly while the application is accepted, the
// agreement signed, the phase the test, and it is neither suspended, expired nor
// ended. clock is the test's; another phase's is not looked at.
func StateOfStatus(a *StatusAgreement, phase Phase, clock Clock, today models.Date) (state StatusState, exists bool) {
	if a == nil || a.SignedOn == "" || a.SignedOn > today || phase.IsApplication() || !phase.IsKnown() {
		return StatusNone, false
	}
	switch {
	case phase.IsOver(), a.EndedOn != "" && today >= a.EndedOn:
		return StatusEnded, false
	case phase != Test, today < a.StartsOn:
		return StatusFuture, false
	case clock.Suspended(today):
		return StatusSuspended, false
	case today > a.LastDay(clock, today):
		return StatusExpired, false
	}
	return StatusValid, true
}

// CheckStatusAgreement says whether an agreement can be recorded under those
// terms. It is signed on its first day at the latest, and lasts as long as a
// test may. It may be recorded unsigned. Fields: "number", "signed_on", "starts_on", "ends_on".
func CheckStatusAgreement(a StatusAgreement, terms Terms, today models.Date) *models.Problem {
	fields := required("number", a.Number)
	signed := a.SignedOn == "" || isDate(a.SignedOn)
	starts, ends := isDate(a.StartsOn), isDate(a.EndsOn)
	switch {
	case !signed:
		fields = append(fields, field("signed_on", "date", nil)...)
	case a.SignedOn > today:
		fields = append(fields, field("signed_on", "future", models.Facts{"date": today})...)
	case starts && a.SignedOn > a.StartsOn:
		fields = append(fields, field("signed_on", "not_after", models.Facts{"date": a.StartsOn})...)
	}
	fields = append(fields, dateField("starts_on", a.StartsOn)...)
	fields = append(fields, dateField("ends_on", a.EndsOn)...)
	if !starts || !ends {
		return models.Gather(fields)
	}
	// Both ends belong to the status; see Clock for the day that closes a month.
	first := a.StartsOn.AddMonths(terms.TestMinMonths).AddDays(-1)
	last := a.StartsOn.AddMonths(terms.TestMaxMonths)
	switch {
	case a.EndsOn < a.StartsOn:
		fields = append(fields, field("ends_on", "not_before", models.Facts{"date": a.StartsOn})...)
	case a.EndsOn < first:
		fields = append(fields, field("ends_on", "status_short", models.Facts{"date": first, "months": terms.TestMinMonths})...)
	case a.EndsOn > last:
		fields = append(fields, field("ends_on", "status_long", models.Facts{"date": last, "months": terms.TestMaxMonths})...)
	}
	return models.Gather(fields)
}

func isDate(d models.Date) bool {
	_, err := models.ParseDate(string(d))
	return err == nil
}

func dateField(name string, d models.Date) []models.FieldProblem {
	if missing := required(name, string(d)); missing != nil {
		return missing
	}
	if !isDate(d) {
		return field(name, "date", nil)
	}
	return nil
}

// coverage refuses a test that no signed agreement covers on its first day.
func coverage(a *StatusAgreement, on models.Date) *models.Problem {
	switch {
	case a == nil:
		return models.Refuse("status.missing", nil)
	case a.SignedOn == "":
		return models.Refuse("status.unsigned", models.Facts{"number": strings.TrimSpace(a.Number)})
	case a.SignedOn > on:
		return models.Refuse("status.signed_later", models.Facts{"number": a.Number, "signed": a.SignedOn, "on": on})
	case a.EndedOn != "" && on >= a.EndedOn:
		return models.Refuse("status.ended", models.Facts{"number": a.Number, "ended": a.EndedOn})
	case on < a.StartsOn || on > a.EndsOn:
		return models.Refuse("status.not_covering", models.Facts{"number": a.Number, "starts": a.StartsOn, "ends": a.EndsOn, "on": on})
	}
	return nil
}
