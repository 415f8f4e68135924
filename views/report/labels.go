package report

import (
	"context"

	"eclosion/models/coaching"
	"eclosion/models/plan"
	"eclosion/views/wording"
)

// meetingKind names what a meeting was about.
func meetingKind(ctx context.Context, kind string) string {
	return wording.MeetingKindLabel(ctx, coaching.Kind(kind))
}

// planEvent says what happened to an item of the checklist.
func planEvent(ctx context.Context, event string) string {
	return wording.PlanEventLabel(ctx, plan.EventKind(event))
}
