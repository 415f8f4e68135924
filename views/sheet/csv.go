// Package sheet puts typed rows into files for spreadsheets. Nothing that a person typed may run there.
package sheet

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark begins a file that says it is UTF-8.
const mark = "\uFEFF"

// CSV writes rows as the spreadsheets of Belgium open them: UTF-8 with its mark, semicolons, CRLF.
// Text that a spreadsheet would take for a formula is made text.
func CSV(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(mark)
	w := newCSV(&b)
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

// Text neutralises a cell: one that begins as a formula does, spaces, controls and unseen signs aside, gets an apostrophe in front.
func Text(s string) string {
	bare := strings.TrimLeftFunc(s, func(r rune) bool {
		return r <= ' ' || unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)
	})
	first, _ := utf8.DecodeRuneInString(bare)
	if bare != "" && strings.ContainsRune("=+-@|%＝＋－＠", first) || bare != s && s != "" && (s[0] == '\t' || s[0] == '\r' || s[0] == '\n') {
		return "'" + s
	}
	return s
}

// readable takes out of a text what no file of a spreadsheet can hold: broken bytes and most controls.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == utf8.RuneError || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
