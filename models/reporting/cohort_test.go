package reporting_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

// periods are those under which a report is tried: none, one with both ends, one that is open.
var periods = []models.Period{{}, {From: "2026-04-10", To: "2026-07-15"}, {To: "2026-05-31"}}

// checkOpens opens every number of a report: what its list counts, or adds up to, is the number.
func checkOpens(t *testing.T, tx *db.Tx, q reporting.CohortAsk) error {
	t.Helper()
	r, err := reporting.LoadCohort(tx, q)
	if err != nil {
		return err
	}
	units := map[reporting.Unit]int{}
	for _, x := range r.Totals() {
		o, err := reporting.OpenCohort(tx, q, x.Code)
		if err != nil {
			return fmt.Errorf("%s: %w", x.Code, err)
		}
		listed := -o.Shared.Amount
		for _, l := range o.Lines {
			listed += l.Amount
		}
		if x.Unit == reporting.InDossiers {
			listed = len(o.Lines)
		}
		if o.Unit != x.Unit || o.Value != x.Value || listed != x.Value {
			t.Errorf("%v %s: the report says %d %s, its list %d %s and adds up to %d", q.Period, x.Code, x.Value, x.Unit, o.Value, o.Unit, listed)
		}
		if o.Shared.Amount < 0 || o.Shared.HeldHere < 0 {
			t.Errorf("%s: fewer are listed than met", x.Code)
		}
		units[x.Unit] += x.Value
	}
	for _, unit := range []reporting.Unit{reporting.InDossiers, reporting.InMeetings, reporting.InMinutes, reporting.InCents, reporting.InItems} {
		if units[unit] == 0 {
			t.Errorf("%v: nothing is counted in %s", q.Period, unit)
		}
	}
	for _, code := range []string{"", "rien", "money.rien", "meetings.kind.", "meetings.rien", "month.2026-13.entered", "month.2026-04.rien", "month.2026-4.entered", "section.0.items", "section.999999.items", "section.all.rien", "section.-1.items"} {
		if _, err := reporting.OpenCohort(tx, q, code); !models.IsKind(err, models.NotFound) {
			t.Errorf("the list %q: %v", code, err)
		}
	}
	return nil
}

func TestEveryNumberOpens(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{})
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			for _, period := range periods {
				if err := checkOpens(t, tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Period: period}); err != nil {
					return err
				}
			}
			for _, code := range []string{"applications", "meetings", "money.paid", "section.all.items", "month.2026-04.entered"} {
				if _, err := reporting.OpenCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Masked: true}, code); !models.IsCode(err, "report.masked") {
					t.Errorf("masked, %s opens: %v", code, err)
				}
			}
			_, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Period: models.Period{From: "2026-05-01", To: "2026-04-30"}})
			if !models.IsKind(err, models.Invalid) {
				t.Errorf("a period that ends before it begins: %v", err)
			}
			return nil
		})
	})
}

