package form

import (
	"slices"

	"eclosion/models"
)

// Topic is a part of the application; each has its page.
type Topic string

// The topics.
const (
	Intake    Topic = "intake" // programme and cohort; no question of a definition
	Identity  Topic = "identity"
	Situation Topic = "situation"
	Project   Topic = "project"
	Skills    Topic = "skills"
	Market    Topic = "market"
	Money     Topic = "money"
	Design    Topic = "design"
	Documents Topic = "documents" // pieces that are handed in; no question of a definition
	Consent   Topic = "consent"
)

// Topics lists the topics in the order of the form.
func Topics() []Topic {
	return []Topic{Intake, Identity, Situation, Project, Skills, Market, Money, Design, Documents, Consent}
}

// AskedTopics lists the topics that questions can stand under.
func AskedTopics() []Topic {
	return []Topic{Identity, Situation, Project, Skills, Market, Money, Design, Consent}
}

// Kind says what an answer is.
type Kind string

// The kinds. Email, Phone, Postcode and Tick are for locked questions only.
const (
	Line    Kind = "line"
	Text    Kind = "text"
	Date    Kind = "date"    // kept as YYYY-MM-DD
	Amount  Kind = "money"   // kept in cents
	Number  Kind = "number"  // a whole number, 0 or more
	YesNo   Kind = "yes_no"  // kept as Yes or No
	One     Kind = "one"     // kept as the option's value
	Several Kind = "several" // kept as values, one a line

	Email    Kind = "email"
	Phone    Kind = "phone"
	Postcode Kind = "postcode"
	Tick     Kind = "tick" // a box: Yes, or nothing
)

// Kinds lists the kinds that an administrator can choose.
func Kinds() []Kind { return []Kind{Line, Text, Date, Amount, Number, YesNo, One, Several} }

// HasOptions reports whether the question lists its answers.
func (k Kind) HasOptions() bool { return k == One || k == Several }

// The answers of yes-or-no questions and of boxes.
const (
	Yes = "oui"
	No  = "non"
)

// Limits of answers, in characters, and of numbers.
const (
	MaxLine   = 120
	MaxText   = 4000
	MaxNumber = 999_999_999
)

// Option is a possible answer. The options of locked questions have no label here.
type Option struct{ Value, Label string }

// Condition shows a question only when another one, before it, has one of these answers.
type Condition struct {
	Code   string // "" for no condition
	Values []string
}

// Question is one question of a definition.
type Question struct {
	ID          int64
	Topic       Topic
	Code        string // names the answer, in every version
	Kind        Kind
	Label, Help string
	Required    bool
	MaxLength   int // characters of a line or a text; 0: the limit of its kind
	Options     []Option
	Condition   Condition
}

// Locked reports whether rules and reports read the answer: the question is always asked.
func (q Question) Locked() bool { return isLocked(q.Code) }

// Max is the greatest length of an answer in characters; 0 for an answer that has none.
func (q Question) Max() int {
	switch {
	case q.MaxLength > 0:
		return q.MaxLength
	case q.Kind == Line:
		return MaxLine
	case q.Kind == Text:
		return MaxText
	}
	return 0
}

// Values are the answers that a condition can ask for.
func (q Question) Values() []string {
	switch q.Kind {
	case YesNo:
		return []string{Yes, No}
	case Tick:
		return []string{Yes}
	}
	var list []string
	for _, o := range q.Options {
		list = append(list, o.Value)
	}
	return list
}

// State says what a version of a definition is for.
type State string

// The states: a programme has at most one draft and one published version.
const (
	Draft     State = "draft"
	Published State = "published" // new applications are written on it
	Retired   State = "retired"   // kept by the applications that were written on it
)

// Definition is one version of a programme's questions, in the order of the form. The zero value of ID is the base:
// the locked questions alone, for a programme that has no definition and for files of earlier years.
type Definition struct {
	ID, ProgrammeID int64
	Number          int
	State           State
	PublishedAt     models.Instant
	Version         int
	Questions       []Question
}

// Of gives the questions of a topic, in order.
func (d Definition) Of(t Topic) []Question {
	var list []Question
	for _, q := range d.Questions {
		if q.Topic == t {
			list = append(list, q)
		}
	}
	return list
}

// Question finds a question by its code.
func (d Definition) Question(code string) (Question, bool) {
	i := slices.IndexFunc(d.Questions, func(q Question) bool { return q.Code == code })
	if i < 0 {
		return Question{}, false
	}
	return d.Questions[i], true
}

// Topics lists the topics that ask something, in the order of the form.
func (d Definition) Topics() []Topic {
	var list []Topic
	for _, t := range AskedTopics() {
		if slices.ContainsFunc(d.Questions, func(q Question) bool { return q.Topic == t }) {
			list = append(list, t)
		}
	}
	return list
}

// Shown says which questions are asked of somebody who gave these answers. Conditions chain: the
// question that another depends on must be asked itself.
func (d Definition) Shown(answer func(code string) string) map[string]bool {
	shown := map[string]bool{}
	for _, q := range d.Questions {
		c := q.Condition
		shown[q.Code] = c.Code == "" || shown[c.Code] && c.metBy(answer(c.Code))
	}
	return shown
}

func (c Condition) metBy(answer string) bool {
	return slices.ContainsFunc(Split(answer), func(v string) bool { return slices.Contains(c.Values, v) })
}

// Gap is an answer that a submission needs and that is missing.
type Gap struct {
	Topic Topic
	Field string // the question's code
}

// Gaps lists the required questions that are asked and unanswered, in the form's order.
func (d Definition) Gaps(answer func(code string) string) []Gap {
	var gaps []Gap
	shown := d.Shown(answer)
	for _, q := range d.Questions {
		if q.Required && shown[q.Code] && answer(q.Code) == "" {
			gaps = append(gaps, Gap{q.Topic, q.Code})
		}
	}
	return gaps
}
