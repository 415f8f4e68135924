package coaching

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
)

// usual is a meeting that nothing is wrong with, on the test's day.
func usual() Draft {
	return Draft{State: Held, HeldOn: "2026-11-23", Time: TimeOfDay{9, 30}, Minutes: 60, Kind: Coaching, Medium: InPerson}
}

func TestDraftRules(t *testing.T) {
	const today, first = models.Date("2026-11-23"), models.Date("2026-09-01")
	planned := &Meeting{State: Planned, HeldOn: "2026-11-20"}
	held := &Meeting{State: Held, HeldOn: "2026-11-20"}
	for _, c := range []struct {
		name   string
		was    *Meeting
		change func(*Draft)
		want   string // field:code, "" for none
	}{
		{"usual", nil, func(*Draft) {}, ""},
		{"first day", nil, func(d *Draft) { d.HeldOn = first }, ""},
		{"before the dossier", nil, func(d *Draft) { d.HeldOn = "2026-08-31" }, "meeting_on:not_before"},
		{"held tomorrow", nil, func(d *Draft) { d.HeldOn = "2026-11-24" }, "meeting_on:future"},
		{"absent tomorrow", nil, func(d *Draft) { d.HeldOn, d.State = "2026-11-24", Absent }, "meeting_on:future"},
		{"excused for tomorrow", nil, func(d *Draft) { d.HeldOn, d.State = "2026-11-24", Excused }, ""},
		{"planned tomorrow", nil, func(d *Draft) { d.HeldOn, d.State = "2026-11-24", Planned }, ""},
		{"planned yesterday", nil, func(d *Draft) { d.HeldOn, d.State = "2026-11-22", Planned }, "meeting_on:past"},
		{"planned in two years", nil, func(d *Draft) { d.HeldOn, d.State = "2028-11-23", Planned }, ""},
		{"planned beyond", nil, func(d *Draft) { d.HeldOn, d.State = "2028-11-24", Planned }, "meeting_on:not_after"},
		{"no such day", nil, func(d *Draft) { d.HeldOn = "2026-02-30" }, "meeting_on:date"},
		{"entered as cancelled", nil, func(d *Draft) { d.State = Cancelled }, "meeting_state:oneof"},
		{"no state", nil, func(d *Draft) { d.State = "" }, "meeting_state:oneof"},
		{"no minutes", nil, func(d *Draft) { d.Minutes = 0 }, "minutes:gte"},
		{"negative minutes", nil, func(d *Draft) { d.Minutes = -5 }, "minutes:gte"},
		{"twelve hours", nil, func(d *Draft) { d.Minutes = 720 }, ""},
		{"a minute more", nil, func(d *Draft) { d.Minutes = 721 }, "minutes:lte"},
		{"unknown kind", nil, func(d *Draft) { d.Kind = "x" }, "meeting_kind:oneof"},
		{"unknown medium", nil, func(d *Draft) { d.Medium = "x" }, "medium:oneof"},
		{"long place", nil, func(d *Draft) { d.Place = strings.Repeat("é", MaxPlace+1) }, "place:max"},
		{"full summary", nil, func(d *Draft) { d.Summary = strings.Repeat("é", MaxText) }, ""},
		{"long summary", nil, func(d *Draft) { d.Summary = strings.Repeat("é", MaxText+1) }, "meeting_summary:max"},
		{"long note", nil, func(d *Draft) { d.Note = strings.Repeat("é", MaxText+1) }, "private_note:max"},
		{"crowd", nil, func(d *Draft) { d.Holders = make([]string, MaxHolders+1) }, "holders:max"},
		{"action without words", nil, func(d *Draft) { d.Actions = []ActionDraft{{Row: 2, DueOn: "2026-12-01"}} }, "action_2_title:required"},
		{"action too long", nil, func(d *Draft) { d.Actions = []ActionDraft{{Row: 1, Title: strings.Repeat("a", MaxTitle+1)}} }, "action_1_title:max"},
		{"action long ago", nil, func(d *Draft) { d.Actions = []ActionDraft{{Row: 1, Title: "a", DueOn: "2024-11-22"}} }, "action_1_due:not_before"},
		{"action far away", nil, func(d *Draft) { d.Actions = []ActionDraft{{Row: 1, Title: "a", DueOn: "2126-12-01"}} }, "action_1_due:not_after"},
		{"next today", nil, func(d *Draft) { d.Next = &NextDraft{On: today} }, ""},
		{"next yesterday", nil, func(d *Draft) { d.Next = &NextDraft{On: "2026-11-22"} }, "next_on:past"},
		{"next before this one", nil, func(d *Draft) { d.HeldOn, d.State, d.Next = "2026-12-02", Planned, &NextDraft{On: "2026-12-01"} }, "next_on:not_before"},
		{"next without a day", nil, func(d *Draft) { d.Next = &NextDraft{} }, "next_on:date"},
		{"planned stays though its day is over", planned, func(d *Draft) { d.HeldOn, d.State = "2026-11-20", Planned }, ""},
		{"planned is held", planned, func(d *Draft) { d.HeldOn = "2026-11-20" }, ""},
		{"planned is cancelled", planned, func(d *Draft) { d.HeldOn, d.State = "2026-11-20", Cancelled }, ""},
		{"held is corrected", held, func(d *Draft) { d.State = Absent }, ""},
		{"held is planned again", held, func(d *Draft) { d.State, d.HeldOn = Planned, "2026-12-01" }, "meeting_state:oneof"},
	} {
		d := usual()
		c.change(&d)
		var got []string
		for _, f := range d.check(today, first, c.was) {
			got = append(got, f.Field+":"+f.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTimeOfDay(t *testing.T) {
	for s, ok := range map[string]bool{"00:00": true, "23:59": true, "9:30": false, "24:00": false, "12:60": false, "": false, "12:30:00": false, "١٢:٣٠": false} {
		got, err := ParseTimeOfDay(s)
		if (err == nil) != ok || ok && got.String() != s {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
}

func TestOutcomesAreNotPlannedAgain(t *testing.T) {
	for _, s := range States() {
		next := s.Next()
		if next[0] != s || slices.Contains(next, Planned) != (s == Planned) {
			t.Errorf("%s: %v", s, next)
		}
	}
}
