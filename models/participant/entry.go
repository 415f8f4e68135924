package participant

import (
	"slices"

	"eclosion/models"
)

// Labour is how somebody stands on the labour market.
type Labour string

// The labour statuses: they share out the people of whom one is known.
const (
	Unemployed Labour = "unemployed"
	Inactive   Labour = "inactive"
	Employed   Labour = "employed"
)

// Labours lists the labour statuses, in order.
func Labours() []string { return []string{string(Unemployed), string(Inactive), string(Employed)} }

// Answer is an answer by yes or no; Declined is one too: the person prefers not to say.
type Answer string

// The answers; "" is none.
const (
	Yes      Answer = "yes"
	No       Answer = "no"
	Declined Answer = "declined"
)

// Schoolings lists the levels of the International Standard Classification of Education, as the Fund groups them.
func Schoolings() []string { return []string{"isced_0_2", "isced_3_4", "isced_5_8"} }

// Entry is who somebody was on the day of entry. Empty is not known.
type Entry struct {
	Labour       Labour
	JoblessSince models.Date // of who is unemployed
	BirthOn      models.Date
	Gender       string // F, M, X
	Schooling    string

	// The sensitive ones: they may be declined.
	Disability, ThirdCountry, Foreign, Minority, Homeless Answer

	Rural Answer
}

// field is one answer of an entry by its name, which is its column's.
type field struct {
	name      string
	sensitive bool
	options   []string // nil: a day
	get       func(*Entry) string
	set       func(*Entry, string)
}

var yesNo = []string{string(Yes), string(No)}

func sensitive(name string, at func(*Entry) *Answer) field {
	return field{name, true, append(slices.Clone(yesNo), string(Declined)), func(e *Entry) string { return string(*at(e)) }, func(e *Entry, s string) { *at(e) = Answer(s) }}
}

// fields are all there are, in the order of the form.
var fields = []field{
	{"labour", false, Labours(), func(e *Entry) string { return string(e.Labour) }, func(e *Entry, s string) { e.Labour = Labour(s) }},
	{"jobless_since", false, nil, func(e *Entry) string { return string(e.JoblessSince) }, func(e *Entry, s string) { e.JoblessSince = models.Date(s) }},
	{"schooling", false, Schoolings(), func(e *Entry) string { return e.Schooling }, func(e *Entry, s string) { e.Schooling = s }},
	{"birth_on", false, nil, func(e *Entry) string { return string(e.BirthOn) }, func(e *Entry, s string) { e.BirthOn = models.Date(s) }},
	{"gender", false, []string{"F", "M", "X"}, func(e *Entry) string { return e.Gender }, func(e *Entry, s string) { e.Gender = s }},
	{"rural", false, yesNo, func(e *Entry) string { return string(e.Rural) }, func(e *Entry, s string) { e.Rural = Answer(s) }},
	sensitive("third_country", func(e *Entry) *Answer { return &e.ThirdCountry }),
	sensitive("foreign_background", func(e *Entry) *Answer { return &e.Foreign }),
	sensitive("minority", func(e *Entry) *Answer { return &e.Minority }),
	sensitive("disability", func(e *Entry) *Answer { return &e.Disability }),
	sensitive("homeless", func(e *Entry) *Answer { return &e.Homeless }),
}

