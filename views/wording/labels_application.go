package wording

import (
	"context"

	"eclosion/models/selection"
)

// SituationLabel names a situation as a job-seeker.
func SituationLabel(ctx context.Context, s selection.Situation) string {
	switch s {
	case selection.FullBenefits:
		return T(ctx, "Au chômage, avec allocations complètes")
	case selection.PartialBenefits:
		return T(ctx, "Au chômage, avec allocations partielles")
	case selection.CPAS:
		return T(ctx, "Bénéficiaire du CPAS")
	case selection.HealthFund:
		return T(ctx, "Indemnisé·e par la mutuelle")
	case selection.NoBenefits:
		return T(ctx, "Sans emploi et sans allocations")
	case selection.OnNotice:
		return T(ctx, "En préavis")
	case selection.OtherSituation:
		return T(ctx, "Autre situation")
	}
	return string(s)
}

// SchoolingLabel names a level of studies.
func SchoolingLabel(ctx context.Context, s selection.Schooling) string {
	switch s {
	case selection.NoSchooling:
		return T(ctx, "Primaire ou sans diplôme")
	case selection.LowerSecondary:
		return T(ctx, "Secondaire inférieur (CESI)")
	case selection.UpperSecondary:
		return T(ctx, "Secondaire supérieur (CESS)")
	case selection.Tertiary:
		return T(ctx, "Supérieur ou universitaire")
	}
	return string(s)
}

// GenderLabel names a gender; "" is one who did not say.
func GenderLabel(ctx context.Context, code string) string {
	switch code {
	case "F":
		return T(ctx, "Femme")
	case "M":
		return T(ctx, "Homme")
	case "X":
		return T(ctx, "Non binaire")
	}
	return ""
}

// TopicLabel names a part of the application form.
func TopicLabel(ctx context.Context, t selection.Topic) string {
	switch t {
	case selection.TopicIntake:
		return T(ctx, "Programme et cohorte")
	case selection.TopicIdentity:
		return T(ctx, "Identité")
	case selection.TopicSituation:
		return T(ctx, "Situation")
	case selection.TopicProject:
		return T(ctx, "Projet")
	case selection.TopicMotivation:
		return T(ctx, "Motivation et expérience")
	case selection.TopicConsent:
		return T(ctx, "Accord")
	}
	return string(t)
}

// OutcomeLabel names what a decision answers.
func OutcomeLabel(ctx context.Context, o selection.Outcome) string {
	switch o {
	case selection.Accepted:
		return T(ctx, "Accepté")
	case selection.Declined:
		return T(ctx, "Refusé")
	case selection.Waitlisted:
		return T(ctx, "En liste d'attente")
	}
	return string(o)
}

// CommitteeStateLabel names the state of a committee.
func CommitteeStateLabel(ctx context.Context, s selection.CommitteeState) string {
	switch s {
	case selection.Preparing:
		return T(ctx, "En préparation")
	case selection.Open:
		return T(ctx, "Ouvert")
	case selection.Closed:
		return T(ctx, "Clos")
	}
	return string(s)
}

// RecommendationLabel names a member's recommendation.
func RecommendationLabel(ctx context.Context, r selection.Recommendation) string {
	switch r {
	case selection.Yes:
		return T(ctx, "Favorable")
	case selection.Maybe:
		return T(ctx, "Réservé")
	case selection.No:
		return T(ctx, "Défavorable")
	}
	return string(r)
}
