package gallery

import (
	"context"
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"eclosion/static"
)

// each renders every page of the gallery and gives its parsed tree.
func each(t *testing.T, check func(t *testing.T, page Page, source string, nodes []*html.Node)) {
	t.Helper()
	for _, page := range Pages() {
		t.Run(page.Name, func(t *testing.T) {
			var b strings.Builder
			if err := page.Component.Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			doc, err := html.Parse(strings.NewReader(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			var nodes []*html.Node
			for n := range doc.Descendants() {
				if n.Type == html.ElementNode {
					nodes = append(nodes, n)
				}
			}
			check(t, page, b.String(), nodes)
		})
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func TestIDsAreUniqueAndReferencesLead(t *testing.T) {
	each(t, func(t *testing.T, _ Page, _ string, nodes []*html.Node) {
		ids := map[string]bool{}
		for _, n := range nodes {
			id, ok := attr(n, "id")
			if !ok {
				continue
			}
			if ids[id] || id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("id %q: empty, with a space, or given twice", id)
			}
			ids[id] = true
		}
		for _, n := range nodes {
			for _, name := range []string{"for", "aria-describedby", "aria-labelledby", "data-counter"} {
				for _, id := range strings.Fields(value(n, name)) {
					if !ids[id] {
						t.Errorf("<%s %s=%q> leads nowhere", n.Data, name, id)
					}
				}
			}
			if href := value(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
				t.Errorf("link %q leads nowhere", href)
			}
		}
	})
}

func TestEveryControlHasAName(t *testing.T) {
	each(t, func(t *testing.T, _ Page, _ string, nodes []*html.Node) {
		named := map[string]bool{}
		for _, n := range nodes {
			if n.Data == "label" && text(n) != "" {
				named[value(n, "for")] = true
			}
		}
		for _, n := range nodes {
			switch n.Data {
			case "input", "textarea", "select":
				if value(n, "type") != "hidden" && !named[value(n, "id")] {
					t.Errorf("<%s name=%q> has no label", n.Data, value(n, "name"))
				}
			case "button", "a", "summary":
				if text(n) == "" && value(n, "aria-label") == "" {
					t.Errorf("<%s class=%q> has no name", n.Data, value(n, "class"))
				}
			case "progress", "nav":
				if value(n, "aria-label") == "" {
					t.Errorf("<%s> has no name", n.Data)
				}
			case "svg":
				if value(n, "aria-hidden") != "true" {
					t.Error("a drawing without words must be hidden from assistive technology")
				}
			}
		}
	})
}

func TestEveryPageHasOneTitleAndOneMain(t *testing.T) {
	each(t, func(t *testing.T, _ Page, _ string, nodes []*html.Node) {
		seen := map[string]int{}
		for _, n := range nodes {
			seen[n.Data]++
			if n.Data == "html" && value(n, "lang") != "fr" {
				t.Error("the page does not say its language")
			}
		}
		for _, tag := range []string{"title", "h1", "main"} {
			if seen[tag] != 1 {
				t.Errorf("%d <%s>, want 1", seen[tag], tag)
			}
		}
	})
}

// The content policy is default-src 'self': whatever is written into the page
// itself would not work, and hostile text must never become an element.
func TestNothingInlineAndNothingForeign(t *testing.T) {
	each(t, func(t *testing.T, page Page, source string, nodes []*html.Node) {
		for _, n := range nodes {
			switch n.Data {
			case "style", "img", "iframe", "object", "base":
				t.Errorf("<%s> has no place in a page", n.Data)
			case "script":
				if !strings.HasPrefix(value(n, "src"), static.Prefix) || text(n) != "" {
					t.Errorf("script %q %q is not ours", value(n, "src"), text(n))
				}
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
				}
				if (a.Key == "href" || a.Key == "action") && strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("<%s %s=%q> is a script", n.Data, a.Key, a.Val)
				}
			}
		}
		if strings.Contains(page.Name, "hostile") && !strings.Contains(source, "&lt;script&gt;alert(&#39;x&#39;)") {
			t.Error("the hostile text does not stand in the page, or not escaped")
		}
	})
}

// What was typed comes back as it was, to the character.
func TestTypedTextComesBack(t *testing.T) {
	found := 0
	each(t, func(t *testing.T, page Page, _ string, nodes []*html.Node) {
		for _, n := range nodes {
			if page.Name != "form-hostile" {
				continue
			}
			if value(n, "id") == "f-titre" && value(n, "value") == Hostile {
				found++
			}
			if value(n, "id") == "f-resume" && n.FirstChild != nil && n.FirstChild.Data == Hostile {
				found++
			}
		}
	})
	if found != 2 {
		t.Errorf("%d of 2 texts came back", found)
	}
}

var classInSheet = regexp.MustCompile(`\.(-?[_a-zA-Z][\w-]*)`)

// A class without a rule is a slip of the pen, in the page or in the sheet.
func TestEveryClassHasARule(t *testing.T) {
	rec := httptest.NewRecorder()
	static.Handler().ServeHTTP(rec, httptest.NewRequest("GET", static.URL("app.css"), nil))
	sheet, err := io.ReadAll(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	ruled := map[string]bool{}
	for _, m := range classInSheet.FindAllStringSubmatch(string(sheet), -1) {
		ruled[m[1]] = true
	}
	each(t, func(t *testing.T, _ Page, _ string, nodes []*html.Node) {
		for _, n := range nodes {
			for _, class := range strings.Fields(value(n, "class")) {
				if !ruled[class] {
					t.Errorf("<%s class=%q>: no rule for .%s", n.Data, value(n, "class"), class)
				}
			}
		}
	})
}
