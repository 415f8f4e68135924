package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func applicationLetters() letters {
	return letters{
		outbox.ApplicationSubmitted: applicationSubmitted,
		outbox.ApplicationReturned:  applicationReturned,
		outbox.ApplicationReviewed:  applicationReviewed,
		outbox.ApplicationWithdrawn: applicationWithdrawn,
	}
}

// applicationButton leads to the page of the dossier.
func applicationButton(f Facts, label string) *ui.Link {
	return &ui.Link{Href: f.URL("/candidatures/%s", f.Text("ref")), Label: label}
}

func applicationSubmitted(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Votre candidature %s est bien arrivée", f.Text("ref")),
		Paragraphs: []string{
			wording.T(ctx, "Nous avons reçu votre candidature. Sa référence est %s : gardez-la, elle vous sera demandée si vous nous contactez.", f.Text("ref")),
			wording.T(ctx, "Et maintenant ? La couveuse lit votre dossier ; s'il manque quelque chose, elle vous le rend avec une question. Un comité examine ensuite les candidatures de la cohorte %s, qui débute le %s. Vous lirez la décision et ses raisons sur la page de votre candidature.",
				f.Text("cohort"), wording.LongDate(f.Date("starts_on"))),
		},
		Button: applicationButton(f, wording.T(ctx, "Suivre ma candidature")),
	}
}

func applicationReturned(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Votre candidature %s est à compléter", f.Text("ref")),
		Paragraphs: []string{wording.T(ctx, "La couveuse a lu votre candidature %s et vous demande de la compléter. Voici ce qu'elle écrit :", f.Text("ref"))},
		Quote:      f.Text("note"),
		Button:     applicationButton(f, wording.T(ctx, "Compléter ma candidature")),
		After:      []string{wording.T(ctx, "Complétez vos réponses, puis déposez à nouveau votre candidature. Votre première version était à temps : la date de clôture ne joue plus.")},
	}
}

func applicationReviewed(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Votre candidature %s est à l'examen", f.Text("ref")),
		Paragraphs: []string{
			wording.T(ctx, "Votre dossier %s est complet. Il ira à un comité, qui examine les candidatures de la cohorte %s. Vous n'avez rien à faire pour l'instant.", f.Text("ref"), f.Text("cohort")),
		},
		Button: applicationButton(f, wording.T(ctx, "Suivre ma candidature")),
	}
}

func applicationWithdrawn(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Votre candidature %s est retirée", f.Text("ref")),
		Paragraphs: []string{
			wording.T(ctx, "Vous avez retiré votre candidature %s : elle n'est plus examinée. Vous pouvez en commencer une autre tant qu'une cohorte accepte des candidatures.", f.Text("ref")),
			wording.T(ctx, "Si ce n'est pas vous qui l'avez retirée, prévenez-nous tout de suite."),
		},
		Button: &ui.Link{Href: f.URL("/candidatures"), Label: wording.T(ctx, "Mes candidatures")},
	}
}
