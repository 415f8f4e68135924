package wording

import "context"

// sittingRefusals are the sentences of that area's rules.
var sittingRefusals = map[string]sentence{
	"letter.no_decision": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s n'a pas encore de décision : décidez d'abord, la lettre l'annonce ensuite.", f.text("ref"))
	},
	"letter.issued": func(ctx context.Context, f facts) string {
		if f.text("number") == "" {
			return T(ctx, "La décision sur le dossier %s a déjà sa lettre : une décision n'en a qu'une.", f.text("ref"))
		}
		return T(ctx, "La décision sur le dossier %s a déjà sa lettre, %s : une décision n'en a qu'une.", f.text("ref"), f.text("number"))
	},
	"letter.superseded": func(ctx context.Context, f facts) string {
		return T(ctx, "Une autre décision vient d'être prise sur le dossier %s. Rechargez la page : la lettre annoncera la plus récente.", f.text("ref"))
	},
}

// sittingLabels name the fields of that area's forms.
var sittingLabels = labels{
	"starts_at":    func(ctx context.Context) string { return T(ctx, "Début de la séance") },
	"minutes_each": func(ctx context.Context) string { return T(ctx, "Temps par dossier") },
	"turn":         func(ctx context.Context) string { return T(ctx, "Place à l'ordre du jour") },
	"presence":     func(ctx context.Context) string { return T(ctx, "Présence") },
	"chair":        func(ctx context.Context) string { return T(ctx, "Présidence") },
	"remarks":      func(ctx context.Context) string { return T(ctx, "Remarques") },
	"note":         func(ctx context.Context) string { return T(ctx, "Notes de la discussion") },
	"conditions":   func(ctx context.Context) string { return T(ctx, "Conditions") },
	"letter_body":  func(ctx context.Context) string { return T(ctx, "Texte de la lettre") },
}
