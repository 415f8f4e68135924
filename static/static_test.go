package static

import (
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func get(method, target string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	Handler().ServeHTTP(rec, httptest.NewRequest(method, target, nil))
	return rec
}

func TestHandler(t *testing.T) {
	fingerprinted := regexp.MustCompile(`^/static/\w+\.[0-9a-f]{10}\.\w+$`)
	for name, contentType := range map[string]string{
		"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8",
		"theme.js": "text/javascript; charset=utf-8", "favicon.svg": "image/svg+xml",
	} {
		url := URL(name)
		if !fingerprinted.MatchString(url) {
			t.Errorf("%s: address %s bears no fingerprint", name, url)
		}
		got := get("GET", url)
		if got.Code != http.StatusOK || got.Body.Len() < 100 {
			t.Errorf("GET %s: %d, %d bytes", url, got.Code, got.Body.Len())
		}
		if h := got.Header(); h.Get("Content-Type") != contentType || !strings.Contains(h.Get("Cache-Control"), "immutable") ||
			h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("GET %s: headers %v", url, h)
		}
		if head := get("HEAD", url); head.Code != http.StatusOK || head.Body.Len() != 0 {
			t.Errorf("HEAD %s: %d, %d bytes", url, head.Code, head.Body.Len())
		}
		if post := get("POST", url); post.Code != http.StatusMethodNotAllowed || post.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("POST %s: %d", url, post.Code)
		}
	}
	for _, target := range []string{"/static/", "/static/app.css", "/static/app.0000000000.css", "/static/css/base.css",
		"/static/../embed.go", "/static/embed.go"} {
		if got := get("GET", target); got.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", target, got.Code)
		}
	}
}

// The content policy lets a style sheet fetch nothing but our own files, and
// those bear fingerprints that a sheet does not know: so it names none.
func TestSheetFetchesNothing(t *testing.T) {
	sheet := get("GET", URL("app.css")).Body.String()
	for _, word := range []string{"url(", "@import", "@font-face"} {
		if strings.Contains(sheet, word) {
			t.Errorf("the style sheet contains %s", word)
		}
	}
	if open, shut := strings.Count(sheet, "{"), strings.Count(sheet, "}"); open != shut {
		t.Errorf("%d braces open, %d close", open, shut)
	}
}

func TestFilesAreSentCompressed(t *testing.T) {
	url := URL("app.css")
	plain := get("GET", url)
	for accept, want := range map[string]bool{"gzip": true, "br, gzip;q=0.8": true, "gzip;q=0": false, "gzip; q=0.0": false, "br": false, "": false, "x-gzip": false} {
		r := httptest.NewRequest("GET", url, nil)
		r.Header.Set("Accept-Encoding", accept)
		rec := httptest.NewRecorder()
		Handler().ServeHTTP(rec, r)
		if got := rec.Header().Get("Content-Encoding") == "gzip"; got != want || rec.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: compressed %v, headers %v", accept, got, rec.Header())
		}
		if !want {
			continue
		}
		unzip, err := gzip.NewReader(rec.Body)
		if err != nil {
			t.Fatal(err)
		}
		size := rec.Body.Len()
		body, err := io.ReadAll(unzip)
		if err != nil || string(body) != plain.Body.String() || size > len(body)/3 {
			t.Errorf("%q: %d bytes for %d, %v", accept, size, len(body), err)
		}
	}
}

// themes reads the light values and both copies of the dark ones.
func themes(t *testing.T) (light, system, chosen map[string]string) {
	t.Helper()
	source, err := sources.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	block := func(selector string) map[string]string {
		_, rest, ok := strings.Cut(string(source), selector+" {")
		if !ok {
			t.Fatalf("no block %s", selector)
		}
		body, _, _ := strings.Cut(rest, "}")
		tokens := map[string]string{}
		for _, m := range regexp.MustCompile(`--([\w-]+): ([^;]+);`).FindAllStringSubmatch(body, -1) {
			tokens[m[1]] = m[2]
		}
		return tokens
	}
	return block("\n:root"), block(`:root:not([data-theme="light"])`), block(`:root[data-theme="dark"]`)
}

func TestDarkValuesStandTwiceAlike(t *testing.T) {
	light, system, chosen := themes(t)
	if len(light) < 30 || len(light) != len(system) || len(system) != len(chosen) {
		t.Fatalf("%d light, %d and %d dark values", len(light), len(system), len(chosen))
	}
	for name := range light {
		if system[name] == "" || system[name] != chosen[name] {
			t.Errorf("--%s: %q for the system's choice, %q for the reader's", name, system[name], chosen[name])
		}
	}
}

var phases = []string{"draft", "submitted", "review", "waitlisted", "accepted", "coaching", "test", "launched",
	"exited", "declined", "followed-up"}

// Text needs 4.5:1 and the edge of a control 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
func TestContrast(t *testing.T) {
	type pair struct {
		front, back string
		least       float64
	}
	var pairs []pair
	text := func(front string, backs ...string) {
		for _, back := range backs {
			pairs = append(pairs, pair{front, back, 4.5})
		}
	}
	text("ink", "paper", "sheet", "wash", "accent-wash", "amber-wash", "red-wash", "blue-wash")
	text("ink-2", "paper", "sheet", "wash")
	text("accent", "paper", "sheet", "wash", "accent-wash")
	text("accent-deep", "paper", "sheet", "accent-wash")
	text("on-accent", "accent", "accent-deep")
	text("on-red", "red", "red-deep")
	text("amber", "paper", "sheet", "amber-wash")
	text("red", "paper", "sheet", "red-wash")
	text("red-deep", "sheet")
	text("blue", "paper", "sheet", "blue-wash")
	pairs = append(pairs, pair{"edge", "sheet", 3}, pair{"edge", "paper", 3}, pair{"accent", "rule", 3})

	light, dark, _ := themes(t)
	for theme, tokens := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			if c := contrast(rgb(t, tokens[p.front]), rgb(t, tokens[p.back])); c < p.least {
				t.Errorf("%s: --%s on --%s is %.2f:1, want %.1f", theme, p.front, p.back, c, p.least)
			}
		}
		for _, phase := range phases {
			for _, ground := range []string{"paper", "sheet", "wash"} {
				hue, under := rgb(t, tokens[phase]), rgb(t, tokens[ground])
				var tag [3]float64 // a phase's tag lays 7 % of its hue over the ground
				for i := range tag {
					tag[i] = hue[i]*.07 + under[i]*.93
				}
				if c := contrast(hue, tag); c < 4.5 {
					t.Errorf("%s: tag of %s on --%s is %.2f:1", theme, phase, ground, c)
				}
			}
		}
	}
}

func rgb(t *testing.T, hex string) (c [3]float64) {
	t.Helper()
	if !regexp.MustCompile(`^#[0-9A-F]{6}$`).MatchString(hex) {
		t.Fatalf("colour %q is not written #RRGGBB", hex)
	}
	for i := range c {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(fmt.Errorf("colour %s: %w", hex, err))
		}
		c[i] = float64(n) / 255
	}
	return c
}

func contrast(a, b [3]float64) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + .05) / (lb + .05)
}

func luminance(c [3]float64) float64 {
	for i, v := range c {
		if v <= .04045 {
			c[i] = v / 12.92
		} else {
			c[i] = math.Pow((v+.055)/1.055, 2.4)
		}
	}
	return .2126*c[0] + .7152*c[1] + .0722*c[2]
}
