package chart

// Compare sets the same figures of several periods side by side: a row a figure, a column a period, each row on a scale of its own.
type Compare struct {
	Frame
	Heads []string // of the periods, the oldest first
	Rows  []CompareRow
}

// CompareRow is one figure; Texts are its values as written. A period without a value has an empty text.
type CompareRow struct {
	Label  string
	Values []float64
	Texts  []string
}

const (
	compareRow    = 48.0
	compareTall   = 22.0
	compareNarrow = 480.0 // below this width a label stands above its row
)

// Scene draws the columns; the last period is the one that the report is about, and the only one in full colour.
func (c Compare) Scene() Scene {
	if len(c.Heads) == 0 || len(c.Rows) == 0 {
		return c.nothing()
	}
	s := c.scene()
	var labels, parts []string
	for _, r := range c.Rows {
		labels = append(labels, r.Label)
	}
	x0, row, room := s.column(labels, 0.34)+12, compareRow, s.column(labels, 0.34)
	if s.W < compareNarrow {
		x0, row, room = 0, compareRow+18, s.W
	}
	step := (s.W - x0) / float64(len(c.Heads))
	for i, head := range c.Heads {
		s.label(Text{X: x0 + step*(float64(i)+0.5), Y: 12, S: head, Size: smallSize, Anchor: Middle, Color: Ink2, Bold: i == len(c.Heads)-1}, step-2)
	}
	for i, r := range c.Rows {
		y := 18 + float64(i)*row
		base := y + row - 6
		if x0 == 0 {
			s.label(Text{X: 0, Y: y + 14, S: r.Label, Size: fontSize, Color: Ink}, room)
		} else {
			s.label(Text{X: 0, Y: base - 4, S: r.Label, Size: fontSize, Color: Ink}, room)
		}
		describe(&parts, r.Label, c.line(&s, r, x0, step, base))
		s.add(Line{X1: x0, Y1: base, X2: s.W, Y2: base, Stroke: Rule, Width: 1})
		if i > 0 {
			s.Breaks = append(s.Breaks, y)
		}
	}
	s.H = 18 + float64(len(c.Rows))*row
	s.desc(parts)
	return s
}

// line draws one figure and gives its values in words.
func (c Compare) line(s *Scene, r CompareRow, x0, step, base float64) string {
	top, told := 0.0, ""
	for _, v := range r.Values {
		top = max(top, positive(v))
	}
	for i := range c.Heads {
		if i >= len(r.Values) || i >= len(r.Texts) || r.Texts[i] == "" {
			continue
		}
		x, hue := x0+step*float64(i), Ink2
		if i == len(c.Heads)-1 {
			hue = Accent
		}
		high := compareTall * share(r.Values[i], top)
		if r.Values[i] > 0 {
			high = max(high, 2)
		}
		width := min(step*0.5, 44)
		s.area(Rect{X: x + (step-width)/2, Y: base - high, W: width, H: high, R: 1.5}, hue, solid)
		s.label(Text{X: x + step/2, Y: base - high - 4, S: r.Texts[i], Size: smallSize, Anchor: Middle, Bold: i == len(c.Heads)-1, Color: Ink}, step-2)
		if told != "" {
			told += ", "
		}
		told += c.Heads[i] + "\u00a0: " + r.Texts[i]
	}
	return told
}
