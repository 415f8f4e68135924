package pdf

import "eclosion/views/chart"

// Chart draws a scene across the body's width, at most at the size at which
// its letters are as large as the text's. A scene higher than a page is cut at its
// breaks, or made smaller when it has none.
func (d *Doc) Chart(s chart.Scene) {
	if s.W <= 0 || s.H <= 0 {
		return
	}
	const largest = 0.28 // millimetres a unit: a label of 12 units is then 9.5 points
	scale := min(d.Width()/s.W, largest)
	page := d.bottom - d.top
	if s.H*scale > page && len(s.Breaks) == 0 {
		scale = page / s.H
	}
	from := 0.0
	for from < s.H {
		room := page
		if from == 0 && !d.fresh && s.H*scale > page && d.room() > page/3 {
			room = d.room() - 20 // a long drawing begins where it stands
		}
		to := bandEnd(s, from, room/scale)
		d.open((to - from) * scale)
		d.shapes(between(s.Shapes, from, to), d.left, d.y-from*scale, scale)
		d.y += (to - from) * scale
		from = to
	}
	d.y += gap + 1
}

// bandEnd is the last break that leaves the band no higher than height.
func bandEnd(s chart.Scene, from, height float64) float64 {
	if s.H-from <= height+0.01 {
		return s.H
	}
	end := s.H
	for _, b := range s.Breaks {
		if b <= from {
			continue
		}
		if b-from > height && end != s.H {
			break
		}
		end = b
	}
	return end
}

func between(shapes []chart.Shape, from, to float64) []chart.Shape {
	if from == 0 {
		from = -1e9
	}
	var out []chart.Shape
	for _, s := range shapes {
		if y := s.MiddleY(); y >= from && y < to {
			out = append(out, s)
		}
	}
	return out
}
