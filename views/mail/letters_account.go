package mail

import (
	"context"

	"eclosion/models/outbox"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

func accountLetters() letters {
	return letters{
		outbox.AccessLink:      accessLink,
		outbox.Invitation:      invitation,
		outbox.PasswordReset:   passwordReset,
		outbox.PasswordChanged: passwordChanged,
	}
}

// accessLink answers who asked for a link, known or not: the page gave both the same answer.
func accessLink(ctx context.Context, f Facts) Letter {
	switch f.Text("for") {
	case "registration":
		return Letter{
			Subject: wording.T(ctx, "Votre lien pour créer un compte"),
			Paragraphs: []string{
				wording.T(ctx, "Vous avez demandé un lien avec cette adresse. Elle n'a pas encore de compte : ce lien vous permet d'en créer un, puis de poser votre candidature."),
			},
			Button: f.linkButton(wording.T(ctx, "Créer mon compte")),
			After:  []string{wording.T(ctx, "Le lien sert une fois et vaut deux jours. Un lien plus récent le remplace."), notYou(ctx)},
		}
	case "disabled":
		return Letter{
			Subject: wording.T(ctx, "Votre demande de lien"),
			Paragraphs: []string{
				wording.T(ctx, "Vous avez demandé un lien avec cette adresse. L'accès de ce compte est fermé : prenez contact avec nous, aux coordonnées qui se trouvent au bas de ce message."),
			},
			After: []string{notYou(ctx)},
		}
	}
	return Letter{
		Subject:    wording.T(ctx, "Votre lien de connexion"),
		Paragraphs: []string{wording.T(ctx, "Vous avez demandé un lien pour vous connecter. Le voici.")},
		Button:     f.linkButton(wording.T(ctx, "Me connecter")),
		After: []string{
			wording.T(ctx, "Le lien sert une fois et vaut deux heures. Un lien plus récent le remplace. Si vous avez oublié votre mot de passe, vous pourrez en choisir un autre dans « Mon compte »."),
			notYou(ctx),
		},
	}
}

func invitation(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Votre compte Éclosion est prêt"),
		Paragraphs: []string{wording.T(ctx, "Un compte a été créé pour vous avec cette adresse. Ouvrez ce lien pour choisir votre mot de passe et entrer.")},
		Button:     f.linkButton(wording.T(ctx, "Choisir mon mot de passe")),
		After:      []string{wording.T(ctx, "Le lien sert une fois et vaut quatorze jours.")},
	}
}

func passwordReset(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject:    wording.T(ctx, "Choisir un nouveau mot de passe"),
		Paragraphs: []string{wording.T(ctx, "L'administration de la couveuse vous envoie ce lien pour choisir un nouveau mot de passe.")},
		Button:     f.linkButton(wording.T(ctx, "Choisir un mot de passe")),
		After:      []string{wording.T(ctx, "Le lien sert une fois et vaut deux heures. Tant que vous ne l'ouvrez pas, votre mot de passe actuel reste valable.")},
	}
}

func passwordChanged(ctx context.Context, f Facts) Letter {
	return Letter{
		Subject: wording.T(ctx, "Votre mot de passe a été changé"),
		Paragraphs: []string{
			wording.T(ctx, "Le mot de passe de votre compte a été changé le %s. Vos autres sessions sont fermées.", wording.Moment(f.Moment("at"))),
			wording.T(ctx, "Si ce n'est pas vous, demandez tout de suite un lien de connexion, choisissez un autre mot de passe, et prévenez-nous."),
		},
		Button: &ui.Link{Href: f.URL("/connexion/lien"), Label: wording.T(ctx, "Demander un lien")},
	}
}

// linkButton leads to the page of a one-time link.
func (f Facts) linkButton(label string) *ui.Link {
	return &ui.Link{Href: f.URL("/lien/%s", f.Text("link")), Label: label}
}

func notYou(ctx context.Context) string {
	return wording.T(ctx, "Si vous n'avez rien demandé, ignorez ce message : rien ne change tant que le lien n'est pas ouvert.")
}
