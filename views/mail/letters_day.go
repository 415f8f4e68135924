package mail

import (
	"context"

	"eclosion/models/day"
	"eclosion/models/outbox"
	"eclosion/views/home"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// dayLetters tell a holder who coaches them, without a word of what coaches tell each other, and a coach
// what waits.
func dayLetters() letters {
	return letters{
		outbox.CoachChanged: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Votre accompagnement change : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "À partir d'aujourd'hui, %s accompagne votre projet, à la place de %s.", f.Text("coach"), f.Text("was")),
					wording.T(ctx, "Vous n'avez rien à refaire : vos comptes rendus, vos documents et votre plan d'affaires sont là. Vos rencontres prévues sont dans votre dossier.")},
				Button: dossierButton(ctx, f),
			}
		},
		outbox.CoachCover: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Un remplacement pour votre accompagnement : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "Du %s au %s, %s remplace %s pour votre projet.", wording.LongDate(f.Date("from")), wording.LongDate(f.Date("to")), f.Text("coach"), f.Text("was")),
					wording.T(ctx, "Écrivez et prenez rendez-vous comme d'habitude, depuis votre dossier.")},
				Button: dossierButton(ctx, f),
			}
		},
		outbox.CoachBack: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Votre accompagnement reprend comme avant : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "Le remplacement par %s est terminé : votre projet est de nouveau accompagné par %s.", f.Text("coach"), f.Text("was"))},
				Button:     dossierButton(ctx, f),
			}
		},
		outbox.WeekDigest: digest,
	}
}

func dossierButton(ctx context.Context, f Facts) *ui.Link {
	return &ui.Link{Href: f.URL("/projets/%s", f.Text("ref")), Label: wording.T(ctx, "Ouvrir mon dossier")}
}

// digest tells what waits this week: counts, and the references of the first dossiers.
func digest(ctx context.Context, f Facts) Letter {
	total := int(f.Number("total"))
	l := Letter{
		Subject:    wording.T(ctx, "Votre semaine"),
		Paragraphs: []string{wording.N(ctx, "%s chose vous attend cette semaine.", "%s choses vous attendent cette semaine.", total, wording.Count(total))},
		Button:     &ui.Link{Href: f.URL("/"), Label: wording.T(ctx, "Ouvrir ma journée")},
	}
	for _, kind := range day.Kinds() {
		if n := int(f.Number("n_" + string(kind))); n > 0 {
			l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "%s : %s (%s)", home.KindTitle(ctx, kind), wording.Count(n), f.Text("refs_"+string(kind))))
		}
	}
	return l
}
