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
