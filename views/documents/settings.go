package documents

import (
	"context"
	"slices"

	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Setting is what a programme asks for, and how it sets its gates.
type Setting struct {
	Programme  programme.Programme
	Categories []documents.Category
	Gates      []programme.GateRule
}

// Gate is how one gate is set; one that never was says nothing.
func (s Setting) Gate(g programme.Gate) programme.GateRule {
	if i := slices.IndexFunc(s.Gates, func(r programme.GateRule) bool { return r.Gate == g }); i >= 0 {
		return s.Gates[i]
	}
	return programme.GateRule{Gate: g, Mode: programme.GateOff, Step: programme.AtSubmission}
}

func (s Setting) path() string { return "/reglages/programmes/" + s.Programme.Code }

func (s Setting) crumbs(ctx context.Context, more ...ui.Link) []ui.Link {
	return append([]ui.Link{{Href: "/reglages", Label: wording.T(ctx, "Réglages")}, {Href: s.path(), Label: s.Programme.Name}}, more...)
}

func (s Setting) categoryAction(code string) string {
	if code == "" {
		code = "nouvelle"
	}
	return s.path() + "/documents/" + code
}

func needs(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, n := range documents.Needs() {
		list = append(list, ui.Option{Value: string(n), Label: wording.NeedLabel(ctx, n)})
	}
	return list
}

func modes(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, m := range programme.AllGateModes() {
		list = append(list, ui.Option{Value: string(m), Label: wording.GateModeLabel(ctx, m)})
	}
	return list
}

func steps(ctx context.Context) []ui.Option {
	var list []ui.Option
	for _, s := range programme.AllSteps() {
		list = append(list, ui.Option{Value: string(s), Label: wording.StepLabel(ctx, s)})
	}
	return list
}

func (s Setting) evidence() []ui.Option {
	var list []ui.Option
	for _, c := range s.Categories {
		if c.Active {
			list = append(list, ui.Option{Value: c.Code, Label: wording.Typeset(c.Label)})
		}
	}
	return list
}

func modeTone(m programme.GateMode) ui.Tone {
	switch m {
	case programme.GateBlock:
		return ui.Stop
	case programme.GateWarn:
		return ui.Wait
	}
	return ui.Plain
}

// gateHint says what the field asks of whom a gate concerns.
func gateHint(ctx context.Context, g programme.Gate) string {
	switch g {
	case programme.CPASGate:
		return wording.T(ctx, "D'habitude, le CPAS donne son accord avant l'entrée.")
	case programme.HealthFundGate:
		return wording.T(ctx, "D'habitude, le médecin-conseil de la mutuelle donne son accord avant l'entrée.")
	case programme.OnNoticeGate:
		return wording.T(ctx, "Une personne en préavis n'a accès qu'au diagnostic jusqu'à la fin du préavis.")
	}
	return wording.T(ctx, "Pendant la période de test, la personne travaille sous le numéro de la couveuse : le sien est suspendu.")
}

// yes is what a ticked box sends.
const yes = "oui"
