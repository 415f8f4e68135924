package wording

import (
	"context"

	"eclosion/models"
)

// workshopRefusals are the sentences of the workshops' rules.
var workshopRefusals = map[string]sentence{
	"workshop.cancelled": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cet atelier est annulé.")
	},
	"workshop.unplanned": func(ctx context.Context, _ facts) string {
		return T(ctx, "Les dates de cet atelier ne sont pas encore fixées : on peut s'inscrire dès qu'une séance est planifiée.")
	},
	"workshop.past": func(ctx context.Context, f facts) string {
		return T(ctx, "Cet atelier s'est terminé le %s.", f.long("date"))
	},
	"workshop.started": func(ctx context.Context, f facts) string {
		return T(ctx, "Cet atelier a commencé le %s : les inscriptions sont terminées. Si vous pensez pouvoir le rejoindre, demandez-le à votre accompagnateur·rice.", f.long("date"))
	},
	"workshop.closed": func(ctx context.Context, _ facts) string {
		return T(ctx, "Les inscriptions à cet atelier sont fermées. Votre accompagnateur·rice peut vous inscrire.")
	},
	"workshop.phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Les ateliers sont pour les projets acceptés, en accompagnement ou en test : %s est à l'étape « %s ».", f.text("ref"), PhaseLabel(ctx, f.phase("phase")))
	},
	"workshop.programme": func(ctx context.Context, f facts) string {
		return T(ctx, "Cet atelier n'est pas pour le programme %s, celui du dossier %s.", f.text("programme"), f.text("ref"))
	},
	"workshop.places_taken": func(ctx context.Context, f facts) string {
		return N(ctx, "%s personne a déjà une place : indiquez au moins ce nombre, ou retirez d'abord des inscriptions.",
			"%s personnes ont déjà une place : indiquez au moins ce nombre, ou retirez d'abord des inscriptions.", f.number("count"), Count(f.number("count")))
	},
	"workshop.session_cancelled": func(ctx context.Context, f facts) string {
		return T(ctx, "La séance du %s est annulée.", f.long("date"))
	},
	"workshop.session_closed": func(ctx context.Context, f facts) string {
		return T(ctx, "Les présences de la séance du %s sont clôturées : la séance ne change plus, mais ses présences se corrigent.", f.long("date"))
	},
	"workshop.not_yet": func(ctx context.Context, f facts) string {
		return T(ctx, "Les présences se cochent à partir du jour de la séance, le %s.", f.long("date"))
	},
	"workshop.not_begun": func(ctx context.Context, f facts) string {
		at, _ := f["at"].(models.Instant)
		return T(ctx, "Les présences se clôturent quand la séance a commencé : %s.", When(ctx, at))
	},
}

// workshopLabels name the fields of that area's forms.
var workshopLabels = labels{
	"workshop_title":       func(ctx context.Context) string { return T(ctx, "Titre de l'atelier") },
	"workshop_description": func(ctx context.Context) string { return T(ctx, "Présentation") },
	"workshop_programmes":  func(ctx context.Context) string { return T(ctx, "Programmes") },
	"workshop_summary":     func(ctx context.Context) string { return T(ctx, "Ce qui a été fait") },
	"session_from":         func(ctx context.Context) string { return T(ctx, "De") },
	"session_to":           func(ctx context.Context) string { return T(ctx, "À") },
	"leaders":              func(ctx context.Context) string { return T(ctx, "Qui anime") },
	"speaker":              func(ctx context.Context) string { return T(ctx, "Intervenant·e de l'extérieur") },
	"dossier":              func(ctx context.Context) string { return T(ctx, "Dossier") },
	"mark":                 func(ctx context.Context) string { return T(ctx, "Présence") },
}
