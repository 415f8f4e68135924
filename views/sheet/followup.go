package sheet

import (
	"context"

	"github.com/xuri/excelize/v2"

	"eclosion/models/campaign"
	"eclosion/models/reporting"
	"eclosion/views/wording"
)

// FollowUp is the figures of the follow-up as a workbook: the questions by month, the answers at each age, the curve month by month.
func FollowUp(ctx context.Context, list []campaign.Campaign, s reporting.Survival) ([]byte, error) {
	b := NewBook()
	questions := b.Sheet(wording.T(ctx, "Questions"))
	head := []any{wording.T(ctx, "Échéance"), wording.StandingLabel(ctx, "asked")}
	for _, standing := range campaign.Standings() {
		head = append(head, wording.StandingLabel(ctx, standing))
	}
	questions.row(1, Head, head...)
	for i, c := range list {
		cells := []any{c.Month, c.Asked}
		for _, standing := range campaign.Standings() {
			cells = append(cells, c.Count(standing))
		}
		questions.row(i+2, Plain, cells...)
	}
	answers := b.Sheet(wording.T(ctx, "Réponses"))
	whats := []string{"due", reporting.StandsAlive, reporting.StandsSold, reporting.StandsClosed, reporting.StandsUnknown, reporting.StandsSilent, reporting.StandsNotDue}
	head = []any{wording.T(ctx, "Mois")}
	for _, what := range whats {
		head = append(head, wording.StandsLabel(ctx, what))
	}
	answers.row(1, Head, head...)
	for i, months := range reporting.SurvivalMonths() {
		cells := []any{months}
		for _, what := range whats {
			cells = append(cells, s.At(months, what).Count)
		}
		answers.row(i+2, Plain, cells...)
	}
	curve := b.Sheet(wording.T(ctx, "Courbe"))
	curve.row(1, Head, wording.T(ctx, "Mois"), wording.T(ctx, "Encore suivies"), wording.T(ctx, "Fermées ce mois"), wording.T(ctx, "Perdues de vue ce mois"),
		wording.T(ctx, "Survie (%%)"), wording.T(ctx, "Minimum (95 %%)"), wording.T(ctx, "Maximum (95 %%)"))
	for i, x := range s.Steps {
		curve.row(i+2, Plain, x.Months, x.AtRisk, x.Closed, x.Censored, 100*x.Share, 100*x.Low, 100*x.High)
	}
	for _, s := range []*Sheet{questions, answers, curve} {
		s.Width("A:J", 16)
		s.Freeze("A2")
	}
	return b.Bytes()
}

func (s *Sheet) row(n int, look Look, values ...any) {
	for i, value := range values {
		cell, err := excelize.CoordinatesToCellName(i+1, n)
		s.book.keep(err)
		s.Put(cell, value, look)
	}
}
