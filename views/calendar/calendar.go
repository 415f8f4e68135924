// Package calendar puts one appointment on an iCalendar file (RFC 5545), which mails attach and
// pages offer to download. It takes ready words. A change is sent as the same UID with a higher
// sequence, a cancellation as the same again with Cancelled: calendars then move or strike out
// what they hold instead of showing it twice.
package calendar

import (
	"net/url"
	"strings"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"eclosion/models"
)

// Event is one appointment. UID and Start are always needed.
type Event struct {
	UID      string // the same for ever: "session-12@eclosion.example"
	Sequence int    // raised with every change
	// Stamp is when this version was made; without it the start stands in, so that the same event
	// always gives the same bytes.
	Stamp      models.Instant
	Start, End models.Instant

	Summary, Location, Description string // plain text, lines allowed
	URL                            string // whole, http or https; anything else is left out
	Cancelled                      bool
	LastModified                   models.Instant // may be 0

	OrganizerName, OrganizerEmail string // the couveuse; without an address none is named
	// Attendee is the address of whom the file is sent to: with an organizer it makes the file an invitation, which
	// calendars enter, move and strike out by themselves. It is entered as agreed; no answer is awaited.
	Attendee string
}

// Type is the content type of what ICS gives; the method says whether to keep or to strike out.
func (e Event) Type() string { return "text/calendar; charset=utf-8; method=" + string(e.method()) }

func (e Event) method() ics.Method {
	switch {
	case e.Cancelled:
		return ics.MethodCancel
	case e.organizer() != "" && e.attendee() != "":
		return ics.MethodRequest
	}
	return ics.MethodPublish
}

func (e Event) organizer() string { return address(e.OrganizerEmail) }

func (e Event) attendee() string { return address(e.Attendee) }

func address(s string) string {
	email, err := models.ParseEmail(s)
	if err != nil {
		return ""
	}
	return email
}

// ICS gives the file: UTF-8, lines of at most 75 bytes ended by CRLF, times in UTC, so that no calendar
// needs our zone's rules and the hour that summer time repeats is told apart.
func (e Event) ICS() []byte { return Several(e) }

// Several gives one file of appointments, all to keep or all to strike out: the first says which.
func Several(events ...Event) []byte {
	cal := newCalendar(events[0].method())
	for _, e := range events {
		e.put(cal)
	}
	return serialized(cal)
}

func newCalendar(method ics.Method) *ics.Calendar {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Eclosion//Agenda//FR")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(method)
	return cal
}

func serialized(cal *ics.Calendar) []byte {
	return []byte(cal.Serialize(ics.WithNewLine("\r\n"), ics.WithLineLength(maxLine)))
}

func (e Event) put(cal *ics.Calendar) {
	v := cal.AddEvent(line(e.UID))
	stamp := e.Stamp
	if stamp.IsZero() {
		stamp = e.Start
	}
	v.SetDtStampTime(stamp.Time())
	v.SetStartAt(e.Start.Time())
	if e.End > e.Start {
		v.SetEndAt(e.End.Time())
	}
	v.SetSequence(e.Sequence)
	v.SetSummary(line(e.Summary))
	if !e.LastModified.IsZero() {
		v.SetModifiedAt(e.LastModified.Time())
	}
	if place := line(e.Location); place != "" {
		v.SetLocation(place)
	}
	if text := clean(e.Description); text != "" {
		v.SetDescription(text)
	}
	if address := webAddress(e.URL); address != "" {
		v.SetURL(address)
	}
	e.putPeople(v)
	if e.Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
	} else {
		v.SetStatus(ics.ObjectStatusConfirmed)
	}
}

func (e Event) putPeople(v *ics.VEvent) {
	organizer := e.organizer()
	if organizer == "" {
		return
	}
	if name := parameter(e.OrganizerName); name != "" {
		v.SetOrganizer("mailto:"+organizer, ics.WithCN(name))
	} else {
		v.SetOrganizer("mailto:" + organizer)
	}
	if attendee := e.attendee(); attendee != "" {
		v.AddAttendee("mailto:"+attendee, ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	}
}

// Feed is a calendar that programs read again and again: what is missing from it goes from theirs, what is called off in it is
// struck out there.
type Feed struct {
	Name   string // as programs offer it
	Events []Event
}

// FeedType is the content type of what a feed's ICS gives.
const FeedType = "text/calendar; charset=utf-8; method=PUBLISH"

// refresh is how often programs are asked to read a feed again; the big ones do as they like.
const refresh = "PT1H"

// ICS gives the feed, in the form that Event.ICS has. The same events give the same bytes.
func (f Feed) ICS() []byte {
	cal := newCalendar(ics.MethodPublish)
	cal.SetXWRCalName(line(f.Name))
	cal.SetXWRTimezone(models.Brussels.String())
	cal.SetXPublishedTTL(refresh)
	cal.SetRefreshInterval(refresh)
	for _, e := range f.Events {
		e.put(cal)
	}
	return serialized(cal)
}

// maxLine is the longest line in bytes, without its end (RFC 5545, 3.1).
const maxLine = 75

// clean leaves text that the library's escaping can carry: lines end with \n alone, and
// no control character is left that a reader could take for the end of a line.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// line is text on one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// parameter is text that may stand unquoted in a parameter: the library quotes none, and
// readers disagree about escapes there.
func parameter(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`",;:\'^`, r) {
			return ' '
		}
		return r
	}, line(s))), " ")
}

// webAddress gives an address of the web in its escaped form; "" for anything else.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}
