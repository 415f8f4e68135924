package programme

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
)

// The codes of the rules that a manager may lift by a derogation.
const (
	CoachingTooShort = "coaching.too_short"
	TestTooShort     = "test.too_short"
	MandatoryMissing = "plan.mandatory_missing"
)

// derogable says in which phase each rule can be lifted. What is not listed
// never is, the grant's cap least of all.
var derogable = []struct {
	code  string
	phase Phase
}{
	{CoachingTooShort, Coaching},
	{MandatoryMissing, Coaching},
	{TestTooShort, Test},
}

// Standing is where a journey stands when a rule is asked.
type Standing struct {
	Phase Phase
	Clock Clock // of the phase; Clock.Start is the day on which the phase began
	Terms Terms
	Today models.Date
	// LastChange is the effective date of the latest change in the history; "" when none counts.
	LastChange models.Date
	// JourneyStart is the first day of coaching, "" before; EarlierSuspended are the
	// days suspended in phases that have ended. Both serve the limit of the total.
	JourneyStart     models.Date
	EarlierSuspended int
	Lifted           []string // codes of the rules lifted by recorded derogations
}

func (s Standing) lifted(code string) bool { return slices.Contains(s.Lifted, code) }

// floor is the earliest day on which something new can take effect, and the
// code of the field problem for an earlier one.
func (s Standing) floor() (models.Date, string) {
	mark := max(s.LastChange, s.Clock.LatestMark())
	if mark > s.Clock.Start {
		return mark, "before_history"
	}
	return s.Clock.Start, "before_phase"
}

// checkDate refuses an effective date that is absent, does not exist, lies in the future or
// before what has already happened.
func (s Standing) checkDate(on models.Date) []models.FieldProblem {
	if fault := dateFault(on, s.Today); fault != nil {
		return fault
	}
	if floor, code := s.floor(); on < floor {
		return field("date", code, models.Facts{"date": floor})
	}
	return nil
}

// dateFault holds what is wrong with a typed effective date in itself.
func dateFault(on, today models.Date) []models.FieldProblem {
	if on == "" {
		return field("date", "required", nil)
	}
	if _, err := models.ParseDate(string(on)); err != nil {
		return field("date", "date", nil)
	}
	if on > today {
		return field("date", "future", models.Facts{"date": today})
	}
	return nil
}

func field(name, code string, facts models.Facts) []models.FieldProblem {
	return []models.FieldProblem{{Field: name, Code: code, Facts: facts}}
}

func required(name, value string) []models.FieldProblem {
	if strings.TrimSpace(value) == "" {
		return field(name, "required", nil)
	}
	return nil
}

// StartCoaching says whether an accepted project may enter coaching on that day.
// The coaching agreement must be signed on that day at the latest; signedOn is ""
// while it is not. Fields: "date".
func StartCoaching(s Standing, on, signedOn models.Date) *models.Problem {
	if p := CheckTransition(s.Phase, Coaching); p != nil {
		return p
	}
	if fields := s.checkDate(on); fields != nil {
		return models.Gather(fields)
	}
	switch {
	case signedOn == "":
		return models.Refuse("coaching.agreement_unsigned", nil)
	case signedOn > on:
		return models.Refuse("coaching.agreement_signed_later", models.Facts{"signed": signedOn, "on": on})
	}
	return nil
}

// StartTest says whether a project in coaching may enter the test on that day:
// minimum of the coaching reached, mandatory checklist items validated (as the
// gate of the terms wants), provisional-status agreement signed and covering the
// day, clock not suspended. missing names the mandatory items not validated.
// All that stands in the way comes at once. Fields: "date".
func StartTest(s Standing, on models.Date, missing []string, agreement *StatusAgreement) *models.Problem {
	if p := CheckTransition(s.Phase, Test); p != nil {
		return p
	}
	if fields := s.checkDate(on); fields != nil {
		return models.Gather(fields)
	}
	var gate *models.Problem
	if s.Terms.PlanGate == GateBlock && !s.lifted(MandatoryMissing) {
		gate = mandatoryMissing(missing)
	}
	return models.Gather(nil, s.tooShort(Test, on), gate, coverage(agreement, on), s.running())
}

// TestWarning says what a page should tell about a test that may start all the
// same: mandatory items missing when the gate only warns, or was lifted. Nil when nothing.
func TestWarning(s Standing, missing []string) *models.Problem {
	if s.Terms.PlanGate == GateWarn || s.Terms.PlanGate == GateBlock && s.lifted(MandatoryMissing) {
		return mandatoryMissing(missing)
	}
	return nil
}

