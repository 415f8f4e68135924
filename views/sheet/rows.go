package sheet

import (
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
)

// Rows adds a sheet of typed rows under their heads: text, amounts, days, whole numbers and figures; nil is an empty cell.
// It is written row by row, so a long sheet costs no more memory than its file. The last width holds for all further columns.
func (b *Book) Rows(name string, widths []float64, heads []string, rows [][]any) {
	b.Sheet(name)
	if b.err != nil {
		return
	}
	out, err := b.file.NewStreamWriter(name)
	if err != nil {
		b.keep(err)
		return
	}
	for i := range heads {
		b.keep(out.SetColWidth(i+1, i+1, widths[min(i, len(widths)-1)]))
	}
	b.keep(out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	cells := make([]any, len(heads))
	for i, head := range heads {
		cells[i] = excelize.Cell{StyleID: b.look(Head), Value: clean(head)}
	}
	b.keep(out.SetRow("A1", cells))
	for r, row := range rows {
		cells = cells[:0]
		for _, value := range row {
			cells = append(cells, b.cell(value))
		}
		b.keep(out.SetRow("A"+strconv.Itoa(r+2), cells))
	}
	b.keep(out.Flush())
}

// cell makes a value what a sheet holds of it.
func (b *Book) cell(value any) any {
	switch v := value.(type) {
	case string:
		return clean(v)
	case models.Cents:
		return excelize.Cell{StyleID: b.look(Euros), Value: float64(v) / 100}
	case models.Date:
		switch {
		case v == "":
			return nil
		case v.Year() < 1900: // before the first day that a workbook counts
			return clean(string(v[8:10] + "/" + v[5:7] + "/" + v[:4]))
		}
		return excelize.Cell{StyleID: b.look(Day), Value: time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)}
	case float64:
		return excelize.Cell{StyleID: b.look(Share), Value: v}
	}
	return value
}
