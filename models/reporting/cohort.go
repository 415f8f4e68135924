package reporting

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// CohortAsk says which report of a cohort is wanted.
type CohortAsk struct {
	Ref    string
	Period models.Period // narrows what happened: events, meetings, what moved of the grants; never where things stand
	Masked bool          // small groups, and single dossiers, are not shown
}

func (q CohortAsk) check() error {
	if q.Period.From != "" && q.Period.To != "" && q.Period.To < q.Period.From {
		return models.Fields(models.FieldProblem{Field: "au", Code: "not_before", Facts: models.Facts{"date": q.Period.From}})
	}
	return nil
}

// Cohort is the report of one intake on one day.
type Cohort struct {
	Couveuse programme.Couveuse
	Cohort   programme.Cohort
	Today    models.Date
	Period   models.Period
	Masked   bool

	Figures        Figures
	Months         []Month
	Coaching, Test Spread
	Meetings       Meetings
	Sections       []Section
	Grants         Grants
	Projects       []Member
}

// Whole reports whether the report has no period.
func (c *Cohort) Whole() bool { return c.Period == models.Period{} }

func cohortScope(c *programme.Cohort) scope {
	return scope{`p.cohort_id = ? AND (p.phase <> 'draft' OR p.submitted_at IS NOT NULL)`, []any{c.ID}}
}

// cohortQuestions are the figures of a cohort, wholes before their parts.
func cohortQuestions(list []Member, period models.Period) []question {
	pending := inPhase(programme.Draft, programme.Submitted, programme.Review, programme.Waitlisted)
	under := inPhase(programme.Accepted, programme.Coaching, programme.Test)
	before := inPhase(programme.Accepted, programme.Coaching)
	entered := func(is func(*Member) bool) func(*Member) bool {
		return func(m *Member) bool { return m.Entered() && is(m) }
	}
	launched := entered((*Member).Launched)
	withPlan := func(m *Member) bool { return m.Entered() && m.TemplateID != 0 }
	done := func(of func(*Member) *Stay) func(*Member) bool {
		return func(m *Member) bool { s := of(m); return s != nil && !s.Running }
	}
	stay := func(of func(*Member) *Stay, is func(*Stay) bool) func(*Member) bool {
		return func(m *Member) bool { s := of(m); return s != nil && is(s) }
	}
	coaching, test := func(m *Member) *Stay { return m.Coaching }, func(m *Member) *Stay { return m.Test }
	q := []question{
		{"applications", "", everybody, nil},
		{"pending", "applications", pending, nil},
		{"accepted", "applications", (*Member).Accepted, pending},
		{"declined", "applications", inPhase(programme.Declined), pending},
		{"withdrawn", "applications", inPhase(programme.Withdrawn), nil},
		{"to_enter", "accepted", func(m *Member) bool { return m.Accepted() && !m.Entered() && !exited(m) }, nil},
		{"entered", "accepted", (*Member).Entered, inPhase(programme.Accepted)},
		{"coaching", "entered", entered(inPhase(programme.Coaching)), nil},
		{"tested", "entered", entered((*Member).Tested), before},
		{"test", "entered", entered(inPhase(programme.Test)), nil},
		{"launched", "entered", launched, under},
		{"launched_direct", "launched", func(m *Member) bool { return launched(m) && !m.Tested() }, nil},
		{"exited", "accepted", exited, under},
		{"exited_before", "exited", func(m *Member) bool { return exited(m) && !m.Entered() }, nil},
		{"exited_entered", "exited", func(m *Member) bool { return exited(m) && m.Entered() }, nil},
	}
	for _, reason := range programme.AllExitReasons() {
		q = append(q, question{"exit." + string(reason), "exited", func(m *Member) bool { return exited(m) && m.ExitReason == reason }, nil})
	}
	q = append(q, question{"exit_unknown", "exited", func(m *Member) bool { return exited(m) && m.ExitReason == "" }, nil})
	for _, s := range []struct {
		name, of string
		stay     func(*Member) *Stay
	}{{"coaching", "entered", coaching}, {"test", "tested", test}} {
		whole := "stay." + s.name + ".done"
		running := stay(s.stay, func(x *Stay) bool { return x.Running })
		q = append(q, question{whole, s.of, done(s.stay), running},
			question{"stay." + s.name + ".running", s.of, running, nil},
			question{"stay." + s.name + ".short", whole, stay(s.stay, func(x *Stay) bool { return x.Short }), nil},
			question{"stay." + s.name + ".late", whole, stay(s.stay, func(x *Stay) bool { return x.Late && !x.Running }), nil})
	}
	q = append(q,
		question{"met", "entered", func(m *Member) bool { return m.Entered() && m.Meetings > 0 }, nil},
		question{"never_met", "entered", func(m *Member) bool { return m.Entered() && m.Meetings == 0 }, nil})
	q = append(q, question{"carried", "entered", func(m *Member) bool { return m.Entered() && m.CarriedMeetings > 0 }, nil})
	for _, kind := range kindsOf(list) {
		q = append(q, question{"kind." + kind, "entered", func(m *Member) bool { return m.Kinds[kind] > 0 }, nil})
	}
	q = append(q,
		question{"plan", "entered", withPlan, nil},
		question{"plan_ready", "plan", func(m *Member) bool { return withPlan(m) && m.MandatoryValidated >= m.MandatoryItems }, nil},
		question{"plan_untouched", "plan", func(m *Member) bool { return withPlan(m) && m.PlanValidated == 0 }, nil},
		question{"grant_asked", "accepted", func(m *Member) bool { return m.Accepted() && m.Period.Asked > 0 }, nil},
		question{"grant_awarded", "accepted", func(m *Member) bool { return m.Accepted() && m.Period.Awarded > 0 }, nil},
		question{"grant_paid", "accepted", func(m *Member) bool { return m.Accepted() && m.Period.Paid > 0 }, nil},
		question{"grant_to_pay", "accepted", func(m *Member) bool { return m.Accepted() && m.LeftToPay() > 0 }, nil},
		question{"grant_recovered", "accepted", func(m *Member) bool { return m.Accepted() && m.Period.Recovered > 0 }, nil},
		question{"grant_capped", "accepted", func(m *Member) bool { return m.Accepted() && m.HolderAwarded > 0 && m.HolderAwarded >= m.Cap }, nil},
		question{"alert.overdue", "entered", alerted("overdue"), nil},
		question{"alert.silent", "entered", alerted("silent"), nil},
		question{"alert.no_coach", "accepted", alerted("no_coach"), nil},
		question{"alert.unpaid", "accepted", alerted("unpaid"), nil},
		question{"alert.missing", "accepted", alerted("missing"), nil},
	)
	for _, e := range events {
		q = append(q, question{"event." + e.code, e.of, func(m *Member) bool { return e.in(m, period) }, nil})
	}
	return append(q, profile("entered", (*Member).Entered)...)
}

