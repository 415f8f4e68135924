package chart

// Funnel shows how many pass from each stage to the next.
type Funnel struct {
	Frame
	Stages []Stage
}

// Stage is one step. Text is the count as written; Passed says how many came
// from the stage above ("62 %") and is empty for the first.
type Stage struct {
	Label  string
	Count  int
	Text   string
	Passed string
	Phase  string
}

// Scene draws the stages, widest as the largest count.
func (f Funnel) Scene() Scene {
	if len(f.Stages) == 0 {
		return f.nothing()
	}
	s := f.scene()
	const bar, link = 30.0, 16.0
	var labels, parts []string
	largest, passed := 0, 0.0
	for _, st := range f.Stages {
		largest = max(largest, st.Count)
		labels = append(labels, st.Label)
		passed = max(passed, TextWidth(st.Passed, smallSize, false))
		describe(&parts, st.Label, st.Text)
	}
	column := s.column(labels, 0.36)
	left := 20 + column + 14
	right := s.W - min(passed, s.W*0.3) - 12
	centre, room := (left+right)/2, max(right-left, 20)
	width := func(i int) float64 {
		return max(room*share(float64(f.Stages[i].Count), float64(largest)), 3)
	}
	for i, st := range f.Stages {
		y := float64(i) * (bar + link)
		w := width(i)
		hue := Accent
		if st.Phase != "" {
			hue = PhaseToken(st.Phase)
			s.add(PhaseMark(st.Phase, 0, y+bar/2-6.5, 13)...)
		}
		s.label(Text{X: 20, Y: y + bar/2 + baseShift, S: st.Label, Size: fontSize, Color: Ink}, column)
		if i > 0 {
			above := width(i - 1)
			s.add(Path{Steps: polygon(Point{centre - above/2, y - link}, Point{centre + above/2, y - link},
				Point{centre + w/2, y}, Point{centre - w/2, y}), Fill: Wash})
			s.label(Text{X: s.W, Y: y - link/2 + 3.6, S: st.Passed, Size: smallSize, Anchor: End, Color: Ink2}, s.W-right-4)
		}
		s.add(Rect{X: centre - w/2, Y: y, W: w, H: bar, R: 2, Fill: hue})
		if TextWidth(st.Text, fontSize, true)+10 <= w {
			s.add(Text{X: centre, Y: y + bar/2 + baseShift, S: st.Text, Size: fontSize, Anchor: Middle, Bold: true, Color: Sheet})
		} else {
			s.add(Text{X: centre + w/2 + 6, Y: y + bar/2 + baseShift, S: st.Text, Size: fontSize, Bold: true, Color: Ink})
		}
		if i > 0 {
			s.Breaks = append(s.Breaks, y-link-0.01)
		}
	}
	s.H = float64(len(f.Stages))*(bar+link) - link
	s.desc(parts)
	return s
}
