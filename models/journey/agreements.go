package journey

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// AgreementDraft is an agreement as typed. EndsOn is for the provisional status only.
type AgreementDraft struct {
	Kind                       AgreementKind
	Number                     string
	SignedOn, StartsOn, EndsOn models.Date
}

// RecordAgreement keeps a signed agreement. Until what rests on it has begun, the
// same kind recorded again corrects it; the history keeps what stood before.
// Fields: "number", "signed_on", "starts_on", "ends_on".
func RecordAgreement(tx *db.Tx, ref string, version int, d AgreementDraft) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	d.Number = strings.TrimSpace(d.Number)
	present, refused := s.agreementPlace(d.Kind)
	if refused != nil {
		return refused
	}
	if err := refusal(d.check(s)); err != nil {
		return err
	}
	facts := models.Facts{"agreement": d.Kind, "number": d.Number, "signed_on": d.SignedOn, "starts_on": d.StartsOn, "ends_on": d.EndsOn}
	kind := KindAgreement
	if present != nil {
		kind = KindAgreementCorrected
		facts["before"] = models.Facts{"number": present.Number, "signed_on": present.SignedOn, "starts_on": present.StartsOn, "ends_on": present.EndsOn}
		err = correctAgreement(tx, present.ID, d)
	} else {
		err = insertAgreement(tx, s.Project.ID, d)
	}
	if err != nil {
		return err
	}
	return s.record(tx, kind, d.SignedOn, "", facts)
}

// agreementPlace says whether an agreement of that kind can be recorded now, and
// which one it corrects.
func (s *State) agreementPlace(kind AgreementKind) (present *Agreement, refused *models.Problem) {
	phase := s.Project.Phase
	var used bool
	switch kind {
	case CoachingAgreement:
		present, used = s.Coaching, phase != programme.Accepted
	case StatusAgreement:
		present, used = s.Status, phase == programme.Test
	default:
		return nil, models.Fields(models.FieldProblem{Field: "kind", Code: "oneof"})
	}
	if !phase.IsJourney() {
		return nil, models.Refuse("agreement.out_of_phase", models.Facts{"phase": phase})
	}
	if present != nil && present.Ended() {
		return nil, nil
	}
	if present != nil && used {
		return nil, models.Refuse("agreement.in_force", models.Facts{"number": present.Number, "starts": present.StartsOn})
	}
	return present, nil
}

func (d AgreementDraft) check(s *State) *models.Problem {
	today := s.Standing.Today
	if d.Kind == StatusAgreement {
		problem := programme.CheckStatusAgreement(programme.StatusAgreement{Number: d.Number, SignedOn: d.SignedOn,
			StartsOn: d.StartsOn, EndsOn: d.EndsOn}, s.Terms, today)
		if d.SignedOn == "" { // the rule knows papers that are not signed yet; what is kept here is signed
			signed := []models.FieldProblem{{Field: "signed_on", Code: "required"}}
			if problem != nil {
				signed = append(signed, problem.Fields...)
			}
			return models.Gather(signed)
		}
		return problem
	}
	var fields []models.FieldProblem
	if d.Number == "" {
		fields = append(fields, models.FieldProblem{Field: "number", Code: "required"})
	}
	signed, starts := dateFault("signed_on", d.SignedOn), dateFault("starts_on", d.StartsOn)
	switch {
	case signed != nil:
		fields = append(fields, *signed)
	case d.SignedOn > today:
		fields = append(fields, models.FieldProblem{Field: "signed_on", Code: "future", Facts: models.Facts{"date": today}})
	}
	switch {
	case starts != nil:
		fields = append(fields, *starts)
	case signed == nil && d.StartsOn < d.SignedOn:
		fields = append(fields, models.FieldProblem{Field: "starts_on", Code: "not_before", Facts: models.Facts{"date": d.SignedOn}})
	}
	return models.Gather(fields)
}

// dateFault says what is wrong with a typed date in itself; nil for a date.
func dateFault(name string, d models.Date) *models.FieldProblem {
	if d == "" {
		return &models.FieldProblem{Field: name, Code: "required"}
	}
	if _, err := models.ParseDate(string(d)); err != nil {
		return &models.FieldProblem{Field: name, Code: "date"}
	}
	return nil
}

// EndAgreement ends a running agreement before its time. on is the first day
// without it. Fields: "ended_on", "reason".
func EndAgreement(tx *db.Tx, ref string, version int, kind AgreementKind, on models.Date, reason string) error {
	s, err := open(tx, ref, version, access.JourneyMove)
	if err != nil {
		return err
	}
	a := s.Status
	if kind == CoachingAgreement {
		a = s.Coaching
	}
	if a == nil || a.Ended() {
		return models.Refuse("agreement.none", nil)
	}
	var fields []models.FieldProblem
	fault := dateFault("ended_on", on)
	switch {
	case fault != nil:
		fields = append(fields, *fault)
	case on > tx.Today():
		fields = append(fields, models.FieldProblem{Field: "ended_on", Code: "future", Facts: models.Facts{"date": tx.Today()}})
	case on < a.SignedOn:
		fields = append(fields, models.FieldProblem{Field: "ended_on", Code: "not_before", Facts: models.Facts{"date": a.SignedOn}})
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		fields = append(fields, models.FieldProblem{Field: "reason", Code: "required"})
	}
	if err := refusal(models.Gather(fields)); err != nil {
		return err
	}
	if err := endAgreement(tx, a.ID, on, reason); err != nil {
		return err
	}
	return s.record(tx, KindAgreementEnded, on, reason, models.Facts{"agreement": a.Kind, "number": a.Number})
}

// endAll ends every running agreement: the journey is over on that day.
func (s *State) endAll(tx *db.Tx, on models.Date, why string) error {
	for _, a := range []*Agreement{s.Coaching, s.Status} {
		if a == nil || a.Ended() {
			continue
		}
		if err := endAgreement(tx, a.ID, on, why); err != nil {
			return err
		}
	}
	return nil
}
