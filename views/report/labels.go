package report

import (
	"context"

	"eclosion/models/plan"
	"eclosion/views/wording"
)

// meetingKind names what a meeting was about.
func meetingKind(ctx context.Context, kind string) string {
	switch kind {
	case "coaching":
		return wording.T(ctx, "Accompagnement")
	case "diagnostic":
		return wording.T(ctx, "Diagnostic")
	case "legal":
		return wording.T(ctx, "Conseil juridique")
	case "financial":
		return wording.T(ctx, "Conseil financier")
	case "committee":
		return wording.T(ctx, "Comité")
	case "visit":
		return wording.T(ctx, "Visite")
	case "training":
		return wording.T(ctx, "Formation")
	}
	return wording.T(ctx, "Autre")
}

// planEvent says what happened to an item of the checklist.
func planEvent(ctx context.Context, event string) string {
	return wording.PlanEventLabel(ctx, plan.EventKind(event))
}
