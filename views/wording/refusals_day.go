package wording

import "context"

// dayRefusals are the sentences of the day, of handovers and of covers.
var dayRefusals = map[string]sentence{
	"coach.stale": func(ctx context.Context, f facts) string {
		if f.text("ref") == "" {
			return T(ctx, "Un de ces dossiers a changé d'accompagnement entre-temps. Rien n'a été modifié : revoyez la liste, puis recommencez.")
		}
		return T(ctx, "Le dossier %s a changé d'accompagnement entre-temps. Rien n'a été modifié : revoyez la liste, puis recommencez.", f.text("ref"))
	},
	"handover.phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s n'est pas accompagné (« %s ») : il ne peut pas être confié à quelqu'un d'autre.", f.text("ref"), PhaseLabel(ctx, f.phase("phase")))
	},
	"cover.overlap": func(ctx context.Context, f facts) string {
		return T(ctx, "%s remplace déjà %s pour le dossier %s du %s au %s. Raccourcissez ce remplacement, ou choisissez d'autres jours.", f.text("by"), f.text("absent"), f.text("ref"), f.long("first"), f.long("until"))
	},
	"cover.absent": func(ctx context.Context, f facts) string {
		return T(ctx, "%s ne peut pas remplacer pendant ces jours : %s remplace alors cette personne, du %s au %s.", f.text("absent"), f.text("by"), f.long("first"), f.long("until"))
	},
	"cover.stands_in": func(ctx context.Context, f facts) string {
		return T(ctx, "%s remplace %s du %s au %s : ces dossiers n'auraient plus personne. Confiez d'abord ce remplacement à quelqu'un d'autre.", f.text("by"), f.text("absent"), f.long("first"), f.long("until"))
	},
	"cover.over": func(ctx context.Context, f facts) string {
		return T(ctx, "Ce remplacement par %s est déjà terminé.", f.text("by"))
	},
	"day.meeting": func(ctx context.Context, _ facts) string {
		return T(ctx, "Une rencontre d'aujourd'hui ne se met pas de côté : déplacez-la, ou annulez-la.")
	},
	"cover.stale": func(ctx context.Context, _ facts) string {
		return T(ctx, "Ce remplacement a été modifié entre-temps. Vérifiez ses jours, puis recommencez.")
	},
}

var dayLabels = labels{
	"handover_refs": func(ctx context.Context) string { return T(ctx, "Dossiers") },
	"handover_to":   func(ctx context.Context) string { return T(ctx, "Nouvelle personne") },
	"handover_note": func(ctx context.Context) string { return T(ctx, "Note de passation") },
	"cover_from":    func(ctx context.Context) string { return T(ctx, "Premier jour") },
	"cover_to":      func(ctx context.Context) string { return T(ctx, "Dernier jour") },
	"snooze_until":  func(ctx context.Context) string { return T(ctx, "Jusqu'au") },
}
