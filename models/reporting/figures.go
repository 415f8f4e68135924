package reporting

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
)

// Figure is one number of a report about people. Code is stable: addresses,
// definitions and tests name it. Of is the denominator, the figure OfCode; 0 and
// "" for a figure that is its own whole. Unknown says for how many of the
// denominator the answer is not known yet, because it is not filled in or
// because the journey still runs.
type Figure struct {
	Code    string
	Count   int
	Of      int
	OfCode  string
	Unknown int

	Masked, UnknownMasked, OfMasked bool // not shown: a small group, or one from which a small group could be worked out
}

// question is a figure before it is counted: who is in, among whom.
type question struct {
	code, of string
	in       func(*Member) bool
	unknown  func(*Member) bool // nil: known for everybody
}

// set is the dossiers of a report with the questions that are asked of them.
type set struct {
	list      []Member
	questions []question
}

func (s set) question(code string) (question, bool) {
	i := slices.IndexFunc(s.questions, func(q question) bool { return q.code == code })
	if i < 0 {
		return question{}, false
	}
	return s.questions[i], true
}

// figures counts every question, in order.
func (s set) figures() []Figure {
	counts := make(map[string]int, len(s.questions))
	list := make([]Figure, len(s.questions))
	in := make(map[string]func(*Member) bool, len(s.questions))
	for i, q := range s.questions {
		in[q.code] = q.in
		f := Figure{Code: q.code, OfCode: q.of}
		among := in[q.of] // wholes stand before their parts
		if among == nil {
			among = everybody
		}
		for k := range s.list {
			m := &s.list[k]
			switch {
			case q.in(m):
				f.Count++
			case q.unknown != nil && among(m) && q.unknown(m):
				f.Unknown++
			}
		}
		f.Of = counts[q.of]
		counts[q.code] = f.Count
		list[i] = f
	}
	return list
}

// people lists the dossiers that a figure counts.
func (s set) people(code string) ([]Member, error) {
	q, ok := s.question(code)
	if !ok {
		return nil, models.Missing("figure")
	}
	var list []Member
	for i := range s.list {
		if q.in(&s.list[i]) {
			list = append(list, s.list[i])
		}
	}
	return list, nil
}

// Figures is an ordered list of figures, found by code.
type Figures []Figure

// Get gives the figure of a code; the zero figure when there is none.
func (f Figures) Get(code string) Figure {
	i := slices.IndexFunc(f, func(x Figure) bool { return x.Code == code })
	if i < 0 {
		return Figure{Code: code}
	}
	return f[i]
}

// Group gives the figures whose code begins with the prefix and a dot.
func (f Figures) Group(prefix string) []Figure {
	var list []Figure
	for _, x := range f {
		if rest, ok := strings.CutPrefix(x.Code, prefix+"."); ok && !strings.Contains(rest, ".") {
			list = append(list, x)
		}
	}
	return list
}

// ageOn is the age in whole years on a day.
func ageOn(birth, on models.Date) int {
	years := on.Year() - birth.Year()
	if birth.AddMonths(12*years) > on {
		years--
	}
	return years
}

// The bands of the profile. Ages are those of the European Social Fund Plus; time
// without work tells twelve months and more apart, which is long-term.
var (
	ageBands = []struct {
		code     string
		from, to int
	}{{"under_18", 0, 17}, {"18_29", 18, 29}, {"30_54", 30, 54}, {"55_more", 55, 200}}
	joblessBands = []struct {
		code     string
		from, to int // months, to is excluded
	}{{"under_6", 0, 6}, {"6_11", 6, 12}, {"12_23", 12, 24}, {"24_more", 24, 2400}}
)

// Situations and Schoolings are the codes of an application, in the order of reports.
var (
	situations = []string{"full_benefits", "partial_benefits", "cpas", "health_fund", "no_benefits", "on_notice", "other"}
	schoolings = []string{"none", "lower_secondary", "upper_secondary", "tertiary"}
)

// profile asks who the people of a figure were when they entered.
func profile(of string, in func(*Member) bool) []question {
	var list []question
	part := func(code string, is, unknown func(*Member) bool) {
		list = append(list, question{code, of, func(m *Member) bool { return in(m) && is(m) }, unknown})
	}
	for _, g := range []string{"F", "M", "X"} {
		part("gender."+g, func(m *Member) bool { return m.Gender == g }, func(m *Member) bool { return m.Gender == "" })
	}
	for _, b := range ageBands {
		part("age."+b.code, func(m *Member) bool {
			age := ageOn(m.BirthOn, m.EnteredOn)
			return m.BirthOn != "" && age >= b.from && age <= b.to
		}, func(m *Member) bool { return m.BirthOn == "" })
	}
	for _, s := range situations {
		part("situation."+s, func(m *Member) bool { return m.Situation == s }, func(m *Member) bool { return m.Situation == "" })
	}
	for _, s := range schoolings {
		part("schooling."+s, func(m *Member) bool { return m.Schooling == s }, func(m *Member) bool { return m.Schooling == "" })
	}
	for _, b := range joblessBands {
		part("jobless."+b.code, func(m *Member) bool {
			since := m.JobseekerSince
			return since != "" && since.AddMonths(b.from) <= m.EnteredOn && (m.EnteredOn < since.AddMonths(b.to)) || since > m.EnteredOn && b.from == 0
		}, func(m *Member) bool { return m.JobseekerSince == "" })
	}
	return list
}

// everybody, and the other conditions that several figures share.
func everybody(*Member) bool { return true }

func exited(m *Member) bool { return m.Phase == programme.Exited }

func inPhase(list ...programme.Phase) func(*Member) bool {
	return func(m *Member) bool { return slices.Contains(list, m.Phase) }
}

func alerted(code string) func(*Member) bool {
	return func(m *Member) bool { return slices.Contains(m.Alerts, code) }
}
