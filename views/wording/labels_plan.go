package wording

import (
	"context"

	"eclosion/models/finance"
	"eclosion/models/plan"
)

// PlanEventLabel says what happened to an item of the business plan.
func PlanEventLabel(ctx context.Context, k plan.EventKind) string {
	switch k {
	case plan.WasClaimed:
		return T(ctx, "Annoncé prêt")
	case plan.WasUnclaimed:
		return T(ctx, "Annonce retirée")
	case plan.WasValidated:
		return T(ctx, "Validé")
	case plan.WasReopened:
		return T(ctx, "Rouvert")
	case plan.BecameOutOfScope:
		return T(ctx, "Déclaré sans objet")
	case plan.BecameApplicable:
		return T(ctx, "De nouveau d'application")
	case plan.WasCommented:
		return T(ctx, "Commentaire")
	}
	return string(k)
}

// PlanStageLabel says where an item of the business plan stands.
func PlanStageLabel(ctx context.Context, s plan.Stage) string {
	switch s {
	case plan.Open:
		return T(ctx, "À faire")
	case plan.WaitsForCoach:
		return T(ctx, "Annoncé prêt")
	case plan.Done:
		return T(ctx, "Validé")
	case plan.OutOfScope:
		return T(ctx, "Sans objet")
	}
	return string(s)
}

// TemplateStateLabel names the state of a version of a template.
func TemplateStateLabel(ctx context.Context, s plan.TemplateState) string {
	switch s {
	case plan.Draft:
		return T(ctx, "En préparation")
	case plan.Published:
		return T(ctx, "Publiée")
	case plan.Retired:
		return T(ctx, "Remplacée")
	}
	return string(s)
}

// SectionStateLabel says where a section of the business plan stands.
func SectionStateLabel(ctx context.Context, s plan.SectionState) string {
	switch s {
	case plan.SectionEmpty:
		return T(ctx, "Vide")
	case plan.SectionWriting:
		return T(ctx, "En cours")
	case plan.SectionSubmitted:
		return T(ctx, "Soumise")
	case plan.SectionReturned:
		return T(ctx, "À revoir")
	case plan.SectionValidated:
		return T(ctx, "Validée")
	}
	return string(s)
}

// SectionEventLabel says what happened to a section of the business plan.
func SectionEventLabel(ctx context.Context, k plan.SectionEventKind) string {
	switch k {
	case plan.WasSubmitted:
		return T(ctx, "Partie soumise")
	case plan.WasReturned:
		return T(ctx, "Partie redemandée")
	case plan.SectionWasValidated:
		return T(ctx, "Partie validée")
	case plan.WasRemarked:
		return T(ctx, "Remarque")
	case plan.WasAnswered:
		return T(ctx, "Réponse à une remarque")
	case plan.WasResolved:
		return T(ctx, "Remarque réglée")
	case plan.WasUnresolved:
		return T(ctx, "Remarque rouverte")
	case plan.WasRestored:
		return T(ctx, "Version reprise")
	case plan.WasAttached:
		return T(ctx, "Document joint")
	case plan.WasDetached:
		return T(ctx, "Document détaché")
	}
	return string(k)
}

// ResourceLabel names where money comes from.
func ResourceLabel(ctx context.Context, k finance.Kind) string {
	switch k {
	case finance.Own:
		return T(ctx, "Apport personnel")
	case finance.Loan:
		return T(ctx, "Prêt")
	case finance.Grant:
		return T(ctx, "Bourse ou aide")
	case finance.Other:
		return T(ctx, "Autre apport")
	}
	return string(k)
}
