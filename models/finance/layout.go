package finance

import (
	"strconv"

	"eclosion/models"
)

// The workbook: one sheet holds what is entered, in fixed cells; the others compute. Address tells the cell of a field, to
// who writes a workbook and to who reads one.
const (
	DataSheet  = "Données"
	Marker     = "eclosion.finance/1" // in MarkerCell: which layout it is
	MarkerCell = "J1"
)

// single are the fields that stand alone, from row 4 of column B.
var single = []string{FieldStart, FieldScheme, FieldOpening, FieldReserve, FieldPayDays}

const firstSingle = 4

// Tables lists the tables in the order of the sheet.
func Tables() []Table {
	return []Table{Sales, FixedCosts, Invested, Sources, YearFigures, Season}
}

// FirstRow is the row of a table's first line. Its heads stand one above, its title two.
func (t Table) FirstRow() int {
	row := firstSingle + len(single) + 3
	for _, o := range Tables() {
		if o == t {
			break
		}
		row += o.Rows() + 3
	}
	return row
}

// Column is the letter of a table's column. Tables whose lines have fixed names keep the first letter for them.
func (t Table) Column(name string) string {
	at := 0
	if t == YearFigures || t == Season {
		at = 1
	}
	for _, c := range t.Columns() {
		if c == name {
			break
		}
		at++
	}
	return string(rune('A' + at))
}

// At is the address of a cell of a table; rows count from 1.
func (t Table) At(row int, column string) string {
	return t.Column(column) + strconv.Itoa(t.FirstRow()+row-1)
}

// Singles gives the fields that stand alone, with their cells, in order.
func Singles() (names, cells []string) {
	for i := range single {
		cells = append(cells, "B"+strconv.Itoa(firstSingle+i))
	}
	return single, cells
}

// Fields gives the cell of every field.
func Fields() map[string]string {
	all := map[string]string{}
	names, cells := Singles()
	for i, name := range names {
		all[name] = cells[i]
	}
	for _, t := range Tables() {
		for row := 1; row <= t.Rows(); row++ {
			for _, c := range t.Columns() {
				all[t.Cell(row, c)] = t.At(row, c)
			}
		}
	}
	return all
}

// words are what the sheet says for a code. They belong to the file's format, as the name of its sheet does.
var words = map[string]string{string(Quarterly): "trimestrielle", string(Franchise): "franchise",
	string(Own): "apport", string(Loan): "prêt", string(Grant): "bourse", string(Other): "autre"}

// Word is what a workbook says for a scheme or a kind.
func Word(code string) string { return words[code] }

// code finds back what a word of a workbook stands for; what is none stays as it is, and is a fault.
func code(word string) string {
	for c, w := range words {
		if models.Fold(w) == models.Fold(word) {
			return c
		}
	}
	return word
}
