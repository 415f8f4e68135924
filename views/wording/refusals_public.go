package wording

import "context"

// publicRefusals are the sentences of the information sessions' rules.
var publicRefusals = map[string]sentence{
	"infosession.cancelled": func(ctx context.Context, f facts) string {
		return T(ctx, "La séance du %s est annulée. D'autres séances sont annoncées sur la page des séances d'information.", f.long("date"))
	},
	"infosession.past": func(ctx context.Context, f facts) string {
		return T(ctx, "La séance du %s a commencé ou est passée. Choisissez-en une à venir.", f.long("date"))
	},
	"infosession.closed": func(ctx context.Context, f facts) string {
		return T(ctx, "Les inscriptions à cette séance se sont terminées le %s. Choisissez-en une autre, ou appelez-nous.", f.long("date"))
	},
	"infosession.places_taken": func(ctx context.Context, f facts) string {
		return N(ctx, "%s personne a déjà une place : indiquez au moins ce nombre, ou annulez d'abord des inscriptions.",
			"%s personnes ont déjà une place : indiquez au moins ce nombre, ou annulez d'abord des inscriptions.", f.number("count"), Count(f.number("count")))
	},
	"infosession.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Beaucoup d'inscriptions viennent d'arriver d'ici. Patientez dix minutes, puis réessayez.")
	},
	"infosession.not_yet": func(ctx context.Context, f facts) string {
		return T(ctx, "Les présences se cochent à partir du jour de la séance, le %s.", f.long("date"))
	},
}

// publicLabels name the fields of that area's forms.
var publicLabels = labels{
	"session_on":         func(ctx context.Context) string { return T(ctx, "Date") },
	"session_time":       func(ctx context.Context) string { return T(ctx, "Heure") },
	"session_programmes": func(ctx context.Context) string { return T(ctx, "Programmes") },
	"online_url":         func(ctx context.Context) string { return T(ctx, "Lien de la réunion en ligne") },
	"partner":            func(ctx context.Context) string { return T(ctx, "Partenaire") },
	"places":             func(ctx context.Context) string { return T(ctx, "Places") },
	"closes_on":          func(ctx context.Context) string { return T(ctx, "Dernier jour pour s'inscrire") },
	"notes":              func(ctx context.Context) string { return T(ctx, "Bon à savoir") },
	"cancel_reason":      func(ctx context.Context) string { return T(ctx, "Raison de l'annulation") },
	"heard":              func(ctx context.Context) string { return T(ctx, "Comment avez-vous entendu parler de cette séance ?") },
	"check_adult":        func(ctx context.Context) string { return T(ctx, "Avez-vous 18 ans ou plus ?") },
	"check_residence":    func(ctx context.Context) string { return T(ctx, "Où habitez-vous ?") },
	"check_seeker": func(ctx context.Context) string {
		return T(ctx, "Êtes-vous inscrit·e comme demandeur·euse d'emploi ?")
	},
	"check_income":          func(ctx context.Context) string { return T(ctx, "Qu'est-ce qui vous concerne aujourd'hui ?") },
	"check_number":          func(ctx context.Context) string { return T(ctx, "Avez-vous un numéro d'entreprise à votre nom ?") },
	"check_stage":           func(ctx context.Context) string { return T(ctx, "Où en est votre projet ?") },
	"programme_description": func(ctx context.Context) string { return T(ctx, "Présentation pour le public") },
}
