package wording

import (
	"context"
)

// trialRefusals are the sentences of that area's rules.
var trialRefusals = map[string]sentence{
	"grant.out_of_phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Une bourse se demande et s'octroie pendant l'accompagnement ou le test ; le dossier est à l'étape « %s ».", PhaseLabel(ctx, f.phase("phase")))
	},
	"grant.not_awarded": func(ctx context.Context, f facts) string {
		return T(ctx, "La demande %s n'a pas été octroyée : il n'y a rien à payer, à justifier, à réduire ni à récupérer.", f.text("ref"))
	},
	"grant.imported": func(ctx context.Context, f facts) string {
		return T(ctx, "La bourse %s a été octroyée avant ce logiciel et reprise telle quelle : elle ne se réduit pas ici.", f.text("ref"))
	},
	"grant.over_unpaid": func(ctx context.Context, f facts) string {
		return T(ctx, "On ne renonce qu'à ce qui n'est pas encore payé : %s octroyés, dont %s payés. La réduction est de %s au plus ; au-delà, enregistrez une récupération.",
			f.money("awarded"), f.money("paid"), f.money("left"))
	},
	"grant.stale": func(ctx context.Context, f facts) string {
		return T(ctx, "La demande %s a changé depuis que vous avez ouvert cette page. Rien n'a été enregistré et votre saisie est gardée : relisez ce qui a changé, puis recommencez si c'est encore utile.", f.text("ref"))
	},
	"grant.not_found": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce dossier n'a pas de demande de bourse de ce numéro. Repartez de la page de la bourse.")
	},
}

// trialLabels name the fields of that area's forms.
var trialLabels = labels{
	"purpose":      func(ctx context.Context) string { return T(ctx, "Objet de la demande") },
	"lines":        func(ctx context.Context) string { return T(ctx, "Budget") },
	"line_label":   func(ctx context.Context) string { return T(ctx, "Poste") },
	"line_amount":  func(ctx context.Context) string { return T(ctx, "Montant") },
	"amount":       func(ctx context.Context) string { return T(ctx, "Montant") },
	"tranches":     func(ctx context.Context) string { return T(ctx, "Tranches") },
	"part_amount":  func(ctx context.Context) string { return T(ctx, "Montant de la tranche") },
	"part_due":     func(ctx context.Context) string { return T(ctx, "À payer le") },
	"paid_on":      func(ctx context.Context) string { return T(ctx, "Date du paiement") },
	"received_on":  func(ctx context.Context) string { return T(ctx, "Reçu le") },
	"recovered_on": func(ctx context.Context) string { return T(ctx, "Date du remboursement") },
	"reference":    func(ctx context.Context) string { return T(ctx, "Référence") },
	"label":        func(ctx context.Context) string { return T(ctx, "Justificatif") },
}
