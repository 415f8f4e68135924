package pdf

import "eclosion/views/chart"

// Align says on which side of a column its text stands.
type Align int

// The alignments; figures stand at the right.
const (
	Left Align = iota
	Right
	Centre
)

// Column heads a table. Width is its share of the table's width; 0 counts as 1.
type Column struct {
	Title string
	Width float64
	Align Align
}

// Cell is one field of a row. Color is ink when empty.
type Cell struct {
	Text  string
	Icon  Icon
	Bold  bool
	Color chart.Token
}

// Row is a line of a table. A group row spans the table and heads the next ones.
type Row struct {
	Cells []Cell
	Group string
}

// Texts builds a row of plain cells.
func Texts(texts ...string) Row {
	cells := make([]Cell, len(texts))
	for i, t := range texts {
		cells[i].Text = t
	}
	return Row{Cells: cells}
}

// Table is printed with its header repeated on every page. Foot, the totals,
// may be empty. Empty is what stands instead of rows when there are none.
type Table struct {
	Columns []Column
	Rows    []Row
	Foot    []Cell
	Empty   string
	// Ruled draws every row's line and leaves room to write: attendance sheets.
	Ruled bool
	// RowHeight is the least height of a row in millimetres; 0 for the text's own.
	RowHeight float64
}

const (
	tableSize    = 9.0
	headSize     = 8.5
	cellPadding  = 1.8
	rowPadding   = 1.1
	cellIcon     = 3.3
	iconSpace    = cellIcon + 1.6
	tableLeading = tableSize * millimetre * 1.3
)

// tableLayout is what the rows of one table share.
type tableLayout struct {
	Table
	x, w    []float64 // left edge and width of each column
	heads   [][]string
	headH   float64
	wrapped [][]string // lines of the row at hand, kept to spare allocations
	single  []string
	odd     bool
	headed  bool // a header or group title stands right above
}

// Table sets a table. A row is split only when it is higher than a page.
func (d *Doc) Table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	l := d.layout(t)
	if len(t.Rows) == 0 {
		d.open(l.headH + 8)
		d.tableHead(l)
		d.y += 1.2
		if empty := cleaned(t.Empty); empty != "" {
			d.lines(d.left+cellPadding, wrap(empty, italic, tableSize, d.Width()-2*cellPadding), italic, tableSize, chart.Ink2)
		}
		d.line(d.left, d.y+1.2, d.right, d.y+1.2, chart.Rule, 0.2)
		d.y += gap + 1.5
		return
	}
	for i := range t.Rows {
		if t.Rows[i].Group != "" {
			d.tableGroup(l, t.Rows[i].Group, i == 0)
			continue
		}
		d.tableRow(l, t.Rows[i].Cells, i == 0, false)
	}
	if len(t.Foot) > 0 {
		d.tableRow(l, t.Foot, false, true)
	}
	d.line(d.left, d.y, d.right, d.y, chart.Ink2, 0.25)
	d.y += gap + 1.5
}

func (d *Doc) layout(t Table) *tableLayout {
	n := len(t.Columns)
	l := &tableLayout{Table: t, x: make([]float64, n), w: make([]float64, n), heads: make([][]string, n),
		wrapped: make([][]string, n), single: make([]string, n)}
	total := 0.0
	for _, c := range t.Columns {
		total += share(c)
	}
	x := d.left
	for i, c := range t.Columns {
		l.x[i], l.w[i] = x, d.Width()*share(c)/total
		x += l.w[i]
		l.heads[i] = wrapShort(c.Title, bold, headSize, l.w[i]-2*cellPadding, 4) // a header must leave room for rows
		l.headH = max(l.headH, float64(len(l.heads[i]))*headSize*millimetre*1.25+2.6)
	}
	return l
}

func share(c Column) float64 {
	if c.Width <= 0 {
		return 1
	}
	return c.Width
}

func (d *Doc) tableHead(l *tableLayout) {
	h := headSize * millimetre * 1.25
	for i, lines := range l.heads {
		y := d.y + l.headH - 1.3 - float64(len(lines))*h // titles stand at the bottom
		for _, line := range lines {
			d.aligned(l, i, baseline(y, h, headSize), line, bold, headSize, chart.Ink2, 0)
			y += h
		}
	}
	d.y += l.headH
	d.line(d.left, d.y, d.right, d.y, chart.Ink, 0.35)
	l.odd, l.headed = false, true
	d.stand()
}

// begin makes room for a row and repeats the header on a new page.
func (d *Doc) begin(l *tableLayout, height float64, first bool) {
	if first {
		d.open(l.headH + height)
		d.tableHead(l)
		return
	}
	if d.y+height > d.bottom && height <= d.bottom-d.top-l.headH {
		d.turnTable(l)
	}
}

