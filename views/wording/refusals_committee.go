package wording

import "context"

// committeeRefusals are the sentences of that area's rules.
var committeeRefusals = map[string]sentence{
	"committee.already_open": func(ctx context.Context, f facts) string {
		return T(ctx, "Le comité %s est déjà ouvert : ses membres lisent les dossiers.", f.text("ref"))
	},
	"committee.not_open": func(ctx context.Context, f facts) string {
		return T(ctx, "Le comité %s n'est pas ouvert. Ouvrez-le d'abord.", f.text("ref"))
	},
	"committee.no_members": func(ctx context.Context, f facts) string {
		return T(ctx, "Le comité %s n'a pas de membre : personne ne lirait les dossiers. Ajoutez au moins un membre, puis ouvrez-le.", f.text("ref"))
	},
	"opinion.decided": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce dossier est à l'étape « %s » : la décision est prise, les avis ne changent plus.", PhaseLabel(ctx, f.phase("phase")))
	},
}

// committeeLabels name the fields of that area's forms.
var committeeLabels = labels{
	"held_on":        func(ctx context.Context) string { return T(ctx, "Date du comité") },
	"place":          func(ctx context.Context) string { return T(ctx, "Lieu") },
	"members":        func(ctx context.Context) string { return T(ctx, "Membres") },
	"recommendation": func(ctx context.Context) string { return T(ctx, "Votre avis") },
	"comment":        func(ctx context.Context) string { return T(ctx, "Commentaire") },
}
