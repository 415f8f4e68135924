package chart

import (
	"strconv"

	"eclosion/models"
)

// Months counts events month by month: a line of small columns for each kind of
// event, all on the same months and the same height for one.
type Months struct {
	Frame
	First models.Date // of the first month
	Lines []MonthLine
}

// MonthLine is one kind of event; Counts begins with the first month. Phase gives
// the mark and the hue.
type MonthLine struct {
	Label, Phase string
	Counts       []int
}

const (
	monthsRow  = 40.0
	monthsTall = 22.0 // of the largest count
)

// Scene draws the lines. More months than fit share columns: a column is then
// two, three or more months, and says so by its label alone.
func (m Months) Scene() Scene {
	months, largest := 0, 0
	var labels []string
	for _, l := range m.Lines {
		months = max(months, len(l.Counts))
		labels = append(labels, l.Label)
	}
	if months == 0 || m.First == "" {
		return m.nothing()
	}
	s := m.scene()
	column := s.column(labels, 0.3)
	x0 := 20 + column + 40
	room := max(s.W-x0, 40)
	per := 1
	for _, per = range []int{1, 2, 3, 6, 12, 24, 60, 120} {
		if room/float64((months+per-1)/per) >= 14 {
			break
		}
	}
	lines := make([][]int, len(m.Lines))
	for i, l := range m.Lines {
		lines[i] = gathered(l.Counts, per)
		for _, n := range lines[i] {
			largest = max(largest, n)
		}
	}
	n := (months + per - 1) / per
	step := min(room/float64(n), 48)
	m.heads(&s, x0, step, n, per)
	var parts []string
	for i, l := range m.Lines {
		y := timelineHead + float64(i)*monthsRow
		total := m.line(&s, l, lines[i], x0, y, step, column, largest)
		describe(&parts, l.Label, strconv.Itoa(total))
		if i > 0 {
			s.Breaks = append(s.Breaks, y)
		}
	}
	s.H = timelineHead + float64(len(m.Lines))*monthsRow
	s.desc(parts)
	return s
}

// line draws one kind of event and gives its total.
func (m Months) line(s *Scene, l MonthLine, counts []int, x0, y, step, column float64, largest int) int {
	base := y + monthsRow - 6
	total := 0
	for k, n := range counts {
		total += n
		if n <= 0 {
			continue
		}
		x, high := x0+float64(k)*step, max(monthsTall*share(float64(n), float64(largest)), 2)
		s.area(Rect{X: x + step*0.14, Y: base - high, W: step * 0.72, H: high, R: 1}, PhaseToken(l.Phase), solid)
		s.label(Text{X: x + step/2, Y: base - high - 3, S: strconv.Itoa(n), Size: smallSize - 1, Anchor: Middle, Color: Ink}, step+6)
	}
	s.add(PhaseMark(l.Phase, 0, base-14, 13)...)
	s.label(Text{X: 20, Y: base - 3.5, S: l.Label, Size: fontSize, Color: Ink}, column)
	s.label(Text{X: x0 - 10, Y: base - 3.5, S: strconv.Itoa(total), Size: fontSize, Anchor: End, Bold: true, Color: Ink}, 34)
	s.add(Line{X1: x0, Y1: base, X2: x0 + step*float64(len(counts)), Y2: base, Stroke: Rule, Width: 1})
	return total
}

// heads writes the months above, as many as fit.
func (m Months) heads(s *Scene, x0, step float64, n, per int) {
	every := 1
	for step*float64(every) < 46 {
		every++
	}
	for k := 0; k < n; k += every {
		d := m.First.AddMonths(k * per)
		label := string(d[5:7]) + "/" + string(d[:4])
		x, anchor := x0+float64(k)*step+1, Start
		if x+TextWidth(label, smallSize, false) > s.W {
			break
		}
		s.add(Text{X: x, Y: 14, S: label, Size: smallSize, Anchor: anchor, Color: Ink2})
		s.add(Line{X1: x0 + float64(k)*step, Y1: 19, X2: x0 + float64(k)*step, Y2: timelineHead - 3, Stroke: Rule, Width: 1})
	}
	s.add(Line{X1: x0, Y1: timelineHead - 5, X2: x0 + step*float64(n), Y2: timelineHead - 5, Stroke: Rule, Width: 1})
}

// gathered sums the counts by so many months.
func gathered(counts []int, per int) []int {
	out := make([]int, (len(counts)+per-1)/per)
	for i, n := range counts {
		out[i/per] += n
	}
	return out
}
