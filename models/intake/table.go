package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"eclosion/models"
)

// Bounds of a file: a year of the trade has some hundreds of rows.
const (
	MaxBytes    = 32 << 20
	maxUnzipped = 256 << 20
	maxRows     = 50_000
	maxColumns  = 200
)

// table is what a file holds, as a spreadsheet shows it.
type table struct {
	lines []line
	sheet bool // from a workbook, where dates and numbers are stored and not written
	epoch bool // its days are counted from 1904
}

// line is one row. number is the spreadsheet's: the header is row 1.
type line struct {
	number int
	cells  []string
	broken bool // its quotation marks do not close
}

func (l line) blank() bool {
	for _, c := range l.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// readTable reads a CSV text or a workbook, told apart by their content.
func readTable(content []byte) (table, error) {
	switch {
	case len(content) > MaxBytes:
		return table{}, models.Refuse("import.too_large", models.Facts{"limit": MaxBytes >> 20})
	case len(bytes.TrimSpace(content)) == 0:
		return table{}, models.Refuse("import.empty", nil)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readWorkbook(content)
	}
	text, err := decode(content)
	if err != nil {
		return table{}, err
	}
	return readCSV(text)
}

// decode gives the text of a file in UTF-8 (with or without its mark), UTF-16 with
// its mark, or Windows-1252.
func decode(content []byte) (string, error) {
	notText := models.Refuse("import.not_a_table", nil)
	switch {
	case bytes.HasPrefix(content, []byte{0xFF, 0xFE}), bytes.HasPrefix(content, []byte{0xFE, 0xFF}):
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil {
			return "", notText
		}
		content = wide
	case bytes.HasPrefix(content, []byte("\xEF\xBB\xBF")):
		content = content[3:]
	case !utf8.Valid(content):
		western, err := charmap.Windows1252.NewDecoder().Bytes(content)
		if err != nil {
			return "", notText
		}
		content = western
	}
	if bytes.IndexByte(content, 0) >= 0 || !utf8.Valid(content) {
		return "", notText
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(content)), nil
}

// readCSV splits a text by the separator that finds the most columns we know.
func readCSV(text string) (table, error) {
	best, most := ';', -1
	head, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	for _, separator := range ";,\t" {
		cells, err := newCSV(head, separator).Read()
		if err != nil {
			continue
		}
		if n := knownHeaders(cells); n > most {
			best, most = separator, n
		}
	}
	var t table
	reader := newCSV(text, best)
	number, consumed, offset := 0, 0, int64(0) // rows shown; lines and bytes of the text behind them
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		var broken *csv.ParseError
		start := 0
		switch {
		case errors.As(err, &broken):
			start = broken.StartLine
		case err != nil:
			return t, models.Refuse("import.not_a_table", nil)
		default:
			start, _ = reader.FieldPos(0)
		}
		number += start - consumed // a blank line is a row too
		consumed += strings.Count(text[offset:reader.InputOffset()], "\n")
		offset = reader.InputOffset()
		t.lines = append(t.lines, line{number: number, cells: cells, broken: broken != nil})
		if err := t.bounded(); err != nil {
			return t, err
		}
	}
}

func newCSV(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	r.FieldsPerRecord = -1 // counted row by row, so that all faults are told
	return r
}

func (t table) bounded() error {
	last := t.lines[len(t.lines)-1]
	if len(t.lines) > maxRows+1 || len(last.cells) > maxColumns {
		return models.Refuse("import.too_many", models.Facts{"rows": maxRows, "columns": maxColumns})
	}
	return nil
}

// readWorkbook reads the first sheet. The library answers some broken workbooks
// with a panic; to whoever hands one in it is one fault among others.
func readWorkbook(content []byte) (t table, err error) {
	unreadable := models.Refuse("import.workbook", nil)
	defer func() {
		if recover() != nil {
			t, err = table{}, unreadable
		}
	}()
	book, failed := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: 64 << 20})
	if failed != nil {
		return t, unreadable
	}
	defer func() { _ = book.Close() }()
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		t.epoch = *props.Date1904
	}
	t.sheet = true
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return t, unreadable
	}
	rows, failed := book.Rows(sheets[0])
	if failed != nil {
		return t, unreadable
	}
	defer func() { _ = rows.Close() }()
	for number := 1; rows.Next(); number++ {
		cells, failed := rows.Columns()
		if failed != nil {
			return t, unreadable
		}
		if l := (line{number: number, cells: cells}); !l.blank() {
			t.lines = append(t.lines, l)
			if err := t.bounded(); err != nil {
				return t, err
			}
		}
		if number > 1<<20 {
			return t, unreadable
		}
	}
	if rows.Error() != nil {
		return t, unreadable
	}
	return t, nil
}
