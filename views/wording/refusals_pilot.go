package wording

import "context"

// pilotRefusals are the sentences of saved views.
var pilotRefusals = map[string]sentence{
	"view.nothing": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette liste n'a pas de filtre à garder. Choisissez au moins un filtre, puis enregistrez la vue.")
	},
	"view.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Vous avez déjà %s vues pour cette liste. Supprimez-en une, puis recommencez.", Count(f.number("limit")))
	},
	"card.stale": func(ctx context.Context, f facts) string {
		return T(ctx, "Quelqu'un d'autre a modifié le dossier %s entre-temps : il n'a pas été déplacé. Voyez où il en est, puis recommencez.", f.text("ref"))
	},
	"view.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette vue a été modifiée entre-temps, peut-être par vous dans une autre fenêtre. Vérifiez-la, puis recommencez.")
	},
}

var pilotLabels = labels{
	"view_name": func(ctx context.Context) string { return T(ctx, "Nom de la vue") },
}
