package wording

import (
	"context"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/progress"
)

// ReportStateLabel names where a progress report stands.
func ReportStateLabel(ctx context.Context, s progress.State) string {
	switch s {
	case progress.Draft:
		return T(ctx, "Brouillon")
	case progress.Submitted:
		return T(ctx, "À approuver")
	case progress.Returned:
		return T(ctx, "Retourné")
	case progress.Issued:
		return T(ctx, "Émis")
	}
	return T(ctx, "Abandonné")
}

// ReportEventLabel says what happened to a progress report.
func ReportEventLabel(ctx context.Context, event string) string {
	switch event {
	case "created":
		return T(ctx, "Commencé")
	case "asked":
		return T(ctx, "Paragraphe demandé au porteur ou à la porteuse")
	case "submitted":
		return T(ctx, "Soumis")
	case "returned":
		return T(ctx, "Retourné")
	case "issued":
		return T(ctx, "Approuvé et émis")
	}
	return T(ctx, "Abandonné")
}

// ReportPartLabel names a part of a progress report.
func ReportPartLabel(ctx context.Context, p progress.Part) string {
	switch p {
	case progress.Meetings:
		return T(ctx, "les rencontres")
	case progress.Plan:
		return T(ctx, "le plan d'affaires")
	case progress.Actions:
		return T(ctx, "les actions")
	case progress.Grant:
		return T(ctx, "la bourse")
	case progress.Status:
		return T(ctx, "le statut provisoire")
	}
	return T(ctx, "l'historique")
}

// UnitLabel names what an indicator counts in.
func UnitLabel(ctx context.Context, u progress.Unit) string {
	switch u {
	case progress.InMoney:
		return T(ctx, "euros")
	case progress.InHours:
		return T(ctx, "heures")
	}
	return T(ctx, "nombre")
}

// FigureAmount writes a figure with its unit.
func FigureAmount(ctx context.Context, u progress.Unit, hundredths int64) string {
	switch u {
	case progress.InMoney:
		return Money(models.Cents(hundredths))
	case progress.InHours:
		return T(ctx, "%s h", FigureTyped(u, hundredths))
	}
	return Count(int(hundredths / 100))
}

// FigureTyped writes a figure as a person types it: 1 200,50 of money, 7,5 hours, 12.
func FigureTyped(u progress.Unit, hundredths int64) string {
	whole, rest := group(hundredths/100), strconv.FormatInt(100+hundredths%100, 10)[1:]
	switch {
	case u == progress.InMoney:
		return whole + "," + rest
	case rest == "00":
		return whole
	}
	return whole + "," + strings.TrimSuffix(rest, "0")
}

// ReadingLabel says how minutes stand to the holder, for the couveuse's people; "" before there is anything to read.
func ReadingLabel(ctx context.Context, r coaching.Reading) string {
	switch r.State {
	case coaching.Unread:
		return T(ctx, "Pas encore lu")
	case coaching.Read:
		return T(ctx, "Lu le %s", Date(r.At.Date()))
	case coaching.ReadChanged:
		return T(ctx, "Modifié après lecture")
	}
	return ""
}
