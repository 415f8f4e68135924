package plan

import (
	"strings"
	"time"
	"unicode"

	"github.com/sergi/go-diff/diffmatchpatch"

	"eclosion/models/plan"
)

// Change says what became of a piece of text between two versions.
type Change uint8

// The changes.
const (
	Same Change = iota
	Gone
	Came
)

// Piece is a run of words that were treated alike.
type Piece struct {
	Change Change
	Text   string
}

// Line is a line of one side of a comparison.
type Line []Piece

// Changed reports whether something on the line differs from the other side.
func (l Line) Changed() bool {
	for _, p := range l {
		if p.Change != Same {
			return true
		}
	}
	return false
}

// Comparison is the page of two versions side by side.
type Comparison struct {
	Ref          string
	Part         plan.Part
	Older, Newer plan.TextVersion
	Versions     []plan.TextVersion
	Current      int  // the number of the newest version
	Version      int  // guards taking one back
	Restores     bool // the reader may
}

// words counts the words that went and that came.
func words(pieces []Piece) (gone, came int) {
	for _, p := range pieces {
		switch n := len(strings.Fields(p.Text)); p.Change {
		case Gone:
			gone += n
		case Came:
			came += n
		}
	}
	return gone, came
}

// patience bounds what a comparison costs: of two texts that have nothing in common it gives up
// looking for what is alike, and shows one as gone and the other as new.
const patience = 300 * time.Millisecond

// compare gives the way from one text to the other, word by word. Each word, each run of spaces and each mark stands
// for one sign of an alphabet made for the two texts; the library compares signs.
func compare(older, newer string) []Piece {
	alphabet := map[string]rune{}
	var words []string
	spell := func(text string) []rune {
		var signs []rune
		for _, w := range split(text) {
			sign, known := alphabet[w]
			if !known {
				sign = signOf(len(words))
				alphabet[w] = sign
				words = append(words, w)
			}
			signs = append(signs, sign)
		}
		return signs
	}
	a, b := spell(older), spell(newer)
	d := diffmatchpatch.New()
	d.DiffTimeout = patience
	var list []Piece
	for _, part := range d.DiffCleanupSemantic(d.DiffMainRunes(a, b, false)) {
		var text strings.Builder
		for _, sign := range part.Text {
			text.WriteString(words[indexOf(sign)])
		}
		list = append(list, Piece{changes[part.Type], text.String()})
	}
	return list
}

var changes = map[diffmatchpatch.Operation]Change{diffmatchpatch.DiffEqual: Same, diffmatchpatch.DiffDelete: Gone, diffmatchpatch.DiffInsert: Came}

// Signs leave out the surrogates, which no text holds.
const (
	firstSign      = 1
	firstSurrogate = 0xD800
	surrogates     = 0x800
)

func signOf(n int) rune {
	if n += firstSign; n >= firstSurrogate {
		n += surrogates
	}
	return rune(n)
}

func indexOf(sign rune) int {
	n := int(sign)
	if n >= firstSurrogate {
		n -= surrogates
	}
	return n - firstSign
}

// split cuts a text into words, spaces, line ends and marks; together they are the text.
func split(text string) []string {
	var list []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			list = append(list, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			word.WriteRune(r)
			continue
		}
		flush()
		list = append(list, string(r))
	}
	flush()
	return list
}

// side keeps what one side shows, line by line.
func side(pieces []Piece, own Change) []Line {
	lines := []Line{nil}
	for _, p := range pieces {
		if p.Change != Same && p.Change != own {
			continue
		}
		for i, text := range strings.Split(p.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if text != "" {
				last := &lines[len(lines)-1]
				*last = append(*last, Piece{p.Change, text})
			}
		}
	}
	return lines
}
