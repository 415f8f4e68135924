package chart

// Bars compares values, one row each.
type Bars struct {
	Frame
	Rows []Bar
	Max  float64 // what a full bar stands for; 0 for the largest value
}

// Bar is one row; Text is its value as written. Phase puts a phase's mark before
// the label, and its hue unless Color is set.
type Bar struct {
	Label   string
	Value   float64
	Text    string
	Color   Token
	Phase   string
	Hatched bool
}

// Scene draws the bars. A long list can be cut between rows.
func (b Bars) Scene() Scene {
	if len(b.Rows) == 0 {
		return b.nothing()
	}
	s := b.scene()
	row, thick := 26.0, 15.0
	if len(b.Rows) > 30 {
		row, thick = 20, 11
	}
	top, marks, values := positive(b.Max), 0.0, 0.0
	var labels, parts []string
	for _, r := range b.Rows {
		if b.Max <= 0 {
			top = max(top, positive(r.Value))
		}
		if r.Phase != "" {
			marks = 18
		}
		values = max(values, TextWidth(r.Text, fontSize, true))
		labels = append(labels, r.Label)
		describe(&parts, r.Label, r.Text)
	}
	values = min(values, s.W*0.3)
	column := s.column(labels, 0.38)
	x := marks + column + 10
	room := max(s.W-x-values-8, 10)
	for i, r := range b.Rows {
		y := float64(i) * row
		middle := y + row/2
		hue := r.Color
		if hue == None && r.Phase != "" {
			hue = PhaseToken(r.Phase)
		}
		if hue == None {
			hue = Accent
		}
		if r.Phase != "" {
			s.add(PhaseMark(r.Phase, 0, middle-6.5, 13)...)
		}
		s.label(Text{X: marks, Y: middle + baseShift, S: r.Label, Size: fontSize, Color: Ink}, column)
		s.add(Line{X1: x, Y1: y + 1, X2: x, Y2: y + row - 1, Stroke: Rule, Width: 1})
		w := room * share(r.Value, top)
		if r.Value > 0 {
			w = max(w, 2) // what exists is seen
		}
		s.area(Rect{X: x, Y: middle - thick/2, W: w, H: thick, R: 2}, hue, hatchedIf(r.Hatched))
		s.label(Text{X: x + w + 6, Y: middle + baseShift, S: r.Text, Size: fontSize, Bold: true, Color: Ink}, values+2)
		if i > 0 {
			s.Breaks = append(s.Breaks, y)
		}
	}
	s.H = float64(len(b.Rows)) * row
	s.desc(parts)
	return s
}
