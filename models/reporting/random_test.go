package reporting_test

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

// Journeys as chance has them: whatever they are, the parts of the report sum to their wholes, and its
// durations, hours and money are what the rows say when they are read the slow, obvious way.
func TestRandomJourneys(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		for _, seed := range []uint64{1, 20, 300} {
			d := d
			if seed != 1 {
				d = dbtest.Open(t, d.Engine(), &dbtest.Clock{})
			}
			tw := reportingtest.Random(t, d, seed, 60)
			reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
				ask := reporting.CohortAsk{Ref: tw.Cohort.Ref}
				r, err := reporting.LoadCohort(tx, ask)
				if err != nil {
					return err
				}
				failed := t.Failed()
				checkSums(t, r)
				checkStays(t, tx, r)
				checkHours(t, tx, r, tw.Cohort.ID)
				checkMoney(t, tx, r, tw.Cohort.ID)
				if seed == 1 {
					if err := checkOpens(t, tx, ask); err != nil {
						return err
					}
				}
				for _, period := range []models.Period{{}, {From: "2024-02-29", To: "2025-02-28"}} {
					ask.Period, ask.Masked = period, false
					open, err := reporting.LoadCohort(tx, ask)
					if err != nil {
						return err
					}
					ask.Masked = true
					masked, err := reporting.LoadCohort(tx, ask)
					if err != nil {
						return err
					}
					checkMasked(t, open, masked)
				}
				if !failed && t.Failed() {
					t.Logf("seed %d", seed)
				}
				return nil
			})
		}
	})
}

// checkSums holds every partition of the report against its whole.
func checkSums(t *testing.T, r reporting.Cohort) {
	t.Helper()
	n := func(codes ...string) (sum int) {
		for _, code := range codes {
			sum += r.Figures.Get(code).Count
		}
		return sum
	}
	group := func(prefix string) (sum int) {
		for _, f := range r.Figures.Group(prefix) {
			sum += f.Count
		}
		return sum
	}
	for name, x := range map[string][2]int{
		"applications":       {n("applications"), n("pending", "accepted", "declined", "withdrawn")},
		"accepted":           {n("accepted"), n("to_enter", "entered", "exited_before")},
		"entered":            {n("entered"), n("coaching", "test", "launched", "exited_entered")},
		"exits by reason":    {n("exited"), group("exit") + n("exit_unknown")},
		"exits by moment":    {n("exited"), n("exited_before", "exited_entered")},
		"meetings":           {n("entered"), n("met", "never_met")},
		"coaching stays":     {n("entered"), n("stay.coaching.done", "stay.coaching.running")},
		"test stays":         {n("tested"), n("stay.test.done", "stay.test.running")},
		"coaching as spread": {r.Coaching.Done + r.Coaching.Running, n("entered")},
		"left":               {int(r.Grants.Left), int(r.Grants.Awarded - r.Grants.Paid)},
	} {
		if x[0] != x[1] {
			t.Errorf("%s: the whole is %d, the parts are %d", name, x[0], x[1])
		}
	}
	for _, prefix := range []string{"gender", "age", "situation", "schooling", "jobless"} {
		if f := r.Figures.Group(prefix)[0]; group(prefix)+f.Unknown != n("entered") {
			t.Errorf("%s: %d and %d unknown of %d", prefix, group(prefix), f.Unknown, n("entered"))
		}
	}
	for _, e := range reporting.Events() {
		sum := 0
		for _, m := range r.Months {
			sum += m.Count(e)
		}
		if f := r.Figures.Get("event." + e); f.Count != sum || f.Count > f.Of {
			t.Errorf("%s: %d over the months, %d in all of %d", e, sum, f.Count, f.Of)
		}
	}
	held, minutes := 0, 0
	for _, m := range r.Months {
		held, minutes = held+m.Meetings, minutes+m.Minutes
	}
	if held != r.Meetings.Meetings || minutes != r.Meetings.Minutes {
		t.Errorf("%d meetings over the months, %d over the kinds", held, r.Meetings.Meetings)
	}
	for _, f := range r.Figures {
		if f.OfCode != "" && f.Count+f.Unknown > f.Of {
			t.Errorf("%s: %d and %d unknown of %d", f.Code, f.Count, f.Unknown, f.Of)
		}
	}
}

