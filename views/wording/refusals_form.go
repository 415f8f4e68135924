package wording

import "context"

// formRefusals speak of a programme's questions.
var formRefusals = map[string]sentence{
	"form.not_draft": func(ctx context.Context, f facts) string {
		return T(ctx, "La version %s des questions est publiée : elle ne change plus. Préparez une nouvelle version.", Count(f.number("number")))
	},
	"form.locked": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » est une question de base : les règles et les rapports lisent sa réponse. Ses mots et sa place se changent, rien d'autre.", f.text("label"))
	},
	"form.needed": func(ctx context.Context, f facts) string {
		return T(ctx, "« %s » dépend de la réponse à « %s » : changez d'abord sa condition.", f.text("other"), f.text("label"))
	},
	"form.options_missing": func(ctx context.Context, f facts) string {
		return T(ctx, "La question « %s » propose moins de deux réponses : ajoutez-en, ou retirez la question.", f.text("label"))
	},
	"form.condition_unknown": func(ctx context.Context, f facts) string {
		return T(ctx, "La question « %s » dépend d'une question qui n'existe plus : choisissez une autre condition, ou retirez-la.", f.text("label"))
	},
	"form.condition_later": func(ctx context.Context, f facts) string {
		return T(ctx, "La question « %s » dépend de « %s », qui vient après elle : remettez-les dans l'ordre.", f.text("label"), f.text("other"))
	},
	"form.condition_value": func(ctx context.Context, f facts) string {
		return T(ctx, "La question « %s » attend une réponse que « %s » ne propose plus : revoyez la condition.", f.text("label"), f.text("other"))
	},
}

// formLabels name the fields of the editor.
var formLabels = labels{
	"question_label":    func(ctx context.Context) string { return T(ctx, "Question") },
	"question_help":     func(ctx context.Context) string { return T(ctx, "Aide") },
	"question_kind":     func(ctx context.Context) string { return T(ctx, "Genre de réponse") },
	"question_topic":    func(ctx context.Context) string { return T(ctx, "Partie") },
	"question_required": func(ctx context.Context) string { return T(ctx, "Obligatoire") },
	"question_options":  func(ctx context.Context) string { return T(ctx, "Réponses proposées") },
	"question_max":      func(ctx context.Context) string { return T(ctx, "Longueur au plus") },
	"condition_code":    func(ctx context.Context) string { return T(ctx, "Selon la réponse à") },
	"condition_values":  func(ctx context.Context) string { return T(ctx, "Réponses") },
}
