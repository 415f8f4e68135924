package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	substitute = '\u25a1' // □ shows that something stood there
	nbsp       = '\u00a0'
	narrow     = '\u202f'
)

// clean gives the text as a face can print it: valid UTF-8 of the basic plane,
// composed, without control characters, each missing glyph replaced by a
// visible □. Line breaks stay. The library panics on what is taken out here.
func clean(s string, m *metrics) string {
	if printable(s, m) {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	pair := false // a rune that was joined to the last one belongs to its substitute
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			b.WriteByte('\n')
		case r == '\t':
			b.WriteByte(' ')
		case r == '\u200d':
			pair = true
			continue
		case unicode.IsControl(r) || invisible(r):
		case m.has(r) && r != '\n':
			b.WriteRune(r)
		case !pair:
			b.WriteString(replacement(r, m))
		}
		pair = false
	}
	return b.String()
}

// printable is the fast way: nearly every text of a paper passes unchanged.
func printable(s string, m *metrics) bool {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7F {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || !m.has(r) || r >= 0x300 && r < 0x370 || r >= 0x7F && r < 0xA0 || invisible(r) {
			return false
		}
		i += n
	}
	return true
}

// invisible runes say nothing on paper; some turn the reading direction and
// could make a printed name lie.
func invisible(r rune) bool {
	switch {
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F,
		r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r == 0x00AD, r == 0x034F,
		r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xE0000 && r <= 0xE01EF:
		return true
	}
	return false
}

// replacement finds the nearest glyph: another space for a space, another
// hyphen for a hyphen, a base letter for a lone accent, □ for the rest.
func replacement(r rune, m *metrics) string {
	switch {
	case r == narrow || r == '\u2007':
		return string(nbsp)
	case unicode.IsSpace(r) || r >= 0x2000 && r <= 0x200A:
		return " "
	case r == '\u2010' || r == '\u2011' || r == '\u2012' || r == '\u2043':
		return "-"
	case r == '\u2212':
		return "–"
	}
	if base := []rune(norm.NFKD.String(string(r))); len(base) > 0 && base[0] != r && m.has(base[0]) {
		return string(base[0])
	}
	if unicode.Is(unicode.Mn, r) || !m.has(substitute) {
		return "?"
	}
	return string(substitute)
}
