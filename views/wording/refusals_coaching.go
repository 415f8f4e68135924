package wording

import (
	"context"

	"eclosion/models/coaching"
)

// coachingRefusals are the sentences of that area's rules.
var coachingRefusals = map[string]sentence{
	"meeting.phase": meetingPhase,
	"meeting.not_yet": func(ctx context.Context, f facts) string {
		return T(ctx, "La rencontre est prévue le %s : personne ne peut y avoir manqué avant ce jour. Choisissez « Excusé » ou « Annulé ».", f.long("date"))
	},
	"meeting.other_account": func(ctx context.Context, _ facts) string {
		return T(ctx, "Cette rencontre a été écrite sous un autre compte : elle n'est pas enregistrée sous le vôtre.")
	},
	"meeting.already": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce formulaire a déjà donné la rencontre du %s. Ce que vous avez écrit en plus n'y est pas : votre texte est resté ici.", f.long("date"))
	},
	"meeting.draft_long": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce brouillon est trop long pour être gardé par le serveur : il l'est sur cet appareil.")
	},
	"meeting.drafts_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Vous avez déjà %s brouillons de rencontres : terminez-en ou supprimez-en. Celui-ci est gardé sur cet appareil.", Count(f.number("limit")))
	},
}

func meetingPhase(ctx context.Context, f facts) string {
	text := T(ctx, "Une rencontre s'enregistre pour un projet accepté, en accompagnement ou en test ; le dossier %s est à l'étape « %s ».",
		f.text("ref"), PhaseLabel(ctx, f.phase("phase")))
	if f.phase("phase").IsApplication() {
		return text + " " + T(ctx, "Ce sera possible dès que la candidature sera acceptée.")
	}
	return text + " " + T(ctx, "Ce parcours est terminé ; les rencontres déjà enregistrées peuvent encore être corrigées.")
}

// coachingLabels name the fields of that area's forms.
var coachingLabels = withActionRows(labels{
	"meeting_state":   func(ctx context.Context) string { return T(ctx, "La rencontre") },
	"meeting_on":      func(ctx context.Context) string { return T(ctx, "Date") },
	"starts_at":       func(ctx context.Context) string { return T(ctx, "Heure") },
	"minutes":         func(ctx context.Context) string { return T(ctx, "Durée") },
	"minutes_other":   func(ctx context.Context) string { return T(ctx, "Autre durée") },
	"meeting_kind":    func(ctx context.Context) string { return T(ctx, "Sujet") },
	"medium":          func(ctx context.Context) string { return T(ctx, "Moyen") },
	"place":           func(ctx context.Context) string { return T(ctx, "Lieu") },
	"holders":         func(ctx context.Context) string { return T(ctx, "Autres porteurs et porteuses présents") },
	"coaches":         func(ctx context.Context) string { return T(ctx, "Accompagnement") },
	"meeting_summary": func(ctx context.Context) string { return T(ctx, "Compte rendu") },
	"qui":             func(ctx context.Context) string { return T(ctx, "Avec qui") },
	"private_note":    func(ctx context.Context) string { return T(ctx, "Note privée") },
	"next_on":         func(ctx context.Context) string { return T(ctx, "Prochaine rencontre") },
	"next_at":         func(ctx context.Context) string { return T(ctx, "Heure de la prochaine rencontre") },
	"next_place":      func(ctx context.Context) string { return T(ctx, "Lieu de la prochaine rencontre") },
	"action_title":    func(ctx context.Context) string { return T(ctx, "Action") },
	"action_owner":    func(ctx context.Context) string { return T(ctx, "Qui fait l'action") },
	"action_due":      func(ctx context.Context) string { return T(ctx, "Échéance") },
})

// withActionRows names the fields of each row of actions of a meeting's form.
func withActionRows(l labels) labels {
	for row := 1; row <= coaching.MaxActions; row++ {
		n := Count(row)
		l[coaching.ActionField(row, "title")] = func(ctx context.Context) string { return T(ctx, "Action %s", n) }
		l[coaching.ActionField(row, "owner")] = func(ctx context.Context) string { return T(ctx, "Action %s, qui la fait", n) }
		l[coaching.ActionField(row, "due")] = func(ctx context.Context) string { return T(ctx, "Action %s, échéance", n) }
	}
	return l
}
