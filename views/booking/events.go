// Package booking shows appointments: to holders the slots that are free and what they booked, to coaches their agenda, and
// to both their meetings as calendars know them.
package booking

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/views/calendar"
	"eclosion/views/wording"
)

// Path is where a holder finds one of their appointments.
func Path(publicID string) string { return "/rendez-vous/" + publicID }

// AgendaPath is where a coach moves a planned meeting or calls it off.
func AgendaPath(publicID string) string { return "/agenda/rencontres/" + publicID }

// MeetingEvent is a meeting as calendars show it: to its holder with whom, to a coach with whom unless nameless. base is the
// product's address. It holds no summary and no note.
func MeetingEvent(ctx context.Context, l booking.Listed, nameless bool, base string) calendar.Event {
	base = strings.TrimRight(base, "/")
	e := calendar.Event{UID: coaching.UID(l.PublicID), Sequence: l.Sequence, Stamp: l.UpdatedAt, LastModified: l.UpdatedAt,
		Start: l.StartsAt, End: l.EndsAt(), Location: Where(ctx, l.Medium, l.Place), Cancelled: l.Off()}
	notes := []string{wording.MeetingKindLabel(ctx, l.Kind)}
	if l.OfHolder {
		e.Summary = withCoaches(ctx, l.Coaches)
		notes = append(notes, wording.T(ctx, "Dossier %s", l.Ref))
		e.URL = base + Path(l.PublicID)
		if l.State != coaching.Planned {
			e.URL = base + "/projets/" + l.Ref + "/rencontres/" + l.PublicID
		}
	} else {
		e.Summary = withHolder(ctx, l, nameless)
		if !nameless && l.Others > 0 {
			notes = append(notes, wording.N(ctx, "et %s autre dossier", "et %s autres dossiers", l.Others, wording.Count(l.Others)))
		}
		if l.Ref != "" {
			e.URL = base + "/projets/" + l.Ref + "/rencontres/" + l.PublicID
		}
		if nameless {
			e.URL = base + "/agenda?semaine=" + string(l.StartsAt.Date())
		}
	}
	if l.Topic != "" && !nameless {
		notes = append(notes, wording.T(ctx, "Sujet : %s", l.Topic))
	}
	e.Description = strings.Join(notes, "\n")
	return e
}

func withCoaches(ctx context.Context, names string) string {
	if names == "" {
		return wording.T(ctx, "Rendez-vous à la couveuse")
	}
	return wording.T(ctx, "Rendez-vous avec %s", names)
}

func withHolder(ctx context.Context, l booking.Listed, nameless bool) string {
	switch {
	case nameless:
		return wording.T(ctx, "Rendez-vous")
	case l.Ref == "":
		return wording.T(ctx, "Rendez-vous, %s", wording.MeetingKindLabel(ctx, l.Kind))
	case l.Others > 0:
		return wording.T(ctx, "Rendez-vous : %s (%s) et d'autres", l.Holder, l.Ref)
	}
	return wording.T(ctx, "Rendez-vous : %s (%s)", l.Holder, l.Ref)
}

// Where says how and where people meet.
func Where(ctx context.Context, m coaching.Medium, place string) string {
	if m == coaching.InPerson && place != "" {
		return place
	}
	if place == "" {
		return wording.MediumLabel(ctx, m)
	}
	return wording.T(ctx, "%s : %s", wording.MediumLabel(ctx, m), place)
}

// whereWithin is Where within a sentence.
func whereWithin(ctx context.Context, m coaching.Medium, place string) string {
	text := Where(ctx, m, place)
	if m == coaching.InPerson && place != "" {
		return text
	}
	return wording.LowerFirst(text)
}

// span writes "09:00 à 10:00".
func span(ctx context.Context, from, to models.Instant) string {
	return wording.T(ctx, "%s à %s", wording.Clock(from.Time()), wording.Clock(to.Time()))
}
