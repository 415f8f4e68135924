// Package sheet puts typed rows into files for spreadsheets. Nothing that a person typed may run there.
package sheet

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// CSV writes rows as the spreadsheets of Belgium open them: UTF-8 with its mark, semicolons, CRLF.
// Text that a spreadsheet would take for a formula is made text.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Text(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// Text neutralises a cell: one that begins as a formula does, spaces and controls aside, gets an apostrophe in front.
func Text(s string) string {
	bare := strings.TrimLeftFunc(s, func(r rune) bool { return r <= ' ' || r == '\u00a0' || r == '\u202f' || r == '\uFEFF' })
	if bare != "" && strings.ContainsAny(bare[:1], "=+-@|%") || strings.HasPrefix(bare, "＝") || strings.HasPrefix(bare, "＋") ||
		strings.HasPrefix(bare, "－") || strings.HasPrefix(bare, "＠") || bare != s && s != "" && (s[0] == '\t' || s[0] == '\r' || s[0] == '\n') {
		return "'" + s
	}
	return s
}
