package wording

import (
	"context"
	"strings"

	"eclosion/models/programme"
)

// figureLabels name the figures of reports, by code.
var figureLabels = labels{
	"applications":          func(ctx context.Context) string { return T(ctx, "Candidatures") },
	"pending":               func(ctx context.Context) string { return T(ctx, "En attente de décision") },
	"accepted":              func(ctx context.Context) string { return T(ctx, "Projets acceptés") },
	"declined":              func(ctx context.Context) string { return T(ctx, "Candidatures refusées") },
	"withdrawn":             func(ctx context.Context) string { return T(ctx, "Candidatures retirées") },
	"entered":               func(ctx context.Context) string { return T(ctx, "Entrées en accompagnement") },
	"to_enter":              func(ctx context.Context) string { return T(ctx, "En attente de commencer") },
	"exited_before":         func(ctx context.Context) string { return T(ctx, "dont avant l'accompagnement") },
	"exited_entered":        func(ctx context.Context) string { return T(ctx, "dont après l'entrée") },
	"carried":               func(ctx context.Context) string { return T(ctx, "Projets avec des rencontres reprises d'avant") },
	"grant_recovered":       func(ctx context.Context) string { return T(ctx, "Projets ayant remboursé") },
	"coaching":              func(ctx context.Context) string { return T(ctx, "En accompagnement ce jour") },
	"tested":                func(ctx context.Context) string { return T(ctx, "Entrées en période de test") },
	"test":                  func(ctx context.Context) string { return T(ctx, "En test ce jour") },
	"launched":              func(ctx context.Context) string { return T(ctx, "Entreprises lancées") },
	"launched_direct":       func(ctx context.Context) string { return T(ctx, "dont sans période de test") },
	"exited":                func(ctx context.Context) string { return T(ctx, "Sorties sans lancement") },
	"exit_unknown":          func(ctx context.Context) string { return T(ctx, "Motif non renseigné") },
	"stay.coaching.done":    func(ctx context.Context) string { return T(ctx, "Accompagnements terminés") },
	"stay.coaching.running": func(ctx context.Context) string { return T(ctx, "Accompagnements en cours") },
	"stay.coaching.short":   func(ctx context.Context) string { return T(ctx, "Terminés avant le minimum") },
	"stay.coaching.late":    func(ctx context.Context) string { return T(ctx, "Terminés après l'échéance") },
	"stay.test.done":        func(ctx context.Context) string { return T(ctx, "Tests terminés") },
	"stay.test.running":     func(ctx context.Context) string { return T(ctx, "Tests en cours") },
	"stay.test.short":       func(ctx context.Context) string { return T(ctx, "Terminés avant le minimum") },
	"stay.test.late":        func(ctx context.Context) string { return T(ctx, "Terminés après l'échéance") },
	"met":                   func(ctx context.Context) string { return T(ctx, "Projets rencontrés au moins une fois") },
	"never_met":             func(ctx context.Context) string { return T(ctx, "Projets sans rencontre") },
	"plan":                  func(ctx context.Context) string { return T(ctx, "Projets avec une liste de contrôle") },
	"plan_ready":            func(ctx context.Context) string { return T(ctx, "Points obligatoires tous validés") },
	"plan_untouched":        func(ctx context.Context) string { return T(ctx, "Aucun point validé") },
	"grant_asked":           func(ctx context.Context) string { return T(ctx, "Projets ayant demandé une bourse") },
	"grant_awarded":         func(ctx context.Context) string { return T(ctx, "Projets ayant obtenu une bourse") },
	"grant_paid":            func(ctx context.Context) string { return T(ctx, "Projets ayant reçu un paiement") },
	"grant_to_pay":          func(ctx context.Context) string { return T(ctx, "Projets avec un solde à payer") },
	"grant_capped":          func(ctx context.Context) string { return T(ctx, "Projets au plafond") },
	"alert.overdue":         func(ctx context.Context) string { return T(ctx, "Échéance de phase dépassée") },
	"alert.silent":          func(ctx context.Context) string { return T(ctx, "Sans nouvelles depuis trop longtemps") },
	"alert.no_coach":        func(ctx context.Context) string { return T(ctx, "Sans accompagnateur ni accompagnatrice") },
	"alert.unpaid":          func(ctx context.Context) string { return T(ctx, "Tranche de bourse échue et non payée") },
	"alert.missing":         func(ctx context.Context) string { return T(ctx, "Données manquantes") },
	"gender.F":              func(ctx context.Context) string { return T(ctx, "Femmes") },
	"gender.M":              func(ctx context.Context) string { return T(ctx, "Hommes") },
	"gender.X":              func(ctx context.Context) string { return T(ctx, "Personnes non binaires") },
	"age.under_18":          func(ctx context.Context) string { return T(ctx, "Moins de 18 ans") },
	"age.18_29":             func(ctx context.Context) string { return T(ctx, "18 à 29 ans") },
	"age.30_54":             func(ctx context.Context) string { return T(ctx, "30 à 54 ans") },
	"age.55_more":           func(ctx context.Context) string { return T(ctx, "55 ans et plus") },

	"situation.full_benefits":    func(ctx context.Context) string { return T(ctx, "Chômage, allocations complètes") },
	"situation.partial_benefits": func(ctx context.Context) string { return T(ctx, "Chômage, allocations partielles") },
	"situation.cpas":             func(ctx context.Context) string { return T(ctx, "Revenu d'intégration (CPAS)") },
	"situation.health_fund":      func(ctx context.Context) string { return T(ctx, "Mutuelle") },
	"situation.no_benefits":      func(ctx context.Context) string { return T(ctx, "Sans emploi et sans allocations") },
	"situation.on_notice":        func(ctx context.Context) string { return T(ctx, "En préavis") },
	"situation.other":            func(ctx context.Context) string { return T(ctx, "Autre situation") },
	"schooling.none":             func(ctx context.Context) string { return T(ctx, "Primaire ou sans diplôme") },
	"schooling.lower_secondary":  func(ctx context.Context) string { return T(ctx, "Secondaire inférieur (CESI)") },
	"schooling.upper_secondary":  func(ctx context.Context) string { return T(ctx, "Secondaire supérieur (CESS)") },
	"schooling.tertiary":         func(ctx context.Context) string { return T(ctx, "Enseignement supérieur") },
	"jobless.under_6":            func(ctx context.Context) string { return T(ctx, "Moins de 6 mois") },
	"jobless.6_11":               func(ctx context.Context) string { return T(ctx, "6 à 11 mois") },
	"jobless.12_23":              func(ctx context.Context) string { return T(ctx, "12 à 23 mois") },
	"jobless.24_more":            func(ctx context.Context) string { return T(ctx, "24 mois et plus") },

	"accompanied":     func(ctx context.Context) string { return T(ctx, "Personnes accompagnées") },
	"exits":           func(ctx context.Context) string { return T(ctx, "Sorties de l'année") },
	"study_completed": func(ctx context.Context) string { return T(ctx, "Étude du projet terminée") },
	"exits.launched":  func(ctx context.Context) string { return T(ctx, "Entreprise créée") },
	"exits.unknown":   func(ctx context.Context) string { return T(ctx, "Motif non renseigné") },
	"survival.alive":  func(ctx context.Context) string { return T(ctx, "En activité trois ans après") },
	"survival.closed": func(ctx context.Context) string { return T(ctx, "Fermées") },
}

