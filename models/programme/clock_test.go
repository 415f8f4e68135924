package programme

import (
	"math/rand/v2"
	"testing"

	"eclosion/models"
)

func TestClockDates(t *testing.T) {
	pause := func(from, to models.Date) Suspension { return Suspension{From: from, To: to} }
	for _, c := range []struct {
		name          string
		clock         Clock
		today         models.Date
		earliest, end models.Date
		done, left    int
		overdue       bool
	}{
		{"first day", Clock{Start: "2026-03-10", Min: 3, Max: 6}, "2026-03-10", "2026-06-10", "2026-09-10", 0, 184, false},
		{"last day", Clock{Start: "2026-03-10", Min: 3, Max: 6}, "2026-09-10", "2026-06-10", "2026-09-10", 184, 0, false},
		{"the day after", Clock{Start: "2026-03-10", Min: 3, Max: 6}, "2026-09-11", "2026-06-10", "2026-09-10", 185, -1, true},
		{"before it begins", Clock{Start: "2026-03-10", Min: 3, Max: 6}, "2026-03-01", "2026-06-10", "2026-09-10", 0, 193, false},
		{"months end early", Clock{Start: "2026-01-31", Min: 1, Max: 3}, "2026-01-31", "2026-02-28", "2026-04-30", 0, 89, false},
		{"months end early in a leap year", Clock{Start: "2028-01-31", Min: 1, Max: 3}, "2028-01-31", "2028-02-29", "2028-04-30", 0, 90, false},
		{"extension counts from the start", Clock{Start: "2026-01-31", Min: 1, Max: 1, ExtensionMonths: 2}, "2026-01-31", "2026-02-28", "2026-04-30", 0, 89, false},
		{"extension to a long month", Clock{Start: "2026-01-31", Min: 1, Max: 1, ExtensionMonths: 1}, "2026-01-31", "2026-02-28", "2026-03-31", 0, 59, false},
		{"suspended ten days", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-04-01", "2026-04-11")}},
			"2026-05-01", "2026-06-20", "2026-09-20", 42, 142, false},
		{"suspended today", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-04-01", "")}},
			"2026-04-01", "2026-06-10", "2026-09-10", 22, 162, false},
		{"suspended since yesterday", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-04-01", "")}},
			"2026-04-02", "2026-06-11", "2026-09-11", 22, 162, false},
		{"suspended from the first day", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-03-10", "2026-03-20")}},
			"2026-03-25", "2026-06-20", "2026-09-20", 5, 179, false},
		{"suspended and resumed the same day", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-04-01", "2026-04-01")}},
			"2026-05-01", "2026-06-10", "2026-09-10", 52, 132, false},
		{"overlapping suspensions count once", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-04-05", "2026-04-11"), pause("2026-04-01", "2026-04-20"), pause("2026-04-10", "2026-04-12")}},
			"2026-05-01", "2026-06-29", "2026-09-29", 33, 151, false},
		{"suspended when already late", Clock{Start: "2026-03-10", Min: 3, Max: 6, Suspensions: []Suspension{pause("2026-09-12", "")}},
			"2026-10-12", "2026-07-10", "2026-10-10", 186, -2, true},
		{"across the change of hour", Clock{Start: "2026-03-28", Min: 0, Max: 1}, "2026-03-30", "2026-03-28", "2026-04-28", 2, 29, false},
		{"no maximum", Clock{Start: "2026-03-10"}, "2027-03-10", "2026-03-10", "", 365, 0, false},
	} {
		if got := c.clock.Earliest(c.today); got != c.earliest {
			t.Errorf("%s: earliest %s, want %s", c.name, got, c.earliest)
		}
		if got := c.clock.End(c.today); got != c.end {
			t.Errorf("%s: end %s, want %s", c.name, got, c.end)
		}
		if got := c.clock.DaysDone(c.today); got != c.done {
			t.Errorf("%s: %d days done, want %d", c.name, got, c.done)
		}
		if got := c.clock.DaysLeft(c.today); got != c.left {
			t.Errorf("%s: %d days left, want %d", c.name, got, c.left)
		}
		if got := c.clock.Overdue(c.today); got != c.overdue {
			t.Errorf("%s: overdue %v, want %v", c.name, got, c.overdue)
		}
	}
}

