package booking

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"eclosion/models"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Agenda is a week of a coach's own.
type Agenda struct {
	Days  []booking.Day
	Week  Week
	Today models.Date
	Now   models.Instant
	Bare  bool // the coach publishes no slots yet
}

// line is one line of a day: a meeting, or a slot that is free.
type line struct {
	at    models.Instant
	entry *booking.Entry
	slot  *booking.Slot
}

func lines(d booking.Day) (list []line) {
	for i := range d.Entries {
		list = append(list, line{at: d.Entries[i].StartsAt, entry: &d.Entries[i]})
	}
	for i := range d.Free {
		list = append(list, line{at: d.Free[i].StartsAt, slot: &d.Free[i]})
	}
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Compare(a.at, b.at) })
	return list
}

// entryName says who comes.
func entryName(ctx context.Context, e booking.Entry) string {
	switch {
	case e.Ref == "":
		return wording.T(ctx, "Dossier d'un autre site")
	case e.Others > 0:
		return wording.N(ctx, "%s et %s autre dossier", "%s et %s autres dossiers", e.Others, e.Holder, wording.Count(e.Others))
	}
	return e.Holder
}

func entryHref(e booking.Entry) string {
	if e.Ref == "" {
		return ""
	}
	return "/projets/" + e.Ref + "/rencontres/" + e.PublicID
}

func entryHint(ctx context.Context, e booking.Entry) string {
	parts := []string{wording.MeetingKindLabel(ctx, e.Kind), whereWithin(ctx, e.Medium, e.Place)}
	if e.Ref != "" {
		parts = append(parts, e.Ref)
	}
	return strings.Join(parts, ", ")
}

// tag says what became of a meeting, when that is not plain.
func entryTag(ctx context.Context, e booking.Entry, now models.Instant) (ui.Tone, string) {
	switch {
	case e.Away:
		return ui.Stop, wording.T(ctx, "Pendant votre absence")
	case e.State == coaching.Planned && e.EndsAt() < now:
		return ui.Wait, wording.T(ctx, "À compléter")
	case e.State == coaching.Planned && e.Booked:
		return ui.Info, wording.T(ctx, "Réservé en ligne")
	case e.State == coaching.Planned:
		return ui.Plain, ""
	case e.State == coaching.Held:
		return ui.Good, wording.MeetingStateLabel(ctx, e.State)
	}
	return ui.Plain, wording.MeetingStateLabel(ctx, e.State)
}

func changeable(e booking.Entry, now models.Instant) bool {
	return e.State == coaching.Planned && e.StartsAt > now && e.Ref != "" && e.Changeable
}

// tabs lead through what a coach decides about their time.
func tabs(ctx context.Context, here string) []ui.Link {
	list := []ui.Link{
		{Href: "/agenda", Label: wording.T(ctx, "Semaine")},
		{Href: "/agenda/creneaux", Label: wording.T(ctx, "Créneaux")},
		{Href: "/agenda/absences", Label: wording.T(ctx, "Absences")},
		{Href: "/compte/agenda", Label: wording.T(ctx, "Abonnement")},
	}
	for i := range list {
		list[i].Current = list[i].Href == here
	}
	return list
}

// Slots is where a coach publishes slots.
type Slots struct {
	Patterns                []booking.Pattern
	Extras                  []booking.Extra
	ExtraForm, SettingsForm ui.Form
	Today                   models.Date
}

// Pattern is the form of one pattern.
type Pattern struct {
	PublicID string // "" for a new one
	Form     ui.Form
}

func (p Pattern) action() string {
	if p.PublicID == "" {
		return "/agenda/creneaux/nouveau"
	}
	return "/agenda/creneaux/" + p.PublicID
}

// Absences is where a coach takes time out.
type Absences struct {
	List []booking.Absence
	Form ui.Form
}

// Absence is one absence with the meetings that lie in it.
type Absence struct {
	booking.Absence
	Planned []booking.Entry
}

// Change is where a coach moves a planned meeting or calls it off.
type Change struct {
	Entry        booking.Entry
	Move, Cancel ui.Form
}

