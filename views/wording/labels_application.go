package wording

import (
	"context"

	"eclosion/models/form"
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

// AnswerLabel names a possible answer to one of the questions that every programme asks.
func AnswerLabel(ctx context.Context, code, value string) string {
	switch code {
	case "situation":
		return SituationLabel(ctx, selection.Situation(value))
	case "schooling":
		return SchoolingLabel(ctx, selection.Schooling(value))
	case "gender":
		return GenderLabel(ctx, value)
	case "keep_months":
		return KeepLabel(ctx, value)
	}
	return value // a sector is kept as it reads
}

// KeepLabel says how long a declined file may be kept, given in months.
func KeepLabel(ctx context.Context, months string) string {
	switch months {
	case "0":
		return T(ctx, "Pas du tout")
	case "12":
		return T(ctx, "Un an")
	case "24":
		return T(ctx, "Deux ans au plus")
	}
	return months
}

// YesNo says yes or no.
func YesNo(ctx context.Context, yes bool) string {
	if yes {
		return T(ctx, "Oui")
	}
	return T(ctx, "Non")
}

// QuestionKindLabel names a kind of answer.
func QuestionKindLabel(ctx context.Context, k form.Kind) string {
	switch k {
	case form.Line:
		return T(ctx, "Une ligne")
	case form.Text:
		return T(ctx, "Un texte")
	case form.Date:
		return T(ctx, "Une date")
	case form.Amount:
		return T(ctx, "Un montant en euros")
	case form.Number:
		return T(ctx, "Un nombre entier")
	case form.YesNo:
		return T(ctx, "Oui ou non")
	case form.One:
		return T(ctx, "Un choix")
	case form.Several:
		return T(ctx, "Plusieurs choix")
	case form.Email:
		return T(ctx, "Une adresse e-mail")
	case form.Phone:
		return T(ctx, "Un numéro de téléphone")
	case form.Postcode:
		return T(ctx, "Un code postal")
	case form.Tick:
		return T(ctx, "Une case à cocher")
	}
	return string(k)
}

// FormStateLabel names the state of a version of a programme's questions.
func FormStateLabel(ctx context.Context, s form.State) string {
	switch s {
	case form.Draft:
		return T(ctx, "En préparation")
	case form.Published:
		return T(ctx, "Publiée")
	case form.Retired:
		return T(ctx, "Remplacée")
	}
	return string(s)
}

// TopicLabel names a part of the application form.
func TopicLabel(ctx context.Context, t form.Topic) string {
	switch t {
	case form.Intake:
		return T(ctx, "Programme et cohorte")
	case form.Identity:
		return T(ctx, "Identité")
	case form.Situation:
		return T(ctx, "Situation")
	case form.Project:
		return T(ctx, "Projet")
	case form.Skills:
		return T(ctx, "Compétences")
	case form.Market:
		return T(ctx, "Marché")
	case form.Money:
		return T(ctx, "Argent")
	case form.Design:
		return T(ctx, "Pratique du design")
	case form.Documents:
		return T(ctx, "Documents")
	case form.Consent:
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
