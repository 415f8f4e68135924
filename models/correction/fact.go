package correction

import (
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Fact is what can be corrected.
type Fact string

// The facts, in the order of the page. The first four are days of steps of the journey.
const (
	AcceptedOn     Fact = "accepted_on"
	EnteredOn      Fact = "entered_on"
	TestOn         Fact = "test_on"
	LeftOn         Fact = "left_on"
	ExitReason     Fact = "exit_reason"
	StudyCompleted Fact = "study_completed" // yes, no
	BirthOn        Fact = "birth_on"
	Gender         Fact = "gender"
	Situation      Fact = "situation"
	Schooling      Fact = "schooling"
	CreatedOn      Fact = "enterprise_created_on"
	LegalForm      Fact = "enterprise_form"
	Number         Fact = "enterprise_number"
)

// Facts lists what can be corrected, in the order of the page.
func Facts() []Fact {
	return []Fact{AcceptedOn, EnteredOn, TestOn, LeftOn, ExitReason, StudyCompleted, BirthOn, Gender, Situation, Schooling, CreatedOn, LegalForm, Number}
}

// IsStep reports whether the fact is the day of a step.
func (f Fact) IsStep() bool { return slices.Contains(Facts()[:4], f) }

// IsDay reports whether the fact is a day.
func (f Fact) IsDay() bool { return f.IsStep() || f == BirthOn || f == CreatedOn }

// Words are the values that the fact can have; nil for a day and for what is typed freely.
func (f Fact) Words() []string {
	switch f {
	case ExitReason:
		return texts(programme.AllExitReasons())
	case StudyCompleted:
		return []string{"yes", "no"}
	case Gender:
		return []string{"F", "M", "X"}
	case Situation:
		return texts([]selection.Situation{selection.FullBenefits, selection.PartialBenefits, selection.CPAS, selection.HealthFund, selection.NoBenefits,
			selection.OnNotice, selection.OtherSituation})
	case Schooling:
		return texts([]selection.Schooling{selection.NoSchooling, selection.LowerSecondary, selection.UpperSecondary, selection.Tertiary})
	}
	return nil
}

func texts[T ~string](list []T) (words []string) {
	for _, w := range list {
		words = append(words, string(w))
	}
	return words
}

// Draft is a correction as typed.
type Draft struct {
	Fact          Fact
	Value, Reason string
}

// The longest texts.
const (
	MaxReason = 1000
	maxForm   = 60
)

// Mark is a day of the journey, in its order; facts that are no steps may be marks, too.
type Mark struct {
	What string // submitted, suspended, followed_up, or the code of a fact
	On   models.Date
}

// clean trims the draft, brings its value into the form in which it is kept, and says what is wrong with it. Fields:
// "correction_value", "correction_reason".
func (d Draft) clean(was string, marks []Mark, today models.Date) (Draft, *models.Problem) {
	var faults models.Faults
	d.Value, d.Reason = strings.TrimSpace(d.Value), strings.TrimSpace(d.Reason)
	switch {
	case d.Value == "":
		faults.Field("correction_value", "required", nil)
	case d.Fact.IsDay():
		d.checkDay(&faults, marks, today)
	case d.Fact == Number:
		number, err := models.ParseEnterpriseNumber(d.Value)
		if err != nil {
			faults.Field("correction_value", "enterprise_number", nil)
		} else {
			d.Value = string(number)
		}
	case d.Fact == LegalForm:
		faults.Length("correction_value", d.Value, maxForm)
	case !slices.Contains(d.Fact.Words(), d.Value):
		faults.Field("correction_value", "oneof", nil)
	}
	if len(faults) == 0 && d.Value == was {
		faults.Field("correction_value", "unchanged", nil)
	}
	if d.Reason == "" {
		faults.Field("correction_reason", "required", nil)
	} else if utf8.RuneCountInString(d.Reason) > MaxReason {
		faults.Length("correction_reason", d.Reason, MaxReason)
	}
	if len(faults) == 0 {
		return d, nil
	}
	return d, models.Fields(faults...)
}

// checkDay holds a day against the calendar, today and the days before and after it.
func (d Draft) checkDay(faults *models.Faults, marks []Mark, today models.Date) {
	on, err := models.ParseDate(d.Value)
	if err != nil {
		faults.Field("correction_value", "date", nil)
		return
	}
	if on > today {
		faults.Field("correction_value", "future", models.Facts{"today": today})
		return
	}
	if d.Fact == BirthOn && on < "1900-01-01" {
		faults.Field("correction_value", "date", nil)
		return
	}
	at := slices.IndexFunc(marks, func(m Mark) bool { return m.What == string(d.Fact) })
	for i, m := range marks {
		switch {
		case m.On == "" || i == at:
		case i < at && on < m.On:
			faults.Field("correction_value", "before_mark", models.Facts{"mark": m.What, "date": m.On})
			return
		case at >= 0 && i > at && on > m.On:
			faults.Field("correction_value", "after_mark", models.Facts{"mark": m.What, "date": m.On})
			return
		}
	}
}
