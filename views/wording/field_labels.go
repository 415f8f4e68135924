package wording

import (
	"context"
	"strconv"
	"strings"
)

// FieldLabel names a field in the summary above a form; "" for a field whose
// sentence stands alone. A field of a row ("amount_3") is named with its row.
func FieldLabel(ctx context.Context, name string) string {
	if i := strings.LastIndexByte(name, '_'); i > 0 {
		if row, err := strconv.Atoi(name[i+1:]); err == nil {
			if label := FieldLabel(ctx, name[:i]); label != "" {
				return T(ctx, "Ligne %s, %s", Count(row), LowerFirst(label))
			}
			return ""
		}
	}
	for _, area := range fieldLabels {
		if label, ok := area[name]; ok {
			return label(ctx)
		}
	}
	return ""
}

type labels map[string]func(context.Context) string

// fieldLabels holds one table an area; a name means the same wherever it stands.
var fieldLabels = []labels{
	doorLabels,
	dossierLabels,
	applicationLabels,
	formLabels,
	committeeLabels,
	selectionLabels,
	sittingLabels,
	noticeLabels,
	coachingLabels,
	bookingLabels,
	planLabels,
	trialLabels,
	reportLabels,
	settingsLabels,
	publicLabels,
	followLabels,
	mailLabels,
	documentLabels,
	workshopLabels,
	papersLabels,
	dayLabels,
	pilotLabels,
	campaignLabels,
	participantLabels,
	personLabels,
}

var doorLabels = labels{
	"email":    func(ctx context.Context) string { return T(ctx, "Adresse e-mail") },
	"password": func(ctx context.Context) string { return T(ctx, "Mot de passe") },
	"name":     func(ctx context.Context) string { return T(ctx, "Nom") },
}
