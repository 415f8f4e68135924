package wording

import (
	"context"
	"strconv"
	"strings"
)

// SurvivalConvention says how the curve is estimated, for who reads it.
func SurvivalConvention(ctx context.Context) string {
	return T(ctx, "Estimation de Kaplan-Meier, mois par mois. Une fermeture compte au mois de sa date quand elle est connue, sinon au mois de la question qui l'a fait découvrir : elle a pu avoir lieu plus tôt. Une entreprise cédée continue, elle compte comme en activité. Une entreprise dont personne n'a de nouvelles, alors qu'une question est à échéance, est suivie jusqu'au dernier mois où on la savait en activité. Une entreprise dont la prochaine question n'est pas encore à échéance est suivie jusqu'à aujourd'hui.")
}

// Year writes a year, without a space among its figures.
func Year(year int) string { return strconv.Itoa(year) }

// StandsLabel says how enterprises stand at a month, as a column's title.
func StandsLabel(ctx context.Context, what string) string {
	switch what {
	case "due":
		return T(ctx, "À échéance")
	case "alive":
		return T(ctx, "En activité")
	case "sold":
		return T(ctx, "Cédées")
	case "closed":
		return T(ctx, "Fermées")
	case "unknown":
		return T(ctx, "Inconnues")
	case "silent":
		return T(ctx, "Sans réponse")
	case "not_due":
		return T(ctx, "Pas encore à échéance")
	}
	return what
}

// LifeLabel names a figure about enterprises: "life.36.alive", "curve.12.lost".
func LifeLabel(ctx context.Context, code string) string {
	parts := strings.Split(code, ".")
	if len(parts) != 3 {
		return T(ctx, "Entreprises créées")
	}
	months, _ := strconv.Atoi(parts[1])
	if parts[0] == "life" {
		return T(ctx, "%s après %s", StandsLabel(ctx, parts[2]), Months(ctx, months))
	}
	switch parts[2] {
	case "at_risk":
		return T(ctx, "Encore suivies après %s", Months(ctx, months))
	case "closed":
		return T(ctx, "Fermées jusqu'à %s", Months(ctx, months))
	}
	return T(ctx, "Perdues de vue avant %s", Months(ctx, months))
}

// LifeDefinition says what a figure about enterprises counts.
func LifeDefinition(ctx context.Context, code string) string {
	what := code[strings.LastIndex(code, ".")+1:]
	switch what {
	case "due":
		return T(ctx, "Entreprises dont la création remonte au moins à ce nombre de mois.")
	case "alive":
		return T(ctx, "Entreprises à échéance dont la dernière réponse à la question de ce mois dit qu'elles sont en activité, sans avoir changé de mains.")
	case "sold":
		return T(ctx, "Entreprises à échéance dont la dernière réponse à la question de ce mois dit qu'elles ont été cédées et continuent.")
	case "closed":
		if strings.HasPrefix(code, "curve.") {
			return T(ctx, "Entreprises fermées au plus tard ce mois-là.")
		}
		return T(ctx, "Entreprises à échéance fermées à ce mois ou avant.")
	case "unknown":
		return T(ctx, "Entreprises à échéance dont personne n'a pu dire ce qu'elles sont devenues.")
	case "silent":
		return T(ctx, "Entreprises à échéance pour lesquelles la question de ce mois n'a pas encore de réponse.")
	case "not_due":
		return T(ctx, "Entreprises dont la création ne remonte pas encore à ce nombre de mois.")
	case "at_risk":
		return T(ctx, "Entreprises ni fermées ni perdues de vue avant ce mois : le dénominateur de la courbe à ce moment.")
	case "lost":
		return T(ctx, "Entreprises qui n'étaient pas fermées et dont le suivi s'arrête avant ce mois : sans nouvelles depuis, ou créées trop récemment.")
	}
	return T(ctx, "Entreprises nées d'un projet accompagné.")
}

// StandingLabel heads the questions that stand so, as a column's title or a list's.
func StandingLabel(ctx context.Context, standing string) string {
	switch standing {
	case "form":
		return T(ctx, "Formulaire")
	case "phone":
		return T(ctx, "Téléphone")
	case "house":
		return T(ctx, "Couveuse")
	case "unknown":
		return T(ctx, "Injoignables")
	case "declined":
		return T(ctx, "Refus")
	case "moot":
		return T(ctx, "Sans objet")
	case "open":
		return T(ctx, "En attente")
	}
	return T(ctx, "Posées")
}

