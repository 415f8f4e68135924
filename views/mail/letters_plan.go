package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/models/plan"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// The letter about a plan carries no word of a coach: it is read after signing in.
func planLetters() letters {
	return letters{outbox.PlanNews: func(ctx context.Context, f Facts) Letter {
		l := Letter{
			Subject: wording.T(ctx, "Votre plan d'affaires a reçu une réponse"),
			Button:  &ui.Link{Href: f.URL("/projets/%s/plan", f.Text("ref")), Label: wording.T(ctx, "Ouvrir le plan d'affaires")},
			After:   []string{wording.T(ctx, "Si d'autres réponses suivent aujourd'hui, vous les verrez sur la page, sans autre e-mail à ce sujet.")},
		}
		switch section := f.Text("section"); {
		case f.Text("what") == string(plan.WasReturned):
			l.Paragraphs = []string{wording.T(ctx, "La partie « %s » de votre plan d'affaires est à revoir. La page dit pourquoi.", section)}
		case section != "":
			l.Paragraphs = []string{wording.T(ctx, "Une remarque vous attend dans la partie « %s » de votre plan d'affaires.", section)}
		case f.Text("what") == string(plan.WasRemarked):
			l.Paragraphs = []string{wording.T(ctx, "Des points de votre plan d'affaires ont reçu un commentaire.")}
		default:
			l.Paragraphs = []string{wording.T(ctx, "Des points de votre plan d'affaires sont validés.")}
		}
		return l
	}}
}
