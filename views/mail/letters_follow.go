package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// The letters about a message carry no word of it: it is read after signing in.
func followLetters() letters {
	return letters{
		outbox.MessageToHolder: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Un nouveau message vous attend"),
				Paragraphs: []string{wording.T(ctx, "La couveuse vous a écrit au sujet de votre dossier %s.", f.Text("ref"))},
				Button:     &ui.Link{Href: f.URL("/projets/%s/messages", f.Text("ref")), Label: wording.T(ctx, "Lire le message")},
				After:      []string{wording.T(ctx, "Répondez sur cette page : les réponses à cet e-mail n'arrivent à personne.")},
			}
		},
		outbox.MessageToHouse: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Un message attend une réponse : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La personne du dossier %s vous a écrit. Vous ne recevez pas d'autre e-mail pour ce dossier tant que son message n'est pas lu.", f.Text("ref"))},
				Button:     &ui.Link{Href: f.URL("/projets/%s/messages", f.Text("ref")), Label: wording.T(ctx, "Lire le message")},
			}
		},
		outbox.ErasureAsked: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Votre demande d'effacement est reçue"),
				Paragraphs: []string{wording.T(ctx, "Vous avez demandé que vos données soient effacées. La couveuse vous répond dans le mois."),
					wording.T(ctx, "Vous pouvez encore télécharger vos données, ou retirer votre demande tant qu'elle n'est pas décidée.")},
				Button: &ui.Link{Href: f.URL("/compte/donnees"), Label: wording.T(ctx, "Ouvrir mes données")},
				After:  []string{wording.T(ctx, "Vous n'avez rien demandé ? Connectez-vous, retirez la demande et changez votre mot de passe.")},
			}
		},
		outbox.ErasureWaiting: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Une demande d'effacement attend une décision"),
				Paragraphs: []string{wording.T(ctx, "Une personne demande que ses données soient effacées. La loi vous donne un mois pour lui répondre.")},
				Button:     &ui.Link{Href: f.URL("/effacements/%s", f.Text("id")), Label: wording.T(ctx, "Voir la demande")},
			}
		},
		outbox.ErasureDone: func(ctx context.Context, f Facts) Letter {
			l := Letter{
				Subject:    wording.T(ctx, "Votre demande d'effacement est exécutée"),
				Paragraphs: []string{wording.T(ctx, "Vos données sont effacées, comme vous l'avez demandé. Votre compte est fermé.")},
			}
			if f.Number("kept") > 0 {
				l.Paragraphs = []string{wording.T(ctx, "Ce qui pouvait être effacé l'est. Le reste doit être gardé : la page de vos données dit quoi, pourquoi et jusqu'à quand.")}
				l.Button = &ui.Link{Href: f.URL("/compte/donnees"), Label: wording.T(ctx, "Ouvrir mes données")}
			}
			l.After = []string{wording.T(ctx, "Les copies de sauvegarde faites avant aujourd'hui s'effacent à leur tour quand elles expirent.")}
			return l
		},
		outbox.ErasureRefused: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Votre demande d'effacement a reçu une réponse"),
				Paragraphs: []string{wording.T(ctx, "La couveuse ne peut pas effacer vos données pour l'instant. Voici pourquoi :")},
				Quote:      f.Text("reason"),
				Button:     &ui.Link{Href: f.URL("/compte/donnees"), Label: wording.T(ctx, "Ouvrir mes données")},
				After:      []string{wording.T(ctx, "Vous pouvez aussi vous adresser à l'Autorité de protection des données.")},
			}
		},
		outbox.DataDue: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Votre dossier %s sera bientôt anonymisé", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "Le dossier %s est clos. À partir du %s, la couveuse en efface tout ce qui vous concerne : vos réponses, vos documents, vos messages.", f.Text("ref"), wording.LongDate(f.Date("date"))),
					wording.T(ctx, "Si vous voulez en garder une copie, téléchargez vos données avant cette date.")},
				Button: &ui.Link{Href: f.URL("/compte/donnees"), Label: wording.T(ctx, "Télécharger mes données")},
			}
		},
	}
}
