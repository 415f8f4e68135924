package programme

import (
	"slices"
	"testing"

	"eclosion/models"
)

// The whole table, written by hand: a row is a phase, a mark each phase that may follow.
var transitions = map[Phase]string{
	Draft:      "submitted withdrawn",
	Submitted:  "draft review withdrawn",
	Review:     "waitlisted declined withdrawn accepted",
	Waitlisted: "declined withdrawn accepted",
	Declined:   "",
	Withdrawn:  "",
	Accepted:   "coaching exited",
	Coaching:   "test launched exited",
	Test:       "launched exited",
	Launched:   "followed_up",
	FollowedUp: "",
	Exited:     "",
}

func TestCheckTransition(t *testing.T) {
	if len(AllPhases()) != len(transitions) {
		t.Fatalf("%d phases, want %d", len(AllPhases()), len(transitions))
	}
	for _, from := range AllPhases() {
		var allowed string
		for _, to := range AllPhases() {
			switch p := CheckTransition(from, to); {
			case p == nil && allowed == "":
				allowed = string(to)
			case p == nil:
				allowed += " " + string(to)
			case p.Code != "journey.transition" || p.Facts["from"] != from || p.Facts["to"] != to:
				t.Errorf("%s to %s: %v", from, to, p)
			}
		}
		if want, ok := transitions[from]; !ok || allowed != want {
			t.Errorf("from %s: %q, want %q", from, allowed, want)
		}
	}
	if CheckTransition("", Draft) == nil || CheckTransition(Draft, "") == nil {
		t.Error("an unknown phase was let through")
	}
}

func TestNextIsACopy(t *testing.T) {
	Draft.Next()[0] = Exited
	if slices.Contains(Draft.Next(), Exited) {
		t.Error("a caller changed the table")
	}
}

func TestPhaseGroups(t *testing.T) {
	for phase, want := range map[Phase]string{
		Draft: "application", Submitted: "application", Review: "application", Waitlisted: "application",
		Declined: "application over", Withdrawn: "application over",
		Accepted: "journey", Coaching: "journey clocked", Test: "journey clocked",
		Launched: "over", FollowedUp: "over", Exited: "over",
	} {
		got := ""
		for _, g := range []struct {
			name string
			in   bool
		}{{"application", phase.IsApplication()}, {"journey", phase.IsJourney()}, {"clocked", phase.IsClocked()}, {"over", phase.IsOver()}} {
			if g.in && got != "" {
				got += " "
			}
			if g.in {
				got += g.name
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", phase, got, want)
		}
		if !phase.IsKnown() {
			t.Errorf("%s is not known", phase)
		}
	}
	if Phase("elsewhere").IsKnown() {
		t.Error("an invented phase is known")
	}
}

func TestExitReasons(t *testing.T) {
	if got, want := OfferedExitReasons(), []ExitReason{JobFound, Training, GaveUp, Excluded, OtherExit}; !slices.Equal(got, want) {
		t.Errorf("offered: %v, want %v", got, want)
	}
	if n := len(AllExitReasons()); n != 7 {
		t.Errorf("%d reasons in all, want 7", n)
	}
	for _, r := range AllExitReasons() {
		if want := r == Excluded || r == OtherExit; r.NeedsNote() != want {
			t.Errorf("%s needs a note: %v, want %v", r, r.NeedsNote(), want)
		}
	}
}

func TestDefaultTermsAreValid(t *testing.T) {
	job, design := DefaultTerms("2026-01-01"), DefaultDesignTerms("2026-01-01")
	for name, terms := range map[string]Terms{"Job'In": job, "Job'In Design": design} {
		if faults := terms.Validate(); faults != nil {
			t.Errorf("%s: %v", name, faults)
		}
	}
	if job.CoachingMinMonths != 3 || job.CoachingMaxMonths != 6 || job.TestMinMonths != 6 || job.TestMaxMonths != 12 ||
		job.GrantCap != 500_000 || job.TotalMaxMonths != 24 || job.PlanGate != GateBlock {
		t.Errorf("Job'In: %+v", job)
	}
	if design.CoachingMinMonths != 4 || design.CoachingMaxMonths != 9 || design.TestMaxMonths != 12 {
		t.Errorf("Job'In Design: %+v", design)
	}
}

func TestTermsValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Terms)
		want   string // field:code, in order
	}{
		{"no date", func(t *Terms) { t.ValidFrom = "" }, "valid_from:date"},
		{"an impossible date", func(t *Terms) { t.ValidFrom = "2026-02-30" }, "valid_from:date"},
		{"a negative minimum", func(t *Terms) { t.CoachingMinMonths = -1 }, "coaching_min_months:gte"},
		{"no minimum at all", func(t *Terms) { t.CoachingMinMonths = 0 }, ""},
		{"a maximum under the minimum", func(t *Terms) { t.CoachingMaxMonths = 2 }, "coaching_max_months:gte"},
		{"a maximum of nothing", func(t *Terms) { t.TestMinMonths, t.TestMaxMonths = 0, 0 }, "test_max_months:gte"},
		{"minimum and maximum alike", func(t *Terms) { t.TestMinMonths = 12 }, ""},
		{"endless", func(t *Terms) { t.TestMaxMonths = 121 }, "test_max_months:lte"},
		{"a negative extension", func(t *Terms) { t.TestExtensionMonths = -3 }, "test_extension_months:gte"},
		{"a total under one phase", func(t *Terms) { t.TotalMaxMonths = 11 }, "total_max_months:gte"},
		{"a total that just fits", func(t *Terms) { t.TotalMaxMonths = 12 }, ""},
		{"a total under both minimums", func(t *Terms) { t.CoachingMinMonths, t.TestMinMonths, t.TotalMaxMonths = 6, 12, 17 }, "total_max_months:gte"},
		{"a negative cap", func(t *Terms) { t.GrantCap = -1 }, "grant_cap:gte"},
		{"a cap of nothing", func(t *Terms) { t.GrantCap = 0 }, ""},
		{"a cap out of reach", func(t *Terms) { t.GrantCap = models.MaxCents + 1 }, "grant_cap:money"},
		{"an unknown gate", func(t *Terms) { t.PlanGate = "perhaps" }, "plan_gate:oneof"},
		{"no silence", func(t *Terms) { t.SilentDays = 0 }, "silent_days:gte"},
		{"two faults", func(t *Terms) { t.SilentDays, t.CoachingMinMonths = 0, 7 }, "coaching_max_months:gte silent_days:gte"},
	} {
		terms := DefaultTerms("2026-01-01")
		c.change(&terms)
		if got := fieldCodes(terms.Validate()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func fieldCodes(list []models.FieldProblem) string {
	text := ""
	for i, f := range list {
		if i > 0 {
			text += " "
		}
		text += f.Field + ":" + f.Code
	}
	return text
}
