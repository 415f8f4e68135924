package wording

import (
	"context"

	"eclosion/models/trial"
)

// GrantStateLabel names where a grant request stands.
func GrantStateLabel(ctx context.Context, s trial.State) string {
	switch s {
	case trial.Submitted:
		return T(ctx, "En attente de décision")
	case trial.Awarded:
		return T(ctx, "Octroyée")
	case trial.Refused:
		return T(ctx, "Refusée")
	case trial.Withdrawn:
		return T(ctx, "Retirée")
	}
	return string(s)
}
