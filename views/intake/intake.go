// Package intake shows the import of files: what is handed in, which column is what, what would come of it, who may be whom,
// and what was refused.
package intake

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/intake"
	"eclosion/views/wording"
)

// Sentence says a problem of a file or a row to a person.
func Sentence(ctx context.Context, p *models.Problem) string {
	_, sentences := wording.Problem(ctx, p)
	return strings.Join(sentences, " ")
}

// RefusedRows gives the refused rows of a file back, each with its reason, under the header that they had: corrected, they can be imported as
// they are.
func RefusedRows(ctx context.Context, header []string, rows []intake.Told) [][]string {
	list := [][]string{append(append([]string{}, header...), wording.T(ctx, "Raison"))}
	for _, r := range rows {
		cells := make([]string, len(header)+1)
		copy(cells, r.Cells[:min(len(r.Cells), len(header))])
		var reasons []string
		for _, p := range r.Problems {
			reasons = append(reasons, Sentence(ctx, p))
		}
		cells[len(header)] = wording.T(ctx, "Ligne %s : %s", strconv.Itoa(r.Row), strings.Join(reasons, " "))
		list = append(list, cells)
	}
	return list
}

// Doubt says why a row may speak of somebody who is known.
func Doubt(ctx context.Context, d intake.Doubt) string {
	text := doubtReason(ctx, d.Reason)
	if len(d.Differs) > 0 {
		text += " " + wording.T(ctx, "Diffère : %s.", strings.Join(d.Differs, ", "))
	}
	return text
}

func doubtReason(ctx context.Context, reason string) string {
	switch reason {
	case intake.DoubtEmail:
		return wording.T(ctx, "Une personne connue a la même adresse e-mail.")
	case intake.DoubtPhone:
		return wording.T(ctx, "Une personne connue a le même numéro de téléphone.")
	case intake.DoubtName:
		return wording.T(ctx, "Une personne connue a presque le même nom.")
	case intake.DoubtSwapped:
		return wording.T(ctx, "Une personne connue porte ce nom et ce prénom inversés.")
	case intake.DoubtBirth:
		return wording.T(ctx, "Une personne connue a le même nom et une date de naissance presque identique.")
	}
	return ""
}
