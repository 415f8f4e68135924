package reporting

import (
	"database/sql"
	"slices"

	"eclosion/models"
	"eclosion/models/programme"
)

// Stay is the time that one journey spent in coaching or in test.
type Stay struct {
	From, To models.Date // To is "" while it runs
	Days     int         // without the days of suspension; until today while it runs
	Running  bool
	Short    bool // ended before the minimum of its terms
	Late     bool // ended, or runs on, after the end as planned
}

// DaysPerMonth turns days into months: the mean of the calendar.
const DaysPerMonth = 30.4375

// Months is the length in months of 30.44 days.
func (s Stay) Months() float64 { return float64(s.Days) / DaysPerMonth }

// stays reads suspensions and extensions, and measures each phase on its own clock.
func (r *reading) stays() error {
	pauses := map[int64]map[programme.Phase][]programme.Suspension{}
	err := r.tx.Each(func(rows *sql.Rows) error {
		var id int64
		var phase programme.Phase
		var s programme.Suspension
		if err := rows.Scan(&id, &phase, &s.From, &s.To); err != nil {
			return err
		}
		if pauses[id] == nil {
			pauses[id] = map[programme.Phase][]programme.Suspension{}
		}
		pauses[id][phase] = append(pauses[id][phase], s)
		return nil
	}, `SELECT x.project_id, x.phase, x.from_on, x.to_on FROM suspensions x JOIN projects p ON p.id = x.project_id
		WHERE `+r.scope.where+` ORDER BY x.from_on, x.id`, r.scope.args...)
	if err != nil {
		return err
	}
	type key struct {
		id    int64
		phase programme.Phase
	}
	extended := map[key]int{}
	err = r.tx.Each(func(rows *sql.Rows) error {
		var k key
		var months int
		if err := rows.Scan(&k.id, &k.phase, &months); err != nil {
			return err
		}
		extended[k] = months
		return nil
	}, `SELECT x.project_id, x.phase, SUM(x.months) FROM extensions x JOIN projects p ON p.id = x.project_id
		WHERE `+r.scope.where+` GROUP BY x.project_id, x.phase`, r.scope.args...)
	if err != nil {
		return err
	}
	today := r.tx.Today()
	for i := range r.list {
		m := &r.list[i]
		terms := r.termsOf(m)
		measure := func(phase programme.Phase, from, to models.Date) *Stay {
			clock := terms.ClockOf(phase, from, extended[key{m.ID, phase}], pauses[m.ID][phase])
			return stayOf(clock, to, today)
		}
		if m.Entered() {
			end := m.TestOn
			if end == "" {
				end = m.LeftOn
			}
			m.Coaching = measure(programme.Coaching, m.EnteredOn, end)
		}
		if m.Tested() {
			m.Test = measure(programme.Test, m.TestOn, m.LeftOn)
		}
	}
	return nil
}

// stayOf measures a phase that ended on to, or runs while to is "".
func stayOf(clock programme.Clock, to, today models.Date) *Stay {
	s := &Stay{From: clock.Start, To: to, Running: to == ""}
	last := to
	if s.Running {
		last = today
	}
	s.Days = clock.DaysDone(last)
	s.Short = !s.Running && last < clock.Earliest(last)
	s.Late = clock.Overdue(last)
	return s
}

// Spread says how long a phase lasted, over those who ended it. Those in whom it
// still runs are counted apart: their length is not known yet.
type Spread struct {
	Phase                  programme.Phase
	MinMonths, MaxMonths   int // of the terms; 0 when journeys have different ones
	Done, Running          int
	Shortest, Longest      int // days; 0 without anybody
	Median, Mean           float64
	LongestRunning         int
	Months                 []float64 // one for each that ended, ascending
	Short, Late, LateToday int
	Masked                 bool // nothing of single journeys
}

// spreadOf sums the stays of one phase.
func spreadOf(phase programme.Phase, list []Member, of func(*Member) *Stay) Spread {
	sp := Spread{Phase: phase}
	var days []int
	for i := range list {
		s := of(&list[i])
		switch {
		case s == nil:
		case s.Running:
			sp.Running++
			sp.LongestRunning = max(sp.LongestRunning, s.Days)
			if s.Late {
				sp.LateToday++
			}
		default:
			days = append(days, s.Days)
			if s.Short {
				sp.Short++
			}
			if s.Late {
				sp.Late++
			}
		}
	}
	sp.Done = len(days)
	if sp.Done == 0 {
		return sp
	}
	slices.Sort(days)
	total := 0
	for _, d := range days {
		total += d
		sp.Months = append(sp.Months, float64(d)/DaysPerMonth)
	}
	sp.Shortest, sp.Longest = days[0], days[len(days)-1]
	sp.Mean = float64(total) / float64(len(days))
	half := len(days) / 2
	sp.Median = float64(days[half])
	if len(days)%2 == 0 {
		sp.Median = float64(days[half-1]+days[half]) / 2
	}
	return sp
}
