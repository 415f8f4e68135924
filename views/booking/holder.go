package booking

import (
	"context"
	"net/url"
	"strconv"

	"eclosion/models"
	"eclosion/models/booking"
	"eclosion/models/coaching"
	"eclosion/views/calendar"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// Dossier is a dossier for which its holder can book.
type Dossier struct{ Ref, Title string }

// Holder is the page of a holder's appointments.
type Holder struct {
	Now      models.Instant
	Upcoming []booking.Upcoming
	Dossiers []Dossier
	Ref      string   // of the dossier that is booked for; "" without one
	Refusals []string // why nothing can be booked now
	Coaches  []booking.Coach
	Week     Week
}

// Week is seven days from a Monday, with the way to the weeks beside it.
type Week struct {
	Monday     models.Date
	Prev, Next string // addresses; "" where there is none
	// First is the first slot that is free, and where to find its week; shown when this week has none.
	First     models.Instant
	FirstHref string
}

func (w Week) days() models.Period { return models.Period{From: w.Monday, To: w.Monday.AddDays(6)} }

// title says which week it is.
func (w Week) title(ctx context.Context) string {
	return wording.T(ctx, "Semaine du %s", wording.LongDate(w.Monday))
}

// WeekPath adds a week to an address.
func WeekPath(path string, monday models.Date, more ...string) string {
	q := url.Values{"semaine": {string(monday)}}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	return path + "?" + q.Encode()
}

// slotDay is a day on which something is free, or a holiday.
type slotDay struct {
	date    models.Date
	holiday booking.Holiday
	slots   []booking.Slot
}

// slotDays gathers what is free in the week by day; holidays are told, other days without slots are left out.
func (w Week) slotDays(free []booking.Slot) (list []slotDay) {
	for d := w.Monday; d <= w.days().To; d = d.AddDays(1) {
		day := slotDay{date: d}
		day.holiday, _ = booking.HolidayOn(d)
		for _, s := range free {
			if s.StartsAt.Date() == d {
				day.slots = append(day.slots, s)
			}
		}
		if len(day.slots) > 0 || day.holiday != "" {
			list = append(list, day)
		}
	}
	return list
}

// isEmpty reports whether nothing is free in the week.
func (w Week) isEmpty(free []booking.Slot) bool {
	for _, s := range free {
		if w.days().Contains(s.StartsAt.Date()) {
			return false
		}
	}
	return true
}

func (h Holder) publishes() bool {
	for _, c := range h.Coaches {
		if c.Publishes {
			return true
		}
	}
	return false
}

// choose is where a slot of a coach is confirmed.
func (h Holder) choose(c booking.Coach) func(booking.Slot) string {
	return func(s booking.Slot) string { return NewPath(h.Ref, c.PublicID, s.StartsAt) }
}

// NewPath is where a slot is confirmed.
func NewPath(ref, coach string, startsAt models.Instant) string {
	return "/rendez-vous/nouveau?" + url.Values{"dossier": {ref}, "avec": {coach}, "debut": {instant(startsAt)}}.Encode()
}

func instant(i models.Instant) string { return strconv.FormatInt(int64(i), 10) }

func movePath(publicID string) func(booking.Slot) string {
	return func(s booking.Slot) string { return Path(publicID) + "/deplacer?debut=" + instant(s.StartsAt) }
}

// Confirm is the page on which a holder confirms a slot: a new appointment, or another time for one.
type Confirm struct {
	Ref       string
	Coach     string // public id
	CoachName string
	Slot      booking.Slot
	Moving    *booking.Upcoming // nil for a new one
	Form      ui.Form
}

// Appointment is the page of one appointment to come.
type Appointment struct {
	booking.Upcoming
	Now   models.Instant
	Phone string // whom to call once it is too late; may be empty
	Email string
	Free  []booking.Slot
	Week  Week
	Form  ui.Form
}

// Event is the appointment as its holder's calendar knows it.
func (a Appointment) Event(ctx context.Context, base string) calendar.Event {
	return MeetingEvent(ctx, booking.Listed{PublicID: a.PublicID, Sequence: a.Sequence, UpdatedAt: a.UpdatedAt, State: coaching.Planned, StartsAt: a.StartsAt,
		Minutes: a.Minutes, Kind: a.Kind, Medium: a.Medium, Place: a.Place, Ref: a.Ref, OfHolder: true, Coaches: a.Coaches, Topic: a.Topic}, false, base)
}

func (a Appointment) facts(ctx context.Context) []ui.Fact {
	list := []ui.Fact{
		{Term: wording.T(ctx, "Quand"), Value: wording.T(ctx, "%s, %s", wording.DayDate(a.StartsAt.Date()), span(ctx, a.StartsAt, a.EndsAt()))},
		{Term: wording.T(ctx, "Avec"), Value: a.Coaches},
		{Term: wording.T(ctx, "Où"), Value: Where(ctx, a.Medium, a.Place)},
		{Term: wording.T(ctx, "Dossier"), Value: a.Ref, Href: "/projets/" + a.Ref},
	}
	if a.Topic != "" {
		list = append(list, ui.Fact{Term: wording.T(ctx, "Sujet"), Value: a.Topic})
	}
	return list
}

// Task is an appointment in a list: on its page, and at home.
func Task(ctx context.Context, u booking.Upcoming) ui.Task {
	hint := wording.T(ctx, "%s, avec %s", Where(ctx, u.Medium, u.Place), u.Coaches)
	if u.Coaches == "" {
		hint = Where(ctx, u.Medium, u.Place)
	}
	return ui.Task{Label: wording.T(ctx, "%s, %s", wording.DayDate(u.StartsAt.Date()), span(ctx, u.StartsAt, u.EndsAt())), Href: Path(u.PublicID), Hint: hint}
}

func tasks(ctx context.Context, list []booking.Upcoming) (t []ui.Task) {
	for _, u := range list {
		t = append(t, Task(ctx, u))
	}
	return t
}

// slotHint says what a free slot is for and where. The link or number of what is not met in a room is told once it is booked.
func slotHint(ctx context.Context, s booking.Slot) string {
	place := s.Place
	if s.Medium != coaching.InPerson {
		place = ""
	}
	return wording.T(ctx, "%s, %s", wording.MeetingKindLabel(ctx, s.Kind), whereWithin(ctx, s.Medium, place))
}

func dossierLinks(h Holder) (links []ui.Link) {
	for _, d := range h.Dossiers {
		links = append(links, ui.Link{Href: WeekPath("/rendez-vous", h.Week.Monday, "dossier", d.Ref), Label: d.Ref, Current: d.Ref == h.Ref})
	}
	return links
}
