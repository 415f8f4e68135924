package intake

import (
	"math"
	"strconv"
	"strings"

	"eclosion/models"
)

// notation is how a column writes its decimals. One cell cannot tell: "1.234" is one thousand two hundred and thirty-four,
// or a little more than one. The column can, as soon as one of its cells leaves no choice.
type notation string

// The notations.
const (
	unclear notation = ""
	comma   notation = "comma" // 1.234,50 and 1 234,50
	dot     notation = "dot"   // 1,234.50 and 1 234.50
)

// ballot counts what the cells of a column say of its notation.
type ballot struct {
	comma, dot int
	either     string // a cell that can be read both ways
}

// hear takes the word of one cell.
func (b *ballot) hear(text string) {
	s := bareNumber(text)
	i := strings.LastIndexAny(s, ".,")
	if i < 0 {
		return
	}
	sep, tail := s[i], len(s)-i-1
	other := strings.IndexByte(".,", sep) ^ 1
	both, many := strings.IndexByte(s, ".,"[other]) >= 0, strings.Count(s, s[i:i+1]) > 1
	decimal := sep
	switch {
	case both: // the last of the two
	case many: // it groups, so the other is for decimals
		decimal = ".,"[other]
	case tail == 3 && i > 0 && i <= 3 && s[0] != '0':
		if b.either == "" {
			b.either = text
		}
		return
	}
	if decimal == ',' {
		b.comma++
	} else {
		b.dot++
	}
}

// result is what most cells say; unclear tells that no cell decides between two readings.
func (b ballot) result() notation {
	switch {
	case b.comma+b.dot == 0 && b.either != "":
		return unclear
	case b.dot > b.comma:
		return dot
	}
	return comma
}

// bareNumber takes the currency and the spaces off that group thousands.
func bareNumber(s string) string {
	s = strings.TrimSpace(s)
	for _, sign := range []string{"€", "EUR", "eur"} {
		s = strings.TrimSuffix(strings.TrimPrefix(s, sign), sign)
	}
	s = strings.TrimSuffix(strings.TrimSpace(s), "h")
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, s)
}

// readAmount reads an amount in the notation of its column.
func readAmount(text string, n notation) (models.Cents, error) {
	if n == dot {
		text = strings.NewReplacer(".", ",", ",", ".").Replace(text)
	}
	// Now the comma is the decimals', and a dot may only group.
	if i := strings.LastIndexByte(text, '.'); i >= 0 && !grouped(text, i) {
		return 0, strconv.ErrSyntax
	}
	return models.ParseCents(text)
}

// grouped tells whether three digits follow the dot, and then no digit.
func grouped(s string, dot int) bool {
	digits := 0
	for _, c := range []byte(s[dot+1:]) {
		if c < '0' || c > '9' {
			break
		}
		digits++
	}
	return digits == 3
}

// bothReadings are the two numbers that a cell like 1.234 can be: a thousand and more, or one and a part.
func bothReadings(text string) (thousands, decimals string) {
	s := bareNumber(text)
	i := strings.LastIndexAny(s, ".,")
	if i < 0 {
		return s, s
	}
	return s[:i] + "\u202f" + s[i+1:], s[:i] + "," + s[i+1:]
}

// storedAmount reads what a workbook stores: 3250.5, or 3250.4999999999995.
func storedAmount(text string) (models.Cents, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 || f > float64(models.MaxCents)/100 {
		return 0, false
	}
	cents := math.Round(f * 100)
	return models.Cents(cents), math.Abs(f*100-cents) < 1e-6
}

// pointed writes a number with a point before its decimals, and without what groups its thousands.
func pointed(s string, n notation) string {
	s = bareNumber(s)
	if n == dot {
		s = strings.NewReplacer(".", ",", ",", ".").Replace(s)
	}
	if i := strings.LastIndexByte(s, '.'); i >= 0 && !grouped(s, i) {
		return s + "?" // a point that groups nothing: no number
	}
	return strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
}
