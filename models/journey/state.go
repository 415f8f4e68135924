package journey

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// AgreementKind says what an agreement is for.
type AgreementKind string

// The kinds of agreement.
const (
	CoachingAgreement AgreementKind = "coaching"
	StatusAgreement   AgreementKind = "status" // on which the provisional status rests
)

// Agreement is a signed paper between the couveuse and the holder.
type Agreement struct {
	ID                         int64
	Kind                       AgreementKind
	Number                     string
	SignedOn, StartsOn, EndsOn models.Date // EndsOn is the last day as signed; "" for coaching
	EndedOn                    models.Date // first day without it, when it was ended; "" while it runs
	EndReason                  string      // in words, or one of the Ended codes
	Version                    int
}

// Why an agreement ended, when the journey itself ended it.
const (
	EndedByLaunch = "launch"
	EndedByExit   = "exit"
)

// Ended reports whether the agreement was ended.
func (a *Agreement) Ended() bool { return a.EndedOn != "" }

// status is the agreement as the hub's rules read it; nil for none.
func (a *Agreement) status() *programme.StatusAgreement {
	if a == nil {
		return nil
	}
	return &programme.StatusAgreement{Number: a.Number, SignedOn: a.SignedOn, StartsOn: a.StartsOn, EndsOn: a.EndsOn, EndedOn: a.EndedOn}
}

// Derogation is a rule lifted for one journey, with its reason.
type Derogation struct {
	Rule, Reason string
	DecidedOn    models.Date
	By           string
}

// State is a dossier with all that the rules of the journey ask about it.
type State struct {
	Project     *programme.Project
	Terms       programme.Terms
	Clock       *programme.Clock // of the phase; nil for one without durations
	Standing    programme.Standing
	Coaching    *Agreement // the newest of its kind; nil for none
	Status      *Agreement
	Derogations []Derogation
	Missing     []string // titles of the mandatory plan items that are not validated
	// GateStops and GateWarns are what the gates of entry say of the next step: the start of coaching, or of the test.
	GateStops, GateWarns *models.Problem
}

// StatusState computes where the provisional status stands, and whether it exists today.
func (s *State) StatusState() (programme.StatusState, bool) {
	return programme.StateOfStatus(s.Status.status(), s.Project.Phase, s.Standing.Clock, s.Standing.Today)
}

// StatusLastDay is the last day of the provisional status, with what extensions
// and suspensions add; "" without an agreement.
func (s *State) StatusLastDay() models.Date {
	if s.Status == nil {
		return ""
	}
	if s.Project.Phase != programme.Test {
		return s.Status.EndsOn
	}
	return s.Status.status().LastDay(s.Standing.Clock, s.Standing.Today)
}

// Load gives a dossier's state to an actor who may do the action on it, as
// [programme.Load] does.
func Load(tx *db.Tx, ref string, action access.Action) (*State, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, err
	}
	return Gather(tx, p)
}

// Gather gives the state of a dossier that was loaded through permission.
func Gather(tx *db.Tx, p *programme.Project) (*State, error) {
	s := &State{Project: p}
	var err error
	if s.Terms, err = programme.TermsOf(tx, p); err != nil {
		return nil, err
	}
	pauses, err := programme.Pauses(tx, p.ID)
	if err != nil {
		return nil, err
	}
	months, err := extensionMonths(tx, p)
	if err != nil {
		return nil, err
	}
	clock := s.Terms.ClockOf(p.Phase, p.PhaseStartedOn, months, pauses[p.Phase])
	if p.Phase.IsClocked() {
		s.Clock = &clock
	}
	// The last change of phase is the clock's start; what changed since stands in the clock.
	s.Standing = programme.Standing{Phase: p.Phase, Clock: clock, Terms: s.Terms, Today: tx.Today(), JourneyStart: p.EnteredOn}
	if p.Phase == programme.Test {
		before := s.Terms.ClockOf(programme.Coaching, p.EnteredOn, 0, pauses[programme.Coaching])
		s.Standing.EarlierSuspended = before.SuspendedDays(p.PhaseStartedOn)
	}
	if s.Derogations, err = derogations(tx, p.ID); err != nil {
		return nil, err
	}
	for _, d := range s.Derogations {
		s.Standing.Lifted = append(s.Standing.Lifted, d.Rule)
	}
	if s.Coaching, s.Status, err = agreements(tx, p.ID); err != nil {
		return nil, err
	}
	if s.Missing, err = plan.MandatoryMissing(tx, p); err != nil {
		return nil, err
	}
	return s, s.askGates(tx)
}

// askGates asks the gates of entry at the step that comes next, where one is guarded.
func (s *State) askGates(tx *db.Tx) (err error) {
	switch s.Project.Phase {
	case programme.Accepted:
		s.GateStops, s.GateWarns, err = documents.CheckGates(tx, s.Project, programme.AtCoaching)
	case programme.Coaching:
		s.GateStops, s.GateWarns, err = documents.CheckGates(tx, s.Project, programme.AtTest)
	}
	return err
}

// also adds what the gates say to the answer of a rule.
func also(p, gates *models.Problem) *models.Problem {
	switch {
	case gates == nil, p != nil && p.Code == "journey.transition":
		return p
	case p == nil:
		return gates
	case len(p.Fields) > 0:
		return models.Gather(p.Fields, append(slices.Clone(p.Reasons), documents.Reasons(gates)...)...)
	}
	return models.Gather(nil, append(slices.Clone(documents.Reasons(p)), documents.Reasons(gates)...)...)
}

// open loads a dossier for a change and checks that the person who asks for it
// has seen its present version.
func open(tx *db.Tx, ref string, version int, action access.Action) (*State, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, err
	}
	if version != p.Version && !tx.Actor().IsOperator() {
		return nil, models.Stale("project", models.Facts{"ref": p.Ref})
	}
	return Gather(tx, p)
}

// refusal turns a rule's answer into an error: a nil *Problem must not become one.
func refusal(p *models.Problem) error {
	if p == nil {
		return nil
	}
	return p
}

// Blockers tells what stands in the way of the next phases today, for a page:
// of the start of the test, and of the launch. The typed parts of a launch are left out.
func (s *State) Blockers() (test, launch *models.Problem) {
	today := s.Standing.Today
	if s.Project.Phase == programme.Coaching {
		test = also(programme.StartTest(s.Standing, today, s.Missing, s.Status.status()), s.GateStops)
	}
	if s.Project.Phase.IsClocked() {
		launch = programme.CheckLaunch(s.Standing, programme.Launch{Date: today, Name: "x", Number: "0403.019.261", LegalForm: "x"})
	}
	return test, launch
}

// Derogable lists the rules that say no today and that a derogation can lift.
func (s *State) Derogable() []string {
	test, launch := s.Blockers()
	codes := slices.Concat(programme.Derogable(test), programme.Derogable(launch))
	slices.Sort(codes)
	return slices.Compact(codes)
}

// record writes a change that leaves the phase as it is: the version, kept
// columns, and a row of history.
func (s *State) record(tx *db.Tx, kind string, on models.Date, reason string, detail models.Facts) error {
	p := s.Project
	if err := programme.Touch(tx, p); err != nil {
		return err
	}
	if detail == nil {
		detail = models.Facts{}
	}
	detail["kind"] = kind
	return programme.RecordChange(tx, programme.Change{ProjectID: p.ID, FromPhase: p.Phase, ToPhase: p.Phase,
		EffectiveOn: on, Reason: reason}, detail)
}
