package wording

import "context"

// formRefusals speak of a programme's questions.
var formRefusals = map[string]sentence{
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
