package coaching

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// MaxReason is the longest reason of a meeting that did not take place.
const MaxReason = 300

// settled are the outcomes of a planned meeting that did not take place.
var settled = []State{Absent, Excused, Cancelled}

// SettleMeeting says why a planned meeting does not or did not take place: nobody came, the holder had
// excused themselves, or it was called off; the reason is optional, and its holders read it. Saying it twice changes
// nothing; a meeting that has another outcome meanwhile is stale. Refused: nobody can have failed to come
// before the day ("meeting.not_yet"). Fields: "meeting_state", "reason".
func SettleMeeting(tx *db.Tx, ref, publicID string, to State, reason string, version int) error {
	p, err := programme.Load(tx, ref, access.MeetingRead)
	if err != nil {
		return err
	}
	was, err := meetingOf(tx, p, publicID)
	if err != nil {
		return err
	}
	if !MayChange(tx.Actor(), p, was) {
		return models.Denied(string(access.MeetingLog))
	}
	reason = strings.TrimSpace(reason)
	if was.State == to && was.Reason == reason {
		return nil
	}
	if problem := checkSettle(was, to, reason, tx.Today()); problem != nil {
		return problem
	}
	if was.State != Planned || was.Version != version {
		return models.Stale("meeting", nil)
	}
	m := was
	m.State, m.Reason = to, reason
	return rearrange(tx, was, m, Word{Text: reason})
}

func checkSettle(was Meeting, to State, reason string, today models.Date) *models.Problem {
	var list problems
	if !slices.Contains(settled, to) {
		list.addField("meeting_state", "oneof", nil)
	}
	list.text("reason", reason, MaxReason)
	var refusal *models.Problem
	if to == Absent && was.HeldOn > today {
		refusal = models.Refuse("meeting.not_yet", models.Facts{"date": was.HeldOn})
	}
	return models.Gather(list, refusal)
}
