package project

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// gateConditions are the gates of entry that say something of the next step.
func (d Dossier) gateConditions(ctx context.Context) []ui.Task {
	var list []ui.Task
	add := func(p *models.Problem, state string, tone ui.Tone) {
		for _, r := range documents.Reasons(p) {
			gate := programme.Gate(strings.TrimPrefix(r.Code, "gate."))
			_, sentences := wording.Problem(ctx, r)
			list = append(list, ui.Task{Label: wording.EntryGateLabel(ctx, gate), Href: d.path("/documents"),
				Hint: strings.Join(sentences, " "), State: state, Tone: tone})
		}
	}
	add(d.GateStops, wording.T(ctx, "À régler"), ui.Wait)
	add(d.GateWarns, wording.T(ctx, "N'empêche pas d'avancer"), ui.Info)
	return list
}
