package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func campaignLetters() letters {
	return letters{outbox.FollowQuestion: func(ctx context.Context, f Facts) Letter {
		l := Letter{
			Subject: wording.T(ctx, "Des nouvelles de votre entreprise ?"),
			Paragraphs: []string{
				wording.T(ctx, "Votre entreprise, %s, a été créée il y a %s. Votre convention d'accompagnement prévoit que nous prenions de ses nouvelles à 6, 12, 36 et 60 mois. C'est une page, deux minutes, sans compte ni mot de passe.",
					f.Text("enterprise"), wording.Months(ctx, int(f.Number("months")))),
				wording.T(ctx, "Vos réponses nous servent à savoir ce que deviennent les projets, et à en rendre compte en chiffres, sans noms."),
			},
			After: []string{
				wording.T(ctx, "Le lien est personnel et vaut jusqu'au %s : d'ici là, vous pouvez corriger votre réponse. Ne le transmettez à personne.", wording.LongDate(f.Date("until"))),
				wording.T(ctx, "Vous ne voulez plus recevoir ces questions ? Dites-le au bas de la même page."),
			},
		}
		if f.Number("reminder") > 0 {
			l.Subject = wording.T(ctx, "Rappel : des nouvelles de votre entreprise ?")
			l.Paragraphs = append([]string{wording.T(ctx, "Nous n'avons pas encore reçu votre réponse.")}, l.Paragraphs...)
		}
		if link := f.Text("link"); link != "" {
			l.Button = &ui.Link{Href: f.URL("/nouvelles/%s", link), Label: wording.T(ctx, "Donner des nouvelles")}
		}
		return l
	}}
}
