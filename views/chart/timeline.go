package chart

import (
	"fmt"
	"time"

	"eclosion/models"
)

// Timeline lays periods along the months from From to To, a line per series.
type Timeline struct {
	Frame
	From, To   models.Date // both ends shown; empty ones are taken from the spans
	Series     []Series
	Today      models.Date // a dashed line; none when empty or outside
	TodayLabel string
}

// Series is one line of the timeline: a project, or a cohort's intake.
type Series struct {
	Label string
	Spans []Span
}

// Span is a period. An empty To runs to the end of the timeline. Hatched is what
// is expected and did not happen yet. Text is written inside when it fits.
type Span struct {
	From, To models.Date
	Phase    string
	Color    Token
	Text     string
	Hatched  bool
}

const (
	timelineHead = 26.0
	timelineRow  = 24.0
)

// axis maps dates to the horizontal.
type axis struct {
	from     models.Date
	days     float64
	x, width float64
}

func (a axis) at(d models.Date) float64 {
	part := float64(a.from.DaysUntil(d)) / a.days
	return a.x + a.width*min(max(part, 0), 1)
}

// Scene draws the timeline. Spans that end before they begin are left out.
func (t Timeline) Scene() Scene {
	t.bounds()
	if len(t.Series) == 0 || t.From == "" || !t.From.Before(t.To) {
		return t.nothing()
	}
	s := t.scene()
	labels := make([]string, len(t.Series))
	for i, line := range t.Series {
		labels[i] = line.Label
	}
	column := s.column(labels, 0.32)
	a := axis{from: t.From, days: float64(t.From.DaysUntil(t.To)), x: column + 12}
	a.width = s.W - a.x - 2
	ticks := t.ticks(&s, a)
	var parts []string
	for i, line := range t.Series {
		y := timelineHead + float64(i)*timelineRow
		for _, x := range ticks {
			s.add(Line{X1: x, Y1: y, X2: x, Y2: y + timelineRow, Stroke: Rule, Width: 0.6})
		}
		s.label(Text{X: 0, Y: y + timelineRow/2 + baseShift, S: line.Label, Size: fontSize, Color: Ink}, column)
		for _, span := range line.Spans {
			t.span(&s, a, span, y)
			describe(&parts, line.Label, span.Text)
		}
		if t.Today >= t.From && t.Today <= t.To && t.Today != "" {
			x := a.at(t.Today)
			s.add(Line{X1: x, Y1: y, X2: x, Y2: y + timelineRow, Stroke: Red, Width: 1.2, Dashed: true})
		}
		if i > 0 {
			s.Breaks = append(s.Breaks, y)
		}
	}
	s.H = timelineHead + float64(len(t.Series))*timelineRow
	if t.Today >= t.From && t.Today <= t.To && t.TodayLabel != "" {
		x, anchor := a.at(t.Today), Middle
		if half := TextWidth(t.TodayLabel, smallSize, true) / 2; x+half > s.W {
			x, anchor = s.W, End
		}
		s.add(Text{X: x, Y: s.H + 13, S: t.TodayLabel, Size: smallSize, Anchor: anchor, Bold: true, Color: Red})
		s.H += 18
	}
	s.desc(parts)
	return s
}

// bounds takes missing ends from the spans.
func (t *Timeline) bounds() {
	low, high := t.From, t.To
	for _, line := range t.Series {
		for _, span := range line.Spans {
			if t.From == "" && span.From != "" && (low == "" || span.From < low) {
				low = span.From
			}
			if t.To == "" {
				high = max(high, span.From, span.To)
			}
		}
	}
	t.From, t.To = low, high
}

func (t Timeline) span(s *Scene, a axis, span Span, y float64) {
	to := span.To
	if to == "" {
		to = t.To
	}
	if span.From == "" || to < span.From || to < t.From || span.From > t.To {
		return
	}
	hue := span.Color
	if hue == None {
		hue = PhaseToken(span.Phase)
	}
	x := a.at(span.From)
	w := max(a.at(to)-x, 3)
	const high = 15.0
	top := y + (timelineRow-high)/2
	s.area(Rect{X: x, Y: top, W: w, H: high, R: 2}, hue, hatchedIf(span.Hatched))
	if !span.Hatched && span.Text != "" && TextWidth(span.Text, smallSize, true)+10 <= w {
		s.add(Text{X: x + 6, Y: top + high/2 + 3.7, S: span.Text, Size: smallSize, Bold: true, Color: Sheet})
	}
}

// ticks draws the months' marks at the top and gives their places.
func (t Timeline) ticks(s *Scene, a axis) []float64 {
	months := 0
	for months < 12*300 && t.From.AddMonths(months) < t.To {
		months++
	}
	step := 12 * 50
	for _, candidate := range []int{1, 2, 3, 6, 12, 24, 60, 120, 240} {
		if a.width*float64(candidate)/float64(max(months, 1)) >= 52 {
			step = candidate
			break
		}
	}
	first := models.NewDate(t.From.Year(), 1, 1)
	var places []float64
	written := 0.0
	for m := 0; ; m += step {
		d := first.AddMonths(m)
		if d > t.To || len(places) > 400 {
			break
		}
		if d < t.From {
			continue
		}
		x := a.at(d)
		places = append(places, x)
		label := fmt.Sprintf("%02d/%d", int(d.Month()), d.Year())
		if step%12 == 0 && d.Month() == time.January {
			label = fmt.Sprint(d.Year())
		}
		anchor, width := Start, TextWidth(label, smallSize, false)
		if x+width > s.W {
			if x, anchor = s.W, End; x-width < written {
				continue // it would stand on the label before it
			}
		}
		written = x + width + 4
		s.add(Text{X: x, Y: 14, S: label, Size: smallSize, Anchor: anchor, Color: Ink2})
	}
	s.add(Line{X1: a.x, Y1: timelineHead - 5, X2: a.x + a.width, Y2: timelineHead - 5, Stroke: Rule, Width: 1})
	return places
}
