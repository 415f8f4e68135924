package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
)

// Kind is what a column of a list holds, and so how a spreadsheet shows and sorts it.
type Kind string

// The kinds, with the Go types of their cells. A nil cell is empty in each; so are the zero of a date and of a moment.
const (
	Words  Kind = ""       // string, []string: never a formula
	Days   Kind = "date"   // models.Date
	Moment Kind = "moment" // models.Instant, shown in Brussels
	Count  Kind = "count"  // int, int64
	Money  Kind = "money"  // models.Cents
	Hours  Kind = "hours"  // int, int64: minutes, shown as hours with decimals
)

// Format is the kind of file.
type Format string

// The formats, as they end a file's name.
const (
	AsCSV  Format = "csv"
	AsXLSX Format = "xlsx"
)

// MediaType names the format for a browser.
func (f Format) MediaType() string {
	if f == AsCSV {
		return "text/csv; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

// Column is one column of a list; its head is a sentence of ours.
type Column struct {
	Head string
	Kind Kind
}

// List is a list being made into a sheet. Rows calls put once a row, with a cell a column, and stops at its error: rows come
// one by one and are never together in memory, whatever their number.
type List struct {
	Name    string // of the sheet: at most 31 characters, none of []:*?/\
	Columns []Column
	Rows    func(put func(cells ...any) error) error
}

// Write writes the list as a file. An error leaves what is no file: write to something that can be thrown away.
func (l List) Write(w io.Writer, f Format) error {
	if f == AsCSV {
		return l.csv(w)
	}
	return l.xlsx(w)
}

// ErrCell is a cell whose type is not that of its column, or a row with too many or too few: a mistake of ours.
var ErrCell = errors.New("cell does not fit its column")

func (l List) row(cells []any, one func(Column, any) (any, error)) ([]any, error) {
	if len(cells) != len(l.Columns) {
		return nil, fmt.Errorf("%w: %d cells for %d columns", ErrCell, len(cells), len(l.Columns))
	}
	out := make([]any, len(cells))
	for i, cell := range cells {
		if cell == nil {
			continue
		}
		var err error
		if out[i], err = one(l.Columns[i], cell); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// heads gives the heads of the columns, neutralised as every text.
func (l List) heads() (list []string) {
	for _, c := range l.Columns {
		list = append(list, clean(c.Head))
	}
	return list
}

// csv writes what the spreadsheets of Belgium read: dates as dd/mm/yyyy, decimals behind a comma, no spaces in numbers.
func (l List) csv(w io.Writer) error {
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	out := newCSV(w)
	if err := out.Write(l.heads()); err != nil {
		return err
	}
	texts := make([]string, len(l.Columns))
	err := l.Rows(func(cells ...any) error {
		row, err := l.row(cells, csvCell)
		if err != nil {
			return err
		}
		for i, cell := range row {
			texts[i], _ = cell.(string)
		}
		return out.Write(texts)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func newCSV(w io.Writer) *csv.Writer {
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	return out
}

func csvCell(c Column, value any) (any, error) {
	switch v := typed(c.Kind, value).(type) {
	case string:
		return Text(readable(v)), nil
	case time.Time:
		switch {
		case v.IsZero():
			return "", nil
		case c.Kind == Days:
			return v.Format("02/01/2006"), nil
		}
		return v.Format("02/01/2006 15:04"), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64: // two decimals are exact for cents
		return strings.Replace(strconv.FormatFloat(v, 'f', 2, 64), ".", ",", 1), nil
	}
	return nil, fmt.Errorf("%w: %s holds %T", ErrCell, c.Head, value)
}

// typed makes one of four of what a cell holds: a string, a local moment, a whole number or a number with decimals; nil
// for what the kind does not take.
func typed(k Kind, value any) any {
	switch v := value.(type) {
	case string:
		if k == Words {
			return v
		}
	case []string:
		if k == Words {
			return strings.Join(v, ", ")
		}
	case models.Date:
		switch {
		case k != Days:
		case v == "":
			return time.Time{}
		default:
			return time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)
		}
	case models.Instant:
		switch {
		case k != Moment:
		case v.IsZero():
			return time.Time{}
		default:
			// The hour on the wall, without its zone: a spreadsheet knows none.
			t := v.Time().In(models.Brussels)
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
		}
	case models.Cents:
		if k == Money {
			return float64(v) / 100
		}
	case int:
		return typed(k, int64(v))
	case int64:
		switch k {
		case Count:
			return v
		case Hours:
			return float64(v) / 60
		}
	}
	return nil
}

// MostRows is what a sheet of a workbook takes, its heads included.
const MostRows = excelize.TotalRows

// ErrRows is a list longer than a workbook can be: a CSV can.
var ErrRows = errors.New("more rows than a workbook takes")

// xlsx writes a workbook of one sheet: heads that stay in sight and can be filtered by, and cells of their kind.
func (l List) xlsx(w io.Writer) (err error) {
	b := NewBook()
	defer func() { err = errors.Join(err, b.file.Close()) }()
	b.Sheet(l.Name)
	if b.err != nil {
		return b.err
	}
	out, err := b.file.NewStreamWriter(l.Name)
	if err != nil {
		return err
	}
	looks := make([]int, len(l.Columns))
	for i, c := range l.Columns {
		looks[i] = b.look(lookFor[c.Kind])
		b.keep(out.SetColWidth(i+1, i+1, max(widths[c.Kind], min(float64(len(c.Head))+2, 30))))
	}
	b.keep(out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	n := 1
	if err := errors.Join(b.err, out.SetRow("A1", styled(b.look(Head), l.heads()))); err != nil {
		return err
	}
	err = l.Rows(func(cells ...any) error {
		row, err := l.row(cells, xlsxCell)
		if err != nil {
			return err
		}
		if n++; n > MostRows {
			return ErrRows
		}
		for i, value := range row {
			row[i] = excelize.Cell{StyleID: looks[i], Value: value}
		}
		return out.SetRow("A"+strconv.Itoa(n), row)
	})
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(l.Columns))
	// Before the end is written: afterwards the whole sheet would be read into memory for it.
	if err := errors.Join(err, b.file.AutoFilter(l.Name, "A1:"+last+strconv.Itoa(n), nil), out.Flush()); err != nil {
		return err
	}
	return b.file.Write(w)
}

func styled(style int, texts []string) (row []any) {
	for _, s := range texts {
		row = append(row, excelize.Cell{StyleID: style, Value: s})
	}
	return row
}

func xlsxCell(c Column, value any) (any, error) {
	switch v := typed(c.Kind, value).(type) {
	case string:
		if v = clean(v); v == "" {
			return nil, nil
		}
		return v, nil
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		if v.Year() < 1900 { // before the first day that a workbook counts
			return v.Format("02/01/2006"), nil
		}
		return v, nil
	case int64, float64:
		return v, nil
	}
	return nil, fmt.Errorf("%w: %s holds %T", ErrCell, c.Head, value)
}

var lookFor = map[Kind]Look{Words: Plain, Days: Day, Moment: Minute, Count: Whole, Money: Price, Hours: Decimal}

var widths = map[Kind]float64{Words: 18, Days: 12, Moment: 17, Count: 9, Money: 14, Hours: 10}

// ListOf makes a list of rows that are in memory already.
func ListOf(name string, columns []Column, rows [][]any) List {
	return List{name, columns, func(put func(...any) error) error {
		for row := range slices.Values(rows) {
			if err := put(row...); err != nil {
				return err
			}
		}
		return nil
	}}
}
