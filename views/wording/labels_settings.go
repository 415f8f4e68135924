package wording

import (
	"context"

	"eclosion/models/accounts"
)

// AccountStateLabel names the state of an account.
func AccountStateLabel(ctx context.Context, s accounts.State) string {
	switch s {
	case accounts.Invited:
		return T(ctx, "Invité")
	case accounts.Active:
		return T(ctx, "Actif")
	case accounts.Disabled:
		return T(ctx, "Sans accès")
	}
	return string(s)
}
