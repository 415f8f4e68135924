package seance

import (
	"context"
	"strings"

	"eclosion/models/infosession"
	"eclosion/views/calendar"
	"eclosion/views/wording"
)

// Event is the calendar entry of a session. All entries of one session bear the same UID, so that a later one takes the
// place of an earlier. The link of a session on line goes in when the session that is given has it: give it
// to those only who may read it. base is the product's address.
func Event(ctx context.Context, s infosession.Session, sequence int, base string) calendar.Event {
	place := s.Place
	var notes []string
	if s.OnlineURL != "" {
		notes = append(notes, wording.T(ctx, "En ligne : %s", s.OnlineURL))
		if place == "" {
			place = s.OnlineURL
		}
	}
	if s.Notes != "" {
		notes = append(notes, s.Notes)
	}
	return calendar.Event{
		UID: "seance-" + s.PublicID + "@eclosion", Sequence: sequence, Stamp: s.UpdatedAt, Start: s.StartsAt, End: s.EndsAt(),
		Summary: title(ctx, s), Location: place, Description: strings.Join(notes, "\n"),
		URL: strings.TrimRight(base, "/") + Path(s.PublicID), Cancelled: s.Cancelled(), OrganizerName: s.House, OrganizerEmail: s.HouseEmail,
	}
}
