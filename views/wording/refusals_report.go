package wording

import "context"

// reportRefusals are the sentences of that area's rules.
var reportRefusals = map[string]sentence{
	"paper.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "D'autres papiers ont été émis au même moment et celui-ci ne l'a pas été : émettez-le à nouveau.")
	},
}

// reportLabels name the fields of that area's forms.
var reportLabels = labels{
	"du": func(ctx context.Context) string { return T(ctx, "Du") },
	"au": func(ctx context.Context) string { return T(ctx, "Au") },
}
