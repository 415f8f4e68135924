package selection

import (
	"fmt"
	"strings"
	"testing"
)

var grid = []Criterion{{Position: 1, Label: "A", Weight: 3}, {Position: 2, Label: "B", Weight: 1}, {Position: 3, Label: "C", Weight: 2}}

// voice is an opinion: "yes 4 na 2" by the grid's order.
func voice(text string) Opinion {
	parts := strings.Fields(text)
	o := Opinion{Recommendation: Recommendation(parts[0])}
	for i, m := range parts[1:] {
		o.Scores = append(o.Scores, Score{Position: i + 1, Mark: Mark(m)})
	}
	return o
}

// summary writes what a ranking says in one line a file.
func summary(list []Ranked) string {
	var lines []string
	for _, r := range list {
		line := fmt.Sprintf("%d %s", r.Rank, r.Ref)
		if r.Tied {
			line += " tied"
		}
		if r.Scored {
			line += fmt.Sprintf(" %d %d-%d sd%d", r.Score, r.Low, r.High, r.Deviation)
		}
		if r.Disagreement {
			line += " split"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func TestRanking(t *testing.T) {
	for name, c := range map[string]struct {
		files [][]string // voices of files F1, F2, ...
		want  string
	}{
		"one juror, all marks":        {[][]string{{"yes 5 3 4"}}, "1 F1 433 433-433 sd0"},
		"weights":                     {[][]string{{"maybe 5 0 0"}}, "1 F1 250 250-250 sd0"},
		"n/a renormalises":            {[][]string{{"yes 4 na 1"}}, "1 F1 280 280-280 sd0"},
		"zero is a mark":              {[][]string{{"no 0 0 0"}}, "1 F1 0 0-0 sd0"},
		"half a hundredth goes up":    {[][]string{{"yes 4 3 na", "yes 4 4 4"}}, "1 F1 388 375-400 sd13"},
		"mean of means, not marks":    {[][]string{{"yes 5 na na", "yes 2 2 2"}}, "1 F1 350 200-500 sd150 split"},
		"all n/a":                     {[][]string{{"yes na na na"}}, "0 F1"},
		"all n/a of one leaves one":   {[][]string{{"yes na na na", "yes 3 3 3"}}, "1 F1 300 300-300 sd0"},
		"no voice":                    {[][]string{{}}, "0 F1"},
		"order by score":              {[][]string{{"yes 2 2 2"}, {"yes 4 4 4"}, {"yes 3 3 3"}}, "1 F2 400 400-400 sd0; 2 F3 300 300-300 sd0; 3 F1 200 200-200 sd0"},
		"then by yes":                 {[][]string{{"maybe 3 3 3"}, {"yes 3 3 3"}}, "1 F2 300 300-300 sd0; 2 F1 300 300-300 sd0"},
		"then by fewer no":            {[][]string{{"no 3 3 3"}, {"maybe 3 3 3"}}, "1 F2 300 300-300 sd0; 2 F1 300 300-300 sd0"},
		"score before recommendation": {[][]string{{"yes 2 2 2"}, {"no 3 3 3"}}, "1 F2 300 300-300 sd0; 2 F1 200 200-200 sd0"},
		"ties share, the next skips": {[][]string{{"yes 3 3 3"}, {"yes 3 3 3"}, {"yes 1 1 1"}, {"yes 4 4 4"}},
			"1 F4 400 400-400 sd0; 2 F1 tied 300 300-300 sd0; 2 F2 tied 300 300-300 sd0; 4 F3 100 100-100 sd0"},
		"three tied": {[][]string{{"yes 3 3 3"}, {"yes 3 3 3"}, {"yes 3 3 3"}},
			"1 F1 tied 300 300-300 sd0; 1 F2 tied 300 300-300 sd0; 1 F3 tied 300 300-300 sd0"},
		"unscored last, by recommendation": {[][]string{{}, {"yes na na na"}, {"no 0 0 0"}}, "1 F3 0 0-0 sd0; 0 F2; 0 F1"},
		"spread of two is a disagreement":  {[][]string{{"yes 5 5 5", "yes 3 3 3"}}, "1 F1 400 300-500 sd100 split"},
		"just under two is none":           {[][]string{{"yes 5 5 5", "yes 3 4 3"}}, "1 F1 408 317-500 sd92"},
		"yes next to no":                   {[][]string{{"yes 3 3 3", "no 3 3 3"}}, "1 F1 300 300-300 sd0 split"},
		"yes next to maybe is none":        {[][]string{{"yes 3 3 3", "maybe 3 3 3"}}, "1 F1 300 300-300 sd0"},
		"yes next to no without scores":    {[][]string{{"yes na na na", "no na na na"}}, "0 F1 split"},
	} {
		var files []Ranked
		for i, texts := range c.files {
			r := Ranked{File: File{Ref: fmt.Sprintf("F%d", i+1)}}
			for _, text := range texts {
				r.Voices = append(r.Voices, voice(text))
			}
			files = append(files, r)
		}
		if got := summary(rank(grid, files)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

func TestMeansByCriterion(t *testing.T) {
	r := rank(grid, []Ranked{{Voices: []Opinion{voice("yes 4 na 2"), voice("no 1 na 3"), voice("maybe 5 na na")}}})[0]
	want := []struct {
		marks int
		mean  Points
	}{{3, 333}, {0, 0}, {2, 250}}
	for i, m := range r.Means {
		if m.Marks != want[i].marks || m.Mean != want[i].mean || m.Label != grid[i].Label {
			t.Errorf("%s: %d marks, mean %d", m.Label, m.Marks, m.Mean)
		}
	}
	if r.Given != 3 || r.Yes != 1 || r.Maybe != 1 || r.No != 1 {
		t.Errorf("%+v", r.File)
	}
}

func TestSeats(t *testing.T) {
	members := []Member{{AccountID: 1, Name: "A"}, {AccountID: 2, Name: "B"}, {AccountID: 3, Name: "C"}}
	r := Ranked{Voices: []Opinion{{AccountID: 1}, {AccountID: 9}}} // 9 gave an opinion and left the committee
	r.seats(members, []Conflict{{AccountID: 2, Name: "B"}})
	if r.Members != 3 || strings.Join(r.Conflicted, ",") != "B" {
		t.Errorf("%d members, conflicts %v", r.Members, r.Conflicted)
	}
}
