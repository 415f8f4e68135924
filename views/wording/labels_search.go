package wording

import (
	"context"

	"eclosion/models/search"
)

// FoundLabel names a kind of search result, in the plural.
func FoundLabel(ctx context.Context, k search.Kind) string {
	switch k {
	case search.Dossier:
		return T(ctx, "Dossiers")
	case search.Person:
		return T(ctx, "Personnes")
	case search.Enterprise:
		return T(ctx, "Entreprises")
	case search.Meeting:
		return T(ctx, "Rencontres")
	case search.Note:
		return T(ctx, "Notes privées")
	case search.Action:
		return T(ctx, "Actions")
	case search.Document:
		return T(ctx, "Documents")
	case search.Message:
		return T(ctx, "Messages")
	case search.PlanText:
		return T(ctx, "Textes du plan d'affaires")
	case search.PlanRemark:
		return T(ctx, "Remarques sur les textes du plan")
	case search.PlanComment:
		return T(ctx, "Remarques sur le plan")
	case search.Application:
		return T(ctx, "Candidatures")
	case search.Cohort:
		return T(ctx, "Cohortes")
	}
	return string(k)
}
