package wording

import (
	"context"

	"eclosion/models"
	"eclosion/models/infosession"
	"eclosion/models/programme"
)

// HeardLabel says how somebody heard of a session; "" for who did not say.
func HeardLabel(ctx context.Context, h infosession.Heard) string {
	switch h {
	case "forem":
		return T(ctx, "Par le Forem ou Actiris")
	case "partner":
		return T(ctx, "Par un centre de formation ou un partenaire")
	case "friend":
		return T(ctx, "Par une connaissance")
	case "web":
		return T(ctx, "Par une recherche sur internet")
	case "social":
		return T(ctx, "Par les réseaux sociaux")
	case "press":
		return T(ctx, "Par la presse ou une affiche")
	case "other":
		return T(ctx, "Autrement")
	}
	return ""
}

// RegistrationLabel says how a registration for a session stands.
func RegistrationLabel(ctx context.Context, s infosession.State) string {
	switch s {
	case infosession.Confirmed:
		return T(ctx, "Place réservée")
	case infosession.Waiting:
		return T(ctx, "Liste d'attente")
	}
	return T(ctx, "Annulée")
}

// ResidenceLabel says where somebody lives.
func ResidenceLabel(ctx context.Context, r programme.Residence) string {
	switch r {
	case programme.Wallonia:
		return T(ctx, "En Wallonie")
	case programme.Brussels:
		return T(ctx, "À Bruxelles")
	}
	return T(ctx, "Ailleurs")
}

// OwnNumberLabel says whether somebody has an enterprise number.
func OwnNumberLabel(ctx context.Context, n programme.OwnNumber) string {
	switch n {
	case programme.ActiveNumber:
		return T(ctx, "Oui, et il est actif")
	case programme.SuspendedNumber:
		return T(ctx, "Oui, mais il est suspendu ou arrêté")
	}
	return T(ctx, "Non")
}

// StageLabel says how far a project is.
func StageLabel(ctx context.Context, s programme.Stage) string {
	switch s {
	case programme.Idea:
		return T(ctx, "Une idée")
	case programme.InProgress:
		return T(ctx, "Un projet que je prépare")
	case programme.FirstClients:
		return T(ctx, "Des premiers clients ou des premiers essais")
	}
	return T(ctx, "Une activité d'indépendant·e déjà lancée")
}

// When writes "jeudi 3 décembre 2026 à 18:00".
func When(ctx context.Context, at models.Instant) string {
	if at == 0 {
		return "—"
	}
	return T(ctx, "%s à %s", DayDate(at.Date()), Clock(at.Time()))
}

// MonthsRange writes "3 à 6 mois", or "6 mois" when there is nothing between.
func MonthsRange(ctx context.Context, low, high int) string {
	if low == high || low == 0 {
		return Months(ctx, high)
	}
	return T(ctx, "%s à %s mois", Count(low), Count(high))
}