// later is so many calendar months after a day, or the last day of that month when it is shorter.
func later(from models.Date, months int) models.Date {
	for day := from.Day(); ; day-- {
		to := time.Date(from.Year(), from.Month()+time.Month(months), day, 12, 0, 0, 0, time.UTC)
		if (int(to.Month())-int(from.Month())-months)%12 == 0 {
			return models.Date(to.Format("2006-01-02"))
		}
	}
}

// checkStays counts each phase day by day, from the rows, and holds it against the terms.
func checkStays(t *testing.T, tx *db.Tx, r reporting.Cohort) {
	t.Helper()
	terms := map[programme.Phase][2]int{programme.Coaching: {3, 6}, programme.Test: {6, 12}}
	var coached []int
	paused, extended, short, late, alerts := 0, 0, 0, 0, 0
	for i := range r.Projects {
		m := &r.Projects[i]
		for phase, stay := range map[programme.Phase]*reporting.Stay{programme.Coaching: m.Coaching, programme.Test: m.Test} {
			if stay == nil {
				continue
			}
			start, end := m.EnteredOn, m.TestOn
			if phase == programme.Test {
				start, end = m.TestOn, ""
			}
			if end == "" {
				end = m.LeftOn
			}
			last := end
			if last == "" {
				last = tx.Today()
			}
			still := pausesOf(t, tx, m.ID, phase)
			days, stopped := 0, 0
			for day := start; day < last; day = day.AddDays(1) {
				if slices.ContainsFunc(still, func(p [2]models.Date) bool { return day >= p[0] && (p[1] == "" || day < p[1]) }) {
					stopped++
				} else {
					days++
				}
			}
			more, err := tx.Count(`SELECT COALESCE(SUM(months), 0) FROM extensions WHERE project_id = ? AND phase = ?`, m.ID, phase)
			if err != nil {
				t.Fatal(err)
			}
			isShort := end != "" && last < later(start, terms[phase][0]).AddDays(stopped)
			isLate := last > later(start, terms[phase][1]+more).AddDays(stopped)
			if stay.From != start || stay.To != end || stay.Days != days || stay.Running != (end == "") || stay.Short != isShort || stay.Late != isLate {
				t.Errorf("%s %s from %s to %q, paused %v, extended %d: %+v, counted %d days, short %v, late %v", m.Ref, phase, start, end, still, more, *stay, days, isShort, isLate)
			}
			paused, extended = paused+stopped, extended+more
			if phase == programme.Coaching && end != "" {
				coached = append(coached, days)
				if isShort {
					short++
				}
				if isLate {
					late++
				}
			}
			if end == "" && isLate {
				alerts++
			}
		}
	}
	slices.Sort(coached)
	sum := 0
	for _, d := range coached {
		sum += d
	}
	n := len(coached)
	if paused == 0 || extended == 0 || n == 0 {
		t.Fatalf("%d days of pause, %d months of extension, %d phases that ended", paused, extended, n)
	}
	sp := r.Coaching
	if sp.Done != n || sp.Shortest != coached[0] || sp.Longest != coached[n-1] || sp.Mean != float64(sum)/float64(n) || sp.Median != float64(coached[n/2]+coached[(n-1)/2])/2 {
		t.Errorf("spread %+v of %v", sp, coached)
	}
	if f := r.Figures; f.Get("stay.coaching.short").Count != short || f.Get("stay.coaching.late").Count != late || f.Get("alert.overdue").Count != alerts {
		t.Errorf("%d short and %d late of %d and %d; %d overdue of %d", f.Get("stay.coaching.short").Count, f.Get("stay.coaching.late").Count, short, late, f.Get("alert.overdue").Count, alerts)
	}
}

