package report

import "strings"

// Words turns the text of a letter or an agreement into blocks: headings, lists, paragraphs.
func Words(body string) []Block {
	var blocks []Block
	for _, paragraph := range strings.Split(body, "\n\n") {
		var list List
		var plain []string
		for _, line := range strings.Split(paragraph, "\n") {
			item, isItem := strings.CutPrefix(line, "- ")
			switch heading, isHeading := strings.CutPrefix(line, "# "); {
			case isHeading:
				blocks = append(blocks, Heading{Level: 2, Text: heading})
			case isItem:
				list = append(list, item)
			default:
				plain = append(plain, line)
			}
		}
		if text := strings.TrimSpace(strings.Join(plain, "\n")); text != "" {
			blocks = append(blocks, Text{Body: text})
		}
		if len(list) > 0 {
			blocks = append(blocks, list)
		}
	}
	return blocks
}
