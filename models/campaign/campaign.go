package campaign

import (
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// State says where a question stands.
type State string

// The states.
const (
	Open     State = "open"
	Answered State = "answered"
	Unknown  State = "unknown"  // nobody could be reached, or could tell
	Declined State = "declined" // the holder wants to be asked no more
	Moot     State = "moot"     // the enterprise is known to be closed since
)

// Standings are what questions are counted by: how an answer came, or the state of those without one.
func Standings() []string {
	return []string{"form", "phone", "house", "unknown", "declined", "moot", "open"}
}

// When mails go, and how long a link lives.
const (
	ReminderDays = 14 // between two mails
	Reminders    = 2
	LinkDays     = 90 // from the opening of the question
	windowMonths = 6  // an older silence is history
	commentMax   = 1000
)

// Question is one question to one enterprise.
type Question struct {
	ID                 int64
	PublicID           string
	Months             int
	DueOn              models.Date
	State              State
	Source             journey.Source
	SettledAt          models.Instant
	MailedOn           models.Date // of the last mail; "" without an address
	Reminders, Version int
	CreatedAt          models.Instant
	CheckID, ProjectID int64
	Ref, Enterprise    string
	EnterpriseOn       models.Date // when it was created
	FirstName, Holder  string
	Phone, Email       string
	SiteName           string
	Ended              bool    // the holder wants to be asked no more
	Said               *Answer // the standing answer; nil without one
}

// Standing is what the question counts by.
func (q *Question) Standing() string {
	if q.State == Answered {
		if q.Source == journey.FromImport {
			return string(journey.FromHouse)
		}
		return string(q.Source)
	}
	return string(q.State)
}

// reminderDue reports whether the next reminder goes today.
func (q *Question) reminderDue(today models.Date) bool {
	return q.State == Open && q.MailedOn != "" && q.Reminders < Reminders && q.MailedOn.AddDays(ReminderDays) <= today
}

// MayGiveUp reports whether somebody may note that the holder cannot be reached: once all mails have gone unanswered.
func (q *Question) MayGiveUp(today models.Date) bool {
	return q.State == Open && (q.MailedOn == "" || q.Reminders == Reminders && q.MailedOn < today)
}

// expires is when every link of the question ends.
func (q *Question) expires() models.Instant {
	return models.InstantOf(q.CreatedAt.Date().AddDays(LinkDays).Start())
}

// ExpiresOn is the last day on which a link of the question opens.
func (q *Question) ExpiresOn() models.Date { return q.CreatedAt.Date().AddDays(LinkDays - 1) }

// Answer is what one says of an enterprise. Jobs, the band of turnover and the situation may be left out.
type Answer struct {
	State       journey.EnterpriseState
	ObservedOn  models.Date
	ClosedOn    models.Date
	CloseReason string
	Jobs        *int
	Turnover    string
	Situation   string
	Comment     string
	Source      journey.Source
}

// CloseReasons, Turnovers and Situations are what a form offers.
func CloseReasons() []string {
	return []string{"income", "customers", "costs", "job", "health", "family", "other"}
}

// Turnovers are bands of a year's turnover, without VAT.
func Turnovers() []string {
	return []string{"none", "under_10", "10_25", "25_50", "50_100", "100_more"}
}

// Situations are those of the founder.
func Situations() []string {
	return []string{"main", "side", "employee", "jobseeker", "training", "retired", "other"}
}

// check says what is wrong with an answer, beside what the journey asks of a look.
func (a Answer) check() error {
	var fields []models.FieldProblem
	one := func(name, value string, of []string) {
		if value != "" && !slices.Contains(of, value) {
			fields = append(fields, models.FieldProblem{Field: name, Code: "oneof"})
		}
	}
	states := []string{string(journey.Alive), string(journey.Closed), string(journey.Sold)}
	if a.Source != journey.FromForm { // only who asks others may not know
		states = append(states, string(journey.Unknown))
	}
	if a.State == "" {
		fields = append(fields, models.FieldProblem{Field: "state", Code: "required"})
	}
	one("state", string(a.State), states)
	one("close_reason", a.CloseReason, CloseReasons())
	one("turnover", a.Turnover, Turnovers())
	one("situation", a.Situation, Situations())
	fields = append(fields, programme.CheckJobs(a.Jobs)...)
	if n := utf8.RuneCountInString(a.Comment); n > commentMax {
		fields = append(fields, models.FieldProblem{Field: "comment", Code: "max", Facts: models.Facts{"param": commentMax}})
	}
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	return nil
}

// look is the answer as the journey keeps it.
func (a Answer) look(q *Question) journey.Check {
	c := journey.Check{MonthsAfter: q.Months, ObservedOn: a.ObservedOn, State: a.State, Jobs: a.Jobs, Note: a.Comment, Source: a.Source,
		ClosedOn: a.ClosedOn, CloseReason: a.CloseReason, Turnover: a.Turnover, Situation: a.Situation, CorrectsID: q.CheckID}
	if a.State != journey.Alive {
		c.Turnover = ""
	}
	if a.State == journey.Closed || a.State == journey.Unknown {
		c.Jobs = nil
	}
	return c
}

// says reports whether the standing answer is what a look would write anew.
func (a *Answer) says(c journey.Check) bool {
	jobs := a.Jobs == c.Jobs || a.Jobs != nil && c.Jobs != nil && *a.Jobs == *c.Jobs
	closing := c.State != journey.Closed || a.ClosedOn == c.ClosedOn && a.CloseReason == c.CloseReason
	return jobs && closing && a.State == c.State && a.ObservedOn == c.ObservedOn && a.Turnover == c.Turnover && a.Situation == c.Situation &&
		a.Comment == strings.TrimSpace(c.Note) && a.Source == c.Source
}
