package wording

import "context"

// applicationRefusals are the sentences of that area's rules.
var applicationRefusals = map[string]sentence{
	"application.duplicate": func(ctx context.Context, f facts) string {
		return T(ctx, "Vous avez déjà un dossier ouvert pour la cohorte %s : le dossier %s. Continuez ce dossier, ou retirez-le avant d'en commencer un autre.", f.text("cohort"), f.text("ref"))
	},
	"application.window_closed": func(ctx context.Context, f facts) string {
		return T(ctx, "La cohorte %s acceptait les candidatures du %s au %s. Choisissez une cohorte encore ouverte dans « Programme et cohorte » : vos réponses sont gardées.",
			f.text("cohort"), f.long("opens"), f.long("closes"))
	},
	"application.window_ahead": func(ctx context.Context, f facts) string {
		return T(ctx, "La cohorte %s accepte les candidatures du %s au %s. Revenez à partir du %s : vos réponses sont gardées.",
			f.text("cohort"), f.long("opens"), f.long("closes"), f.long("opens"))
	},
	"application.frozen": func(ctx context.Context, f facts) string {
		return T(ctx, "Cette candidature est à l'étape « %s » : ses réponses ne changent plus. Pour corriger une réponse, écrivez à la couveuse, qui peut vous la rendre à compléter tant que l'examen n'a pas commencé.", PhaseLabel(ctx, f.phase("phase")))
	},
	"decision.cohort_full": func(ctx context.Context, f facts) string {
		return T(ctx, "La cohorte %s a %s et %s : accepter ce dossier la dépasserait. Mettez-le en liste d'attente, ou augmentez d'abord la capacité de la cohorte.",
			f.text("cohort"), N(ctx, "%s place", "%s places", f.number("limit"), Count(f.number("limit"))),
			N(ctx, "%s dossier accepté", "%s dossiers acceptés", f.number("count"), Count(f.number("count"))))
	},
}

// applicationLabels name the fields of that area's forms.
var applicationLabels = labels{
	"cohort":              func(ctx context.Context) string { return T(ctx, "Cohorte") },
	"first_name":          func(ctx context.Context) string { return T(ctx, "Prénom") },
	"last_name":           func(ctx context.Context) string { return T(ctx, "Nom de famille") },
	"birth_on":            func(ctx context.Context) string { return T(ctx, "Date de naissance") },
	"gender":              func(ctx context.Context) string { return T(ctx, "Genre") },
	"phone":               func(ctx context.Context) string { return T(ctx, "Téléphone") },
	"street":              func(ctx context.Context) string { return T(ctx, "Rue et numéro") },
	"postcode":            func(ctx context.Context) string { return T(ctx, "Code postal") },
	"municipality":        func(ctx context.Context) string { return T(ctx, "Commune") },
	"situation":           func(ctx context.Context) string { return T(ctx, "Situation actuelle") },
	"jobseeker_since":     func(ctx context.Context) string { return T(ctx, "Dans cette situation depuis") },
	"benefits_end_on":     func(ctx context.Context) string { return T(ctx, "Fin des droits") },
	"schooling":           func(ctx context.Context) string { return T(ctx, "Niveau d'études") },
	"own_vat":             func(ctx context.Context) string { return T(ctx, "Numéro d'entreprise") },
	"project_title":       func(ctx context.Context) string { return T(ctx, "Nom du projet") },
	"sector":              func(ctx context.Context) string { return T(ctx, "Secteur") },
	"project_description": func(ctx context.Context) string { return T(ctx, "Description du projet") },
	"clients":             func(ctx context.Context) string { return T(ctx, "Clients à ce jour") },
	"motivation":          func(ctx context.Context) string { return T(ctx, "Motivation") },
	"experience":          func(ctx context.Context) string { return T(ctx, "Expérience") },
	"consent":             func(ctx context.Context) string { return T(ctx, "Accord") },
	"keep_months":         func(ctx context.Context) string { return T(ctx, "Garder le dossier s'il n'est pas retenu") },
	"withdraw_reason":     func(ctx context.Context) string { return T(ctx, "Raison du retrait") },
	"completion_note":     func(ctx context.Context) string { return T(ctx, "Ce qui est demandé") },
	"outcome":             func(ctx context.Context) string { return T(ctx, "Décision") },
	"decided_on":          func(ctx context.Context) string { return T(ctx, "Date de la décision") },
	"committee":           func(ctx context.Context) string { return T(ctx, "Comité") },
	"rank":                func(ctx context.Context) string { return T(ctx, "Place sur la liste d'attente") },
	"reasons":             func(ctx context.Context) string { return T(ctx, "Raisons") },
	"next_step":           func(ctx context.Context) string { return T(ctx, "Et maintenant") },
}
