package main

// The laws of the house, read from the code itself. docs/testing.md says how to read a finding;
// each law is also tried against a small bad example, so that a law that sees nothing is noticed.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "eclosion"

// A pkg is what `go list` tells of one package; Room is its path inside the module ("" for main).
type pkg struct {
	ImportPath   string
	Dir          string
	GoFiles      []string
	CgoFiles     []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func (p pkg) Room() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// The table of who may import whom, written by hand. A pattern is a room, or a room and all that
// stands under it ("views/..."). The longest room of this table that holds a package speaks for it;
// every package under models/ that is not named here is a pillar.
var mayImport = map[string][]string{
	"":                  {"handlers/cli"},
	"static":            {},
	"handlers":          {"handlers/web/...", "views/...", "models/...", "static"},
	"handlers/web":      {"handlers/web/...", "views/...", "static", "models", "models/access", "models/db", "models/accounts"},
	"handlers/jobs":     {"handlers/jobs/...", "views/...", "models/..."},
	"handlers/cli":      {"handlers/...", "views/...", "models/...", "static"},
	"views":             {"views/...", "models/...", "static"},
	"models":            {},
	"models/access":     {"models"},
	"models/db":         {"models/db/...", "models", "models/access"},
	"models/outbox":     hubFloor,
	"models/programme":  append([]string{"models/outbox"}, hubFloor...),
	"models/*":          pillarFloor,
	"models/selection":  append([]string{"models/form", "models/documents"}, pillarFloor...), // a submission asks what is unanswered and which pieces are missing
	"models/booking":    append([]string{"models/coaching"}, pillarFloor...),                 // a booked slot is a planned meeting
	"models/workshop":   append([]string{"models/coaching"}, pillarFloor...),                 // a session held is a meeting of those who came
	"models/logbook":    {"models/..."},                                                      // a meeting is logged together with checklist items, actions and files
	"models/timeline":   {"models/..."},                                                      // what happened on a dossier stands in every pillar
	"models/search":     {"models/..."},                                                      // a search asks across pillars, read-only
	"models/progress":   {"models/..."},                                                      // a progress report gathers what every pillar knows of a period
	"models/day":        {"models/..."},                                                      // what needs somebody today stands in every pillar
	"models/handover":   {"models/..."},                                                      // a dossier handed over is gathered whole
	"models/pilot":      {"models/..."},                                                      // what holds a journey up stands in every pillar, read-only
	"models/campaign":   {"models/..."},                                                      // an answer of an enterprise is a look at it, which moves its journey
	"models/export":     {"models/..."},                                                      // a sheet or an archive gathers what every pillar knows, read-only
	"models/correction": {"models/..."},                                                      // a past fact lives in the pillar that knows it
	"models/merge":      {"models/..."},                                                      // what two records of a person own stands in every pillar
	"models/notice":     {"models/..."},                                                      // an agreement's paper gathers the journey, its terms and its grants
	"models/intake":     {"models/..."},                                                      // a file of earlier years fills every pillar
	"models/journey":    {"models/..."},                                                      // a phase change gathers the facts of every pillar
	"models/sitting":    {"models/..."},                                                      // a committee's day gathers files, documents and issued papers
	"models/privacy":    {"models/..."},                                                      // what is held about a person stands in every pillar
	"models/reporting":  {"models/..."},                                                      // a report asks across pillars, read-only
	"models/upkeep":     {"models/..."},                                                      // a check recomputes what every pillar keeps
	"models/demo":       {"models/..."},                                                      // invented data fills every pillar, through their verbs
}

var (
	hubFloor    = []string{"models", "models/access", "models/db"}
	pillarFloor = append([]string{"models/programme", "models/outbox"}, hubFloor...)
)

// never takes back a part of what mayImport grants with "...".
var never = map[string][]string{
	"handlers": {"handlers/cli", "handlers/jobs"},
	"views":    {"models/db/..."},
}

// testsMayImport is wider: a test builds the facts of other rooms, but never looks up.
var testsMayImport = map[string][]string{
	"models":   {"models/..."},
	"views":    {"views/...", "models/...", "static"},
	"handlers": {"handlers/...", "views/...", "models/...", "static"},
	"static":   {"static"},
	"":         {"..."},
}

// An outside law names the rooms that may touch a library, so that it can be exchanged in one place.
type outsideLaw struct {
	library string // an import path; with a trailing slash, everything under it
	rooms   []string
	why     string
}

var outsideLaws = []outsideLaw{
	{"github.com/labstack/", []string{"handlers/..."}, "echo stays at the door"},
	{"github.com/jung-kurt/gofpdf", []string{"views/pdf/...", "views/chart/..."}, "the PDF library is archived and must be exchangeable in one room"},
	{"github.com/wneessen/", []string{"handlers/jobs/..."}, "how mails leave is exchangeable in one room"},
	{"gorm.io/", []string{"models/..."}, "records stay behind the verbs"},
	{"database/sql", []string{"models/...", "handlers/..."}, "views never query"},
	{"github.com/a-h/templ", []string{"views/...", "handlers/...", ""}, "models know no page"},
	{"net/http", []string{"handlers/...", "views/...", "static", ""}, "models know no request"},
}

func matches(pattern, room string) bool {
	if pattern == "..." {
		return true
	}
	if under, ok := strings.CutSuffix(pattern, "/..."); ok {
		return room == under || strings.HasPrefix(room, under+"/")
	}
	return pattern == room
}

func matchesAny(patterns []string, room string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(p, room) })
}