// Fields lists the names of all answers, in the order of the form.
func Fields() (names []string) {
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// Sensitive lists the names of the answers that may be declined.
func Sensitive() (names []string) {
	for _, f := range fields {
		if f.sensitive {
			names = append(names, f.name)
		}
	}
	return names
}

// Value gives an answer by its name.
func (e Entry) Value(name string) string {
	for _, f := range fields {
		if f.name == name {
			return f.get(&e)
		}
	}
	return ""
}

// tidy leaves out since when somebody is unemployed who is not.
func (e Entry) tidy() Entry {
	if e.Labour != Unemployed {
		e.JoblessSince = ""
	}
	return e
}

// Missing names what is not answered, in the order of the form.
func (e Entry) Missing() (names []string) {
	for _, f := range fields {
		if f.get(&e) == "" && (f.name != "jobless_since" || e.Labour == Unemployed) {
			names = append(names, f.name)
		}
	}
	return names
}

// oldest bounds a day of birth.
const oldest models.Date = "1900-01-01"

// Check says what is wrong with the answers as of a day: the entry, or today before it.
func (e Entry) Check(on models.Date) *models.Problem {
	var wrong []models.FieldProblem
	for _, f := range fields {
		v := f.get(&e)
		switch {
		case v == "":
		case f.options == nil:
			wrong = append(wrong, checkDay(f.name, v, oldest, on)...)
		case !slices.Contains(f.options, v):
			wrong = append(wrong, models.FieldProblem{Field: f.name, Code: "oneof"})
		}
	}
	return models.Fields(wrong...)
}

func checkDay(name, text string, from, to models.Date) []models.FieldProblem {
	day, err := models.ParseDate(text)
	switch {
	case err != nil:
		return []models.FieldProblem{{Field: name, Code: "date"}}
	case day < from:
		return []models.FieldProblem{{Field: name, Code: "not_before", Facts: models.Facts{"date": from}}}
	case day > to:
		return []models.FieldProblem{{Field: name, Code: "not_after", Facts: models.Facts{"date": to}}}
	}
	return nil
}

// Change is one answer that was changed after it was frozen or recorded.
type Change struct{ Field, From, To string }

// changes lists what differs.
func changes(from, to Entry) (list []Change) {
	for _, f := range fields {
		if a, b := f.get(&from), f.get(&to); a != b {
			list = append(list, Change{f.name, a, b})
		}
	}
	return list
}

// CheckCorrection says whether a frozen entry may be changed so: what was left blank may be filled in by whom it concerns, and
// without a reason; what was answered is changed by the couveuse, with one.
func CheckCorrection(list []Change, own bool, reason string) *models.Problem {
	replaced := slices.ContainsFunc(list, func(c Change) bool { return c.From != "" })
	switch {
	case replaced && own:
		return models.Refuse("participant.frozen", nil)
	case replaced && reason == "":
		return models.Fields(models.FieldProblem{Field: "correction_reason", Code: "required"})
	}
	return nil
}

// Known is what a dossier knows of an entry, so that it is not asked twice.
type Known struct {
	BirthOn, JobseekerSince models.Date
	Gender                  string
	Situation, Schooling    string // codes of the application
}

// Propose turns it into answers. A situation that does not say how somebody stands on the labour market proposes none.
func (k Known) Propose(on models.Date) Entry {
	e := Entry{BirthOn: k.BirthOn, Gender: k.Gender}
	switch k.Situation {
	case "full_benefits", "partial_benefits":
		e.Labour = Unemployed
		if k.JobseekerSince <= on {
			e.JoblessSince = k.JobseekerSince
		}
	case "on_notice":
		e.Labour = Employed
	}
	switch k.Schooling {
	case "none", "lower_secondary":
		e.Schooling = "isced_0_2"
	case "upper_secondary":
		e.Schooling = "isced_3_4"
	case "tertiary":
		e.Schooling = "isced_5_8"
	}
	return e
}

// over gives the answers of e, and those of other where e has none. Who somebody is by birth and gender stands in the
// dossier first.
func (e Entry) over(other Entry) Entry {
	for _, f := range fields {
		own := f.get(&e)
		if f.name == "jobless_since" && e.Labour != "" && e.Labour != other.Labour {
			continue
		}
		if theirs := f.get(&other); theirs != "" && (own == "" || f.name == "birth_on" || f.name == "gender") {
			f.set(&e, theirs)
		}
	}
	return e.tidy()
}

// Rules are what an administrator may correct of the definitions. To confirm.
type Rules struct {
	LongMonths  int // out of work from so many months on is long-term unemployed
	YoungUnder  int // but for those younger than this at entry
	YoungMonths int // from so many months on
	ExitDays    int // an answer on leaving counts until so many days after
	LaterMonths int // asked again so many months after leaving
	LaterDays   int // and counts until so many days after that
	Version     int
}

// Validate says what is wrong with the rules.
func (r Rules) Validate() *models.Problem {
	var wrong []models.FieldProblem
	for _, x := range []struct {
		name         string
		n, low, high int
	}{{"long_months", r.LongMonths, 1, 60}, {"young_under", r.YoungUnder, 0, 60}, {"young_months", r.YoungMonths, 1, 60},
		{"exit_days", r.ExitDays, 1, 180}, {"later_months", r.LaterMonths, 1, 24}, {"later_days", r.LaterDays, 1, 180}} {
		switch {
		case x.n < x.low:
			wrong = append(wrong, models.FieldProblem{Field: x.name, Code: "gte", Facts: models.Facts{"param": x.low}})
		case x.n > x.high:
			wrong = append(wrong, models.FieldProblem{Field: x.name, Code: "lte", Facts: models.Facts{"param": x.high}})
		}
	}
	return models.Fields(wrong...)
}

// ageOn is the age in whole years on a day.
func ageOn(birth, on models.Date) int {
	years := on.Year() - birth.Year()
	if birth.AddMonths(12*years) > on {
		years--
	}
	return years
}

// LongTerm says whether somebody unemployed at entry was so for long; "" while it cannot be known.
func (r Rules) LongTerm(e Entry, entered models.Date) Answer {
	if e.Labour != Unemployed {
		return No
	}
	if e.JoblessSince == "" {
		return ""
	}
	after := func(months int) Answer {
		if e.JoblessSince.AddMonths(months) <= entered {
			return Yes
		}
		return No
	}
	if r.LongMonths == r.YoungMonths {
		return after(r.LongMonths)
	}
	if e.BirthOn == "" { // both rules may agree all the same
		if long, young := after(r.LongMonths), after(r.YoungMonths); long == young {
			return long
		}
		return ""
	}
	if ageOn(e.BirthOn, entered) < r.YoungUnder {
		return after(r.YoungMonths)
	}
	return after(r.LongMonths)
}