func mandatoryMissing(missing []string) *models.Problem {
	if len(missing) == 0 {
		return nil
	}
	return models.Refuse(MandatoryMissing, models.Facts{"count": len(missing), "items": missing})
}

// tooShort refuses what comes before the minimum of the phase, unless lifted.
func (s Standing) tooShort(to Phase, on models.Date) *models.Problem {
	earliest := s.Clock.Earliest(on)
	if on >= earliest {
		return nil
	}
	facts := models.Facts{
		"to": to, "earliest": earliest, "days_left": on.DaysUntil(earliest), "today": s.Today, "months": s.Clock.Min,
	}
	switch {
	case s.Phase == Test && !s.lifted(TestTooShort):
		return models.Refuse(TestTooShort, facts)
	case s.Phase == Coaching && !s.lifted(CoachingTooShort):
		return models.Refuse(CoachingTooShort, facts)
	}
	return nil
}

// running refuses what a suspended phase cannot do.
func (s Standing) running() *models.Problem {
	open, ok := s.Clock.OpenSuspension()
	if !ok {
		return nil
	}
	return models.Refuse("phase.suspended", models.Facts{"phase": s.Phase, "since": open.From})
}

// Launch is what is known of the enterprise that a project becomes.
type Launch struct {
	Date      models.Date // of the launch
	Name      string
	Number    string // as typed; see [models.ParseEnterpriseNumber]
	LegalForm string
	Jobs      *int // paid jobs beside its founder's own on that day; nil: not known
}

// MostJobs bounds the paid jobs of an enterprise: beyond, a person mistyped.
const MostJobs = 10_000

// CheckJobs says what is wrong with a number of paid jobs; none is a number that is not known. Field: "jobs".
func CheckJobs(jobs *int) []models.FieldProblem {
	switch {
	case jobs == nil || *jobs >= 0 && *jobs <= MostJobs:
		return nil
	case *jobs < 0:
		return field("jobs", "min", models.Facts{"param": 0, "kind": "number"})
	}
	return field("jobs", "max", models.Facts{"param": MostJobs, "kind": "number"})
}

// CheckLaunch says whether a project in coaching or in test may become that enterprise: the
// minimum of the phase reached, clock not suspended, enterprise named and
// numbered. Fields: "date", "enterprise_name", "enterprise_number", "legal_form", "jobs".
func CheckLaunch(s Standing, l Launch) *models.Problem {
	if p := CheckTransition(s.Phase, Launched); p != nil {
		return p
	}
	dated := s.checkDate(l.Date)
	fields := slices.Concat(dated, required("enterprise_name", l.Name))
	if missing := required("enterprise_number", l.Number); missing != nil {
		fields = append(fields, missing...)
	} else if _, err := models.ParseEnterpriseNumber(l.Number); err != nil {
		fields = append(fields, field("enterprise_number", "enterprise_number", nil)...)
	}
	fields = append(fields, required("legal_form", l.LegalForm)...)
	fields = append(fields, CheckJobs(l.Jobs)...)
	if dated != nil {
		return models.Gather(fields)
	}
	return models.Gather(fields, s.tooShort(Launched, l.Date), s.running())
}

// CheckExit says whether the journey may end without a launch. It may at any time, also before
// a minimum and while suspended (the suspension then ends that day); it takes a
// reason, and words when the reason says too little. Fields: "date", "reason", "note".
func CheckExit(s Standing, on models.Date, reason ExitReason, note string) *models.Problem {
	if p := CheckTransition(s.Phase, Exited); p != nil {
		return p
	}
	fields := s.checkDate(on)
	switch {
	case reason == "":
		fields = append(fields, field("reason", "required", nil)...)
	case !slices.Contains(OfferedExitReasons(), reason):
		fields = append(fields, field("reason", "oneof", nil)...)
	case reason.NeedsNote():
		fields = append(fields, required("note", note)...)
	}
	return models.Gather(fields)
}

