package wording

import "context"

// dossierRefusals are the sentences of the verbs that move a dossier.
var dossierRefusals = map[string]sentence{
	"agreement.out_of_phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Une convention s'enregistre de l'acceptation à la fin du test ; le dossier est à l'étape « %s ».", PhaseLabel(ctx, f.phase("phase")))
	},
	"agreement.in_force": func(ctx context.Context, f facts) string {
		return T(ctx, "La convention %s est en cours depuis le %s : elle ne se corrige plus. Mettez-y fin, puis enregistrez la nouvelle.", f.text("number"), f.long("starts"))
	},
	"agreement.none": func(ctx context.Context, _ facts) string {
		return T(ctx, "Il n'y a pas de convention en cours à laquelle mettre fin.")
	},
	"coach.out_of_phase": func(ctx context.Context, f facts) string {
		return T(ctx, "L'accompagnement se désigne une fois la candidature acceptée, et tant que le dossier n'est pas sorti ; celui-ci est à l'étape « %s ».", PhaseLabel(ctx, f.phase("phase")))
	},
	"followup.not_launched": func(ctx context.Context, f facts) string {
		return T(ctx, "Le suivi porte sur une entreprise lancée ; le dossier est à l'étape « %s ».", PhaseLabel(ctx, f.phase("phase")))
	},
}

// dossierLabels name the fields of the forms of a dossier's page.
var dossierLabels = labels{
	"date":              func(ctx context.Context) string { return T(ctx, "Date") },
	"number":            func(ctx context.Context) string { return T(ctx, "Numéro de la convention") },
	"signed_on":         func(ctx context.Context) string { return T(ctx, "Date de signature") },
	"starts_on":         func(ctx context.Context) string { return T(ctx, "Premier jour") },
	"ends_on":           func(ctx context.Context) string { return T(ctx, "Dernier jour") },
	"ended_on":          func(ctx context.Context) string { return T(ctx, "Premier jour sans la convention") },
	"reason":            func(ctx context.Context) string { return T(ctx, "Motif") },
	"note":              func(ctx context.Context) string { return T(ctx, "Explication") },
	"months":            func(ctx context.Context) string { return T(ctx, "Nombre de mois") },
	"coaches":           func(ctx context.Context) string { return T(ctx, "Accompagnement") },
	"enterprise_name":   func(ctx context.Context) string { return T(ctx, "Nom de l'entreprise") },
	"enterprise_number": func(ctx context.Context) string { return T(ctx, "Numéro d'entreprise") },
	"legal_form":        func(ctx context.Context) string { return T(ctx, "Forme juridique") },
	"jobs":              func(ctx context.Context) string { return T(ctx, "Emplois salariés") },
	"months_after":      func(ctx context.Context) string { return T(ctx, "Échéance") },
	"state":             func(ctx context.Context) string { return T(ctx, "Situation de l'entreprise") },
	"observed_on":       func(ctx context.Context) string { return T(ctx, "Date de l'observation") },
	"study_completed":   func(ctx context.Context) string { return T(ctx, "Étude du projet") },
}
