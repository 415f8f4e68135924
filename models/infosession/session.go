// Package infosession holds the information sessions: what visitors see before they apply, who comes,
// the waiting list, and who came. Visitors have no account: a private link of their mail speaks for them. What
// it never does is tell somebody else whether an address is registered.
package infosession

import (
	"slices"
	"strings"
	"time"

	"eclosion/models"
)

// Session is one information session.
type Session struct {
	ID       int64
	PublicID string // in addresses
	SiteID   int64
	HeldOn   models.Date
	StartsAt models.Instant
	Minutes  int

	Place     string // "" when it is on line only
	OnlineURL string // told to those who have a place, nobody else
	Partner   string // a training centre that holds it with the couveuse; "" for none
	Places    int
	ClosesOn  models.Date // the last day to register
	Notes     string      // what visitors should know

	Confirmed    int // who has a place; never above Places
	Waiting      int
	Sequence     int // of its calendar entry
	CancelledAt  models.Instant
	CancelReason string
	AttendanceAt models.Instant // when who came was last ticked
	UpdatedAt    models.Instant
	Version      int

	SiteName, SiteAddress string
	Programmes            []Programme
	House, HouseEmail     string // who invites, in calendars
}

// Programme is one of those that a session is about.
type Programme struct {
	ID         int64
	Code, Name string
}

// EndsAt is the moment at which the session is over.
func (s Session) EndsAt() models.Instant {
	return s.StartsAt + models.Instant(int64(s.Minutes)*time.Minute.Milliseconds())
}

// Left is how many places are free. Who waits comes before who registers now, so that there is none while
// somebody waits.
func (s Session) Left() int { return max(0, s.Places-s.Confirmed) }

// Cancelled reports whether the couveuse called it off.
func (s Session) Cancelled() bool { return s.CancelledAt != 0 }

// Started reports whether it has begun at that moment, or is over.
func (s Session) Started(now models.Instant) bool { return now >= s.StartsAt }