func TestClockSuspended(t *testing.T) {
	c := Clock{Start: "2026-03-10", Suspensions: []Suspension{{From: "2026-04-01", To: "2026-04-11"}, {ID: 7, From: "2026-06-01"}}}
	for day, want := range map[models.Date]bool{
		"2026-03-31": false, "2026-04-01": true, "2026-04-10": true, "2026-04-11": false,
		"2026-05-31": false, "2026-06-01": true, "2030-01-01": true,
	} {
		if got := c.Suspended(day); got != want {
			t.Errorf("%s: suspended %v, want %v", day, got, want)
		}
	}
	if open, ok := c.OpenSuspension(); !ok || open.ID != 7 {
		t.Errorf("open suspension: %v %v", open, ok)
	}
	if mark := c.LatestMark(); mark != "2026-06-01" {
		t.Errorf("latest mark %s", mark)
	}
	if _, ok := (Clock{Start: "2026-03-10", Suspensions: c.Suspensions[:1]}).OpenSuspension(); ok {
		t.Error("a closed suspension is open")
	}
}

func TestTermsClock(t *testing.T) {
	terms := DefaultTerms("2026-01-01")
	if c := terms.ClockOf(Coaching, "2026-03-10", 2, nil); c.Min != 3 || c.Max != 6 || c.End("2026-03-10") != "2026-11-10" {
		t.Errorf("coaching: %+v", c)
	}
	if c := terms.ClockOf(Test, "2026-03-10", 0, nil); c.Min != 6 || c.Max != 12 || c.End("2026-03-10") != "2027-03-10" {
		t.Errorf("test: %+v", c)
	}
	if c := terms.ClockOf(Accepted, "2026-03-10", 0, nil); c.End("2026-03-10") != "" || c.Overdue("2040-01-01") {
		t.Errorf("accepted: %+v", c)
	}
	if terms.ExtensionLimit(Coaching) != 3 || terms.ExtensionLimit(Test) != 3 || terms.ExtensionLimit(Accepted) != 0 {
		t.Error("extension limits")
	}
	if got := terms.TotalEnd("2026-01-31", 10); got != "2028-02-10" {
		t.Errorf("total end %s", got)
	}
}

// slowly recounts a clock day by day, as one would on a wall calendar.
type slowly struct{ Clock }

func (c slowly) stands(day models.Date) bool {
	for _, s := range c.Suspensions {
		if day >= s.From && (s.To == "" || day < s.To) {
			return true
		}
	}
	return false
}

func (c slowly) count(today models.Date) (done, suspended int) {
	for day := c.Start; day < today; day = day.AddDays(1) {
		if c.stands(day) {
			suspended++
		} else {
			done++
		}
	}
	return done, suspended
}

// after walks so many months on a calendar, one month's name at a time, then so many days.
func (c slowly) after(months, days int) models.Date {
	year, month, number := c.Start.Year(), int(c.Start.Month()), c.Start.Day()
	for range months {
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	lengths := []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		lengths[1] = 29
	}
	day := models.NewDate(year, 1, 1)
	for m := 1; m < month; m++ {
		for range lengths[m-1] {
			day = day.AddDays(1)
		}
	}
	for range min(number, lengths[month-1]) - 1 + days {
		day = day.AddDays(1)
	}
	return day
}

func randomClock(r *rand.Rand) Clock {
	c := Clock{Phase: Coaching, Start: models.NewDate(2024, 1, 1).AddDays(r.IntN(1500)), Min: r.IntN(7), ExtensionMonths: r.IntN(5)}
	c.Max = max(1, c.Min) + r.IntN(12)
	from := c.Start
	for range r.IntN(5) {
		from = from.AddDays(r.IntN(90) - 5) // now and then they overlap
		s := Suspension{From: max(from, c.Start), To: max(from, c.Start).AddDays(r.IntN(60))}
		if r.IntN(6) == 0 {
			s.To = ""
		}
		c.Suspensions = append(c.Suspensions, s)
	}
	r.Shuffle(len(c.Suspensions), func(i, j int) {
		c.Suspensions[i], c.Suspensions[j] = c.Suspensions[j], c.Suspensions[i]
	})
	return c
}

func TestClockAgreesWithACalendar(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 11))
	for range 3000 {
		c := randomClock(r)
		today := c.Start.AddDays(r.IntN(700) - 10)
		done, suspended := slowly{c}.count(today)
		earliest, end := slowly{c}.after(c.Min, suspended), slowly{c}.after(c.Max+c.ExtensionMonths, suspended)
		overdue := end < today
		if got := c.SuspendedDays(today); got != suspended {
			t.Fatalf("%+v on %s: %d suspended days, want %d", c, today, got, suspended)
		}
		if got := c.DaysDone(today); got != done {
			t.Fatalf("%+v on %s: %d days done, want %d", c, today, got, done)
		}
		if c.Earliest(today) != earliest || c.End(today) != end || c.Overdue(today) != overdue {
			t.Fatalf("%+v on %s: %s %s %v, want %s %s %v", c, today,
				c.Earliest(today), c.End(today), c.Overdue(today), earliest, end, overdue)
		}
		if c.Suspended(today) != (slowly{c}).stands(today) {
			t.Fatalf("%+v on %s: suspended %v", c, today, c.Suspended(today))
		}
	}
}
