package chart

import (
	"math"
	"strconv"
)

// StepCurve is a share that falls by steps: the part of enterprises that still exist, month by month, with the band of what is
// sure and the numbers still at risk beneath. A curve ends where nobody is at risk any more.
type StepCurve struct {
	Frame
	Points []StepPoint // ascending; the first at 0
	Marks  []StepMark  // what is written beneath the axis, ascending
	Format func(share float64) string

	Band, Lost string // the words of the legend: the band, the ticks of what was lost from view
	AxisText   string // what stands beneath the axis and its numbers
}

// StepPoint is a place at which the curve falls, or somebody is lost from view.
type StepPoint struct {
	At               int
	Share, Low, High float64
	Lost             bool
}

// StepMark is a place of the axis; Text stands in the line of numbers, Share is what the curve says there ("" beyond its end).
type StepMark struct {
	At          int
	Label, Text string
	Share       string
}

const (
	stepTop  = 10.0
	stepTall = 190.0
)

// Scene draws the curve. Its band stands between two dashed edges, so that grey print keeps it.
func (c StepCurve) Scene() Scene {
	if len(c.Points) == 0 || len(c.Marks) == 0 {
		return c.nothing()
	}
	s := c.scene()
	last := max(c.Points[len(c.Points)-1].At, c.Marks[len(c.Marks)-1].At, 1)
	p := plot{top: stepTop, tall: stepTall, low: 0, high: 1, right: s.W - 14}
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		p.left = max(p.left, TextWidth(c.write(share), smallSize, false)+8)
	}
	p.left = min(max(p.left, 24), s.W*0.3)
	p.gap = (p.right - p.left) / float64(last)
	for _, share := range []float64{0, 0.25, 0.5, 0.75, 1} {
		s.add(Line{X1: p.left, Y1: p.y(share), X2: p.right, Y2: p.y(share), Stroke: Rule, Width: 1})
		s.label(Text{X: p.left - 6, Y: p.y(share) + 3.6, S: c.write(share), Size: smallSize, Anchor: End, Color: Ink2}, p.left-6)
	}
	c.band(&s, p)
	c.curve(&s, p)
	parts := c.marks(&s, p)
	y := p.top + p.tall + 56
	s.label(Text{X: 0, Y: y, S: c.AxisText, Size: smallSize, Color: Ink2}, s.W)
	s.H = c.key(&s, y+8)
	s.desc(parts)
	return s
}

func (c StepCurve) write(share float64) string {
	if c.Format == nil {
		return strconv.Itoa(int(math.Round(100 * share)))
	}
	return c.Format(share)
}

// steps goes along the curve from point to point, on a level and then down.
func (c StepCurve) steps(p plot, of func(StepPoint) float64) []Step {
	level := p.y(1)
	path := []Step{Move(p.x(0), level)}
	for _, x := range c.Points {
		path = append(path, To(p.x(float64(x.At)), level))
		if y := p.y(min(max(within(of(x)), 0), 1)); y != level {
			level = y
			path = append(path, To(p.x(float64(x.At)), level))
		}
	}
	return path
}

func (c StepCurve) band(s *Scene, p plot) {
	low := c.steps(p, func(x StepPoint) float64 { return x.Low })
	high := c.steps(p, func(x StepPoint) float64 { return x.High })
	area := append([]Step{}, high...)
	for i := len(low) - 1; i >= 0; i-- {
		area = append(area, To(low[i].P[0].X, low[i].P[0].Y))
	}
	s.add(Path{Steps: append(area, Close()), Fill: AccentWash},
		Path{Steps: high, Stroke: Accent, Width: 1, Dashed: true}, Path{Steps: low, Stroke: Accent, Width: 1, Dashed: true})
}

func (c StepCurve) curve(s *Scene, p plot) {
	s.add(Path{Steps: c.steps(p, func(x StepPoint) float64 { return x.Share }), Stroke: Accent, Width: 2.5})
	for _, x := range c.Points {
		if x.Lost {
			at, y := p.x(float64(x.At)), p.y(min(max(within(x.Share), 0), 1))
			s.add(Line{X1: at, Y1: y - 5, X2: at, Y2: y + 5, Stroke: Ink, Width: 1.2})
		}
	}
}

// marks writes the months, the numbers at risk beneath them, and the shares as a description. Labels that would touch are left out.
func (c StepCurve) marks(s *Scene, p plot) (parts []string) {
	free := -1.0
	for _, m := range c.Marks {
		x := p.x(float64(m.At))
		s.add(Line{X1: x, Y1: p.top + p.tall, X2: x, Y2: p.top + p.tall + 5, Stroke: Ink2, Width: 1})
		said := m.Text
		if m.Share != "" {
			said = m.Share + " (" + m.Text + ")"
		}
		describe(&parts, m.Label, said)
		wide := max(TextWidth(m.Label, smallSize, false), TextWidth(m.Text, fontSize, true))
		left := min(max(x-wide/2, 0), s.W-wide)
		if left < free {
			continue
		}
		free = left + wide + 5
		s.label(Text{X: left + wide/2, Y: p.top + p.tall + 18, S: m.Label, Size: smallSize, Anchor: Middle, Color: Ink2}, wide+1)
		s.label(Text{X: left + wide/2, Y: p.top + p.tall + 36, S: m.Text, Size: fontSize, Anchor: Middle, Bold: true, Color: Ink}, wide+1)
	}
	return parts
}

// key is the legend: the band as a small area, the ticks as one. It gives where it ends.
func (c StepCurve) key(s *Scene, y float64) float64 {
	s.add(Rect{X: 0.5, Y: y + 3, W: 17, H: 11, Fill: AccentWash, Stroke: Accent, Width: 1})
	s.label(Text{X: 24, Y: y + 13, S: c.Band, Size: fontSize, Color: Ink}, s.W-24)
	y += 20
	s.add(Line{X1: 0, Y1: y + 8.5, X2: 18, Y2: y + 8.5, Stroke: Accent, Width: 2.5}, Line{X1: 9, Y1: y + 3, X2: 9, Y2: y + 14, Stroke: Ink, Width: 1.2})
	s.label(Text{X: 24, Y: y + 13, S: c.Lost, Size: fontSize, Color: Ink}, s.W-24)
	return y + 20
}