// Clock writes minutes of the day as forms send them: 09:00; the end of the day is 24:00.
func Clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

func weekdayOptions() (list []ui.Option) {
	for i := 1; i <= 7; i++ {
		list = append(list, ui.Option{Value: strconv.Itoa(i), Label: wording.Capital(wording.Weekday(time.Weekday(i % 7)))})
	}
	return list
}

func kindOptions(ctx context.Context) (list []ui.Option) {
	for _, k := range coaching.FormKinds() {
		list = append(list, ui.Option{Value: string(k), Label: wording.MeetingKindLabel(ctx, k)})
	}
	return list
}

func mediumOptions(ctx context.Context, media []coaching.Medium) (list []ui.Option) {
	for _, m := range media {
		list = append(list, ui.Option{Value: string(m), Label: wording.MediumLabel(ctx, m)})
	}
	return list
}

func patternTitle(ctx context.Context, p booking.Pattern) string {
	return wording.T(ctx, "%s, %s à %s", wording.Capital(wording.Weekday(p.Weekday)), Clock(p.From), Clock(p.Until))
}

func patternHint(ctx context.Context, p booking.Pattern) string {
	parts := []string{wording.T(ctx, "Créneaux de %s", wording.Duration(p.Minutes))}
	if p.Pause > 0 {
		parts = append(parts, wording.T(ctx, "pause de %s", wording.Duration(p.Pause)))
	}
	parts = append(parts, wording.LowerFirst(wording.MeetingKindLabel(ctx, p.Kind)), whereWithin(ctx, p.Medium, p.Place))
	return strings.Join(parts, ", ")
}

func patternOffer(ctx context.Context, p booking.Pattern) string {
	return wording.T(ctx, "Ouverts %s à l'avance, jusqu'à %s avant.",
		wording.N(ctx, "%s semaine", "%s semaines", p.HorizonWeeks, wording.Count(p.HorizonWeeks)), wording.N(ctx, "%s heure", "%s heures", p.NoticeHours, wording.Count(p.NoticeHours)))
}

// validity says when a pattern begins or ends, when that is not plain.
func validity(ctx context.Context, p booking.Pattern, today models.Date) (ui.Tone, string) {
	switch {
	case p.Valid.To != "" && p.Valid.To < today:
		return ui.Plain, wording.T(ctx, "Terminée le %s", wording.LongDate(p.Valid.To))
	case p.Valid.From > today:
		return ui.Info, wording.T(ctx, "À partir du %s", wording.LongDate(p.Valid.From))
	case p.Valid.To != "":
		return ui.Info, wording.T(ctx, "Jusqu'au %s", wording.LongDate(p.Valid.To))
	}
	return ui.Plain, ""
}

// Away writes an absence: a day, days, or hours.
func Away(ctx context.Context, s booking.Stretch) string {
	from, to := s.From.Date(), s.To.Date()
	whole := s.From.Time().Equal(from.Start()) && s.To.Time().Equal(to.Start())
	if whole {
		to = to.AddDays(-1)
	}
	switch {
	case whole && from == to:
		return wording.T(ctx, "Le %s", wording.DayDate(from))
	case whole:
		return wording.T(ctx, "Du %s au %s", wording.LongDate(from), wording.LongDate(to))
	case from == to:
		return wording.T(ctx, "Le %s de %s", wording.DayDate(from), span(ctx, s.From, s.To))
	}
	return wording.T(ctx, "Du %s au %s", wording.Moment(s.From), wording.Moment(s.To))
}

// dialled is a telephone number as a link takes it.
func dialled(phone string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, phone)
}

func wordField(ctx context.Context) ui.Field {
	return ui.Field{Name: "word", Label: wording.T(ctx, "Un mot pour la personne"), Optional: true, Rows: 3, Max: booking.MaxWord,
		Hint: wording.T(ctx, "Il part dans l'e-mail qui la prévient.")}
}

func currentDay(is bool) string {
	if is {
		return "date"
	}
	return "false"
}
