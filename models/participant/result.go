package participant

import (
	"slices"

	"eclosion/models"
)

// Moment is when it is asked what became of somebody.
type Moment string

// The moments.
const (
	Exit  Moment = "exit"  // on leaving
	Later Moment = "later" // months after
)

// Result is what became of somebody. On leaving: JobSearch, Training, Qualification, Employment; later: Employment, Improved.
type Result struct {
	Moment                             Moment
	ObservedOn                         models.Date // the day the answers are true of
	JobSearch, Training, Qualification Answer
	Employment, Improved               Answer
	ByHolder                           bool
	By                                 string // who recorded it
	RecordedAt                         models.Instant
	Version                            int
}

// answers are those of a moment by their names.
func (r *Result) answers() map[string]*Answer {
	if r.Moment == Later {
		return map[string]*Answer{"employment": &r.Employment, "improved": &r.Improved}
	}
	return map[string]*Answer{"job_search": &r.JobSearch, "training": &r.Training, "qualification": &r.Qualification, "employment": &r.Employment}
}

// Asked names the questions of a moment, in order.
func (m Moment) Asked() []string {
	if m == Later {
		return []string{"employment", "improved"}
	}
	return []string{"job_search", "training", "qualification", "employment"}
}

// Value gives an answer by its name.
func (r Result) Value(name string) string {
	if name == "observed_on" {
		return string(r.ObservedOn)
	}
	if a := r.answers()[name]; a != nil {
		return string(*a)
	}
	return ""
}

// Window is when an answer of a moment counts: both days included.
func (r Rules) Window(m Moment, left models.Date) models.Period {
	if m == Later {
		due := left.AddMonths(r.LaterMonths)
		return models.Period{From: due, To: due.AddDays(r.LaterDays)}
	}
	return models.Period{From: left, To: left.AddDays(r.ExitDays)}
}

// Check says what is wrong with a result of somebody who left on a day. One that comes after its window is taken, and counts as late.
func (r Result) Check(rules Rules, left, today models.Date) *models.Problem {
	if left == "" {
		return models.Refuse("participant.not_left", nil)
	}
	window := rules.Window(r.Moment, left)
	if today < window.From {
		return models.Refuse("participant.too_early", models.Facts{"date": window.From})
	}
	var wrong []models.FieldProblem
	if r.ObservedOn == "" {
		wrong = append(wrong, models.FieldProblem{Field: "observed_on", Code: "required"})
	} else {
		wrong = checkDay("observed_on", string(r.ObservedOn), window.From, today)
	}
	for _, name := range r.Moment.Asked() {
		switch v := r.Value(name); {
		case v == "":
			wrong = append(wrong, models.FieldProblem{Field: name, Code: "required"})
		case !slices.Contains(yesNo, v):
			wrong = append(wrong, models.FieldProblem{Field: name, Code: "oneof"})
		}
	}
	return models.Fields(wrong...)
}

// resultChanges lists what differs between two results of a moment.
func resultChanges(from, to Result) (list []Change) {
	for _, name := range append([]string{"observed_on"}, to.Moment.Asked()...) {
		if a, b := from.Value(name), to.Value(name); a != b {
			list = append(list, Change{name, a, b})
		}
	}
	return list
}
