package wording

import (
	"context"

	"eclosion/models/sitting"
)

// PresenceLabel says whether a member came.
func PresenceLabel(ctx context.Context, p sitting.Presence) string {
	switch p {
	case sitting.Present:
		return T(ctx, "Présent·e")
	case sitting.Excused:
		return T(ctx, "Excusé·e")
	case sitting.Absent:
		return T(ctx, "Absent·e")
	}
	return T(ctx, "Non noté")
}
