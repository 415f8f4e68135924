package markdown_test

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"eclosion/views/markdown"
)

func TestHTML(t *testing.T) {
	tests := []struct{ name, typed, want string }{
		{"lines are kept", "un\ndeux\n\ntrois", "<p>un<br>\ndeux</p>\n<p>trois</p>\n"},
		{"emphasis", "**fort** et _doux_ et ~~barré~~", "<p><strong>fort</strong> et <em>doux</em> et <del>barré</del></p>\n"},
		{"headings are lowered", "# Un\n#### Quatre", "<h3>Un</h3>\n<h6>Quatre</h6>\n"},
		{"a list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
		{"a list that starts late", "3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
		{"a link", "[ici](https://example.org/?a=1&b=2)", "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow noreferrer\">ici</a></p>\n"},
		{"a bare address", "voir https://example.org.", "<p>voir <a href=\"https://example.org\" rel=\"nofollow noreferrer\">https://example.org</a>.</p>\n"},
		{"four spaces are no code", "    collé <b>\n    deux", "<p>collé &lt;b&gt;<br>\ndeux</p>\n"},
		{"underlining is no heading", "Vu\n---", "<p>Vu</p>\n<hr>\n"},
	}
	for _, test := range tests {
		got, err := markdown.HTML(test.typed)
		if err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
}

func TestNothingDangerousComesOut(t *testing.T) {
	for _, typed := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,<script>1</script>)",
		"![x](https://example.org/pixel.png)", "<a href=\"javascript:alert(1)\">x</a>", "[x](vbscript:a)", "<javascript:alert(1)>", "```js\" onload=\"x\n<script>\n```",
		"[x](https://example.org \"onmouseover=alert(1)\")", "<style>body{display:none}</style>", "<iframe src=https://example.org></iframe>",
		"[a](JaVaScRiPt&colon;alert(1))", "\x00<scr\x00ipt>", strings.Repeat("[", 5000), strings.Repeat("> ", 5000) + "x", "x <img src=x onerror=alert(1)> **y**", strings.Repeat("*a ", 20000),
	} {
		got, err := markdown.HTML(typed)
		if err != nil {
			t.Errorf("%.40q: %v", typed, err)
		}
		low := strings.ToLower(got)
		for _, bad := range []string{"<script", "<img", "<style", "<iframe", "onerror=", "href=\"javascript", "href=\"data", "href=\"vbscript", "title=", "class="} {
			if strings.Contains(tags(low), bad) {
				t.Errorf("%.40q lets %s through: %.200s", typed, bad, got)
			}
		}
	}
}

// tags gives what of a page a browser takes for markup.
func tags(page string) string {
	return strings.Join(regexp.MustCompile(`<[^>]*>`).FindAllString(page, -1), "")
}

func TestBlocks(t *testing.T) {
	typed := "# Titre\n\nUn **mot**\nsuite, voir [le site](https://example.org) \\*, **\\\\*** et `\\*`\n\n- a\n- b\n  - c\n\n1. un\n2. deux\n\n> dit\n> elle\n\n---\n\n```\nx = 1\n```\n"
	want := []markdown.Block{
		{Shape: markdown.Heading, Text: "Titre"},
		{Shape: markdown.Paragraph, Text: "Un mot\nsuite, voir le site (https://example.org) *, \\* et \\*"},
		{Shape: markdown.Bullets, Items: []string{"a", "b", "– c"}},
		{Shape: markdown.Numbered, Items: []string{"un", "deux"}},
		{Shape: markdown.Quote, Text: "dit\nelle"},
		{Shape: markdown.Paragraph, Text: "x = 1"},
	}
	if got := markdown.Blocks(typed); !reflect.DeepEqual(got, want) {
		t.Errorf("blocks:\n%#v\nwant\n%#v", got, want)
	}
	if got := markdown.Blocks(""); len(got) != 0 {
		t.Errorf("nothing typed: %#v", got)
	}
}
