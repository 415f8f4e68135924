package wording

import "context"

// exportRefusals are the sentences about what leaves as a file.
var exportRefusals = map[string]sentence{
	"export.busy": func(ctx context.Context, _ facts) string {
		return T(ctx, "Plusieurs fichiers sont en préparation. Réessayez dans une minute.")
	},
	"export.too_many_rows": func(ctx context.Context, f facts) string {
		return T(ctx, "Un classeur ne peut contenir que %s lignes : téléchargez la liste en CSV, ou resserrez les filtres.", Count(f.number("most")))
	},
}
