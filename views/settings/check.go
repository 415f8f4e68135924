package settings

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// What the buttons of a form ask ("faire"), and the field that carries what somebody saw.
const (
	DoCheck   = "verifier"
	DoCorrect = "corriger"
	DoSave    = "enregistrer"
	SeenField = "constat"
)

// Check is a change of a setting before it is saved: what it changes, and what it touches.
type Check struct {
	Path    string     // where its form goes
	Posted  url.Values // all that was typed
	Trail   []ui.Link
	Changes []Changed
	Sides   []Side // before and after, where a sample says more than a field
	Effects programme.Effects
	Save    string // the label of the button that saves; "": the usual
	Back    string // where one goes without saving, when there is no form to go back to

	Cohorts, Accounts bool // the reader may open these lists
}

// Changed is a field that will not be as it was.
type Changed struct{ Label, Before, After string }

// Side is a sample of what a setting makes.
type Side struct {
	Title string
	Body  templ.Component
}

type pair struct{ name, value string }

// carried are the posted fields, all but what the check itself adds.
func (v Check) carried() (list []pair) {
	for _, name := range slices.Sorted(maps.Keys(v.Posted)) {
		if name == "faire" || name == SeenField {
			continue
		}
		for _, value := range v.Posted[name] {
			list = append(list, pair{name, value})
		}
	}
	return list
}

func (v Check) save(ctx context.Context) string {
	if v.Save == "" {
		return wording.T(ctx, "Enregistrer")
	}
	return v.Save
}

// list is where the things that an effect counts are found; "" where the reader may open no such list.
func (v Check) list(code string) string {
	switch {
	case strings.Contains(code, ".cohorts") && v.Cohorts:
		return "/cohortes"
	case strings.HasSuffix(code, ".accounts") && v.Accounts:
		return "/comptes"
	}
	return ""
}

// differ adds a field when it is not as it was.
func differ(ctx context.Context, list []Changed, field, before, after string) []Changed {
	if before == after {
		return list
	}
	return append(list, Changed{wording.FieldLabel(ctx, field), before, after})
}

// TermsChanges tells terms from those that they follow.
func TermsChanges(ctx context.Context, before, after programme.Terms) (list []Changed) {
	months := func(field string, before, after int) {
		list = differ(ctx, list, field, wording.Months(ctx, before), wording.Months(ctx, after))
	}
	months("coaching_min_months", before.CoachingMinMonths, after.CoachingMinMonths)
	months("coaching_max_months", before.CoachingMaxMonths, after.CoachingMaxMonths)
	months("coaching_extension_months", before.CoachingExtensionMonths, after.CoachingExtensionMonths)
	months("test_min_months", before.TestMinMonths, after.TestMinMonths)
	months("test_max_months", before.TestMaxMonths, after.TestMaxMonths)
	months("test_extension_months", before.TestExtensionMonths, after.TestExtensionMonths)
	months("total_max_months", before.TotalMaxMonths, after.TotalMaxMonths)
	list = differ(ctx, list, "grant_cap", wording.Money(before.GrantCap), wording.Money(after.GrantCap))
	list = differ(ctx, list, "plan_gate", wording.GateLabel(ctx, before.PlanGate), wording.GateLabel(ctx, after.PlanGate))
	return differ(ctx, list, "silent_days", wording.Count(before.SilentDays), wording.Count(after.SilentDays))
}

// ProgrammeChanges tells a programme from what it was; sites are the names of those that offer it.
func ProgrammeChanges(ctx context.Context, before, after programme.Programme, sitesBefore, sitesAfter []string) (list []Changed) {
	list = differ(ctx, list, "name", before.Name, after.Name)
	list = differ(ctx, list, "summary", before.Summary, after.Summary)
	list = differ(ctx, list, "programme_description", before.Description, after.Description)
	list = differ(ctx, list, "site", strings.Join(sitesBefore, ", "), strings.Join(sitesAfter, ", "))
	return state(ctx, list, before.Active, after.Active)
}

// SiteChanges tells a site from what it was.
func SiteChanges(ctx context.Context, before, after programme.Site) (list []Changed) {
	list = differ(ctx, list, "name", before.Name, after.Name)
	list = differ(ctx, list, "address", before.Address, after.Address)
	return state(ctx, list, before.Active, after.Active)
}

// CriterionChanges tells a criterion from what it is in the grid; one that is not there is new.
func CriterionChanges(ctx context.Context, grid []selection.Criterion, after selection.Criterion) (list []Changed) {
	before, weight := selection.Criterion{Active: true}, ""
	for _, k := range grid {
		if k.ID == after.ID {
			before, weight = k, wording.Count(k.Weight)
		}
	}
	list = differ(ctx, list, "criterion_label", before.Label, after.Label)
	list = differ(ctx, list, "meaning", before.Meaning, after.Meaning)
	list = differ(ctx, list, "weight", weight, wording.Count(after.Weight))
	return state(ctx, list, before.Active, after.Active)
}

// TypedChanges tells the fields of a form from what they were, both as they are typed.
func TypedChanges(ctx context.Context, before []string, typed url.Values) (list []Changed) {
	for i := 0; i+1 < len(before); i += 2 {
		list = differ(ctx, list, before[i], before[i+1], strings.TrimSpace(typed.Get(before[i])))
	}
	return list
}

// StateChanges is TypedChanges with the box that says whether the thing is in use.
func StateChanges(ctx context.Context, before []string, typed url.Values, was bool) []Changed {
	return state(ctx, TypedChanges(ctx, before, typed), was, typed.Get("active") != "")
}

func state(ctx context.Context, list []Changed, before, after bool) []Changed {
	if before == after {
		return list
	}
	return append(list, Changed{wording.T(ctx, "État"), activeTag(ctx, before), activeTag(ctx, after)})
}

// EffectsText says all effects in one line.
func EffectsText(ctx context.Context, list programme.Effects) string {
	var parts []string
	for _, e := range list {
		parts = append(parts, effectText(ctx, e))
	}
	return strings.Join(parts, " ; ")
}
