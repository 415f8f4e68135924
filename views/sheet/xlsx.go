package sheet

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
)

// Formula is what a cell computes. It is written by us alone: what a person typed is text, always.
type Formula string

// Look is how a cell is shown.
type Look string

// The looks.
const (
	Plain   Look = ""
	Title   Look = "title"
	Head    Look = "head"
	Note    Look = "note"
	Euros   Look = "euros" // an amount of euros with its cents
	Whole   Look = "whole" // a whole number
	Share   Look = "share" // a per cent, as a number: 21
	Day     Look = "day"
	Input   Look = "input"   // a word that is entered
	Amount  Look = "amount"  // an amount that is entered
	Number  Look = "number"  // a number that is entered
	Sum     Look = "sum"     // a total
	Hidden  Look = "hidden"  // for machines
	Month   Look = "month"   // a day, shown as its month
	Date    Look = "in_date" // a day that is entered
	Minute  Look = "minute"  // a day with its hour
	Decimal Look = "decimal" // a number with two decimals
	Price   Look = "price"   // an amount of euros that says so
)

// Book is a workbook being written. Every cell goes through Put, and every text through Text.
type Book struct {
	file  *excelize.File
	looks map[Look]int
	err   error
	n     int
}

// Sheet is one sheet of a Book.
type Sheet struct {
	book *Book
	name string
}

// NewBook begins a workbook without sheets.
func NewBook() *Book { return &Book{file: excelize.NewFile(), looks: map[Look]int{}} }

// Sheet adds a sheet; names are ours.
func (b *Book) Sheet(name string) *Sheet {
	if b.n++; b.n == 1 {
		b.keep(b.file.SetSheetName("Sheet1", name))
	} else {
		_, err := b.file.NewSheet(name)
		b.keep(err)
	}
	return &Sheet{b, name}
}

func (b *Book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Bytes gives the file.
func (b *Book) Bytes() ([]byte, error) {
	defer func() { _ = b.file.Close() }()
	if b.err != nil {
		return nil, b.err
	}
	var out bytes.Buffer
	err := b.file.Write(&out)
	return out.Bytes(), err
}

// mostText is what a cell of a workbook takes: a program counts in UTF-16, and one more for the apostrophe.
const mostText = excelize.TotalCellChars - 1

// clean makes a text that a workbook can hold, and that no program takes for a formula. What is too long ends in an ellipsis.
func clean(s string) string {
	s = readable(s)
	if len(s) > mostText { // else it cannot be too long
		s = cut(s)
	}
	return Text(s)
}

func cut(s string) string {
	units, end := 0, 0
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units < mostText {
			end = i + utf8.RuneLen(r)
		}
	}
	if units <= mostText {
		return s
	}
	return s[:end] + "…"
}

// Put writes one cell: text, an amount, a day, a whole number, a figure, or a formula of ours.
func (s *Sheet) Put(cell string, value any, look Look) {
	f := s.book.file
	switch v := value.(type) {
	case Formula:
		s.book.keep(f.SetCellFormula(s.name, cell, string(v)))
	case string:
		s.book.keep(f.SetCellStr(s.name, cell, clean(v)))
	case models.Cents:
		s.book.keep(f.SetCellFloat(s.name, cell, float64(v)/100, 2, 64))
	case models.Date:
		if v != "" {
			s.book.keep(f.SetCellValue(s.name, cell, time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)))
		}
	case int:
		s.book.keep(f.SetCellInt(s.name, cell, int64(v)))
	case int64:
		s.book.keep(f.SetCellInt(s.name, cell, v))
	case float64:
		s.book.keep(f.SetCellFloat(s.name, cell, v, -1, 64))
	}
	if look != Plain {
		s.book.keep(f.SetCellStyle(s.name, cell, cell, s.book.look(look)))
	}
}

// Width sets the width of columns, in characters: "A", "B:M".
func (s *Sheet) Width(columns string, width float64) {
	from, to, found := strings.Cut(columns, ":")
	if !found {
		to = from
	}
	s.book.keep(s.book.file.SetColWidth(s.name, from, to, width))
}

