package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Shape is what a block of a text is on paper.
type Shape string

// The shapes.
const (
	Paragraph Shape = "paragraph"
	Heading   Shape = "heading"
	Bullets   Shape = "bullets"
	Numbered  Shape = "numbered"
	Quote     Shape = "quote"
)

// Block is a piece of a text for paper, where emphasis is dropped and a link is followed by its address.
type Block struct {
	Shape Shape
	Text  string   // of a paragraph, a heading or a quote; lines are kept
	Items []string // of a list; those of a list within it follow their own
}

// Within begins a line of a list that stands in a list.
const Within = "– "

func parse(source []byte) ast.Node { return engine.Parser().Parse(text.NewReader(source)) }

func lowerHeadings(root ast.Node) {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			h.Level = min(h.Level+2, 6)
		}
		lowerHeadings(n)
	}
}

// Blocks gives the text as it stands on paper.
func Blocks(typed string) []Block {
	source := []byte(typed)
	return blocksOf(parse(source), source)
}

func blocksOf(parent ast.Node, source []byte) (list []Block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			list = append(list, Block{Shape: Heading, Text: inline(n, source)})
		case *ast.List:
			shape := Bullets
			if n.IsOrdered() {
				shape = Numbered
			}
			list = append(list, Block{Shape: shape, Items: items(n, source, "")})
		case *ast.Blockquote:
			list = append(list, Block{Shape: Quote, Text: flat(n, source)})
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			list = append(list, Block{Shape: Paragraph, Text: asTyped(n, source)})
		case *ast.ThematicBreak:
		default:
			if t := inline(n, source); t != "" {
				list = append(list, Block{Shape: Paragraph, Text: t})
			}
		}
	}
	return list
}

// items gives the lines of a list; a list within a list is drawn in by a dash.
func items(l *ast.List, source []byte, indent string) (list []string) {
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		var own []string
		var within []string
		for n := item.FirstChild(); n != nil; n = n.NextSibling() {
			if nested, ok := n.(*ast.List); ok {
				within = append(within, items(nested, source, indent+Within)...)
			} else if t := flatOne(n, source); t != "" {
				own = append(own, t)
			}
		}
		list = append(append(list, indent+strings.Join(own, "\n")), within...)
	}
	return list
}

func flat(parent ast.Node, source []byte) string {
	var parts []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if t := flatOne(n, source); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n")
}

func flatOne(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.List:
		return strings.Join(items(n, source, Within), "\n")
	case *ast.Blockquote:
		return flat(n, source)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return asTyped(n, source)
	}
	return inline(n, source)
}

func asTyped(n ast.Node, source []byte) string {
	return strings.TrimRight(string(n.Lines().Value(source)), "\n")
}

// inline gives the words of a block.
func inline(parent ast.Node, source []byte) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			words := n.Segment.Value(source)
			if !n.IsRaw() {
				words = util.UnescapePunctuations(words)
			}
			b.Write(words)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.Link:
			words, address := inline(n, source), string(n.Destination)
			b.WriteString(words)
			if address != words {
				b.WriteString(" (" + address + ")")
			}
		default:
			b.WriteString(inline(n, source))
		}
	}
	return b.String()
}
