package wording

import "context"

// participantRefusals are the sentences of that area's rules.
var participantRefusals = map[string]sentence{
	"participant.frozen": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ces réponses sont arrêtées : vous pouvez compléter ce qui manque, mais plus changer ce qui a été dit. Si une réponse est inexacte, dites-le à votre accompagnateur·rice, qui la corrigera en notant pourquoi.")
	},
	"participant.not_left": func(ctx context.Context, _ facts) string {
		return T(ctx, "L'accompagnement n'est pas terminé : cette question se pose après la sortie.")
	},
	"participant.too_early": func(ctx context.Context, f facts) string {
		return T(ctx, "Il est trop tôt : cette question se pose à partir du %s.", f.long("date"))
	},
	"indicator.not_people": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cet indicateur compte des organisations : il ne peut pas figurer parmi les personnes.")
	},
}

// participantLabels name the fields of that area's forms.
var participantLabels = labels{
	"labour":             func(ctx context.Context) string { return T(ctx, "Situation sur le marché du travail") },
	"jobless_since":      func(ctx context.Context) string { return T(ctx, "Au chômage depuis le") },
	"schooling":          func(ctx context.Context) string { return T(ctx, "Niveau d'études") },
	"rural":              func(ctx context.Context) string { return T(ctx, "Vit en zone rurale") },
	"third_country":      func(ctx context.Context) string { return T(ctx, "A la nationalité d'un pays tiers") },
	"foreign_background": func(ctx context.Context) string { return T(ctx, "Est d'origine étrangère") },
	"minority":           func(ctx context.Context) string { return T(ctx, "Appartient à une minorité") },
	"disability":         func(ctx context.Context) string { return T(ctx, "Est en situation de handicap") },
	"homeless":           func(ctx context.Context) string { return T(ctx, "Est sans abri ou mal logé·e") },
	"observed_on":        func(ctx context.Context) string { return T(ctx, "Situation du") },
	"job_search":         func(ctx context.Context) string { return T(ctx, "Cherche un emploi") },
	"training":           func(ctx context.Context) string { return T(ctx, "Suit des études ou une formation") },
	"qualification":      func(ctx context.Context) string { return T(ctx, "A obtenu une qualification") },
	"employment":         func(ctx context.Context) string { return T(ctx, "Travaille, comme salarié·e ou indépendant·e") },
	"improved":           func(ctx context.Context) string { return T(ctx, "Sa situation professionnelle s'est améliorée") },
	"correction_reason":  func(ctx context.Context) string { return T(ctx, "Pourquoi cette correction") },
	"indicator_code":     func(ctx context.Context) string { return T(ctx, "Code") },
	"indicator_label":    func(ctx context.Context) string { return T(ctx, "Libellé") },
	"long_months":        func(ctx context.Context) string { return T(ctx, "Chômage de longue durée à partir de") },
	"young_under":        func(ctx context.Context) string { return T(ctx, "Âge sous lequel une autre durée vaut") },
	"young_months":       func(ctx context.Context) string { return T(ctx, "Pour les plus jeunes, à partir de") },
	"exit_days":          func(ctx context.Context) string { return T(ctx, "Réponse à la sortie, comptée jusqu'à") },
	"later_months":       func(ctx context.Context) string { return T(ctx, "Deuxième question, après") },
	"later_days": func(ctx context.Context) string {
		return T(ctx, "Réponse à la deuxième question, comptée jusqu'à")
	},
}