// speaker finds the entry that speaks for a room: itself, or the nearest room that holds it.
func speaker[V any](table map[string]V, room string) (string, V) {
	for at := room; at != ""; {
		if v, ok := table[at]; ok {
			// models is its own small package; what stands under it are rooms of their own.
			if at != "models" || room == "models" {
				return at, v
			}
		}
		parent, _, nested := cutLast(at)
		if parent == "models" {
			if v, ok := table["models/*"]; ok {
				return at, v
			}
		}
		if !nested {
			break
		}
		at = parent
	}
	if v, ok := table[strings.SplitN(room, "/", 2)[0]]; ok {
		return strings.SplitN(room, "/", 2)[0], v
	}
	return "", table[""]
}

func cutLast(path string) (parent, last string, nested bool) {
	i := strings.LastIndex(path, "/")
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

func checkImports(pkgs []pkg) []string {
	var findings []string
	for _, p := range pkgs {
		room := p.Room()
		who, allowed := speaker(mayImport, room)
		_, testAllowed := speaker(testsMayImport, strings.SplitN(room, "/", 2)[0])
		for _, imported := range p.Imports {
			if reason := refusal(room, who, imported, allowed); reason != "" {
				findings = append(findings, fmt.Sprintf("%s imports %s: %s", name(room), imported, reason))
			}
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if reason := refusal(room, "", imported, testAllowed); reason != "" {
				findings = append(findings, fmt.Sprintf("the tests of %s import %s: %s", name(room), imported, reason))
			}
		}
	}
	return findings
}

func refusal(room, who, imported string, allowed []string) string {
	if ours, ok := strings.CutPrefix(imported, module+"/"); ok {
		own := who != "" && matches(who+"/...", ours) && who != "models" && who != "handlers"
		if !own && !matchesAny(allowed, ours) {
			return "the import law allows only " + strings.Join(allowed, ", ")
		}
		if who != "" && matchesAny(never[who], ours) {
			return "this part is kept from it"
		}
		return ""
	}
	for _, law := range outsideLaws {
		under := strings.HasSuffix(law.library, "/") && strings.HasPrefix(imported, law.library)
		if (under || imported == law.library) && !matchesAny(law.rooms, room) {
			return law.why
		}
	}
	return ""
}

func name(room string) string {
	if room == "" {
		return "main"
	}
	return room
}

var listPackages = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
})

