package pdf

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	gofpdf "github.com/jung-kurt/gofpdf"

	"eclosion/views/chart"
)

const family = "liberation"

// pen is what the page's content stream has selected. It is forgotten at every
// change of page.
type pen struct {
	font   bool
	face   face
	size   float64
	fill   chart.Token
	stroke chart.Token
	line   float64
	dashed bool
}

func (d *Doc) setFont(f face, size float64) {
	if d.state.font && d.state.face == f && d.state.size == size {
		return
	}
	if d.used[f] == nil {
		// A cut is parsed and embedded only by papers that use it (about 5 ms). The
		// library writes into the bytes: every paper has its own copy.
		d.used[f] = new([1 << 10]uint64)
		d.f.AddUTF8FontFromBytes(family, f.style(), bytes.Clone(f.ttf()))
	}
	d.f.SetFont(family, f.style(), size)
	d.state.font, d.state.face, d.state.size = true, f, size
}

func (d *Doc) setFill(t chart.Token) {
	if t != d.state.fill {
		d.f.SetFillColor(t.RGB())
		d.state.fill = t
	}
}

func (d *Doc) setStroke(t chart.Token, width float64, dashed bool) {
	if t != d.state.stroke {
		d.f.SetDrawColor(t.RGB())
		d.state.stroke = t
	}
	if width != d.state.line {
		d.f.SetLineWidth(width)
		d.state.line = width
	}
	if dashed != d.state.dashed {
		if dashed {
			d.f.RawWriteStr("[3 2] 0 d")
		} else {
			d.f.RawWriteStr("[] 0 d")
		}
		d.state.dashed = dashed
	}
}

func (d *Doc) fillRect(x, y, w, h float64, t chart.Token) {
	d.setFill(t)
	d.f.Rect(x, y, w, h, "F")
}

// box draws a rounded rectangle; an empty token leaves out fill or outline.
func (d *Doc) box(x, y, w, h, r float64, fill, stroke chart.Token) {
	style := ""
	if fill != chart.None {
		d.setFill(fill)
		style = "F"
	}
	if stroke != chart.None {
		d.setStroke(stroke, 0.25, false)
		style += "D"
	}
	if style == "" {
		return
	}
	if r = min(r, w/2, h/2); r > 0 {
		d.roundRect(x, y, w, h, r, style)
		return
	}
	d.f.Rect(x, y, w, h, style)
}

// roundRect draws the outline itself: the library's own leaves the graphics
// state saved and never restores it.
func (d *Doc) roundRect(x, y, w, h, r float64, style string) {
	k := r * 0.4477 // distance of a control point from the corner
	f := d.f
	f.MoveTo(x+r, y)
	f.LineTo(x+w-r, y)
	f.CurveBezierCubicTo(x+w-k, y, x+w, y+k, x+w, y+r)
	f.LineTo(x+w, y+h-r)
	f.CurveBezierCubicTo(x+w, y+h-k, x+w-k, y+h, x+w-r, y+h)
	f.LineTo(x+r, y+h)
	f.CurveBezierCubicTo(x+k, y+h, x, y+h-k, x, y+h-r)
	f.LineTo(x, y+r)
	f.CurveBezierCubicTo(x, y+k, x+k, y, x+r, y)
	f.ClosePath()
	f.DrawPath(style)
}

func (d *Doc) line(x1, y1, x2, y2 float64, t chart.Token, width float64) {
	d.setStroke(t, width, false)
	d.f.Line(x1, y1, x2, y2)
}

// text writes one line of cleaned text, its baseline at y. It writes the
// operators itself: the library spends a formatted print and a map write per
// rune here, four fifths of the time of a long table.
func (d *Doc) text(x, y float64, s string, f face, size float64, color chart.Token) {
	if s == "" {
		return
	}
	d.setFont(f, size)
	d.setFill(color)
	used := d.used[f]
	b := append(d.buf[:0], "BT "...)
	b = appendCoordinate(b, x/millimetre)
	b = append(b, ' ')
	b = appendCoordinate(b, (d.height-y)/millimetre)
	b = append(b, " Td ("...)
	start, rightToLeft := len(b), false
	for _, r := range s {
		used[r>>6&0x3FF] |= 1 << (r & 63)
		b = appendByte(appendByte(b, byte(r>>8)), byte(r))
		rightToLeft = rightToLeft || leftward(r)
	}
	if rightToLeft {
		b = b[:start]
		for _, r := range visual(s) {
			b = appendByte(appendByte(b, byte(r>>8)), byte(r))
		}
	}
	b = append(b, ") Tj ET"...)
	d.buf = b
	d.f.RawWriteStr(string(b))
}

func (d *Doc) textEnd(x, y float64, s string, f face, size float64, color chart.Token) {
	d.text(x-f.metrics().width(s, size), y, s, f, size, color)
}

func (d *Doc) textMiddle(x, y float64, s string, f face, size float64, color chart.Token) {
	d.text(x-f.metrics().width(s, size)/2, y, s, f, size, color)
}

