package candidature

import (
	"context"

	"eclosion/models"
	"eclosion/models/selection"
	"eclosion/views/calendar"
	"eclosion/views/wording"
)

// InterviewPath is where a candidate books an interview.
func InterviewPath(ref string) string { return Path(ref) + "/entretien" }

// InterviewEvent is the interview of a file as calendars show it. base is the product's address.
func InterviewEvent(ctx context.Context, i selection.Interview, base string, cancelled bool) calendar.Event {
	return calendar.Event{UID: i.UID, Sequence: i.Sequence, Start: i.StartsAt, End: i.StartsAt + models.Instant(i.Minutes)*60_000,
		Summary: wording.T(ctx, "Entretien avec le comité, dossier %s", i.Ref), Location: i.Place,
		Description: wording.T(ctx, "Pour le déplacer ou l'annuler, ouvrez la page de votre candidature."),
		URL:         base + InterviewPath(i.Ref), Cancelled: cancelled}
}