// FigureLabel names a figure of a report. A kind of meeting, a site or a programme is
// named by the caller, who knows it.
func FigureLabel(ctx context.Context, code string) string {
	if say, ok := figureLabels[code]; ok {
		return say(ctx)
	}
	if event, ok := strings.CutPrefix(code, "event."); ok {
		return EventLabel(ctx, event)
	}
	for _, prefix := range []string{"exit.", "exits."} {
		if reason, ok := strings.CutPrefix(code, prefix); ok {
			return ExitReasonLabel(ctx, programme.ExitReason(reason))
		}
	}
	return code
}

// EventLabel names what happens to dossiers month by month.
func EventLabel(ctx context.Context, event string) string {
	switch event {
	case "submitted":
		return T(ctx, "Dépôts")
	case "accepted":
		return T(ctx, "Acceptations")
	case "entered":
		return T(ctx, "Entrées")
	case "tested":
		return T(ctx, "Débuts de test")
	case "launched":
		return T(ctx, "Lancements")
	case "exited":
		return T(ctx, "Sorties")
	case "meetings":
		return T(ctx, "Rencontres")
	case "minutes":
		return T(ctx, "Heures de rencontre")
	}
	return event
}

// AmountLabel names a sum of money of a report.
func AmountLabel(ctx context.Context, code string) string {
	switch code {
	case "money.asked":
		return T(ctx, "Demandé")
	case "money.awarded":
		return T(ctx, "Accordé")
	case "money.paid":
		return T(ctx, "Payé")
	case "money.left":
		return T(ctx, "Reste à payer")
	case "money.recovered":
		return T(ctx, "Récupéré")
	case "money.late":
		return T(ctx, "Échu et non payé")
	case "money.caps":
		return T(ctx, "Plafonds")
	case "money.elsewhere":
		return T(ctx, "Accordé pour d'autres projets")
	case "money.under_cap":
		return T(ctx, "Encore accordable")
	}
	return code
}

// FigureGroup heads the figures that share a prefix.
func FigureGroup(ctx context.Context, prefix string) string {
	switch prefix {
	case "gender":
		return T(ctx, "Genre")
	case "age":
		return T(ctx, "Âge à l'entrée")
	case "situation":
		return T(ctx, "Situation à l'entrée")
	case "schooling":
		return T(ctx, "Études")
	case "jobless":
		return T(ctx, "Sans emploi depuis, à l'entrée")
	}
	return prefix
}

