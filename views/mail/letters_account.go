package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func accountLetters() letters {
	return letters{
		outbox.SignInLink: func(ctx context.Context, f Facts) Letter {
			return Letter{
				Subject:    wording.T(ctx, "Votre lien de connexion"),
				Paragraphs: []string{wording.T(ctx, "Vous avez demandé un lien pour vous connecter. Il sert une fois.")},
				Button:     &ui.Link{Href: f.URL("/lien/%s", f.Text("link")), Label: wording.T(ctx, "Me connecter")},
			}
		},
	}
}