// A period narrows what happened and nothing else; periods that follow each other add up to the whole.
func TestPeriodsAddUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{})
		load := func(tx *db.Tx, p models.Period) reporting.Cohort {
			r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Period: p})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			whole := load(tx, models.Period{})
			first, second := load(tx, models.Period{To: "2026-05-14"}), load(tx, models.Period{From: "2026-05-15"})
			sum := map[string]int{}
			flows := func(code string) bool {
				return strings.HasPrefix(code, "event.") || slices.Contains([]string{"money.asked", "money.awarded", "money.paid", "money.recovered"}, code) ||
					strings.HasPrefix(code, "meetings") || strings.HasPrefix(code, "minutes")
			}
			still := func(code string) bool { // where things stand
				for _, head := range []string{"met", "never_met", "carried", "kind.", "grant_asked", "grant_awarded", "grant_paid", "grant_recovered", "month."} {
					if strings.HasPrefix(code, head) {
						return false
					}
				}
				return !flows(code)
			}
			for _, part := range []reporting.Cohort{first, second} {
				for _, x := range part.Totals() {
					if flows(x.Code) {
						sum[x.Code] += x.Value
					}
				}
			}
			stands := map[string]int{}
			for _, x := range whole.Totals() {
				carried := map[string]int{"meetings": whole.Meetings.CarriedMeetings, "minutes": whole.Meetings.CarriedMinutes}[x.Code]
				switch {
				case strings.HasSuffix(x.Code, ".carried"):
					if x.Value == 0 || sum[x.Code] != 0 {
						t.Errorf("%s: %d in all, %d in periods that nobody knows", x.Code, x.Value, sum[x.Code])
					}
				case flows(x.Code) && (sum[x.Code] != x.Value-carried):
					t.Errorf("%s: %d in two periods of %d", x.Code, sum[x.Code], x.Value-carried)
				case still(x.Code):
					stands[x.Code] = x.Value
				}
			}
			for _, x := range second.Totals() {
				if still(x.Code) && stands[x.Code] != x.Value {
					t.Errorf("%s stands at %d, in a report with a period at %d", x.Code, stands[x.Code], x.Value)
				}
			}
			if first.Meetings.All() == 0 || second.Meetings.All() == 0 || first.Grants.Paid == 0 && second.Grants.Paid == 0 || first.Figures.Get("event.entered").Count == 0 {
				t.Error("nothing happened")
			}
			return nil
		})
	})
}

func TestCompareCohorts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 8})
		ask := reporting.CohortAsk{Ref: tw.Cohort.Ref}
		for name, want := range map[string]models.Kind{"manager": models.NotFound, "coach": models.NotFound} {
			err := d.Read(t.Context(), tw.Accounts[name].Actor(), func(tx *db.Tx) error {
				_, err := reporting.CompareCohorts(tx, ask, []string{tw.Empty.Ref}) // of another site
				return err
			})
			if !models.IsKind(err, want) {
				t.Errorf("%s compares with a cohort of another site: %v", name, err)
			}
		}
		reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
			list, err := reporting.CompareCohorts(tx, ask, []string{"", tw.Cohort.Ref})
			if err != nil || len(list) != 1 {
				t.Errorf("with itself: %d cohorts, %v", len(list), err)
			}
			_, err = reporting.CompareCohorts(tx, ask, []string{"A", "B", "C", "D"})
			if !models.IsCode(err, "report.too_many") {
				t.Errorf("five cohorts: %v", err)
			}
			return nil
		})
	})
}