func (d *Doc) turnTable(l *tableLayout) {
	d.line(d.left, d.y, d.right, d.y, chart.Rule, 0.2)
	d.newPage()
	d.tableHead(l)
}

// tableGroup keeps at least one row below the group's title.
func (d *Doc) tableGroup(l *tableLayout, title string, first bool) {
	const height = 6.4
	d.begin(l, height+8, first)
	d.fillRect(d.left, d.y, d.Width(), height, chart.AccentWash)
	title = d.ellipsis(oneLine(cleaned(title)), bold, tableSize, d.Width()-2*cellPadding)
	d.text(d.left+cellPadding, baseline(d.y, height, tableSize), title, bold, tableSize, chart.Accent)
	d.y += height
	l.odd, l.headed = false, true
}

func (d *Doc) tableRow(l *tableLayout, cells []Cell, first, foot bool) {
	count := 1
	for i := range min(len(cells), len(l.Columns)) {
		d.wrapCell(l, i, &cells[i], foot)
		count = max(count, len(l.wrapped[i]))
	}
	height := max(float64(count)*tableLeading+2*rowPadding, l.RowHeight)
	d.begin(l, height, first)
	for from := 0; from < count; {
		fit := int((d.room() - 2*rowPadding + 0.01) / tableLeading)
		if fit < 1 {
			d.turnTable(l)
			continue
		}
		to := min(count, from+fit)
		if from > 0 || to < count { // only a row higher than a page comes in parts
			height = float64(to-from)*tableLeading + 2*rowPadding
		}
		d.rowPart(l, cells, from, to, height, foot)
		from = to
	}
	l.odd = !l.odd
}

func (d *Doc) wrapCell(l *tableLayout, i int, c *Cell, foot bool) {
	f := regular
	if c.Bold || foot {
		f = bold
	}
	text := cleaned(c.Text)
	room := l.w[i] - 2*cellPadding
	if c.Icon != NoIcon {
		room -= iconSpace
	}
	if f.fits(text, tableSize, room) {
		l.single[i] = text
		l.wrapped[i] = l.single[i : i+1]
		return
	}
	l.wrapped[i] = wrap(text, f, tableSize, room)
}

// fits tells whether a text is one line of at most width: the common case of a
// cell, without allocation.
func (f face) fits(s string, size, width float64) bool {
	m := f.metrics()
	room, used := int(width*1000/(size*millimetre)), 0
	for _, r := range s {
		if used += int(m.advance[uint16(r)]); used > room || r == '\n' {
			return false
		}
	}
	return true
}

// rowPart draws the lines from..to of a row.
func (d *Doc) rowPart(l *tableLayout, cells []Cell, from, to int, height float64, foot bool) {
	switch {
	case foot:
		d.fillRect(d.left, d.y, d.Width(), height, chart.Wash)
		d.line(d.left, d.y, d.right, d.y, chart.Ink, 0.35)
	case l.odd && !l.Ruled:
		d.fillRect(d.left, d.y, d.Width(), height, chart.Paper)
	}
	if !l.headed && !foot {
		d.line(d.left, d.y, d.right, d.y, chart.Rule, 0.2)
	}
	l.headed = false
	for i := range min(len(cells), len(l.Columns)) {
		c := &cells[i]
		f, color, shift := regular, inkIfNone(c.Color), 0.0
		if c.Bold || foot {
			f = bold
		}
		if c.Icon != NoIcon {
			shift = iconSpace
			if from == 0 {
				d.cellIcon(l, i, c)
			}
		}
		lines := l.wrapped[i]
		for k := from; k < min(to, len(lines)); k++ {
			y := d.y + rowPadding + float64(k-from)*tableLeading
			d.aligned(l, i, baseline(y, tableLeading, tableSize), lines[k], f, tableSize, color, shift)
		}
	}
	d.y += height
	d.stand()
}

func (d *Doc) cellIcon(l *tableLayout, i int, c *Cell) {
	x := l.x[i] + cellPadding
	if c.Text == "" && l.Columns[i].Align == Centre {
		x = l.x[i] + (l.w[i]-cellIcon)/2
	}
	if c.Text == "" && l.Columns[i].Align == Right {
		x = l.x[i] + l.w[i] - cellPadding - cellIcon
	}
	d.icon(c.Icon, x, d.y+rowPadding+(tableLeading-cellIcon)/2, cellIcon)
}

func (d *Doc) aligned(l *tableLayout, i int, y float64, s string, f face, size float64, color chart.Token, shift float64) {
	if s == "" {
		return
	}
	left, right := l.x[i]+cellPadding+shift, l.x[i]+l.w[i]-cellPadding
	switch l.Columns[i].Align {
	case Right:
		d.textEnd(right, y, s, f, size, color)
	case Centre:
		d.textMiddle((left+right)/2, y, s, f, size, color)
	default:
		d.text(left, y, s, f, size, color)
	}
}
