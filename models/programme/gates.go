package programme

import (
	"slices"

	"eclosion/models"
)

// Gate is a condition that a person's situation puts on their way: the trade asks
// for an evidence before it lets them further.
type Gate string

// The gates.
const (
	CPASGate       Gate = "cpas"        // beneficiary of a CPAS: the adviser's consent
	HealthFundGate Gate = "health_fund" // on sick pay: the medical adviser's consent
	OnNoticeGate   Gate = "on_notice"   // still in employment, on notice: a diagnostic only
	OwnVATGate     Gate = "own_vat"     // an enterprise number of their own: suspended for the test
)

// AllGates lists the gates as pages show them.
func AllGates() []Gate { return []Gate{CPASGate, HealthFundGate, OnNoticeGate, OwnVATGate} }

// Step is a point of the way at which a gate acts.
type Step string

// The steps, in their order.
const (
	AtSubmission Step = "submission"
	AtAcceptance Step = "acceptance"
	AtCoaching   Step = "coaching"
	AtTest       Step = "test"
)

// AllSteps lists the steps in their order.
func AllSteps() []Step { return []Step{AtSubmission, AtAcceptance, AtCoaching, AtTest} }

// reached reports whether the step is this one or an earlier one.
func (s Step) reached(at Step) bool {
	return slices.Index(AllSteps(), s) <= slices.Index(AllSteps(), at)
}

// GateRule is how a programme sets one gate.
type GateRule struct {
	Gate     Gate
	Mode     GateMode
	Step     Step   // from which step on it acts
	Category string // code of the document that lifts it
	Evidence string // that category as people read it
	Version  int
}

// Evidence is what the dossier holds for a gate.
type Evidence uint8

// The states of an evidence.
const (
	NoEvidence       Evidence = iota
	GivenEvidence             // uploaded, not looked at yet
	AcceptedEvidence          // accepted by the couveuse
)

// Circumstances are what the gates ask of a person, as they answered.
type Circumstances struct {
	Situation string // code of the application's situation
	OwnVAT    bool
}

// concerns reports whether the gate is this person's.
func (c Circumstances) concerns(g Gate) bool {
	if g == OwnVATGate {
		return c.OwnVAT
	}
	return c.Situation == string(g)
}

// GatesOf keeps the rules that concern a person and say anything.
func GatesOf(rules []GateRule, c Circumstances) []GateRule {
	var list []GateRule
	for _, r := range rules {
		if r.Mode != GateOff && c.concerns(r.Gate) {
			list = append(list, r)
		}
	}
	return list
}

// CheckGates asks the gates of a person at one step. A gate acts from its step on:
// at the submission its evidence must be given, at later steps accepted. stops is what
// forbids the step, warns what is only said; nil for nothing.
func CheckGates(rules []GateRule, at Step, c Circumstances, evidence map[string]Evidence) (stops, warns *models.Problem) {
	var blocking, telling []*models.Problem
	for _, r := range GatesOf(rules, c) {
		if !r.Step.reached(at) || r.lifted(at, evidence[r.Category]) {
			continue
		}
		refusal := r.refusal(evidence[r.Category])
		if r.Mode == GateBlock {
			blocking = append(blocking, refusal)
		} else {
			telling = append(telling, refusal)
		}
	}
	return models.Gather(nil, blocking...), models.Gather(nil, telling...)
}

func (r GateRule) lifted(at Step, e Evidence) bool {
	if at == AtSubmission {
		return e >= GivenEvidence
	}
	return e == AcceptedEvidence
}

// refusal says which gate, what it waits for, and whether the evidence is there already.
func (r GateRule) refusal(e Evidence) *models.Problem {
	facts := models.Facts{"step": r.Step, "evidence": r.Evidence, "given": e >= GivenEvidence}
	switch r.Gate {
	case CPASGate:
		return models.Refuse("gate.cpas", facts)
	case HealthFundGate:
		return models.Refuse("gate.health_fund", facts)
	case OnNoticeGate:
		return models.Refuse("gate.on_notice", facts)
	}
	return models.Refuse("gate.own_vat", facts)
}
