package day

import (
	"strconv"
	"testing"

	"eclosion/models"
)

func TestWhenALineMayBePutOff(t *testing.T) {
	const today = models.Date("2026-11-23")
	for until, want := range map[models.Date]string{"": "required", "2026-11-22": "not_before", "2026-11-23": "not_before", "2026-11-24": "",
		"2027-02-23": "", "2027-02-24": "not_after"} {
		got := ""
		if p := CheckUntil(until, today); p != nil {
			got = p.Fields[0].Code
		}
		if got != want {
			t.Errorf("%q: %q, want %q", until, got, want)
		}
	}
}

func TestALineReturnsAtItsDayOrWhenItGetsWorse(t *testing.T) {
	const today = models.Date("2026-11-23")
	for _, c := range []struct {
		until    models.Date
		was, now Urgency
		hidden   bool
	}{
		{"2026-11-24", Soon, Soon, true}, {"2026-11-23", Soon, Soon, false}, {"2026-11-22", Soon, Soon, false},
		{"2026-11-24", Later, Soon, false}, {"2026-11-24", Soon, Late, false}, {"2026-11-24", Late, Soon, true},
	} {
		if got := (snooze{c.until, c.was}).hides(Line{Urgency: c.now}, today); got != c.hidden {
			t.Errorf("%+v: hidden %v", c, got)
		}
	}
}

func TestHowMuchAnEndPresses(t *testing.T) {
	const today = models.Date("2026-11-23")
	for end, want := range map[models.Date]Urgency{"2026-11-22": Late, "2026-11-23": Soon, "2026-12-23": Soon, "2026-12-24": Later} {
		if got := byEnd(end, today); got != want {
			t.Errorf("ends on %s: %d, want %d", end, got, want)
		}
	}
	for due, want := range map[models.Date]Urgency{"2026-11-22": Late, "2026-11-23": Soon} {
		if got := byDue(due, today); got != want {
			t.Errorf("due on %s: %d, want %d", due, got, want)
		}
	}
}

func TestShortcuts(t *testing.T) {
	for today, want := range map[models.Date][3]models.Date{
		"2026-11-23": {"2026-11-24", "2026-11-30", "2026-11-30"}, // a Monday
		"2026-11-25": {"2026-11-26", "2026-11-30", "2026-12-02"},
		"2026-11-29": {"2026-11-30", "2026-11-30", "2026-12-06"}, // a Sunday
	} {
		a, b, c := Shortcuts(today)
		if got := [3]models.Date{a, b, c}; got != want {
			t.Errorf("%s: %v, want %v", today, got, want)
		}
	}
}

// The digest of a week is due from Monday at seven, in Brussels, to Tuesday's end; also where the clock changes.
func TestWhenADigestIsDue(t *testing.T) {
	for _, c := range []struct {
		on           models.Date
		hour, minute int
		want         models.Date
	}{
		{"2026-11-22", 23, 59, ""}, {"2026-11-23", 6, 59, ""}, {"2026-11-23", 7, 0, "2026-11-23"}, {"2026-11-24", 23, 59, "2026-11-23"}, {"2026-11-25", 0, 0, ""},
		{"2027-03-29", 6, 59, ""}, {"2027-03-29", 7, 0, "2027-03-29"}, // the day after summer time begins
		{"2026-10-26", 6, 59, ""}, {"2026-10-26", 7, 0, "2026-10-26"},
	} {
		if got := DigestWeek(models.InstantOf(c.on.At(c.hour, c.minute))); got != c.want {
			t.Errorf("%s %02d:%02d: %q, want %q", c.on, c.hour, c.minute, got, c.want)
		}
	}
}

func TestUrgentKindsComeFirst(t *testing.T) {
	d := Day{}
	d.add([]Line{{Kind: Silent, Key: "a", Urgency: Soon}, {Kind: Ending, Key: "b", Urgency: Later}, {Kind: Mine, Key: "c", Urgency: Soon}, {Kind: Ending, Key: "d", Urgency: Late},
		{Kind: Meeting, Key: "e"}, {Kind: Rights, Key: "f", Urgency: Later}, {Kind: Mine, Key: "g", Urgency: Soon}}, map[string]snooze{"g": {"2026-11-30", Soon}, "f": {"2026-11-25", Later}}, "2026-11-23")
	d.sort()
	var order string
	for _, g := range d.Groups {
		for _, l := range g.Lines {
			order += l.Key
		}
	}
	if order != "edbca" || d.Count() != 5 || len(d.PutOff) != 2 || d.PutOff[0].Key != "f" {
		t.Errorf("%s, %d, %+v", order, d.Count(), d.PutOff)
	}
}

// A source gives no more than most lines: also when some of these are put off, there may be more.
func TestAKindIsFullByWhatItsSourceGave(t *testing.T) {
	lines := make([]Line, most)
	for i := range lines {
		lines[i] = Line{Kind: Silent, Key: strconv.Itoa(i)}
	}
	off := map[string]snooze{"0": {"2026-11-30", Late}, strconv.Itoa(most - 1): {"2026-11-30", Late}}
	for n, want := range map[int]bool{most: true, most - 1: false} {
		var d Day
		d.add(lines[:n], off, "2026-11-23")
		if d.Groups[0].Full != want || d.Count() == n {
			t.Errorf("of %d lines %d are shown: full %v", n, d.Count(), d.Groups[0].Full)
		}
	}
}
