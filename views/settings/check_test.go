package settings

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
)

func TestChangesAreTheFieldsThatDiffer(t *testing.T) {
	ctx := context.Background()
	before := programme.DefaultTerms("2026-01-01")
	after := before
	if list := TermsChanges(ctx, before, after); len(list) != 0 {
		t.Errorf("nothing changed: %v", list)
	}
	fields := []func(*programme.Terms){func(t *programme.Terms) { t.CoachingMinMonths++ }, func(t *programme.Terms) { t.CoachingMaxMonths++ },
		func(t *programme.Terms) { t.CoachingExtensionMonths++ }, func(t *programme.Terms) { t.TestMinMonths++ }, func(t *programme.Terms) { t.TestMaxMonths++ },
		func(t *programme.Terms) { t.TestExtensionMonths++ }, func(t *programme.Terms) { t.TotalMaxMonths++ }, func(t *programme.Terms) { t.GrantCap += models.Cents(1) },
		func(t *programme.Terms) { t.PlanGate = programme.GateOff }, func(t *programme.Terms) { t.SilentDays++ }}
	for i, change := range fields {
		change(&after)
		if list := TermsChanges(ctx, before, after); len(list) != i+1 || list[i].Label == "" || list[i].Before == list[i].After {
			t.Errorf("after %d changes: %v", i+1, list)
		}
	}
	list := StateChanges(ctx, []string{"name", "A", "summary", "B"}, url.Values{"name": {" A "}, "summary": {"C"}}, true)
	if len(list) != 2 || list[0].Before != "B" || list[0].After != "C" || list[1].Before == list[1].After {
		t.Errorf("%v", list)
	}
}

func TestACheckCarriesWhatWasTyped(t *testing.T) {
	v := Check{Posted: url.Values{"site": {"1", "2"}, "faire": {"verifier"}, "constat": {"x=1"}, "cle": {"k"}}, Cohorts: true}
	if got, want := v.carried(), []pair{{"cle", "k"}, {"site", "1"}, {"site", "2"}}; !slices.Equal(got, want) {
		t.Errorf("carried %v", got)
	}
	if v.list("terms.cohorts") == "" || v.list("house.accounts") != "" || v.list("terms.files") != "" {
		t.Error("a list that the reader may not open is linked, or one that they may is not")
	}
}
