package finance

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
)

// Bounds of a workbook that is read.
const (
	MaxWorkbook  = 2 << 20 // bytes
	maxUnzipped  = 24 << 20
	maxOneSheet  = 12 << 20
	largestTexts = 200 // characters of a cell: more is no label of ours
)

// ReadWorkbook gives the texts of the cells in which figures are entered, by field, as Parse reads them. Formulas are not
// worked out: a cell that holds one counts with the value that was last computed. It refuses what is no workbook of this
// layout ("finance.workbook") and joined cells ("finance.merged"). The library answers some broken files with a
// panic; to whoever hands one in it is one fault among others.
func ReadWorkbook(content []byte) (texts map[string]string, err error) {
	unreadable := models.Refuse("finance.workbook", nil)
	defer func() {
		if recover() != nil {
			texts, err = nil, unreadable
		}
	}()
	if len(content) > MaxWorkbook {
		return nil, unreadable
	}
	book, failed := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxOneSheet})
	if failed != nil {
		return nil, unreadable
	}
	defer func() { _ = book.Close() }()
	if marker, failed := book.GetCellValue(DataSheet, MarkerCell); failed != nil || marker != Marker {
		return nil, unreadable
	}
	if merged, failed := book.GetMergeCells(DataSheet); failed != nil || len(merged) > 0 {
		return nil, models.Refuse("finance.merged", nil)
	}
	r := cells{book: book}
	if props, failed := book.GetWorkbookProps(); failed == nil && props.Date1904 != nil {
		r.epoch = *props.Date1904
	}
	texts = map[string]string{}
	for name, at := range Fields() {
		if texts[name], failed = r.read(name, at); failed != nil {
			return nil, unreadable
		}
	}
	return texts, nil
}

// cells reads the cells of an open workbook.
type cells struct {
	book  *excelize.File
	epoch bool // days count from 1904
}

func (r cells) read(name, at string) (string, error) {
	value, err := r.book.GetCellValue(DataSheet, at)
	if err != nil {
		return "", err
	}
	if len(value) > 4*largestTexts {
		value = value[:4*largestTexts]
		return strings.ToValidUTF8(value, ""), nil
	}
	kind, err := r.book.GetCellType(DataSheet, at)
	if err != nil {
		return "", err
	}
	if kind == excelize.CellTypeBool {
		return "VRAI/FAUX", nil // no field takes one
	}
	number, failed := strconv.ParseFloat(value, 64)
	if failed != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		return word(name, value), nil
	}
	return r.number(name, at, number), nil
}

// word is a text of a cell: without the apostrophe that keeps it from being a formula.
func word(name, value string) string {
	value = strings.TrimSpace(value)
	if rest, quoted := strings.CutPrefix(value, "'"); quoted && rest != "" && strings.ContainsAny(rest[:1], "=+-@|%") {
		value = rest
	}
	switch {
	case name == FieldStart:
		if day, err := time.Parse("02/01/2006", value); err == nil {
			return day.Format("2006-01-02")
		}
	case name == FieldScheme || strings.HasSuffix(name, "-kind"):
		return code(value)
	}
	return value
}

// number writes a figure of a cell as it would have been typed.
func (r cells) number(name, at string, v float64) string {
	switch {
	case name == FieldStart:
		day, err := excelize.ExcelDateToTime(v, r.epoch)
		if err != nil {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return day.Format("2006-01-02")
	case r.perCent(at):
		v *= 100
	}
	if v == 0 {
		return "0"
	}
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatInt(int64(v), 10)
	}
	return strings.Replace(strconv.FormatFloat(v, 'f', 2, 64), ".", ",", 1)
}

// perCent reports whether the cell shows its figure as a share: 21 % is kept as 0,21 then.
func (r cells) perCent(at string) bool {
	id, err := r.book.GetCellStyle(DataSheet, at)
	if err != nil {
		return false
	}
	style, err := r.book.GetStyle(id)
	if err != nil {
		return false
	}
	return style.NumFmt == 9 || style.NumFmt == 10 || style.CustomNumFmt != nil && strings.Contains(*style.CustomNumFmt, "%")
}
