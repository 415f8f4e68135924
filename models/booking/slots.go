package booking

import (
	"cmp"
	"slices"
	"time"

	"eclosion/models"
	"eclosion/models/coaching"
)

// Pattern is a stretch of a weekday on which a coach offers slots, one after the other.
type Pattern struct {
	ID             int64
	PublicID       string
	AccountID      int64
	Weekday        time.Weekday
	From, Until    int // minutes of the day, in Brussels
	Minutes, Pause int // of a slot, and between two
	Kind           coaching.Kind
	Medium         coaching.Medium
	Place          string
	Valid          models.Period
	HorizonWeeks   int // how far ahead its slots are offered
	NoticeHours    int // how long before its start a slot is offered at the latest
	Version        int
}

// Extra is a slot that is offered once, on whatever day.
type Extra struct {
	PublicID  string
	AccountID int64
	StartsAt  models.Instant
	Minutes   int
	Kind      coaching.Kind
	Medium    coaching.Medium
	Place     string
}

// Stretch is time from one moment up to another.
type Stretch struct{ From, To models.Instant }

func (s Stretch) overlaps(o Stretch) bool { return s.From < o.To && o.From < s.To }

// Slot is time of a coach that a holder can take.
type Slot struct {
	CoachID  int64
	StartsAt models.Instant
	Minutes  int
	Kind     coaching.Kind
	Medium   coaching.Medium
	Place    string
}

// EndsAt is when the slot is over.
func (s Slot) EndsAt() models.Instant { return s.StartsAt + minutes(s.Minutes) }

func (s Slot) stretch() Stretch { return Stretch{s.StartsAt, s.EndsAt()} }

func (s Slot) appointment() coaching.Appointment {
	return coaching.Appointment{CoachID: s.CoachID, StartsAt: s.StartsAt, Minutes: s.Minutes, Kind: s.Kind, Medium: s.Medium, Place: s.Place}
}

func minutes(n int) models.Instant { return models.Instant(n) * 60_000 }

func hours(n int) models.Instant { return minutes(60 * n) }

// Offer is all that decides which slots of one coach are free.
type Offer struct {
	Patterns []Pattern
	Extras   []Extra
	Absences []Stretch
	Busy     []Stretch // planned and held meetings, group work that the coach leads
}

// Free gives the slots that can be taken, from one day to another, both included, by time. Patterns rest on public
// holidays, and keep their notice and their horizon; an extra slot only has to lie ahead. No two of them overlap each other, a
// meeting or an absence.
func (o Offer) Free(days models.Period, now models.Instant) []Slot {
	if !isDay(days.From) || !isDay(days.To) {
		return nil
	}
	var list []Slot
	taken := slices.Concat(o.Absences, o.Busy)
	for _, e := range o.Extras {
		s := Slot{e.AccountID, e.StartsAt, e.Minutes, e.Kind, e.Medium, e.Place}
		if s.StartsAt > now && days.Contains(s.StartsAt.Date()) {
			list = append(list, s)
		}
	}
	for d := days.From; d <= days.To; d = d.AddDays(1) {
		if _, rests := HolidayOn(d); rests {
			continue
		}
		for _, p := range o.Patterns {
			list = append(list, p.on(d, now)...)
		}
	}
	slices.SortStableFunc(list, func(a, b Slot) int { return cmp.Compare(a.StartsAt, b.StartsAt) })
	free := list[:0]
	for _, s := range list {
		if slices.ContainsFunc(taken, s.stretch().overlaps) || len(free) > 0 && free[len(free)-1].EndsAt() > s.StartsAt {
			continue
		}
		free = append(free, s)
	}
	return free
}

// isDay reports whether an address that names a moment names one of a day that there is.
func isDay(d models.Date) bool {
	_, err := models.ParseDate(string(d))
	return err == nil
}

// on gives the slots of a day that can still be booked. Slots begin by the clock on the wall and last by the clock in the
// pocket: on the night when summer time begins, what would start in the hour that is left out is left out too, and what would
// end after the pattern does.
func (p Pattern) on(d models.Date, now models.Instant) []Slot {
	if d.Weekday() != p.Weekday || !p.Valid.Contains(d) || d > now.Date().AddDays(7*p.HorizonWeeks) {
		return nil
	}
	var list []Slot
	end := wall(d, p.Until)
	for at := p.From; at+p.Minutes <= p.Until; at += p.Minutes + p.Pause {
		s := Slot{p.AccountID, wall(d, at), p.Minutes, p.Kind, p.Medium, p.Place}
		if t := s.StartsAt.Time(); t.Hour()*60+t.Minute() != at || s.EndsAt() > end || s.StartsAt < now+hours(p.NoticeHours) || s.StartsAt <= now {
			continue
		}
		list = append(list, s)
	}
	return list
}

// wall is the moment at which the clocks of Brussels show that minute of the day; 24:00 is the next midnight.
func wall(d models.Date, minute int) models.Instant {
	return models.InstantOf(d.At(minute/60, minute%60))
}
