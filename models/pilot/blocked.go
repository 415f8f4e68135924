package pilot

import (
	"eclosion/models"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// Reason says why a dossier does not move on.
type Reason string

// The reasons, in the order of the way.
const (
	Waiting      Reason = "waiting"      // an application that nobody has taken up, or decided
	NoLetter     Reason = "no_letter"    // a decision that was not told by its letter
	NoAgreement  Reason = "no_agreement" // accepted, and the coaching agreement is not signed
	NoCoach      Reason = "no_coach"     // accompanied by nobody
	PlanMissing  Reason = "plan_missing" // the minimum of the coaching is reached, mandatory items are not validated
	Overdue      Reason = "overdue"      // the phase is past its end as planned
	Silent       Reason = "silent"       // nobody has met the holder for longer than the terms allow
	Suspended    Reason = "suspended"    // stands still for longer than two months
	PieceLate    Reason = "piece_late"   // a piece that was asked for has not come on its day
	FileInfected Reason = "file_infected"
	FileUnseen   Reason = "file_unseen" // a file that the scanner has not looked at
	GrantWaiting Reason = "grant_waiting"
	Unsigned     Reason = "unsigned" // an agreement or an amendment that was issued, and that not both have signed
)

const (
	// submittedDays and reviewDays are how long an application may lie before somebody takes it up, and then before it is decided.
	submittedDays, reviewDays = 14, 30
	// grantDays is how long a request for a grant may wait for its decision.
	grantDays = 30
	// unsignedDays is how long an issued agreement may wait for its signatures.
	unsignedDays = 14
	// unseenDays is how long the scanner may take.
	unseenDays = 1
)

// Facts are what is known of a dossier when it is asked what holds it up. Dates are "" for what is not.
type Facts struct {
	ID int64
	programme.Contact
	Terms        programme.Terms
	Clock        *programme.Clock // of the phase; nil for one without durations
	HasCoach     bool
	HasAgreement bool        // of coaching, running
	Lifted       bool        // a derogation lets it into the test with items missing
	Missing      int         // mandatory items that are not validated; counted where testDue
	StatusEndsOn models.Date // last day of the provisional status, moved by extensions and suspensions
	RightsEndOn  models.Date // of the holder's unemployment benefits

	UnletteredOn models.Date // of a decision that has no letter
	PieceDueOn   models.Date // of the piece that has been due the longest, asked for and not come
	InfectedOn   models.Date // of a file in which a virus was found, and nothing clean came after it
	UnseenOn     models.Date // of a file that waits for the scanner
	GrantAskedOn models.Date // of the oldest request that is not decided
	UnsignedOn   models.Date // issue of the oldest agreement or amendment that waits for a signature
}

// Block is one reason that holds a dossier up, with since when and, where it counts something, how many.
type Block struct {
	Reason Reason
	Since  models.Date
	Count  int
}

// reasons are the definitions, one for each: whether the reason holds, and since when.
var reasons = []struct {
	reason Reason
	holds  func(f Facts, now models.Instant) (since models.Date, holds bool)
}{
	{Waiting, waiting}, {NoLetter, noLetter}, {NoAgreement, noAgreement}, {NoCoach, noCoach}, {PlanMissing, planMissing}, {Overdue, overdue},
	{Silent, silent}, {Suspended, suspended}, {PieceLate, pieceLate}, {FileInfected, fileInfected}, {FileUnseen, fileUnseen}, {GrantWaiting, grantWaiting},
	{Unsigned, unsigned},
}

// Reasons lists the reasons in their order.
func Reasons() []Reason {
	list := make([]Reason, len(reasons))
	for i, r := range reasons {
		list[i] = r.reason
	}
	return list
}

// BlocksOf gives what holds a dossier up; nothing for one that can go on.
func BlocksOf(f Facts, now models.Instant) (list []Block) {
	for _, r := range reasons {
		if since, holds := r.holds(f, now); holds {
			b := Block{Reason: r.reason, Since: since}
			if r.reason == PlanMissing {
				b.Count = f.Missing
			}
			list = append(list, b)
		}
	}
	return list
}

// waiting: submitted for more than 14 days, or under review for more than 30.
func waiting(f Facts, now models.Instant) (models.Date, bool) {
	days := f.StartedOn.DaysUntil(now.Date())
	return f.StartedOn, f.Phase == programme.Submitted && days > submittedDays || f.Phase == programme.Review && days > reviewDays
}

func noLetter(f Facts, _ models.Instant) (models.Date, bool) {
	return f.UnletteredOn, f.UnletteredOn != ""
}

func noAgreement(f Facts, _ models.Instant) (models.Date, bool) {
	return f.StartedOn, f.Phase == programme.Accepted && !f.HasAgreement
}

// noCoach: from the acceptance to the end of the test somebody accompanies.
func noCoach(f Facts, _ models.Instant) (models.Date, bool) {
	return f.StartedOn, f.Phase.IsJourney() && !f.HasCoach
}

// testDue reports whether the minimum of the coaching is reached, the clock runs, and the terms hold the test back while
// mandatory items are missing.
func (f Facts) testDue(today models.Date) bool {
	return f.Phase == programme.Coaching && f.Clock != nil && f.SuspendedOn == "" && f.Terms.PlanGate == programme.GateBlock && !f.Lifted && today >= f.Clock.Earliest(today)
}

func planMissing(f Facts, now models.Instant) (models.Date, bool) {
	if !f.testDue(now.Date()) || f.Missing == 0 {
		return "", false
	}
	return f.Clock.Earliest(now.Date()), true
}

func overdue(f Facts, now models.Instant) (models.Date, bool) {
	if f.Clock == nil || !f.Clock.Overdue(now.Date()) {
		return "", false
	}
	return f.Clock.End(now.Date()), true
}

func silent(f Facts, now models.Instant) (models.Date, bool) {
	since, _, is := f.Silent(f.Terms.SilentDays, now)
	return since, is && f.Terms.ID != 0
}

// suspended: a suspension names no day of return, so that one that lasts asks for news.
func suspended(f Facts, now models.Instant) (models.Date, bool) {
	return f.SuspendedOn, f.SuspendedOn != "" && f.SuspendedOn.DaysUntil(now.Date()) > journey.LongSuspension
}

// pieceLate: its day has passed.
func pieceLate(f Facts, now models.Instant) (models.Date, bool) {
	return f.PieceDueOn, f.PieceDueOn != "" && f.PieceDueOn < now.Date()
}

func fileInfected(f Facts, _ models.Instant) (models.Date, bool) {
	return f.InfectedOn, f.InfectedOn != ""
}

func fileUnseen(f Facts, now models.Instant) (models.Date, bool) {
	return f.UnseenOn, f.UnseenOn != "" && f.UnseenOn.DaysUntil(now.Date()) > unseenDays
}

func grantWaiting(f Facts, now models.Instant) (models.Date, bool) {
	return f.GrantAskedOn, f.GrantAskedOn != "" && f.GrantAskedOn.DaysUntil(now.Date()) > grantDays
}

// unsigned: issued for more than 14 days, and not signed by both.
func unsigned(f Facts, now models.Instant) (models.Date, bool) {
	return f.UnsignedOn, f.UnsignedOn != "" && f.UnsignedOn.DaysUntil(now.Date()) > unsignedDays
}
