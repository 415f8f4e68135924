package documents

import (
	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// CheckGates asks the gates of entry of a loaded dossier at one step: what stops it, and
// what is only to be told. A dossier without an application, from a file of earlier years, has none.
func CheckGates(tx *db.Tx, p *programme.Project, at programme.Step) (stops, warns *models.Problem, err error) {
	circumstances, found, err := circumstancesOf(tx, p.ID)
	if err != nil || !found {
		return nil, nil, err
	}
	rules, err := programme.Gates(tx, p.ProgrammeID)
	if err != nil || len(programme.GatesOf(rules, circumstances)) == 0 {
		return nil, nil, err
	}
	evidence, err := evidenceOf(tx, p)
	if err != nil {
		return nil, nil, err
	}
	stops, warns = programme.CheckGates(rules, at, circumstances, evidence)
	return stops, warns, nil
}

// gatesOf gives the gates that concern a dossier, whatever their step.
func gatesOf(tx *db.Tx, p *programme.Project) ([]programme.GateRule, error) {
	circumstances, found, err := circumstancesOf(tx, p.ID)
	if err != nil || !found {
		return nil, err
	}
	rules, err := programme.Gates(tx, p.ProgrammeID)
	return programme.GatesOf(rules, circumstances), err
}

func evidenceOf(tx *db.Tx, p *programme.Project) (map[string]programme.Evidence, error) {
	docs, err := Of(tx, p)
	held := map[string]programme.Evidence{}
	for _, d := range docs {
		switch {
		case !d.Counts():
		case d.Review == Accepted:
			held[d.Category] = programme.AcceptedEvidence
		default:
			held[d.Category] = max(held[d.Category], programme.GivenEvidence)
		}
	}
	return held, err
}

// BlockSubmission gives the rules by which documents stand in the way of a submission: required
// pieces that are missing, gates that act from there on. None when all is there.
func BlockSubmission(tx *db.Tx, p *programme.Project) ([]*models.Problem, error) {
	pieces, err := Pieces(tx, p)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, piece := range pieces {
		if piece.Category.Need == Required && !piece.Counts() {
			missing = append(missing, piece.Category.Label)
		}
	}
	stops, _, err := CheckGates(tx, p, programme.AtSubmission)
	if err != nil {
		return nil, err
	}
	var reasons []*models.Problem
	if len(missing) > 0 {
		reasons = append(reasons, models.Refuse("document.pieces_missing", models.Facts{"count": len(missing), "items": missing}))
	}
	return append(reasons, Reasons(stops)...), nil
}

// Reasons takes a refusal apart, for an answer that gathers several.
func Reasons(p *models.Problem) []*models.Problem {
	switch {
	case p == nil:
		return nil
	case len(p.Reasons) > 0:
		return p.Reasons
	}
	return []*models.Problem{p}
}
