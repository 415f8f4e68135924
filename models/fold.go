package models

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Letters that no decomposition takes apart.
var folded = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ß", "ss", "œ", "oe", "æ", "ae", "ð", "d", "þ", "th", "ı", "i", "’", "'")

// Fold gives the form of a text by which people search and sort: lower case,
// without accents, single spaces. "İpek ŞAHİN" becomes "ipek sahin".
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(folded.Replace(b.String())), " ")
}
