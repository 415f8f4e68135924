package wording

import (
	"context"
	"strings"

	"eclosion/models"
	"eclosion/models/pilot"
)

// ReasonLabel names what holds a dossier up.
func ReasonLabel(ctx context.Context, r pilot.Reason) string {
	switch r {
	case pilot.Waiting:
		return T(ctx, "Candidature en attente")
	case pilot.NoLetter:
		return T(ctx, "Décision sans lettre")
	case pilot.NoAgreement:
		return T(ctx, "Accepté sans convention")
	case pilot.NoCoach:
		return T(ctx, "Sans accompagnement")
	case pilot.PlanMissing:
		return T(ctx, "Plan d'affaires incomplet")
	case pilot.Overdue:
		return T(ctx, "Échéance dépassée")
	case pilot.Silent:
		return T(ctx, "Sans nouvelles")
	case pilot.Suspended:
		return T(ctx, "Suspension qui dure")
	case pilot.PieceLate:
		return T(ctx, "Pièce en retard")
	case pilot.FileInfected:
		return T(ctx, "Fichier infecté")
	case pilot.FileUnseen:
		return T(ctx, "Fichier non vérifié")
	case pilot.Unsigned:
		return T(ctx, "Convention à signer")
	}
	return T(ctx, "Bourse à décider")
}

// ReasonDefinition says when a reason holds a dossier up.
func ReasonDefinition(ctx context.Context, r pilot.Reason) string {
	switch r {
	case pilot.Waiting:
		return T(ctx, "Candidature déposée depuis plus de 14 jours sans être prise à l'examen, ou à l'examen depuis plus de 30 jours sans décision.")
	case pilot.NoLetter:
		return T(ctx, "Décision des 60 derniers jours dont la lettre n'est pas émise.")
	case pilot.NoAgreement:
		return T(ctx, "Projet accepté dont la convention d'accompagnement n'est pas enregistrée.")
	case pilot.NoCoach:
		return T(ctx, "Projet accepté, en accompagnement ou en test, sans personne désignée à ce jour.")
	case pilot.PlanMissing:
		return T(ctx, "Minimum de l'accompagnement atteint, mais des points obligatoires du plan d'affaires ne sont pas validés et aucune dérogation ne lève cette règle.")
	case pilot.Overdue:
		return T(ctx, "Étape en cours au-delà de son échéance, prolongations et suspensions comprises.")
	case pilot.Silent:
		return T(ctx, "Étape en cours, non suspendue, sans rencontre à venir, et sans rencontre depuis plus de jours que ne le prévoient les conditions du programme.")
	case pilot.Suspended:
		return T(ctx, "Parcours suspendu depuis plus de 60 jours, sans reprise enregistrée.")
	case pilot.PieceLate:
		return T(ctx, "Pièce demandée, attendue pour un jour passé, et qui n'est pas arrivée.")
	case pilot.FileInfected:
		return T(ctx, "Fichier dans lequel un virus a été trouvé, et qu'aucun autre n'a remplacé.")
	case pilot.FileUnseen:
		return T(ctx, "Fichier que l'antivirus n'a toujours pas vérifié après plus d'un jour. Sans antivirus installé, aucun fichier ne compte.")
	case pilot.Unsigned:
		return T(ctx, "Convention ou avenant émis depuis plus de 14 jours, et que les deux parties n'ont pas encore signé.")
	}
	return T(ctx, "Demande de bourse sans décision depuis plus de 30 jours.")
}

// BlockText says what holds a dossier up, and since when.
func BlockText(ctx context.Context, b pilot.Block, today models.Date) string {
	days := b.Since.DaysUntil(today)
	switch {
	case b.Reason == pilot.PlanMissing:
		return N(ctx, "%s point obligatoire à valider", "%s points obligatoires à valider", b.Count, Count(b.Count))
	case days <= 0:
		return ReasonLabel(ctx, b.Reason)
	case b.Reason == pilot.Overdue || b.Reason == pilot.PieceLate:
		return T(ctx, "%s de %s", ReasonLabel(ctx, b.Reason), Days(ctx, days))
	}
	return T(ctx, "%s depuis %s", ReasonLabel(ctx, b.Reason), Days(ctx, days))
}

