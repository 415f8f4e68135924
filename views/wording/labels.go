package wording

import (
	"context"

	"eclosion/models/access"
	"eclosion/models/programme"
)

// PhaseLabel names a phase as a badge or a filter shows it.
func PhaseLabel(ctx context.Context, p programme.Phase) string {
	switch p {
	case programme.Draft:
		return T(ctx, "Brouillon")
	case programme.Submitted:
		return T(ctx, "Déposé")
	case programme.Review:
		return T(ctx, "À l'examen")
	case programme.Waitlisted:
		return T(ctx, "En liste d'attente")
	case programme.Declined:
		return T(ctx, "Refusé")
	case programme.Withdrawn:
		return T(ctx, "Retiré")
	case programme.Accepted:
		return T(ctx, "Accepté")
	case programme.Coaching:
		return T(ctx, "Accompagnement")
	case programme.Test:
		return T(ctx, "Test")
	case programme.Launched:
		return T(ctx, "Lancé")
	case programme.FollowedUp:
		return T(ctx, "Suivi")
	case programme.Exited:
		return T(ctx, "Sorti")
	}
	return string(p)
}

// ExitReasonLabel names the reason of an exit.
func ExitReasonLabel(ctx context.Context, r programme.ExitReason) string {
	switch r {
	case programme.JobFound:
		return T(ctx, "Emploi trouvé")
	case programme.Training:
		return T(ctx, "Entrée en formation")
	case programme.GaveUp:
		return T(ctx, "Abandon du projet")
	case programme.MovedAway:
		return T(ctx, "Déménagement")
	case programme.NoNews:
		return T(ctx, "Sans nouvelles")
	case programme.Excluded:
		return T(ctx, "Exclusion")
	case programme.OtherExit:
		return T(ctx, "Autre motif")
	}
	return string(r)
}

// StatusLabel names the state of a provisional status.
func StatusLabel(ctx context.Context, s programme.StatusState) string {
	switch s {
	case programme.StatusNone:
		return T(ctx, "Aucun")
	case programme.StatusFuture:
		return T(ctx, "À venir")
	case programme.StatusValid:
		return T(ctx, "En vigueur")
	case programme.StatusSuspended:
		return T(ctx, "Suspendu")
	case programme.StatusExpired:
		return T(ctx, "Expiré")
	case programme.StatusEnded:
		return T(ctx, "Terminé")
	}
	return string(s)
}

// GateLabel says what the gate of the terms does.
func GateLabel(ctx context.Context, g programme.GateMode) string {
	switch g {
	case programme.GateBlock:
		return T(ctx, "Bloque le début du test")
	case programme.GateWarn:
		return T(ctx, "Avertit sans bloquer")
	case programme.GateOff:
		return T(ctx, "Ne dit rien")
	}
	return string(g)
}

// RuleLabel names a rule that a derogation lifts.
func RuleLabel(ctx context.Context, code string) string {
	switch code {
	case programme.CoachingTooShort:
		return T(ctx, "durée minimale de l'accompagnement")
	case programme.TestTooShort:
		return T(ctx, "durée minimale du test")
	case programme.MandatoryMissing:
		return T(ctx, "points obligatoires du plan d'affaires")
	}
	return code
}

// RoleLabel names a role, for the person who holds it.
func RoleLabel(ctx context.Context, r access.Role) string {
	switch r {
	case access.Candidate:
		return T(ctx, "Porteur ou porteuse de projet")
	case access.Coach:
		return T(ctx, "Accompagnement")
	case access.Jury:
		return T(ctx, "Comité")
	case access.Manager:
		return T(ctx, "Responsable")
	case access.Administrator:
		return T(ctx, "Administration")
	}
	return string(r)
}
