package models

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what is found by: the characters of a text, the characters of a word.
const (
	wordsRead = 100_000
	wordsKept = 2 * wordsRead // a decomposed text is longer
	wordKept  = 100
)

// Words gives a text as the search knows it: its words in lower case, without accents, each
// between single spaces (" epicerie d hondt "); "" for a text without words. The function
// search_words of the PostgreSQL migrations does the same, letter by letter; a test holds the two
// against each other.
func Words(s string) string {
	var b strings.Builder
	read, kept, word := 0, 0, 0
	for at := range s {
		if read == wordsRead {
			s = s[:at]
			break
		}
		read++
	}
	for _, r := range norm.NFKD.String(s) {
		if kept == wordsKept {
			break
		}
		kept++
		r = lowered(r)
		switch {
		case isMark(r):
		case !isWord(r):
			word = 0
		default:
			for _, c := range spelled(r) {
				if word == 0 {
					b.WriteByte(' ')
				}
				if word++; word <= wordKept {
					b.WriteRune(c)
				}
			}
		}
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String()
}

// FindWords cuts a text into its words and what stands between them, for a page that marks some
// of them. Put together again, the pieces are the text.
func FindWords(s string, each func(piece string, word bool)) {
	start, in := 0, false
	for at, r := range s {
		is := in && unicode.Is(unicode.M, r) || isWord(lowered(r))
		if at > start && is != in {
			each(s[start:at], in)
			start = at
		}
		in = is
	}
	if start < len(s) {
		each(s[start:], in)
	}
}

// lowered lowers the letters of the scripts that have two cases and that people here write:
// Latin, Greek, Cyrillic, Armenian.
func lowered(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == 'ς':
		return 'σ'
	case r == 'ẞ':
		return 'ß'
	case r >= 0x590:
		return r
	}
	return unicode.ToLower(r)
}

// spelled takes apart the letters that no decomposition does.
func spelled(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'þ':
		return "th"
	}
	return string(r)
}

// isMark reports whether a search passes over the sign: accents, vowel points, variation selectors.
func isMark(r rune) bool {
	if r < 0x300 {
		return false
	}
	for _, m := range [...][2]rune{{0x300, 0x36f}, {0x483, 0x487}, {0x591, 0x5bd}, {0x5bf, 0x5bf}, {0x5c1, 0x5c2}, {0x5c4, 0x5c5}, {0x5c7, 0x5c7},
		{0x610, 0x61a}, {0x64b, 0x65f}, {0x670, 0x670}, {0x6d6, 0x6dc}, {0x6df, 0x6e4}, {0x6e7, 0x6e8}, {0x6ea, 0x6ed},
		{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}} {
		if r <= m[1] {
			return r >= m[0]
		}
	}
	return false
}

// isWord reports whether a lowered sign belongs to a word; what does not separates words.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	for _, s := range [...][2]rune{{0x80, 0xa9}, {0xab, 0xb4}, {0xb6, 0xb9}, {0xbb, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7}, {0x2b9, 0x2ff},
		{0x375, 0x375}, {0x37e, 0x37e}, {0x384, 0x385}, {0x387, 0x387}, {0x482, 0x482}, {0x488, 0x489}, {0x55a, 0x55f}, {0x589, 0x58a}, {0x5be, 0x5be}, {0x5c0, 0x5c0}, {0x5c3, 0x5c3},
		{0x5c6, 0x5c6}, {0x5f3, 0x5f4}, {0x600, 0x60f}, {0x61b, 0x61f}, {0x640, 0x640}, {0x66a, 0x66d}, {0x6d4, 0x6d4}, {0x6dd, 0x6de}, {0x6e9, 0x6e9},
		{0x1fbd, 0x1fc1}, {0x1fcd, 0x1fcf}, {0x1fdd, 0x1fdf}, {0x1fed, 0x1fef}, {0x1ffd, 0x1ffe},
		{0x2000, 0x206f}, {0x20a0, 0x20cf}, {0x2100, 0x2bff}, {0x2e00, 0x2e7f}, {0x3000, 0x303f}, {0x30fb, 0x30fb}, {0xd800, 0xf8ff},
		{0xfe10, 0xfe1f}, {0xfe30, 0xfe6f}, {0xfeff, 0xfeff}, {0xff00, 0xff0f}, {0xff1a, 0xff20}, {0xff3b, 0xff40}, {0xff5b, 0xff65}, {0xffe0, 0xffff},
		{0x1f000, 0x1faff}, {0xe0000, 0x10ffff}} {
		if r <= s[1] {
			return r < s[0]
		}
	}
	return true
}
