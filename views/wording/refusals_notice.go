package wording

import (
	"context"

	"eclosion/models/programme"
)

// noticeRefusals are the sentences of that area's rules.
var noticeRefusals = map[string]sentence{
	"notice.early": func(ctx context.Context, f facts) string {
		if f.text("kind") == "status" {
			return T(ctx, "Cette convention prépare la période de test : elle peut être émise dès que l'accompagnement a commencé.")
		}
		return T(ctx, "Cette convention peut être émise dès que la candidature est acceptée.")
	},
	"notice.late": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier est à l'étape « %s » : cette convention ne s'émet plus. Un avenant dit ce qui change ensuite.", PhaseLabel(ctx, f.phase("phase")))
	},
	"notice.no_agreement": func(ctx context.Context, f facts) string {
		if f.phase("phase") == programme.Test {
			return T(ctx, "Un avenant modifie une convention : enregistrez d'abord la convention de statut provisoire qui est signée.")
		}
		return T(ctx, "Un avenant modifie une convention : enregistrez d'abord la convention d'accompagnement qui est signée.")
	},
	"notice.carried": func(ctx context.Context, f facts) string {
		return T(ctx, "La demande %s a été octroyée avant l'emploi d'Éclosion : sa lettre d'alors fait foi.", f.text("ref"))
	},
	"notice.issued": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce document est déjà émis, sous le numéro %s, et rien n'a changé depuis.", f.text("number"))
	},
	"notice.replaced": func(ctx context.Context, f facts) string {
		return T(ctx, "Le document %s est remplacé par %s : c'est celui-là qui se signe.", f.text("number"), f.text("by"))
	},
	"notice.erased": func(ctx context.Context, f facts) string {
		return T(ctx, "Les données du document %s ont été effacées : plus rien ne s'y ajoute.", f.text("number"))
	},
	"notice.many_scans": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce document a déjà %s copies signées, le plus qu'il puisse garder.", Count(f.number("limit")))
	},
	"notice.too_big": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce fichier est plus grand que tout document qu'Éclosion émet (%s Mo au plus) : il ne peut pas en être un.", Count(f.number("limit")))
	},
}

// noticeLabels name the fields of that area's forms.
var noticeLabels = labels{
	"house_name":  func(ctx context.Context) string { return T(ctx, "Nom, pour la couveuse") },
	"house_role":  func(ctx context.Context) string { return T(ctx, "Fonction, pour la couveuse") },
	"house_on":    func(ctx context.Context) string { return T(ctx, "Date de signature, pour la couveuse") },
	"holder_name": func(ctx context.Context) string { return T(ctx, "Nom du porteur ou de la porteuse") },
	"holder_role": func(ctx context.Context) string { return T(ctx, "Qualité du porteur ou de la porteuse") },
	"holder_on":   func(ctx context.Context) string { return T(ctx, "Date de signature du porteur ou de la porteuse") },
	"pour":        func(ctx context.Context) string { return T(ctx, "Papier à émettre") },
	"copie":       func(ctx context.Context) string { return T(ctx, "Copie signée") },
	"fichier":     func(ctx context.Context) string { return T(ctx, "Fichier à vérifier") },
}
