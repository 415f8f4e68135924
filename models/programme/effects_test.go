package programme

import (
	"testing"

	"eclosion/models"
)

func TestUnderCountsWhoEntersUnderTerms(t *testing.T) {
	all := []models.Date{"2027-01-01", "2005-01-01", "2028-01-01"}
	starts := []Start{{"2024-02-01", 1, 2}, {"2025-02-01", 1, 0}, {"2026-12-31", 1, 3}, {"2027-01-01", 2, 5}, {"2027-12-31", 1, 0}, {"2028-01-01", 1, 9}}
	for _, test := range []struct {
		from, today    models.Date
		cohorts, files int
	}{
		{"2005-01-01", "2026-11-23", 2, 5}, // a cohort that began and waits for two, none that waits for nobody
		{"2027-01-01", "2026-11-23", 3, 5},
		{"2028-01-01", "2026-11-23", 1, 9},
		{"2027-01-01", "2027-06-01", 5, 10}, // who has not entered by today enters today
		{"2005-01-01", "2027-01-01", 0, 0},
		{"2031-01-01", "2026-11-23", 0, 0},
	} {
		if cohorts, files := Under(starts, all, test.from, test.today); cohorts != test.cohorts || files != test.files {
			t.Errorf("under %s on %s: %d cohorts, %d files, want %d and %d", test.from, test.today, cohorts, files, test.cohorts, test.files)
		}
	}
	if got := FirstDayOf(all, "2001-01-01"); got != "2005-01-01" {
		t.Errorf("before all terms: %s", got)
	}
}

func TestCompareTellsVersionsApart(t *testing.T) {
	before := []Piece{{"a", "1", "x"}, {"b", "1", "x"}, {"c", "2", "x"}, {"d", "2", "x"}}
	for name, test := range map[string]struct {
		after []Piece
		want  Difference
	}{
		"same":           {before, Difference{}},
		"none":           {nil, Difference{Removed: 4}},
		"one more":       {append([]Piece{{"n", "1", "x"}}, before...), Difference{Added: 1}},
		"other words":    {[]Piece{{"a", "1", "y"}, {"b", "1", "x"}, {"c", "2", "x"}, {"d", "2", "x"}}, Difference{Rewritten: 1}},
		"changed order":  {[]Piece{{"b", "1", "x"}, {"a", "1", "x"}, {"c", "2", "x"}, {"d", "2", "x"}}, Difference{Moved: 1}},
		"the last first": {[]Piece{{"d", "2", "x"}, {"a", "1", "x"}, {"b", "1", "x"}, {"c", "2", "x"}}, Difference{Moved: 1}},
		"other part":     {[]Piece{{"a", "1", "x"}, {"b", "2", "x"}, {"d", "2", "x"}}, Difference{Removed: 1, Moved: 1}},
		"twice":          {[]Piece{{"a", "1", "x"}, {"a", "1", "x"}, {"b", "1", "x"}, {"c", "2", "x"}, {"d", "2", "x"}}, Difference{Added: 1}},
	} {
		if got := Compare(before, test.after); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestAStampTellsEffectsApart(t *testing.T) {
	one := Effects{{"a", 1}, {"b", 2}}
	if one.Stamp() != (Effects{{"a", 1}, {"b", 2}}).Stamp() || one.Stamp() == (Effects{{"a", 2}, {"b", 1}}).Stamp() || one.Stamp() == one[:1].Stamp() {
		t.Error("stamps do not follow the effects")
	}
}
