package mail

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/views/ui"
)

var house = programme.Couveuse{Name: "Couveuse de test", Address: "rue du Nid 1", Email: "bonjour@couveuse.test"}

// samples are facts that any kind may ask for: text, dates and moments.
var samples = map[string]any{"link": "jeton", "ref": "JI-2026-0042", "at": float64(1_795_420_800_000), "on": "2027-03-14", "for": "signin"}

// TestEveryKindIsLaid lays every kind of letter and reads it as its reader would.
func TestEveryKindIsLaid(t *testing.T) {
	ctx := context.Background()
	for _, kind := range outbox.Kinds() {
		for _, facts := range []map[string]any{samples, nil} {
			l, err := Compose(ctx, kind, facts, "https://eclosion.test/")
			if err != nil {
				t.Fatal(err)
			}
			p, err := Lay(ctx, l, Around{Couveuse: house, Name: "Zoë D'Hondt", Account: true, Group: kind.Group(), Base: "https://eclosion.test"})
			if err != nil {
				t.Fatal(err)
			}
			both := map[string]string{"text": p.Text, "HTML": readable(t, p.HTML)}
			for form, body := range both {
				for _, want := range append([]string{"Bonjour Zoë D'Hondt,", "Couveuse de test", "bonjour@couveuse.test"}, l.Paragraphs...) {
					if !strings.Contains(body, want) {
						t.Errorf("%s, %s: %q is missing", kind, form, want)
					}
				}
				if l.Button != nil && !strings.Contains(body, l.Button.Href) {
					t.Errorf("%s, %s: the address %s is missing", kind, form, l.Button.Href)
				}
			}
			if l.Button != nil && !strings.HasPrefix(l.Button.Href, "https://eclosion.test/") {
				t.Errorf("%s: the button leads to %s", kind, l.Button.Href)
			}
			for _, secret := range []string{"Zoë", "D'Hondt", "@"} {
				if strings.Contains(p.Subject, secret) {
					t.Errorf("%s: the subject %q tells about a person", kind, p.Subject)
				}
			}
			if n := len([]rune(p.Subject)); n > 78 {
				t.Errorf("%s: the subject has %d characters", kind, n)
			}
			if strings.Contains(p.Text, "%!") || strings.Contains(p.HTML, "%!") || strings.Contains(p.HTML, "style=\"") {
				t.Errorf("%s: %s", kind, p.Text)
			}
		}
	}
}

// readable is the text of a page.
func readable(t *testing.T, page string) string {
	t.Helper()
	node, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "style" {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(node)
	return b.String()
}

func TestHostileTextStaysText(t *testing.T) {
	const hostile = "Bonjour\r\nBcc: tous@ailleurs.be\x00\u202egnp.exe</style><script>alert(1)</script>"
	l := Letter{Subject: hostile, Paragraphs: []string{hostile, " "}, Quote: "un\n" + hostile, After: []string{hostile},
		Button: &ui.Link{Href: "javascript:alert(1)\r\nX: y", Label: hostile}}
	p, err := Lay(context.Background(), l, Around{Couveuse: programme.Couveuse{Name: hostile}, Name: hostile, Base: "https://x"})
	if err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(p.Subject, "\r\n\x00\u202e") {
		t.Errorf("the subject is %q", p.Subject)
	}
	for _, r := range p.Text + p.HTML {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\u202e' {
			t.Errorf("%q is left", r)
		}
	}
	if strings.Contains(p.HTML, "<script") || strings.Contains(p.HTML, `href="javascript`) || strings.Count(p.HTML, "</style>") != 1 {
		t.Error("markup came through", p.HTML)
	}
	if !strings.Contains(p.Text, "> un\n> Bonjour\n> Bcc: tous@ailleurs.be") {
		t.Errorf("the quotation is not set apart: %s", p.Text)
	}
}

func TestWhoMayChooseIsTold(t *testing.T) {
	for name, test := range map[string]struct {
		around Around
		prefer string
		says   string
	}{
		"optional":        {Around{Account: true, Group: outbox.Messages}, "https://x/compte/courriels", "Vous choisissez"},
		"essential":       {Around{Account: true, Group: outbox.Essential}, "", "toujours envoyés"},
		"without account": {Around{Group: outbox.Messages}, "", "Si ce n’est pas vous"},
	} {
		test.around.Base, test.around.Couveuse = "https://x", house
		p, err := Lay(context.Background(), Letter{Subject: "s", Paragraphs: []string{"p"}}, test.around)
		if err != nil {
			t.Fatal(err)
		}
		if p.Prefer != test.prefer || !strings.Contains(p.Text, test.says) || !strings.Contains(readable(t, p.HTML), test.says) ||
			strings.Contains(p.Text, "/compte/courriels") != (test.prefer != "") || strings.Contains(p.HTML, "/compte/courriels") != (test.prefer != "") {
			t.Errorf("%s: %q, %s", name, p.Prefer, p.Text)
		}
	}
}

// TestColoursAreTheTokens holds the letter's colours against the product's.
func TestColoursAreTheTokens(t *testing.T) {
	tokens, err := os.ReadFile("../../static/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("sheet.templ")
	if err != nil {
		t.Fatal(err)
	}
	colours := regexp.MustCompile(`#[0-9A-Fa-f]{6}`).FindAllString(string(page), -1)
	if len(colours) < 10 {
		t.Fatalf("%d colours", len(colours))
	}
	for _, c := range colours {
		if !strings.Contains(string(tokens), c) {
			t.Errorf("%s is no token", c)
		}
	}
}
