package report

import (
	"strconv"
	"strings"

	"eclosion/views/markdown"
)

// Typed gives what a person wrote, with its shape, as blocks; headings in it are of that level.
func Typed(text string, level int) []Block {
	var list []Block
	for _, b := range markdown.Blocks(text) {
		switch b.Shape {
		case markdown.Heading:
			list = append(list, Heading{level, "", b.Text})
		case markdown.Bullets:
			list = append(list, List(b.Items))
		case markdown.Numbered:
			list = append(list, Text{Body: strings.Join(numbered(b.Items), "\n")})
		default:
			list = append(list, Text{Body: b.Text, Quote: b.Shape == markdown.Quote})
		}
	}
	return list
}

// numbered counts the lines of a list; those of a list within it bear their dash.
func numbered(items []string) []string {
	lines, n := make([]string, len(items)), 0
	for i, item := range items {
		if lines[i] = item; !strings.HasPrefix(item, markdown.Within) {
			n++
			lines[i] = strconv.Itoa(n) + ". " + item
		}
	}
	return lines
}

// Texts is a row of texts, the first of which heads it.
func Texts(texts ...string) Row {
	r := Row{}
	for i, t := range texts {
		r.Cells = append(r.Cells, Cell{Text: t, Head: i == 0})
	}
	return r
}