func packages(t *testing.T) []pkg {
	t.Helper()
	pkgs, err := listPackages()
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 3 {
		t.Fatalf("go list found %d packages: the laws would see nothing", len(pkgs))
	}
	return pkgs
}

func report(t *testing.T, findings []string) {
	t.Helper()
	for _, f := range findings {
		t.Error(f)
	}
}

func TestImportLaw(t *testing.T) { report(t, checkImports(packages(t))) }

func TestImportLawSeesBadExamples(t *testing.T) {
	tests := []struct {
		from, imports string
		inTest, fails bool
	}{
		{from: "", imports: "eclosion/handlers/cli"},
		{from: "", imports: "eclosion/models", fails: true},
		{from: "handlers", imports: "eclosion/models/coaching"},
		{from: "handlers", imports: "eclosion/handlers/web"},
		{from: "handlers", imports: "eclosion/handlers/cli", fails: true},
		{from: "handlers/cli", imports: "eclosion/handlers"},
		{from: "handlers/web", imports: "eclosion/models/coaching", fails: true},
		{from: "views/projects", imports: "eclosion/models/coaching"},
		{from: "views/projects", imports: "eclosion/handlers/web", fails: true},
		{from: "views/projects", imports: "eclosion/models/db", fails: true},
		{from: "views/projects", imports: "eclosion/models/db/dbtest", fails: true},
		{from: "views/projects", imports: "database/sql", fails: true},
		{from: "views/projects", imports: "gorm.io/gorm", fails: true},
		{from: "views/projects", imports: "github.com/labstack/echo/v4", fails: true},
		{from: "views/projects", imports: "github.com/jung-kurt/gofpdf", fails: true},
		{from: "views/pdf", imports: "github.com/jung-kurt/gofpdf"},
		{from: "handlers", imports: "github.com/wneessen/go-mail", fails: true},
		{from: "handlers/jobs", imports: "github.com/wneessen/go-mail"},
		{from: "models", imports: "eclosion/models/access", fails: true},
		{from: "models/access", imports: "eclosion/models"},
		{from: "models/access", imports: "eclosion/models/db", fails: true},
		{from: "models/db", imports: "eclosion/models/programme", fails: true},
		{from: "models/db/dbtest", imports: "eclosion/models/db"},
		{from: "models/programme", imports: "eclosion/models/db"},
		{from: "models/programme", imports: "eclosion/models/coaching", fails: true},
		{from: "models/coaching", imports: "eclosion/models/programme"},
		{from: "models/coaching", imports: "eclosion/models/coaching/minutes"},
		{from: "models/coaching", imports: "eclosion/models/trial", fails: true},
		{from: "models/coaching", imports: "eclosion/models/trial", inTest: true},
		{from: "models/coaching", imports: "eclosion/views/wording", fails: true},
		{from: "models/coaching", imports: "eclosion/views/wording", inTest: true, fails: true},
		{from: "models/coaching", imports: "net/http", fails: true},
		{from: "models/coaching", imports: "github.com/labstack/echo/v4", inTest: true, fails: true},
		{from: "models/journey", imports: "eclosion/models/trial"},
		{from: "models/reporting", imports: "eclosion/models/trial"},
		{from: "static", imports: "eclosion/models", fails: true},
	}
	for _, test := range tests {
		p := pkg{ImportPath: strings.TrimSuffix(module+"/"+test.from, "/")}
		if test.inTest {
			p.TestImports = []string{test.imports}
		} else {
			p.Imports = []string{test.imports}
		}
		if got := len(checkImports([]pkg{p})) > 0; got != test.fails {
			t.Errorf("%s -> %s (in a test: %v): refused %v, want %v", name(test.from), test.imports, test.inTest, got, test.fails)
		}
	}
}
