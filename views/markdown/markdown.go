// Package markdown shows what people write with a little shape: paragraphs, lists, headings, emphasis, links.
//
// Texts are kept as they were typed; what they become is decided here, each time. Raw HTML, images
// and addresses other than http, https and mailto never come out, and the result is cleaned by a
// second library whose only business that is. One typed line is one line: whoever takes notes expects it.
package markdown

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// blocks are those that notes need: no raw HTML among them, and no heading by underlining, which a line of dashes would make.
func blocks() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

func inlines() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
}

var engine = goldmark.New(
	goldmark.WithParser(parser.NewParser(parser.WithBlockParsers(blocks()...), parser.WithInlineParsers(inlines()...))),
	goldmark.WithExtensions(extension.Strikethrough, extension.Linkify),
	goldmark.WithRendererOptions(html.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(indented{}, 1))),
)

// indented shows lines that begin with four spaces, which notes pasted from elsewhere often do, as the lines they are.
type indented struct{}

func (indented) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			lines := strings.Split(strings.TrimRight(string(n.Lines().Value(source)), "\n"), "\n")
			for i, line := range lines {
				lines[i] = string(util.EscapeHTML([]byte(line)))
			}
			_, err := w.WriteString("<p>" + strings.Join(lines, "<br>\n") + "</p>\n")
			return ast.WalkSkipChildren, err
		}
		return ast.WalkContinue, nil
	})
}

// cleaner lets through what the engine makes, and nothing else.
var cleaner = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "ul", "ol", "li", "strong", "em", "del", "blockquote", "pre", "code", "h3", "h4", "h5", "h6")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^\d{1,9}$`)).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.RequireNoReferrerOnLinks(true)
	p.RequireNoFollowOnLinks(true)
	return p
}()

// HTML gives the text as HTML that is safe to put on any page. Headings begin at level 3: a text
// stands inside a section of a page.
func HTML(text string) (string, error) {
	source := []byte(text)
	root := parse(source)
	lowerHeadings(root)
	var out bytes.Buffer
	if err := engine.Renderer().Render(&out, source, root); err != nil {
		return "", err
	}
	return cleaner.Sanitize(out.String()), nil
}

// Text shows a text on a page, in the direction of its own letters.
func Text(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		inner, err := HTML(text)
		if err != nil {
			return err
		}
		_, err = io.WriteString(w, `<div class="prose" dir="auto">`+inner+`</div>`)
		return err
	})
}
