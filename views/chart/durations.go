package chart

import (
	"math"
	"strconv"
)

// Durations shows how long journeys lasted against the terms: a column per
// month, those outside the terms hatched.
type Durations struct {
	Frame
	Months           []float64 // one per journey
	Min, Max         float64   // of the terms, in months; 0 for none
	MinText, MaxText string    // "minimum : 3 mois"
	AxisText         string    // "mois d'accompagnement"
}

// mostColumns bounds the axis; longer journeys share its last column.
const mostColumns = 36

// Scene draws the columns. A journey counts in the column of its months rounded
// (4.6 in that of 5), hatched when it is under the minimum or over the maximum.
func (d Durations) Scene() Scene {
	if len(d.Months) == 0 {
		return d.nothing()
	}
	s := d.scene()
	within, outside, last := d.columns()
	n, highest := len(within), 0
	for i := range within {
		highest = max(highest, within[i]+outside[i])
	}
	const base, tall = 170.0, 130.0
	step := s.W / float64(n)
	every := 1
	for step*float64(every) < 24 {
		every++
	}
	var parts []string
	for i := range within {
		x, count := float64(i)*step, within[i]+outside[i]
		inside := tall * share(float64(within[i]), float64(highest))
		beyond := tall * share(float64(outside[i]), float64(highest))
		s.area(Rect{X: x + step*0.12, Y: base - inside, W: step * 0.76, H: inside, R: 1.5}, Accent, solid)
		s.area(Rect{X: x + step*0.12, Y: base - inside - beyond, W: step * 0.76, H: beyond}, Amber, hatched)
		name := strconv.Itoa(i)
		if i == n-1 && last >= n {
			name = "≥\u00a0" + name
		}
		if count > 0 {
			s.label(Text{X: x + step/2, Y: base - inside - beyond - 4, S: strconv.Itoa(count), Size: smallSize, Anchor: Middle, Bold: true, Color: Ink}, max(step, 12))
			describe(&parts, name, strconv.Itoa(count))
		}
		if i%every == 0 && (n-1-i >= every || i == n-1) || i == n-1 {
			t := Text{X: x + step/2, Y: base + 14, S: name, Size: smallSize, Anchor: Middle, Color: Ink2}
			if i == n-1 && last >= n { // longer than its column
				t.X, t.Anchor = s.W, End
			}
			s.add(t)
		}
	}
	s.add(Line{X1: 0, Y1: base, X2: s.W, Y2: base, Stroke: Ink2, Width: 1})
	if d.Min > 0 {
		d.term(&s, d.Min*step, d.MinText, base, 11)
	}
	if d.Max > 0 {
		d.term(&s, (d.Max+1)*step, d.MaxText, base, 25)
	}
	s.label(Text{X: s.W / 2, Y: base + 32, S: d.AxisText, Size: fontSize, Anchor: Middle, Color: Ink2}, s.W)
	s.H = base + 38
	s.desc(parts)
	return s
}

// columns counts the journeys per month, inside and outside the terms, and gives
// the longest one's month, which may lie beyond the last column.
func (d Durations) columns() (within, outside []int, last int) {
	month := func(m float64) int { return int(math.Round(min(positive(m), 1e6))) }
	last = month(max(d.Min, d.Max))
	for _, m := range d.Months {
		last = max(last, month(m))
	}
	n := min(last+1, mostColumns)
	within, outside = make([]int, n), make([]int, n)
	for _, m := range d.Months {
		i := min(month(m), n-1)
		if m < d.Min || d.Max > 0 && m > d.Max {
			outside[i]++
		} else {
			within[i]++
		}
	}
	return within, outside, last
}

// term draws the line of a minimum or maximum at x with its words at height y.
func (d Durations) term(s *Scene, x float64, text string, base, y float64) {
	if x > s.W+0.01 {
		return
	}
	s.add(Line{X1: x, Y1: y - 8, X2: x, Y2: base, Stroke: Ink, Width: 1.2, Dashed: true})
	anchor, at, room := Start, x+5, s.W-x-5
	if x+5+TextWidth(text, smallSize, true) > s.W && x > s.W/2 {
		anchor, at, room = End, x-5, x-5
	}
	s.label(Text{X: at, Y: y, S: text, Size: smallSize, Anchor: anchor, Bold: true, Color: Ink}, room)
}
