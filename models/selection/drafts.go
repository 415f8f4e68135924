package selection

import (
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/form"
	"eclosion/models/programme"
)

// Limits of what a form takes, in characters.
const (
	MaxLine = form.MaxLine
	MaxText = form.MaxText
)

// earliestBirth is the first birth date that is no mistyping.
const earliestBirth models.Date = "1900-01-01"

// faults gathers what is wrong with a draft, in the form's order.
type faults []models.FieldProblem

func (f *faults) field(name, code string, facts models.Facts) {
	*f = append(*f, models.FieldProblem{Field: name, Code: code, Facts: facts})
}

func (f *faults) length(name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		f.field(name, "max", models.Facts{"param": most, "kind": "text"})
	}
}

func (f *faults) required(name, text string) {
	if text == "" {
		f.field(name, "required", nil)
	}
}

// date checks a day that may be missing. It reports whether there is one to look at further.
func (f *faults) date(name string, d models.Date) bool {
	if d == "" {
		return false
	}
	if _, err := models.ParseDate(string(d)); err != nil {
		f.field(name, "date", nil)
		return false
	}
	return true
}

func (f *faults) notFuture(name string, d, today models.Date) {
	if f.date(name, d) && d > today {
		f.field(name, "future", models.Facts{"date": today})
	}
}

// CheckSubmission says what stands between an application and its submission: the
// answers that are missing (fields), an intake that is not open that day, and what else the
// caller found (pieces, gates). An application that was returned was in time the first time, and
// may come back later.
func CheckSubmission(a *Application, today models.Date, also ...*models.Problem) *models.Problem {
	var f faults
	for _, gap := range a.Gaps() {
		f.field(gap.Field, "required", nil)
	}
	return models.Gather(f, append([]*models.Problem{window(a, today)}, also...)...)
}

func window(a *Application, today models.Date) *models.Problem {
	c := a.Cohort
	facts := models.Facts{"cohort": c.Ref, "opens": c.IntakeOpensOn, "closes": c.IntakeClosesOn}
	switch {
	case a.Returned() || c.TakesApplications(today):
		return nil
	case today < c.IntakeOpensOn:
		return models.Refuse("application.window_ahead", facts)
	}
	return models.Refuse("application.window_closed", facts)
}

// frozen refuses changes to what was submitted.
func frozen(phase programme.Phase) *models.Problem {
	return models.Refuse("application.frozen", models.Facts{"phase": phase})
}
