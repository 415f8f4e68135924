package pdf

import (
	"strings"

	gofpdf "github.com/jung-kurt/gofpdf"

	"eclosion/views/chart"
)

// Icon is a small drawing in a cell or before a line; Liberation Sans has no
// such glyphs, and drawn marks look the same everywhere.
type Icon string

// The icons; Phase gives the mark of a phase.
const (
	NoIcon    Icon = ""
	Checked   Icon = "checked"
	Unchecked Icon = "unchecked"
	TickIcon  Icon = "tick"
	StarIcon  Icon = "star"
	AlertIcon Icon = "alert"
	StopIcon  Icon = "stop"
)

// Phase is the mark of a phase, as on screen.
func Phase(phase string) Icon { return Icon("phase:" + phase) }

// icon draws into the square of the given size at x, y. What an icon is made of
// is worked out once a paper: a long table repeats two of them on every row.
func (d *Doc) icon(i Icon, x, y, size float64) {
	if i == NoIcon {
		return
	}
	key := iconKey{i, size}
	content, known := d.icons[key]
	if !known {
		page, state := d.f, d.state
		drawn := d.f.CreateTemplate(func(t *gofpdf.Tpl) {
			d.f, d.state = &t.Fpdf, pen{}
			d.drawIcon(i, size)
		})
		d.f, d.state = page, state
		blank := d.f.CreateTemplate(func(*gofpdf.Tpl) {}) // what every template begins with: the page has set it
		content = strings.TrimPrefix(string(drawn.Bytes()), string(blank.Bytes()))
		d.icons[key] = content
	}
	b := append(d.buf[:0], "q 1 0 0 1 "...)
	b = append(appendCoordinate(b, x/millimetre), ' ')
	b = append(appendCoordinate(b, -y/millimetre), " cm\n"...)
	b = append(append(b, content...), 'Q')
	d.buf = b
	d.f.RawWriteStr(string(b))
}

type iconKey struct {
	icon Icon
	size float64
}

// drawIcon draws at the page's upper left corner.
func (d *Doc) drawIcon(i Icon, size float64) {
	const unit = 16 // the scene's square
	var shapes []chart.Shape
	frame := chart.Rect{X: 1, Y: 1, W: 14, H: 14, R: 2, Stroke: chart.Ink2, Width: 1.1}
	switch i {
	case Checked:
		frame.Stroke, frame.Fill = chart.Accent, chart.AccentWash
		shapes = []chart.Shape{frame, chart.Tick(2.5, 2.5, 11, chart.Accent)}
	case Unchecked:
		shapes = []chart.Shape{frame}
	case TickIcon:
		shapes = []chart.Shape{chart.Tick(1, 1, 14, chart.Accent)}
	case StarIcon:
		shapes = []chart.Shape{chart.Star(8, 8, 8, chart.Launched)}
	case AlertIcon:
		shapes = exclamation(chart.Amber, []chart.Step{chart.Move(8, 1), chart.To(15.5, 14.5), chart.To(0.5, 14.5), chart.Close()}, 6, 10.4, 12.4)
	case StopIcon:
		shapes = exclamation(chart.Red, []chart.Step{chart.Move(5, 0.5), chart.To(11, 0.5), chart.To(15.5, 5), chart.To(15.5, 11),
			chart.To(11, 15.5), chart.To(5, 15.5), chart.To(0.5, 11), chart.To(0.5, 5), chart.Close()}, 3.8, 9.2, 11.9)
	default:
		const prefix = "phase:"
		if len(i) > len(prefix) && i[:len(prefix)] == prefix {
			shapes = chart.PhaseMark(string(i[len(prefix):]), 0, 0, unit)
		}
	}
	d.shapes(shapes, 0, 0, size/unit)
}

// exclamation is a sign with a bar and a dot cut out of it.
func exclamation(hue chart.Token, outline []chart.Step, from, to, dot float64) []chart.Shape {
	return []chart.Shape{
		chart.Path{Steps: outline, Fill: hue, Stroke: hue, Width: 0.6},
		chart.Line{X1: 8, Y1: from, X2: 8, Y2: to, Stroke: chart.Sheet, Width: 1.7},
		chart.Circle{X: 8, Y: dot, R: 1, Fill: chart.Sheet},
	}
}
