package chart

import (
	"context"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// SVG gives the scene as a component for a page. It carries neither style
// attributes nor a style element, so it passes a strict content policy; colours
// are presentation attributes that the stylesheet's classes override.
func SVG(s Scene) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		return WriteSVG(w, s)
	})
}

// Marks gives shapes as a small decorative SVG of size by size units, hidden
// from screen readers: the words stand beside it.
func Marks(size float64, shapes []Shape) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b svgWriter
		b.raw(`<svg class="mark" aria-hidden="true" focusable="false" xmlns="http://www.w3.org/2000/svg"`)
		b.frame(size, size)
		b.shapes(shapes)
		b.raw("</svg>")
		_, err := w.Write(b.buf)
		return err
	})
}

// WriteSVG writes the scene; the same scene gives the same bytes.
func WriteSVG(w io.Writer, s Scene) error {
	var b svgWriter
	b.raw(`<svg class="chart" role="img" xmlns="http://www.w3.org/2000/svg" font-family="system-ui, 'Liberation Sans', Arial, sans-serif"`)
	b.text(" aria-label", s.Title)
	b.frame(s.W, s.H)
	if s.Title != "" {
		b.element("title", s.Title)
	}
	if s.Desc != "" {
		b.element("desc", s.Desc)
	}
	b.shapes(s.Shapes)
	b.raw("</svg>")
	_, err := w.Write(b.buf)
	return err
}

type svgWriter struct{ buf []byte }

func (b *svgWriter) raw(s string) { b.buf = append(b.buf, s...) }

func (b *svgWriter) escaped(s string) {
	b.raw(templ.EscapeString(strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))))
}

// visible drops what XML forbids.
func visible(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
		return -1
	}
	return r
}

func (b *svgWriter) element(name, text string) {
	b.raw("<" + name + ">")
	b.escaped(text)
	b.raw("</" + name + ">")
}

func (b *svgWriter) text(name, value string) {
	b.raw(name + `="`)
	b.escaped(value)
	b.raw(`"`)
}

// number writes at most two decimals: more would be noise, and differ between machines.
func (b *svgWriter) number(v float64) { b.buf = appendNumber(b.buf, v) }

func appendNumber(buf []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0
	}
	v = math.Round(v*100) / 100
	if v == 0 {
		v = 0 // no "-0"
	}
	return strconv.AppendFloat(buf, v, 'f', -1, 64)
}

func (b *svgWriter) attr(name string, v float64) {
	b.raw(" " + name + `="`)
	b.number(v)
	b.raw(`"`)
}

func (b *svgWriter) frame(w, h float64) {
	b.attr("width", w)
	b.attr("height", h)
	b.raw(` viewBox="0 0 `)
	b.number(w)
	b.raw(" ")
	b.number(h)
	b.raw(`">`)
}

// paint writes the colours: the classes for the stylesheet, the attributes for where there is none.
func (b *svgWriter) paint(fill, stroke Token, width float64, dashed bool) {
	switch {
	case fill != None && stroke != None:
		b.raw(` class="c-` + string(fill) + " s-" + string(stroke) + `"`)
	case fill != None:
		b.raw(` class="c-` + string(fill) + `"`)
	case stroke != None:
		b.raw(` class="s-` + string(stroke) + `"`)
	}
	if fill != None {
		b.raw(` fill="` + fill.Hex() + `"`)
	} else {
		b.raw(` fill="none"`)
	}
	if stroke != None {
		b.raw(` stroke="` + stroke.Hex() + `"`)
		b.attr("stroke-width", width)
	}
	if dashed {
		b.raw(` stroke-dasharray="4 3"`)
	}
}

func (b *svgWriter) shapes(shapes []Shape) {
	for _, shape := range shapes {
		switch s := shape.(type) {
		case Rect:
			b.raw("<rect")
			b.attr("x", s.X)
			b.attr("y", s.Y)
			b.attr("width", max(s.W, 0))
			b.attr("height", max(s.H, 0))
			if s.R > 0 {
				b.attr("rx", s.R)
			}
			b.paint(s.Fill, s.Stroke, s.Width, false)
			b.raw("/>")
		case Line:
			b.raw("<line")
			b.attr("x1", s.X1)
			b.attr("y1", s.Y1)
			b.attr("x2", s.X2)
			b.attr("y2", s.Y2)
			b.paint(None, s.Stroke, s.Width, s.Dashed)
			b.raw("/>")
		case Circle:
			b.raw("<circle")
			b.attr("cx", s.X)
			b.attr("cy", s.Y)
			b.attr("r", max(s.R, 0))
			b.paint(s.Fill, s.Stroke, s.Width, false)
			b.raw("/>")
		case Path:
			b.path(s)
		case Text:
			b.words(s)
		}
	}
}

func (b *svgWriter) path(p Path) {
	b.raw(`<path d="`)
	for _, step := range p.Steps {
		b.buf = append(b.buf, step.Op)
		n := map[byte]int{'M': 1, 'L': 1, 'C': 3}[step.Op]
		for i := range n {
			if i > 0 {
				b.raw(" ")
			}
			b.number(step.P[i].X)
			b.raw(" ")
			b.number(step.P[i].Y)
		}
	}
	b.raw(`"`)
	b.paint(p.Fill, p.Stroke, p.Width, p.Dashed)
	if p.Stroke != None {
		b.raw(` stroke-linejoin="round" stroke-linecap="round"`)
	}
	b.raw("/>")
}

func (b *svgWriter) words(t Text) {
	if t.S == "" {
		return
	}
	b.raw("<text")
	b.attr("x", t.X)
	b.attr("y", t.Y)
	b.attr("font-size", t.Size)
	switch t.Anchor {
	case Middle:
		b.raw(` text-anchor="middle"`)
	case End:
		b.raw(` text-anchor="end"`)
	}
	if t.Bold {
		b.raw(` font-weight="600"`)
	}
	color := t.Color
	if color == None {
		color = Ink
	}
	b.paint(color, None, 0, false)
	b.raw(">")
	if t.Full != "" {
		b.element("title", t.Full)
	}
	b.escaped(t.S)
	b.raw("</text>")
}
