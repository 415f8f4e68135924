package models

import (
	"testing"
	"time"
)

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   Date
		months int
		want   Date
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"},
		{"2026-01-31", 3, "2026-04-30"},
		{"2026-01-31", 2, "2026-03-31"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2028-02-29", 48, "2032-02-29"},
		{"2026-11-15", 2, "2027-01-15"},
		{"2026-12-31", 0, "2026-12-31"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2099-12-31", 2, "2100-02-28"}, // 2100 is no leap year
		{"", 3, ""},
	} {
		if got := c.from.AddMonths(c.months); got != c.want {
			t.Errorf("%s + %d months: %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		from, to Date
		days     int
	}{
		{"2026-03-28", "2026-03-30", 2}, // summer time begins on the 29th
		{"2026-10-24", "2026-10-26", 2}, // and ends on the 25th
		{"2026-12-31", "2027-01-01", 1},
		{"2027-01-01", "2026-12-31", -1},
		{"2028-02-28", "2028-03-01", 2},
		{"1900-01-01", "2199-12-31", 109572}, // more than a time.Duration holds
	} {
		if got := c.from.DaysUntil(c.to); got != c.days {
			t.Errorf("%s to %s: %d days, want %d", c.from, c.to, got, c.days)
		}
		if got := c.from.AddDays(c.days); got != c.to {
			t.Errorf("%s + %d days: %s, want %s", c.from, c.days, got, c.to)
		}
	}
	if n := Date("").DaysUntil("2026-01-01"); n != 0 {
		t.Errorf("no date to a date: %d days", n)
	}
	if n := Date("2026-01-01").DaysUntil(""); n != 0 {
		t.Errorf("a date to no date: %d days", n)
	}
}

func TestBrusselsDays(t *testing.T) {
	for _, c := range []struct {
		utc  string
		want Date
	}{
		{"2026-03-28T22:59:59Z", "2026-03-28"},
		{"2026-03-28T23:00:00Z", "2026-03-29"}, // winter time still: midnight is 23:00 UTC
		{"2026-03-29T21:59:59Z", "2026-03-29"}, // summer time now: midnight is 22:00 UTC
		{"2026-03-29T22:00:00Z", "2026-03-30"},
		{"2026-10-24T22:00:00Z", "2026-10-25"},
		{"2026-10-25T22:59:59Z", "2026-10-25"},
		{"2026-10-25T23:00:00Z", "2026-10-26"},
		{"2026-12-31T23:00:00Z", "2027-01-01"},
	} {
		at, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := DateOf(at); got != c.want {
			t.Errorf("%s is %s in Brussels, want %s", c.utc, got, c.want)
		}
		if got := InstantOf(at).Date(); got != c.want {
			t.Errorf("instant of %s is on %s, want %s", c.utc, got, c.want)
		}
	}
	for day, hours := range map[Date]float64{"2026-03-29": 23, "2026-10-25": 25, "2026-06-01": 24} {
		if got := day.AddDays(1).Start().Sub(day.Start()).Hours(); got != hours {
			t.Errorf("%s lasts %v hours, want %v", day, got, hours)
		}
	}
	if got := Date("2026-03-29").At(14, 30).UTC().Format(time.RFC3339); got != "2026-03-29T12:30:00Z" {
		t.Errorf("14:30 on the day the clocks change is %s", got)
	}
}

func TestParseDate(t *testing.T) {
	for _, s := range []string{"2026-02-28", "2028-02-29", "1900-01-01", "2199-12-31"} {
		if d, err := ParseDate(s); err != nil || string(d) != s {
			t.Errorf("%s: %s %v", s, d, err)
		}
	}
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-2-3", "28/02/2026", "1899-12-31", "2200-01-01",
		"2026-02-28 ", "2026-02-28T00:00:00Z", "+2026-02-28", "２０２６-02-28"} {
		if d, err := ParseDate(s); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
}

func TestPeriod(t *testing.T) {
	year := YearPeriod(2026)
	for day, want := range map[Date]bool{"2025-12-31": false, "2026-01-01": true, "2026-12-31": true, "2027-01-01": false} {
		if year.Contains(day) != want {
			t.Errorf("%s in 2026: %v", day, !want)
		}
	}
	if !(Period{From: "2026-01-01"}).Contains("2199-12-31") {
		t.Error("an open period ended")
	}
}

func TestDatesAndInstantsInADatabase(t *testing.T) {
	var d Date
	for _, src := range []any{"2026-03-29", []byte("2026-03-29"), time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)} {
		if err := d.Scan(src); err != nil || d != "2026-03-29" {
			t.Errorf("from %T: %s %v", src, d, err)
		}
	}
	if err := d.Scan(nil); err != nil || d != "" {
		t.Errorf("from NULL: %q %v", d, err)
	}
	if err := d.Scan(12); err == nil {
		t.Error("a number was read as a date")
	}
	if v, err := Date("").Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v", v)
	}
	if v, _ := Date("2026-03-29").Value(); v != "2026-03-29" {
		t.Errorf("a date is stored as %v", v)
	}
	i := Instant(1_774_742_400_000)
	if err := i.Scan(nil); err != nil || i != 0 || !i.Time().IsZero() || i.Date() != "" {
		t.Errorf("NULL instant: %d %v", i, err)
	}
	if err := i.Scan(int64(42)); err != nil || i != 42 {
		t.Errorf("instant: %d %v", i, err)
	}
	if err := i.Scan("42"); err == nil {
		t.Error("text was read as an instant")
	}
	if v, _ := Instant(0).Value(); v != nil {
		t.Errorf("no instant is stored as %v", v)
	}
	if InstantOf(time.Time{}) != 0 {
		t.Error("no time is an instant")
	}
}

func TestMonday(t *testing.T) {
	for d, want := range map[Date]Date{"2026-11-23": "2026-11-23", "2026-11-29": "2026-11-23", "2026-11-24": "2026-11-23", "2027-01-01": "2026-12-28"} {
		if got := d.Monday(); got != want {
			t.Errorf("%s: %s", d, got)
		}
	}
}

func TestMoment(t *testing.T) {
	for clock, want := range map[string]string{"01:59": "00:59", "03:00": "01:00", "23:59": "21:59", "02:30": "", "24:00": "", "9:00": "", "": ""} {
		got := ""
		if at := Date("2027-03-28").Moment(clock); at != 0 {
			got = at.Time().UTC().Format("15:04")
		}
		if got != want {
			t.Errorf("%q on the night when summer time begins: %q, not %q", clock, got, want)
		}
	}
}
