package wording

import (
	"context"

	"eclosion/models"
	"eclosion/models/correction"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// FactLabel names a past fact.
func FactLabel(ctx context.Context, f correction.Fact) string {
	switch f {
	case correction.AcceptedOn:
		return T(ctx, "Acceptation de la candidature")
	case correction.EnteredOn:
		return T(ctx, "Entrée en accompagnement")
	case correction.TestOn:
		return T(ctx, "Début de la période de test")
	case correction.LeftOn:
		return T(ctx, "Fin du parcours")
	case correction.ExitReason:
		return T(ctx, "Raison de la sortie")
	case correction.StudyCompleted:
		return T(ctx, "Étude du projet menée à terme")
	case correction.BirthOn:
		return T(ctx, "Date de naissance")
	case correction.Gender:
		return T(ctx, "Genre")
	case correction.Situation:
		return T(ctx, "Situation à l'entrée")
	case correction.Schooling:
		return T(ctx, "Niveau d'études")
	case correction.CreatedOn:
		return T(ctx, "Création de l'entreprise")
	case correction.LegalForm:
		return T(ctx, "Forme juridique")
	}
	return T(ctx, "Numéro d'entreprise")
}

// FactValue says the value of a fact.
func FactValue(ctx context.Context, f correction.Fact, value string) string {
	switch f {
	case correction.ExitReason:
		return ExitReasonLabel(ctx, programme.ExitReason(value))
	case correction.StudyCompleted:
		if value == "yes" {
			return T(ctx, "Oui")
		}
		return T(ctx, "Non")
	case correction.Gender:
		return GenderLabel(ctx, value)
	case correction.Situation:
		return SituationLabel(ctx, selection.Situation(value))
	case correction.Schooling:
		return SchoolingLabel(ctx, selection.Schooling(value))
	case correction.Number:
		return models.EnterpriseNumber(value).String()
	}
	if f.IsDay() {
		return LongDate(models.Date(value))
	}
	return value
}

// FactCorrected tells a correction: what is right, and what was there.
func FactCorrected(ctx context.Context, f correction.Fact, was, becomes string) string {
	label, right := LowerFirst(FactLabel(ctx, f)), FactValue(ctx, f, becomes)
	switch {
	case was == "":
		return T(ctx, "Fait corrigé : %s, %s (rien n'était enregistré)", label, right)
	case f.IsDay():
		return T(ctx, "Fait corrigé : %s, %s au lieu du %s", label, right, FactValue(ctx, f, was))
	}
	return T(ctx, "Fait corrigé : %s, « %s » au lieu de « %s »", label, right, FactValue(ctx, f, was))
}

// markLabel names a day of the journey that bounds a correction.
func markLabel(ctx context.Context, code string) string {
	switch code {
	case "submitted":
		return T(ctx, "candidature déposée")
	case "suspended":
		return T(ctx, "début d'une suspension")
	case "resumed":
		return T(ctx, "fin d'une suspension")
	case "followed_up":
		return T(ctx, "suivi de l'entreprise commencé")
	}
	return LowerFirst(FactLabel(ctx, correction.Fact(code)))
}
