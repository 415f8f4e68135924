package wording

import "context"

// reportRefusals are the sentences of that area's rules.
var reportRefusals = map[string]sentence{
	"comment.several_sites": fixed(func(ctx context.Context) string {
		return T(ctx, "Vous êtes responsable de plusieurs sites : choisissez-en un dans le rapport, puis écrivez son commentaire.")
	}),
	"comment.stale": fixed(func(ctx context.Context) string {
		return T(ctx, "Un autre texte a été enregistré entre-temps. Les deux sont ici : complétez le vôtre, puis enregistrez.")
	}),
	"comment.not_found": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette version du commentaire n'existe pas.")
	}),
	"report.masked": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce rapport masque les petits groupes : ses chiffres ne s'ouvrent pas sur des personnes. Ouvrez le rapport non masqué pour voir les listes.")
	},
	"report.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "On compare au plus %s cohortes à la fois : choisissez-en moins.", Count(f.number("most")))
	},
}

// reportLabels name the fields of that area's forms.
var reportLabels = labels{
	"du": func(ctx context.Context) string { return T(ctx, "Du") },
	"au": func(ctx context.Context) string { return T(ctx, "Au") },
}
