package chart

import "math"

// Radar shows how far the sections of a checklist are, 3 to 13 of them; with
// fewer or more it becomes bars, which then read better.
type Radar struct {
	Frame
	Axes     []Axis
	Now      string // the legend of Value; both legends empty: none is drawn
	Previous string // the legend of Before
}

// Axis is one section. Value and Before run from 0 to 1; Before below 0 means
// there is none. Text is the value as written.
type Axis struct {
	Label  string
	Value  float64
	Before float64
	Text   string
}

// Scene draws the radar.
func (r Radar) Scene() Scene {
	n := len(r.Axes)
	if n < 3 || n > 13 {
		bars := Bars{Frame: r.Frame, Max: 1}
		for _, a := range r.Axes {
			bars.Rows = append(bars.Rows, Bar{Label: a.Label, Value: min(a.Value, 1), Text: a.Text})
		}
		return bars.Scene()
	}
	s := r.scene()
	radius := min(s.W*0.24, 130)
	cx, cy := s.W/2, radius+42
	at := func(i int, part float64) Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		return Point{cx + radius*part*sin, cy - radius*part*cos}
	}
	outline := func(part func(Axis) float64) []Step {
		points := make([]Point, n)
		for i, a := range r.Axes {
			points[i] = at(i, part(a))
		}
		return polygon(points...)
	}
	now := outline(func(a Axis) float64 { return share(a.Value, 1) })
	s.add(Path{Steps: now, Fill: AccentWash})
	for _, ring := range []float64{0.25, 0.5, 0.75, 1} {
		s.add(Path{Steps: outline(func(Axis) float64 { return ring }), Stroke: Rule, Width: 0.8})
	}
	before := len(r.Axes) > 0
	for i, a := range r.Axes {
		edge := at(i, 1)
		s.add(Line{X1: cx, Y1: cy, X2: edge.X, Y2: edge.Y, Stroke: Rule, Width: 0.8})
		before = before && a.Before >= 0
	}
	if before && r.Previous != "" {
		s.add(Path{Steps: outline(func(a Axis) float64 { return share(a.Before, 1) }), Stroke: Ink2, Width: 1.2, Dashed: true})
	}
	s.add(Path{Steps: now, Stroke: Accent, Width: 2})
	var parts []string
	for i, a := range r.Axes {
		p := at(i, share(a.Value, 1))
		s.add(Circle{X: p.X, Y: p.Y, R: 3, Fill: Accent})
		r.axisLabel(&s, a, at(i, 1.09), cx, cy)
		describe(&parts, a.Label, a.Text)
	}
	s.H = cy + radius + 40
	if r.Now != "" && r.Previous != "" && before {
		s.H += r.keys(&s)
	}
	s.desc(parts)
	return s
}

// axisLabel stands outside the outline, on the side of its axis.
func (r Radar) axisLabel(s *Scene, a Axis, p Point, cx, cy float64) {
	anchor, room := Middle, s.W*0.4
	switch {
	case p.X > cx+4:
		anchor, room = Start, s.W-p.X
	case p.X < cx-4:
		anchor, room = End, p.X
	}
	y := p.Y
	if anchor == Middle { // above or below the outline: neither line may touch it
		if y -= 14; p.Y > cy {
			y += 22
		}
	}
	s.label(Text{X: p.X, Y: y, S: a.Label, Size: fontSize, Anchor: anchor, Color: Ink}, room)
	s.label(Text{X: p.X, Y: y + 13.5, S: a.Text, Size: smallSize, Anchor: anchor, Bold: true, Color: Ink2}, room)
}

func (r Radar) keys(s *Scene) float64 {
	y := s.H + 9
	s.add(Line{X1: 0, Y1: y, X2: 22, Y2: y, Stroke: Accent, Width: 2},
		Text{X: 28, Y: y + 4, S: r.Now, Size: fontSize, Color: Ink})
	x := 28 + TextWidth(r.Now, fontSize, false) + 22
	s.add(Line{X1: x, Y1: y, X2: x + 22, Y2: y, Stroke: Ink2, Width: 1.2, Dashed: true},
		Text{X: x + 28, Y: y + 4, S: r.Previous, Size: fontSize, Color: Ink})
	return 20
}
