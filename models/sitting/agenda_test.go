package sitting_test

import (
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

func TestArrange(t *testing.T) {
	files := []selection.File{{ProjectID: 1, Ref: "JI-1"}, {ProjectID: 2, Ref: "JI-2"}, {ProjectID: 3, Ref: "JI-3"}, {ProjectID: 4, Ref: "JI-4"}}
	for _, test := range []struct {
		what   string
		places map[int64]int
		hints  sitting.Hints
		want   string
	}{
		{"nothing known: by reference", nil, sitting.Hints{}, "1 2 3 4"},
		{"the ranking", nil, sitting.Hints{Ranks: map[int64]int{4: 1, 2: 2}}, "4 2 1 3"},
		{"interviews before the ranking", nil, sitting.Hints{Interviews: map[int64]models.Instant{3: 20, 1: 30}, Ranks: map[int64]int{4: 1, 3: 2}}, "3 1 4 2"},
		{"a manager's places before all", map[int64]int{2: 1, 4: 2}, sitting.Hints{Interviews: map[int64]models.Instant{3: 20}, Ranks: map[int64]int{1: 1}}, "2 4 3 1"},
		{"equal ranks by reference", nil, sitting.Hints{Ranks: map[int64]int{3: 1, 1: 1, 2: 3}}, "1 3 2 4"},
	} {
		var got []string
		for _, f := range sitting.Arrange(files, test.places, test.hints) {
			got = append(got, strings.TrimPrefix(f.Ref, "JI-"))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", test.what, got, test.want)
		}
	}
	if files[0].Ref != "JI-1" {
		t.Error("the files that were given are moved about")
	}
}

func TestHours(t *testing.T) {
	day := models.Date("2026-11-23")
	at := func(h, m int) models.Instant { return models.InstantOf(day.At(h, m)) }
	for _, test := range []struct {
		what, starts string
		each         int
		interviews   []models.Instant
		want         string
	}{
		{"no hour", "", 15, []models.Instant{0, 0}, " "},
		{"one after the other", "09:00", 20, []models.Instant{0, 0, 0}, "09:00 09:20 09:40"},
		{"an interview leads", "09:00", 20, []models.Instant{0, at(10, 30), 0}, "09:00 10:30 10:50"},
		{"an interview alone", "", 15, []models.Instant{0, at(14, 0), 0}, " 14:00 14:15"},
		{"one of another day does not", "09:00", 30, []models.Instant{models.InstantOf(day.AddDays(1).At(8, 0)), 0}, "09:00 09:30"},
		{"not after midnight", "23:30", 30, []models.Instant{0, 0, 0}, "23:30  "},
	} {
		items := make([]sitting.Item, len(test.interviews))
		for i := range items {
			items[i].Interview = test.interviews[i]
		}
		sitting.Hours(items, day, test.starts, test.each)
		var got []string
		for _, i := range items {
			got = append(got, i.At)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", test.what, strings.Join(got, " "), test.want)
		}
	}
}

func order(items []sitting.Item) string {
	var list []string
	for _, i := range items {
		list = append(list, i.Ref[len(i.Ref)-1:])
	}
	return strings.Join(list, "")
}

func TestManagersOrderTheAgenda(t *testing.T) {
	each(t, 4, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		move := func(name string, version int, ref string, to int) error {
			return tw.try(name, func(tx *db.Tx) error { return sitting.Move(tx, tw.com, version, ref, to) })
		}
		if got := order(tw.agenda("manager")); got != "1234" {
			t.Fatalf("at first %s", got)
		}
		for i, step := range []struct {
			file, to int
			want     string
		}{{3, 1, "4123"}, {3, 2, "1423"}, {0, 99, "4231"}, {1, 2, "4231"}} {
			if err := move("manager", i, tw.refs[step.file], step.to); err != nil {
				t.Fatal(err)
			}
			if got := order(tw.agenda("manager")); got != step.want {
				t.Errorf("step %d: %s, want %s", i, got, step.want)
			}
		}
		for what, err := range map[string]error{
			"sitting.stale":         move("manager", 1, tw.refs[0], 1),
			"form.invalid turn:gte": move("manager", 4, tw.refs[0], 0),
			"project.not_found":     move("manager", 4, "JI-2026-9999", 1),
			"access.denied":         move("jury", 4, tw.refs[0], 1),
			"committee.not_found":   move("far", 4, tw.refs[0], 1),
		} {
			if code(err) != what {
				t.Errorf("%v, want %s", err, what)
			}
		}
		if got := order(tw.agenda("jury")); got != "4231" {
			t.Errorf("a member reads %s", got)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'agenda.move' AND entity = 'committee' AND project_id IS NOT NULL`); n != 4 {
			t.Errorf("%d moves on record", n)
		}
		reset := func(version int) error {
			return tw.try("manager", func(tx *db.Tx) error { return sitting.ResetOrder(tx, tw.com, version) })
		}
		if code(reset(1)) != "sitting.stale" || reset(4) != nil || order(tw.agenda("manager")) != "1234" {
			t.Errorf("after the reset: %s", order(tw.agenda("manager")))
		}
	})
}

func TestThePlanOfTheDay(t *testing.T) {
	each(t, 2, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		plan := func(name string, version int, at string, each int) string {
			return code(tw.try(name, func(tx *db.Tx) error {
				return sitting.Plan(tx, tw.com, version, sitting.PlanDraft{StartsAt: at, MinutesEach: each})
			}))
		}
		for _, test := range []struct {
			name    string
			version int
			at      string
			each    int
			want    string
		}{
			{"manager", 0, "9h", 15, "form.invalid starts_at:time"}, {"manager", 0, "24:00", 15, "form.invalid starts_at:time"},
			{"manager", 0, "09:00", 0, "form.invalid minutes_each:gte"}, {"manager", 0, "09:00", 241, "form.invalid minutes_each:lte"},
			{"jury", 0, "09:00", 20, "access.denied"}, {"far", 0, "09:00", 20, "committee.not_found"},
			{"manager", 0, "09:00", 240, ""}, {"manager", 0, "10:00", 20, "sitting.stale"}, {"manager", 1, "", 1, ""}, {"manager", 2, "13:30", 20, ""},
		} {
			if got := plan(test.name, test.version, test.at, test.each); got != test.want {
				t.Errorf("%+v: %q", test, got)
			}
		}
		if items := tw.agenda("jury"); items[0].At != "13:30" || items[1].At != "13:50" {
			t.Errorf("%+v", items)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'sitting.plan'`); n != 3 {
			t.Errorf("%d plans on record", n)
		}
	})
}

