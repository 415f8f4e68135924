package pdf

import (
	"strconv"
	"strings"

	"eclosion/views/chart"
)

// Sizes of type, in points, and the distances that go with them.
const (
	bodySize   = 10.0
	smallSize  = 8.5
	measure    = 136.0 // paragraphs: about 75 characters a line
	gap        = 3.0   // after a block
	lineFactor = 1.42
)

// lineHeight is the distance of baselines for a size.
func lineHeight(size float64) float64 { return size * millimetre * lineFactor }

// baseline is where text stands in a line that begins at y.
func baseline(y, height, size float64) float64 { return y + height/2 + 0.345*size*millimetre }

func cleaned(s string) string { return clean(s, regular.metrics()) }

// lines writes wrapped lines from d.y down, over as many pages as they need, and
// keeps at least two lines together at either side of a page's end.
func (d *Doc) lines(x float64, lines []string, f face, size float64, color chart.Token) {
	h := lineHeight(size)
	for i, l := range lines {
		left := len(lines) - i
		if d.y+h > d.bottom+0.01 || left == 2 && i > 0 && d.y+2*h > d.bottom+0.01 {
			d.newPage()
		}
		d.text(x, baseline(d.y, h, size), l, f, size, color)
		d.y += h
		d.stand()
	}
}

// paragraph opens with at least two lines.
func (d *Doc) paragraph(text string, f face, size, width float64, color chart.Token) {
	if text = cleaned(text); text == "" {
		return
	}
	lines := wrap(text, f, size, width)
	d.open(float64(min(len(lines), 2)) * lineHeight(size))
	d.lines(d.left, lines, f, size, color)
	d.y += gap
}

// Paragraph sets running text at a comfortable measure. Line breaks are kept.
func (d *Doc) Paragraph(text string) {
	d.paragraph(text, regular, bodySize, min(measure, d.Width()), chart.Ink)
}

// Strong is a paragraph in bold.
func (d *Doc) Strong(text string) {
	d.paragraph(text, bold, bodySize, min(measure, d.Width()), chart.Ink)
}

// Note is small text in the second ink: sources, definitions, captions. A short one below a heading that waits for its block waits, too.
func (d *Doc) Note(text string) {
	if text = cleaned(text); text != "" && len(d.waiting) > 0 && !d.announced() {
		if n := (note{wrap(text, regular, smallSize, min(measure, d.Width()))}); len(n.lines) <= 3 {
			d.waiting = append(d.waiting, n)
			return
		}
	}
	d.paragraph(text, regular, smallSize, min(measure, d.Width()), chart.Ink2)
}

// Quote is a paragraph in italic, indented behind a rule: what a person said.
func (d *Doc) Quote(text string) {
	if text = cleaned(text); text == "" {
		return
	}
	lines := wrap(text, italic, bodySize, min(measure, d.Width())-6)
	h := lineHeight(bodySize)
	for len(lines) > 0 {
		d.open(float64(min(len(lines), 2)) * h)
		n := max(1, min(len(lines), int(d.room()/h)))
		d.line(d.left+1, d.y, d.left+1, d.y+float64(n)*h, chart.Accent, 0.6)
		d.lines(d.left+6, lines[:n], italic, bodySize, chart.Ink)
		lines = lines[n:]
	}
	d.y += gap
}

// Bullets is a list; Numbered counts it.
func (d *Doc) Bullets(items ...string) {
	d.list(items, func(_ int, y float64) {
		d.shapes([]chart.Shape{chart.Circle{R: 0.65, Fill: chart.Accent}}, d.left+2.2, y-1.15, 1)
	})
}

// Numbered is a list counted from 1.
func (d *Doc) Numbered(items ...string) {
	d.list(items, func(i int, y float64) {
		d.textEnd(d.left+4.6, y, strconv.Itoa(i+1)+".", regular, bodySize, chart.Ink2)
	})
}

func (d *Doc) list(items []string, mark func(i int, y float64)) {
	h := lineHeight(bodySize)
	for i, item := range items {
		lines := wrap(cleaned(item), regular, bodySize, min(measure, d.Width())-6)
		d.open(float64(min(len(lines), 2)) * h)
		mark(i, baseline(d.y, h, bodySize))
		d.lines(d.left+6, lines, regular, bodySize, chart.Ink)
		d.y += 0.8
	}
	if len(items) > 0 {
		d.y += gap - 0.8
	}
}

// Def is a term and its value.
type Def struct{ Term, Value string }

