// Package correction shows the past facts of a dossier, and puts one right.
package correction

import (
	"context"

	"eclosion/models/correction"
	"eclosion/views/dossier"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Path is the page of a dossier's corrections.
func Path(ref string) string { return "/projets/" + ref + "/corrections" }

// Page is what the page shows: the facts, the form of the one that is put right, and what was corrected before.
type Page struct {
	*correction.Dossier
	Head dossier.Head
	Fact correction.Fact // "" while none is chosen
	Form ui.Form
}

func (p Page) choose(f correction.Fact) string {
	return Path(p.Project.Ref) + "?fait=" + string(f) + "#corriger"
}

// stands says a value as it stands.
func (p Page) stands(ctx context.Context, f correction.Fact) string {
	value, _ := p.Known(f)
	return shown(ctx, f, value)
}

func shown(ctx context.Context, f correction.Fact, value string) string {
	if value == "" {
		return wording.T(ctx, "pas renseigné")
	}
	return wording.FactValue(ctx, f, value)
}

func options(ctx context.Context, f correction.Fact) (list []ui.Option) {
	for _, w := range f.Words() {
		list = append(list, ui.Option{Value: w, Label: wording.FactValue(ctx, f, w)})
	}
	return list
}
