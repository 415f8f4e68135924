package coaching

import (
	"fmt"
	"slices"
	"time"

	"eclosion/models"
)

// State says what became of a meeting.
type State string

// The states. Only held meetings count in reports and as the last meeting.
const (
	Planned   State = "planned"
	Held      State = "held"
	Absent    State = "absent"    // nobody came and nobody said why
	Excused   State = "excused"   // the holder said beforehand
	Cancelled State = "cancelled" // called off, or logged by mistake
)

// States lists every state, in the order in which forms show them.
func States() []State { return []State{Held, Planned, Absent, Excused, Cancelled} }

// Next lists the states that a meeting may take, its own first. What has had its
// outcome can be corrected but not planned again: that is another meeting.
func (s State) Next() []State {
	if s == Planned {
		return []State{Planned, Held, Absent, Excused, Cancelled}
	}
	next := []State{s}
	for _, other := range []State{Held, Absent, Excused, Cancelled} {
		if other != s {
			next = append(next, other)
		}
	}
	return next
}

// newStates are those of a meeting that is entered: none is entered as called off.
var newStates = []State{Held, Planned, Absent, Excused}

// Kind says what a meeting was about.
type Kind string

// The kinds.
const (
	Diagnostic Kind = "diagnostic"
	Coaching   Kind = "coaching"
	Legal      Kind = "legal"
	Financial  Kind = "financial"
	Committee  Kind = "committee"
	Visit      Kind = "visit"
	Training   Kind = "training"
	Workshop   Kind = "workshop" // a session of one, recorded from its attendance and never by hand
	OtherKind  Kind = "other"
)

// Kinds lists the kinds in the order in which pages show them.
func Kinds() []Kind {
	return []Kind{Coaching, Diagnostic, Legal, Financial, Visit, Training, Workshop, Committee, OtherKind}
}

// FormKinds lists the kinds that a person chooses from.
func FormKinds() []Kind {
	return slices.DeleteFunc(Kinds(), func(k Kind) bool { return k == Workshop })
}

// Medium says how people met.
type Medium string

// The media.
const (
	InPerson Medium = "in_person"
	Phone    Medium = "phone"
	Video    Medium = "video"
	Mail     Medium = "mail"
)

// Media lists the media in the order in which forms show them.
func Media() []Medium { return []Medium{InPerson, Phone, Video, Mail} }

// Owner says whose an action is.
type Owner string

// The owners.
const (
	ByHolder Owner = "holder"
	ByCoach  Owner = "coach"
)

// TimeOfDay is a local time, to the minute.
type TimeOfDay struct{ Hour, Minute int }

// ParseTimeOfDay reads HH:MM, as a browser's time field sends it.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return TimeOfDay{}, fmt.Errorf("not a time of day: %q", s)
	}
	return TimeOfDay{t.Hour(), t.Minute()}, nil
}

// String writes HH:MM.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

// on is the moment of that time on a day, in Brussels.
func (t TimeOfDay) on(d models.Date) models.Instant { return models.InstantOf(d.At(t.Hour, t.Minute)) }

// Coach is an account that holds meetings.
type Coach struct {
	AccountID int64
	PublicID  string
	Name      string
}

// Holder is a dossier at a meeting.
type Holder struct {
	ProjectID int64
	Ref       string
	Name      string
	Title     string
}

// Note is the private note of a meeting.
type Note struct {
	Body      string
	Author    string // "" when unknown
	UpdatedAt models.Instant
}

// Meeting is one meeting as its reader may know it: Holders are those whose
// dossier the reader may see, Actions those of the dossier it was read through,
// Note is nil for whoever must not know of it.
type Meeting struct {
	ID        int64
	PublicID  string
	State     State
	HeldOn    models.Date
	StartsAt  models.Instant
	Minutes   int
	Kind      Kind
	Medium    Medium
	Place     string
	Summary   string // shared with the holders
	Reason    string // why it did not take place, which they may read; "" for none
	CreatedBy int64
	UpdatedAt models.Instant
	Version   int
	Sequence  int // its version as calendars know it

	Coaches []Coach
	Holders []Holder
	Note    *Note
	Actions []Action
}

// EndsAt is when the meeting is over.
func (m Meeting) EndsAt() models.Instant { return m.StartsAt + minutes(m.Minutes) }

func minutes(n int) models.Instant { return models.Instant(n) * 60_000 }

// Time is the local time at which the meeting starts.
func (m Meeting) Time() TimeOfDay {
	t := m.StartsAt.Time()
	return TimeOfDay{t.Hour(), t.Minute()}
}

// coachIDs gives the accounts of the meeting's coaches, in ascending order.
func (m Meeting) coachIDs() []int64 {
	ids := make([]int64, len(m.Coaches))
	for i, c := range m.Coaches {
		ids[i] = c.AccountID
	}
	slices.Sort(ids)
	return ids
}

// Action is something that the holder or a coach is to do for one dossier.
type Action struct {
	ID        int64
	ProjectID int64
	MeetingID int64  // 0 outside of a meeting
	Meeting   string // its public id
	Title     string
	Owner     Owner
	CoachID   int64 // for a coach's action
	CoachName string
	DueOn     models.Date // "" when it has no day
	DoneOn    models.Date // "" while it is open
	Version   int
}

// IsOverdue reports whether the action is open and its day has gone by.
func (a Action) IsOverdue(today models.Date) bool {
	return a.DoneOn.IsZero() && !a.DueOn.IsZero() && a.DueOn < today
}

// Overlap is another meeting of a coach at the same time: said, not refused.
type Overlap struct {
	CoachName string
	StartsAt  models.Instant
}
