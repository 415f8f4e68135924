package wording

import (
	"context"
	"strings"
)

// activityDefinitions say what the figures of an activity report count, in the order in which the report prints them. The first
// part of a figure's code, or the whole, finds its definition.
var activityDefinitions = []struct {
	code string
	say  func(context.Context) string
}{
	{"accompanied", func(ctx context.Context) string {
		return T(ctx, "Personnes entrées en accompagnement le dernier jour de la période au plus tard, et qui n'étaient pas sorties avant son premier jour. Une personne qui porte deux projets compte pour chacun.")
	}},
	{"at_start", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées qui étaient entrées avant le premier jour de la période. Avec les entrées, elles font toutes les personnes accompagnées.")
	}},
	{"entered", func(ctx context.Context) string {
		return T(ctx, "Personnes dont l'accompagnement a commencé pendant la période.")
	}},
	{"exits", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées dont le parcours a fini pendant la période, par une création d'entreprise ou autrement. Les motifs et les motifs non renseignés font toutes les sorties.")
	}},
	{"staying", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées qui n'étaient pas sorties le dernier jour de la période, ou à ce jour si la période court encore.")
	}},
	{"study_completed", func(ctx context.Context) string {
		return T(ctx, "Sorties dont l'étude du projet était menée à son terme, quelle que soit la suite donnée.")
	}},
	{"exits.launched", func(ctx context.Context) string {
		return T(ctx, "Sorties par la création d'une entreprise.")
	}},
	{"profile", func(ctx context.Context) string {
		return T(ctx, "Profil tel qu'il était à l'entrée, des personnes accompagnées et de celles qui sont entrées pendant la période. Les réponses manquantes sont comptées à part et restent dans le dénominateur.")
	}},
	{"meetings", func(ctx context.Context) string {
		return T(ctx, "Rencontres tenues pendant la période avec au moins une personne accompagnée ; absences et annulations exclues. Une séance d'atelier compte une fois, quel que soit le nombre de personnes présentes.")
	}},
	{"minutes", func(ctx context.Context) string {
		return T(ctx, "Durée de ces rencontres, chacune comptée une fois.")
	}},
	{"presences", func(ctx context.Context) string {
		return T(ctx, "Présences des personnes accompagnées aux rencontres tenues pendant la période : une rencontre à trois personnes fait trois présences.")
	}},
	{"presence_minutes", func(ctx context.Context) string {
		return T(ctx, "Durée des rencontres comptée pour chaque personne présente. C'est elle qui se divise par le nombre de personnes accompagnées.")
	}},
	{"met", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées présentes à au moins une rencontre tenue pendant la période.")
	}},
	{"never_met", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées sans aucune rencontre tenue pendant la période.")
	}},
	{"other_meetings", func(ctx context.Context) string {
		return T(ctx, "Rencontres tenues pendant la période avec des personnes qui n'étaient pas accompagnées : avant l'entrée ou après la sortie. Elles ne sont pas comprises dans les autres chiffres.")
	}},
	{"carried_meetings", func(ctx context.Context) string {
		return T(ctx, "Rencontres des personnes accompagnées qui viennent de fichiers d'avant et dont on ne connaît que le total : sans date, elles peuvent avoir eu lieu avant la période. Elles ne sont pas comprises dans les autres chiffres.")
	}},
	{"sector", func(ctx context.Context) string {
		return T(ctx, "Entreprises créées pendant la période, par secteur du projet.")
	}},
	{"form", func(ctx context.Context) string {
		return T(ctx, "Entreprises créées pendant la période, par forme juridique. Les écritures qui se lisent de même sont réunies.")
	}},
	{"jobs", func(ctx context.Context) string {
		return T(ctx, "Emplois créés par les entreprises de la période : celui de chaque fondateur ou fondatrice, et les emplois salariés au lancement. Les entreprises dont les emplois salariés ne sont pas connus sont comptées à part.")
	}},
	{"followed_jobs", func(ctx context.Context) string {
		return T(ctx, "Emplois salariés des entreprises en activité, d'après les dernières nouvelles reçues pendant la période, quelle que soit leur date de création.")
	}},
	{"money.asked", func(ctx context.Context) string {
		return T(ctx, "Montant des demandes de bourse introduites pendant la période et non retirées, sur les sites et programmes choisis.")
	}},
	{"money.awarded", func(ctx context.Context) string {
		return T(ctx, "Montant des bourses accordées pendant la période, réductions non déduites.")
	}},
	{"money.reduced", func(ctx context.Context) string {
		return T(ctx, "Montant auquel il a été renoncé pendant la période, avant paiement.")
	}},
	{"money.paid", func(ctx context.Context) string {
		return T(ctx, "Montant des paiements faits pendant la période, quelle que soit la date de la décision.")
	}},
	{"money.recovered", func(ctx context.Context) string {
		return T(ctx, "Montant rendu à la couveuse pendant la période.")
	}},
	{"at_cap", func(ctx context.Context) string {
		return T(ctx, "Personnes accompagnées à qui le plafond de la bourse était entièrement accordé le dernier jour de la période, tous projets confondus.")
	}},
	{"survival.due", func(ctx context.Context) string {
		return T(ctx, "Entreprises créées pendant la période depuis assez longtemps pour que la question se pose à ce jour.")
	}},
	{"survival.not_due", func(ctx context.Context) string {
		return T(ctx, "Entreprises créées pendant la période dont l'âge n'atteint pas encore ce nombre de mois.")
	}},
	{"survival.known", func(ctx context.Context) string {
		return T(ctx, "Entreprises à échéance dont on sait si elles sont en activité ou fermées.")
	}},
	{"survival.alive", func(ctx context.Context) string {
		return T(ctx, "Entreprises à échéance vues en activité à cet âge. Une entreprise cédée qui continue est en activité.")
	}},
	{"survival.sold", func(ctx context.Context) string {
		return T(ctx, "Entreprises en activité à cet âge qui ont changé de mains.")
	}},
	{"survival.closed", func(ctx context.Context) string {
		return T(ctx, "Entreprises à échéance fermées à cet âge ou avant.")
	}},
	{"survival.unknown", func(ctx context.Context) string {
		return T(ctx, "Entreprises à échéance dont personne ne sait ce qu'elles sont devenues, ou qui n'ont pas répondu. Elles ne comptent ni comme en activité ni comme fermées.")
	}},
	{"site", func(ctx context.Context) string {
		return T(ctx, "Les mêmes chiffres, site par site. Chaque personne compte sur le site de son dossier ; une rencontre qui réunit des personnes de deux sites donne à chacun ses présences.")
	}},
	{"programme", func(ctx context.Context) string {
		return T(ctx, "Les mêmes chiffres, programme par programme.")
	}},
}

