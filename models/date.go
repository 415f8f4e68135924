package models

import (
	"database/sql/driver"
	"fmt"
	"time"
	_ "time/tzdata" // the rules count in Europe/Brussels even on a machine without zone files
)

// Brussels is the zone in which every date of the trade is counted.
var Brussels = mustLoad("Europe/Brussels")

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// Clock tells the time. The only one that asks the machine is built by the
// command line; rules receive dates.
type Clock interface {
	Now() time.Time
}

// Date is a local calendar date (Europe/Brussels) written YYYY-MM-DD; "" means
// no date. The written form sorts as the calendar does.
type Date string

const isoDate = "2006-01-02"

// DateOf gives the local date of an instant.
func DateOf(t time.Time) Date { return Date(t.In(Brussels).Format(isoDate)) }

// NewDate builds a date; a day beyond the month's end overflows as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(isoDate))
}

// ParseDate reads YYYY-MM-DD and refuses dates that do not exist. Years run
// from 1900 to 2199: beyond, a person mistyped.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(isoDate, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return "", fmt.Errorf("not a date: %q", s)
	}
	return Date(s), nil
}

// IsZero reports whether there is no date.
func (d Date) IsZero() bool { return d == "" }

func (d Date) utc() time.Time {
	t, err := time.Parse(isoDate, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Year, Month and Day give the parts of the date; zero for no date.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	return d.utc().Year()
}

// Month gives the calendar month.
func (d Date) Month() time.Month { return d.utc().Month() }

// Day gives the day of the month.
func (d Date) Day() int { return d.utc().Day() }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Start is the first instant of the date in Brussels.
func (d Date) Start() time.Time {
	t := d.utc()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, Brussels)
}

// At is the instant of that date at hour:minute in Brussels.
func (d Date) At(hour, minute int) time.Time {
	t := d.utc()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, Brussels)
}

// Moment is when clocks in Brussels show a time of that date, HH:MM; 0 for what is no time, and for the hour that summer time
// skips.
func (d Date) Moment(clock string) Instant {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0
	}
	at := d.At(t.Hour(), t.Minute())
	if at.Format("15:04") != clock {
		return 0
	}
	return InstantOf(at)
}

// Monday gives the first day of the date's week.
func (d Date) Monday() Date { return d.AddDays(-((int(d.Weekday()) + 6) % 7)) }

// AddDays moves the date by whole days.
func (d Date) AddDays(n int) Date {
	if d == "" {
		return ""
	}
	return Date(d.utc().AddDate(0, 0, n).Format(isoDate))
}

// AddMonths moves the date by calendar months and stays inside the target
// month: 31 January + 1 month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d == "" {
		return ""
	}
	t := d.utc()
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(t.Day(), last))
}

// DaysUntil counts the days from d to other; negative when other is earlier, 0
// when either is no date. (A time.Duration would overflow after 292 years.)
func (d Date) DaysUntil(other Date) int {
	if d == "" || other == "" {
		return 0
	}
	return int((other.utc().Unix() - d.utc().Unix()) / (24 * 60 * 60))
}

// Before, After and the other comparisons treat no date as earlier than all.
func (d Date) Before(other Date) bool { return d < other }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d > other }

// Value stores a date as text, none as NULL.
func (d Date) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}

// Scan reads what either engine gives back: text, or a time from PostgreSQL.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = ""
	case string:
		*d = Date(v)
	case []byte:
		*d = Date(v)
	case time.Time:
		*d = Date(v.Format(isoDate))
	default:
		return fmt.Errorf("cannot read a date from %T", src)
	}
	return nil
}

// Instant is a moment in milliseconds since 1970 UTC; 0 means none. Both
// engines store it as a 64-bit integer, so that sorting and paging agree.
type Instant int64

// InstantOf converts a time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.UnixMilli())
}

// Time gives the moment in Brussels; the zero time for none.
func (i Instant) Time() time.Time {
	if i == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).In(Brussels)
}

// Date gives the local date of the moment; "" for none.
func (i Instant) Date() Date {
	if i == 0 {
		return ""
	}
	return DateOf(i.Time())
}

// IsZero reports whether there is no moment.
func (i Instant) IsZero() bool { return i == 0 }

// Scan reads an integer, NULL as none.
func (i *Instant) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*i = 0
	case int64:
		*i = Instant(v)
	default:
		return fmt.Errorf("cannot read an instant from %T", src)
	}
	return nil
}

// Value stores the milliseconds, none as NULL.
func (i Instant) Value() (driver.Value, error) {
	if i == 0 {
		return nil, nil
	}
	return int64(i), nil
}

// Period is a range of dates, both ends included. An empty end is open.
type Period struct {
	From, To Date
}

// Contains reports whether the date lies in the period.
func (p Period) Contains(d Date) bool {
	return d >= p.From && (p.To == "" || d <= p.To)
}

// YearPeriod is the calendar year as a period.
func YearPeriod(year int) Period {
	return Period{From: NewDate(year, time.January, 1), To: NewDate(year, time.December, 31)}
}
