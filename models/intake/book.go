package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
)

// Bounds of a workbook besides those of its rows.
const (
	maxParts     = 2000
	maxDirectory = 1 << 20
	maxSheets    = 100
	maxStrings   = 5_000_000
	maxDepth     = 64
	maxToken     = 256 << 10 // of its XML: one tag, or the text of one cell
)

// readWorkbook reads the first sheet that is not hidden, as a stream. Of the format it knows what holds
// rows; a document type, entities, or what does not end is refused where it stands.
func readWorkbook(f File) (table, error) {
	if !smallDirectory(f) {
		return table{}, badWorkbook()
	}
	z, err := zip.NewReader(f.Content, f.Size)
	if err != nil || len(z.File) > maxParts {
		return table{}, badWorkbook()
	}
	b := book{parts: map[string]*zip.File{}}
	for _, part := range z.File {
		b.parts[lower(strings.TrimPrefix(part.Name, "/"))] = part
	}
	sheet, err := b.firstSheet()
	if err != nil {
		return table{}, err
	}
	if err := b.readStrings(); err != nil {
		return table{}, err
	}
	err = b.readSheet(sheet)
	if err == nil && len(b.table.lines) == 0 {
		err = models.Refuse("import.empty", nil)
	}
	return b.table, err
}

// smallDirectory looks at the end of a ZIP before the library reads its directory into memory, whatever its length.
func smallDirectory(f File) bool {
	tail := make([]byte, min(f.Size, 66<<10))
	if _, err := f.Content.ReadAt(tail, f.Size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	i := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if i < 0 || len(tail)-i < 22 {
		return false
	}
	end := f.Size - int64(len(tail)-i)
	length, offset := int64(binary.LittleEndian.Uint32(tail[i+12:])), int64(binary.LittleEndian.Uint32(tail[i+16:]))
	return length <= maxDirectory && offset <= end && end-offset <= 2*maxDirectory
}

type book struct {
	parts   map[string]*zip.File
	strings []string
	table   table
}

// meter bounds what one token of XML may take, and all of a part.
type meter struct {
	r    *bufio.Reader
	left int
	all  int64
}

var errHostile = errors.New("more than a workbook of rows needs")

func (m *meter) ReadByte() (byte, error) {
	if m.left--; m.left < 0 {
		return 0, errHostile
	}
	if m.all--; m.all < 0 {
		return 0, errHostile
	}
	return m.r.ReadByte()
}

func (m *meter) Read([]byte) (int, error) { return 0, errHostile } // the decoder asks for bytes

// walk gives the tags and texts of a part, one after the other.
func (b *book) walk(name string, visit func(xml.Token) error) error {
	part := b.parts[lower(name)]
	if part == nil {
		return badWorkbook()
	}
	if part.UncompressedSize64 > maxUnzipped {
		return tooLarge()
	}
	in, err := part.Open()
	if err != nil {
		return badWorkbook()
	}
	defer func() { _ = in.Close() }()
	m := &meter{r: bufio.NewReaderSize(in, 64<<10), all: maxUnzipped}
	d := xml.NewDecoder(m)
	for depth := 0; ; {
		m.left = maxToken
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case m.all < 0:
			return tooLarge()
		case err != nil:
			return badWorkbook()
		}
		switch token.(type) {
		case xml.Directive: // a document type: entities live there
			return badWorkbook()
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth {
			return badWorkbook()
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation gives the "r:id" of a sheet, whatever the prefix; its "id" alone is another thing.
func relation(t xml.StartElement) string {
	for _, a := range t.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// firstSheet finds the part that holds the first sheet people see.
func (b *book) firstSheet() (string, error) {
	id, sheets := "", 0
	err := b.walk("xl/workbook.xml", func(token xml.Token) error {
		t, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case t.Name.Local == "workbookPr":
			v := attribute(t, "date1904")
			b.table.epoch = v == "1" || v == "true"
		case t.Name.Local == "sheet":
			if sheets++; sheets > maxSheets {
				return models.Refuse("import.too_many_sheets", models.Facts{"limit": maxSheets})
			}
			if id == "" && attribute(t, "state") == "" || attribute(t, "state") == "visible" && id == "" {
				id = relation(t)
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	target := ""
	err = b.walk("xl/_rels/workbook.xml.rels", func(token xml.Token) error {
		if t, ok := token.(xml.StartElement); ok && t.Name.Local == "Relationship" && attribute(t, "Id") == id && id != "" {
			target = attribute(t, "Target")
		}
		return nil
	})
	switch {
	case err != nil:
		return "", err
	case target == "":
		return "", badWorkbook()
	case strings.HasPrefix(target, "/"):
		return target[1:], nil
	}
	return path.Join("xl", target), nil
}

// readStrings reads the texts that cells name by their number.
func (b *book) readStrings() error {
	const name = "xl/sharedStrings.xml"
	if b.parts[lower(name)] == nil {
		return nil
	}
	var text []byte
	size, in, reading := 0, 0, false
	return b.walk(name, func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				text = text[:0]
			case "rPh": // how it is pronounced
				in++
			case "t":
				reading = in == 0
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				reading = false
			case "rPh":
				in--
			case "si":
				if size += len(text); size > maxText || len(b.strings) >= maxStrings {
					return tooLarge()
				}
				b.strings = append(b.strings, string(text))
			}
		case xml.CharData:
			if reading {
				text = append(text, t...)
			}
		}
		if len(text) > 4*maxCell {
			return badWorkbook()
		}
		return nil
	})
}

// readSheet reads the rows of a sheet and, behind them, which cells were merged.
func (b *book) readSheet(name string) error {
	s := sheet{book: b}
	if err := b.walk(name, s.token); err != nil {
		return err
	}
	s.merge()
	return nil
}

// sheet is a sheet being read.
type sheet struct {
	book    *book
	pack    packer
	cells   []cell
	row     int // of the spreadsheet
	column  int // of the cell under way, from 0
	kind    string
	formula bool
	reading bool
	phonic  bool
	text    []byte
	merged  []area
}

// area is the rows of a block of merged cells, the last included.
type area struct{ fromRow, toRow int }

func (s *sheet) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.open(t)
	case xml.EndElement:
		return s.close(t.Name.Local)
	case xml.CharData:
		if s.reading {
			s.text = append(s.text, t...)
			if len(s.text) > 4*maxCell {
				return badWorkbook()
			}
		}
	}
	return nil
}

func (s *sheet) open(t xml.StartElement) error {
	switch t.Name.Local {
	case "row":
		next := s.row + 1
		if r := attribute(t, "r"); r != "" {
			n, err := strconv.Atoi(r)
			if err != nil || n < next || n > 1<<20 {
				return badWorkbook()
			}
			next = n
		}
		s.row, s.cells, s.column = next, s.cells[:0], -1
	case "c":
		s.column++
		if r := attribute(t, "r"); r != "" {
			_, column, ok := address(r)
			if !ok || column < s.column {
				return badWorkbook()
			}
			s.column = column
		}
		s.kind, s.formula, s.text = attribute(t, "t"), false, s.text[:0]
	case "f":
		s.formula = true
	case "rPh":
		s.phonic = true
	case "v", "t":
		s.reading = !s.phonic
	case "mergeCell":
		from, to, two := strings.Cut(attribute(t, "ref"), ":")
		row, _, ok := address(from)
		last, _, also := address(to)
		if two && ok && also && len(s.merged) < MaxRows {
			s.merged = append(s.merged, area{row, last})
		}
	}
	return nil
}

func (s *sheet) close(name string) error {
	switch name {
	case "v", "t":
		s.reading = false
	case "rPh":
		s.phonic = false
	case "c":
		return s.cell()
	case "row":
		if blank(s.cells) {
			return nil
		}
		return s.book.table.add(s.pack.pack(s.row, s.cells))
	}
	return nil
}

// cell keeps the value of the cell that ends.
func (s *sheet) cell() error {
	text, number, t := string(s.text), false, &s.book.table
	switch s.kind {
	case "s":
		i, err := strconv.Atoi(text)
		if err != nil || i < 0 || i >= len(s.book.strings) {
			return badWorkbook()
		}
		text = s.book.strings[i]
	case "e":
		t.strange(s.row, s.column, oddError)
	case "d":
		text, _, _ = strings.Cut(text, "T")
	case "", "n":
		number = text != ""
	}
	switch {
	case s.formula && strings.TrimSpace(text) == "" && s.kind != "str":
		t.strange(s.row, s.column, oddUncached)
	case s.formula && s.kind != "e":
		t.strange(s.row, s.column, oddFormula)
	}
	if text == "" && !s.formula {
		return nil
	}
	if s.column >= maxColumns {
		return tooMany()
	}
	for len(s.cells) < s.column {
		s.cells = append(s.cells, cell{})
	}
	s.cells = append(s.cells, cell{text, number})
	return nil
}

// merge marks the rows whose cells were merged: all but one of them are empty, and nobody can tell what was meant.
func (s *sheet) merge() {
	lines := s.book.table.lines
	open := make([]int, len(lines)+1) // how many merged blocks begin at a line, less those that end before it
	at := func(row int) int {
		i, _ := slices.BinarySearchFunc(lines, row, func(l line, row int) int { return l.number - row })
		return i
	}
	for _, m := range s.merged {
		if from, to := at(m.fromRow), at(m.toRow+1); from < to {
			open[from]++
			open[to]--
		}
	}
	within := 0
	for i, l := range lines {
		if within += open[i]; within > 0 {
			s.book.table.strange(l.number, -1, oddMerged)
		}
	}
}

// address reads "AB12": its row, and its column from 0.
func address(s string) (row, column int, ok bool) {
	i := 0
	for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
		if column = column*26 + int(s[i]-'A') + 1; column > 1<<14 {
			return 0, 0, false
		}
		i++
	}
	row, err := strconv.Atoi(s[i:])
	return row, column - 1, i > 0 && err == nil && row > 0
}
