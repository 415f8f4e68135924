package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func svg(t *testing.T, s Scene) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSVG(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var noise = regexp.MustCompile(`\d\.\d{3,}|NaN|Inf|e\+|style=|<style|[" ]-0[" ]`)

// Every sample is well-formed, named, without style, float noise or anything
// outside its frame.
func TestSamplesAreSound(t *testing.T) {
	all := samples()
	for name, s := range all {
		out := svg(t, s)
		if out != svg(t, samples()[name]) {
			t.Errorf("%s: not the same twice", name)
		}
		if found := noise.FindString(out); found != "" {
			t.Errorf("%s: %q in the drawing", name, found)
		}
		if !strings.Contains(out, `role="img"`) {
			t.Errorf("%s: no role", name)
		}
		d := xml.NewDecoder(strings.NewReader(out))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out)
			}
		}
		inside(t, name, s)
	}
	if dir := os.Getenv("CHARTS"); dir != "" { // to look at them in a browser
		var page strings.Builder
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if all[name].H < 1000 {
				fmt.Fprintf(&page, "<h4>%s</h4>%s", name, svg(t, all[name]))
			}
		}
		if err := os.WriteFile(dir+"/charts.html", []byte("<meta charset=utf-8><body><div style='columns:2'>"+page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// inside checks that texts stay in the frame: what sticks out is not printed.
func inside(t *testing.T, name string, s Scene) {
	t.Helper()
	if s.H <= 0 || math.IsNaN(s.H) || !slices.IsSorted(s.Breaks) {
		t.Errorf("%s: height %v, breaks %v", name, s.H, s.Breaks)
	}
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case Text:
			w := TextWidth(v.S, v.Size, v.Bold)
			left := v.X - w*float64(v.Anchor)/2
			if left < -1 || left+w > s.W+1 || v.Y > s.H+1 || v.Y < 0 {
				t.Errorf("%s: %q from %.1f to %.1f at %.1f leaves %v x %v", name, v.S, left, left+w, v.Y, s.W, s.H)
			}
		case Rect:
			if v.X < -1 || v.X+v.W > s.W+1 || v.Y+v.H > s.H+1 {
				t.Errorf("%s: %+v leaves %v x %v", name, v, s.W, s.H)
			}
		}
	}
}

func TestGoldenSVG(t *testing.T) {
	got := svg(t, Bars{Frame: Frame{Title: "Motifs & sorties", Width: 300}, Rows: []Bar{
		{Label: "Emploi", Value: 2, Text: "2"}, {Label: "Autre", Value: 1, Text: "1", Color: Amber}}}.Scene())
	const golden = "testdata/bars.svg"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("drawing changed; UPDATE=1 rewrites it\n%s", got)
	}
}

func TestBarsCompare(t *testing.T) {
	s := Bars{Rows: []Bar{{Label: "a", Value: 10}, {Label: "b", Value: 5}, {Label: "c"}}}.Scene()
	var w []float64
	for _, shape := range s.Shapes {
		if r, ok := shape.(Rect); ok {
			w = append(w, r.W)
		}
	}
	if len(w) != 2 || math.Abs(w[0]-2*w[1]) > 0.01 {
		t.Errorf("widths %v: want two, the first twice the second", w)
	}
}

func TestDurationsSplitAtTheTerms(t *testing.T) {
	within, outside, last := Durations{Months: []float64{2.9, 3, 6, 6.1, 40}, Min: 3, Max: 6}.columns()
	if within[3] != 1 || outside[3] != 1 || within[6] != 1 || outside[6] != 1 {
		t.Errorf("within %v outside %v", within, outside)
	}
	if last != 40 || outside[mostColumns-1] != 1 {
		t.Errorf("the longest journey is lost: %d %v", last, outside)
	}
}

func TestMarksDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, phase := range []string{"draft", "submitted", "review", "waitlisted", "accepted", "coaching", "test", "launched", "exited", "declined", "followed_up"} {
		out := svg(t, Scene{W: 16, H: 16, Shapes: PhaseMark(phase, 0, 0, 16)})
		for hue := range hex { // without hue, as in grey print
			out = strings.ReplaceAll(strings.ReplaceAll(out, hue.Hex(), ""), "-"+string(hue)+`"`, `"`)
		}
		if other, twice := seen[out]; twice {
			t.Errorf("%s and %s look alike in grey", phase, other)
		}
		seen[out] = phase
	}
}

func TestEllipsis(t *testing.T) {
	for _, c := range []struct {
		s     string
		width float64
		want  string
	}{{"court", 100, "court"}, {"Sainte-Marguerite", 60, "Sainte-…"}, {"x", 0, ""}, {"", 0, ""}, {"a\xffb", 100, "a\uFFFDb"}} {
		if got := Ellipsis(c.s, 12, false, c.width); got != c.want {
			t.Errorf("Ellipsis(%q, %v) = %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

func TestContrast(t *testing.T) {
	for hue := range hex {
		if slices.Contains([]Token{Paper, Sheet, Rule, Wash, AccentWash, AmberWash, RedWash}, hue) {
			continue
		}
		if ratio := (1 + 0.05) / (luminance(hue) + 0.05); ratio < 4.5 {
			t.Errorf("%s on white: %.2f", hue, ratio)
		}
	}
}

func luminance(t Token) float64 {
	linear := func(v int) float64 {
		c := float64(v) / 255
		if c <= 0.03928 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	r, g, b := t.RGB()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// A balance below zero is marked by more than its hue, and lines of two are told apart by their stroke.
func TestCurveMarksWhatIsBelowZero(t *testing.T) {
	all := samples()
	var full, hollow, dashed int
	for _, name := range []string{"curve", "curve-two"} {
		for _, shape := range all[name].Shapes {
			switch v := shape.(type) {
			case Circle:
				if v.Fill == Sheet {
					hollow++
				} else {
					full++
				}
			case Path:
				if v.Dashed {
					dashed++
				}
			}
		}
	}
	if full != 3 || hollow != 1 || dashed != 1 {
		t.Errorf("%d full marks, %d hollow, %d dashed lines", full, hollow, dashed)
	}
	for v, want := range map[float64]float64{0: 1, 1: 1, 1.2: 2, 3: 5, 7: 10, 700: 1000, 0.03: 0.05} {
		if got := niceStep(v); math.Abs(got-want) > 1e-9 {
			t.Errorf("step of %v: %v, want %v", v, got, want)
		}
	}
}

// The curve of survival as it is drawn: on a level and then down, its band between dashed edges, a tick where somebody was lost from
// view, the numbers at risk beneath their months.
func TestGoldenSteps(t *testing.T) {
	s := samples()["steps"]
	got := svg(t, s)
	const golden = "testdata/steps.svg"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("drawing changed; UPDATE=1 rewrites it\n%s", got)
	}
	ticks, dashed, numbers := 0, 0, []string{}
	for _, shape := range s.Shapes {
		switch v := shape.(type) {
		case Line:
			if v.X1 == v.X2 && v.Stroke == Ink && v.Y1 < 200 {
				ticks++
			}
		case Path:
			if v.Dashed {
				dashed++
			}
		case Text:
			if v.Bold {
				numbers = append(numbers, v.S)
			}
		}
	}
	if ticks != 3 || dashed != 2 || !slices.Equal(numbers, []string{"156", "148", "131", "90", "0"}) {
		t.Errorf("%d ticks, %d edges, numbers %v", ticks, dashed, numbers)
	}
}
