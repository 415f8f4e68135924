package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"eclosion/models"
)

// readText reads a CSV text as a stream.
func readText(f File) (table, error) {
	t, err := listen(f)
	if err != nil {
		return table{}, err
	}
	separator, err := separatorOf(t)
	if err != nil {
		return table{}, err
	}
	return readCSV(t, separator)
}

// separatorOf takes the separator that finds the most columns we know within the first rows; where none is known, that
// which makes the most of them.
func separatorOf(t tongue) (rune, error) {
	var head []byte
	lines := newLiner(t.open())
	for range 2 * headerRows {
		l, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		text, _ := t.decode(l)
		head = append(append(head, text...), '\n')
	}
	best, most := ';', -1
	for _, separator := range ";,\t" {
		reader := newCSV(bytes.NewReader(head), separator)
		for range headerRows {
			cells, err := reader.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				continue
			}
			if n := knownHeaders(cells)*1000 + min(len(cells), 999); n > most {
				best, most = separator, n
			}
		}
	}
	return best, nil
}

func newCSV(r io.Reader, separator rune) *csv.Reader {
	c := csv.NewReader(r)
	c.Comma, c.ReuseRecord = separator, true
	c.FieldsPerRecord = -1 // counted row by row, so that all faults are told
	return c
}

// feed gives the csv reader a text line by line, and remembers where lines end and which are in another encoding.
type feed struct {
	tongue  tongue
	lines   *liner
	pending []byte
	given   int64   // bytes
	ends    []int64 // of the lines that no record has used up
	first   int     // the number of ends[0]
	foreign []int   // numbers of lines in another encoding
	used    int64   // up to where records were read
	failed  error
}

func (f *feed) Read(p []byte) (int, error) {
	if len(f.pending) == 0 {
		if f.given-f.used > maxLine {
			f.failed = errLine
			return 0, errLine
		}
		l, err := f.lines.next()
		if err != nil {
			f.failed = err
			return 0, err
		}
		text, ok := f.tongue.decode(l)
		if !ok {
			f.foreign = append(f.foreign, f.first+len(f.ends))
		}
		f.pending = append(append(f.pending[:0], text...), '\n')
		f.given += int64(len(f.pending))
		f.ends = append(f.ends, f.given)
	}
	n := copy(p, f.pending)
	f.pending = f.pending[n:]
	return n, nil
}

// use marks the lines up to an offset as read and tells how many they are, and whether one is in another encoding.
func (f *feed) use(offset int64) (lines int, foreign bool) {
	for lines < len(f.ends) && f.ends[lines] <= offset {
		lines++
	}
	f.ends = slices.Delete(f.ends, 0, lines)
	f.first += lines
	f.used = offset
	for len(f.foreign) > 0 && f.foreign[0] < f.first {
		f.foreign, foreign = f.foreign[1:], true
	}
	return lines, foreign
}

func readCSV(t tongue, separator rune) (table, error) {
	out := table{text: true}
	in := &feed{tongue: t, lines: newLiner(t.open())}
	reader := newCSV(in, separator)
	var pack packer
	var cells []cell
	number, consumed := 0, 0 // rows shown; lines behind them
	for {
		texts, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		var broken *csv.ParseError
		start := 0
		switch {
		case errors.As(err, &broken) && in.failed == nil:
			start = broken.StartLine
		case err != nil && errors.Is(in.failed, io.EOF) && errors.As(err, &broken): // the last quotation mark does not close
			start = broken.StartLine
		case err != nil:
			return out, unread(in.failed, number+1)
		default:
			start, _ = reader.FieldPos(0)
		}
		number += start - consumed // a blank line is a row too
		lines, foreign := in.use(reader.InputOffset())
		consumed += lines
		cells = cells[:0]
		for _, text := range texts {
			cells = append(cells, cell{text: text})
		}
		if broken == nil && blank(cells) {
			continue
		}
		if broken != nil {
			out.strange(number, -1, oddQuotes)
		}
		if foreign {
			out.strange(number, -1, oddEncoding)
		}
		if err := out.add(pack.pack(number, cells)); err != nil {
			return out, err
		}
	}
}

// unread says why reading stopped.
func unread(err error, row int) error {
	switch {
	case errors.Is(err, errLine):
		return models.Refuse("import.unclosed", models.Facts{"line": row})
	case err == nil:
		return notATable()
	}
	return err
}

// readTable reads a CSV text or a workbook, told apart by their content.
func readTable(f File) (table, error) {
	if f.Size > MaxBytes {
		return table{}, tooLarge()
	}
	head := make([]byte, min(f.Size, 512))
	if _, err := f.Content.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return table{}, err
	}
	switch {
	case f.Size == 0:
		return table{}, models.Refuse("import.empty", nil)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return readWorkbook(f)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return table{}, models.Refuse("import.old_workbook", nil)
	}
	t, err := readText(f)
	if err == nil && len(t.lines) == 0 {
		err = models.Refuse("import.empty", nil)
	}
	return t, err
}

// lower is how names of parts are compared.
func lower(s string) string { return strings.ToLower(s) }
