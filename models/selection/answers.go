package selection

import (
	"strconv"

	"eclosion/models"
	"eclosion/models/form"
)

// slot is where the answer to a locked question lives.
type slot struct {
	get func(*Application) string
	set func(a *Application, answer string, now models.Instant)
}

func text[T ~string](field func(*Application) *T) slot {
	return slot{func(a *Application) string { return string(*field(a)) },
		func(a *Application, answer string, _ models.Instant) { *field(a) = T(answer) }}
}

// slots are the locked questions' places, by code.
var slots = map[string]slot{
	"first_name":   text(func(a *Application) *string { return &a.Person.FirstName }),
	"last_name":    text(func(a *Application) *string { return &a.Person.LastName }),
	"birth_on":     text(func(a *Application) *models.Date { return &a.Person.BirthOn }),
	"gender":       text(func(a *Application) *string { return &a.Person.Gender }),
	"email":        text(func(a *Application) *string { return &a.Person.Email }),
	"phone":        text(func(a *Application) *string { return &a.Person.Phone }),
	"street":       text(func(a *Application) *string { return &a.Person.Street }),
	"postcode":     text(func(a *Application) *string { return &a.Person.Postcode }),
	"municipality": text(func(a *Application) *string { return &a.Person.Municipality }),

	"situation":       text(func(a *Application) *Situation { return &a.Situation }),
	"jobseeker_since": text(func(a *Application) *models.Date { return &a.JobseekerSince }),
	"benefits_end_on": text(func(a *Application) *models.Date { return &a.BenefitsEndOn }),
	"schooling":       text(func(a *Application) *Schooling { return &a.Schooling }),
	"own_vat": {func(a *Application) string { return tick(a.OwnVAT) },
		func(a *Application, answer string, _ models.Instant) { a.OwnVAT = answer == form.Yes }},

	"project_title":       text(func(a *Application) *string { return &a.Project.Title }),
	"sector":              text(func(a *Application) *string { return &a.Project.Sector }),
	"project_description": text(func(a *Application) *string { return &a.Description }),
	"clients":             text(func(a *Application) *string { return &a.Clients }),
	"motivation":          text(func(a *Application) *string { return &a.Motivation }),
	"experience":          text(func(a *Application) *string { return &a.Experience }),

	"consent": {func(a *Application) string { return tick(!a.ConsentAt.IsZero()) }, setConsent},
	"keep_months": {func(a *Application) string { return strconv.Itoa(a.KeepMonths) },
		func(a *Application, answer string, _ models.Instant) { a.KeepMonths, _ = strconv.Atoi(answer) }},
}

func tick(yes bool) string {
	if yes {
		return form.Yes
	}
	return ""
}

// setConsent keeps the moment of the first yes; an agreement can be taken back until submission.
func setConsent(a *Application, answer string, now models.Instant) {
	switch {
	case answer != form.Yes:
		a.ConsentAt = 0
	case a.ConsentAt.IsZero():
		a.ConsentAt = now
	}
}

// Answer gives the answer to a question, as package form keeps it; "" for none.
func (a *Application) Answer(code string) string {
	if s, ok := slots[code]; ok {
		return s.get(a)
	}
	return a.Answers[code]
}

func (a *Application) setAnswer(code, answer string, now models.Instant) {
	if s, ok := slots[code]; ok {
		s.set(a, answer, now)
		return
	}
	a.Answers[code] = answer
}

// Asked gives the questions of a topic that the answers so far lead to. The answers to others
// are kept, and neither shown nor submitted.
func (a *Application) Asked(t form.Topic) []form.Question {
	shown := a.Form.Shown(a.Answer)
	var list []form.Question
	for _, q := range a.Form.Of(t) {
		if shown[q.Code] {
			list = append(list, q)
		}
	}
	return list
}

// typed is what was sent for a topic, by the questions' codes; a question that is not in it keeps its answer.
type typed = map[string][]string

// read gives the well-formed answers among what was typed, and what is wrong with the
// others. What is wrong with a question that is not asked is nobody's concern.
func (a *Application) read(t form.Topic, sent typed, today models.Date) (map[string]string, []models.FieldProblem) {
	answers := map[string]string{}
	answer := func(code string) string {
		if given, ok := answers[code]; ok {
			return given
		}
		return a.Answer(code)
	}
	wrong := map[string]models.FieldProblem{}
	for _, q := range a.Form.Of(t) {
		values, given := sent[q.Code]
		if !given {
			continue
		}
		if text, fault := q.Parse(values); fault != nil {
			wrong[q.Code] = *fault
		} else {
			answers[q.Code] = text
		}
	}
	shown := a.Form.Shown(answer)
	var list []models.FieldProblem
	for _, q := range a.Form.Of(t) {
		fault, bad := wrong[q.Code]
		if text, given := answers[q.Code]; given && !bad {
			fault, bad = outOfBounds(q.Code, models.Date(text), today, answer, shown)
		}
		if bad {
			delete(answers, q.Code)
			if shown[q.Code] {
				list = append(list, fault)
			}
		}
	}
	if answers["keep_months"] == "" {
		delete(answers, "keep_months")
	}
	return answers, list
}

// outOfBounds checks the days that rules and reports count with.
func outOfBounds(code string, d, today models.Date, answer func(string) string, shown map[string]bool) (models.FieldProblem, bool) {
	var f faults
	switch code {
	case "birth_on":
		f.notFuture(code, d, today)
		if f == nil && d != "" && d < earliestBirth {
			f.field(code, "date", nil)
		}
	case "jobseeker_since":
		f.notFuture(code, d, today)
	case "benefits_end_on":
		since := models.Date(answer("jobseeker_since"))
		if d != "" && d < since && shown["jobseeker_since"] {
			f.field(code, "not_before", models.Facts{"date": since})
		}
	}
	if f == nil {
		return models.FieldProblem{}, false
	}
	return f[0], true
}
