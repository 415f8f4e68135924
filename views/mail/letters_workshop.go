package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/models/workshop"
	"eclosion/views/calendar"
	"eclosion/views/ui"
	"eclosion/views/wording"
	view "eclosion/views/workshop"
)

// workshopLetters are those about workshops.
func workshopLetters() letters {
	return letters{
		outbox.WorkshopEnrolled:         workshopEnrolled,
		outbox.WorkshopWaiting:          workshopWaiting,
		outbox.WorkshopPromoted:         workshopPromoted,
		outbox.WorkshopLeft:             workshopLeft,
		outbox.WorkshopAdded:            workshopAdded,
		outbox.WorkshopMoved:            workshopMoved,
		outbox.WorkshopSessionCancelled: workshopSessionCancelled,
		outbox.WorkshopCancelled:        workshopCancelled,
		outbox.WorkshopReminder:         workshopReminder,
	}
}

func workshopEnrolled(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Votre place à l'atelier est réservée"),
		Paragraphs: append([]string{wording.T(ctx, "Vous avez une place à l'atelier « %s », pour toutes ses séances. Nous vous attendons :", f.Text("title"))}, workshopLines(ctx, f)...),
		Button:     workshopButton(ctx, f),
		After:      []string{wording.T(ctx, "Vous ne pouvez pas venir ? Désinscrivez-vous sur la même page : votre place ira à quelqu'un d'autre. Les séances sont jointes pour votre agenda.")},
		Calendar:   workshopEntries(ctx, f, false),
	}
}

func workshopWaiting(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Vous êtes sur la liste d'attente de l'atelier"),
		Paragraphs: append([]string{wording.T(ctx, "Toutes les places de l'atelier « %s » sont prises. Vous êtes au rang %s de la liste d'attente :", f.Text("title"),
			wording.Count(int(f.Number("rank"))))}, workshopLines(ctx, f)...),
		Button: workshopButton(ctx, f),
		After:  []string{wording.T(ctx, "Dès qu'une place se libère, elle va à la première personne de la liste, et nous vous écrivons. Vous n'avez rien à faire.")},
	}
}

func workshopPromoted(ctx context.Context, f Facts) Letter {
	l := workshopEnrolled(ctx, f)
	l.Subject = wording.T(ctx, "Une place s'est libérée à l'atelier : elle est à vous")
	l.Paragraphs[0] = wording.T(ctx, "Une place s'est libérée à l'atelier « %s ». Vous étiez sur la liste d'attente : elle est à vous, pour toutes ses séances.", f.Text("title"))
	return l
}

func workshopLeft(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject:    wording.T(ctx, "Votre inscription à l'atelier est annulée"),
		Paragraphs: append([]string{wording.T(ctx, "Vous n'êtes plus inscrit·e à l'atelier « %s » :", f.Text("title"))}, workshopLines(ctx, f)...),
		Button:     &ui.Link{Href: f.URL(view.Home), Label: wording.T(ctx, "Voir les ateliers")},
	}
	if f.Text("state") != string(workshop.Waiting) {
		l.Calendar = workshopEntries(ctx, f, true)
	}
	return l
}

func workshopAdded(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Une séance s'ajoute à votre atelier"),
		Paragraphs: append([]string{wording.T(ctx, "L'atelier « %s » a une séance de plus :", f.Text("title"))}, workshopLines(ctx, f)...),
		Button:     workshopButton(ctx, f),
		After:      []string{wording.T(ctx, "Elle est jointe pour votre agenda.")},
		Calendar:   workshopEntries(ctx, f, false),
	}
}

