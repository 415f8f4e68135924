package programme

import "eclosion/models"

// GateMode says what mandatory checklist items that are not validated do to the
// start of the test.
type GateMode string

// The modes of the gate.
const (
	GateBlock GateMode = "block" // the test waits, or a derogation lifts it
	GateWarn  GateMode = "warn"  // the test may start; the page says what is missing
	GateOff   GateMode = "off"   // nothing is said
)

// AllGateModes lists the modes, strictest first.
func AllGateModes() []GateMode { return []GateMode{GateBlock, GateWarn, GateOff} }

// Terms are the dated conditions of a programme. A journey keeps those under
// which it started. Durations are calendar months.
type Terms struct {
	ID, ProgrammeID int64
	ValidFrom       models.Date

	CoachingMinMonths       int
	CoachingMaxMonths       int
	CoachingExtensionMonths int // limit of all extensions of the phase together
	TestMinMonths           int
	TestMaxMonths           int
	TestExtensionMonths     int // limit of all extensions of the phase together
	TotalMaxMonths          int // coaching and test, extensions included

	GrantCap   models.Cents // for one holder, over all requests, projects and cohorts
	PlanGate   GateMode
	SilentDays int // days without news after which a file is said to be silent
}

// maxMonths bounds what an administrator can type: ten years.
const maxMonths = 120

// DefaultTerms are the terms of Job'In: 3 to 6 months of coaching, 6 to 12 of
// test, a grant of at most 5 000 euros. The 24 months in all are the Walloon
// decree's of 21 December 2022; extensions share what it leaves.
func DefaultTerms(from models.Date) Terms {
	return Terms{
		ValidFrom:         from,
		CoachingMinMonths: 3, CoachingMaxMonths: 6, CoachingExtensionMonths: 3,
		TestMinMonths: 6, TestMaxMonths: 12, TestExtensionMonths: 3,
		TotalMaxMonths: 24,
		GrantCap:       500_000,
		PlanGate:       GateBlock,
		SilentDays:     30,
	}
}

// DefaultDesignTerms are the terms of Job'In Design, whose coaching is longer:
// 4 to 9 months. The rest is as in Job'In.
func DefaultDesignTerms(from models.Date) Terms {
	t := DefaultTerms(from)
	t.CoachingMinMonths, t.CoachingMaxMonths = 4, 9
	return t
}

// Validate says what is wrong with the terms, field by field, in the form's order; fields
// are named as the columns are ("coaching_min_months"). Nil when all is right.
func (t Terms) Validate() []models.FieldProblem {
	var list []models.FieldProblem
	add := func(field, code string, facts models.Facts) {
		list = append(list, models.FieldProblem{Field: field, Code: code, Facts: facts})
	}
	between := func(field string, n, low, high int) bool {
		switch {
		case n < low:
			add(field, "gte", models.Facts{"param": low})
		case n > high:
			add(field, "lte", models.Facts{"param": high})
		default:
			return true
		}
		return false
	}
	if _, err := models.ParseDate(string(t.ValidFrom)); err != nil {
		add("valid_from", "date", nil)
	}
	phase := func(prefix string, low, high, extension int) bool {
		ok := between(prefix+"_min_months", low, 0, maxMonths)
		if ok {
			ok = between(prefix+"_max_months", high, max(1, low), maxMonths)
		}
		return between(prefix+"_extension_months", extension, 0, maxMonths) && ok
	}
	coaching := phase("coaching", t.CoachingMinMonths, t.CoachingMaxMonths, t.CoachingExtensionMonths)
	test := phase("test", t.TestMinMonths, t.TestMaxMonths, t.TestExtensionMonths)
	if coaching && test {
		// Anything less would promise a test that the total forbids.
		low := max(t.CoachingMinMonths+t.TestMinMonths, t.CoachingMaxMonths, t.TestMaxMonths)
		between("total_max_months", t.TotalMaxMonths, low, maxMonths)
	}
	switch {
	case t.GrantCap < 0:
		add("grant_cap", "gte", models.Facts{"param": 0})
	case t.GrantCap > models.MaxCents:
		add("grant_cap", "money", nil)
	}
	switch t.PlanGate {
	case GateBlock, GateWarn, GateOff:
	default:
		add("plan_gate", "oneof", nil)
	}
	between("silent_days", t.SilentDays, 1, 366)
	return list
}

// ClockOf makes the clock that these terms give to a phase. A phase without
// durations gets a clock that never ends (Max 0); see [Clock.End].
func (t Terms) ClockOf(phase Phase, start models.Date, extensionMonths int, suspensions []Suspension) Clock {
	c := Clock{Phase: phase, Start: start, ExtensionMonths: extensionMonths, Suspensions: suspensions}
	switch phase {
	case Coaching:
		c.Min, c.Max = t.CoachingMinMonths, t.CoachingMaxMonths
	case Test:
		c.Min, c.Max = t.TestMinMonths, t.TestMaxMonths
	}
	return c
}

// ExtensionLimit is the limit, in months, of all extensions of a phase together.
func (t Terms) ExtensionLimit(phase Phase) int {
	switch phase {
	case Coaching:
		return t.CoachingExtensionMonths
	case Test:
		return t.TestExtensionMonths
	}
	return 0
}

// TotalEnd is the last day on which coaching and test together may still run,
// for a journey whose coaching began on start and was suspended for so many
// days in all: a suspension stops that clock too.
func (t Terms) TotalEnd(start models.Date, suspendedDays int) models.Date {
	return start.AddMonths(t.TotalMaxMonths).AddDays(suspendedDays)
}
