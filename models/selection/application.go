package selection

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/documents"
	"eclosion/models/form"
	"eclosion/models/programme"
)

// Situation is how a candidate stands as a job-seeker, at the time of applying.
type Situation string

// The situations.
const (
	FullBenefits    Situation = "full_benefits"
	PartialBenefits Situation = "partial_benefits"
	CPAS            Situation = "cpas"
	HealthFund      Situation = "health_fund"
	NoBenefits      Situation = "no_benefits"
	OnNotice        Situation = "on_notice"
	OtherSituation  Situation = "other"
)

// Schooling is the highest level completed.
type Schooling string

// The levels, as the yearly report groups them.
const (
	NoSchooling    Schooling = "none"
	LowerSecondary Schooling = "lower_secondary"
	UpperSecondary Schooling = "upper_secondary"
	Tertiary       Schooling = "tertiary"
)

// Application is what a candidate answers, with whom and what it is about.
type Application struct {
	Project *programme.Project
	Person  programme.Person
	Cohort  programme.Cohort

	Situation                     Situation
	JobseekerSince, BenefitsEndOn models.Date
	Schooling                     Schooling
	OwnVAT                        bool // has an enterprise number of their own
	Description, Clients          string
	Motivation, Experience        string
	ConsentAt                     models.Instant
	KeepMonths                    int               // how long the file may be kept if it is declined: 0 to 24
	Form                          form.Definition   // the version of the questions that it is written on
	Answers                       map[string]string // to the other questions of the form, by their codes, as package form keeps them
	Pieces                        []documents.Piece // asked and given; for its author
	Reviewer                      string            // who took it under review; "" for nobody yet
	CompletionNote                string            // what the couveuse asks while the file is returned
	UpdatedAt                     models.Instant
	Version                       int

	// Masked is true when nothing may say who applies: Person is empty then, and Contacts false.
	Masked bool
	// Contacts is false when e-mail, telephone, street and birth date were left out: members of
	// a committee judge a project, they have no need of them.
	Contacts bool
}

// Editable reports whether its author may still change the answers.
func (a *Application) Editable() bool { return a.Project.Phase == programme.Draft }

// Returned reports whether the couveuse gave it back to be completed.
func (a *Application) Returned() bool { return a.Editable() && !a.Project.SubmittedAt.IsZero() }

// seesContacts asks whether the actor reads the file otherwise than from a committee.
func seesContacts(actor access.Actor, p *programme.Project) bool {
	s := p.Standing
	s.Seated = false
	return access.May(actor, access.ApplicationRead, s)
}

func (a *Application) hideContacts() {
	a.Person.Email, a.Person.Phone, a.Person.Street, a.Person.BirthOn = "", "", "", ""
}

// mask takes away all that says who applies: a committee that judges blind reads the answers on
// the situation and on the project, and the reference.
func (a *Application) mask() {
	a.Masked, a.Contacts = true, false
	a.Person = programme.Person{ID: a.Person.ID}
	a.Project.HolderFirstName, a.Project.HolderLastName = "", ""
	for _, q := range a.Form.Questions {
		if a.Hides(q) {
			delete(a.Answers, q.Code)
		}
	}
}

// telling are the answers beside the identity that lead to the person.
var telling = []string{"portfolio"}

// Hides reports whether the reader of the application must not read the answer.
func (a *Application) Hides(q form.Question) bool {
	return a.Masked && (q.Topic == form.Identity || slices.Contains(telling, q.Code))
}

// Topics lists the parts of the form that this application has, each with its page, in order.
func (a *Application) Topics() []form.Topic {
	asked := a.Form.Topics()
	if len(a.Pieces) > 0 {
		asked = append(asked, form.Documents)
	}
	return slices.DeleteFunc(form.Topics(), func(t form.Topic) bool { return t != form.Intake && !slices.Contains(asked, t) })
}

// Gaps lists what is missing for a submission, in the form's order.
func (a *Application) Gaps() []form.Gap {
	var gaps []form.Gap
	if a.Cohort.ID == 0 {
		gaps = append(gaps, form.Gap{Topic: form.Intake, Field: "cohort"})
	}
	return append(gaps, a.Form.Gaps(a.Answer)...)
}

// Progress says how far a topic is: answers given and answers still missing.
func (a *Application) Progress(t form.Topic) (filled, missing int) {
	if t == form.Documents {
		return documents.Progress(a.Pieces)
	}
	for _, q := range a.Asked(t) {
		switch a.Answer(q.Code) {
		case "":
			if q.Required {
				missing++
			}
		case "0":
			// the shortest way of keeping the file stands there before anybody has answered
			if q.Code != "keep_months" {
				filled++
			}
		default:
			filled++
		}
	}
	return filled, missing
}
