package wording

import (
	"context"
	"strings"
)

// cohortDefinitions say what each figure of a cohort's report counts, in the
// order in which the report prints them.
var cohortDefinitions = []struct {
	code string
	say  func(context.Context) string
}{
	{"applications", func(ctx context.Context) string {
		return T(ctx, "Dossiers de la cohorte déposés au moins une fois. Un brouillon jamais déposé ne compte pas.")
	}},
	{"pending", func(ctx context.Context) string {
		return T(ctx, "Candidatures déposées, à l'examen, en liste d'attente ou renvoyées pour complément, sans décision à ce jour.")
	}},
	{"accepted", func(ctx context.Context) string {
		return T(ctx, "Candidatures acceptées par le comité, quoi qu'elles soient devenues ensuite.")
	}},
	{"declined", func(ctx context.Context) string {
		return T(ctx, "Candidatures que le comité a refusées.")
	}},
	{"withdrawn", func(ctx context.Context) string {
		return T(ctx, "Candidatures que leur auteur ou autrice a retirées avant la décision.")
	}},
	{"to_enter", func(ctx context.Context) string {
		return T(ctx, "Projets acceptés, pas encore entrés en accompagnement et pas sortis.")
	}},
	{"entered", func(ctx context.Context) string {
		return T(ctx, "Projets acceptés dont l'accompagnement a commencé. Tous sont en accompagnement, en test, lancés, ou sortis après l'entrée.")
	}},
	{"coaching", func(ctx context.Context) string {
		return T(ctx, "Projets entrés qui sont en accompagnement le jour du rapport, suspensions comprises.")
	}},
	{"test", func(ctx context.Context) string {
		return T(ctx, "Projets entrés qui sont en période de test le jour du rapport, suspensions comprises.")
	}},
	{"tested", func(ctx context.Context) string {
		return T(ctx, "Projets dont la période de test a commencé. Le test est offert, pas imposé : un projet peut se lancer sans lui.")
	}},
	{"launched", func(ctx context.Context) string {
		return T(ctx, "Projets entrés devenus une entreprise, suivis ou non depuis. Les parcours encore en cours ne sont pas encore connus.")
	}},
	{"exited", func(ctx context.Context) string {
		return T(ctx, "Projets acceptés sortis sans lancement, rangés par motif ; avant l'accompagnement, ou après l'entrée.")
	}},
	{"event.submitted", func(ctx context.Context) string {
		return T(ctx, "Le mois où la chose est arrivée : premier dépôt, décision d'acceptation, premier jour d'accompagnement, de test, de l'entreprise, ou de la sortie. Avec une période, seuls ses jours comptent.")
	}},
	{"stay.coaching.done", func(ctx context.Context) string {
		return T(ctx, "Durée de chaque phase, du premier jour à celui où elle finit, sans les jours de suspension ; un mois vaut 30,44 jours. Seules les phases terminées entrent dans la médiane et la moyenne : celles en cours sont comptées à part, leur durée n'étant pas encore connue.")
	}},
	{"stay.coaching.short", func(ctx context.Context) string {
		return T(ctx, "Avant le minimum, après l'échéance : selon les conditions propres à chaque parcours, prolongations et suspensions comprises.")
	}},
	{"met", func(ctx context.Context) string {
		return T(ctx, "Rencontres tenues, absences et annulations exclues. Une rencontre à plusieurs projets compte une fois, avec sa durée ; ses participants comptent chacun. Celles reprises d'avant sont connues en nombre et en durée seulement, et n'entrent dans aucune période.")
	}},
	{"plan_ready", func(ctx context.Context) string {
		return T(ctx, "Points validés par l'accompagnement, sur les points qui s'appliquent, dans tous les projets qui ont une liste de contrôle. Les points sans objet ne comptent pas. Annoncé : le porteur ou la porteuse dit que le point est fait, et il reste à valider.")
	}},
	{"grant_asked", func(ctx context.Context) string {
		return T(ctx, "Demandé : demandes non retirées. Accordé : décisions, réductions déduites. Payé et récupéré : à leur date. Reste à payer : tout l'accordé moins tout le payé, à ce jour. Le plafond vaut par personne, toutes cohortes confondues, et compte une fois ; encore accordable : le plafond moins tout ce que la personne a obtenu.")
	}},
	{"alert.overdue", func(ctx context.Context) string {
		return T(ctx, "Phase en cours au-delà de son échéance, prolongations et suspensions comprises.")
	}},
	{"alert.silent", func(ctx context.Context) string {
		return T(ctx, "Phase en cours, non suspendue, sans rencontre depuis plus de jours que ne le prévoient les conditions du programme.")
	}},
	{"alert.no_coach", func(ctx context.Context) string {
		return T(ctx, "Projet accepté, en accompagnement ou en test, sans personne désignée à ce jour.")
	}},
	{"alert.unpaid", func(ctx context.Context) string {
		return T(ctx, "Tranche d'une bourse accordée dont la date est passée et qui n'est pas entièrement payée.")
	}},
	{"alert.missing", func(ctx context.Context) string {
		return T(ctx, "Projet accepté dont une donnée utile aux rapports n'est pas remplie.")
	}},
	{"gender.F", func(ctx context.Context) string {
		return T(ctx, "Profil des personnes entrées en accompagnement, tel qu'il était à l'entrée. Les réponses manquantes sont comptées à part et restent dans le dénominateur.")
	}},
}

