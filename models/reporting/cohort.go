package reporting

import (
	"cmp"
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Cohort is the report of one intake on one day.
type Cohort struct {
	Couveuse programme.Couveuse
	Cohort   programme.Cohort
	Today    models.Date
	Masked   bool // small groups and single dossiers are not shown

	Figures        Figures
	Months         []Month
	Coaching, Test Spread
	Meetings       Meetings
	Sections       []Section
	Grants         Grants
	Projects       []Member
}

// Month is what happened in one calendar month.
type Month struct {
	First                                                  models.Date
	Submitted, Accepted, Entered, Tested, Launched, Exited int
}

// Meetings sums the meetings held. Carried ones were held before the product and are
// known as totals only; Lines does not know their kind.
type Meetings struct {
	Lines                           []KindLine
	Meetings, Minutes               int // of the lines
	CarriedMeetings, CarriedMinutes int
}

// All is the number of meetings, carried ones included.
func (m Meetings) All() int { return m.Meetings + m.CarriedMeetings }

// AllMinutes is their length.
func (m Meetings) AllMinutes() int { return m.Minutes + m.CarriedMinutes }

// Grants sums the grants of the dossiers. Caps is the cap of each accepted holder,
// counted once; UnderCaps what may still be awarded to them, whatever they
// received in other cohorts.
type Grants struct {
	Asked, Awarded, Paid, Recovered, Late models.Cents
	Caps, Elsewhere, UnderCaps            models.Cents
	Holders                               int
}

// LeftToPay is what was awarded and not paid yet.
func (g Grants) LeftToPay() models.Cents { return g.Awarded - g.Paid }

func cohortScope(c *programme.Cohort) scope {
	return scope{`p.cohort_id = ? AND (p.phase <> 'draft' OR p.submitted_at IS NOT NULL)`, []any{c.ID}}
}

// cohortQuestions are the figures of a cohort, wholes before their parts.
func cohortQuestions(list []Member) []question {
	pending := inPhase(programme.Draft, programme.Submitted, programme.Review, programme.Waitlisted)
	under := inPhase(programme.Accepted, programme.Coaching, programme.Test)
	before := inPhase(programme.Accepted, programme.Coaching)
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
		{"entered", "accepted", (*Member).Entered, inPhase(programme.Accepted)},
		{"coaching", "entered", inPhase(programme.Coaching), nil},
		{"tested", "entered", (*Member).Tested, before},
		{"test", "entered", inPhase(programme.Test), nil},
		{"launched", "entered", (*Member).Launched, under},
		{"launched_direct", "launched", func(m *Member) bool { return m.Launched() && !m.Tested() }, nil},
		{"exited", "accepted", exited, under},
	}
	for _, reason := range programme.AllExitReasons() {
		q = append(q, question{"exit." + string(reason), "exited", func(m *Member) bool { return exited(m) && m.ExitReason == reason },
			func(m *Member) bool { return m.ExitReason == "" }})
	}
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
	for _, kind := range kindsOf(list) {
		q = append(q, question{"kind." + kind, "entered", func(m *Member) bool { return m.Kinds[kind] > 0 }, nil})
	}
	q = append(q,
		question{"plan", "entered", withPlan, nil},
		question{"plan_ready", "plan", func(m *Member) bool { return withPlan(m) && m.MandatoryValidated >= m.MandatoryItems }, nil},
		question{"plan_untouched", "plan", func(m *Member) bool { return withPlan(m) && m.PlanValidated == 0 }, nil},
		question{"grant_asked", "accepted", func(m *Member) bool { return m.Accepted() && m.Asked > 0 }, nil},
		question{"grant_awarded", "accepted", func(m *Member) bool { return m.Accepted() && m.Awarded > 0 }, nil},
		question{"grant_paid", "grant_awarded", func(m *Member) bool { return m.Accepted() && m.Paid > 0 }, nil},
		question{"grant_to_pay", "grant_awarded", func(m *Member) bool { return m.Accepted() && m.LeftToPay() > 0 }, nil},
		question{"grant_capped", "accepted", func(m *Member) bool { return m.Accepted() && m.HolderAwarded > 0 && m.HolderAwarded >= m.Cap }, nil},
		question{"alert.overdue", "entered", alerted("overdue"), nil},
		question{"alert.silent", "entered", alerted("silent"), nil},
		question{"alert.no_coach", "accepted", alerted("no_coach"), nil},
		question{"alert.unpaid", "grant_awarded", alerted("unpaid"), nil},
		question{"alert.missing", "accepted", alerted("missing"), nil},
		question{"exit_unknown", "exited", func(m *Member) bool { return exited(m) && m.ExitReason == "" }, nil},
	)
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
func LoadCohort(tx *db.Tx, ref string) (Cohort, error) {
	c, err := programme.LoadCohort(tx, ref, access.CohortReport)
	if err != nil {
		return Cohort{}, err
	}
	report := Cohort{Cohort: *c, Today: tx.Today()}
	if report.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return report, err
	}
	r, err := read(tx, cohortScope(c))
	if err != nil {
		return report, err
	}
	report.Projects = r.list
	report.Figures = set{r.list, cohortQuestions(r.list)}.figures()
	report.Months = months(r.list)
	report.Coaching = spreadOf(programme.Coaching, r.list, func(m *Member) *Stay { return m.Coaching })
	report.Test = spreadOf(programme.Test, r.list, func(m *Member) *Stay { return m.Test })
	r.bounds(&report.Coaching, &report.Test)
	if report.Sections, err = r.sections(); err != nil {
		return report, err
	}
	report.Grants = grantsOf(r.list)
	report.Meetings, err = r.meetingSums(report.Figures)
	return report, err
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

// Mask hides small groups, and what concerns one dossier alone.
func (c *Cohort) Mask() {
	c.Masked = true
	c.Figures.mask()
}

// CohortPeople lists the dossiers behind a figure of the cohort's report.
func CohortPeople(tx *db.Tx, ref, code string) (programme.Cohort, Figure, []Member, error) {
	c, err := programme.LoadCohort(tx, ref, access.CohortReport)
	if err != nil {
		return programme.Cohort{}, Figure{}, nil, err
	}
	r, err := read(tx, cohortScope(c))
	if err != nil {
		return *c, Figure{}, nil, err
	}
	s := set{r.list, cohortQuestions(r.list)}
	list, err := s.people(code)
	return *c, Figures(s.figures()).Get(code), list, err
}

// bounds puts the terms beside the durations, when all journeys share them.
func (r *reading) bounds(coaching, test *Spread) {
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

func (r *reading) meetingSums(figures Figures) (Meetings, error) {
	var sums Meetings
	lines, err := r.kinds()
	for i := range lines {
		lines[i].Projects = figures.Get("kind." + lines[i].Kind)
		sums.Meetings += lines[i].Meetings
		sums.Minutes += lines[i].Minutes
	}
	for i := range r.list {
		sums.CarriedMeetings += r.list[i].CarriedMeetings
		sums.CarriedMinutes += r.list[i].CarriedMinutes
	}
	sums.Lines = lines
	return sums, err
}

// grantsOf sums the grants; each holder's cap counts once.
func grantsOf(list []Member) Grants {
	var g Grants
	own := map[int64]models.Cents{}
	for i := range list {
		m := &list[i]
		g.Asked += m.Asked
		g.Awarded += m.Awarded
		g.Paid += m.Paid
		g.Recovered += m.Recovered
		g.Late += m.LatePayout
		own[m.PersonID] += m.Awarded
	}
	seen := map[int64]bool{}
	for i := range list {
		m := &list[i]
		if !m.Accepted() || seen[m.PersonID] {
			continue
		}
		seen[m.PersonID] = true
		g.Holders++
		g.Caps += m.Cap
		g.Elsewhere += max(0, m.HolderAwarded-own[m.PersonID])
		g.UnderCaps += max(0, m.Cap-m.HolderAwarded)
	}
	return g
}

// months counts what happened, month by month from the first to the last event.
func months(list []Member) []Month {
	by := map[models.Date]*Month{}
	count := func(on models.Date, of func(*Month) *int) {
		if on == "" {
			return
		}
		first := on[:8] + "01"
		if by[first] == nil {
			by[first] = &Month{First: first}
		}
		*of(by[first])++
	}
	for i := range list {
		m := &list[i]
		count(m.SubmittedOn, func(x *Month) *int { return &x.Submitted })
		count(m.AcceptedOn, func(x *Month) *int { return &x.Accepted })
		count(m.EnteredOn, func(x *Month) *int { return &x.Entered })
		count(m.TestOn, func(x *Month) *int { return &x.Tested })
		if m.Launched() {
			count(m.LeftOn, func(x *Month) *int { return &x.Launched })
		}
		if exited(m) {
			count(m.LeftOn, func(x *Month) *int { return &x.Exited })
		}
	}
	var all []Month
	for _, x := range by {
		all = append(all, *x)
	}
	slices.SortFunc(all, func(a, b Month) int { return cmp.Compare(a.First, b.First) })
	if len(all) == 0 {
		return nil
	}
	var filled []Month
	for on := all[0].First; on <= all[len(all)-1].First && len(filled) < 1200; on = on.AddMonths(1) {
		x := Month{First: on}
		if by[on] != nil {
			x = *by[on]
		}
		filled = append(filled, x)
	}
	return filled
}
