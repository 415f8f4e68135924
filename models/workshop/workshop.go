// Package workshop holds group work: workshops of several sessions, who enrols, the waiting list, and who came.
// A session whose attendance is closed becomes one meeting of those who came (package coaching), so that its hours
// stand in every dossier and every report. What it never does is tell a holder who else is there.
package workshop

import (
	"time"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/programme"
)

// Workshop is one workshop with its sessions.
type Workshop struct {
	ID          int64
	PublicID    string // in addresses
	SiteID      int64
	Title       string
	Description string // Markdown
	Places      int
	Open        bool // whether holders enrol themselves

	Enrolled     int // who has a place; never above Places
	Waiting      int
	StartsAt     models.Instant // of the first session that was not called off; Unplanned without any
	EndsAt       models.Instant // of the last
	CancelledAt  models.Instant
	CancelReason string
	UpdatedAt    models.Instant
	Version      int

	SiteName, SiteAddress string
	Programmes            []Programme // for whom it is; none for every programme
	Sessions              []Session   // in their order
	House, HouseEmail     string      // who invites, in calendars
}

// Unplanned is when a workshop without sessions begins and ends.
const Unplanned models.Instant = 1<<53 - 1

// Programme is one of those that a workshop is for.
type Programme struct {
	ID         int64
	Code, Name string
}

// Session is one meeting of the group.
type Session struct {
	ID, WorkshopID int64
	PublicID       string
	HeldOn         models.Date
	StartsAt       models.Instant
	Minutes        int
	Place          string // "" when it is on line only
	OnlineURL      string // told to those who have a place, nobody else
	Speaker        string // from outside; "" for none
	Leaders        []Leader
	Sequence       int // of its calendar entry
	CancelledAt    models.Instant
	CancelReason   string
	ClosedAt       models.Instant // when its attendance was closed; 0 while it is open
	HeldMinutes    int            // how long it took in the end, once closed
	Summary        string         // shared with those who came
	MeetingID      int64          // of those who came; 0 for none
	UpdatedAt      models.Instant
	Version        int
}

// Leader is a coach who leads a session.
type Leader struct {
	AccountID      int64
	PublicID, Name string
}

// EndsAt is the moment at which the session is over.
func (s Session) EndsAt() models.Instant { return s.StartsAt + minutes(s.Minutes) }

func minutes(n int) models.Instant { return models.Instant(int64(n) * time.Minute.Milliseconds()) }

// Cancelled reports whether it was called off.
func (s Session) Cancelled() bool { return s.CancelledAt != 0 }

// Closed reports whether its attendance was closed.
func (s Session) Closed() bool { return s.ClosedAt != 0 }

// Took is how long the session took, or is to take.
func (s Session) Took() int {
	if s.Closed() {
		return s.HeldMinutes
	}
	return s.Minutes
}

// medium is how people met.
func (s Session) medium() coaching.Medium {
	if s.Place == "" {
		return coaching.Video
	}
	return coaching.InPerson
}

// Cancelled reports whether the couveuse called it off.
func (w Workshop) Cancelled() bool { return w.CancelledAt != 0 }

// Planned reports whether a session of it stands.
func (w Workshop) Planned() bool { return w.StartsAt < Unplanned }

// Left is how many places are free. Who waits comes before who enrols now.
func (w Workshop) Left() int { return max(0, w.Places-w.Enrolled) }

// Session finds a session of the workshop.
func (w Workshop) Session(publicID string) (Session, bool) {
	for _, s := range w.Sessions {
		if s.PublicID == publicID {
			return s, true
		}
	}
	return Session{}, false
}

// Number is the place of a session among those that were not called off, from 1; 0 for one that was.
func (w Workshop) Number(s Session) int {
	n := 0
	for _, other := range w.Sessions {
		if other.Cancelled() {
			continue
		}
		if n++; other.ID == s.ID {
			return n
		}
	}
	return 0
}

// Live lists the sessions that were not called off.
func (w Workshop) Live() []Session {
	var list []Session
	for _, s := range w.Sessions {
		if !s.Cancelled() {
			list = append(list, s)
		}
	}
	return list
}

