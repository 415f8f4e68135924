package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/models/selection"
	"eclosion/views/candidature"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func selectionLetters() letters {
	return letters{
		outbox.InterviewOpen: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Choisissez l'heure de votre entretien"),
				Paragraphs: []string{
					wording.T(ctx, "Le comité du %s souhaite vous rencontrer avant de donner son avis sur le dossier %s.", wording.LongDate(f.Date("held_on")), f.Text("ref")),
					wording.T(ctx, "Choisissez un créneau : chacun est donné une fois, à la première personne qui le prend."),
				},
				Button: interviewButton(ctx, f, wording.T(ctx, "Choisir un créneau")),
			}
		},
		outbox.InterviewBooked: func(ctx context.Context, f Facts) Letter {
			return interviewLetter(ctx, f, wording.T(ctx, "Votre entretien est fixé"), wording.T(ctx, "Votre entretien pour le dossier %s est fixé.", f.Text("ref")))
		},
		outbox.InterviewMoved: func(ctx context.Context, f Facts) Letter {
			return interviewLetter(ctx, f, wording.T(ctx, "Votre entretien est déplacé"), wording.T(ctx, "Votre entretien pour le dossier %s a changé de moment.", f.Text("ref")))
		},
		outbox.InterviewCancelled: func(ctx context.Context, f Facts) Letter {
			i := interviewOf(f)
			return Letter{
				Subject:    wording.T(ctx, "Votre entretien est annulé"),
				Paragraphs: []string{wording.T(ctx, "L'entretien du %s pour le dossier %s est annulé.", wording.DayMoment(i.StartsAt), i.Ref)},
				Button:     &ui.Link{Href: f.URL("%s", candidature.Path(i.Ref)), Label: wording.T(ctx, "Ouvrir ma candidature")},
				Calendar:   candidature.InterviewEvent(ctx, i, f.URL(""), true).ICS(),
			}
		},
	}
}

func interviewLetter(ctx context.Context, f Facts, subject, what string) Letter {
	i := interviewOf(f)
	l := Letter{
		Subject:    subject,
		Paragraphs: []string{what, wording.T(ctx, "Quand : %s, pendant %s.", wording.DayMoment(i.StartsAt), wording.Duration(i.Minutes))},
		Button:     interviewButton(ctx, f, wording.T(ctx, "Voir mon entretien")),
		After:      []string{wording.T(ctx, "Vous pouvez le déplacer ou l'annuler jusqu'au %s.", wording.Moment(f.Moment("until")))},
		Calendar:   candidature.InterviewEvent(ctx, i, f.URL(""), false).ICS(),
	}
	if i.Place != "" {
		l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "Où : %s", i.Place))
	}
	return l
}

func interviewButton(ctx context.Context, f Facts, label string) *ui.Link {
	return &ui.Link{Href: f.URL("%s", candidature.InterviewPath(f.Text("ref"))), Label: label}
}

func interviewOf(f Facts) selection.Interview {
	return selection.Interview{UID: f.Text("uid"), Sequence: int(f.Number("sequence")), Slot: selection.Slot{StartsAt: f.Moment("starts_at"),
		Minutes: int(f.Number("minutes")), Place: f.Text("place"), Ref: f.Text("ref")}}
}