// kindsOf lists the kinds of meeting that took place, in order.
func kindsOf(list []Member) []string {
	seen := map[string]bool{}
	var kinds []string
	for i := range list {
		for kind := range list[i].Kinds {
			if !seen[kind] {
				seen[kind] = true
				kinds = append(kinds, kind)
			}
		}
	}
	slices.Sort(kinds)
	return kinds
}

// LoadCohort makes the report of a cohort, for who may read it.
func LoadCohort(tx *db.Tx, q CohortAsk) (Cohort, error) {
	c, r, err := readCohort(tx, q)
	if err != nil {
		return Cohort{}, err
	}
	report := Cohort{Cohort: c, Today: tx.Today(), Period: q.Period, Projects: r.list}
	if report.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return report, err
	}
	report.Figures = set{r.list, cohortQuestions(r.list, q.Period)}.figures()
	report.Coaching = spreadOf(programme.Coaching, r.list, func(m *Member) *Stay { return m.Coaching })
	report.Test = spreadOf(programme.Test, r.list, func(m *Member) *Stay { return m.Test })
	r.sameTerms(&report.Coaching, &report.Test)
	if report.Sections, err = r.sections(); err != nil {
		return report, err
	}
	report.Grants = grantsOf(r.list)
	held, err := r.held(chosen{})
	if err != nil {
		return report, err
	}
	report.Meetings = meetingsOf(held, r.list, report.Figures)
	report.Months = months(r.list, held, q.Period)
	if q.Masked {
		report.mask()
	}
	return report, nil
}

// readCohort finds a cohort through the actor's permission, and reads its dossiers.
func readCohort(tx *db.Tx, q CohortAsk) (programme.Cohort, *reading, error) {
	c, err := programme.LoadCohort(tx, q.Ref, access.CohortReport)
	if err != nil {
		return programme.Cohort{}, nil, err
	}
	if err := q.check(); err != nil {
		return *c, nil, err
	}
	r, err := readWithin(tx, cohortScope(c), q.Period)
	return *c, r, err
}

// CohortCounts gives the dossiers of every cohort by phase, from the counts that are
// kept. Drafts that were never sent are nobody's but their author's: left out.
func CohortCounts(tx *db.Tx) (map[int64]map[programme.Phase]int, error) {
	counts := map[int64]map[programme.Phase]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var phase programme.Phase
		var n int
		if err := rows.Scan(&id, &phase, &n); err != nil {
			return err
		}
		if counts[id] == nil {
			counts[id] = map[programme.Phase]int{}
		}
		counts[id][phase] = n
		return nil
	}, `SELECT cohort_id, phase, n FROM project_counts WHERE n > 0 AND phase <> 'draft'`)
	return counts, err
}

// sameTerms puts the terms beside the durations, when all journeys share them.
func (r *reading) sameTerms(coaching, test *Spread) {
	same := true
	var first programme.Terms
	started := false
	for i := range r.list {
		m := &r.list[i]
		if !m.Entered() {
			continue
		}
		t := r.termsOf(m)
		if !started {
			first, started = t, true
		}
		same = same && t.CoachingMinMonths == first.CoachingMinMonths && t.CoachingMaxMonths == first.CoachingMaxMonths &&
			t.TestMinMonths == first.TestMinMonths && t.TestMaxMonths == first.TestMaxMonths
	}
	if started && same {
		coaching.MinMonths, coaching.MaxMonths = first.CoachingMinMonths, first.CoachingMaxMonths
		test.MinMonths, test.MaxMonths = first.TestMinMonths, first.TestMaxMonths
	}
}

// MostCompared is how many cohorts stand side by side.
const MostCompared = 4

// CompareCohorts makes the reports of several cohorts, each as its own page says it: the first
// and those beside it, at most MostCompared.
func CompareCohorts(tx *db.Tx, q CohortAsk, beside []string) ([]Cohort, error) {
	var list []Cohort
	refs := []string{q.Ref}
	for _, ref := range beside {
		if ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	if len(refs) > MostCompared {
		return nil, models.Refuse("report.too_many", models.Facts{"most": MostCompared})
	}
	for _, ref := range refs {
		q.Ref = ref
		c, err := LoadCohort(tx, q)
		if err != nil {
			return nil, err
		}
		c.Projects = nil
		list = append(list, c)
	}
	return list, nil
}
