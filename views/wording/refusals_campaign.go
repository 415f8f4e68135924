package wording

import (
	"context"

	"eclosion/models/journey"
)

// campaignRefusals are the sentences of the questions to enterprises.
var campaignRefusals = map[string]sentence{
	"follow_link.not_found": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce lien est inexact ou n'est plus valable. Un lien sert pendant trois mois : prenez celui du mail le plus récent, ou appelez la couveuse, qui notera votre réponse.")
	},
	"follow.too_many": func(ctx context.Context, _ facts) string {
		return T(ctx, "Trop de liens inexacts ont été essayés d'ici. Patientez dix minutes, puis réessayez.")
	},
	"follow.answered": func(ctx context.Context, f facts) string {
		state := LowerFirst(EnterpriseStateLabel(ctx, journey.EnterpriseState(f.text("state"))))
		switch f.text("source") {
		case "form":
			return T(ctx, "Une réponse est arrivée par le formulaire le %s : %s. Ce que vous avez écrit est gardé ci-dessous ; envoyez-le à nouveau pour la corriger.", f.long("date"), state)
		case "phone":
			return T(ctx, "Une réponse a été notée par téléphone le %s : %s. Ce que vous avez écrit est gardé ci-dessous ; envoyez-le à nouveau pour la corriger.", f.long("date"), state)
		}
		return T(ctx, "Une réponse a été notée dans le dossier le %s : %s. Ce que vous avez écrit est gardé ci-dessous ; envoyez-le à nouveau pour la corriger.", f.long("date"), state)
	},
	"follow.too_soon": func(ctx context.Context, f facts) string {
		return T(ctx, "Les rappels ne sont pas tous partis : la personne peut encore répondre d'elle-même. Vous pourrez la noter injoignable après le %s.", f.long("date"))
	},
}
