package chart

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Widths of ' ' to '~' in thousandths of the size, for the Arial family
// (Liberation Sans has the same).
var widths = [95]uint16{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// TextWidth estimates the width of a line, a little on the safe side: the
// system fonts of a page vary around these widths.
func TextWidth(s string, size float64, bold bool) float64 {
	total := 0
	for _, r := range s {
		total += runeWidth(r)
	}
	w := float64(total) / 1000 * size * 1.1
	if bold {
		w *= 1.08
	}
	return w
}

func runeWidth(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(widths[r-' '])
	case r == '\u00a0' || r == '\u202f' || r == '\u2019':
		return 250
	case r == '…' || r == '—' || r > 0x2E80:
		return 1000
	case unicode.Is(unicode.Mn, r):
		return 0
	case r < 0x250: // an accented Latin letter is as wide as its base
		if base := []rune(norm.NFD.String(string(r)))[0]; base >= ' ' && base <= '~' {
			return int(widths[base-' '])
		}
	}
	return 640
}

// Ellipsis cuts a text that is wider than width and ends it with "…". A width
// below that of the sign gives an empty text.
func Ellipsis(s string, size float64, bold bool, width float64) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if TextWidth(s, size, bold) <= width {
		return s
	}
	room := width - TextWidth("…", size, bold)
	if room < 0 {
		return ""
	}
	used, cut := 0.0, 0
	for i, r := range s {
		used += TextWidth(string(r), size, bold)
		if used > room {
			break
		}
		cut = i + len(string(r))
	}
	return strings.TrimRightFunc(s[:cut], unicode.IsSpace) + "…"
}
