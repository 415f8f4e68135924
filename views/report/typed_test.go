package report

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"eclosion/models/reporting"
)

func TestTypedKeepsItsShape(t *testing.T) {
	got := Typed("## Offre\n\n1. une base\n   - à 25 euros\n2. un bon\n\n- a\n\n> dit", 2)
	want := []Block{Heading{2, "", "Offre"}, Text{Body: "1. une base\n– à 25 euros\n2. un bon"}, List{"a"}, Text{Body: "dit", Quote: true}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%#v, want %#v", got, want)
	}
}

// The curve, its moments and its counts say the same, each with its denominator; what is small is masked, and with it the curve.
func TestSurvivalSaysItsDenominators(t *testing.T) {
	ctx := t.Context()
	s := reporting.Survival{Today: "2026-11-23", Total: 156, Steps: []reporting.Step{{AtRisk: 156, Censored: 8, Share: 1, Low: 1, High: 1}, {Months: 36, AtRisk: 148, Closed: 58, Censored: 90, Share: 90.0 / 148, Low: 0.52472, High: 0.68215}}}
	for _, m := range append([]int{0}, reporting.SurvivalMonths()...) {
		moment := reporting.Moment{Step: reporting.Step{Months: m, AtRisk: 148, Share: 1, Low: 1, High: 1}, Known: true}
		if m == 36 {
			moment.Step = s.Steps[1]
		}
		if m == 60 {
			moment.Known, moment.AtRisk = false, 0
		}
		s.Moments = append(s.Moments, moment)
		for _, what := range []string{"at_risk", "closed", "lost"} {
			s.Figures = append(s.Figures, reporting.Figure{Code: fmt.Sprintf("curve.%d.%s", m, what), Count: 148})
		}
		s.Figures = append(s.Figures, reporting.Figure{Code: fmt.Sprintf("life.%d.closed", m), Count: 3, Masked: m == 12})
	}
	texts := func(blocks []Block) string {
		var b strings.Builder
		for _, x := range blocks {
			switch v := x.(type) {
			case Text:
				b.WriteString(v.Body + "\n")
			case Table:
				for _, r := range v.Rows {
					for _, c := range r.Cells {
						b.WriteString(c.Text + "|" + c.Href + "|")
					}
					b.WriteString("\n")
				}
			case Chart:
				b.WriteString(v.Draw(600).Desc + "\n")
			}
		}
		return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(b.String())
	}
	got := texts(SurvivalBlocks(ctx, s, "/suivi/entreprises?site=1"))
	for _, want := range []string{"156 entreprises créées. Part estimée encore en activité après 36 mois : 60,8 % (intervalle de confiance à 95 % : de 52,5 % à 68,2 %).",
		"36 : 60,8 % (148)", "60 : 0\n", "36 mois||148|/suivi/entreprises?chiffre=curve.36.at_risk&site=1|", "60,8 %||52,5 % – 68,2 %||", "masqué||"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	s.Steps, s.Moments[3].Hidden = nil, true
	if got := texts(SurvivalBlocks(ctx, s, "")); strings.Contains(got, "60,8") || strings.Contains(got, "href") {
		t.Errorf("masked, yet told:\n%s", got)
	}
	if got := texts(SurvivalBlocks(ctx, reporting.Survival{}, "")); !strings.Contains(got, "Aucune entreprise") {
		t.Errorf("nobody: %s", got)
	}
}
