package selection

import (
	"eclosion/models"
	"eclosion/models/access"
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

// Situations lists the situations as forms offer them.
func Situations() []Situation {
	return []Situation{FullBenefits, PartialBenefits, CPAS, HealthFund, NoBenefits, OnNotice, OtherSituation}
}

// HasStart reports whether the situation began on a day that the couveuse must
// know. Who is on notice is not in it yet.
func (s Situation) HasStart() bool {
	return s != "" && s != OnNotice && s != OtherSituation
}

// Schooling is the highest level completed.
type Schooling string

// The levels, as the yearly report groups them.
const (
	NoSchooling    Schooling = "none"
	LowerSecondary Schooling = "lower_secondary"
	UpperSecondary Schooling = "upper_secondary"
	Tertiary       Schooling = "tertiary"
)

// Schoolings lists the levels as forms offer them.
func Schoolings() []Schooling {
	return []Schooling{NoSchooling, LowerSecondary, UpperSecondary, Tertiary}
}

// Sectors lists the sectors that forms offer. A sector is kept as it reads:
// earlier years brought others along.
func Sectors() []string {
	return []string{"Alimentation", "Bien-être", "Commerce", "Conseil", "Construction", "Création", "Design",
		"Environnement", "Mobilité", "Mode", "Numérique", "Services aux personnes", "Autre"}
}

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
	Reviewer                      string // who took it under review; "" for nobody yet
	CompletionNote                string // what the couveuse asks while the file is returned
	UpdatedAt                     models.Instant
	Version                       int

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

// Topic is a part of the application form; each has its page.
type Topic string

// The topics, in the order of the form.
const (
	TopicIntake     Topic = "intake"
	TopicIdentity   Topic = "identity"
	TopicSituation  Topic = "situation"
	TopicProject    Topic = "project"
	TopicMotivation Topic = "motivation"
	TopicConsent    Topic = "consent"
)

// Topics lists the topics in the order of the form.
func Topics() []Topic {
	return []Topic{TopicIntake, TopicIdentity, TopicSituation, TopicProject, TopicMotivation, TopicConsent}
}

// Gap is an answer that a submission needs and that is missing.
type Gap struct {
	Topic Topic
	Field string // the form's field
}

type answer struct {
	Gap
	filled, required bool
}

func (a *Application) answers() []answer {
	list := []answer{}
	add := func(topic Topic, field string, filled, required bool) {
		list = append(list, answer{Gap{topic, field}, filled, required})
	}
	p := a.Person
	add(TopicIntake, "cohort", a.Cohort.ID != 0, true)
	add(TopicIdentity, "first_name", p.FirstName != "", true)
	add(TopicIdentity, "last_name", p.LastName != "", true)
	add(TopicIdentity, "birth_on", p.BirthOn != "", true)
	add(TopicIdentity, "email", p.Email != "", true)
	add(TopicIdentity, "phone", p.Phone != "", true)
	add(TopicIdentity, "street", p.Street != "", true)
	add(TopicIdentity, "postcode", p.Postcode != "", true)
	add(TopicIdentity, "municipality", p.Municipality != "", true)
	add(TopicSituation, "situation", a.Situation != "", true)
	add(TopicSituation, "jobseeker_since", a.JobseekerSince != "", a.Situation.HasStart())
	add(TopicSituation, "schooling", a.Schooling != "", true)
	add(TopicProject, "project_title", a.Project.Title != "", true)
	add(TopicProject, "sector", a.Project.Sector != "", true)
	add(TopicProject, "project_description", a.Description != "", true)
	add(TopicProject, "clients", a.Clients != "", false)
	add(TopicMotivation, "motivation", a.Motivation != "", true)
	add(TopicMotivation, "experience", a.Experience != "", true)
	add(TopicConsent, "consent", !a.ConsentAt.IsZero(), true)
	return list
}

// Gaps lists what is missing for a submission, in the form's order.
func (a *Application) Gaps() []Gap {
	var gaps []Gap
	for _, x := range a.answers() {
		if x.required && !x.filled {
			gaps = append(gaps, x.Gap)
		}
	}
	return gaps
}

// Progress says how far a topic is: answers given and answers still missing.
func (a *Application) Progress(t Topic) (filled, missing int) {
	for _, x := range a.answers() {
		switch {
		case x.Topic != t:
		case x.filled:
			filled++
		case x.required:
			missing++
		}
	}
	return filled, missing
}
