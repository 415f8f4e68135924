package report

import (
	"strconv"
	"strings"

	"eclosion/views/markdown"
)

// typed gives what a person wrote, with its shape, as blocks.
func typed(text string) []Block {
	var list []Block
	for _, b := range markdown.Blocks(text) {
		switch b.Shape {
		case markdown.Heading:
			list = append(list, Heading{3, "", b.Text})
		case markdown.Bullets:
			list = append(list, List(b.Items))
		case markdown.Numbered:
			lines := make([]string, len(b.Items))
			for i, item := range b.Items {
				lines[i] = strconv.Itoa(i+1) + ". " + item
			}
			list = append(list, Text{Body: strings.Join(lines, "\n")})
		default:
			list = append(list, Text{Body: b.Text, Quote: b.Shape == markdown.Quote})
		}
	}
	return list
}