// FigureOf says what a figure is a part of, with its number: "24 projets acceptés".
func FigureOf(ctx context.Context, code string, n int) string {
	count := Count(n)
	switch code {
	case "applications":
		return N(ctx, "%s candidature", "%s candidatures", n, count)
	case "accepted":
		return N(ctx, "%s projet accepté", "%s projets acceptés", n, count)
	case "entered":
		return N(ctx, "%s entrée", "%s entrées", n, count)
	case "tested":
		return N(ctx, "%s entrée en test", "%s entrées en test", n, count)
	case "launched":
		return N(ctx, "%s lancement", "%s lancements", n, count)
	case "exited", "exits":
		return N(ctx, "%s sortie", "%s sorties", n, count)
	case "stay.coaching.done":
		return N(ctx, "%s accompagnement terminé", "%s accompagnements terminés", n, count)
	case "stay.test.done":
		return N(ctx, "%s test terminé", "%s tests terminés", n, count)
	case "plan":
		return N(ctx, "%s projet avec une liste", "%s projets avec une liste", n, count)
	case "grant_awarded":
		return N(ctx, "%s projet avec une bourse", "%s projets avec une bourse", n, count)
	case "exits.launched":
		return N(ctx, "%s entreprise créée", "%s entreprises créées", n, count)
	}
	return N(ctx, "%s personne accompagnée", "%s personnes accompagnées", n, count)
}

// MissingLabel names what is not filled in of a dossier.
func MissingLabel(ctx context.Context, name string) string {
	switch name {
	case "gender":
		return T(ctx, "genre")
	case "birth_on":
		return T(ctx, "date de naissance")
	case "situation":
		return T(ctx, "situation à l'entrée")
	case "schooling":
		return T(ctx, "études")
	case "exit_reason":
		return T(ctx, "motif de sortie")
	case "study_completed":
		return T(ctx, "étude du projet terminée ou non")
	case "enterprise":
		return T(ctx, "entreprise créée")
	}
	return name
}

// AlertLabel names what is amiss, in a few words for a table.
func AlertLabel(ctx context.Context, code string) string {
	switch code {
	case "overdue":
		return T(ctx, "échéance dépassée")
	case "silent":
		return T(ctx, "sans nouvelles")
	case "no_coach":
		return T(ctx, "sans accompagnement désigné")
	case "unpaid":
		return T(ctx, "tranche à payer")
	case "missing":
		return T(ctx, "données manquantes")
	}
	return code
}

// PaperKindLabel names a kind of issued paper.
func PaperKindLabel(ctx context.Context, kind string) string {
	switch kind {
	case "cohort":
		return T(ctx, "Rapport de cohorte")
	case "progress":
		return T(ctx, "Rapport de progression")
	case "plan":
		return T(ctx, "Plan d'affaires")
	case "year":
		return T(ctx, "Rapport d'activité")
	case "minutes":
		return T(ctx, "Procès-verbal de comité")
	case "letter":
		return T(ctx, "Lettre de décision")
	case "agreement":
		return T(ctx, "Convention d'accompagnement")
	case "status":
		return T(ctx, "Convention de statut provisoire")
	case "amendment":
		return T(ctx, "Avenant")
	case "grant":
		return T(ctx, "Lettre sur la bourse")
	case "fund":
		return T(ctx, "Indicateurs du Fonds social européen plus")
	}
	return kind
}

// PaperKinds lists the kinds of issued papers, in the order of a journey and then of the couveuse's year.
func PaperKinds() []string {
	return []string{"letter", "agreement", "status", "amendment", "grant", "progress", "plan", "minutes", "cohort", "year", "fund"}
}

// NoticeLabel names a kind of notice, after an article or as the title of a line.
func NoticeLabel(ctx context.Context, kind string) string {
	switch kind {
	case "coaching":
		return T(ctx, "convention d'accompagnement")
	case "status":
		return T(ctx, "convention de mise à l'essai sous statut provisoire")
	case "extension":
		return T(ctx, "avenant de prolongation")
	case "suspension":
		return T(ctx, "avenant de suspension")
	case "resumption":
		return T(ctx, "avenant de reprise")
	case "award":
		return T(ctx, "lettre d'octroi de la bourse")
	case "refusal":
		return T(ctx, "lettre de refus de la bourse")
	case "reduction":
		return T(ctx, "lettre de réduction de la bourse")
	case "recovery":
		return T(ctx, "lettre de récupération de la bourse")
	}
	return kind
}

// Share writes part of whole in whole per cents, as published profiles do: 79 %.
func Share(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	return Count((part*200+whole)/(2*whole)) + NarrowNoBreak + "%"
}
