// Package infosession holds the information sessions: what visitors see before they apply, who comes,
// the waiting list, and who came. Visitors have no account: a private link of their mail speaks for them. What
// it never does is tell somebody else whether an address is registered.
package infosession

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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
func (d Draft) start() models.Instant {
	t, err := time.Parse("15:04", d.Time)
	if err != nil {
		return 0
	}
	at := d.HeldOn.At(t.Hour(), t.Minute())
	if at.Format("15:04") != d.Time { // the hour that summer time skips
		return 0
	}
	return models.InstantOf(at)
}

// check says what is wrong with a draft, in the form's order.
func (d Draft) check(now models.Instant) faults {
	var f faults
	if len(d.ProgrammeIDs) == 0 {
		f.field("session_programmes", "required", nil)
	}
	d.checkDay(&f, now)
	f.between("minutes", d.Minutes, MinMinutes, MaxMinutes)
	if d.Place == "" && d.OnlineURL == "" {
		f.field("place", "required", nil)
	}
	f.length("place", d.Place, MaxLine)
	f.length("online_url", d.OnlineURL, MaxAddress)
	if d.OnlineURL != "" && !isWebAddress(d.OnlineURL) {
		f.field("online_url", "url", nil)
	}
	f.length("partner", d.Partner, MaxLine)
	f.between("places", d.Places, 1, MaxPlaces)
	f.length("notes", d.Notes, MaxNotes)
	return f
}

func (d Draft) checkDay(f *faults, now models.Instant) {
	today := now.Date()
	if _, err := models.ParseDate(string(d.HeldOn)); err != nil {
		f.field("session_on", "date", nil)
		return
	}
	switch start := d.start(); {
	case start == 0:
		f.field("session_time", "time", nil)
	case start <= now:
		f.field("session_on", "past", nil)
	case d.HeldOn > today.AddMonths(planAheadMonths):
		f.field("session_on", "not_after", models.Facts{"date": today.AddMonths(planAheadMonths)})
	}
	if d.ClosesOn == "" {
		return
	}
	if _, err := models.ParseDate(string(d.ClosesOn)); err != nil {
		f.field("closes_on", "date", nil)
	} else if d.ClosesOn > d.HeldOn {
		f.field("closes_on", "not_after", models.Facts{"date": d.HeldOn})
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

type faults []models.FieldProblem

func (f *faults) field(name, code string, facts models.Facts) {
	*f = append(*f, models.FieldProblem{Field: name, Code: code, Facts: facts})
}

func (f *faults) length(name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		f.field(name, "max", models.Facts{"param": most, "kind": "text"})
	}
}

func (f *faults) between(name string, n, low, high int) {
	switch {
	case n < low:
		f.field(name, "gte", models.Facts{"param": low})
	case n > high:
		f.field(name, "lte", models.Facts{"param": high})
	}
}

// Guest is somebody who registers, as it was typed.
type Guest struct {
	FirstName, LastName, Email, Phone string
	Heard                             Heard
}

// check says what is wrong, and gives the guest as it is kept.
func (g Guest) check() (Guest, faults) {
	var f faults
	for _, name := range []struct{ field, text string }{{"first_name", g.FirstName}, {"last_name", g.LastName}} {
		if strings.TrimSpace(name.text) == "" {
			f.field(name.field, "required", nil)
		}
		f.length(name.field, name.text, MaxName)
	}
	var err error
	if g.Email == "" {
		f.field("email", "required", nil)
	} else if g.Email, err = models.ParseEmail(g.Email); err != nil {
		f.field("email", "email", nil)
	}
	if g.Phone != "" {
		if g.Phone, err = models.ParsePhone(g.Phone); err != nil {
			f.field("phone", "phone", nil)
		}
	}
	if g.Heard != "" && !slices.Contains(HeardChoices(), g.Heard) {
		f.field("heard", "oneof", nil)
	}
	g.FirstName, g.LastName = oneLine(g.FirstName), oneLine(g.LastName)
	return g, f
}

// oneLine takes line ends out of what must stand on one: a name goes into the head of mails.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
