package intake

import (
	"encoding/binary"
	"strings"
	"unsafe"

	"eclosion/models"
)

// Bounds of a file. A year of the trade has some hundreds of rows; what is larger than this is no such file, and is refused
// before it fills the memory.
const (
	MaxBytes    = 64 << 20  // of the file as it is handed in
	maxUnzipped = 512 << 20 // of one part of a workbook, while it streams by
	maxText     = 128 << 20 // of all cells, in memory
	MaxRows     = 200_000
	maxColumns  = 200
	maxCell     = 32_767 // characters; what a spreadsheet itself takes
)

// table is what a file holds, as a spreadsheet shows it. Blank rows are left out.
type table struct {
	lines []line
	epoch bool // a workbook whose days are counted from 1904
	text  bool // a CSV text, whose rows have as many cells as the header
	size  int
	odd   map[int][]oddity // by row
}

// oddity is what the reader saw of a row or of one of its cells besides the value.
type oddity struct {
	cell int // -1: the row
	code string
}

// Codes of what is odd. The warnings are taken all the same.
const (
	oddQuotes   = "import.quotes"
	oddEncoding = "import.mixed_encoding"
	oddMerged   = "import.merged"
	oddError    = "import.cell_error"
	oddUncached = "import.formula_empty"
	oddFormula  = "import.warn_formula"
)

// line is one row. number is the spreadsheet's: it counts from 1. Its cells lie one after the other in one text:
// some hundred thousand rows then take little more memory than their letters.
type line struct {
	number int
	width  int
	data   string
}

// cell is one cell; number tells that the workbook holds a number and no text.
type cell struct {
	text   string
	number bool
}

// packer makes lines.
type packer struct{ buf []byte }

func (p *packer) pack(number int, cells []cell) line {
	p.buf = p.buf[:0]
	for _, c := range cells {
		mark := uint64(len(c.text)) << 1
		if c.number {
			mark |= 1
		}
		p.buf = binary.AppendUvarint(p.buf, mark)
		p.buf = append(p.buf, c.text...)
	}
	return line{number, len(cells), string(p.buf)}
}

// cells gives the cells of a line in a slice that is used again.
func (l line) cells(into []cell) []cell {
	into = into[:0]
	for rest := l.data; len(rest) > 0; {
		mark, n := binary.Uvarint(unsafe.Slice(unsafe.StringData(rest), min(len(rest), binary.MaxVarintLen64)))
		end := n + int(mark>>1)
		into = append(into, cell{rest[n:end], mark&1 == 1})
		rest = rest[end:]
	}
	return into
}

// texts gives the cells as they read.
func (l line) texts() []string {
	var list []string
	for _, c := range l.cells(nil) {
		list = append(list, c.text)
	}
	return list
}

func blank(cells []cell) bool {
	for _, c := range cells {
		if strings.TrimSpace(c.text) != "" {
			return false
		}
	}
	return true
}

func (t *table) strange(row, cell int, code string) {
	if t.odd == nil {
		t.odd = map[int][]oddity{}
	}
	t.odd[row] = append(t.odd[row], oddity{cell, code})
}

// add keeps a row, unless the file is too large with it.
func (t *table) add(l line) error {
	t.size += len(l.data)
	switch {
	case len(t.lines) > MaxRows, l.width > maxColumns:
		return tooMany()
	case t.size > maxText:
		return tooLarge()
	}
	t.lines = append(t.lines, l)
	return nil
}

func tooMany() error {
	return models.Refuse("import.too_many", models.Facts{"rows": MaxRows, "columns": maxColumns})
}

// TooLarge refuses a file that is larger than MaxBytes.
func TooLarge() *models.Problem {
	return models.Refuse("import.too_large", models.Facts{"limit": MaxBytes >> 20})
}

func tooLarge() error { return TooLarge() }

func notATable() error   { return models.Refuse("import.not_a_table", nil) }
func badWorkbook() error { return models.Refuse("import.workbook", nil) }
