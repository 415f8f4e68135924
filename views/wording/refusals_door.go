package wording

import "context"

// doorRefusals speak of signing in, of links, and of what HTTP itself refuses.
var doorRefusals = map[string]sentence{
	"signin.too_many": func(ctx context.Context, _ facts) string {
		return T(ctx, "Trop d'essais pour cette adresse. Patientez dix minutes, ou demandez un lien de connexion.")
	},
	"link.too_many": func(ctx context.Context, _ facts) string {
		return T(ctx, "Trop de liens ont été demandés. Patientez une demi-heure, et regardez aussi dans vos indésirables : un lien y est peut-être déjà.")
	},
	"link.not_found": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce lien a déjà servi, a expiré, ou un lien plus récent l'a remplacé. Rien n'a été modifié. Demandez-en un nouveau : il arrive par e-mail.")
	},
	"form.unreadable": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce qui a été envoyé ne peut pas être lu : un caractère ou un champ est abîmé. Rien n'a été modifié. Revenez au formulaire et envoyez-le à nouveau.")
	},
	"http.cross_origin": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette demande vient d'un autre site : rien n'a été modifié. Revenez à la page d'Éclosion et recommencez.")
	},
	"http.method": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette adresse ne s'utilise pas ainsi. Repartez de l'accueil.")
	},
	"http.too_large": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'envoi est trop volumineux : un formulaire fait au plus 1 Mio. Rien n'a été modifié. Raccourcissez les textes, puis envoyez à nouveau.")
	},
	"http.failed": func(ctx context.Context, _ facts) string {
		return T(ctx, "Le service a rencontré une erreur et n'a rien modifié. Réessayez dans un instant. Si elle revient, signalez le numéro de l'incident.")
	},
}