// What is masked cannot be worked out from what is shown, and is not in the value.
func checkMasked(t *testing.T, open, masked reporting.Cohort) {
	t.Helper()
	few := func(n int) bool { return n > 0 && n < reporting.Smallest }
	shown := map[string]bool{}
	for i, f := range masked.Figures {
		whole := open.Figures[i]
		shown[f.Code] = !f.Masked
		if f.Masked && f.Count != 0 || f.UnknownMasked && f.Unknown != 0 || f.OfMasked && f.Of != 0 {
			t.Errorf("%s is masked and still in the value: %+v", f.Code, f)
		}
		if !f.Masked && few(whole.Count) || !f.UnknownMasked && few(whole.Unknown) || !f.OfMasked && few(whole.Of) {
			t.Errorf("%s shows few people: %+v", f.Code, whole)
		}
	}
	count := func(code string) int { return open.Figures.Get(code).Count }
	// A whole that is shown, less the parts that are shown, is nobody or many.
	for whole, parts := range map[string][]string{
		"applications": {"pending", "accepted", "declined", "withdrawn"}, "accepted": {"to_enter", "entered", "exited_before"},
		"entered": {"coaching", "test", "launched", "exited_entered"}, "exited": codesOf(open.Figures, "exit", "exit_unknown"),
		"entered ": {"met", "never_met"}, "entered  ": codesOf(open.Figures, "gender"), "entered   ": codesOf(open.Figures, "situation"),
		"tested": {"stay.test.done", "stay.test.running"},
	} {
		whole = strings.TrimSpace(whole)
		left, hidden := count(whole), 0
		for _, code := range parts {
			if shown[code] {
				left -= count(code)
			} else {
				hidden++
			}
		}
		if shown[whole] && few(left) {
			t.Errorf("%s %d less the shown of %v leaves %d", whole, count(whole), parts, left)
		}
		if f := masked.Figures.Get(parts[0]); f.UnknownMasked && open.Figures.Get(parts[0]).Unknown > 0 {
			hidden++
		}
		if !shown[whole] && hidden == 0 && len(parts) > 0 && count(whole) > 0 {
			t.Errorf("%s is masked and all of %v shown", whole, parts)
		}
	}
	for _, f := range open.Figures {
		if f.OfCode != "" && shown[f.Code] && shown[f.OfCode] && few(f.Of-f.Count) && f.Unknown == 0 {
			t.Errorf("%s shows %d of %d: the others are few", f.Code, f.Count, f.Of)
		}
	}
	for _, f := range open.Figures {
		if f.OfCode != "" && shown[f.Code] && !shown[f.OfCode] && f.Count > 0 && f.Of-f.Count < reporting.Smallest {
			t.Errorf("%s shows %d, and so nearly how many %s are masked", f.Code, f.Count, f.OfCode)
		}
	}
	if _, is := masked.Grants.Amount("money.under_cap"); !is && !shown["accepted"] {
		t.Error("what is left under the caps tells how many were accepted")
	}
	if len(masked.Sections) > 0 && !shown["plan"] && masked.Sections[0].Items != 0 {
		t.Error("the points of the checklists tell how many projects have one")
	}
	hidden, people := 0, 0
	for i, l := range masked.Meetings.Lines {
		n := open.Meetings.Lines[i].Projects.Count
		if l.Masked {
			hidden, people = hidden+1, people+n
		}
		if few(n) && !l.Masked || l.Masked && l.Minutes+l.Meetings != 0 {
			t.Errorf("%s shows the hours of %d", l.Kind, n)
		}
	}
	if masked.Meetings.CarriedMasked {
		hidden, people = hidden+1, people+count("carried")
	}
	if hidden > 0 && !masked.Meetings.Masked && (hidden < 2 || people < reporting.Smallest && hidden <= len(masked.Meetings.Lines)) {
		t.Errorf("the hours of %d people in %d kinds are the total less the others", people, hidden)
	}
	for code, figure := range map[string]string{"money.asked": "grant_asked", "money.awarded": "grant_awarded", "money.paid": "grant_paid", "money.left": "grant_to_pay", "money.late": "alert.unpaid"} {
		if sum, is := masked.Grants.Amount(code); few(count(figure)) && !is || is && sum != 0 {
			t.Errorf("%s of %d people: %v masked %v", code, count(figure), sum, is)
		}
	}
	if masked.Months != nil || masked.Projects != nil || masked.Coaching.Months != nil || masked.Coaching.Longest != 0 || masked.Test.LongestRunning != 0 {
		t.Error("single dossiers are in the masked value")
	}
}

func codesOf(f reporting.Figures, prefix string, more ...string) []string {
	for _, x := range f.Group(prefix) {
		more = append(more, x.Code)
	}
	return more
}

func TestSmallGroupsAreMasked(t *testing.T) {
	d := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	tw := reportingtest.Build(t, d, reportingtest.Options{})
	reading(t, d, tw.Accounts["manager"].Actor(), func(tx *db.Tx) error {
		for _, period := range periods {
			open, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Period: period})
			if err != nil {
				return err
			}
			masked, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref, Period: period, Masked: true})
			if err != nil {
				return err
			}
			checkMasked(t, open, masked)
			if f := masked.Figures.Get("applications"); f != open.Figures.Get("applications") {
				t.Errorf("a large group is masked: %+v", f)
			}
		}
		return nil
	})
}