// StandingTag says how one question stands.
func StandingTag(ctx context.Context, standing string) string {
	switch standing {
	case "form":
		return T(ctx, "Répondu par formulaire")
	case "phone":
		return T(ctx, "Répondu par téléphone")
	case "house":
		return T(ctx, "Noté par la couveuse")
	case "unknown":
		return T(ctx, "Injoignable")
	case "declined":
		return T(ctx, "Ne souhaite pas répondre")
	case "moot":
		return T(ctx, "Sans objet : entreprise fermée")
	}
	return T(ctx, "Attend une réponse")
}

// StandingDefinition says what is counted so.
func StandingDefinition(ctx context.Context, standing string) string {
	switch standing {
	case "form":
		return T(ctx, "Questions dont la dernière réponse est venue par le lien personnel.")
	case "phone":
		return T(ctx, "Questions dont la dernière réponse a été encodée par la couveuse après un entretien.")
	case "house":
		return T(ctx, "Questions dont la réponse a été notée directement dans le dossier, ou reprise d'un fichier.")
	case "unknown":
		return T(ctx, "Questions classées sans réponse : la personne n'a pas pu être jointe, ou ne savait pas.")
	case "declined":
		return T(ctx, "Questions restées ouvertes quand la personne a demandé de ne plus en recevoir.")
	case "moot":
		return T(ctx, "Questions devenues sans objet : entre-temps, la couveuse a appris que l'entreprise était fermée.")
	case "open":
		return T(ctx, "Questions qui attendent une réponse : les rappels partent seuls après 14 et 28 jours, ensuite il reste le téléphone.")
	}
	return T(ctx, "Toutes les questions envoyées aux entreprises, ou à poser par téléphone faute d'adresse.")
}

// CloseReasonLabel words why an enterprise closed.
func CloseReasonLabel(ctx context.Context, code string) string {
	switch code {
	case "income":
		return T(ctx, "Pas assez de revenus")
	case "customers":
		return T(ctx, "Pas assez de clientèle")
	case "costs":
		return T(ctx, "Trop de charges ou de dettes")
	case "job":
		return T(ctx, "Un emploi trouvé")
	case "health":
		return T(ctx, "La santé")
	case "family":
		return T(ctx, "La famille, un déménagement")
	case "other":
		return T(ctx, "Une autre raison")
	}
	return code
}

// TurnoverLabel words a band of turnover.
func TurnoverLabel(ctx context.Context, code string) string {
	switch code {
	case "none":
		return T(ctx, "Aucun")
	case "under_10":
		return T(ctx, "Moins de 10 000 €")
	case "10_25":
		return T(ctx, "De 10 000 à 25 000 €")
	case "25_50":
		return T(ctx, "De 25 000 à 50 000 €")
	case "50_100":
		return T(ctx, "De 50 000 à 100 000 €")
	case "100_more":
		return T(ctx, "Plus de 100 000 €")
	}
	return code
}

// FounderLabel words the situation of who founded an enterprise.
func FounderLabel(ctx context.Context, code string) string {
	switch code {
	case "main":
		return T(ctx, "À mon compte, à titre principal")
	case "side":
		return T(ctx, "À mon compte, à titre complémentaire")
	case "employee":
		return T(ctx, "Un emploi salarié")
	case "jobseeker":
		return T(ctx, "En recherche d'emploi")
	case "training":
		return T(ctx, "Aux études ou en formation")
	case "retired":
		return T(ctx, "À la retraite")
	case "other":
		return T(ctx, "Une autre situation")
	}
	return code
}

var campaignLabels = labels{
	"closed_on":    func(ctx context.Context) string { return T(ctx, "Date de fermeture") },
	"close_reason": func(ctx context.Context) string { return T(ctx, "Raison principale") },
	"turnover":     func(ctx context.Context) string { return T(ctx, "Chiffre d'affaires") },
	"apres":        func(ctx context.Context) string { return T(ctx, "Suite de la liste") },
}
