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

// SchemeLabel names how VAT is handled.
func SchemeLabel(ctx context.Context, s finance.Scheme) string {
	switch s {
	case finance.Quarterly:
		return T(ctx, "TVA, déclarée chaque trimestre")
	case finance.Franchise:
		return T(ctx, "Franchise de la TVA")
	}
	return string(s)
}

// PlanFigureLabel names a figure of the plan that stands alone.
func PlanFigureLabel(ctx context.Context, field string) string {
	switch field {
	case finance.FieldStart:
		return T(ctx, "Premier mois")
	case finance.FieldScheme:
		return T(ctx, "Régime de TVA")
	case finance.FieldOpening:
		return T(ctx, "Solde bancaire de départ")
	case finance.FieldReserve:
		return T(ctx, "Réserve de trésorerie")
	case finance.FieldPayDays:
		return T(ctx, "Vous payez vos achats après")
	}
	return field
}

// PlanFigureTable names a table of figures and its columns, in their order: the same on the page and in the workbook.
func PlanFigureTable(ctx context.Context, t finance.Table) (title string, columns []string) {
	w := func(texts ...string) []string { return texts }
	switch t {
	case finance.Sales:
		return T(ctx, "Ventes"), w(T(ctx, "Produit ou service"), T(ctx, "Prix par unité (€)"), T(ctx, "Quantité année 1"), T(ctx, "Quantité année 2"), T(ctx, "Quantité année 3"),
			T(ctx, "TVA sur le prix (%)"), T(ctx, "Coût variable par unité (€)"), T(ctx, "Coût variable (% des ventes)"), T(ctx, "TVA sur ces coûts (%)"), T(ctx, "Les clients paient après (jours)"))
	case finance.FixedCosts:
		return T(ctx, "Frais fixes"), w(T(ctx, "Frais"), T(ctx, "Année 1 (€)"), T(ctx, "Année 2 (€)"), T(ctx, "Année 3 (€)"), T(ctx, "TVA (%)"))
	case finance.Invested:
		return T(ctx, "Investissements"), w(T(ctx, "Investissement"), T(ctx, "Montant (€)"), T(ctx, "Mois d'achat (1 à 36)"), T(ctx, "Sert pendant (ans)"), T(ctx, "TVA (%)"))
	case finance.Sources:
		return T(ctx, "Ressources"), w(T(ctx, "Origine"), T(ctx, "Nom"), T(ctx, "Montant (€)"), T(ctx, "Mois d'entrée (1 à 12)"), T(ctx, "Prêt : intérêt par an (%)"), T(ctx, "Prêt : durée (mois)"))
	case finance.YearFigures:
		return T(ctx, "Revenu et cotisations"), w(T(ctx, "Rémunération (€)"), T(ctx, "Cotisations sociales (€)"))
	}
	return T(ctx, "Saison"), w(T(ctx, "Poids"))
}
