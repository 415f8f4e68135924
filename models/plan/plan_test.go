package plan_test

import (
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// The items 1 to 4 of the first section and 5 of the second; 1, 2 and 5 are mandatory.
var small = plan.Template{ID: 1, Sections: []plan.Section{
	{ID: 10, Title: "Une", Items: []plan.Item{{ID: 1, Title: "a", Mandatory: true}, {ID: 2, Title: "b", Mandatory: true}, {ID: 3, Title: "c"}, {ID: 4, Title: "d"}}},
	{ID: 20, Title: "Deux", Items: []plan.Item{{ID: 5, Title: "e", Mandatory: true}}},
	{ID: 30, Title: "Vide"},
}}

func TestProgress(t *testing.T) {
	claimed := plan.State{ClaimedOn: "2026-11-02"}
	done := plan.State{ClaimedOn: "2026-11-02", ValidatedOn: "2026-11-10"}
	outside := plan.State{ClaimedOn: "2026-11-02", NotApplicable: "pas de stock"}
	tests := []struct {
		name    string
		states  map[int64]plan.State
		want    plan.Progress
		percent int
		missing []string
	}{
		{"untouched", nil, plan.Progress{Items: 5, Applicable: 5, MandatoryMissing: 3}, 0, []string{"a", "b", "e"}},
		{"claimed is not validated", map[int64]plan.State{1: claimed, 3: claimed}, plan.Progress{Items: 5, Applicable: 5, Claimed: 2, MandatoryMissing: 3}, 0, []string{"a", "b", "e"}},
		{"validated", map[int64]plan.State{1: done, 3: done}, plan.Progress{Items: 5, Applicable: 5, Validated: 2, MandatoryMissing: 2}, 40, []string{"b", "e"}},
		{"outside shrinks the whole", map[int64]plan.State{1: done, 2: outside, 4: outside}, plan.Progress{Items: 5, Applicable: 3, Validated: 1, MandatoryMissing: 1}, 33, []string{"e"}},
		{"rounded down", map[int64]plan.State{1: done, 2: done, 4: outside, 5: outside}, plan.Progress{Items: 5, Applicable: 3, Validated: 2}, 66, nil},
		{"all that applies", map[int64]plan.State{1: done, 2: done, 3: outside, 4: outside, 5: done}, plan.Progress{Items: 5, Applicable: 3, Validated: 3}, 100, nil},
		{"nothing applies", map[int64]plan.State{1: outside, 2: outside, 3: outside, 4: outside, 5: outside}, plan.Progress{Items: 5}, 0, nil},
		{"states of other items count nothing", map[int64]plan.State{99: done}, plan.Progress{Items: 5, Applicable: 5, MandatoryMissing: 3}, 0, []string{"a", "b", "e"}},
	}
	for _, test := range tests {
		c := plan.NewChecklist(small, test.states)
		if c.Progress != test.want || c.Progress.Percent() != test.percent {
			t.Errorf("%s: %+v %d %%, want %+v %d %%", test.name, c.Progress, c.Progress.Percent(), test.want, test.percent)
		}
		var titles []string
		for _, l := range c.Missing() {
			titles = append(titles, l.Item.Title)
		}
		if !slices.Equal(titles, test.missing) {
			t.Errorf("%s: missing %v, want %v", test.name, titles, test.missing)
		}
		var sum plan.Progress
		for _, p := range c.Parts {
			sum = sum.Plus(p.Progress)
		}
		if sum != c.Progress || len(c.Parts) != 3 || c.Parts[1].Number != 2 {
			t.Errorf("%s: the parts %+v do not make the whole", test.name, c.Parts)
		}
	}
}

func TestStages(t *testing.T) {
	for want, s := range map[plan.Stage]plan.State{
		plan.Open: {Comment: "à revoir"}, plan.WaitsForCoach: {ClaimedOn: "2026-11-02"},
		plan.Done: {ClaimedOn: "2026-11-02", ValidatedOn: "2026-11-03"}, plan.OutOfScope: {ClaimedOn: "2026-11-02", NotApplicable: "x"},
	} {
		if got := s.Stage(); got != want {
			t.Errorf("%+v is %s, want %s", s, got, want)
		}
	}
}

func TestThePlanIsOpenInCoachingAndTestOnly(t *testing.T) {
	for _, phase := range programme.AllPhases() {
		refusal := plan.MayChange(&programme.Project{Phase: phase})
		if want := phase == programme.Coaching || phase == programme.Test; (refusal == nil) != want {
			t.Errorf("%s: %v", phase, refusal)
		}
		if refusal != nil && !models.IsCode(refusal, "plan.phase") {
			t.Errorf("%s: %v", phase, refusal)
		}
	}
}
