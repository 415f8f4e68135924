package wording

import (
	"context"

	"eclosion/models"
)

func (f facts) moment(key string) models.Instant { m, _ := f[key].(models.Instant); return m }

// selectionRefusals are the sentences of that area's rules: conflicts of interest and interviews.
var selectionRefusals = map[string]sentence{
	"conflict.own": func(ctx context.Context, f facts) string {
		return T(ctx, "Le conflit d'intérêts sur %s est le vôtre : demandez à une autre personne responsable de le lever.", f.text("ref"))
	},
	"interview.taken": func(ctx context.Context, f facts) string {
		return T(ctx, "Le créneau du %s vient d'être pris par quelqu'un d'autre. Choisissez-en un autre.", DayMoment(f.moment("at")))
	},
	"interview.too_late": func(ctx context.Context, f facts) string {
		if f.number("hours") == 0 {
			return T(ctx, "L'entretien du %s a commencé ou est passé : il ne se prend, ne se déplace et ne s'annule plus.", DayMoment(f.moment("at")))
		}
		return N(ctx, "L'entretien du %s ne se prend, ne se déplace et ne s'annule plus moins de %s heure avant. Contactez la couveuse.",
			"L'entretien du %s ne se prend, ne se déplace et ne s'annule plus moins de %s heures avant. Contactez la couveuse.", f.number("hours"), DayMoment(f.moment("at")), Count(f.number("hours")))
	},
	"interview.closed": func(ctx context.Context, f facts) string {
		return T(ctx, "Les entretiens ne se prennent plus pour %s : le comité est clos, ou la décision est prise.", f.text("ref"))
	},
	"interview.slot_booked": func(ctx context.Context, f facts) string {
		return T(ctx, "Le créneau du %s est réservé. Libérez-le d'abord : la personne est prévenue.", DayMoment(f.moment("at")))
	},
}

// selectionLabels name the fields of that area's forms.
var selectionLabels = labels{
	"criterion_label": func(ctx context.Context) string { return T(ctx, "Critère") },
	"meaning":         func(ctx context.Context) string { return T(ctx, "Ce qu'il demande") },
	"weight":          func(ctx context.Context) string { return T(ctx, "Poids") },
	"score":           func(ctx context.Context) string { return T(ctx, "Notes") },
	"book_hours":      func(ctx context.Context) string { return T(ctx, "Délai pour changer un entretien") },
	"member":          func(ctx context.Context) string { return T(ctx, "Membre") },
	"conflict_reason": func(ctx context.Context) string { return T(ctx, "Raison") },
	"file":            func(ctx context.Context) string { return T(ctx, "Dossier") },
	"slot":            func(ctx context.Context) string { return T(ctx, "Créneau") },
	"day":             func(ctx context.Context) string { return T(ctx, "Jour") },
	"from":            func(ctx context.Context) string { return T(ctx, "De") },
	"until":           func(ctx context.Context) string { return T(ctx, "À") },
	"minutes":         func(ctx context.Context) string { return T(ctx, "Durée") },
	"every":           func(ctx context.Context) string { return T(ctx, "Un entretien toutes les") },
	"count":           func(ctx context.Context) string { return T(ctx, "Nombre de créneaux") },
}
