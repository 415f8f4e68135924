package wording

import (
	"context"

	"eclosion/models"
	"eclosion/models/participant"
)

// EntryLabel names an answer of an entry, and of a result.
func EntryLabel(ctx context.Context, name string) string {
	if label, ok := participantLabels[name]; ok {
		return label(ctx)
	}
	return FieldLabel(ctx, name)
}

// EntryAnswer words an answer; "" for none.
func EntryAnswer(ctx context.Context, name, value string) string {
	switch name {
	case "jobless_since", "birth_on", "observed_on":
		if value == "" {
			return ""
		}
		return LongDate(models.Date(value))
	case "gender":
		return genderAnswer(ctx, value)
	}
	switch value {
	case "yes":
		return T(ctx, "Oui")
	case "no":
		return T(ctx, "Non")
	case "declined":
		return T(ctx, "Ne souhaite pas répondre")
	case "unemployed":
		return T(ctx, "Au chômage")
	case "inactive":
		return T(ctx, "Sans emploi, sans en chercher")
	case "employed":
		return T(ctx, "En emploi, indépendante ou indépendant compris")
	case "isced_0_2":
		return T(ctx, "Secondaire inférieur ou moins")
	case "isced_3_4":
		return T(ctx, "Secondaire supérieur, ou formation après le secondaire")
	case "isced_5_8":
		return T(ctx, "Bachelier, master, doctorat")
	}
	return ""
}

func genderAnswer(ctx context.Context, value string) string {
	switch value {
	case "F":
		return T(ctx, "Femme")
	case "M":
		return T(ctx, "Homme")
	case "X":
		return T(ctx, "Non binaire")
	}
	return ""
}

// EntryHint says what an answer means, where its name does not.
func EntryHint(ctx context.Context, name string) string {
	switch name {
	case "labour":
		return T(ctx, "Au chômage : sans emploi, disponible et en recherche, avec ou sans allocations. Sans emploi, sans en chercher : par exemple aux études, au foyer ou en incapacité de travail.")
	case "jobless_since":
		return T(ctx, "Le premier jour de cette période de chômage.")
	case "schooling":
		return T(ctx, "Le plus haut niveau terminé.")
	case "rural":
		return T(ctx, "Une commune peu peuplée, hors des villes et de leur agglomération.")
	case "third_country":
		return T(ctx, "La nationalité d'un pays hors de l'Union européenne.")
	case "foreign_background":
		return T(ctx, "Née ou né à l'étranger, ou dont un parent l'est.")
	case "minority":
		return T(ctx, "Y compris les communautés marginalisées, comme les Roms.")
	case "homeless":
		return T(ctx, "Sans logement, hébergé·e provisoirement, ou dans un logement précaire ou inadapté.")
	}
	return ""
}

// ResultMoment heads what is asked at a moment.
func ResultMoment(ctx context.Context, m participant.Moment) string {
	switch m {
	case participant.Exit:
		return T(ctx, "À la sortie")
	case participant.Later:
		return T(ctx, "Six mois après la sortie")
	}
	return T(ctx, "À l'entrée")
}

// ColumnLabel heads a column of the indicators.
func ColumnLabel(ctx context.Context, c participant.Column) string {
	switch c {
	case participant.Women:
		return T(ctx, "Femmes")
	case participant.Men:
		return T(ctx, "Hommes")
	case participant.NonBin:
		return T(ctx, "Non binaires")
	case participant.NoGender:
		return T(ctx, "Genre inconnu")
	case participant.Total:
		return T(ctx, "Total")
	case participant.Missing:
		return T(ctx, "Sans réponse")
	}
	return T(ctx, "Refus")
}

// LackLabel says why a result does not count. due is the last day on which an answer does.
func LackLabel(ctx context.Context, l participant.Lack, due models.Date) string {
	switch l {
	case participant.Awaited:
		return T(ctx, "à demander jusqu'au %s", Date(due))
	case participant.Overdue:
		return T(ctx, "pas demandée ; ne comptait que jusqu'au %s", Date(due))
	case participant.TooLate:
		return T(ctx, "donnée trop tard ; ne comptait que jusqu'au %s", Date(due))
	}
	return ""
}

// IndicatorDefinition says what a definition counts, under the rules of today.
func IndicatorDefinition(ctx context.Context, counts string, r participant.Rules) string {
	switch counts {
	case "all":
		return T(ctx, "Les dossiers dont l'accompagnement a commencé pendant la période. Une personne qui entre deux fois compte deux fois.")
	case "unemployed", "inactive", "employed":
		return T(ctx, "Parmi les entrées de la période, selon le statut donné pour le jour de l'entrée. Les trois statuts se partagent celles et ceux dont il est connu.")
	case "long_term":
		return T(ctx, "Parmi les entrées de la période, celles et ceux qui étaient au chômage depuis %s au moins le jour de l'entrée ; depuis %s pour les moins de %s ans. Les définitions du jour de l'entrée restent valables pour chaque personne.",
			Months(ctx, r.LongMonths), Months(ctx, r.YoungMonths), Count(r.YoungUnder))
	case "under_18", "18_29", "55_more":
		return T(ctx, "Parmi les entrées de la période, selon l'âge le jour de l'entrée.")
	case "isced_0_2", "isced_3_4", "isced_5_8":
		return T(ctx, "Parmi les entrées de la période, selon le plus haut niveau d'études terminé le jour de l'entrée.")
	case "disability", "third_country", "foreign", "minority", "homeless":
		return T(ctx, "Parmi les entrées de la période, celles et ceux qui ont répondu oui. Qui ne souhaite pas répondre est compté à part.")
	case "rural":
		return T(ctx, "Parmi les entrées de la période, celles et ceux qui ont répondu oui.")
	case "exit_search", "exit_training", "exit_qualification", "exit_employment":
		return T(ctx, "Parmi celles et ceux qui ont quitté l'accompagnement ou le test pendant la période, par un lancement ou par une sortie. Compte une réponse qui vaut au plus tard %s après la sortie ; une réponse plus tardive est gardée et n'est pas comptée.", Days(ctx, r.ExitDays))
	case "later_employment", "later_improved":
		return T(ctx, "Parmi celles et ceux pour qui %s se sont écoulés depuis la sortie pendant la période. Compte une réponse qui vaut dans les %s qui suivent ; une réponse plus tardive est gardée et n'est pas comptée.", Months(ctx, r.LaterMonths), Days(ctx, r.LaterDays))
	}
	return T(ctx, "Compte des organisations et non des personnes : il n'est pas dans ce tableau.")
}
