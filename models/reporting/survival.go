package reporting

import (
	"cmp"
	"math"
	"slices"

	"eclosion/models"
)

// SurvivalMonths are the months after the creation at which one asks what became of an enterprise; those of the journey.
func SurvivalMonths() []int { return []int{6, 12, 36, 60} }

// Look is one look at an enterprise.
type Look struct {
	Months   int // the question that it answers: so many months after the creation
	On       models.Date
	State    string      // alive, sold, closed, unknown
	ClosedOn models.Date // "" where it is not known
}

// Life is what is known of an enterprise since it was created.
type Life struct {
	Ref, Holder, Name       string
	SiteName, ProgrammeName string
	ProjectID               int64
	CreatedOn               models.Date
	Looks                   []Look // as they were written
	// Until is the month at which the enterprise leaves the estimate: closed, or lost from view.
	Until  int
	Closed bool
}

// months counts the whole months from the creation to a day.
func (l *Life) months(on models.Date) int {
	n := 12*(on.Year()-l.CreatedOn.Year()) + int(on.Month()) - int(l.CreatedOn.Month())
	for n > 0 && l.CreatedOn.AddMonths(n) > on {
		n--
	}
	return max(n, 0)
}

// by counts the months after which a day has come.
func (l *Life) by(on models.Date) int {
	n := l.months(on)
	if l.CreatedOn.AddMonths(n) < on {
		n++
	}
	return n
}

// standing gives the look that stands for each question, in the order of the days on which they were taken: a later one
// for the same question corrects an earlier one.
func (l *Life) standing() []Look {
	var list []Look
	for _, look := range l.Looks {
		list = append(slices.DeleteFunc(list, func(x Look) bool { return x.Months == look.Months }), look)
	}
	slices.SortStableFunc(list, func(a, b Look) int { return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Months, b.Months)) })
	return list
}

// follow works out when the enterprise leaves the estimate. The convention stands in docs/decisions/0033.
func (l *Life) follow(today models.Date) {
	seen, asked := 0, 0 // the month in which it was last seen alive, and the last question that was answered so
	var closing *Look
	looks := l.standing()
	for i := range looks {
		switch look := &looks[i]; look.State {
		case StandsAlive, StandsSold:
			seen, asked = max(seen, min(look.Months, l.months(look.On))), max(asked, look.Months)
			closing = nil // what was said before was not so
		case StandsClosed:
			if closing == nil {
				closing = look
			}
		}
	}
	if l.Closed = closing != nil; l.Closed {
		l.Until = min(closing.Months, l.by(closing.On))
		if closing.ClosedOn != "" {
			l.Until = l.by(closing.ClosedOn)
		}
		if seen > 0 { // whatever the date that was given: it was there then
			l.Until = max(l.Until, seen+1)
		}
		return
	}
	l.Until = l.months(today)
	for _, m := range SurvivalMonths() {
		if m > asked && l.due(m, today) {
			l.Until = seen // a question is due that nobody answered
		}
	}
}

func (l *Life) due(months int, today models.Date) bool { return l.CreatedOn.AddMonths(months) <= today }

// What an enterprise counts as at one of the months at which one asks.
const (
	StandsAlive   = "alive"
	StandsSold    = "sold"
	StandsClosed  = "closed"
	StandsUnknown = "unknown" // nobody could tell
	StandsSilent  = "silent"  // due, and no answer yet
	StandsNotDue  = "not_due"
)

// at says how the enterprise stands at a month: by the answer to that question, or closed from its closing on.
func (l *Life) at(months int, today models.Date) string {
	if !l.due(months, today) {
		return StandsNotDue
	}
	if l.Closed && l.Until <= months {
		return StandsClosed
	}
	for _, look := range l.standing() {
		if look.Months == months && look.State != StandsClosed {
			return look.State
		}
	}
	return StandsSilent
}

// Step is a month at which the curve moves: how many were at risk, closed, and were lost from view.
type Step struct {
	Months                   int
	AtRisk, Closed, Censored int
	// Share is the part that survives the month, between Low and High with 95 % confidence.
	Share, Low, High float64
}

// Moment is the curve at a month at which one asks. AtRisk and Lost count before the month's closings, ClosedBy with them:
// AtRisk + ClosedBy - ClosedAt + Lost is everybody.
type Moment struct {
	Step
	ClosedBy, Lost int
	Known          bool // somebody was still at risk
	Hidden         bool // too small a group to be shown
}

// normal95 is the quantile of the normal distribution for a band of 95 %.
const normal95 = 1.959964

// estimate is the curve of Kaplan and Meier over lives that were followed, month by month. A closing counts before what is lost
// from view in the same month. The band is Greenwood's on the log(-log) scale, so that it stays between 0 and 1.
func estimate(lives []Life) []Step {
	last := 0
	for i := range lives {
		last = max(last, lives[i].Until)
	}
	steps := make([]Step, last+1)
	for i := range lives {
		if s := &steps[lives[i].Until]; lives[i].Closed {
			s.Closed++
		} else {
			s.Censored++
		}
	}
	atRisk, share, variance := len(lives), 1.0, 0.0
	list := steps[:0]
	for months, s := range steps {
		s.Months, s.AtRisk = months, atRisk
		if s.Closed > 0 {
			share *= 1 - float64(s.Closed)/float64(atRisk)
			variance += float64(s.Closed) / (float64(atRisk) * float64(atRisk-s.Closed)) // infinite when nobody is left
		}
		s.Share, s.Low, s.High = share, share, share
		if share > 0 && share < 1 {
			width := normal95 * math.Sqrt(variance) / -math.Log(share)
			s.Low, s.High = math.Pow(share, math.Exp(width)), math.Pow(share, math.Exp(-width))
		}
		atRisk -= s.Closed + s.Censored
		if s.Closed+s.Censored > 0 || months == 0 {
			list = append(list, s)
		}
	}
	return list
}

// momentOf reads a curve at a month.
func momentOf(steps []Step, months, all int) Moment {
	m := Moment{Step: Step{Months: months, AtRisk: all, Share: 1, Low: 1, High: 1}}
	for _, s := range steps {
		if s.Months > months {
			break
		}
		m.Share, m.Low, m.High = s.Share, s.Low, s.High
		m.ClosedBy += s.Closed
		if s.Months == months {
			m.Closed, m.Censored = s.Closed, s.Censored
			break
		}
		m.Lost += s.Censored
	}
	m.AtRisk = all - m.Lost - (m.ClosedBy - m.Closed)
	m.Known = m.AtRisk > 0
	return m
}