func workshopMoved(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject: wording.T(ctx, "Une séance de votre atelier a changé"),
		Paragraphs: append([]string{wording.T(ctx, "La séance de l'atelier « %s » prévue le %s change. Voici ce qui vaut maintenant :", f.Text("title"),
			wording.When(ctx, f.Moment("was_at")))}, workshopLines(ctx, f)...),
		Button: workshopButton(ctx, f),
	}
	if f.Text("state") == string(workshop.Waiting) {
		l.After = []string{wording.T(ctx, "Vous restez sur la liste d'attente.")}
		return l
	}
	l.After = []string{wording.T(ctx, "Votre place est gardée. Le rendez-vous joint remplace celui de votre agenda.")}
	l.Calendar = workshopEntries(ctx, f, false)
	return l
}

func workshopSessionCancelled(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject:    wording.T(ctx, "Une séance de votre atelier est annulée"),
		Paragraphs: append([]string{wording.T(ctx, "Cette séance de l'atelier « %s » n'aura pas lieu. Les autres restent.", f.Text("title"))}, workshopLines(ctx, f)...),
		Quote:      f.Text("reason"),
		Button:     workshopButton(ctx, f),
	}
	if f.Text("state") != string(workshop.Waiting) {
		l.Calendar = workshopEntries(ctx, f, true)
	}
	return l
}

func workshopCancelled(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject:    wording.T(ctx, "Votre atelier est annulé"),
		Paragraphs: append([]string{wording.T(ctx, "L'atelier « %s » est annulé. Nous vous prions de nous en excuser. Ces séances n'auront pas lieu :", f.Text("title"))}, workshopLines(ctx, f)...),
		Quote:      f.Text("reason"),
		Button:     &ui.Link{Href: f.URL(view.Home), Label: wording.T(ctx, "Voir les autres ateliers")},
	}
	if f.Text("state") != string(workshop.Waiting) {
		l.Calendar = workshopEntries(ctx, f, true)
	}
	return l
}

func workshopReminder(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Demain : votre atelier"),
		Paragraphs: append([]string{wording.T(ctx, "C'est demain : atelier « %s ».", f.Text("title"))}, workshopLines(ctx, f)...),
		Button:     workshopButton(ctx, f),
		After:      []string{wording.T(ctx, "Vous ne pouvez plus venir ? Dites-le sur la même page : quelqu'un attend peut-être cette place.")},
	}
}

func workshopButton(ctx context.Context, f Facts) *ui.Link {
	return &ui.Link{Href: f.URL("%s", view.Path(f.Text("workshop"))), Label: wording.T(ctx, "Voir l'atelier et mon inscription")}
}

// workshopLines say when and where each session is.
func workshopLines(ctx context.Context, f Facts) []string {
	var lines []string
	for _, s := range f.Each("sessions") {
		line := wording.T(ctx, "%s (%s)", wording.When(ctx, s.Moment("starts_at")), wording.Duration(int(s.Number("minutes"))))
		if place := s.Text("place"); place != "" {
			line = wording.T(ctx, "%s, %s", line, place)
		}
		switch {
		case s.Text("online") != "":
			line = wording.T(ctx, "%s, en ligne : %s", line, s.Text("online"))
		case s.Text("remote") != "":
			line = wording.T(ctx, "%s, en ligne : le lien va aux personnes qui ont une place", line)
		}
		lines = append(lines, line)
	}
	return lines
}

// workshopEntries are the calendar entries of somebody's sessions; nil without any.
func workshopEntries(ctx context.Context, f Facts, cancelled bool) []byte {
	w := workshop.Workshop{PublicID: f.Text("workshop"), Title: f.Text("title"), House: f.Text("house"), HouseEmail: f.Text("house_email")}
	var events []calendar.Event
	for _, s := range f.Each("sessions") {
		e := view.Event(ctx, w, workshop.Session{PublicID: s.Text("id"), StartsAt: s.Moment("starts_at"), Minutes: int(s.Number("minutes")),
			Place: s.Text("place"), OnlineURL: s.Text("online"), UpdatedAt: f.Moment("stamp")}, int(s.Number("sequence")), f.base)
		e.Cancelled = cancelled
		events = append(events, e)
	}
	if len(events) == 0 {
		return nil
	}
	return calendar.Several(events...)
}
