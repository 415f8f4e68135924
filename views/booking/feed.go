package booking

import (
	"context"

	"eclosion/models/booking"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Subscription is the page of one's calendar address.
type Subscription struct {
	Feed    *booking.Feed // nil while there is none
	Address string        // whole, shown once: right after it was made
	Coach   bool
	Form    ui.Form
}

// FeedPath is where programs read a calendar.
func FeedPath(secret string) string { return "/agenda/" + secret + ".ics" }

// subscribing explains the three big programs.
type subscribing struct {
	name  string
	steps []string
}

func programs(ctx context.Context) []subscribing {
	return []subscribing{
		{wording.T(ctx, "Google Agenda"), []string{
			wording.T(ctx, "Sur un ordinateur, ouvrez calendar.google.com."),
			wording.T(ctx, "À gauche, à côté de « Autres agendas », cliquez sur le signe plus, puis sur « À partir de l'URL »."),
			wording.T(ctx, "Collez l'adresse et cliquez sur « Ajouter un agenda ». Il apparaît aussi sur votre téléphone."),
			wording.T(ctx, "Google relit l'adresse quelques fois par jour : un changement peut y mettre une journée. Les e-mails, eux, partent tout de suite."),
		}},
		{wording.T(ctx, "Outlook"), []string{
			wording.T(ctx, "Ouvrez le calendrier d'Outlook, sur le web ou sur l'ordinateur."),
			wording.T(ctx, "Choisissez « Ajouter un calendrier », puis « S'abonner à partir du web »."),
			wording.T(ctx, "Collez l'adresse, donnez un nom, et cliquez sur « Importer »."),
		}},
		{wording.T(ctx, "Apple (iPhone, iPad, Mac)"), []string{
			wording.T(ctx, "Sur iPhone : Réglages, Apps, Calendrier, Comptes, Ajouter un compte, Autre, « S'abonner à un calendrier »."),
			wording.T(ctx, "Sur Mac : dans Calendrier, menu Fichier, « Nouvel abonnement »."),
			wording.T(ctx, "Collez l'adresse et validez. Choisissez une actualisation toutes les heures."),
		}},
	}
}
