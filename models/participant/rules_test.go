package participant

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
)

var ours = Rules{LongMonths: 12, YoungUnder: 25, YoungMonths: 6, ExitDays: 28, LaterMonths: 6, LaterDays: 28}

func TestLongTerm(t *testing.T) {
	const entered = models.Date("2026-09-01")
	for _, c := range []struct {
		name         string
		labour       Labour
		since, birth models.Date
		want         Answer
	}{
		{"a year to the day", Unemployed, "2025-09-01", "1980-01-01", Yes},
		{"a day less", Unemployed, "2025-09-02", "1980-01-01", No},
		{"under 25, six months", Unemployed, "2026-03-01", "2001-09-02", Yes},
		{"25 that day, six months", Unemployed, "2026-03-01", "2001-09-01", No},
		{"under 25, a day less", Unemployed, "2026-03-02", "2005-01-01", No},
		{"no day", Unemployed, "", "1980-01-01", ""},
		{"no birth, but a year", Unemployed, "2025-01-01", "", Yes},
		{"no birth, but weeks", Unemployed, "2026-08-01", "", No},
		{"no birth, eight months", Unemployed, "2026-01-01", "", ""},
		{"in employment", Employed, "2020-01-01", "1980-01-01", No},
	} {
		if got := ours.LongTerm(Entry{Labour: c.labour, JoblessSince: c.since, BirthOn: c.birth}, entered); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWindows(t *testing.T) {
	for _, c := range []struct {
		m        Moment
		left     models.Date
		from, to models.Date
	}{{Exit, "2026-02-01", "2026-02-01", "2026-03-01"}, {Later, "2026-08-31", "2027-02-28", "2027-03-28"}} {
		if w := ours.Window(c.m, c.left); w.From != c.from || w.To != c.to {
			t.Errorf("%s: %v", c.m, w)
		}
	}
	on := func(day models.Date) *Row {
		return &Row{Rules: ours, LeftOn: "2026-02-01", Exit: &Result{Moment: Exit, ObservedOn: day}}
	}
	if on("2026-03-01").Late(Exit) || !on("2026-03-02").Late(Exit) {
		t.Error("28 days after leaving count, 29 do not")
	}
}

func TestCheckEntry(t *testing.T) {
	for _, c := range []struct {
		field string
		e     Entry
		code  string
	}{
		{"labour", Entry{Labour: "x"}, "oneof"}, {"gender", Entry{Gender: "Z"}, "oneof"}, {"schooling", Entry{Schooling: "isced_9"}, "oneof"},
		{"rural", Entry{Rural: Declined}, "oneof"}, {"minority", Entry{Minority: "maybe"}, "oneof"},
		{"jobless_since", Entry{Labour: Unemployed, JoblessSince: "2026-09-02"}, "not_after"}, {"birth_on", Entry{BirthOn: "2026-09-02"}, "not_after"},
		{"birth_on", Entry{BirthOn: "2026-02-30"}, "date"},
	} {
		p := c.e.Check("2026-09-01")
		if p == nil || len(p.Fields) != 1 || p.Fields[0].Field != c.field || p.Fields[0].Code != c.code {
			t.Errorf("%s: %+v", c.field, p)
		}
	}
	for _, name := range Sensitive() {
		var e Entry
		for _, f := range fields {
			if f.name == name {
				f.set(&e, "declined")
			}
		}
		if e.Value(name) != "declined" || e.Check("2026-09-01") != nil {
			t.Errorf("%s cannot be declined", name)
		}
	}
	if got := strings.Join(Sensitive(), " "); got != "third_country foreign_background minority disability homeless" {
		t.Errorf("sensitive: %s", got)
	}
	if got := (Entry{Labour: Unemployed, BirthOn: "1990-01-01"}).Missing(); !slices.Contains(got, "jobless_since") || slices.Contains(got, "birth_on") || len(got) != 9 {
		t.Errorf("missing of an unemployed person: %v", got)
	}
	if got := (Entry{Labour: Employed}).Missing(); slices.Contains(got, "jobless_since") {
		t.Errorf("missing of somebody in employment: %v", got)
	}
}

func TestWhatTheDossierKnows(t *testing.T) {
	for _, c := range []struct {
		k    Known
		want Entry
	}{
		{Known{Situation: "full_benefits", JobseekerSince: "2026-01-01", Schooling: "none", Gender: "M", BirthOn: "1990-01-01"}, Entry{Labour: Unemployed, JoblessSince: "2026-01-01", Schooling: "isced_0_2", Gender: "M", BirthOn: "1990-01-01"}},
		{Known{Situation: "partial_benefits", JobseekerSince: "2026-09-02", Schooling: "upper_secondary"}, Entry{Labour: Unemployed, Schooling: "isced_3_4"}},
		{Known{Situation: "on_notice", JobseekerSince: "2026-01-01", Schooling: "tertiary"}, Entry{Labour: Employed, Schooling: "isced_5_8"}},
		{Known{Situation: "health_fund", Schooling: "lower_secondary"}, Entry{Schooling: "isced_0_2"}},
		{Known{Situation: "cpas"}, Entry{}},
	} {
		if got := c.k.Propose("2026-09-01"); got != c.want {
			t.Errorf("%+v: %+v", c.k, got)
		}
	}
	said := Entry{Labour: Inactive, Schooling: "isced_5_8", BirthOn: "1980-01-01"}
	got := said.over(Entry{Labour: Unemployed, JoblessSince: "2026-01-01", Schooling: "isced_0_2", BirthOn: "1981-01-01", Gender: "F"})
	if want := (Entry{Labour: Inactive, Schooling: "isced_5_8", BirthOn: "1981-01-01", Gender: "F"}); got != want {
		t.Errorf("what was said goes before what is known: %+v", got)
	}
}

func TestWhoMayCorrectWhat(t *testing.T) {
	filled, replaced := []Change{{"rural", "", "yes"}}, []Change{{"rural", "", "yes"}, {"gender", "F", "M"}}
	for _, c := range []struct {
		list   []Change
		own    bool
		reason string
		want   string
	}{{filled, true, "", ""}, {filled, false, "", ""}, {replaced, true, "parce que", "participant.frozen"}, {replaced, false, "", "invalid"}, {replaced, false, "parce que", ""}} {
		got := ""
		if p := CheckCorrection(c.list, c.own, c.reason); p != nil {
			if got = p.Code; len(p.Fields) > 0 {
				got = "invalid"
			}
		}
		if got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func lineOf(counts string, n ...int) Line {
	l := Line{Indicator: Indicator{Counts: counts}}
	for i, c := range Columns() {
		l.Cells = append(l.Cells, Cell{Column: c, Count: n[i]})
	}
	return l
}

func TestMask(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []Line
		want  string // the hidden cells are x
	}{
		{"one small part hides a second", []Line{lineOf("rural", 3, 10, 12, 0, 25, 2, 7)}, "xx..." + "x."},
		{"a small total hides with its part", []Line{lineOf("rural", 3, 0, 0, 0, 3, 0, 0)}, "x...x.."},
		{"nothing small", []Line{lineOf("rural", 5, 9, 0, 0, 14, 5, 0)}, "......."},
		{"a share hides a second line", []Line{lineOf("unemployed", 20, 20, 0, 0, 40, 0, 0), lineOf("inactive", 2, 6, 0, 0, 8, 0, 0), lineOf("employed", 9, 9, 0, 0, 18, 0, 0)}, "..............xx.....xx....."},
	} {
		mask(c.lines)
		got := ""
		for _, l := range c.lines {
			for _, x := range l.Cells {
				if x.Masked {
					got += "x"
				} else {
					got += "."
				}
			}
		}
		if len(c.lines) == 3 {
			// whatever was chosen, no hidden cell stands alone in its line or its column
			for _, l := range c.lines {
				hidden := 0
				for _, x := range l.Cells[:5] {
					if x.Masked {
						hidden++
					}
				}
				if hidden == 1 {
					t.Errorf("%s: %s can be worked out", c.name, l.Counts)
				}
			}
			for k := range 5 {
				hidden := 0
				for _, l := range c.lines {
					if l.Cells[k].Masked {
						hidden++
					}
				}
				if hidden == 1 {
					t.Errorf("%s: column %d can be worked out: %s", c.name, k, got)
				}
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCheckResult(t *testing.T) {
	good := Result{Moment: Exit, ObservedOn: "2026-10-05", JobSearch: No, Training: No, Qualification: No, Employment: Yes}
	later := Result{Moment: Later, ObservedOn: "2027-04-01", Employment: Yes, Improved: No}
	for _, c := range []struct {
		name        string
		x           Result
		left, today models.Date
		want        string
	}{
		{"good", good, "2026-10-01", "2026-10-06", ""},
		{"not left", good, "", "2026-10-06", "participant.not_left"},
		{"before leaving", good, "2026-10-06", "2026-10-06", "observed_on:not_before"},
		{"tomorrow", good, "2026-10-01", "2026-10-04", "observed_on:not_after"},
		{"late is taken", Result{Moment: Exit, ObservedOn: "2026-12-05", JobSearch: No, Training: No, Qualification: No, Employment: Yes}, "2026-10-01", "2026-12-06", ""},
		{"unanswered", Result{Moment: Exit, ObservedOn: "2026-10-05", JobSearch: No, Training: No, Employment: Yes}, "2026-10-01", "2026-10-06", "qualification:required"},
		{"declined", Result{Moment: Exit, ObservedOn: "2026-10-05", JobSearch: Declined, Training: No, Qualification: No, Employment: Yes}, "2026-10-01", "2026-10-06", "job_search:oneof"},
		{"too early", later, "2026-10-01", "2027-03-31", "participant.too_early"},
		{"six months on", later, "2026-10-01", "2027-04-01", ""},
	} {
		got := ""
		if p := c.x.Check(ours, c.left, c.today); p != nil {
			if got = p.Code; len(p.Fields) > 0 {
				got = p.Fields[0].Field + ":" + p.Fields[0].Code
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestPeriodOfTheTable(t *testing.T) {
	for _, c := range []struct{ in, want models.Period }{
		{models.Period{}, models.Period{From: "2026-01-01", To: "2026-12-31"}},
		{models.Period{From: "2025-03-01"}, models.Period{From: "2025-03-01", To: "2026-12-31"}},
		{models.Period{To: "2025-03-01"}, models.Period{From: "2025-01-01", To: "2025-03-01"}},
	} {
		if got, problem := (Filter{Period: c.in}).period("2026-11-23"); problem != nil || got != c.want {
			t.Errorf("%v: %v %v", c.in, got, problem)
		}
	}
	if _, problem := (Filter{Period: models.Period{From: "2026-03-02", To: "2026-03-01"}}).period("2026-11-23"); problem == nil {
		t.Error("a period that ends before it begins")
	}
}

func TestWhoIsLookedAtAgainAndWhatTheyLack(t *testing.T) {
	year := models.Period{From: "2026-01-01", To: "2026-12-31"}
	r := &Row{Rules: ours, LeftOn: "2026-05-01"}
	for _, c := range []struct {
		today models.Date
		again bool
		lack  Lack
	}{{"2026-05-29", false, Awaited}, {"2026-05-30", false, Overdue}, {"2026-10-31", false, Overdue}, {"2026-11-01", true, Overdue}} {
		if got := looked(r, year, c.today); got != c.again {
			t.Errorf("on %s looked at again: %v", c.today, got)
		}
		if lack, last := r.lack(Exit, c.today); lack != c.lack || last != "2026-05-29" {
			t.Errorf("on %s: %s until %s", c.today, lack, last)
		}
	}
}
