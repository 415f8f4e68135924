package chart

import "math"

// PhaseMark draws the mark of a phase in a square of the given size whose upper
// left corner is x, y. Marks differ by shape, not only by hue: they are read in
// grey print and by the colour-blind. An unknown phase is drawn as a draft.
func PhaseMark(phase string, x, y, size float64) []Shape {
	hue := PhaseToken(phase)
	cx, cy, r := x+size/2, y+size/2, size*0.42
	w := max(size/10, 0.9)
	ring := Circle{X: cx, Y: cy, R: r, Stroke: hue, Width: w}
	switch phase {
	case "submitted":
		return []Shape{ring, pie(cx, cy, r, 0.25, hue)}
	case "review", "under_review":
		return []Shape{ring, pie(cx, cy, r, 0.5, hue)}
	case "accepted":
		return []Shape{ring, pie(cx, cy, r, 0.75, hue)}
	case "coaching":
		return []Shape{Circle{X: cx, Y: cy, R: r + w/2, Fill: hue}}
	case "waitlisted": // a clock
		return []Shape{ring, Path{Steps: []Step{Move(cx, cy-r*0.62), To(cx, cy), To(cx+r*0.5, cy+r*0.3)}, Stroke: hue, Width: w}}
	case "test":
		d := size * 0.48
		return []Shape{Path{Steps: polygon(Point{cx, cy - d}, Point{cx + d, cy}, Point{cx, cy + d}, Point{cx - d, cy}), Fill: hue}}
	case "launched":
		return []Shape{Star(cx, cy, size*0.5, hue)}
	case "exit", "exited":
		d := size * 0.32
		return []Shape{
			Line{X1: cx - d, Y1: cy - d, X2: cx + d, Y2: cy + d, Stroke: hue, Width: 1.5 * w},
			Line{X1: cx - d, Y1: cy + d, X2: cx + d, Y2: cy - d, Stroke: hue, Width: 1.5 * w},
		}
	case "declined", "withdrawn":
		return []Shape{Line{X1: cx - size*0.38, Y1: cy, X2: cx + size*0.38, Y2: cy, Stroke: hue, Width: 1.6 * w}}
	case "followed_up":
		return []Shape{Tick(x, y, size, hue)}
	}
	return []Shape{ring}
}

// Star is a five-pointed star around cx, cy.
func Star(cx, cy, r float64, fill Token) Shape {
	points := make([]Point, 0, 10)
	for i := range 10 {
		radius := r
		if i%2 == 1 {
			radius = r * 0.42
		}
		sin, cos := math.Sincos(float64(i) * math.Pi / 5)
		points = append(points, Point{cx + radius*sin, cy - radius*cos})
	}
	return Path{Steps: polygon(points...), Fill: fill}
}

// Tick is a check mark in the square at x, y.
func Tick(x, y, size float64, stroke Token) Shape {
	return Path{Steps: []Step{Move(x+size*0.14, y+size*0.54), To(x+size*0.4, y+size*0.8), To(x+size*0.88, y+size*0.2)},
		Stroke: stroke, Width: max(size*0.15, 0.9)}
}

// pie is the share of a disc, clockwise from twelve o'clock.
func pie(cx, cy, r, share float64, fill Token) Shape {
	steps := []Step{Move(cx, cy), To(cx, cy-r)}
	quarters := int(math.Round(share * 4))
	const k = 0.5523 // control distance of a quarter of a circle
	at := [5]Point{{0, -1}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}}
	for q := range quarters {
		a, b := at[q], at[q+1]
		steps = append(steps, Curve(cx+r*(a.X+k*b.X), cy+r*(a.Y+k*b.Y), cx+r*(b.X+k*a.X), cy+r*(b.Y+k*a.Y), cx+r*b.X, cy+r*b.Y))
	}
	return Path{Steps: append(steps, Close()), Fill: fill}
}

// EggSign draws the sign of the product, an egg shell that opens, in a square
// of the given size whose upper left corner is x, y.
func EggSign(x, y, size float64) []Shape {
	p := func(u, v float64) Point { return Point{x + u*size/100, y + v*size/100} }
	path := func(fill Token, ops string, pts ...Point) Shape {
		var steps []Step
		for i := 0; i < len(ops); i++ {
			s := Step{Op: ops[i]}
			n := map[byte]int{'M': 1, 'L': 1, 'C': 3, 'Z': 0}[ops[i]]
			copy(s.P[:], pts[:n])
			pts = pts[n:]
			steps = append(steps, s)
		}
		return Path{Steps: steps, Fill: fill}
	}
	lower := path(Accent, "MLLLLLLCCZ",
		p(18, 54), p(29, 63), p(39, 53), p(50, 63), p(61, 53), p(71, 63), p(82, 54),
		p(83, 56), p(83, 58), p(83, 61), // right edge
		p(83, 108), p(17, 108), p(18, 54))
	upper := path(Accent, "MCCLLLLLLZ",
		p(23, 40), p(27, 16), p(47, 0), p(61, 4), p(79, 9), p(88, 33), p(85, 51),
		p(76, 41), p(64, 49), p(56, 38), p(43, 45), p(35, 35), p(23, 40))
	return []Shape{upper, lower}
}
