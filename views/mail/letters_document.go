package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func documentLetters() letters {
	button := func(ctx context.Context, f Facts) *ui.Link {
		return &ui.Link{Href: f.URL("/candidatures/%s/documents", f.Text("ref")), Label: wording.T(ctx, "Ajouter le document")}
	}
	return letters{
		outbox.PieceAsked: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Une pièce est demandée pour votre dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La couveuse vous demande une pièce : %s.", f.Text("category")),
					wording.T(ctx, "Ajoutez-la à votre dossier pour le %s au plus tard. Une photo bien lisible suffit.", wording.LongDate(f.Date("due")))},
				Quote: f.Text("note"), Button: button(ctx, f),
			}
		},
		outbox.PieceReminder: func(ctx context.Context, f Facts) Letter {
			l := Letter{
				Subject:    wording.T(ctx, "Une pièce est attendue pour votre dossier %s", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La couveuse attend encore cette pièce : %s. Elle est demandée pour le %s.", f.Text("category"), wording.LongDate(f.Date("due")))},
				Quote:      f.Text("note"), Button: button(ctx, f),
			}
			if f.Text("when") == "late" {
				l.Paragraphs = []string{wording.T(ctx, "La couveuse attendait cette pièce pour le %s : %s.", wording.LongDate(f.Date("due")), f.Text("category")),
					wording.T(ctx, "Ajoutez-la dès que possible. Si vous ne l'avez pas encore, dites-le à la couveuse.")}
			}
			return l
		},
		outbox.DocumentRefused: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Un document de votre dossier %s est à remplacer", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "La couveuse ne peut pas accepter ce document : %s. Voici pourquoi.", f.Text("category"))},
				Quote:      f.Text("reason"), Button: button(ctx, f),
				After: []string{wording.T(ctx, "Vos autres documents restent au dossier.")},
			}
		},
		outbox.DocumentInfected: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Un document de votre dossier %s n'a pas pu être gardé", f.Text("ref")),
				Paragraphs: []string{wording.T(ctx, "L'antivirus a reconnu un virus dans un fichier que vous avez envoyé (%s). Son contenu est supprimé ; vos autres documents restent au dossier.", f.Text("category")),
					wording.T(ctx, "Vérifiez votre appareil avec un antivirus, puis envoyez un autre fichier.")},
				Button: button(ctx, f),
			}
		},
	}
}