// Definitions lists terms with their values, aligned in two columns. An empty
// value is shown as a dash.
func (d *Doc) Definitions(defs ...Def) {
	const column, termSize = 48.0, 9.0
	h := lineHeight(bodySize)
	for _, def := range defs {
		value := cleaned(def.Value)
		if value == "" {
			value = "—"
		}
		terms := wrap(cleaned(def.Term), regular, termSize, column-4)
		values := wrap(value, regular, bodySize, min(measure, d.Width()-column))
		d.open(float64(min(max(len(terms), len(values)), 3)) * h)
		first := d.y
		for i, t := range terms {
			d.text(d.left, baseline(d.y+float64(i)*h, h, bodySize), t, regular, termSize, chart.Ink2)
		}
		d.lines(d.left+column, values, regular, bodySize, chart.Ink)
		if d.y > first { // still on the page of the term
			d.y = max(d.y, first+float64(len(terms))*h)
		}
		d.y += 0.8
	}
	if len(defs) > 0 {
		d.y += gap - 0.8
	}
}

// lead waits for the block it announces, so that it never ends a page. top says that it opens the page.
type lead interface {
	height(d *Doc, top bool) float64
	draw(d *Doc)
}

// note says something about the block below a heading.
type note struct{ lines []string }

func (n note) height(*Doc, bool) float64 { return float64(len(n.lines))*lineHeight(smallSize) + gap }

func (n note) draw(d *Doc) {
	d.lines(d.left, n.lines, regular, smallSize, chart.Ink2)
	d.y += gap
}

// announced reports whether the last heading that waits has its note.
func (d *Doc) announced() bool {
	if len(d.waiting) == 0 {
		return false
	}
	_, is := d.waiting[len(d.waiting)-1].(note)
	return is
}

// heading is the title of what follows.
type heading struct {
	text  string
	level int
}

func (h heading) size() float64 { return [3]float64{14, 11.5, bodySize}[h.level] }

func (h heading) before(top bool) float64 {
	if top {
		return 0
	}
	return [3]float64{6, 4, 2}[h.level]
}

func (h heading) lines(d *Doc) []string { return wrapShort(h.text, bold, h.size(), d.Width(), 6) }

func (h heading) height(d *Doc, top bool) float64 {
	return h.before(top) + float64(len(h.lines(d)))*h.size()*millimetre*1.25 + 2.2
}

func (h heading) draw(d *Doc) {
	d.y += h.before(d.flush)
	d.stand()
	d.setFont(bold, h.size())
	level := min(h.level, d.outline+1) // a bookmark hangs under one of the level above
	d.f.Bookmark(h.text, level, d.y)
	d.outline = level
	color := chart.Ink
	if h.level == 0 {
		color = chart.Accent
	}
	lh := h.size() * millimetre * 1.25
	for _, l := range h.lines(d) {
		d.text(d.left, baseline(d.y, lh, h.size()), l, bold, h.size(), color)
		d.y += lh
	}
	d.y += 2.2
}

// Heading announces the next block; it stays on the page of that block and is
// a bookmark. Levels are 1, 2 and 3.
func (d *Doc) Heading(level int, text string) {
	if text = oneLine(cleaned(text)); strings.TrimSpace(text) == "" {
		return
	}
	if d.announced() { // the note was all there is
		d.open(0)
	}
	d.waiting = append(d.waiting, heading{text, min(max(level, 1), 3) - 1})
}

// CheckItem is a line with a box, ticked or not, to be read or filled by hand.
// The note may be empty.
func (d *Doc) CheckItem(done bool, label, note string) {
	h := lineHeight(bodySize)
	lines := wrap(cleaned(label), regular, bodySize, min(measure, d.Width())-7)
	var notes []string
	if note = cleaned(note); note != "" {
		notes = wrap(note, regular, smallSize, min(measure, d.Width())-7)
	}
	d.open(min(float64(len(lines))*h+float64(len(notes))*lineHeight(smallSize), 40))
	icon := Unchecked
	if done {
		icon = Checked
	}
	d.icon(icon, d.left, d.y+h/2-1.7, 3.4)
	d.lines(d.left+7, lines, regular, bodySize, chart.Ink)
	d.lines(d.left+7, notes, regular, smallSize, chart.Ink2)
	d.y += 1.2
}

// Address sets the receiver of a letter where a window envelope shows it.
func (d *Doc) Address(lines ...string) {
	h := lineHeight(bodySize)
	d.open(float64(len(lines)) * h)
	x := d.left + d.Width()*0.56
	for _, l := range lines {
		for _, part := range wrap(cleaned(l), regular, bodySize, d.right-x) {
			d.lines(x, []string{part}, regular, bodySize, chart.Ink)
		}
	}
	d.y += 8
}

// BlankLines rules lines to be filled by hand, 8 mm apart: as many of n as the page has room for, two at
// the least, since nobody needs a page of bare lines.
func (d *Doc) BlankLines(n int) {
	d.open(float64(8 * min(n, 2)))
	for range min(n, int(d.room()/8)) {
		d.y += 8
		d.line(d.left, d.y, d.right, d.y, chart.Rule, 0.25)
	}
	d.y += gap
}
