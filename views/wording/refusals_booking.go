package wording

import "context"

// bookingRefusals are the sentences of that area's rules.
var bookingRefusals = map[string]sentence{
	"booking.phase": func(ctx context.Context, f facts) string {
		return T(ctx, "Un rendez-vous se prend pour un projet accepté, en accompagnement ou en test ; le dossier %s est à l'étape « %s ».", f.text("ref"), PhaseLabel(ctx, f.phase("phase")))
	},
	"booking.suspended": func(ctx context.Context, f facts) string {
		return T(ctx, "Le dossier %s est suspendu depuis le %s. Les rendez-vous se prennent à nouveau dès sa reprise ; pour en parler, contactez la couveuse.", f.text("ref"), f.long("date"))
	},
	"booking.too_many": func(ctx context.Context, f facts) string {
		return N(ctx, "Vous avez déjà %s rendez-vous à venir. Vous pourrez en prendre un autre après celui-là, ou déplacer celui que vous avez.",
			"Vous avez déjà %s rendez-vous à venir. Vous pourrez en prendre un autre après le premier, ou déplacer l'un d'eux.", f.number("count"), Count(f.number("count")))
	},
	"booking.taken": func(ctx context.Context, f facts) string {
		return T(ctx, "Le créneau du %s n'est plus libre. Choisissez-en un autre.", DayMoment(f.moment("at")))
	},
	"booking.no_slot": fixed(func(ctx context.Context) string {
		return T(ctx, "Ce créneau n'existe pas, ou plus. Choisissez parmi ceux qui sont libres.")
	}),
	"booking.too_late": bookingTooLate,
	"booking.by_house": fixed(func(ctx context.Context) string {
		return T(ctx, "C'est la couveuse qui a fixé ce rendez-vous. Pour le changer, contactez la personne qui vous accompagne.")
	}),
	"feed.not_found": fixed(func(ctx context.Context) string {
		return T(ctx, "Cette adresse d'agenda n'existe pas ou plus : son ou sa titulaire l'a peut-être remplacée. La nouvelle se trouve dans « Mes rendez-vous dans mon agenda ».")
	}),
	"feed.too_many": fixed(func(ctx context.Context) string {
		return T(ctx, "Trop d'adresses d'agenda inconnues ont été demandées d'ici. Réessayez dans dix minutes.")
	}),
	"slot.too_many": func(ctx context.Context, f facts) string {
		return T(ctx, "Vous avez déjà %s plages. Retirez celles qui ne servent plus.", Count(f.number("limit")))
	},
}

// bookingTooLate says until when a change was possible, and whom to call now.
func bookingTooLate(ctx context.Context, f facts) string {
	text := N(ctx, "Un rendez-vous se déplace ou s'annule ici jusqu'à %s heure avant : celui du %s est trop proche.",
		"Un rendez-vous se déplace ou s'annule ici jusqu'à %s heures avant : celui du %s est trop proche.", f.number("hours"), Count(f.number("hours")), DayMoment(f.moment("at")))
	phone, email := f.text("phone"), f.text("email")
	switch {
	case phone != "":
		return text + " " + T(ctx, "Téléphonez à %s au %s.", f.text("coach"), phone)
	case email != "":
		return text + " " + T(ctx, "Écrivez à la couveuse : %s.", email)
	}
	return text + " " + T(ctx, "Contactez %s.", f.text("coach"))
}

// bookingLabels name the fields of that area's forms.
var bookingLabels = labels{
	"slot":              func(ctx context.Context) string { return T(ctx, "Créneau") },
	"topic":             func(ctx context.Context) string { return T(ctx, "De quoi voulez-vous parler ?") },
	"slot_weekday":      func(ctx context.Context) string { return T(ctx, "Jour de la semaine") },
	"slot_day":          func(ctx context.Context) string { return T(ctx, "Date du créneau") },
	"slot_from":         func(ctx context.Context) string { return T(ctx, "Début") },
	"slot_until":        func(ctx context.Context) string { return T(ctx, "Fin") },
	"slot_minutes":      func(ctx context.Context) string { return T(ctx, "Durée") },
	"slot_pause":        func(ctx context.Context) string { return T(ctx, "Pause entre deux créneaux") },
	"slot_kind":         func(ctx context.Context) string { return T(ctx, "Sujet") },
	"slot_medium":       func(ctx context.Context) string { return T(ctx, "Moyen") },
	"slot_place":        func(ctx context.Context) string { return T(ctx, "Lieu ou lien") },
	"slot_valid_from":   func(ctx context.Context) string { return T(ctx, "À partir du") },
	"slot_valid_to":     func(ctx context.Context) string { return T(ctx, "Jusqu'au") },
	"slot_horizon":      func(ctx context.Context) string { return T(ctx, "Ouverts à l'avance") },
	"slot_notice":       func(ctx context.Context) string { return T(ctx, "Délai minimum") },
	"slot_change_hours": func(ctx context.Context) string { return T(ctx, "Déplacer ou annuler") },
	"slot_max_upcoming": func(ctx context.Context) string { return T(ctx, "Rendez-vous à venir par personne") },
	"slot_phone":        func(ctx context.Context) string { return T(ctx, "Téléphone en cas d'empêchement") },
	"absence_from":      func(ctx context.Context) string { return T(ctx, "Premier jour") },
	"absence_to":        func(ctx context.Context) string { return T(ctx, "Dernier jour") },
	"absence_start":     func(ctx context.Context) string { return T(ctx, "À partir de") },
	"absence_end":       func(ctx context.Context) string { return T(ctx, "Jusqu'à") },
	"absence_reason":    func(ctx context.Context) string { return T(ctx, "Raison") },
	"move_on":           func(ctx context.Context) string { return T(ctx, "Nouvelle date") },
	"move_at":           func(ctx context.Context) string { return T(ctx, "Nouvelle heure") },
	"word":              func(ctx context.Context) string { return T(ctx, "Un mot pour la personne") },
}