// takes reports whether the workshop is for dossiers of that programme.
func (w Workshop) takes(programmeID int64) bool {
	for _, p := range w.Programmes {
		if p.ID == programmeID {
			return true
		}
	}
	return len(w.Programmes) == 0
}

// Closed says why holders cannot enrol at that moment; nil when they can. A full workshop is open: its waiting list is.
func (w Workshop) Closed(now models.Instant) *models.Problem {
	switch {
	case w.running(now) != nil:
		return w.running(now)
	case w.StartsAt <= now:
		return models.Refuse("workshop.started", models.Facts{"date": w.StartsAt.Date()})
	case !w.Open:
		return models.Refuse("workshop.closed", nil)
	}
	return nil
}

// running says why nobody is enrolled any more, by anybody; nil while somebody can be.
func (w Workshop) running(now models.Instant) *models.Problem {
	switch {
	case w.Cancelled():
		return models.Refuse("workshop.cancelled", nil)
	case !w.Planned():
		return models.Refuse("workshop.unplanned", nil)
	case w.EndsAt <= now:
		return models.Refuse("workshop.past", models.Facts{"date": w.EndsAt.Date()})
	}
	return nil
}

// promotes reports whether who waits still gets a place that is free: up to the first session.
func (w Workshop) promotes(now models.Instant) bool { return !w.Cancelled() && w.StartsAt > now }

// checkDossier refuses who is not accompanied, or of a programme that the workshop is not for.
func (w Workshop) checkDossier(p *programme.Project) *models.Problem {
	switch {
	case !p.Phase.IsJourney():
		return models.Refuse("workshop.phase", models.Facts{"ref": p.Ref, "phase": p.Phase})
	case !w.takes(p.ProgrammeID):
		return models.Refuse("workshop.programme", models.Facts{"ref": p.Ref, "programme": p.ProgrammeName})
	}
	return nil
}

// State is how an enrolment stands.
type State string

// The states.
const (
	Enrolled State = "enrolled"
	Waiting  State = "waiting"
	Left     State = "left"
)

// Enrolment is one dossier on a workshop.
type Enrolment struct {
	ID, WorkshopID, ProjectID int64
	State                     State
	Order                     int // the waiting list goes by it
	Rank                      int // on the waiting list, from 1; 0 when not on it
	CreatedAt                 models.Instant
	Version                   int

	Ref                 string
	FirstName, LastName string
	email, greeted      string // whom mails go to
	accountID           int64
}

// Name is the holder's name as people say it.
func (e Enrolment) Name() string { return programme.FullName(e.FirstName, e.LastName) }

// CalendarSequence orders the calendar entries of a session for one enrolment: it rises whenever the session
// is changed, and whenever the enrolment is.
func CalendarSequence(s Session, e Enrolment) int { return s.Sequence + e.Version - 1 }

// Mark says whether somebody came to a session.
type Mark string

// The marks; "" is not marked yet.
const (
	Present Mark = "present"
	Absent  Mark = "absent"
	Excused Mark = "excused"
)

// Marks lists the marks in the order in which pages show them.
func Marks() []Mark { return []Mark{Present, Absent, Excused} }

// Place is one dossier on the attendance of a session.
type Place struct {
	ProjectID           int64
	Ref                 string
	FirstName, LastName string
	Mark                Mark
	WalkIn              bool // came, or was marked, without having a place
}

// Name is the holder's name as people say it.
func (p Place) Name() string { return programme.FullName(p.FirstName, p.LastName) }

// present gives the dossiers that came, in ascending order of their number.
func present(list []Place) []int64 {
	var ids []int64
	for _, p := range list {
		if p.Mark == Present {
			ids = append(ids, p.ProjectID)
		}
	}
	return ids
}

// summary is what a session's meeting tells in the dossiers: what the workshop was, then what was done.
func (w Workshop) summary(s Session) string {
	if s.Summary == "" {
		return w.Title
	}
	return w.Title + "\n\n" + s.Summary
}