// Choose offers the words that a cell takes.
func (s *Sheet) Choose(cells string, words ...string) {
	rule := excelize.NewDataValidation(true)
	rule.Sqref = cells
	s.book.keep(rule.SetDropList(words))
	s.book.keep(s.book.file.AddDataValidation(s.name, rule))
}

// Freeze keeps the cells above and left of one in sight.
func (s *Sheet) Freeze(cell string) {
	column, row, err := excelize.CellNameToCoordinates(cell)
	s.book.keep(err)
	s.book.keep(s.book.file.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: column - 1, YSplit: row - 1, TopLeftCell: cell, ActivePane: "bottomRight"}))
}

func (b *Book) look(l Look) int {
	if id, known := b.looks[l]; known {
		return id
	}
	id, err := b.file.NewStyle(styleOf(l))
	b.keep(err)
	b.looks[l] = id
	return id
}

// styleOf gives the style of a look; a comma in a format stands for the reader's own separator.
func styleOf(l Look) *excelize.Style {
	minute, decimal, price := `dd/mm/yyyy hh:mm`, `0.00`, `#,##0.00\ "€";[Red]-#,##0.00\ "€"`
	euros, whole, share, day, month := `#,##0.00;[Red]-#,##0.00`, `#,##0`, `0.##`, `dd/mm/yyyy`, `mm/yyyy`
	entered := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FBEFD6"}}
	edge := []excelize.Border{{Type: "top", Color: "8A8272", Style: 1}, {Type: "bottom", Color: "8A8272", Style: 1}, {Type: "left", Color: "8A8272", Style: 1}, {Type: "right", Color: "8A8272", Style: 1}}
	switch l {
	case Title:
		return &excelize.Style{Font: &excelize.Font{Bold: true, Size: 14, Color: "1F5D43"}}
	case Head:
		return &excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F3EEE2"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}}
	case Note:
		return &excelize.Style{Font: &excelize.Font{Italic: true, Color: "5B564B"}}
	case Euros:
		return &excelize.Style{CustomNumFmt: &euros}
	case Sum:
		return &excelize.Style{CustomNumFmt: &euros, Font: &excelize.Font{Bold: true}, Border: edge[:1]}
	case Whole:
		return &excelize.Style{CustomNumFmt: &whole}
	case Share:
		return &excelize.Style{CustomNumFmt: &share}
	case Day:
		return &excelize.Style{CustomNumFmt: &day}
	case Minute:
		return &excelize.Style{CustomNumFmt: &minute}
	case Price:
		return &excelize.Style{CustomNumFmt: &price}
	case Decimal:
		return &excelize.Style{CustomNumFmt: &decimal}
	case Month:
		return &excelize.Style{CustomNumFmt: &month, Font: &excelize.Font{Bold: true}}
	case Input:
		return &excelize.Style{Fill: entered, Border: edge}
	case Amount:
		return &excelize.Style{Fill: entered, Border: edge, CustomNumFmt: &euros}
	case Number:
		return &excelize.Style{Fill: entered, Border: edge, CustomNumFmt: &share}
	case Date:
		return &excelize.Style{Fill: entered, Border: edge, CustomNumFmt: &day}
	case Hidden:
		return &excelize.Style{Font: &excelize.Font{Color: "FFFFFF", Size: 8}}
	}
	return &excelize.Style{}
}

// XLSX writes typed rows into one sheet, the first of them as heads: for lists.
func XLSX(name string, rows [][]any) ([]byte, error) {
	b := NewBook()
	s := b.Sheet(name)
	for i, row := range rows {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			b.keep(err)
			s.Put(cell, value, lookOf(value, i == 0))
		}
	}
	if len(rows) > 1 {
		s.Freeze("A2")
	}
	return b.Bytes()
}

func lookOf(value any, head bool) Look {
	if head {
		return Head
	}
	switch value.(type) {
	case models.Cents:
		return Euros
	case models.Date:
		return Day
	}
	return Plain
}
