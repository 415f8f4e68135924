package pdf

import "eclosion/views/chart"

// Figure is a key figure: its value as written, what it counts, and a note
// that may be empty.
type Figure struct{ Value, Label, Note string }

// Figures sets key figures as tiles, at most four in a row.
func (d *Doc) Figures(figures ...Figure) {
	const space, padding = 4.0, 4.0
	for len(figures) > 0 {
		n := min(len(figures), 4)
		if len(figures) == 5 || len(figures) == 6 { // 3 + 2 or 3 + 3 rather than 4 + 1
			n = 3
		}
		width := (d.Width() - float64(n-1)*space) / float64(n)
		row := figures[:n]
		figures = figures[n:]
		labels, notes := make([][]string, n), make([][]string, n)
		height, size := 0.0, 19.0
		for i, f := range row {
			size = min(size, d.fitting(f.Value, width-2*padding))
			labels[i] = wrapShort(f.Label, regular, 9, width-2*padding, 3)
			notes[i] = wrapShort(f.Note, regular, 8, width-2*padding, 3)
			height = max(height, 13+float64(len(labels[i]))*4.2+float64(len(notes[i]))*3.8+2.5)
		}
		d.open(height)
		for i, f := range row {
			x := d.left + float64(i)*(width+space)
			d.box(x, d.y, width, height, 1.5, chart.Wash, chart.None)
			d.fillRect(x, d.y+2, 0.9, height-4, chart.Accent)
			value := d.ellipsis(oneLine(cleaned(f.Value)), bold, size, width-2*padding)
			d.text(x+padding, d.y+10, value, bold, size, chart.Ink)
			y := d.y + 12.6
			for _, l := range labels[i] {
				d.text(x+padding, baseline(y, 4.2, 9), l, regular, 9, chart.Ink)
				y += 4.2
			}
			for _, l := range notes[i] {
				d.text(x+padding, baseline(y, 3.8, 8), l, regular, 8, chart.Ink2)
				y += 3.8
			}
		}
		d.y += height + space
	}
	d.y += gap - 2
}

// fitting is the largest of three sizes at which a value fits.
func (d *Doc) fitting(value string, width float64) float64 {
	value = oneLine(cleaned(value))
	for _, size := range []float64{19, 15} {
		if bold.metrics().width(value, size) <= width {
			return size
		}
	}
	return 11
}

// wrapShort wraps into at most n lines, the last cut with an ellipsis.
func wrapShort(s string, f face, size, width float64, n int) []string {
	if s = oneLine(cleaned(s)); s == "" {
		return nil
	}
	lines := wrap(s, f, size, width)
	if len(lines) > n {
		lines = lines[:n]
		lines[n-1] += "…"
	}
	return lines
}

// Tone says how grave a callout is.
type Tone int

// The tones: good news, something that waits, something that stops, a remark.
const (
	Good Tone = iota
	Warning
	Stop
	Remark
)

func (t Tone) colours() (ink, wash chart.Token, icon Icon) {
	switch t {
	case Good:
		return chart.Accent, chart.AccentWash, TickIcon
	case Warning:
		return chart.Amber, chart.AmberWash, AlertIcon
	case Stop:
		return chart.Red, chart.RedWash, StopIcon
	}
	return chart.Ink2, chart.Wash, NoIcon
}

// Callout is a box that must not be overlooked. Title or text may be empty. A
// text longer than a page goes on in further boxes.
func (d *Doc) Callout(tone Tone, title, text string) {
	const padding, indent = 3.5, 11.0
	ink, wash, icon := tone.colours()
	inset := indent
	if icon == NoIcon {
		inset = 6
	}
	width := d.Width() - inset - padding
	h := lineHeight(bodySize)
	var titles, lines []string
	if title = cleaned(title); title != "" {
		titles = wrap(title, bold, bodySize, width)
	}
	if text = cleaned(text); text != "" {
		lines = wrap(text, regular, bodySize, min(width, measure))
	}
	fit := int((d.bottom-d.top-2*padding)/h) - 1
	for len(titles)+len(lines) > 0 {
		t := min(len(titles), fit)
		l := min(len(lines), fit-t)
		height := float64(t+l)*h + 2*padding
		d.open(height)
		d.box(d.left, d.y, d.Width(), height, 1.5, wash, chart.None)
		d.fillRect(d.left, d.y+1.5, 0.9, height-3, ink)
		d.icon(icon, d.left+4.2, d.y+padding+h/2-2, 4)
		d.y += padding
		d.lines(d.left+inset, titles[:t], bold, bodySize, ink)
		d.lines(d.left+inset, lines[:l], regular, bodySize, chart.Ink)
		d.y += padding
		titles, lines, icon = titles[t:], lines[l:], NoIcon
	}
	d.y += gap + 1
}

// Signature is a box to sign in. Role heads it; Name and Mention ("Lu et
// approuvé") may be empty, Signed holds date and means once it was signed.
type Signature struct{ Role, Name, Mention, Signed string }

// Signatures sets the boxes side by side, two or three in a row, never split.
func (d *Doc) Signatures(boxes ...Signature) {
	const space, height, padding = 5.0, 36.0, 3.5
	for len(boxes) > 0 {
		n := min(len(boxes), 3)
		if len(boxes) == 4 {
			n = 2
		}
		width := (d.Width() - float64(n-1)*space) / float64(n)
		if n == 1 {
			width = (d.Width() - space) / 2
		}
		d.open(height)
		for i, s := range boxes[:n] {
			x := d.left + float64(i)*(width+space)
			d.signature(s, x, width, height, padding)
		}
		d.y += height + gap
		boxes = boxes[n:]
	}
	d.y += 1
}

func (d *Doc) signature(s Signature, x, width, height, padding float64) {
	inner := width - 2*padding
	d.box(x, d.y, width, height, 1.5, chart.None, chart.Ink2)
	y := d.y + 5.6
	d.text(x+padding, y, d.ellipsis(oneLine(cleaned(s.Role)), bold, 9, inner), bold, 9, chart.Ink)
	for _, l := range wrapShort(s.Name, regular, 9, inner, 2) {
		y += 4.4
		d.text(x+padding, y, l, regular, 9, chart.Ink)
	}
	for _, l := range wrapShort(s.Mention, italic, 8, inner, 2) {
		y += 4
		d.text(x+padding, y, l, italic, 8, chart.Ink2)
	}
	line := d.y + height - 6.5
	d.line(x+padding, line, x+width-padding, line, chart.Rule, 0.25)
	signed := wrapShort(s.Signed, regular, 8, inner, 1)
	for _, l := range signed {
		d.text(x+padding, line+4, l, regular, 8, chart.Ink2)
	}
}
