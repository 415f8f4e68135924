package programme_test

import (
	"fmt"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
)

func TestCheckGates(t *testing.T) {
	block := func(g programme.Gate, at programme.Step) programme.GateRule {
		return programme.GateRule{Gate: g, Mode: programme.GateBlock, Step: at, Category: "p_" + string(g), Evidence: "Preuve"}
	}
	with := func(r programme.GateRule, m programme.GateMode) programme.GateRule { r.Mode = m; return r }
	usual := []programme.GateRule{block(programme.CPASGate, programme.AtSubmission), block(programme.HealthFundGate, programme.AtSubmission),
		block(programme.OnNoticeGate, programme.AtCoaching), block(programme.OwnVATGate, programme.AtTest)}
	given := map[string]programme.Evidence{"p_cpas": programme.GivenEvidence, "p_health_fund": programme.GivenEvidence, "p_on_notice": programme.GivenEvidence, "p_own_vat": programme.GivenEvidence}
	accepted := map[string]programme.Evidence{"p_cpas": programme.AcceptedEvidence, "p_health_fund": programme.AcceptedEvidence, "p_on_notice": programme.AcceptedEvidence, "p_own_vat": programme.AcceptedEvidence}
	elsewhere := map[string]programme.Evidence{"p_autre": programme.AcceptedEvidence}
	const submission, acceptance, coaching, test = programme.AtSubmission, programme.AtAcceptance, programme.AtCoaching, programme.AtTest
	for _, c := range []struct {
		rules        []programme.GateRule
		at           programme.Step
		situation    string
		vat          bool
		held         map[string]programme.Evidence
		stops, warns string
	}{
		{usual, submission, "full_benefits", false, nil, "[]", "[]"},
		{usual, test, "full_benefits", false, nil, "[]", "[]"},
		{nil, test, "cpas", true, nil, "[]", "[]"},
		{usual, submission, "cpas", false, nil, "[gate.cpas]", "[]"},
		{usual, submission, "cpas", false, elsewhere, "[gate.cpas]", "[]"},
		{usual, submission, "cpas", false, given, "[]", "[]"},
		{usual, submission, "cpas", false, accepted, "[]", "[]"},
		{usual, acceptance, "cpas", false, given, "[gate.cpas]", "[]"},
		{usual, acceptance, "cpas", false, accepted, "[]", "[]"},
		{usual, submission, "health_fund", false, nil, "[gate.health_fund]", "[]"},
		{usual, coaching, "health_fund", false, given, "[gate.health_fund]", "[]"},
		{usual, submission, "on_notice", false, nil, "[]", "[]"},
		{usual, acceptance, "on_notice", false, nil, "[]", "[]"},
		{usual, coaching, "on_notice", false, nil, "[gate.on_notice]", "[]"},
		{usual, coaching, "on_notice", false, given, "[gate.on_notice]", "[]"},
		{usual, coaching, "on_notice", false, accepted, "[]", "[]"},
		{usual, coaching, "no_benefits", true, nil, "[]", "[]"},
		{usual, test, "no_benefits", true, nil, "[gate.own_vat]", "[]"},
		{usual, test, "no_benefits", true, given, "[gate.own_vat]", "[]"},
		{usual, test, "no_benefits", true, accepted, "[]", "[]"},
		{usual, test, "own_vat", false, nil, "[]", "[]"}, // a situation of that name is none
		{usual, test, "cpas", true, nil, "[gate.cpas gate.own_vat]", "[]"},
		{[]programme.GateRule{with(usual[0], programme.GateWarn)}, submission, "cpas", false, nil, "[]", "[gate.cpas]"},
		{[]programme.GateRule{with(usual[0], programme.GateWarn)}, submission, "cpas", false, given, "[]", "[]"},
		{[]programme.GateRule{with(usual[0], programme.GateOff)}, submission, "cpas", false, nil, "[]", "[]"},
		{[]programme.GateRule{with(usual[0], programme.GateWarn), usual[3]}, test, "cpas", true, nil, "[gate.own_vat]", "[gate.cpas]"},
	} {
		stops, warns := programme.CheckGates(c.rules, c.at, programme.Circumstances{Situation: c.situation, OwnVAT: c.vat}, c.held)
		if got := fmt.Sprint(codesOf(stops), codesOf(warns)); got != c.stops+" "+c.warns {
			t.Errorf("%s (own number %v) at %s with %v: %s, want %s %s", c.situation, c.vat, c.at, c.held, got, c.stops, c.warns)
		}
	}
}

func codesOf(p *models.Problem) []string { return p.Codes() }

func TestGateSaysWhatWouldLiftIt(t *testing.T) {
	rule := programme.GateRule{Gate: programme.OwnVATGate, Mode: programme.GateBlock, Step: programme.AtTest, Category: "x", Evidence: "Extrait"}
	for held, given := range map[programme.Evidence]bool{programme.NoEvidence: false, programme.GivenEvidence: true} {
		stops, _ := programme.CheckGates([]programme.GateRule{rule}, programme.AtTest, programme.Circumstances{OwnVAT: true}, map[string]programme.Evidence{"x": held})
		if stops == nil || stops.Facts["evidence"] != "Extrait" || stops.Facts["given"] != given {
			t.Errorf("%v: %v", held, stops)
		}
	}
}
