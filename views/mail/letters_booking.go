package mail

import (
	"context"

	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/models/outbox"
	views "eclosion/views/booking"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// bookingLetters tell the people of a meeting what becomes of it. Each carries the entry that takes the place of the last one
// in their calendar.
func bookingLetters() letters {
	return letters{
		outbox.BookingPlanned:   plannedLetter,
		outbox.BookingMoved:     movedLetter,
		outbox.BookingCancelled: cancelledLetter,
		outbox.BookingReminder: func(ctx context.Context, f Facts) Letter {
			l := appointment(ctx, f, wording.T(ctx, "Rappel : vous avez rendez-vous demain avec %s.", f.Text("coaches")))
			l.Subject = wording.T(ctx, "Rappel : votre rendez-vous de demain")
			return l
		},
	}
}

func isCoach(f Facts) bool { return f.Text("side") == "coach" }

func plannedLetter(ctx context.Context, f Facts) Letter {
	if isCoach(f) {
		l := appointment(ctx, f, wording.T(ctx, "%s (%s) a pris un rendez-vous dans un de vos créneaux.", f.Text("holder"), f.Text("ref")))
		l.Subject = wording.T(ctx, "Un rendez-vous est pris dans votre agenda")
		return l
	}
	l := appointment(ctx, f, wording.T(ctx, "Vous avez rendez-vous avec %s, pour le dossier %s.", f.Text("coaches"), f.Text("ref")))
	l.Subject = wording.T(ctx, "Votre rendez-vous est fixé")
	return l
}

func movedLetter(ctx context.Context, f Facts) Letter {
	was := wording.DayMoment(f.Moment("was_at"))
	lead := wording.T(ctx, "Votre rendez-vous du %s avec %s change.", was, f.Text("coaches"))
	subject := wording.T(ctx, "Votre rendez-vous est déplacé")
	if isCoach(f) {
		lead = wording.T(ctx, "Le rendez-vous du %s avec %s (%s) change.", was, f.Text("holder"), f.Text("ref"))
		subject = wording.T(ctx, "Un rendez-vous de votre agenda est déplacé")
	}
	l := appointment(ctx, f, lead)
	l.Subject, l.Quote = subject, f.Text("word")
	return l
}

func cancelledLetter(ctx context.Context, f Facts) Letter {
	at := wording.DayMoment(f.Moment("starts_at"))
	if isCoach(f) {
		l := Letter{
			Subject:    wording.T(ctx, "Un rendez-vous de votre agenda est annulé"),
			Paragraphs: []string{wording.T(ctx, "Le rendez-vous du %s avec %s (%s) est annulé. Son créneau est de nouveau libre.", at, f.Text("holder"), f.Text("ref"))},
			Button:     &ui.Link{Href: f.URL("/agenda?semaine=%s", f.Moment("starts_at").Date()), Label: wording.T(ctx, "Ouvrir mon agenda")},
			Calendar:   entry(ctx, f, true),
		}
		if f.Text("by") == "holder" {
			l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "C'est le porteur ou la porteuse qui l'annule."))
		}
		return l
	}
	return Letter{
		Subject:    wording.T(ctx, "Votre rendez-vous est annulé"),
		Paragraphs: []string{wording.T(ctx, "Le rendez-vous du %s, pour le dossier %s, est annulé.", at, f.Text("ref"))},
		Quote:      f.Text("word"),
		Button:     &ui.Link{Href: f.URL("/rendez-vous"), Label: wording.T(ctx, "Voir mes rendez-vous")},
		Calendar:   entry(ctx, f, true),
	}
}

// appointment is what every letter about a meeting to come says: when, where, how to change it.
func appointment(ctx context.Context, f Facts, lead string) Letter {
	l := Letter{
		Paragraphs: []string{lead, wording.T(ctx, "Quand : %s, pendant %s.", wording.DayMoment(f.Moment("starts_at")), wording.Duration(int(f.Number("minutes"))))},
		Button:     &ui.Link{Href: f.URL("%s", views.Path(f.Text("meeting"))), Label: wording.T(ctx, "Voir le rendez-vous")},
		Calendar:   entry(ctx, f, false),
	}
	if medium := coaching.Medium(f.Text("medium")); medium != "" {
		l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "Où : %s", views.Where(ctx, medium, f.Text("place"))))
	}
	if topic := f.Text("topic"); topic != "" {
		l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "Sujet : %s", topic))
	}
	switch {
	case isCoach(f):
		l.Button = &ui.Link{Href: f.URL("%s", views.AgendaPath(f.Text("meeting"))), Label: wording.T(ctx, "Voir, déplacer ou annuler")}
	case f.Text("booked") != "":
		l.After = []string{wording.T(ctx, "Vous pouvez le déplacer ou l'annuler jusqu'au %s.", wording.Moment(f.Moment("until")))}
	default:
		l.After = []string{wording.T(ctx, "Un empêchement ? Prévenez la couveuse dès que possible.")}
	}
	return l
}

// entry is the meeting for the calendar of whom the letter is for.
func entry(ctx context.Context, f Facts, off bool) []byte {
	l := booking.Listed{PublicID: f.Text("meeting"), Sequence: int(f.Number("sequence")), UpdatedAt: f.Moment("stamp"), State: coaching.Planned,
		StartsAt: f.Moment("starts_at"), Minutes: int(f.Number("minutes")), Kind: coaching.Kind(f.Text("kind")), Medium: coaching.Medium(f.Text("medium")),
		Place: f.Text("place"), Ref: f.Text("ref"), OfHolder: !isCoach(f), Coaches: f.Text("coaches"), Holder: f.Text("holder"), Topic: f.Text("topic")}
	if off {
		l.State = coaching.Cancelled
	}
	e := views.MeetingEvent(ctx, l, false, f.URL(""))
	e.OrganizerName, e.OrganizerEmail, e.Attendee = f.Text("house"), f.Text("house_email"), f.Text("to")
	return e.ICS()
}
