package candidature

import (
	"context"

	"eclosion/models/selection"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Part is one topic of an application as others read it.
type Part struct {
	Topic selection.Topic
	Title string
	Rows  []ui.SummaryRow
}

// Parts are the answers of an application, the project first.
func Parts(ctx context.Context, a *selection.Application) []Part {
	var list []Part
	for _, t := range reading {
		list = append(list, Part{t, wording.TopicLabel(ctx, t), rows(ctx, a, t)})
	}
	return list
}
