package wording

import "context"

// reportRefusals are the sentences of that area's rules.
var reportRefusals = map[string]sentence{}

// reportLabels name the fields of that area's forms.
var reportLabels = labels{
	"du": func(ctx context.Context) string { return T(ctx, "Du") },
	"au": func(ctx context.Context) string { return T(ctx, "Au") },
}
