package chart

// Scene is a drawing of W by H units (CSS pixels on a page; views/pdf scales
// it to millimetres). Later shapes lie over earlier ones.
type Scene struct {
	W, H   float64
	Title  string // the accessible name
	Desc   string // the same figures in words, for those who do not see it
	Shapes []Shape
	// Breaks are heights at which a long drawing may be cut between two pages
	// without cutting a row; no shape crosses them. Ascending.
	Breaks []float64
}

// Shape is one of Rect, Line, Path, Circle or Text.
type Shape interface {
	// MiddleY tells on which side of a break the shape belongs.
	MiddleY() float64
}

// Rect is a rectangle with corner radius R. An empty token draws nothing.
type Rect struct {
	X, Y, W, H, R float64
	Fill, Stroke  Token
	Width         float64
}

// Line is a straight stroke.
type Line struct {
	X1, Y1, X2, Y2 float64
	Stroke         Token
	Width          float64
	Dashed         bool
}

// Path is a filled or stroked outline.
type Path struct {
	Steps        []Step
	Fill, Stroke Token
	Width        float64
	Dashed       bool
}

// Step is one part of a path: a move ('M'), a line ('L'), a cubic curve ('C',
// with the two control points first) or the closing ('Z').
type Step struct {
	Op byte
	P  [3]Point
}

// Point is a place in the scene; y grows downwards.
type Point struct{ X, Y float64 }

// Circle is a circle or disc.
type Circle struct {
	X, Y, R      float64
	Fill, Stroke Token
	Width        float64
}

// Anchor says which point of a text lies at its X.
type Anchor int

// The three anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Text is one line with its baseline at Y. Full is the unshortened wording when
// S was cut with an ellipsis: the page shows it as a tooltip.
type Text struct {
	X, Y   float64
	S      string
	Full   string
	Size   float64
	Anchor Anchor
	Bold   bool
	Color  Token
}

// MiddleY implements Shape.
func (r Rect) MiddleY() float64 { return r.Y + r.H/2 }

// MiddleY implements Shape.
func (l Line) MiddleY() float64 { return (l.Y1 + l.Y2) / 2 }

// MiddleY implements Shape.
func (c Circle) MiddleY() float64 { return c.Y }

// MiddleY implements Shape.
func (t Text) MiddleY() float64 { return t.Y - t.Size/3 }

// MiddleY implements Shape.
func (p Path) MiddleY() float64 {
	low, high, first := 0.0, 0.0, true
	for _, s := range p.Steps {
		if s.Op == 'Z' {
			continue
		}
		y := s.end().Y
		if first {
			low, high, first = y, y, false
		}
		low, high = min(low, y), max(high, y)
	}
	return (low + high) / 2
}

func (s Step) end() Point {
	if s.Op == 'C' {
		return s.P[2]
	}
	return s.P[0]
}

// Move, To, Curve and Close build the steps of a path.
func Move(x, y float64) Step { return Step{Op: 'M', P: [3]Point{{x, y}}} }

// To draws a line to a point.
func To(x, y float64) Step { return Step{Op: 'L', P: [3]Point{{x, y}}} }

// Curve draws a cubic Bézier curve to x, y.
func Curve(x1, y1, x2, y2, x, y float64) Step {
	return Step{Op: 'C', P: [3]Point{{x1, y1}, {x2, y2}, {x, y}}}
}

// Close returns to where the path began.
func Close() Step { return Step{Op: 'Z'} }

// polygon is the closed outline through the points.
func polygon(points ...Point) []Step {
	steps := make([]Step, 0, len(points)+1)
	for i, p := range points {
		if i == 0 {
			steps = append(steps, Move(p.X, p.Y))
			continue
		}
		steps = append(steps, To(p.X, p.Y))
	}
	return append(steps, Close())
}

func (s *Scene) add(shapes ...Shape) { s.Shapes = append(s.Shapes, shapes...) }

// label adds a text cut to the width it may take.
func (s *Scene) label(t Text, width float64) {
	full := t.S
	if t.S = Ellipsis(t.S, t.Size, t.Bold, width); t.S != full {
		t.Full = full
	}
	s.add(t)
}

// hatch draws slanted strokes inside a rectangle, cut at its edges: the mark of
// what is expected, unknown or outside the terms, kept in grey print.
func (s *Scene) hatch(r Rect, stroke Token) {
	const step = 5
	for c := r.X + step; c < r.X+r.W+r.H; c += step {
		// the stroke runs on x + y = c - r.Y, from the top edge down to the left
		x1, y1 := c, r.Y
		if over := x1 - (r.X + r.W); over > 0 {
			x1, y1 = r.X+r.W, r.Y+over
		}
		x2, y2 := c-r.H, r.Y+r.H
		if under := r.X - x2; under > 0 {
			x2, y2 = r.X, r.Y+r.H-under
		}
		s.add(Line{X1: x1, Y1: y1, X2: x2, Y2: y2, Stroke: stroke, Width: 1})
	}
}
