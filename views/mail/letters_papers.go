package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// The letters about reports, minutes and notices carry no word of them: they are read after signing in.
func papersLetters() letters {
	return letters{
		outbox.ProgressAsked: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Un paragraphe de vous est attendu : dossier %s", f.Text("ref")),
				Paragraphs: []string{
					wording.T(ctx, "La personne qui vous accompagne prépare un rapport de progression pour la période du %s au %s.", wording.LongDate(f.Date("from")), wording.LongDate(f.Date("to"))),
					wording.T(ctx, "Dites avec vos mots où vous en êtes : ce paragraphe figure dans le rapport tel que vous l'écrivez."),
				},
				Button: &ui.Link{Href: f.URL("/projets/%s/progression/rapports/%s", f.Text("ref"), f.Text("id")), Label: wording.T(ctx, "Écrire mon paragraphe")},
				After:  []string{wording.T(ctx, "Vous pouvez le modifier jusqu'à ce que le rapport soit soumis.")},
			}
		},
		outbox.ProgressReturned: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Un rapport de progression est à revoir : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La personne responsable a retourné le rapport de progression du dossier %s, avec une raison.", f.Text("ref"))},
				Button:     &ui.Link{Href: f.URL("/projets/%s/progression/rapports/%s", f.Text("ref"), f.Text("id")), Label: wording.T(ctx, "Lire la raison et revoir le rapport")},
			}
		},
		outbox.ProgressIssued: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Votre rapport de progression est émis : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "Le rapport %s, du %s au %s, est approuvé. Il est gardé et ne change plus.", f.Text("number"), wording.LongDate(f.Date("from")), wording.LongDate(f.Date("to")))},
				Button:     &ui.Link{Href: f.URL("/papiers/%s.pdf", f.Text("number")), Label: wording.T(ctx, "Lire le rapport (PDF)")},
			}
		},
		outbox.PaperIssued: func(ctx context.Context, f Facts) Letter {
			l := Letter{
				Subject:    wording.T(ctx, "Un document officiel est à lire : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "%s : ce document vient d'être émis pour votre dossier, sous le numéro %s.", wording.Capital(wording.NoticeLabel(ctx, f.Text("kind"))), f.Text("number"))},
				Button:     &ui.Link{Href: f.URL("/papiers/%s", f.Text("number")), Label: wording.T(ctx, "Lire le document")},
				After:      []string{wording.T(ctx, "Vous devrez vous connecter : le document contient des informations personnelles, nous ne le joignons donc pas à ce message.")},
			}
			switch f.Text("kind") {
			case "coaching", "status", "extension", "suspension", "resumption":
				l.Paragraphs = append(l.Paragraphs, wording.T(ctx, "Il se signe à deux : nous vous proposons un moment pour le relire ensemble avant de le signer."))
			}
			return l
		},
		outbox.MinutesReady: func(ctx context.Context, f Facts) Letter {
			day := wording.LongDate(f.Date("on"))
			l := Letter{
				Subject:    wording.T(ctx, "Un compte rendu est à lire : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "Le compte rendu de votre rencontre du %s est prêt. Lisez-le, puis confirmez que vous l'avez lu ou laissez une remarque.", day)},
				Button:     &ui.Link{Href: f.URL("/projets/%s/rencontres/%s/compte-rendu", f.Text("ref"), f.Text("id")), Label: wording.T(ctx, "Lire le compte rendu")},
			}
			if again, _ := f.values["again"].(bool); again {
				l.Paragraphs = []string{wording.T(ctx, "Le compte rendu de votre rencontre du %s a changé depuis que vous l'avez lu. Relisez-le, puis confirmez ou laissez une remarque.", day)}
			}
			return l
		},
		outbox.MinutesRemarked: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Une remarque sur un compte rendu : dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La personne du dossier %s a laissé une remarque sur le compte rendu de la rencontre du %s.", f.Text("ref"), wording.LongDate(f.Date("on")))},
				Button:     &ui.Link{Href: f.URL("/projets/%s/rencontres/%s/compte-rendu", f.Text("ref"), f.Text("id")), Label: wording.T(ctx, "Lire la remarque")},
			}
		},
	}
}
