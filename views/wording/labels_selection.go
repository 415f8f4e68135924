package wording

import (
	"context"
	"fmt"

	"eclosion/models/selection"
)

// Mean writes hundredths of a mark as people read them: 3,67.
func Mean(p selection.Points) string { return fmt.Sprintf("%d,%02d", int(p)/100, int(p)%100) }

// Points writes hundredths of a mark out of five: 3,67 / 5.
func Points(ctx context.Context, p selection.Points) string {
	return T(ctx, "%s / 5", Mean(p))
}

// MarkLabel names a mark.
func MarkLabel(ctx context.Context, m selection.Mark) string {
	switch m {
	case selection.NotApplicable:
		return T(ctx, "Sans objet")
	case "":
		return T(ctx, "Pas de note")
	}
	return string(m)
}
