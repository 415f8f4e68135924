package workshop

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/workshop"
	"eclosion/views/calendar"
	"eclosion/views/wording"
)

// Event is the calendar entry of a session. All entries of one session bear the same UID, so that a later one takes the place of an
// earlier. The link of a session on line goes in when the session that is given has it: give it to those only who may
// read it. base is the product's address.
func Event(ctx context.Context, w workshop.Workshop, s workshop.Session, sequence int, base string) calendar.Event {
	place := s.Place
	var notes []string
	if s.OnlineURL != "" {
		notes = append(notes, wording.T(ctx, "En ligne : %s", s.OnlineURL))
		if place == "" {
			place = s.OnlineURL
		}
	}
	return calendar.Event{
		UID: UID(s.PublicID), Sequence: sequence, Stamp: s.UpdatedAt, Start: s.StartsAt, End: s.EndsAt(),
		Summary: wording.T(ctx, "Atelier : %s", w.Title), Location: place, Description: strings.Join(notes, "\n"),
		URL: strings.TrimRight(base, "/") + Path(w.PublicID), Cancelled: s.Cancelled(), OrganizerName: w.House, OrganizerEmail: w.HouseEmail,
	}
}

// UID names a session in calendars, in its own entries and in a feed.
func UID(session string) string { return "atelier-" + session + "@eclosion" }

// Events are the entries of the sessions to come that were not called off.
func Events(ctx context.Context, w workshop.Workshop, e *workshop.Enrolment, now models.Instant, base string) []calendar.Event {
	var list []calendar.Event
	for _, s := range w.Live() {
		sequence := s.Sequence
		if e != nil {
			sequence = workshop.CalendarSequence(s, *e)
		}
		if s.EndsAt() > now {
			list = append(list, Event(ctx, w, s, sequence, base))
		}
	}
	return list
}
