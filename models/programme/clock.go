package programme

import (
	"slices"
	"strings"

	"eclosion/models"
)

// Suspension stops the clock of a phase (illness, birth, ...). From is the first
// day that does not count; To is the day of resumption, which counts again,
// and is "" while the suspension is open.
type Suspension struct {
	ID       int64
	From, To models.Date
	Reason   string
}

// IsOpen reports whether the suspension has no end yet.
func (s Suspension) IsOpen() bool { return s.To == "" }

// Covers reports whether the clock stands still on that day.
func (s Suspension) Covers(day models.Date) bool {
	return day >= s.From && (s.To == "" || day < s.To)
}

// Clock counts one phase of one journey. It is a value: every question takes the
// day on which it is asked. Of a phase that has ended, ask with its last day.
//
// Which day is which: a phase that begins on 10 March with a maximum of 6 months
// has 10 September as its end, and is overdue from the 11th. With a minimum of 3
// months, what follows may begin on 10 June. Months are calendar months counted
// from the start in one step (31 January + 3 months is 30 April), extension
// included, so that the end never depends on how often it was moved; the days of
// suspension are added after. While a suspension is open, both dates move on by
// one day each day.
type Clock struct {
	Phase           Phase
	Start           models.Date
	Min, Max        int // months
	ExtensionMonths int // granted, all together
	Suspensions     []Suspension
}

// SuspendedDays counts the days from Start to the day before today on which the
// clock stood still. Suspensions that overlap count once.
func (c Clock) SuspendedDays(today models.Date) int {
	spans := slices.Clone(c.Suspensions)
	slices.SortFunc(spans, func(a, b Suspension) int { return strings.Compare(string(a.From), string(b.From)) })
	days, counted := 0, c.Start
	for _, s := range spans {
		from, to := max(s.From, counted), s.To
		if to == "" || to > today {
			to = today
		}
		if to > from {
			days += from.DaysUntil(to)
			counted = to
		}
	}
	return days
}

// Earliest is the first day on which what follows the phase may begin: the
// minimum, moved by the suspensions known today.
func (c Clock) Earliest(today models.Date) models.Date {
	return c.Start.AddMonths(c.Min).AddDays(c.SuspendedDays(today))
}

// End is the last day of the phase as planned: the maximum and the extensions,
// moved by the suspensions known today. It is "" for a phase without a maximum.
func (c Clock) End(today models.Date) models.Date {
	if c.Max == 0 {
		return ""
	}
	return c.Start.AddMonths(c.Max + c.ExtensionMonths).AddDays(c.SuspendedDays(today))
}

// DaysDone counts the days of the phase that have passed and were not suspended:
// 0 on the first day, and before it.
func (c Clock) DaysDone(today models.Date) int {
	return max(0, c.Start.DaysUntil(today)-c.SuspendedDays(today))
}

// DaysLeft counts the days until End: 0 on that day, negative by as many days as
// the phase is late. 0 for a phase without a maximum.
func (c Clock) DaysLeft(today models.Date) int { return today.DaysUntil(c.End(today)) }

// DaysToEarliest counts the days that the minimum still asks for; 0 once it is reached.
func (c Clock) DaysToEarliest(today models.Date) int {
	return max(0, today.DaysUntil(c.Earliest(today)))
}

// Overdue reports whether the phase should have moved, been extended or been
// exited: its end is past. A suspended phase is not overdue by standing still, since its end
// moves with it; one that was suspended when already late stays late.
func (c Clock) Overdue(today models.Date) bool {
	end := c.End(today)
	return end != "" && today > end
}

// Suspended reports whether the clock stands still today.
func (c Clock) Suspended(today models.Date) bool {
	return slices.ContainsFunc(c.Suspensions, func(s Suspension) bool { return s.Covers(today) })
}

// OpenSuspension gives the suspension that has no end yet.
func (c Clock) OpenSuspension() (Suspension, bool) {
	for _, s := range c.Suspensions {
		if s.IsOpen() {
			return s, true
		}
	}
	return Suspension{}, false
}

// LatestMark is the latest day that the clock's records speak of (start, suspensions and
// resumptions): a change of phase dated before it would contradict them.
func (c Clock) LatestMark() models.Date {
	mark := c.Start
	for _, s := range c.Suspensions {
		mark = max(mark, s.From, s.To)
	}
	return mark
}
