package wording

import (
	"context"

	"eclosion/models/journey"
)

// EnterpriseStateLabel says what became of an enterprise.
func EnterpriseStateLabel(ctx context.Context, s journey.EnterpriseState) string {
	switch s {
	case journey.Alive:
		return T(ctx, "En activité")
	case journey.Closed:
		return T(ctx, "Fermée")
	case journey.Sold:
		return T(ctx, "Cédée")
	case journey.Unknown:
		return T(ctx, "Inconnue")
	}
	return string(s)
}

// AgreementLabel names a kind of agreement.
func AgreementLabel(ctx context.Context, k journey.AgreementKind) string {
	if k == journey.StatusAgreement {
		return T(ctx, "Convention de statut provisoire")
	}
	return T(ctx, "Convention d'accompagnement")
}

// AuditLabel says in words what an audit entry did; "" for what needs no words of its own.
func AuditLabel(ctx context.Context, action string) string {
	switch action {
	case "coach.assign":
		return T(ctx, "Accompagnement confié à")
	case "coach.unassign":
		return T(ctx, "Accompagnement retiré à")
	case "cover.arrange":
		return T(ctx, "Remplacement prévu par")
	case "conflict.declare":
		return T(ctx, "Conflit d'intérêts déclaré pour")
	case "conflict.lift":
		return T(ctx, "Conflit d'intérêts levé pour")
	case "application.return":
		return T(ctx, "Candidature renvoyée pour complément")
	case "document.ask":
		return T(ctx, "Pièce demandée")
	case "document.unask":
		return T(ctx, "Demande de pièce retirée")
	case "document.infected":
		return T(ctx, "Document écarté par l'antivirus")
	case "meeting.change":
		return T(ctx, "Rencontre corrigée")
	case "person.merge":
		return T(ctx, "Fiches de la personne fusionnées")
	case "fact.correct":
		return T(ctx, "Fait passé corrigé")
	case "person.merge_undone":
		return T(ctx, "Fusion des fiches défaite")
	case "action.change":
		return T(ctx, "Action modifiée")
	}
	return ""
}
