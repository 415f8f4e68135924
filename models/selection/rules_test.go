package selection_test

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/form"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// fields gives "name:code" for each field problem.
func fields(p *models.Problem) []string {
	var list []string
	if p != nil {
		for _, f := range p.Fields {
			list = append(list, f.Field+":"+f.Code)
		}
	}
	return list
}

func TestDecisionRules(t *testing.T) {
	good := selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-20", Reasons: "Projet mûr."}
	for name, c := range map[string]struct {
		change func(*selection.DecisionDraft)
		phase  programme.Phase
		want   []string // fields, or a single refusal code
	}{
		"good":                  {func(*selection.DecisionDraft) {}, programme.Review, nil},
		"from the waiting list": {func(*selection.DecisionDraft) {}, programme.Waitlisted, nil},
		"no outcome":            {func(d *selection.DecisionDraft) { d.Outcome = "" }, programme.Review, []string{"outcome:required"}},
		"foreign outcome":       {func(d *selection.DecisionDraft) { d.Outcome = "launched" }, programme.Review, []string{"outcome:oneof"}},
		"no reasons":            {func(d *selection.DecisionDraft) { d.Reasons = "" }, programme.Review, []string{"reasons:required"}},
		"refusal says what next": {func(d *selection.DecisionDraft) { d.Outcome = selection.Declined }, programme.Review,
			[]string{"next_step:required"}},
		"tomorrow":          {func(d *selection.DecisionDraft) { d.DecidedOn = "2026-11-24" }, programme.Review, []string{"decided_on:future"}},
		"today":             {func(d *selection.DecisionDraft) { d.DecidedOn = "2026-11-23" }, programme.Review, nil},
		"before submission": {func(d *selection.DecisionDraft) { d.DecidedOn = "2026-11-09" }, programme.Review, []string{"decided_on:not_before"}},
		"before the review": {func(d *selection.DecisionDraft) { d.DecidedOn = "2026-11-14" }, programme.Review, []string{"decided_on:before_phase"}},
		"no date":           {func(d *selection.DecisionDraft) { d.DecidedOn = "" }, programme.Review, []string{"decided_on:required"}},
		"no such date":      {func(d *selection.DecisionDraft) { d.DecidedOn = "2026-02-30" }, programme.Review, []string{"decided_on:date"}},
		"rank below one":    {func(d *selection.DecisionDraft) { d.Rank = -1 }, programme.Review, []string{"rank:number"}},
		"endless reasons": {func(d *selection.DecisionDraft) { d.Reasons = strings.Repeat("é", selection.MaxText+1) }, programme.Review,
			[]string{"reasons:max"}},
		"longest reasons":  {func(d *selection.DecisionDraft) { d.Reasons = strings.Repeat("é", selection.MaxText) }, programme.Review, nil},
		"not under review": {func(*selection.DecisionDraft) {}, programme.Submitted, []string{"journey.transition"}},
		"decided already":  {func(*selection.DecisionDraft) {}, programme.Declined, []string{"journey.transition"}},
	} {
		d := good
		c.change(&d)
		p := selection.CheckDecision(d, c.phase, "2026-11-10", "2026-11-15", "2026-11-23")
		got := fields(p)
		if p != nil && got == nil {
			got = []string{p.Code}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestRoom(t *testing.T) {
	for _, c := range []struct {
		capacity, taken int
		full            bool
	}{{0, 500, false}, {12, 11, false}, {12, 12, true}, {12, 13, true}, {1, 0, false}} {
		p := selection.CheckRoom(programme.Cohort{Ref: "JI-LIEGE-2026-2", Capacity: c.capacity}, c.taken)
		if (p != nil) != c.full {
			t.Errorf("%+v: %v", c, p)
		}
		if p != nil && (p.Facts["count"] != c.taken || p.Facts["limit"] != c.capacity) {
			t.Errorf("%+v: facts %v", c, p.Facts)
		}
	}
}

// whole is an application that misses nothing.
func whole() *selection.Application {
	return &selection.Application{
		Project: &programme.Project{Phase: programme.Draft, Title: "Épicerie", Sector: "Commerce"},
		Person: programme.Person{FirstName: "Zoë", LastName: "D'Hondt", BirthOn: "1990-02-28", Email: "zoe@exemple.be", Phone: "0470 12 34 56",
			Street: "Rue Haute 1", Postcode: "4000", Municipality: "Liège"},
		Cohort:    programme.Cohort{ID: 1, Ref: "JI-LIEGE-2026-2", IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31"},
		Situation: selection.FullBenefits, JobseekerSince: "2025-01-01", Schooling: selection.Tertiary, Description: "d", Motivation: "m",
		Experience: "e", ConsentAt: 1, Form: form.Base(),
	}
}

func TestSubmissionNeedsEveryAnswer(t *testing.T) {
	if p := selection.CheckSubmission(whole(), "2026-11-23"); p != nil {
		t.Fatalf("a whole application: %v", p)
	}
	empty := &selection.Application{Project: &programme.Project{Phase: programme.Draft}, Cohort: whole().Cohort, Form: form.Base()}
	if n := len(empty.Gaps()); n != 16 {
		t.Errorf("an empty application misses %d answers: %v", n, empty.Gaps())
	}
	for _, gap := range empty.Gaps() {
		if _, missing := empty.Progress(gap.Topic); missing == 0 {
			t.Errorf("%v is missing but its topic is done", gap)
		}
	}
	a := whole()
	a.Situation, a.JobseekerSince = selection.OnNotice, ""
	if p := selection.CheckSubmission(a, "2026-11-23"); p != nil {
		t.Errorf("on notice, there is no first day yet: %v", p)
	}
	a.Situation = selection.CPAS
	if got := fields(selection.CheckSubmission(a, "2026-11-23")); !slices.Equal(got, []string{"jobseeker_since:required"}) {
		t.Errorf("helped by the CPAS since when: %v", got)
	}
}

func TestSubmissionNeedsAnOpenIntake(t *testing.T) {
	for today, want := range map[models.Date]string{"2026-09-30": "application.window_ahead", "2026-10-01": "", "2026-12-31": "", "2027-01-01": "application.window_closed"} {
		p := selection.CheckSubmission(whole(), today)
		if got := strings.Join(p.Codes(), " "); got != want {
			t.Errorf("%s: %q, want %q", today, got, want)
		}
		if p != nil && (p.Facts["opens"] != models.Date("2026-10-01") || p.Facts["closes"] != models.Date("2026-12-31")) {
			t.Errorf("%s: facts %v", today, p.Facts)
		}
	}
	a := whole()
	a.Project.SubmittedAt = 1 // it was in time, and was returned
	if p := selection.CheckSubmission(a, "2027-01-01"); p != nil {
		t.Errorf("a returned application after the window: %v", p)
	}
}
