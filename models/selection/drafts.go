package selection

import (
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/programme"
)

// Limits of what a form takes, in characters.
const (
	MaxLine = 120
	MaxText = 4000
)

// earliestBirth is the first birth date that is no mistyping.
const earliestBirth models.Date = "1900-01-01"

// Draft is the answers of one topic as they were typed. A draft may be
// incomplete, but nothing in it may be malformed.
type Draft interface {
	Topic() Topic
	check(a *Application, today models.Date) []models.FieldProblem
}

// IdentityDraft holds who applies. It is the person's, for all their dossiers.
type IdentityDraft struct {
	FirstName, LastName            string
	BirthOn                        models.Date
	Gender                         string // "", F, M, X
	Email, Phone                   string
	Street, Postcode, Municipality string
}

// SituationDraft holds the situation as a job-seeker.
type SituationDraft struct {
	Situation                     Situation
	JobseekerSince, BenefitsEndOn models.Date
	Schooling                     Schooling
	OwnVAT                        bool
}

// ProjectDraft holds what the project is.
type ProjectDraft struct{ Title, Sector, Description, Clients string }

// MotivationDraft holds why, and with what experience.
type MotivationDraft struct{ Motivation, Experience string }

// ConsentDraft holds the agreement to the use of the answers; it can be taken back until submission.
type ConsentDraft struct{ Given bool }

// IntakeDraft moves the application to another open intake.
type IntakeDraft struct{ CohortRef string }

// Topic names the part of the form.
func (IdentityDraft) Topic() Topic { return TopicIdentity }

// Topic names the part of the form.
func (SituationDraft) Topic() Topic { return TopicSituation }

// Topic names the part of the form.
func (ProjectDraft) Topic() Topic { return TopicProject }

// Topic names the part of the form.
func (MotivationDraft) Topic() Topic { return TopicMotivation }

// Topic names the part of the form.
func (ConsentDraft) Topic() Topic { return TopicConsent }

// Topic names the part of the form.
func (IntakeDraft) Topic() Topic { return TopicIntake }

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

func (d IdentityDraft) check(_ *Application, today models.Date) []models.FieldProblem {
	var f faults
	f.length("first_name", d.FirstName, MaxLine)
	f.length("last_name", d.LastName, MaxLine)
	f.notFuture("birth_on", d.BirthOn, today)
	if d.BirthOn != "" && d.BirthOn < earliestBirth {
		f.field("birth_on", "date", nil)
	}
	switch d.Gender {
	case "", "F", "M", "X":
	default:
		f.field("gender", "oneof", nil)
	}
	if _, err := models.ParseEmail(d.Email); d.Email != "" && err != nil {
		f.field("email", "email", nil)
	}
	if _, err := models.ParsePhone(d.Phone); d.Phone != "" && err != nil {
		f.field("phone", "phone", nil)
	}
	f.length("street", d.Street, MaxLine)
	if _, err := models.ParsePostcode(d.Postcode); d.Postcode != "" && err != nil {
		f.field("postcode", "postcode", nil)
	}
	f.length("municipality", d.Municipality, MaxLine)
	return f
}

func (d SituationDraft) check(_ *Application, today models.Date) []models.FieldProblem {
	var f faults
	if !offered(Situations(), d.Situation) {
		f.field("situation", "oneof", nil)
	}
	f.notFuture("jobseeker_since", d.JobseekerSince, today)
	if f.date("benefits_end_on", d.BenefitsEndOn) && d.JobseekerSince != "" && d.BenefitsEndOn < d.JobseekerSince {
		f.field("benefits_end_on", "not_before", models.Facts{"date": d.JobseekerSince})
	}
	if !offered(Schoolings(), d.Schooling) {
		f.field("schooling", "oneof", nil)
	}
	return f
}

// offered reports whether a choice is empty or one of the list.
func offered[T ~string](list []T, choice T) bool {
	if choice == "" {
		return true
	}
	for _, x := range list {
		if x == choice {
			return true
		}
	}
	return false
}

func (d ProjectDraft) check(a *Application, _ models.Date) []models.FieldProblem {
	var f faults
	f.length("project_title", d.Title, MaxLine)
	if !offered(append(Sectors(), a.Project.Sector), d.Sector) {
		f.field("sector", "oneof", nil)
	}
	f.length("project_description", d.Description, MaxText)
	f.length("clients", d.Clients, MaxText)
	return f
}

func (d MotivationDraft) check(*Application, models.Date) []models.FieldProblem {
	var f faults
	f.length("motivation", d.Motivation, MaxText)
	f.length("experience", d.Experience, MaxText)
	return f
}

func (ConsentDraft) check(*Application, models.Date) []models.FieldProblem { return nil }

func (d IntakeDraft) check(*Application, models.Date) []models.FieldProblem {
	var f faults
	f.required("cohort", d.CohortRef)
	return f
}

// CheckSubmission says what stands between an application and its submission: the
// answers that are missing (fields), and an intake that is not open that day. An
// application that was returned was in time the first time, and may come back later.
func CheckSubmission(a *Application, today models.Date) *models.Problem {
	var f faults
	for _, gap := range a.Gaps() {
		f.field(gap.Field, "required", nil)
	}
	return models.Gather(f, window(a, today))
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