// Names gives its programmes in one line.
func (s Session) Names() string {
	names := make([]string, len(s.Programmes))
	for i, p := range s.Programmes {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

// Open says why nobody can register at that moment; nil when one can. A full session is open: its
// waiting list is.
func (s Session) Open(now models.Instant) *models.Problem {
	switch {
	case s.Cancelled():
		return models.Refuse("infosession.cancelled", models.Facts{"date": s.HeldOn})
	case s.Started(now):
		return models.Refuse("infosession.past", models.Facts{"date": s.HeldOn})
	case now.Date() > s.ClosesOn:
		return models.Refuse("infosession.closed", models.Facts{"date": s.ClosesOn})
	}
	return nil
}

// editable says why a session cannot be changed any more; nil when it can.
func (s Session) editable(now models.Instant) *models.Problem {
	switch {
	case s.Cancelled():
		return models.Refuse("infosession.cancelled", models.Facts{"date": s.HeldOn})
	case s.Started(now):
		return models.Refuse("infosession.past", models.Facts{"date": s.HeldOn})
	}
	return nil
}

// State is how a registration stands.
type State string

// The states.
const (
	Confirmed State = "confirmed"
	Waiting   State = "waiting"
	Left      State = "cancelled" // the person said that they do not come
)

// Heard says how somebody heard of the session.
type Heard string

// HeardChoices lists the answers as the form offers them; none is one too.
func HeardChoices() []Heard {
	return []Heard{"forem", "partner", "friend", "web", "social", "press", "other"}
}

// Registration is one person at one session.
type Registration struct {
	ID, SessionID       int64
	State               State
	Order               int // the waiting list goes by it
	Rank                int // on the waiting list, from 1; 0 when not on it
	Token               string
	FirstName, LastName string
	Email, Phone        string
	Heard               Heard
	Attended            *bool // nil: not ticked yet
	Erased              bool
	CreatedAt           models.Instant
	Version             int
}

// Name is the name as people say it.
func (r Registration) Name() string { return strings.TrimSpace(r.FirstName + " " + r.LastName) }

// CalendarSequence orders the calendar entries of one person's registration: it rises whenever the session
// is changed, and whenever the registration is.
func CalendarSequence(s Session, r Registration) int { return s.Sequence + r.Version - 1 }

// Limits of what a form may send.
const (
	MinMinutes = 15
	MaxMinutes = 600
	MaxPlaces  = 1000
	MaxLine    = 200
	MaxAddress = 500 // of the web
	MaxNotes   = 2000
	MaxName    = 80

	planAheadMonths = 24 // beyond, the year was mistyped
)

// Draft is a session as it was typed.
type Draft struct {
	SiteID       int64 // when it is made; a session keeps its site
	ProgrammeIDs []int64
	HeldOn       models.Date
	Time         string // HH:MM in Brussels
	Minutes      int
	Place        string
	OnlineURL    string
	Partner      string
	Places       int
	ClosesOn     models.Date // "" for the day itself
	Notes        string
}

// start is the moment that the draft names; 0 for a time that the day does not have.
func (d Draft) start() models.Instant { return d.HeldOn.Moment(d.Time) }

// check says what is wrong with a draft, in the form's order.
func (d Draft) check(now models.Instant) models.Faults {
	var f models.Faults
	if len(d.ProgrammeIDs) == 0 {
		f.Field("session_programmes", "required", nil)
	}
	d.checkDay(&f, now)
	f.Between("minutes", d.Minutes, MinMinutes, MaxMinutes)
	if d.Place == "" && d.OnlineURL == "" {
		f.Field("place", "required", nil)
	}
	f.Length("place", d.Place, MaxLine)
	f.Length("online_url", d.OnlineURL, MaxAddress)
	if d.OnlineURL != "" && !models.IsWebAddress(d.OnlineURL) {
		f.Field("online_url", "url", nil)
	}
	f.Length("partner", d.Partner, MaxLine)
	f.Between("places", d.Places, 1, MaxPlaces)
	f.Length("notes", d.Notes, MaxNotes)
	return f
}

func (d Draft) checkDay(f *models.Faults, now models.Instant) {
	today := now.Date()
	if _, err := models.ParseDate(string(d.HeldOn)); err != nil {
		f.Field("session_on", "date", nil)
		return
	}
	switch start := d.start(); {
	case start == 0:
		f.Field("session_time", "time", nil)
	case start <= now:
		f.Field("session_on", "past", nil)
	case d.HeldOn > today.AddMonths(planAheadMonths):
		f.Field("session_on", "not_after", models.Facts{"date": today.AddMonths(planAheadMonths)})
	}
	if d.ClosesOn == "" {
		return
	}
	if _, err := models.ParseDate(string(d.ClosesOn)); err != nil {
		f.Field("closes_on", "date", nil)
	} else if d.ClosesOn > d.HeldOn {
		f.Field("closes_on", "not_after", models.Facts{"date": d.HeldOn})
	}
}

// moves reports whether the draft changes what stands in people's calendars.
func (d Draft) moves(s Session) bool {
	return d.start() != s.StartsAt || d.Minutes != s.Minutes || d.Place != s.Place || d.OnlineURL != s.OnlineURL
}

// reminderAt is when people are reminded: at ten the day before. No reminder is due when that
// moment has passed.
func (s Session) reminderAt(now models.Instant) (at models.Instant, due bool) {
	at = models.InstantOf(s.HeldOn.AddDays(-1).At(10, 0))
	return at, at > now
}

// linkDays is how long a private link lives after its session.
const linkDays = 30

// linkLives reports whether the private links of a session still open.
func (s Session) linkLives(today models.Date) bool { return today <= s.HeldOn.AddDays(linkDays) }

// Guest is somebody who registers, as it was typed.
type Guest struct {
	FirstName, LastName, Email, Phone string
	Heard                             Heard
}

// check says what is wrong, and gives the guest as it is kept.
func (g Guest) check() (Guest, models.Faults) {
	var f models.Faults
	for _, name := range []struct{ field, text string }{{"first_name", g.FirstName}, {"last_name", g.LastName}} {
		if strings.TrimSpace(name.text) == "" {
			f.Field(name.field, "required", nil)
		}
		f.Length(name.field, name.text, MaxName)
	}
	var err error
	if g.Email == "" {
		f.Field("email", "required", nil)
	} else if g.Email, err = models.ParseEmail(g.Email); err != nil {
		f.Field("email", "email", nil)
	}
	if g.Phone != "" {
		if g.Phone, err = models.ParsePhone(g.Phone); err != nil {
			f.Field("phone", "phone", nil)
		}
	}
	if g.Heard != "" && !slices.Contains(HeardChoices(), g.Heard) {
		f.Field("heard", "oneof", nil)
	}
	g.FirstName, g.LastName = models.OneLine(g.FirstName), models.OneLine(g.LastName)
	return g, f
}
