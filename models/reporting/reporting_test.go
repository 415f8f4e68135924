package reporting_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

func reading(t *testing.T, d *db.DB, a access.Actor, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Read(t.Context(), a, fn); err != nil {
		t.Fatal(err)
	}
}

func TestEveryFigureHasItsList(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 64})
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
			if err != nil {
				return err
			}
			counted := 0
			for _, f := range r.Figures {
				if f.OfCode != "" && f.Count+f.Unknown > f.Of {
					t.Errorf("%s: %d and %d unknown of %d", f.Code, f.Count, f.Unknown, f.Of)
				}
				counted += f.Count
			}
			if counted == 0 || r.Figures.Get("applications").Count != 60 { // 64 without 4 drafts that were never sent
				t.Errorf("applications %v of %d counted", r.Figures.Get("applications"), counted)
			}
			return nil
		})
	})
}

// The figures of the journey are those that the rows say, counted by the database.
func TestFiguresAgreeWithPlainCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 64})
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
			if err != nil {
				return err
			}
			for code, where := range map[string]string{
				"accepted": `phase IN ('accepted','coaching','test','launched','followed_up','exited')`, "entered": `entered_on IS NOT NULL`,
				"coaching": `phase = 'coaching'`, "test": `phase = 'test'`, "launched": `phase IN ('launched','followed_up')`,
				"exited": `phase = 'exited'`, "exit.gave_up": `phase = 'exited' AND exit_reason = 'gave_up'`,
				"gender.F":                `entered_on IS NOT NULL AND person_id IN (SELECT id FROM persons WHERE gender = 'F')`,
				"schooling.tertiary":      `entered_on IS NOT NULL AND id IN (SELECT project_id FROM applications WHERE schooling = 'tertiary')`,
				"tested":                  `entered_on IS NOT NULL AND id IN (SELECT project_id FROM phase_changes WHERE to_phase = 'test')`,
				"kind.legal":              `id IN (SELECT project_id FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id WHERE kind = 'legal' AND state = 'held')`,
				"grant_awarded":           `id IN (SELECT project_id FROM grant_requests WHERE state = 'awarded')`,
				"alert.no_coach":          `phase IN ('accepted','coaching','test') AND id NOT IN (SELECT project_id FROM project_coaches WHERE to_on IS NULL)`,
				"never_met":               `entered_on IS NOT NULL AND carried_meetings = 0 AND id NOT IN (SELECT project_id FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id WHERE state = 'held')`,
				"situation.full_benefits": `entered_on IS NOT NULL AND id IN (SELECT project_id FROM applications WHERE situation = 'full_benefits')`,
			} {
				want, err := tx.Count(`SELECT count(*) FROM projects WHERE cohort_id = ? AND `+where, tw.Cohort.ID)
				if err != nil {
					return err
				}
				if got := r.Figures.Get(code).Count; got != want || want == 0 {
					t.Errorf("%s: %d, the rows say %d", code, got, want)
				}
			}
			held, err := tx.Count(`SELECT count(*) FROM meetings WHERE state = 'held'`)
			if err != nil {
				return err
			}
			if r.Meetings.Meetings != held {
				t.Errorf("meetings %d, the rows say %d: one with two projects is one meeting", r.Meetings.Meetings, held)
			}
			paid, err := tx.Count(`SELECT SUM(amount) FROM grant_payments`)
			if err != nil {
				return err
			}
			if int(r.Grants.Paid) != paid || r.Grants.Awarded <= r.Grants.Paid || r.Grants.Asked <= r.Grants.Awarded {
				t.Errorf("grants %+v, paid %d", r.Grants, paid)
			}
			return nil
		})
	})
}

// slowDays counts a stay the obvious way: day by day.
func slowDays(from, to models.Date, pauses []programme.Suspension) int {
	n := 0
	for day := from; day < to; day = day.AddDays(1) {
		still := false
		for _, p := range pauses {
			still = still || p.Covers(day)
		}
		if !still {
			n++
		}
	}
	return n
}

func TestDurationsAgreeWithCountingDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 64})
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
			if err != nil {
				return err
			}
			paused, longest, total, done := 0, 0, 0, 0
			for i := range r.Projects {
				m := &r.Projects[i]
				if m.Coaching == nil {
					continue
				}
				pauses, err := programme.Pauses(tx, m.ID)
				if err != nil {
					return err
				}
				to := m.Coaching.To
				if to == "" {
					to = tx.Today()
				}
				want := slowDays(m.Coaching.From, to, pauses[programme.Coaching])
				if m.Coaching.Days != want {
					t.Errorf("%s: %d days, counted %d", m.Ref, m.Coaching.Days, want)
				}
				paused += len(pauses[programme.Coaching])
				if !m.Coaching.Running {
					longest, total, done = max(longest, want), total+want, done+1
				}
			}
			sp := r.Coaching
			if paused == 0 || sp.Done != done || sp.Longest != longest || sp.Mean != float64(total)/float64(done) || sp.MinMonths != 3 || sp.MaxMonths != 6 {
				t.Errorf("%+v: want %d done, longest %d, mean %v", sp, done, longest, float64(total)/float64(done))
			}
			if sp.Done+sp.Running != r.Figures.Get("entered").Count || sp.Running != r.Figures.Get("stay.coaching.running").Count {
				t.Errorf("%d done and %d running of %d", sp.Done, sp.Running, r.Figures.Get("entered").Count)
			}
			return nil
		})
	})
}

func TestWhoMayReadReports(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 16})
		for name, want := range map[string]models.Kind{"coach": 0, "manager": 0, "elsewhere": models.NotFound, "admin": models.Forbidden, "candidate": models.NotFound} {
			for _, ask := range []func(*db.Tx) error{
				func(tx *db.Tx) error {
					_, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
					return err
				},
				func(tx *db.Tx) error {
					_, err := reporting.OpenCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref}, "entered")
					return err
				},
			} {
				err := d.Read(t.Context(), tw.Accounts[name].Actor(), ask)
				if want == 0 && err != nil || want != 0 && !models.IsKind(err, want) {
					t.Errorf("%s: %v, want kind %d", name, err, want)
				}
			}
		}
		reading(t, d, tw.Accounts["elsewhere"].Actor(), func(tx *db.Tx) error {
			y, err := reporting.LoadActivity(tx, reporting.OfYear(2026))
			if n := y.Figures.Get("accompanied").Count; n != 0 || !y.Partial {
				t.Errorf("the manager of another site counts %d people", n)
			}
			return err
		})
	})
}

func TestEmptyCohort(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 1})
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Empty.Ref})
			if err != nil {
				return err
			}
			for _, f := range r.Figures {
				if f.Count != 0 || f.Of != 0 || f.Unknown != 0 {
					t.Errorf("%+v in an empty cohort", f)
				}
			}
			if len(r.Months)+len(r.Projects)+r.Meetings.All()+r.Coaching.Done != 0 {
				t.Error("an empty cohort has facts")
			}
			return nil
		})
	})
}

func TestProgressKeepsPrivateNotesOut(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{})
		reading(t, d, tw.Accounts["coach"].Actor(), func(tx *db.Tx) error {
			ref := tw.Refs[6] // in test, with seven meetings less one missed
			whole, err := reporting.LoadProgress(tx, ref, models.Period{})
			if err != nil {
				return err
			}
			_, held, minutes := whole.Held()
			rows, err := tx.Count(`SELECT count(*) FROM meeting_projects x JOIN meetings m ON m.id = x.meeting_id JOIN projects p ON p.id = x.project_id
				WHERE p.ref = ? AND m.state = 'held'`, ref)
			if err != nil {
				return err
			}
			if held != rows || held == 0 || minutes == 0 {
				t.Errorf("%d meetings, the rows say %d", held, rows)
			}
			for _, m := range whole.Meetings {
				if strings.Contains(m.Summary, "PRIVÉE") {
					t.Error("a private note is in the report")
				}
			}
			middle := models.Date("") // the day of a validation after the first meeting: it belongs to the second period
			for _, e := range whole.Events {
				if e.Event == "validated" && e.On > whole.Meetings[0].HeldOn {
					middle = e.On
					break
				}
			}
			first, err := reporting.LoadProgress(tx, ref, models.Period{To: middle.AddDays(-1)})
			if err != nil {
				return err
			}
			second, err := reporting.LoadProgress(tx, ref, models.Period{From: middle})
			if err != nil {
				return err
			}
			if len(first.Meetings)+len(second.Meetings) != len(whole.Meetings) || len(first.Meetings) == 0 || len(second.Meetings) == 0 {
				t.Errorf("%d and %d meetings of %d", len(first.Meetings), len(second.Meetings), len(whole.Meetings))
			}
			for i, s := range second.Plan {
				if s.Before != first.Plan[i].Validated || s.Validated != whole.Plan[i].Validated {
					t.Errorf("section %s: %d validated at the end of one period, %d before the next", s.Title, first.Plan[i].Validated, s.Before)
				}
			}
			_, err = reporting.LoadProgress(tx, ref, models.Period{From: "2026-11-01", To: "2026-10-01"})
			if !models.IsKind(err, models.Invalid) {
				t.Errorf("a period that ends before it begins: %v", err)
			}
			return nil
		})
	})
}
