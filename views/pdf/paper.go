package pdf

import (
	"context"
	"io"

	"eclosion/views/report"
	"eclosion/views/ui"
	"eclosion/views/wording"
)

// WritePaper lays a report out and writes it to w; nothing is written when it
// fails. number makes it an issued paper, "" leaves it a draft. The paper's date
// alone stands in the document, without time of day: printed again on the same
// day from the same figures it is the same file.
func WritePaper(ctx context.Context, w io.Writer, p report.Paper, number string) error {
	meta := Meta{House: p.House, HouseLine: p.HouseLine, Title: p.Title, Subtitle: p.Subtitle, Reference: p.Reference,
		Date: wording.LongDate(p.Date), Created: p.Date.Start(), Number: number, Plain: p.Plain, Letter: p.Letter}
	return Write(ctx, w, meta, func(d *Doc) {
		for i, b := range p.Blocks {
			if isCheck(b) && (i == 0 || !isCheck(p.Blocks[i-1])) {
				d.open(twoChecks)
			}
			d.block(b)
		}
	})
}

// twoChecks is the room that the first items of a section take: a section does
// not begin with a lone item.
const twoChecks = 26

func isCheck(b report.Block) bool { _, is := b.(report.Check); return is }

func (d *Doc) block(b report.Block) {
	switch b := b.(type) {
	case report.Heading:
		d.Heading(b.Level, b.Text)
	case report.Text:
		switch {
		case b.Note:
			d.Note(b.Body)
		case b.Quote:
			d.Quote(b.Body)
		default:
			d.Paragraph(b.Body)
		}
	case report.Figures:
		d.reportFigures(b)
	case report.Chart:
		d.Chart(b.Draw(chartUnits))
	case report.Callout:
		d.Callout(toneOf(b.Tone), b.Title, b.Text)
	case report.Defs:
		defs := make([]Def, len(b))
		for i, x := range b {
			defs[i] = Def{x.Term, x.Value}
		}
		d.Definitions(defs...)
	case report.Table:
		d.reportTable(b)
	case report.Check:
		d.CheckItem(b.Done, b.Label, b.Note)
	case report.Address:
		d.Address(b...)
	case report.List:
		d.Bullets(b...)
	case report.Signatures:
		boxes := make([]Signature, len(b))
		for i, s := range b {
			boxes[i] = Signature{Role: s.Role, Name: s.Name, Mention: s.Mention}
		}
		d.Signatures(boxes...)
	case report.Lines:
		d.BlankLines(int(b))
	case report.Break:
		d.PageBreak()
	}
}

// chartUnits is the width at which charts of reports are drawn for paper.
const chartUnits = 600

func toneOf(t ui.Tone) Tone {
	switch t {
	case ui.Good:
		return Good
	case ui.Wait:
		return Warning
	case ui.Stop:
		return Stop
	}
	return Remark
}

func (d *Doc) reportFigures(list report.Figures) {
	figures := make([]Figure, len(list))
	for i, f := range list {
		figures[i] = Figure{f.Value, f.Label, f.Note}
	}
	d.Figures(figures...)
}

func (d *Doc) reportTable(t report.Table) {
	table := Table{Empty: t.Empty, Columns: make([]Column, len(t.Columns)), Rows: make([]Row, len(t.Rows)), Foot: cells(t.Foot)}
	for i, c := range t.Columns {
		table.Columns[i] = Column{Title: c.Title, Width: c.Width}
		if c.Num {
			table.Columns[i].Align = Right
		}
	}
	for i, r := range t.Rows {
		table.Rows[i] = Row{Group: r.Group, Cells: cells(r.Cells)}
	}
	if n := len(t.Rows); n > 0 { // a short table stays whole, a long one does not begin with a lone row
		if n > 14 {
			n = 4
		}
		d.open(10 + float64(n)*tableRowGuess)
	}
	d.Table(table)
}

// tableRowGuess is the height of a row of which a line wraps now and then.
const tableRowGuess = 7.0

func cells(list []report.Cell) []Cell {
	out := make([]Cell, len(list))
	for i, c := range list {
		out[i] = Cell{Text: c.Text}
		if c.Phase != "" {
			out[i].Icon = Phase(c.Phase)
		}
	}
	return out
}