func TestAttendance(t *testing.T) {
	each(t, 1, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		take := func(name string, version int, chair string, presences map[string]sitting.Presence) string {
			return code(tw.try(name, func(tx *db.Tx) error {
				return sitting.TakeAttendance(tx, tw.com, version, sitting.AttendanceDraft{Presences: presences, Chair: chair, Remarks: "Salle chauffée."})
			}))
		}
		one := map[string]sitting.Presence{tw.ids["jury"]: sitting.Present}
		for _, test := range []struct {
			want, name, chair string
			version           int
			presences         map[string]sitting.Presence
		}{
			{"form.invalid presence:oneof", "manager", "", 0, map[string]sitting.Presence{tw.ids["manager"]: sitting.Present}},
			{"form.invalid presence:oneof", "manager", "", 0, map[string]sitting.Presence{tw.ids["jury"]: "peut-être"}},
			{"form.invalid chair:max", "manager", strings.Repeat("é", selection.MaxLine+1), 0, one},
			{"access.denied", "jury", "", 0, one}, {"committee.not_found", "far", "", 0, one},
			{"", "manager", "Paule", 0, one}, {"sitting.stale", "chief", "Jean", 0, one},
			{"", "manager", "Paule", 1, map[string]sitting.Presence{tw.ids["jury"]: sitting.Excused, tw.ids["jury2"]: sitting.Absent}},
			{"", "manager", "Paule", 2, map[string]sitting.Presence{tw.ids["jury2"]: sitting.Present}},
		} {
			if got := take(test.name, test.version, test.chair, test.presences); got != test.want {
				t.Errorf("%s at %d: %q, want %q", test.name, test.version, got, test.want)
			}
		}
		tw.must("manager", func(tx *db.Tx) error {
			s, err := sitting.Load(tx, tw.com)
			if err != nil {
				return err
			}
			list, err := sitting.Attendance(tx, s)
			if len(list) != 2 || list[0].Presence != "" || list[1].Presence != sitting.Present || s.Chair != "Paule" || s.Remarks != "Salle chauffée." || s.Version != 3 {
				t.Errorf("%+v %+v", s, list)
			}
			return err
		})
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'sitting.attendance'`); n != 3 {
			t.Errorf("%d attendances on record", n)
		}
	})
}

func TestDecisionsInTheNameOfTheCommittee(t *testing.T) {
	each(t, 4, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		accept := sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Accepted, Conditions: "Trouver un local."}, Note: "Beau projet."}
		if err := tw.decide(tw.refs[0], accept); err != nil {
			t.Fatal(err)
		}
		tw.answered(tw.refs[1], selection.Accepted)
		if err := tw.decide(tw.refs[2], accept); code(err) != "decision.cohort_full" {
			t.Errorf("a third of two: %v", err)
		}
		stale := tw.decide(tw.refs[2], sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Waitlisted, Conditions: "Aucune."}, Note: "x", NoteVersion: 7})
		if code(stale) != "note.stale" || tw.count(`SELECT count(*) FROM decisions`) != 2 {
			t.Errorf("a note of another version: %v, %d decisions", stale, tw.count(`SELECT count(*) FROM decisions`))
		}
		if err := tw.decide(tw.refs[2], sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Waitlisted, Conditions: "Aucune."}}); err != nil {
			t.Fatal(err)
		}
		items := tw.agenda("manager")
		first, third := items[0], items[2]
		if !first.Decided() || first.Decision.Conditions != "Trouver un local." || first.Decision.DecidedBy != "manager" || first.Note != "Beau projet." || first.NoteBy != "manager" || first.NoteVersion != 1 {
			t.Errorf("%+v %+v", first, first.Decision)
		}
		if third.Decision == nil || third.Decision.Rank != 1 || third.Decision.Conditions != "" || items[3].Decided() {
			t.Errorf("%+v", third.Decision)
		}
		for _, i := range tw.agenda("jury") {
			if i.Decided() || i.Note != "" || i.Version != 0 {
				t.Errorf("a member reads %+v", i)
			}
		}
		if n := tw.count(`SELECT count(*) FROM decisions d JOIN committees c ON c.id = d.committee_id WHERE c.ref = ?`, tw.com); n != 3 {
			t.Errorf("%d decisions in its name", n)
		}
		// A form that is sent twice decides once, and writes its note once.
		version := tw.version(tw.refs[3])
		v := sitting.Verdict{DecisionDraft: selection.DecisionDraft{Outcome: selection.Declined, Reasons: "Non.", NextStep: "Revoir.", DecidedOn: "2026-11-23"}, Note: "Court."}
		for range 2 {
			tw.must("manager", func(tx *db.Tx) error { return sitting.Decide(tx, tw.com, tw.refs[3], "clef", version, v) })
		}
		tw.must("chief", func(tx *db.Tx) error { return sitting.WriteNote(tx, tw.com, tw.refs[3], 1, "Plus long.") })
		tw.must("manager", func(tx *db.Tx) error { return sitting.Decide(tx, tw.com, tw.refs[3], "clef", version, v) }) // sent again, late
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'sitting.note'`); n != 3 {
			t.Errorf("%d notes on record", n)
		}
		for name, want := range map[string]string{"jury": "access.denied", "far": "committee.not_found", "coach": "committee.not_found"} {
			err := tw.try(name, func(tx *db.Tx) error { return sitting.Decide(tx, tw.com, tw.refs[3], "", version, v) })
			if code(err) != want {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestNotesOfTheDiscussion(t *testing.T) {
	each(t, 1, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		note := func(name string, version int, text string) string {
			return code(tw.try(name, func(tx *db.Tx) error { return sitting.WriteNote(tx, tw.com, tw.refs[0], version, text) }))
		}
		for _, test := range []struct {
			name    string
			version int
			text    string
			want    string
		}{
			{"manager", 0, "Un.", ""}, {"manager", 0, "Un.", ""}, {"chief", 0, "Autre.", "note.stale"}, {"chief", 7, "Autre.", "note.stale"}, {"chief", 1, "Deux.", ""}, {"manager", 2, "", ""},
			{"manager", 3, strings.Repeat("é", selection.MaxText+1), "form.invalid note:max"}, {"jury", 0, "x", "access.denied"},
			{"far", 0, "x", "committee.not_found"}, {"manager", 3, "Trois.", ""},
		} {
			if got := note(test.name, test.version, test.text); got != test.want {
				t.Errorf("%s at %d %.10q: %q, want %q", test.name, test.version, test.text, got, test.want)
			}
		}
		if i := tw.agenda("manager")[0]; i.Note != "Trois." || i.NoteVersion != 4 {
			t.Errorf("%+v", i)
		}
		other := code(tw.try("manager", func(tx *db.Tx) error { return sitting.WriteNote(tx, tw.com, "JI-2026-9999", 0, "x") }))
		if other != "project.not_found" {
			t.Errorf("a file that is not on it: %s", other)
		}
	})
}

func TestDecisionDay(t *testing.T) {
	const held, today = "2026-11-20", "2026-11-23"
	for _, test := range []struct {
		held  models.Date
		phase programme.Phase
		since models.Date
		want  models.Date
	}{
		{held, programme.Review, "2026-11-01", held}, {held, programme.Review, held, held}, {held, programme.Review, "2026-11-21", today},
		{today, programme.Review, "2026-11-01", today}, {"2026-11-24", programme.Review, "2026-11-01", today}, {held, programme.Waitlisted, held, today},
	} {
		if got := sitting.DecisionDay(test.held, test.phase, test.since, today); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}