// Suspend says whether the clock may be stopped from that day on. It may be
// told late: the day can lie before later decisions, but not inside or before
// an earlier suspension. Fields: "date", "reason".
func Suspend(s Standing, from models.Date, reason string) *models.Problem {
	if p := s.clocked(); p != nil {
		return p
	}
	if open, ok := s.Clock.OpenSuspension(); ok {
		return models.Refuse("suspension.already", models.Facts{"since": open.From})
	}
	fields := dateFault(from, s.Today)
	if fields == nil {
		fields = s.suspensionFloor(from)
	}
	return models.Gather(append(fields, required("reason", reason)...))
}

func (s Standing) suspensionFloor(from models.Date) []models.FieldProblem {
	if from < s.Clock.Start {
		return field("date", "before_phase", models.Facts{"date": s.Clock.Start})
	}
	for _, earlier := range s.Clock.Suspensions {
		if from < earlier.To {
			return field("date", "overlap", models.Facts{"date": s.Clock.LatestMark()})
		}
	}
	return nil
}

// Resume says whether the clock may go on from that day, the first that counts
// again. Resuming on the day of the suspension undoes it. Fields: "date".
func Resume(s Standing, on models.Date) *models.Problem {
	if p := s.clocked(); p != nil {
		return p
	}
	open, ok := s.Clock.OpenSuspension()
	if !ok {
		return models.Refuse("suspension.none", models.Facts{"phase": s.Phase})
	}
	fields := dateFault(on, s.Today)
	if fields == nil && on < open.From {
		fields = field("date", "before_suspension", models.Facts{"date": open.From})
	}
	return models.Gather(fields)
}

// Extend says whether the phase may be given so many months more. The terms
// limit all extensions of the phase together, and coaching and test together
// whatever the phase. A phase that is already overdue may still be extended.
// Fields: "months", "reason".
func Extend(s Standing, months int, reason string) *models.Problem {
	if p := s.clocked(); p != nil {
		return p
	}
	fields := required("reason", reason)
	if months < 1 {
		fields = append(field("months", "gte", models.Facts{"param": 1}), fields...)
		return models.Gather(fields)
	}
	limit, granted := s.Terms.ExtensionLimit(s.Phase), s.Clock.ExtensionMonths
	if months > limit-granted { // not a sum, that an absurd number would overflow
		return models.Gather(fields, models.Refuse("extension.over_limit", models.Facts{
			"phase": s.Phase, "asked": months, "granted": granted, "limit": limit, "left": max(0, limit-granted),
		}))
	}
	longer := s.Clock
	longer.ExtensionMonths += months
	suspended := s.EarlierSuspended + s.Clock.SuspendedDays(s.Today)
	end, last := longer.End(s.Today), s.Terms.TotalEnd(cmp.Or(s.JourneyStart, s.Clock.Start), suspended)
	var beyond *models.Problem
	if end > last {
		beyond = models.Refuse("extension.over_total", models.Facts{
			"phase": s.Phase, "end": end, "last": last, "months": s.Terms.TotalMaxMonths,
		})
	}
	return models.Gather(fields, beyond)
}

func (s Standing) clocked() *models.Problem {
	if s.Phase.IsClocked() {
		return nil
	}
	return models.Refuse("phase.not_clocked", models.Facts{"phase": s.Phase})
}

// A derogation is read years later: one word does not explain it.
const (
	derogationWords   = 3
	derogationLetters = 15
)

// Derogate says whether that rule may be lifted for this journey, for that reason.
// Fields: "reason".
func Derogate(s Standing, code, reason string) *models.Problem {
	i := slices.IndexFunc(derogable, func(d struct {
		code  string
		phase Phase
	}) bool {
		return d.code == code
	})
	switch {
	case i < 0:
		return models.Refuse("derogation.not_allowed", models.Facts{"rule": code})
	case derogable[i].phase != s.Phase:
		return models.Refuse("derogation.out_of_phase", models.Facts{"rule": code, "phase": s.Phase, "needed": derogable[i].phase})
	case s.lifted(code):
		return models.Refuse("derogation.already", models.Facts{"rule": code})
	}
	fields := required("reason", reason)
	words := strings.Fields(reason)
	if fields == nil && (len(words) < derogationWords || utf8.RuneCountInString(strings.Join(words, "")) < derogationLetters) {
		fields = field("reason", "words", models.Facts{"param": derogationWords})
	}
	return models.Gather(fields)
}

// Derogable lists, of the rules that said no, those that a derogation can lift.
func Derogable(p *models.Problem) []string {
	var codes []string
	for _, d := range derogable {
		if slices.Contains(p.Codes(), d.code) {
			codes = append(codes, d.code)
		}
	}
	return codes
}
