package chart

import "math"

// LineChart draws lines over steps of the same width: a balance month by month, sales against charges.
type LineChart struct {
	Frame
	Steps  []string // what stands below each value
	Lines  []ChartLine
	Format func(float64) string // writes a value of the axis
	Mark   *LineMark
}

// ChartLine is one line, a value for each step. Lines tell themselves apart by their stroke, not by their
// hue alone. What lies below zero bears a hollow mark.
type ChartLine struct {
	Label  string
	Values []float64
	Color  Token
	Dashed bool
}

// LineMark is an upright line at a place between the steps: 1.5 lies half-way from the second to the third.
type LineMark struct {
	At    float64
	Label string
}

const (
	linesTall = 190.0
	linesTop  = 24.0
)

// Scene draws the lines, their axis and their legend.
func (c LineChart) Scene() Scene {
	low, high := 0.0, 0.0
	for _, l := range c.Lines {
		for _, v := range l.Values {
			v = within(v)
			low, high = min(low, v), max(high, v)
		}
	}
	if len(c.Steps) < 2 || len(c.Lines) == 0 {
		return c.nothing()
	}
	s := c.scene()
	step := niceStep((high - low) / 4)
	low, high = math.Floor(low/step)*step, math.Ceil(high/step)*step
	if high == low {
		high = low + step
	}
	p := plot{top: linesTop, tall: linesTall, low: low, high: high, right: s.W - 8}
	p.left = c.axis(&s, p, step)
	p.gap = (p.right - p.left) / float64(len(c.Steps)-1)
	c.steps(&s, p)
	if c.Mark != nil {
		c.mark(&s, p)
	}
	var keys []key
	var parts []string
	for i, l := range c.Lines {
		hue := l.Color
		if hue == None {
			hue = hueOf(None, i)
		}
		c.line(&s, p, l, hue)
		label := l.Label
		if l.Dashed {
			label += " (- - -)"
		}
		keys = append(keys, key{label: label, hue: hue})
		for j, v := range l.Values {
			if j < len(c.Steps) {
				describe(&parts, l.Label+", "+c.Steps[j], c.write(v))
			}
		}
	}
	y := p.top + p.tall + 30
	s.H = y + s.legend(keys, y)
	s.desc(parts)
	return s
}

func (c LineChart) write(v float64) string {
	if c.Format == nil {
		return ""
	}
	return c.Format(within(v))
}

// plot is the field in which lines are drawn.
type plot struct{ left, right, top, tall, low, high, gap float64 }

func (p plot) x(step float64) float64 { return p.left + p.gap*step }

func (p plot) y(v float64) float64 { return p.top + p.tall*(p.high-within(v))/(p.high-p.low) }

// axis writes the values on the left and gives the place that they leave.
func (c LineChart) axis(s *Scene, p plot, step float64) float64 {
	left := 0.0
	for v := p.low; v <= p.high+step/2; v += step {
		left = max(left, TextWidth(c.write(v), smallSize, false))
	}
	left = min(left+8, s.W*0.4)
	for n := 0; n <= int(math.Round((p.high-p.low)/step)); n++ {
		v := p.low + float64(n)*step
		y := p.y(v)
		line := Line{X1: left, Y1: y, X2: p.right, Y2: y, Stroke: Rule, Width: 1}
		if math.Abs(v) < step/1000 {
			line.Stroke, line.Width = Ink2, 1.5
		}
		s.add(line)
		s.label(Text{X: left - 6, Y: y + 3.6, S: c.write(v), Size: smallSize, Anchor: End, Color: Ink2}, left-6)
	}
	return left
}

// steps writes what stands below, as many as fit.
func (c LineChart) steps(s *Scene, p plot) {
	widest := 0.0
	for _, label := range c.Steps {
		widest = max(widest, TextWidth(label, smallSize, false))
	}
	every := max(int(math.Ceil((widest+8)/p.gap)), 1)
	for i := 0; i < len(c.Steps); i += every {
		label, x, anchor := c.Steps[i], p.x(float64(i)), Middle
		if w := TextWidth(label, smallSize, false); x+w/2 > s.W {
			x, anchor = s.W, End
		}
		s.label(Text{X: x, Y: p.top + p.tall + 18, S: label, Size: smallSize, Anchor: anchor, Color: Ink2}, s.W/2)
		s.add(Line{X1: p.x(float64(i)), Y1: p.top + p.tall, X2: p.x(float64(i)), Y2: p.top + p.tall + 4, Stroke: Rule, Width: 1})
	}
}

func (c LineChart) mark(s *Scene, p plot) {
	at := min(max(within(c.Mark.At), 0), float64(len(c.Steps)-1))
	x, anchor, shift := p.x(at), Start, 4.0
	if x > (p.left+p.right)/2 {
		anchor, shift = End, -4
	}
	s.add(Line{X1: x, Y1: 6, X2: x, Y2: p.top + p.tall, Stroke: Ink, Width: 1.5, Dashed: true})
	room := p.right - x
	if anchor == End {
		room = x
	}
	s.label(Text{X: x + shift, Y: 14, S: c.Mark.Label, Size: fontSize, Anchor: anchor, Bold: true, Color: Ink}, room-6)
}

func (c LineChart) line(s *Scene, p plot, l ChartLine, hue Token) {
	path := Path{Stroke: hue, Width: 2, Dashed: l.Dashed}
	for i, v := range l.Values {
		if i == len(c.Steps) {
			break
		}
		x, y := p.x(float64(i)), p.y(v)
		if i == 0 {
			path.Steps = append(path.Steps, Move(x, y))
		} else {
			path.Steps = append(path.Steps, To(x, y))
		}
	}
	if len(path.Steps) > 1 {
		s.add(path)
	}
	for i, v := range l.Values {
		if i == len(c.Steps) || len(c.Lines) > 1 {
			break
		}
		dot := Circle{X: p.x(float64(i)), Y: p.y(v), R: 3, Fill: hue}
		if v < 0 {
			dot.R, dot.Fill, dot.Stroke, dot.Width = 4.5, Sheet, Red, 2
		}
		s.add(dot)
	}
}

// within keeps a value drawable.
func within(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(max(v, -1e15), 1e15)
}

// niceStep rounds a step of an axis up to 1, 2 or 5 times a power of ten.
func niceStep(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if v <= n*power*1.0000001 {
			return n * power
		}
	}
	return 10 * power
}