func pausesOf(t *testing.T, tx *db.Tx, project int64, phase programme.Phase) (list [][2]models.Date) {
	t.Helper()
	err := tx.Each(func(rows *sql.Rows) error {
		var p [2]models.Date
		err := rows.Scan(&p[0], &p[1])
		list = append(list, p)
		return err
	}, `SELECT from_on, to_on FROM suspensions WHERE project_id = ? AND phase = ?`, project, phase)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// checkHours adds up the meetings one by one.
func checkHours(t *testing.T, tx *db.Tx, r reporting.Cohort, cohort int64) {
	t.Helper()
	held, minutes, shared := 0, 0, 0
	kinds := map[string]int{}
	err := tx.Each(func(rows *sql.Rows) error {
		var state, kind string
		var length, there int
		if err := rows.Scan(&state, &kind, &length, &there); err != nil {
			return err
		}
		if state == "held" && there > 0 {
			held, minutes, shared = held+1, minutes+length, shared+there-1
			kinds[kind] += length
		}
		return nil
	}, `SELECT m.state, m.kind, m.minutes, (SELECT count(*) FROM meeting_projects x JOIN projects p ON p.id = x.project_id WHERE x.meeting_id = m.id AND p.cohort_id = ?) FROM meetings m`, cohort)
	if err != nil {
		t.Fatal(err)
	}
	if r.Meetings.Meetings != held || r.Meetings.Minutes != minutes || shared == 0 {
		t.Errorf("%d meetings and %d minutes, the rows say %d and %d", r.Meetings.Meetings, r.Meetings.Minutes, held, minutes)
	}
	for _, l := range r.Meetings.Lines {
		if l.Minutes != kinds[l.Kind] {
			t.Errorf("%s: %d minutes, the rows say %d", l.Kind, l.Minutes, kinds[l.Kind])
		}
	}
	o, err := reporting.OpenCohort(tx, reporting.CohortAsk{Ref: r.Cohort.Ref}, "meetings")
	if err != nil || o.Shared.HeldHere != shared {
		t.Errorf("%d presences more than meetings, the rows say %d: %v", o.Shared.HeldHere, shared, err)
	}
}

// checkMoney adds up the grants row by row.
func checkMoney(t *testing.T, tx *db.Tx, r reporting.Cohort, cohort int64) {
	t.Helper()
	of := func(query string) models.Cents {
		n, err := tx.Count(`SELECT COALESCE(SUM(l.amount), 0) FROM `+query+` JOIN projects p ON p.id = q.project_id WHERE p.cohort_id = ?`, cohort)
		if err != nil {
			t.Fatal(err)
		}
		return models.Cents(n)
	}
	requests := ` JOIN grant_requests q ON q.id = l.request_id`
	asked := of(`grant_lines l`+requests) - of(`grant_lines l JOIN grant_requests q ON q.id = l.request_id AND q.state = 'withdrawn'`)
	awarded := of(`grant_awards l`+requests) - of(`grant_reductions l`+requests)
	paid := of(`grant_payments l JOIN grant_tranches t ON t.id = l.tranche_id JOIN grant_requests q ON q.id = t.request_id`)
	g := r.Grants
	if g.Asked != asked || g.Awarded != awarded || g.Paid != paid || g.Left != awarded-paid || g.Recovered != of(`grant_recoveries l`+requests) || paid == 0 || g.Recovered == 0 {
		t.Errorf("%+v: the rows say %d asked, %d awarded, %d paid", g, asked, awarded, paid)
	}
	holders := map[int64]models.Cents{}
	for i := range r.Projects {
		if m := &r.Projects[i]; m.Accepted() {
			holders[m.PersonID] = max(0, 500_000-m.HolderAwarded)
		}
	}
	left := models.Cents(0)
	for _, x := range holders {
		left += x
	}
	if g.Holders != len(holders) || g.Caps != models.Cents(500_000*len(holders)) || g.UnderCap != left || g.Elsewhere != 0 {
		t.Errorf("%d holders under caps of %d, %d left: want %d holders and %d", g.Holders, g.Caps, g.UnderCap, len(holders), left)
	}
}
