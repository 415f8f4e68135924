package pdf

import (
	"strings"
	"unicode/utf8"
)

// wrap breaks a cleaned text into lines no wider than width millimetres: at
// plain spaces, after hyphens and slashes, and inside a word only when the word
// alone is wider. No-break spaces hold. A line break of the text is kept.
func wrap(s string, f face, size, width float64) []string {
	m := f.metrics()
	room := int(width * 1000 / (size * millimetre))
	if room < 1 {
		room = 1
	}
	var lines []string
	for {
		paragraph, rest, more := strings.Cut(s, "\n")
		lines = wrapParagraph(lines, strings.TrimRight(paragraph, " "), m, room)
		if !more {
			return lines
		}
		s = rest
	}
}

func wrapParagraph(lines []string, s string, m *metrics, room int) []string {
	start, breakAt, used, sinceBreak := 0, 0, 0, 0
	for i, r := range s {
		w := int(m.advance[uint16(r)])
		for used+w > room && r != ' ' && i > start {
			if breakAt <= start { // one word wider than the line
				breakAt, sinceBreak = i, 0
			}
			lines = append(lines, strings.TrimRight(s[start:breakAt], " "))
			start, used = breakAt, sinceBreak
		}
		used += w
		sinceBreak += w
		if r == ' ' || r == '-' || r == '/' || r == '–' || r == '—' {
			breakAt, sinceBreak = i+utf8.RuneLen(r), 0
		}
	}
	return append(lines, s[start:])
}

// oneLine replaces line breaks by spaces.
func oneLine(s string) string {
	return strings.ReplaceAll(s, "\n", " ")
}

// ellipsis cuts a cleaned text to width millimetres.
func (d *Doc) ellipsis(s string, f face, size, width float64) string {
	m := f.metrics()
	if m.width(s, size) <= width {
		return s
	}
	room := width - m.width("…", size)
	used, cut := 0.0, 0
	for i, r := range s {
		if used += float64(m.advance[uint16(r)]) * size * millimetre / 1000; used > room {
			break
		}
		cut = i + utf8.RuneLen(r)
	}
	return strings.TrimRight(s[:cut], " \u00a0\u202f") + "…"
}
