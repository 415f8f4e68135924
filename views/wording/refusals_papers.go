package wording

import "context"

// papersRefusals are the sentences of progress reports and of minutes.
var papersRefusals = map[string]sentence{
	"progress.not_entered": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s n'est pas encore entré en accompagnement : il n'y a rien à rapporter.", f.text("ref"))
	},
	"progress.open": func(ctx context.Context, f facts) string {
		return T(ctx, "Un rapport est déjà en cours pour le dossier %s : terminez-le, ou abandonnez-le, avant d'en commencer un autre.", f.text("ref"))
	},
	"progress.frozen": func(ctx context.Context, f facts) string {
		switch f.text("state") {
		case "submitted":
			return T(ctx, "Ce rapport est soumis : il ne change plus, sauf si la personne responsable le retourne.")
		case "issued":
			return T(ctx, "Ce rapport est émis : il ne change plus. Un nouveau rapport peut le compléter.")
		}
		return T(ctx, "Ce rapport est abandonné : commencez-en un autre.")
	},
	"progress.not_submitted": func(ctx context.Context, f facts) string {
		switch f.text("state") {
		case "issued":
			return T(ctx, "Ce rapport est déjà approuvé et émis.")
		case "returned":
			return T(ctx, "Ce rapport a déjà été retourné : il revient vers vous quand il sera soumis à nouveau.")
		}
		return T(ctx, "Ce rapport n'est pas soumis : il n'y a rien à décider.")
	},
	"progress.own": func(ctx context.Context, _ facts) string {
		return T(ctx, "Vous avez écrit ou soumis ce rapport : une autre personne responsable doit le lire et en décider.")
	},
	"minutes.not_ready": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette rencontre n'a pas encore de compte rendu à lire.")
	},
}

var papersLabels = labels{
	"synthesis":              func(ctx context.Context) string { return T(ctx, "Synthèse") },
	"next_steps":             func(ctx context.Context) string { return T(ctx, "Suite proposée au comité") },
	"paragraph":              func(ctx context.Context) string { return T(ctx, "Votre paragraphe") },
	"return_reason":          func(ctx context.Context) string { return T(ctx, "Ce qui est à revoir") },
	"remark":                 func(ctx context.Context) string { return T(ctx, "Votre remarque") },
	"report_coaching_months": func(ctx context.Context) string { return T(ctx, "Pendant l'accompagnement") },
	"report_test_months":     func(ctx context.Context) string { return T(ctx, "Pendant le test") },
	"indicator_code":         func(ctx context.Context) string { return T(ctx, "Code") },
	"indicator_label":        func(ctx context.Context) string { return T(ctx, "Ce qui est demandé") },
	"indicator_unit":         func(ctx context.Context) string { return T(ctx, "Unité") },
}
