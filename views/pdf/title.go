package pdf

import (
	"eclosion/views/chart"
	"eclosion/views/wording"
)

// titleBlock opens the first page: who, what, when, and how far it binds.
func (d *Doc) titleBlock() {
	d.y = 14
	x := d.left
	d.shapes(chart.EggSign(0, 0, 100), x-1, d.y-0.8, 11.5/100)
	x += 13
	room := d.Width()*0.62 - 13
	d.text(x, d.y+4.6, d.ellipsis(d.meta.House, bold, 11, room), bold, 11, chart.Ink)
	d.text(x, d.y+9.3, d.ellipsis(d.meta.HouseLine, regular, 8.5, room), regular, 8.5, chart.Ink2)
	side := d.Width() * 0.36
	d.textEnd(d.right, d.y+4.6, d.ellipsis(d.meta.Reference, bold, 10, side), bold, 10, chart.Ink)
	d.textEnd(d.right, d.y+9.3, d.ellipsis(d.meta.Date, regular, 8.5, side), regular, 8.5, chart.Ink2)
	d.y += 13.5
	d.line(d.left, d.y, d.right, d.y, chart.Accent, 0.7)
	d.y += 8
	if d.meta.Letter {
		if d.draft() {
			d.draftPill(d.left+22, d.y+1.4)
		}
		d.y = envelopeWindow
		d.fresh, d.flush = false, true
		return
	}

	width := d.Width()
	if d.draft() {
		d.draftPill(d.right, d.y+1.4)
		width -= 30
	}
	h := 20 * millimetre * 1.2
	titles := wrap(d.meta.Title, bold, 20, width)
	for _, l := range titles[:min(len(titles), 4)] {
		d.text(d.left, baseline(d.y, h, 20), l, bold, 20, chart.Ink)
		d.y += h
	}
	if d.meta.Subtitle != "" {
		d.y += 0.8
		subtitles := wrap(d.meta.Subtitle, regular, 12, width)
		for _, l := range subtitles[:min(len(subtitles), 4)] {
			d.text(d.left, baseline(d.y, 6, 12), l, regular, 12, chart.Ink2)
			d.y += 6
		}
	}
	if d.issued() {
		d.y += 2
		line := d.issueNumber()
		if d.meta.Digest != "" {
			line = joined(line, wording.T(d.ctx, "SHA-256 %s", d.meta.Digest))
		}
		for _, l := range wrap(line, regular, 7.5, d.Width()) {
			d.text(d.left, baseline(d.y, 4, 7.5), l, regular, 7.5, chart.Ink2)
			d.y += 4
		}
	}
	d.y += 5
	d.fresh, d.flush = false, true
}

// envelopeWindow is where the receiver's address begins, so that it shows in the
// window of an envelope (right window, as Belgian post has it).
const envelopeWindow = 46.0

// draftPill is the mark of what binds nobody yet, its right edge at x.
func (d *Doc) draftPill(x, y float64) {
	label := wording.T(d.ctx, "Projet")
	w := bold.metrics().width(label, 9) + 7
	d.box(x-w, y, w, 5.6, 2.8, chart.AmberWash, chart.Amber)
	d.text(x-w+3.5, baseline(y, 5.6, 9), label, bold, 9, chart.Amber)
}
