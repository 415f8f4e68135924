package mail

import (
	"context"

	"eclosion/models/infosession"
	"eclosion/models/outbox"
	"eclosion/views/seance"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// publicLetters are those about information sessions.
func publicLetters() letters {
	return letters{
		outbox.SessionConfirmed: sessionConfirmed,
		outbox.SessionWaiting:   sessionWaiting,
		outbox.SessionPromoted:  sessionPromoted,
		outbox.SessionMoved:     sessionMoved,
		outbox.SessionCancelled: sessionCancelled,
		outbox.SessionLeft:      sessionLeft,
		outbox.SessionReminder:  sessionReminder,
	}
}

func sessionConfirmed(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Votre place à la séance d'information est réservée"),
		Paragraphs: append([]string{wording.T(ctx, "Vous avez une place. Nous vous attendons :")}, sessionLines(ctx, f)...),
		Button:     sessionButton(ctx, f),
		After:      []string{wording.T(ctx, "Vous ne pouvez pas venir ? Annulez par le même lien : votre place ira à quelqu'un d'autre. Le rendez-vous est joint pour votre agenda.")},
		Calendar:   sessionEntry(ctx, f, false),
	}
}

func sessionWaiting(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Vous êtes sur la liste d'attente de la séance d'information"),
		Paragraphs: append([]string{wording.T(ctx, "Toutes les places sont prises. Vous êtes au rang %s de la liste d'attente de cette séance :", wording.Count(int(f.Number("rank"))))},
			sessionLines(ctx, f)...),
		Button: sessionButton(ctx, f),
		After:  []string{wording.T(ctx, "Dès qu'une place se libère, elle va à la première personne de la liste, et nous vous écrivons. Vous n'avez rien à faire.")},
	}
}

func sessionPromoted(ctx context.Context, f Facts) Letter {
	l := sessionConfirmed(ctx, f)
	l.Subject = wording.T(ctx, "Une place s'est libérée à la séance d'information : elle est à vous")
	l.Paragraphs[0] = wording.T(ctx, "Une place s'est libérée. Vous étiez sur la liste d'attente : elle est à vous.")
	return l
}

func sessionMoved(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject:    wording.T(ctx, "La séance d'information a changé"),
		Paragraphs: append([]string{wording.T(ctx, "La séance prévue le %s change. Voici ce qui vaut maintenant :", wording.When(ctx, f.Moment("was_at")))}, sessionLines(ctx, f)...),
		Button:     sessionButton(ctx, f),
	}
	if f.Text("state") == "waiting" {
		l.After = []string{wording.T(ctx, "Vous restez sur la liste d'attente.")}
		return l
	}
	l.After = []string{wording.T(ctx, "Votre place est gardée. Le rendez-vous joint remplace celui de votre agenda. Si cela ne vous convient pas, annulez par le même lien.")}
	l.Calendar = sessionEntry(ctx, f, false)
	return l
}

func sessionCancelled(ctx context.Context, f Facts) Letter {
	l := Letter{
		Subject:    wording.T(ctx, "La séance d'information est annulée"),
		Paragraphs: append([]string{wording.T(ctx, "Cette séance n'aura pas lieu. Nous vous prions de nous en excuser.")}, sessionLines(ctx, f)...),
		Quote:      f.Text("reason"),
		Button:     &ui.Link{Href: f.URL("/seances"), Label: wording.T(ctx, "Voir les autres séances")},
	}
	if f.Text("state") != "waiting" {
		l.Calendar = sessionEntry(ctx, f, true)
	}
	return l
}

func sessionLeft(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Votre inscription à la séance d'information est annulée"),
		Paragraphs: append([]string{wording.T(ctx, "Nous avons noté que vous ne viendrez pas à cette séance :")}, sessionLines(ctx, f)...),
		Button:     &ui.Link{Href: f.URL("/seances"), Label: wording.T(ctx, "Voir les autres séances")},
		Calendar:   sessionEntry(ctx, f, true),
	}
}

func sessionReminder(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Demain : votre séance d'information"),
		Paragraphs: append([]string{wording.T(ctx, "C'est demain. Nous vous attendons :")}, sessionLines(ctx, f)...),
		Button:     sessionButton(ctx, f),
		After:      []string{wording.T(ctx, "Vous ne pouvez plus venir ? Annulez par le même lien : quelqu'un attend peut-être cette place.")},
	}
}

func sessionButton(ctx context.Context, f Facts) *ui.Link {
	return &ui.Link{Href: f.URL("/inscriptions/%s", f.Text("token")), Label: wording.T(ctx, "Voir ou annuler mon inscription")}
}

// sessionLines say what, when and where.
func sessionLines(ctx context.Context, f Facts) []string {
	lines := []string{wording.T(ctx, "Séance d'information %s, le %s (%s).", f.Text("programmes"), wording.When(ctx, f.Moment("starts_at")), wording.Duration(int(f.Number("minutes"))))}
	if place := f.Text("place"); place != "" {
		lines = append(lines, wording.T(ctx, "Où : %s", place))
	}
	switch {
	case f.Text("online") != "":
		lines = append(lines, wording.T(ctx, "En ligne : %s", f.Text("online")))
	case f.Text("remote") != "":
		lines = append(lines, wording.T(ctx, "En ligne : le lien va aux personnes qui ont une place."))
	}
	if partner := f.Text("partner"); partner != "" {
		lines = append(lines, wording.T(ctx, "Avec : %s", partner))
	}
	if notes := f.Text("notes"); notes != "" {
		lines = append(lines, wording.T(ctx, "Bon à savoir : %s", notes))
	}
	return lines
}

// sessionEntry is the calendar entry of somebody's place at a session.
func sessionEntry(ctx context.Context, f Facts, cancelled bool) []byte {
	e := seance.Event(ctx, infosession.Session{
		PublicID: f.Text("session"), StartsAt: f.Moment("starts_at"), Minutes: int(f.Number("minutes")), Place: f.Text("place"),
		OnlineURL: f.Text("online"), Notes: f.Text("notes"), Programmes: []infosession.Programme{{Name: f.Text("programmes")}},
		UpdatedAt: f.Moment("stamp"), House: f.Text("house"), HouseEmail: f.Text("house_email"),
	}, int(f.Number("sequence")), f.base)
	e.Cancelled = cancelled
	return e.ICS()
}
