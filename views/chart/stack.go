package chart

// Stack is one bar made of parts, against a cap: grants paid, still to pay,
// left. Cap 0 leaves the cap out.
type Stack struct {
	Frame
	Parts   []Part
	Cap     float64
	CapText string // "plafond : 5 000,00 €"
}

// Part is a piece of a bar; Text is its value as written.
type Part struct {
	Label   string
	Value   float64
	Text    string
	Color   Token
	Hatched bool
}

// Scene draws the bar with its legend. When the parts exceed the cap, the cap's
// line stands inside the bar.
func (st Stack) Scene() Scene {
	total := 0.0
	var parts []string
	keys := make([]key, len(st.Parts))
	for i, p := range st.Parts {
		total += positive(p.Value)
		describe(&parts, p.Label, p.Text)
		keys[i] = key{p.Label, p.Text, hueOf(p.Color, i), hatchedIf(p.Hatched)}
	}
	limit := positive(st.Cap)
	if len(st.Parts) == 0 || total == 0 && limit == 0 {
		return st.nothing()
	}
	s := st.scene()
	const thick = 28.0
	y := 0.0
	if limit > 0 && st.CapText != "" {
		y = 20
	}
	whole := max(total, limit)
	s.add(Rect{X: 0.5, Y: y, W: s.W - 1, H: thick, R: 2, Fill: Wash})
	x := 0.5
	for i, p := range st.Parts {
		w := (s.W - 1) * share(p.Value, whole)
		s.area(Rect{X: x, Y: y, W: w, H: thick}, keys[i].hue, keys[i].style)
		if w > 0 && i > 0 {
			s.add(Line{X1: x, Y1: y, X2: x, Y2: y + thick, Stroke: Sheet, Width: 1.2})
		}
		x += w
	}
	if limit > 0 {
		at := 0.5 + (s.W-1)*share(limit, whole)
		s.add(Line{X1: at, Y1: y - 5, X2: at, Y2: y + thick + 4, Stroke: Ink, Width: 2})
		if st.CapText != "" {
			anchor := End
			if at < s.W/2 {
				anchor = Start
			}
			s.label(Text{X: at, Y: 11, S: st.CapText, Size: fontSize, Anchor: anchor, Bold: true, Color: Ink}, s.W)
			parts = append(parts, st.CapText)
		}
	}
	s.H = y + thick + 10
	s.H += s.legend(keys, s.H)
	s.desc(parts)
	return s
}

// hueOf gives the parts of a bar their hues, the caller's first.
func hueOf(t Token, i int) Token {
	if t != None {
		return t
	}
	return [...]Token{Accent, Submitted, Amber, Ink2}[i%4]
}

// Survival shows, for several moments after the launch, how many live on, are
// closed, or are not known.
type Survival struct {
	Frame
	Rows                   []Alive
	Living, Closed, Unsure string // the words of the legend
}

// Alive is one moment ("2 ans après") with its counts.
type Alive struct {
	Label                  string
	Living, Closed, Unsure int
	Text                   string // what stands at the end of the line: "8 sur 11"
}

// Scene draws a bar per moment; its length is always the whole, so that shares
// compare. A moment without anybody has an empty bar.
func (v Survival) Scene() Scene {
	if len(v.Rows) == 0 {
		return v.nothing()
	}
	s := v.scene()
	const row, thick = 30.0, 19.0
	var labels, parts []string
	ends := 0.0
	for _, r := range v.Rows {
		labels = append(labels, r.Label)
		ends = max(ends, TextWidth(r.Text, fontSize, true))
		describe(&parts, r.Label, r.Text)
	}
	column, ends := s.column(labels, 0.3), min(ends, s.W*0.3)
	x0 := column + 12
	room := max(s.W-x0-ends-10, 20)
	for i, r := range v.Rows {
		y := float64(i) * row
		top := y + (row-thick)/2
		s.label(Text{X: 0, Y: y + row/2 + baseShift, S: r.Label, Size: fontSize, Color: Ink}, column)
		s.add(Rect{X: x0, Y: top, W: room, H: thick, R: 2, Fill: Wash})
		total := float64(max(r.Living, 0)) + float64(max(r.Closed, 0)) + float64(max(r.Unsure, 0))
		x := x0
		for k, n := range [3]int{r.Living, r.Closed, r.Unsure} {
			w := room * share(float64(n), total)
			s.area(Rect{X: x, Y: top, W: w, H: thick}, [3]Token{Accent, Exited, Ink2}[k], [3]style{solid, hollow, hatched}[k])
			x += w
		}
		s.label(Text{X: s.W, Y: y + row/2 + baseShift, S: r.Text, Size: fontSize, Anchor: End, Bold: true, Color: Ink}, ends+2)
		if i > 0 {
			s.Breaks = append(s.Breaks, y)
		}
	}
	s.H = float64(len(v.Rows))*row + 4
	s.H += s.legend([]key{{v.Living, "", Accent, solid}, {v.Closed, "", Exited, hollow}, {v.Unsure, "", Ink2, hatched}}, s.H)
	s.desc(parts)
	return s
}