func appendByte(b []byte, c byte) []byte {
	switch c {
	case '\\', '(', ')':
		return append(b, '\\', c)
	case '\r': // a reader would take it for a line end
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

func appendCoordinate(b []byte, v float64) []byte {
	return strconv.AppendFloat(b, math.Round(v*100)/100, 'f', -1, 64)
}

// leftward tells the letters of Hebrew, Arabic and their neighbours that the
// font holds.
func leftward(r rune) bool {
	return r >= 0x590 && r < 0x900 || r >= 0xFB1D && r < 0xFE00 || r >= 0xFE70 && r < 0xFEFF
}

// visual puts runs written from right to left in the order in which they are
// drawn. It is enough for names within French text, not a full bidirectional layout.
func visual(s string) []rune {
	runes := []rune(s)
	for i := 0; i < len(runes); i++ {
		if !leftward(runes[i]) {
			continue
		}
		end := i + 1
		for j := i + 1; j < len(runes) && (leftward(runes[j]) || strings.ContainsRune(" -'\u00a0\u202f", runes[j])); j++ {
			if leftward(runes[j]) {
				end = j + 1
			}
		}
		for a, b := i, end-1; a < b; a, b = a+1, b-1 {
			runes[a], runes[b] = runes[b], runes[a]
		}
		i = end - 1
	}
	return runes
}

// registerRunes tells the library which glyphs to embed. Only its own text calls
// can, so the runes are written once into a template that no page shows.
func (d *Doc) registerRunes() {
	for f := range faces {
		if d.used[f] == nil {
			continue
		}
		var all []byte
		for r := rune(0); r < 1<<16; r++ {
			if d.used[f][r>>6]&(1<<(r&63)) != 0 {
				all = utf8.AppendRune(all, r)
			}
		}
		d.f.CreateTemplate(func(t *gofpdf.Tpl) {
			t.SetFont(family, f.style(), 10)
			t.Text(0, 0, string(all))
		})
	}
}

// shapes draws a scene's shapes with their origin at x, y, scaled: one unit of
// the scene is scale millimetres.
func (d *Doc) shapes(shapes []chart.Shape, x, y, scale float64) {
	for _, shape := range shapes {
		switch s := shape.(type) {
		case chart.Rect:
			d.sceneRect(s, x, y, scale)
		case chart.Line:
			d.setStroke(inkIfNone(s.Stroke), s.Width*scale, s.Dashed)
			d.f.Line(x+s.X1*scale, y+s.Y1*scale, x+s.X2*scale, y+s.Y2*scale)
		case chart.Circle:
			if style := d.paint(s.Fill, s.Stroke, s.Width*scale, false); style != "" {
				d.f.Circle(x+s.X*scale, y+s.Y*scale, s.R*scale, style)
			}
		case chart.Path:
			d.scenePath(s, x, y, scale)
		case chart.Text:
			d.sceneText(s, x, y, scale)
		}
	}
	d.setStroke(chart.Ink, 0.2, false)
}

func inkIfNone(t chart.Token) chart.Token {
	if t == chart.None {
		return chart.Ink
	}
	return t
}

func (d *Doc) paint(fill, stroke chart.Token, width float64, dashed bool) string {
	style := ""
	if fill != chart.None {
		d.setFill(fill)
		style = "F"
	}
	if stroke != chart.None {
		d.setStroke(stroke, width, dashed)
		style += "D"
	}
	return style
}

func (d *Doc) sceneRect(s chart.Rect, x, y, scale float64) {
	style := d.paint(s.Fill, s.Stroke, s.Width*scale, false)
	if style == "" || s.W <= 0 || s.H <= 0 {
		return
	}
	if r := min(s.R, s.W/2, s.H/2); r > 0 {
		d.roundRect(x+s.X*scale, y+s.Y*scale, s.W*scale, s.H*scale, r*scale, style)
		return
	}
	d.f.Rect(x+s.X*scale, y+s.Y*scale, s.W*scale, s.H*scale, style)
}

func (d *Doc) scenePath(s chart.Path, x, y, scale float64) {
	style := d.paint(s.Fill, s.Stroke, s.Width*scale, s.Dashed)
	if style == "" || len(s.Steps) == 0 {
		return
	}
	px := func(i int, st chart.Step) (float64, float64) { return x + st.P[i].X*scale, y + st.P[i].Y*scale }
	for _, st := range s.Steps {
		ax, ay := px(0, st)
		switch st.Op {
		case 'M':
			d.f.MoveTo(ax, ay)
		case 'L':
			d.f.LineTo(ax, ay)
		case 'C':
			bx, by := px(1, st)
			cx, cy := px(2, st)
			d.f.CurveBezierCubicTo(ax, ay, bx, by, cx, cy)
		case 'Z':
			d.f.ClosePath()
		}
	}
	d.f.DrawPath(style)
}

func (d *Doc) sceneText(s chart.Text, x, y, scale float64) {
	f := regular
	if s.Bold {
		f = bold
	}
	words := oneLine(clean(s.S, f.metrics()))
	size := s.Size * scale / millimetre
	at := x + s.X*scale
	switch s.Anchor {
	case chart.Middle:
		at -= f.metrics().width(words, size) / 2
	case chart.End:
		at -= f.metrics().width(words, size)
	}
	d.text(at, y+s.Y*scale, words, f, size, inkIfNone(s.Color))
}
