package wording

import "context"

// planRefusals are the sentences of that area's rules.
var planRefusals = map[string]sentence{
	"plan.phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Le plan d'affaires se complète pendant l'accompagnement et la période de test ; le dossier est à l'étape « %s ».", PhaseLabel(ctx, f.phase("phase")))
	},
	"plan.settled": func(ctx context.Context, f facts) string {
		return T(ctx, "Le point « %s » est déjà validé ou sans objet : seul l'accompagnement peut le rouvrir.", f.text("item"))
	},
	"plan.both": func(ctx context.Context, f facts) string {
		return T(ctx, "Le point « %s » ne peut pas être à la fois validé et sans objet : gardez l'un des deux.", f.text("item"))
	},
	"plan.comment_long": func(ctx context.Context, f facts) string {
		return T(ctx, "Le commentaire du point « %s » est trop long : écrivez au plus %s caractères.", f.text("item"), Count(f.param()))
	},
	"plan.reason_long": func(ctx context.Context, f facts) string {
		return T(ctx, "La raison pour laquelle le point « %s » est sans objet est trop longue : écrivez au plus %s caractères.", f.text("item"), Count(f.param()))
	},
	"plan.stale": func(ctx context.Context, f facts) string {
		items, _ := f["items"].([]string)
		return N(ctx, "Quelqu'un d'autre a modifié ce point pendant que vous écriviez : %s. Rien n'a été enregistré et votre saisie est gardée. Comparez, puis enregistrez à nouveau.",
			"Quelqu'un d'autre a modifié ces points pendant que vous écriviez : %s. Rien n'a été enregistré et votre saisie est gardée. Comparez, puis enregistrez à nouveau.",
			f.number("count"), listed(ctx, items, 5))
	},
	"plan_text.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette partie a été modifiée dans une autre fenêtre ou sur un autre appareil pendant que vous écriviez. Rien n'a été écrasé : votre texte est ci-dessous, celui qui est enregistré aussi. Rassemblez-les, puis enregistrez à nouveau.")
	},
	"plan_section.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette partie vient d'être soumise, ou redemandée par quelqu'un d'autre. Relisez-la, puis envoyez votre demande si elle tient toujours : elle est gardée ci-dessous.")
	},
	"finance.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "Les chiffres ont été modifiés par quelqu'un d'autre, ou dans une autre fenêtre, pendant que vous écriviez. Rien n'a été écrasé et votre saisie est gardée ci-dessous. Comparez avec la version enregistrée, puis enregistrez à nouveau.")
	},
	"finance.workbook": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce fichier n'est pas un classeur Excel téléchargé sur cette page. Téléchargez-le à nouveau, complétez la feuille « Données », puis renvoyez-le.")
	},
	"finance.merged": func(ctx context.Context, _ facts) string {
		return T(ctx, "La feuille « Données » contient des cellules fusionnées : annulez la fusion, puis renvoyez le classeur.")
	},
	"plan.section_empty": func(ctx context.Context, f facts) string {
		return T(ctx, "La partie « %s » est encore vide : écrivez quelques lignes ou joignez un document, puis soumettez-la.", f.text("section"))
	},
}

// planLabels name the fields of that area's forms.
var planLabels = labels{
	"body":     func(ctx context.Context) string { return T(ctx, "Texte de la partie") },
	"classeur": func(ctx context.Context) string { return T(ctx, "Classeur") },
	"remark":   func(ctx context.Context) string { return T(ctx, "Remarque") },
}
