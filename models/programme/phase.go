package programme

import (
	"slices"

	"eclosion/models"
)

// Phase is where a project stands between the first draft of an application and
// the years after the launch.
type Phase string

// The phases, in the order of the journey.
const (
	Draft      Phase = "draft"
	Submitted  Phase = "submitted"
	Review     Phase = "review"
	Waitlisted Phase = "waitlisted"
	Declined   Phase = "declined"
	Withdrawn  Phase = "withdrawn"
	Accepted   Phase = "accepted"
	Coaching   Phase = "coaching"
	Test       Phase = "test"
	Launched   Phase = "launched"
	FollowedUp Phase = "followed_up"
	Exited     Phase = "exited"
)

// ways is the transition table: every change of phase that the trade knows.
// A project may launch straight from coaching: the test is offered, not imposed.
// A submitted application goes back to draft when it is returned for completion.
var ways = []struct {
	from Phase
	to   []Phase
}{
	{Draft, []Phase{Submitted, Withdrawn}},
	{Submitted, []Phase{Review, Draft, Withdrawn}},
	{Review, []Phase{Accepted, Declined, Waitlisted, Withdrawn}},
	{Waitlisted, []Phase{Accepted, Declined, Withdrawn}},
	{Declined, nil},
	{Withdrawn, nil},
	{Accepted, []Phase{Coaching, Exited}},
	{Coaching, []Phase{Test, Launched, Exited}},
	{Test, []Phase{Launched, Exited}},
	{Launched, []Phase{FollowedUp}},
	{FollowedUp, nil},
	{Exited, nil},
}

// AllPhases lists the phases in the order of the journey.
func AllPhases() []Phase {
	list := make([]Phase, len(ways))
	for i, w := range ways {
		list[i] = w.from
	}
	return list
}

// Next lists the phases that can follow; none for an unknown phase.
func (p Phase) Next() []Phase {
	for _, w := range ways {
		if w.from == p {
			return slices.Clone(w.to)
		}
	}
	return nil
}

// IsKnown reports whether p is one of the phases.
func (p Phase) IsKnown() bool { return slices.Contains(AllPhases(), p) }

// IsApplication reports whether the project has not been accepted: its
// application is being written, is being judged, or came to nothing.
func (p Phase) IsApplication() bool {
	switch p {
	case Draft, Submitted, Review, Waitlisted, Declined, Withdrawn:
		return true
	}
	return false
}

// IsJourney reports whether the couveuse accompanies the project now, from
// acceptance to the end of the test.
func (p Phase) IsJourney() bool { return p == Accepted || p.IsClocked() }

// IsClocked reports whether the terms give the phase a minimum and a maximum.
func (p Phase) IsClocked() bool { return p == Coaching || p == Test }

// IsOver reports whether application and accompaniment have ended, well or not.
// A launched project is over in that sense: what follows only asks for news.
func (p Phase) IsOver() bool {
	switch p {
	case Declined, Withdrawn, Launched, FollowedUp, Exited:
		return true
	}
	return false
}

// CheckTransition refuses a change of phase that is not in the table, with the
// code "journey.transition".
func CheckTransition(from, to Phase) *models.Problem {
	if slices.Contains(from.Next(), to) {
		return nil
	}
	return models.Refuse("journey.transition", models.Facts{"from": from, "to": to})
}

// ExitReason says why a journey ended without a launch.
type ExitReason string

// The reasons. JobFound, Training, GaveUp, Excluded and Other are asked for
// today; MovedAway and NoNews come with the years that are imported.
const (
	JobFound  ExitReason = "job_found"
	Training  ExitReason = "training"
	GaveUp    ExitReason = "gave_up"
	MovedAway ExitReason = "moved_away"
	NoNews    ExitReason = "no_news"
	Excluded  ExitReason = "excluded"
	OtherExit ExitReason = "other"
)

// exitReasons says of each reason whether a person may choose it, and whether
// the code alone tells too little, so that a note is due.
var exitReasons = []struct {
	code         ExitReason
	offered      bool
	noteRequired bool
}{
	{JobFound, true, false},
	{Training, true, false},
	{GaveUp, true, false},
	{MovedAway, false, false},
	{NoNews, false, false},
	{Excluded, true, true},
	{OtherExit, true, true},
}

// AllExitReasons lists every reason that a record can carry, in order.
func AllExitReasons() []ExitReason {
	var list []ExitReason
	for _, r := range exitReasons {
		list = append(list, r.code)
	}
	return list
}

// OfferedExitReasons lists the reasons that a form offers.
func OfferedExitReasons() []ExitReason {
	var list []ExitReason
	for _, r := range exitReasons {
		if r.offered {
			list = append(list, r.code)
		}
	}
	return list
}

// NeedsNote reports whether the reason must be explained in words.
func (r ExitReason) NeedsNote() bool {
	for _, e := range exitReasons {
		if e.code == r {
			return e.noteRequired
		}
	}
	return false
}