// definitionOf finds the definition that a code falls under.
func definitionOf(code string) string {
	head, rest, _ := strings.Cut(code, ".")
	switch head {
	case "entry", "gender", "age", "situation", "schooling", "jobless":
		return "profile"
	case "survival":
		return "survival." + rest[strings.LastIndex(rest, ".")+1:]
	case "other_minutes":
		return "other_meetings"
	case "carried_minutes":
		return "carried_meetings"
	case "site_minutes", "programme_minutes":
		return strings.TrimSuffix(head, "_minutes")
	}
	return code
}

// ActivityDefinition says what a figure of an activity report counts, above its list.
func ActivityDefinition(ctx context.Context, code string) string {
	if strings.HasPrefix(code, "life.") || strings.HasPrefix(code, "curve.") {
		return LifeDefinition(ctx, code)
	}
	code = definitionOf(code)
	head, _, _ := strings.Cut(code, ".")
	for _, wanted := range []string{code, head} {
		for _, d := range activityDefinitions {
			if d.code == wanted {
				return d.say(ctx)
			}
		}
	}
	return ""
}

// ActivityDefinitions define the figures of an activity report.
func ActivityDefinitions(ctx context.Context) []Definition {
	var list []Definition
	for _, d := range activityDefinitions {
		list = append(list, Definition{activityTerm(ctx, d.code), d.say(ctx)})
	}
	return list
}

func activityTerm(ctx context.Context, code string) string {
	switch code {
	case "profile":
		return T(ctx, "Profil à l'entrée")
	case "sector":
		return T(ctx, "Secteurs")
	case "form":
		return T(ctx, "Formes juridiques")
	case "site":
		return T(ctx, "Par site")
	case "programme":
		return T(ctx, "Par programme")
	}
	say, ok := activityLabels[code]
	switch {
	case !ok:
		return FigureLabel(ctx, code)
	case strings.HasPrefix(code, "survival."):
		return T(ctx, "Survie : %s", LowerFirst(say(ctx)))
	}
	return say(ctx)
}
