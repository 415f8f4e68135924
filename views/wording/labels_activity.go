package wording

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
)

// activityLabels name the figures of an activity report that stand for themselves.
var activityLabels = labels{
	"at_start":          func(ctx context.Context) string { return T(ctx, "Déjà accompagnées au début") },
	"staying":           func(ctx context.Context) string { return T(ctx, "Encore accompagnées à la fin") },
	"exits":             func(ctx context.Context) string { return T(ctx, "Sorties") },
	"exits.launched":    func(ctx context.Context) string { return T(ctx, "Entreprises créées") },
	"met":               func(ctx context.Context) string { return T(ctx, "Rencontrées au moins une fois") },
	"never_met":         func(ctx context.Context) string { return T(ctx, "Jamais rencontrées pendant la période") },
	"at_cap":            func(ctx context.Context) string { return T(ctx, "Personnes au plafond de la bourse") },
	"sector.-":          func(ctx context.Context) string { return T(ctx, "Secteur non renseigné") },
	"form.-":            func(ctx context.Context) string { return T(ctx, "Forme juridique non renseignée") },
	"meetings":          func(ctx context.Context) string { return T(ctx, "Rencontres") },
	"minutes":           func(ctx context.Context) string { return T(ctx, "Heures de rencontre") },
	"other_meetings":    func(ctx context.Context) string { return T(ctx, "Rencontres avec d'autres personnes") },
	"other_minutes":     func(ctx context.Context) string { return T(ctx, "Heures avec d'autres personnes") },
	"presences":         func(ctx context.Context) string { return T(ctx, "Présences") },
	"presence_minutes":  func(ctx context.Context) string { return T(ctx, "Heures de présence") },
	"carried_meetings":  func(ctx context.Context) string { return T(ctx, "Rencontres reprises d'avant, sans date") },
	"carried_minutes":   func(ctx context.Context) string { return T(ctx, "Heures reprises d'avant, sans date") },
	"jobs":              func(ctx context.Context) string { return T(ctx, "Emplois créés") },
	"jobs.founders":     func(ctx context.Context) string { return T(ctx, "Emplois des fondateurs et fondatrices") },
	"jobs.paid":         func(ctx context.Context) string { return T(ctx, "Emplois salariés au lancement") },
	"followed_jobs":     func(ctx context.Context) string { return T(ctx, "Emplois salariés constatés au suivi") },
	"money.asked":       func(ctx context.Context) string { return T(ctx, "Bourses demandées") },
	"money.awarded":     func(ctx context.Context) string { return T(ctx, "Bourses accordées") },
	"money.reduced":     func(ctx context.Context) string { return T(ctx, "Bourses réduites") },
	"money.paid":        func(ctx context.Context) string { return T(ctx, "Bourses payées") },
	"money.recovered":   func(ctx context.Context) string { return T(ctx, "Bourses récupérées") },
	"survival.due":      func(ctx context.Context) string { return T(ctx, "À échéance") },
	"survival.not_due":  func(ctx context.Context) string { return T(ctx, "Pas encore à échéance") },
	"survival.known":    func(ctx context.Context) string { return T(ctx, "Situation connue") },
	"survival.alive":    func(ctx context.Context) string { return T(ctx, "En activité") },
	"survival.sold":     func(ctx context.Context) string { return T(ctx, "dont cédées") },
	"survival.closed":   func(ctx context.Context) string { return T(ctx, "Fermées") },
	"survival.unknown":  func(ctx context.Context) string { return T(ctx, "Situation inconnue") },
	"place.entered":     func(ctx context.Context) string { return T(ctx, "Entrées") },
	"place.exits":       func(ctx context.Context) string { return T(ctx, "Sorties") },
	"place.launched":    func(ctx context.Context) string { return T(ctx, "Entreprises créées") },
	"place.minutes":     func(ctx context.Context) string { return T(ctx, "Heures de présence") },
	"place.accompanied": func(ctx context.Context) string { return T(ctx, "Personnes accompagnées") },
}

// ActivityLabel names a figure of an activity report; name is the site, programme, sector or legal form that its code names.
func ActivityLabel(ctx context.Context, code, name string) string {
	if say, ok := activityLabels[code]; ok {
		return say(ctx)
	}
	head, rest, _ := strings.Cut(code, ".")
	_, what, _ := strings.Cut(rest, ".")
	switch head {
	case "sector", "form":
		return name
	case "survival":
		months, last, _ := strings.Cut(rest, ".")
		n, _ := strconv.Atoi(months)
		return T(ctx, "%s, %s après la création", activityLabels["survival."+last](ctx), Months(ctx, n))
	case "site", "programme":
		if what == "" {
			what = "accompanied"
		}
		return T(ctx, "%s : %s", name, activityLabels["place."+what](ctx))
	case "site_minutes", "programme_minutes":
		return T(ctx, "%s : %s", name, activityLabels["place.minutes"](ctx))
	case "meetings", "minutes", "presences", "presence_minutes":
		return T(ctx, "%s : %s", activityLabels[head](ctx), MeetingKindLabel(ctx, coaching.Kind(rest)))
	case "entry":
		return T(ctx, "Entrées : %s", FigureLabel(ctx, rest))
	case "life", "curve":
		return LifeLabel(ctx, code)
	}
	return FigureLabel(ctx, code)
}

// Hours writes a length in whole hours where there are many, else with its minutes: "1 240 h", "12 h 30".
func Hours(minutes int64) string {
	if minutes == 0 {
		return "0" + NarrowNoBreak + "h"
	}
	if minutes < 100*60 {
		return Duration(int(minutes))
	}
	return Count(int((minutes+30)/60)) + NarrowNoBreak + "h"
}

// WholeEuros writes an amount without its cents, for a drawing: "12 345 €".
func WholeEuros(c models.Cents) string { return Count(int((c+50)/100)) + NarrowNoBreak + "€" }

// PeriodTitle writes a period as a title does: "2026", "du 1er janvier 2026 au 30 juin 2026".
func PeriodTitle(ctx context.Context, p models.Period) string {
	if year := p.From.Year(); p == models.YearPeriod(year) {
		return Year(year)
	}
	return T(ctx, "du %s au %s", LongDate(p.From), LongDate(p.To))
}

// PeriodShort writes a period as a column does: "2025", "01/25 – 06/25".
func PeriodShort(p models.Period) string {
	if year := p.From.Year(); p == models.YearPeriod(year) {
		return Year(year)
	}
	if p.From.Year() == p.To.Year() {
		return Year(p.From.Year())
	}
	return Year(p.From.Year()) + "–" + Year(p.To.Year())
}
