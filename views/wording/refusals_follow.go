package wording

import "context"

// followRefusals are the sentences of messages, erasure and retention.
var followRefusals = map[string]sentence{
	"message.unsent": func(ctx context.Context, _ facts) string {
		return T(ctx, "La couveuse ne voit pas encore ce dossier. Vous pourrez lui écrire dès que votre candidature est déposée.")
	},
	"message.erased": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce dossier est anonymisé : personne ne peut plus y écrire.")
	},
	"message.gone": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce message est déjà retiré.")
	},
	"message.too_late": func(ctx context.Context, f facts) string {
		return T(ctx, "Un message se retire dans les %s minutes. Celui-ci reste ; écrivez-en un autre pour le corriger.", Count(f.number("minutes")))
	},
	"erasure.nothing": func(ctx context.Context, _ facts) string {
		return T(ctx, "Rien ne peut être effacé pour l'instant : tout ce que la couveuse détient doit être gardé. Refusez la demande en disant pourquoi.")
	},
	"erasure.kept": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s ne peut pas être anonymisé : il est à l'examen, ou il a été accompagné.", f.text("ref"))
	},
	"data.too_many": func(ctx context.Context, _ facts) string {
		return T(ctx, "Vous avez téléchargé vos données plusieurs fois de suite. Patientez dix minutes, puis réessayez.")
	},
	"retention.not_due": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s n'est pas encore à anonymiser : son délai n'est pas écoulé.", f.text("ref"))
	},
}

var followLabels = labels{
	"message":        func(ctx context.Context) string { return T(ctx, "Votre message") },
	"erasure_reason": func(ctx context.Context) string { return T(ctx, "Votre raison") },
	"answer":         func(ctx context.Context) string { return T(ctx, "Réponse") },
}