// Definition is a term of a report and what it means.
type Definition struct{ Term, Text string }

// CohortDefinitions define the figures of a cohort's report.
func CohortDefinitions(ctx context.Context) []Definition {
	var list []Definition
	for _, d := range cohortDefinitions {
		list = append(list, Definition{definitionTerm(ctx, d.code), d.say(ctx)})
	}
	return list
}

// definitionTerm names what is defined: mostly one figure, sometimes its group.
func definitionTerm(ctx context.Context, code string) string {
	switch code {
	case "stay.coaching.done":
		return T(ctx, "Durées")
	case "stay.coaching.short":
		return T(ctx, "Écarts aux durées prévues")
	case "met":
		return T(ctx, "Rencontres et heures")
	case "plan_ready":
		return T(ctx, "Plan d'affaires")
	case "grant_asked":
		return T(ctx, "Bourses")
	case "event.submitted":
		return T(ctx, "Au fil des mois")
	case "gender.F":
		return T(ctx, "Profil à l'entrée")
	}
	return FigureLabel(ctx, code)
}

// FigureDefinition says what a figure counts, above the list of its people: its own
// definition or that of its group.
func FigureDefinition(ctx context.Context, code string) string {
	for _, c := range []string{code, definedWith(code)} {
		for _, d := range cohortDefinitions {
			if d.code == c {
				return d.say(ctx)
			}
		}
	}
	return ""
}

// definedWith is the figure whose definition says what another one counts, too.
func definedWith(code string) string {
	head, rest, _ := strings.Cut(code, ".")
	switch head {
	case "exit", "exit_unknown", "exited_before", "exited_entered":
		return "exited"
	case "launched_direct":
		return "launched"
	case "stay":
		if strings.HasSuffix(rest, "done") || strings.HasSuffix(rest, "running") {
			return "stay.coaching.done"
		}
		return "stay.coaching.short"
	case "event", "month":
		if strings.HasSuffix(rest, ".meetings") || strings.HasSuffix(rest, ".minutes") {
			return "met"
		}
		return "event.submitted"
	case "never_met", "carried", "kind", "meetings", "minutes":
		return "met"
	case "plan", "plan_untouched", "section":
		return "plan_ready"
	case "grant_awarded", "grant_paid", "grant_to_pay", "grant_recovered", "grant_capped", "money":
		return "grant_asked"
	case "gender", "age", "situation", "schooling", "jobless":
		return "gender.F"
	}
	return ""
}
