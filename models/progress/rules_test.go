package progress

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

func TestPeriods(t *testing.T) {
	const today = models.Date("2026-11-23")
	for _, c := range []struct {
		from, to models.Date
		want     string
	}{
		{"2026-11-01", today, ""}, {today, today, ""}, {"2026-11-01", "2026-11-24", "au:not_after"}, {"2026-11-02", "2026-11-01", "au:not_before"},
		{"", today, "du:date"}, {"2026-02-30", "x", "du:date au:date"},
	} {
		var got []string
		if p := CheckPeriod(models.Period{From: c.from, To: c.to}, today); p != nil {
			for _, f := range p.Fields {
				got = append(got, f.Field+":"+f.Code)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s to %s: %v, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestChoices(t *testing.T) {
	p := &programme.Project{PhaseStartedOn: "2026-09-01"}
	for last, want := range map[models.Date]string{
		"":           "month 2026-11-01, quarter 2026-08-24, phase 2026-09-01",
		"2026-10-31": "since 2026-11-01, month 2026-11-01, quarter 2026-08-24, phase 2026-09-01",
		"2026-11-23": "month 2026-11-01, quarter 2026-08-24, phase 2026-09-01", // nothing is since today
	} {
		var got []string
		for _, c := range Choices(p, last, "2026-11-23") {
			if c.Period.To != "2026-11-23" {
				t.Errorf("%s ends on %s", c.Name, c.Period.To)
			}
			got = append(got, c.Name+" "+string(c.Period.From))
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("after %q: %q", last, got)
		}
	}
}

func TestWhoDecides(t *testing.T) {
	for _, c := range []struct {
		state State
		actor int64
		want  string
	}{
		{Submitted, 3, ""}, {Submitted, 0, ""}, {Submitted, 1, "progress.own"}, {Submitted, 2, "progress.own"},
		{Draft, 3, "progress.not_submitted"}, {Returned, 3, "progress.not_submitted"}, {Issued, 3, "progress.not_submitted"}, {Dropped, 3, "progress.not_submitted"},
	} {
		p := CheckDecide(Report{State: c.state, CreatedBy: 1, SubmittedBy: 2}, c.actor)
		if got := strings.Join(p.Codes(), " "); got != c.want {
			t.Errorf("%s by %d: %q, want %q", c.state, c.actor, got, c.want)
		}
	}
	for s, want := range map[State]bool{Draft: true, Returned: true, Submitted: false, Issued: false, Dropped: false} {
		if (CheckWrite(s) == nil) != want {
			t.Errorf("writing on %s: %v", s, CheckWrite(s))
		}
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct {
		unit Unit
		text string
		want int64 // -1: nothing told, -2: cannot be read
	}{
		{InMoney, "3 200,50 €", 320_050}, {InMoney, "", -1}, {InMoney, "-3", -2}, {InMoney, "beaucoup", -2}, {InMoney, "0", 0},
		{InCount, "12", 1200}, {InCount, "12,5", -2}, {InCount, "12 h", -2}, {InCount, "12 €", -2}, {InCount, " ", -1},
		{InHours, "12,5", 1250}, {InHours, "12,5 h", 1250}, {InHours, "12 €", -2}, {InHours, "h", -2}, {InHours, "12hh", -2},
	} {
		got := int64(-1)
		amount, err := ParseFigure(c.unit, c.text)
		switch {
		case err != nil:
			got = -2
		case amount != nil:
			got = *amount
		}
		if got != c.want {
			t.Errorf("%q as %s: %d, want %d (%v)", c.text, c.unit, got, c.want, err)
		}
	}
	one, two := int64(100), int64(200)
	for _, c := range []struct {
		f    Figure
		want int64
		by   Side
	}{{Figure{Holder: &one}, 100, ByHolder}, {Figure{Holder: &one, House: &two}, 200, ByHouse}, {Figure{}, 0, ""}} {
		if got, by, told := c.f.Value(); got != c.want || by != c.by || told != (by != "") {
			t.Errorf("%+v says %d by %q", c.f, got, by)
		}
	}
}

// A meeting stands under the sections that the couveuse moved on its day.
func TestDerive(t *testing.T) {
	const day = models.Date("2026-11-10")
	event := func(section int64, what string, on models.Date) reporting.PlanEvent {
		return reporting.PlanEvent{SectionID: section, Event: what, On: on}
	}
	for _, c := range []struct {
		name   string
		events []reporting.PlanEvent
		want   []int64
	}{
		{"nothing", nil, nil},
		{"another day", []reporting.PlanEvent{event(1, "validated", "2026-11-09"), event(1, "validated", "2026-11-11")}, nil},
		{"announced at home", []reporting.PlanEvent{event(1, "claimed", day), event(1, "unclaimed", day)}, nil},
		{"one", []reporting.PlanEvent{event(2, "commented", day)}, []int64{2}},
		{"the busiest first", []reporting.PlanEvent{event(1, "validated", day), event(2, "validated", day), event(2, "reopened", day)}, []int64{2, 1}},
		{"in order when even", []reporting.PlanEvent{event(3, "validated", day), event(1, "validated", day)}, []int64{3, 1}},
	} {
		if got := Derive(day, c.events); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// What is left out is counted, and its words are gone.
func TestGroups(t *testing.T) {
	c := Content{Progress: reporting.Progress{Plan: []reporting.ProgressSection{{ID: 1, Title: "Marché"}, {ID: 2, Title: "Offre"}, {ID: 3, Title: "Vide"}},
		Events: []reporting.PlanEvent{{SectionID: 2, Event: "validated", On: "2026-11-10"}, {SectionID: 2, Event: "validated", On: "2026-11-10"}, {SectionID: 1, Event: "validated", On: "2026-11-10"}},
		Meetings: []reporting.ProgressMeeting{{ID: 10, HeldOn: "2026-11-10", State: "held", Summary: "a"}, {ID: 11, HeldOn: "2026-11-11", State: "held"},
			{ID: 12, HeldOn: "2026-11-12", State: "held", Summary: "secret"}, {ID: 13, HeldOn: "2026-11-13", State: "absent"}, {ID: 14, HeldOn: "2026-11-10", State: "held", Summary: "b"}}}}
	c.group(map[int64]choice{11: {placed: true, sectionID: 1, leftOut: true}, 12: {leftOut: true}, 14: {placed: true}})
	var got []string
	for _, g := range c.Groups {
		line := g.Title + ":"
		for _, p := range g.Meetings {
			line += " " + string(c.Meeting(p.ID).HeldOn)[8:] + strings.Join(p.Also, "+")
			if p.LeftOut {
				line += "-"
			}
		}
		got = append(got, line)
	}
	if want := "Marché: 11|Offre: 10Marché|: 12- 13 10"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", strings.Join(got, "|"), want)
	}
	if c.Left.LeftOut != 1 || c.Left.Unwritten != 1 || c.Meeting(12).Summary != "" {
		t.Errorf("left: %+v, %q", c.Left, c.Meeting(12).Summary)
	}
}

func TestWhenAReportIsDue(t *testing.T) {
	cadence := Cadence{CoachingMonths: 3, TestMonths: 0}
	for _, c := range []struct {
		phase       programme.Phase
		began, last models.Date
		want        models.Date
	}{
		{programme.Coaching, "2026-08-23", "", "2026-11-23"},
		{programme.Coaching, "2026-08-23", "2026-10-31", "2027-01-31"},
		{programme.Coaching, "2026-08-23", "2026-05-31", "2026-11-23"}, // a report of an earlier phase
		{programme.Coaching, "2026-11-30", "", "2027-02-28"},
		{programme.Coaching, "", "", ""}, {programme.Test, "2026-01-01", "", ""}, {programme.Accepted, "2026-01-01", "", ""},
	} {
		if day, due := DueOn(cadence, c.phase, c.began, c.last); day != c.want || due != (c.want != "") {
			t.Errorf("%s from %s, last to %q: %s, want %s", c.phase, c.began, c.last, day, c.want)
		}
	}
}

func TestWhatChangedSince(t *testing.T) {
	was := Content{Progress: reporting.Progress{Requests: []reporting.GrantRequest{{Ref: "B1", Paid: 100}}, Meetings: []reporting.ProgressMeeting{{ID: 1}}}}
	for part, alter := range map[Part]func(*Content){
		"":       func(c *Content) { c.Progress.Today = "2027-01-01"; c.Synthesis = "x" },
		Meetings: func(c *Content) { c.Left.Later = 1 },
		Plan:     func(c *Content) { c.Progress.Events = append(c.Progress.Events, reporting.PlanEvent{ItemID: 1}) },
		Actions:  func(c *Content) { c.Progress.Actions = append(c.Progress.Actions, reporting.Action{Title: "x"}) },
		Grant:    func(c *Content) { c.Progress.Requests = []reporting.GrantRequest{{Ref: "B1", Paid: 200}} },
		Status:   func(c *Content) { c.Progress.Agreement = &programme.StatusAgreement{Number: "1"} },
		History:  func(c *Content) { c.Progress.History = append(c.Progress.History, programme.Change{Seq: 1}) },
	} {
		now := was
		alter(&now)
		got, err := compare(was, now)
		if err != nil || part == "" && len(got) != 0 || part != "" && !slices.Equal(got, []Part{part}) {
			t.Errorf("%s changed: told %v (%v)", part, got, err)
		}
	}
}