// PilotFigure names a figure of the pilot pages and says what it counts.
func PilotFigure(ctx context.Context, code string) (title, definition string) {
	area, rest, _ := strings.Cut(code, ".")
	switch area {
	case "blocked":
		if rest == "" {
			return T(ctx, "Dossiers bloqués"), T(ctx, "Dossiers retenus par au moins une raison ; chacun compte une fois.")
		}
		return ReasonLabel(ctx, pilot.Reason(rest)), ReasonDefinition(ctx, pilot.Reason(rest))
	case "ends", "status", "rights":
		return T(ctx, "%s : %s", EndLabel(ctx, area), LowerFirst(StretchLabel(ctx, rest))), EndDefinition(ctx, area)
	case "tranches":
		return trancheFigure(ctx, rest), T(ctx, "Tranches de bourse octroyées et pas encore payées en entier, selon leur jour ou, sans jour, celui de l'octroi. Le montant est ce qui reste à payer.")
	case "places":
		return placesFigure(ctx, rest)
	}
	return teamFigure(ctx, code)
}

// EndLabel names what ends.
func EndLabel(ctx context.Context, area string) string {
	switch area {
	case "ends":
		return T(ctx, "Fins d'étape")
	case "status":
		return T(ctx, "Fins de statut provisoire")
	}
	return T(ctx, "Fins de droits")
}

// EndDefinition says what is counted of it.
func EndDefinition(ctx context.Context, area string) string {
	switch area {
	case "ends":
		return T(ctx, "Fin prévue de l'accompagnement ou du test, prolongations et suspensions comprises. Les parcours suspendus ne comptent pas : leur échéance recule chaque jour.")
	case "status":
		return T(ctx, "Dernier jour du statut provisoire des projets en test, prolongations et suspensions comprises. Les parcours suspendus ne comptent pas.")
	}
	return T(ctx, "Fin des droits au chômage des personnes acceptées, en accompagnement ou en test, telle que leur candidature l'indique.")
}

// StretchLabel names a stretch of time in which something ends.
func StretchLabel(ctx context.Context, code string) string {
	switch code {
	case "past":
		return T(ctx, "Passées")
	case "30":
		return T(ctx, "Dans les 30 jours")
	case "60":
		return T(ctx, "Dans 31 à 60 jours")
	}
	return T(ctx, "Dans 61 à 90 jours")
}

func trancheFigure(ctx context.Context, code string) string {
	switch code {
	case "late":
		return T(ctx, "Tranches en retard de paiement")
	case "soon":
		return T(ctx, "Tranches à payer dans les 30 jours")
	}
	return T(ctx, "Tranches à payer plus tard")
}

func placesFigure(ctx context.Context, code string) (title, definition string) {
	switch code {
	case "held":
		return T(ctx, "Places prises"), T(ctx, "Projets acceptés dans la cohorte, sauf ceux qui sont sortis avant leur accompagnement.")
	case "waiting":
		return T(ctx, "En liste d'attente"), T(ctx, "Candidatures sur la liste d'attente de la cohorte.")
	}
	return T(ctx, "À examiner"), T(ctx, "Candidatures déposées ou à l'examen, sans décision.")
}

func teamFigure(ctx context.Context, code string) (title, definition string) {
	switch code {
	case "reports.due":
		return T(ctx, "Rapports de progression à faire"), T(ctx, "Projets pour lesquels le rythme du programme demande un rapport, dont le jour est venu et que personne n'a commencé.")
	case "reports.submitted":
		return T(ctx, "Rapports de progression à décider"), T(ctx, "Rapports soumis qui attendent une décision.")
	case "coach.coaching":
		return T(ctx, "Dossiers en accompagnement"), T(ctx, "Dossiers en accompagnement sur lesquels la personne travaille aujourd'hui, remplacements compris.")
	case "coach.test":
		return T(ctx, "Dossiers en test"), T(ctx, "Dossiers en test sur lesquels la personne travaille aujourd'hui, remplacements compris.")
	case "coach.silent":
		return T(ctx, "Dossiers sans nouvelles"), ReasonDefinition(ctx, pilot.Silent)
	case "coach.met":
		return T(ctx, "Rencontres tenues en 30 jours"), T(ctx, "Rencontres tenues dans les 30 derniers jours, que la personne a menées ; une rencontre de groupe compte une fois.")
	case "coach.ahead":
		return T(ctx, "Rencontres des 7 prochains jours"), T(ctx, "Rencontres prévues à partir de maintenant et jusqu'à la fin du septième jour.")
	}
	return T(ctx, "Actions en retard"), T(ctx, "Actions confiées à la personne, non faites, dont le jour est passé, sur des dossiers accompagnés.")
}
