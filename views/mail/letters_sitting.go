package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// sittingLetters tell that a decision can be read, never which: the mail stands on
// locked screens and in shared boxes, the letter behind the sign-in.
func sittingLetters() letters {
	return letters{
		outbox.DecisionLetter: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject: wording.T(ctx, "Votre candidature %s : une décision à lire", f.Text("ref")),
				Paragraphs: []string{
					wording.T(ctx, "Le comité s'est prononcé sur votre candidature. La lettre qui vous l'annonce, avec les raisons et la suite, est sur votre page."),
				},
				Button: &ui.Link{Href: f.URL("/candidatures/%s/lettres/%s", f.Text("ref"), f.Text("number")), Label: wording.T(ctx, "Lire la lettre")},
				After: []string{
					wording.T(ctx, "Vous devrez vous connecter : la lettre contient des informations personnelles, nous ne la joignons donc pas à ce message."),
				},
			}
		},
	}
}
