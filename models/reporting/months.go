package reporting

import (
	"cmp"
	"slices"

	"eclosion/models"
)

// Month is what happened in one calendar month.
type Month struct {
	First                                                  models.Date
	Submitted, Accepted, Entered, Tested, Launched, Exited int
	Meetings, Minutes                                      int // held
}

// Events are the codes of what months count about dossiers, in the order of a journey.
func Events() []string {
	codes := make([]string, len(events))
	for i, e := range events {
		codes[i] = e.code
	}
	return codes
}

// Count gives the number of one of the Events.
func (m Month) Count(event string) int {
	for _, e := range events {
		if e.code == event {
			return *e.count(&m)
		}
	}
	return 0
}

// event is what happens to a dossier once: the figure of those to whom it may, and its day.
type event struct {
	code, of string
	on       func(*Member) models.Date // "" when it did not happen
	count    func(*Month) *int
}

var events = []event{
	{"submitted", "applications", func(m *Member) models.Date { return m.SubmittedOn }, func(x *Month) *int { return &x.Submitted }},
	{"accepted", "accepted", func(m *Member) models.Date { return when(m.Accepted(), m.AcceptedOn) }, func(x *Month) *int { return &x.Accepted }},
	{"entered", "entered", func(m *Member) models.Date { return m.EnteredOn }, func(x *Month) *int { return &x.Entered }},
	{"tested", "tested", func(m *Member) models.Date { return when(m.Entered(), m.TestOn) }, func(x *Month) *int { return &x.Tested }},
	{"launched", "launched", func(m *Member) models.Date { return when(m.Entered() && m.Launched(), m.LeftOn) }, func(x *Month) *int { return &x.Launched }},
	{"exited", "exited", func(m *Member) models.Date { return when(exited(m), m.LeftOn) }, func(x *Month) *int { return &x.Exited }},
}

func when(is bool, on models.Date) models.Date {
	if is {
		return on
	}
	return ""
}

// in reports whether it happened in the period.
func (e event) in(m *Member, period models.Period) bool {
	on := e.on(m)
	return on != "" && period.Contains(on)
}

// mostMonths bounds the list: a date typed a century off must not fill it.
const mostMonths = 1200

// months counts what happened in the period, month by month from the first to the last event.
func months(list []Member, held []heldOn, period models.Period) []Month {
	by := map[models.Date]*Month{}
	month := func(on models.Date) *Month {
		first := on[:8] + "01"
		if by[first] == nil {
			by[first] = &Month{First: first}
		}
		return by[first]
	}
	for i := range list {
		for _, e := range events {
			if e.in(&list[i], period) {
				*e.count(month(e.on(&list[i])))++
			}
		}
	}
	for _, h := range held {
		x := month(h.on)
		x.Meetings, x.Minutes = x.Meetings+h.meetings, x.Minutes+h.minutes
	}
	var all []Month
	for _, x := range by {
		all = append(all, *x)
	}
	slices.SortFunc(all, func(a, b Month) int { return cmp.Compare(a.First, b.First) })
	if len(all) == 0 || all[0].First.AddMonths(mostMonths) < all[len(all)-1].First {
		return all
	}
	var filled []Month
	for on := all[0].First; on <= all[len(all)-1].First; on = on.AddMonths(1) {
		x := Month{First: on}
		if by[on] != nil {
			x = *by[on]
		}
		filled = append(filled, x)
	}
	return filled
}

// monthOf is the period of a month written 2026-03.
func monthOf(text string) (models.Period, bool) {
	first, err := models.ParseDate(text + "-01")
	if err != nil || len(text) != 7 {
		return models.Period{}, false
	}
	return models.Period{From: first, To: first.AddMonths(1).AddDays(-1)}, true
}

// both is what two periods share; ok is false when they share no day.
func both(a, b models.Period) (p models.Period, ok bool) {
	p = models.Period{From: max(a.From, b.From), To: a.To}
	if p.To == "" || b.To != "" && b.To < p.To {
		p.To = b.To
	}
	return p, p.To == "" || p.From <= p.To
}
