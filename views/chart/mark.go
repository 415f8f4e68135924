package chart

import "math"

// PhaseMark draws the mark of a phase in a square of the given size whose upper
// left corner is x, y. Marks differ by shape, not only by hue: they are read in
// grey print and by the colour-blind. An unknown phase is a square.
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
	if phase == "draft" {
		return []Shape{ring}
	}
	return []Shape{Rect{X: x + size*0.19, Y: y + size*0.19, W: size * 0.62, H: size * 0.62, Stroke: hue, Width: w}}
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

// EggSign draws the sign of the product, an egg shell that opens on a sprout, in
// a square of the given size whose upper left corner is x, y. The page's header
// has the same drawing (views/ui).
func EggSign(x, y, size float64) []Shape {
	at := func(u, v float64) Point { return Point{x + u*size/32, y + v*size/32} }
	sin, cos := math.Sincos(19 * math.Pi / 180)
	tilted := func(u, v float64) Point { // the cap turns around its right edge
		u, v = u-26, v-16
		return at(26+u*cos-v*sin-0.7, 16+u*sin+v*cos+1.3)
	}
	leaf := drawing(at, "MCCZMCCZ", 12.6, 21.4, 13.2, 17, 12, 14.4, 8.6, 13.2, 8.2, 16.6, 9.4, 19, 12.6, 21.4,
		12.9, 21.4, 12.9, 18.2, 14.2, 16.2, 17.2, 15.5, 17.3, 18.6, 15.8, 20.6, 12.9, 21.4)
	upper := drawing(tilted, "MCCLLLLLZ", 7.2, 12.8, 7.8, 7.4, 11, 2.8, 16, 2.8, 21, 2.8, 24.2, 7.4, 24.8, 12.8,
		21.9, 10.5, 18.95, 13, 16, 10.5, 13.05, 13, 10.1, 10.5)
	lower := drawing(at, "MLLLLLLCCZ", 6, 17.8, 9.3, 20.4, 12.65, 17.8, 16, 20.4, 19.35, 17.8, 22.7, 20.4, 26, 17.8,
		26.5, 25.1, 22.3, 30.5, 16, 30.5, 9.7, 30.5, 5.5, 25.1, 6, 17.8)
	return []Shape{Path{Steps: leaf, Fill: Amber}, Path{Steps: upper, Fill: Accent}, Path{Steps: lower, Fill: Accent}}
}

// drawing reads operations with their coordinates, placed by at.
func drawing(at func(u, v float64) Point, ops string, v ...float64) []Step {
	steps := make([]Step, 0, len(ops))
	for _, op := range []byte(ops) {
		s := Step{Op: op}
		for i := range map[byte]int{'M': 1, 'L': 1, 'C': 3}[op] {
			s.P[i] = at(v[0], v[1])
			v = v[2:]
		}
		steps = append(steps, s)
	}
	return steps
}
