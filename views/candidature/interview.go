package candidature

import (
	"context"

	"eclosion/models"
	"eclosion/models/selection"
	"eclosion/views/calendar"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Interview is the page where a candidate books the interview of a file.
type Interview struct {
	App    *selection.Application
	Booked *selection.Interview // nil for none
	Free   []selection.Slot
	Now    models.Instant
	Form   ui.Form
}

// changeable says whether the candidate may still move or cancel what is booked.
func (p Interview) changeable() bool { return p.ahead() && p.Now <= p.Booked.Until() }

func (p Interview) ahead() bool { return p.Booked != nil && p.Now < p.Booked.StartsAt }

func (p Interview) chooseTitle(ctx context.Context) string {
	if p.Booked == nil {
		return wording.T(ctx, "Choisissez un créneau")
	}
	return wording.T(ctx, "Choisir un autre créneau")
}

func slotOptions(ctx context.Context, free []selection.Slot) []ui.Option {
	var list []ui.Option
	for _, s := range free {
		hint := wording.Duration(s.Minutes)
		if s.Place != "" {
			hint = wording.T(ctx, "%s, %s", hint, s.Place)
		}
		list = append(list, ui.Option{Value: s.PublicID, Label: wording.DayMoment(s.StartsAt), Hint: hint})
	}
	return list
}

// InterviewPath is where a candidate books an interview.
func InterviewPath(ref string) string { return Path(ref) + "/entretien" }

// InterviewEvent is the interview of a file as calendars show it. base is the product's address.
func InterviewEvent(ctx context.Context, i selection.Interview, base string, cancelled bool) calendar.Event {
	return calendar.Event{UID: i.UID, Sequence: i.Sequence, Start: i.StartsAt, End: i.StartsAt + models.Instant(i.Minutes)*60_000,
		Summary: wording.T(ctx, "Entretien avec le comité, dossier %s", i.Ref), Location: i.Place,
		Description: wording.T(ctx, "Pour le déplacer ou l'annuler, ouvrez la page de votre candidature."),
		URL:         base + InterviewPath(i.Ref), Cancelled: cancelled}
}
