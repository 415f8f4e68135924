package chart

import (
	"math"
	"strings"
)

// Frame is what every chart has. Title is its accessible name, not drawn: a
// heading stands above it. Desc says the figures in words; empty, it is listed
// from the labels and written values. Empty is shown when there is nothing to draw.
type Frame struct {
	Title string
	Desc  string
	Width float64 // in units; 0 for DefaultWidth, 320 for a phone
	Empty string
}

// DefaultWidth fills the body of an A4 page, and a column of text on screen.
const DefaultWidth = 600

const (
	fontSize  = 12.0
	smallSize = 10.5
	baseShift = 4.2 // from a row's middle down to its baseline
)

func (f Frame) scene() Scene {
	w := f.Width
	if !(w >= 160) {
		w = DefaultWidth
	}
	return Scene{W: w, Title: f.Title, Desc: f.Desc}
}

// nothing is the scene of a chart without data.
func (f Frame) nothing() Scene {
	s := f.scene()
	s.H = 48
	s.add(Rect{X: 0.5, Y: 0.5, W: s.W - 1, H: s.H - 1, R: 4, Stroke: Rule, Width: 1})
	s.label(Text{X: s.W / 2, Y: s.H/2 + baseShift, S: f.Empty, Size: fontSize, Anchor: Middle, Color: Ink2}, s.W-24)
	if s.Desc == "" {
		s.Desc = f.Empty
	}
	return s
}

// positive keeps what can be drawn: nothing below zero, no infinities.
func positive(v float64) float64 {
	if math.IsNaN(v) || v < 0 {
		return 0
	}
	return min(v, 1e15)
}

// share is part of whole, between 0 and 1; 0 without a whole.
func share(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return min(positive(part)/whole, 1)
}

// describe adds "label : value" to a description that the caller left empty.
func describe(parts *[]string, label, value string) {
	if value == "" {
		*parts = append(*parts, label)
		return
	}
	*parts = append(*parts, label+"\u00a0: "+value)
}

func (s *Scene) desc(parts []string) {
	if s.Desc == "" {
		s.Desc = strings.Join(parts, "\u202f; ")
	}
}

// style tells areas apart without their hue.
type style int

const (
	solid   style = iota
	hatched       // expected, unknown or outside the terms
	hollow        // what is over
)

func hatchedIf(yes bool) style {
	if yes {
		return hatched
	}
	return solid
}

func (s *Scene) area(r Rect, hue Token, st style) {
	if r.W <= 0 || r.H <= 0 {
		return
	}
	if st == solid {
		r.Fill = hue
		s.add(r)
		return
	}
	r.Fill, r.Stroke, r.Width, r.R = Sheet, hue, 1, 0
	s.add(r)
	if st == hollow {
		return
	}
	s.hatch(r, hue)
	s.add(Rect{X: r.X, Y: r.Y, W: r.W, H: r.H, Stroke: hue, Width: 1})
}

// key is an entry of a legend.
type key struct {
	label, text string
	hue         Token
	style       style
}

// legend sets the keys in lines from y down and gives the height taken.
func (s *Scene) legend(keys []key, y float64) float64 {
	const line, swatch, space = 20.0, 11.0, 18.0
	x, top := 0.0, y
	for _, k := range keys {
		width := swatch + 6 + TextWidth(k.label, fontSize, false)
		if k.text != "" {
			width += 6 + TextWidth(k.text, fontSize, true)
		}
		if x > 0 && x+width > s.W {
			x, y = 0, y+line
		}
		s.area(Rect{X: x + 0.5, Y: y + 3, W: swatch, H: swatch, R: 1.5}, k.hue, k.style)
		room := s.W - x - swatch - 6
		if k.text != "" {
			room -= 6 + TextWidth(k.text, fontSize, true)
		}
		label := Ellipsis(k.label, fontSize, false, room)
		s.label(Text{X: x + swatch + 6, Y: y + 13, S: k.label, Size: fontSize, Color: Ink}, room)
		if k.text != "" {
			s.add(Text{X: x + swatch + 12 + TextWidth(label, fontSize, false), Y: y + 13, S: k.text, Size: fontSize, Bold: true, Color: Ink})
		}
		x += width + space
	}
	return y + line - top
}

// column is the width that labels need, at most the given part of the scene.
func (s *Scene) column(labels []string, most float64) float64 {
	w := 0.0
	for _, l := range labels {
		w = max(w, TextWidth(l, fontSize, false))
	}
	return min(w, s.W*most)
}
