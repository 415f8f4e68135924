package main

// Every sentence that a page shows goes through views/wording: a letter typed straight into a page
// would stay French for ever, with straight quotes and without its no-break spaces.

import (
	"fmt"
	"go/ast"
	goparser "go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	templ "github.com/a-h/templ/parser/v2"
	"github.com/a-h/templ/parser/v2/visitor"
)

// sameEverywhere are the texts that no language changes.
var sameEverywhere = []string{"Éclosion", "PDF", "CSV", "XLSX"}

// spokenAttributes are read or spoken to a person. value speaks only on a button.
var spokenAttributes = []string{"title", "alt", "placeholder", "label", "summary",
	"aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "aria-placeholder"}

var (
	verb   = regexp.MustCompile(`%[-+# 0-9.\[\]*]*[a-zA-Z%]`)
	entity = regexp.MustCompile(`&#?\w+;`)
)

func hasLetters(text string) bool {
	text = strings.TrimFunc(entity.ReplaceAllString(text, ""), func(r rune) bool { return !unicode.IsLetter(r) })
	return !slices.Contains(sameEverywhere, text) && strings.ContainsFunc(text, unicode.IsLetter)
}

// A pageReader walks one page and collects its untranslated texts.
type pageReader struct {
	file     string
	findings []string
}

func (r *pageReader) found(at templ.Range, format string, args ...any) {
	r.findings = append(r.findings, fmt.Sprintf("%s:%d: ", r.file, at.From.Line+1)+fmt.Sprintf(format, args...)+" goes through wording.T")
}

func checkPage(file, content string) ([]string, error) {
	page, err := templ.ParseString(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r := &pageReader{file: file}
	v := visitor.New()
	v.Text = func(n *templ.Text) error {
		if hasLetters(n.Value) {
			r.found(n.Range, "the text %q", n.Value)
		}
		return nil
	}
	v.StringExpression = func(n *templ.StringExpression) error {
		r.expression(n.Expression)
		return nil
	}
	inElement := v.Element
	v.Element = func(n *templ.Element) error {
		r.attributes(n.Attributes, isButton(n))
		return inElement(n)
	}
	if err := page.Visit(v); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r.findings, nil
}

func isButton(n *templ.Element) bool {
	for _, a := range n.Attributes {
		if c, ok := a.(*templ.ConstantAttribute); ok && n.Name == "input" && c.Key.String() == "type" {
			return slices.Contains([]string{"submit", "button", "reset"}, c.Value)
		}
	}
	return false
}

func (r *pageReader) attributes(attributes []templ.Attribute, button bool) {
	spoken := func(key templ.AttributeKey) bool {
		return slices.Contains(spokenAttributes, key.String()) || button && key.String() == "value"
	}
	for _, a := range attributes {
		switch a := a.(type) {
		case *templ.ConstantAttribute:
			if spoken(a.Key) && hasLetters(a.Value) {
				r.found(a.Range, "the attribute %s=%q", a.Key, a.Value)
			}
		case *templ.ExpressionAttribute:
			if spoken(a.Key) {
				r.expression(a.Expression)
			}
		case *templ.ConditionalAttribute:
			r.attributes(a.Then, button)
			r.attributes(a.Else, button)
		}
	}
}

// expression finds sentences typed into Go: { "Bonjour" }, { "Bonjour " + name },
// { fmt.Sprintf("Bonjour %s", name) }. What is given to any other function is that function's business.
func (r *pageReader) expression(e templ.Expression) {
	parsed, err := goparser.ParseExpr(e.Value)
	if err != nil {
		return // several values, as { value, err }: never a sentence
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return false
			}
			x, ok := sel.X.(*ast.Ident)
			return ok && x.Name == "fmt"
		case *ast.IndexExpr:
			return false // a key names something, it is not shown
		case *ast.BasicLit:
			text, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && hasLetters(verb.ReplaceAllString(text, "")) {
				r.found(e.Range, "the sentence %q", text)
			}
		}
		return true
	})
}

func TestPagesSpeakThroughWording(t *testing.T) {
	for _, file := range trackedFiles(t) {
		if strings.HasSuffix(file, ".templ") && !strings.HasPrefix(file, "views/") {
			t.Errorf("%s: pages live under views, where make generate looks for them", file)
		}
		// The gallery shows invented texts in the components; nobody is served its pages.
		if !strings.HasSuffix(file, ".templ") || strings.HasPrefix(file, "views/gallery/") {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		findings, err := checkPage(file, string(content))
		if err != nil {
			t.Fatal(err)
		}
		report(t, findings)
	}
}

func TestPageLawSeesBadExamples(t *testing.T) {
	tests := []struct {
		page     string
		findings int
	}{
		{`<p>Bonjour</p>`, 1},
		{`<p>{ wording.T(ctx, "Bonjour") } · 12 % &nbsp;:</p>`, 0},
		{`<title>{ p.Title } – Éclosion</title>`, 0},
		{`<p>{ "Bonjour" }</p>`, 1},
		{`<p>{ "Bonjour " + name }</p>`, 1},
		{`<p>{ fmt.Sprintf("Bonjour %s", name) }</p>`, 1},
		{`<p>{ fmt.Sprintf("%d / %d", a, b) }</p>`, 0},
		{`<p>{ p.Names["first"] }</p>`, 0},
		{`<p>{ value, err }</p>`, 0},
		{`<a href="/projets" class="link" title="Les projets">1</a>`, 1},
		{`<img alt="" src="/static/egg.svg"/>`, 0},
		{`<button aria-label={ "Fermer" }></button>`, 1},
		{`<button aria-label={ wording.T(ctx, "Fermer") }></button>`, 0},
		{`<input type="submit" value="Enregistrer"/>`, 1},
		{`<input type="hidden" name="kind" value="diagnostic"/>`, 0},
		{`<input if open { placeholder="Nom" }/>`, 1},
		{`if open { <p>Ouvert</p> } else { <p>Fermé</p> }`, 2},
		{`for range 3 { <li>Un</li> }`, 1},
		{`switch open { case true: <p>Oui</p> }`, 1},
		{`@layout.Page(page) { <p>Dedans</p> }`, 1},
		{`<svg><text x="1">Oui</text></svg>`, 1},
	}
	for _, test := range tests {
		// templ wants its statements on lines of their own.
		page := strings.NewReplacer("{ <", "{\n<", "{ case", "{\ncase", "> }", ">\n}", ": <", ":\n<", "} else", "} else").Replace(test.page)
		got, err := checkPage("bad.templ", "package p\n\ntempl page() {\n"+page+"\n}\n")
		if err != nil {
			t.Errorf("%s: %v", test.page, err)
		} else if len(got) != test.findings {
			t.Errorf("%s\n\tfound %q, want %d findings", test.page, got, test.findings)
		}
	}
}
