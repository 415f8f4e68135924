package main

// Laws that are read from the syntax of the Go files.

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// packageState lists the package-level variables that may change after start, each with its reason.
var packageState = map[string]string{
	"handlers/web/buffers":       "a pool holds no facts: a page is the same with a new buffer",
	"handlers/web/squeezers":     "a pool holds no facts: a page is the same from a new compressor",
	"models/accounts/hashing":    "how many passwords are hashed at once is a limit of the whole process",
	"models/db/dbtest/templates": "one migrated template per engine serves all tests of a process",
	"views/pdf/turn":             "one paper at a time is a limit of the whole process",
}

// A source is one room's Go files. Types holds what can be known without the imported packages:
// which name means which variable, and which expression is constant.
type source struct {
	room  string
	fset  *token.FileSet
	files []*ast.File
	info  *types.Info
}

type nothing struct{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not loaded") }

var _ types.Importer = nothing{}

func (s *source) add(file string, src any) error {
	if s.fset == nil {
		s.fset = token.NewFileSet()
	}
	f, err := parser.ParseFile(s.fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	s.files = append(s.files, f)
	return nil
}

// resolve ties names to variables and constants. Errors are expected, as imports stay unloaded.
func (s *source) resolve() {
	s.info = &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	var own []*ast.File
	for _, f := range s.files {
		if !s.isTest(f) {
			own = append(own, f)
		}
	}
	conf := types.Config{Importer: nothing{}, FakeImportC: true, Error: func(error) {}}
	_, _ = conf.Check(s.room, s.fset, own, s.info)
}

func (s *source) file(f *ast.File) string { return s.fset.Position(f.Pos()).Filename }
func (s *source) isTest(f *ast.File) bool { return strings.HasSuffix(s.file(f), "_test.go") }
func (s *source) base(f *ast.File) string { return filepath.Base(s.file(f)) }

func (s *source) at(n ast.Node, format string, args ...any) string {
	p := s.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d: ", path.Join(s.room, filepath.Base(p.Filename)), p.Line) + fmt.Sprintf(format, args...)
}

// imports maps the names by which a file knows its imports to their paths.
func imports(f *ast.File) map[string]string {
	known := map[string]string{}
	for _, i := range f.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		as := path.Base(p)
		if i.Name != nil {
			as = i.Name.Name
		}
		known[as] = p
	}
	return known
}

func sources(t *testing.T) []*source {
	t.Helper()
	var all []*source
	for _, p := range packages(t) {
		s := &source{room: p.Room()}
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles, p.TestGoFiles, p.XTestGoFiles) {
			if err := s.add(filepath.Join(p.Dir, name), nil); err != nil {
				t.Fatal(err)
			}
		}
		if len(s.files) > 0 {
			s.resolve()
			all = append(all, s)
		}
	}
	return all
}

// checkClock: the time of the trade is the clock's, which a test or a demo may set. Only the room that
// builds the clock asks the machine.
func checkClock(s *source) (findings []string) {
	if matches("handlers/cli/...", s.room) {
		return nil
	}
	for _, f := range s.files {
		if s.isTest(f) {
			continue
		}
		known := imports(f)
		ast.Inspect(f, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && known[x.Name] == "time" && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				findings = append(findings, s.at(n, "time.%s: ask the clock that handlers/cli built", sel.Sel.Name))
			}
			return true
		})
	}
	return findings
}

// isStore tells the files that may speak to gorm: store.go, a store split by subject (meeting_store.go),
// and the tests.
func isStore(room, base string) bool {
	return matches("models/db/...", room) || base == "store.go" || strings.HasSuffix(base, "_store.go") || strings.HasSuffix(base, "_test.go")
}

// checkNamedImports: gorm only in stores, gofpdf only by its alias, nothing imported by dot.
func checkNamedImports(s *source) (findings []string) {
	for _, f := range s.files {
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			switch {
			case strings.HasPrefix(p, "gorm.io/") && !isStore(s.room, s.base(f)):
				findings = append(findings, s.at(i, "%s belongs in models/db or in a store.go", p))
			case strings.HasSuffix(p, "/gofpdf") && (i.Name == nil || i.Name.Name != "gofpdf"):
				findings = append(findings, s.at(i, "import it as gofpdf, so that the maintained fork can take its place by path alone"))
			case i.Name != nil && i.Name.Name == ".":
				findings = append(findings, s.at(i, "no import by dot: a reader must see where a name comes from"))
			}
		}
	}
	return findings
}

// checkState: nothing runs or changes behind the caller's back. A table in a package variable is fine
// while no line assigns to it.
func checkState(s *source) (findings []string) {
	for _, f := range s.files {
		if s.isTest(f) {
			continue
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				findings = append(findings, s.at(fn, "no init(): what a package needs is given to it"))
			}
		}
		touch := func(n ast.Node, target ast.Expr, how string) {
			if v := s.packageVar(target); v != "" && packageState[path.Join(s.room, v)] == "" {
				findings = append(findings, s.at(n, "the package variable %s is %s: give it to the one who needs it", v, how))
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					for _, target := range n.Lhs {
						touch(n, target, "changed")
					}
				}
			case *ast.IncDecStmt:
				touch(n, n.X, "changed")
			case *ast.CallExpr:
				if fn, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear"}, fn.Name) && len(n.Args) > 0 {
					touch(n, n.Args[0], "changed")
				}
			case *ast.ValueSpec:
				findings = append(findings, s.sharedState(n)...)
			}
			return true
		})
	}
	return findings
}

// packageVar names the package-level variable that an assignment reaches, if it is one of this package.
func (s *source) packageVar(target ast.Expr) string {
	for {
		switch x := target.(type) {
		case *ast.IndexExpr:
			target = x.X
		case *ast.SelectorExpr:
			target = x.X
		case *ast.StarExpr:
			target = x.X
		case *ast.ParenExpr:
			target = x.X
		case *ast.Ident:
			v, ok := s.info.Uses[x].(*types.Var)
			if ok && v.Pkg() != nil && v.Parent() == v.Pkg().Scope() {
				return v.Name()
			}
			return ""
		default:
			return ""
		}
	}
}

// sharedState finds package variables whose type only makes sense if they change: locks, atomics, channels.
func (s *source) sharedState(spec *ast.ValueSpec) (findings []string) {
	for i, ident := range spec.Names {
		v, ok := s.info.Defs[ident].(*types.Var)
		if !ok || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() || packageState[path.Join(s.room, v.Name())] != "" {
			continue
		}
		typ := spec.Type
		if typ == nil && i < len(spec.Values) {
			if lit, ok := spec.Values[i].(*ast.CompositeLit); ok {
				typ = lit.Type
			}
			if call, ok := spec.Values[i].(*ast.CallExpr); ok && len(call.Args) > 0 {
				typ = call.Args[0] // make(chan x), new(sync.Mutex)
			}
		}
		changing := false
		switch typ := typ.(type) {
		case *ast.ChanType:
			changing = true
		case *ast.SelectorExpr:
			x, ok := typ.X.(*ast.Ident)
			changing = ok && (x.Name == "sync" || x.Name == "atomic")
		}
		if changing {
			findings = append(findings, s.at(spec, "the package variable %s is shared state: give it to the one who needs it", ident.Name))
		}
	}
	return findings
}

// checkLength: a function of more than 80 lines holds two ideas (60 is the aim).
func checkLength(s *source) (findings []string) {
	const most = 80
	for _, f := range s.files {
		if s.isTest(f) || ast.IsGenerated(f) {
			continue
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				lines := s.fset.Position(fn.End()).Line - s.fset.Position(fn.Pos()).Line + 1
				if lines > most {
					findings = append(findings, s.at(fn, "%s has %d lines, at most %d: it holds two ideas", fn.Name.Name, lines, most))
				}
			}
		}
	}
	return findings
}

var sourceLaws = map[string]func(*source) []string{
	"clock": checkClock, "named imports": checkNamedImports, "state": checkState, "length": checkLength, "calls": checkCalls,
}

func TestSourceLaws(t *testing.T) {
	all := sources(t)
	for law, check := range sourceLaws {
		t.Run(law, func(t *testing.T) {
			for _, s := range all {
				report(t, check(s))
			}
		})
	}
}

// An exception outlives its reason silently, unless something looks.
func TestExceptionsAreStillNeeded(t *testing.T) {
	rooms := map[string]*source{}
	for _, s := range sources(t) {
		rooms[s.room] = s
	}
	for name := range packageState {
		room, variable := path.Split(name)
		s := rooms[strings.TrimSuffix(room, "/")]
		found := false
		if s != nil {
			for ident := range s.info.Defs {
				found = found || ident.Name == variable
			}
		}
		if !found {
			t.Errorf("packageState names %s, which is no more", name)
		}
	}
	for file := range longFiles {
		if content, err := os.ReadFile(file); err != nil || bytes.Count(content, []byte("\n")) <= mostLines {
			t.Errorf("longFiles names %s, which needs no exception", file)
		}
	}
}

func TestSourceLawsSeeBadExamples(t *testing.T) {
	tests := []struct {
		law, room, file, code string
		findings              int
	}{
		{"clock", "models/coaching", "rules.go", `import "time"; var at = time.Now`, 1},
		{"clock", "models/coaching", "rules.go", `import clock "time"; func f() { clock.Since(clock.Time{}) }`, 1},
		{"clock", "models/coaching", "rules.go", `func f(time struct{ Now func() }) { time.Now() }`, 0},
		{"clock", "models/coaching", "rules_test.go", `import "time"; var at = time.Now`, 0},
		{"clock", "handlers/cli", "serve.go", `import "time"; var at = time.Now`, 0},
		{"named imports", "models/coaching", "rules.go", `import "gorm.io/gorm"`, 1},
		{"named imports", "models/coaching", "store.go", `import "gorm.io/gorm"`, 0},
		{"named imports", "models/coaching", "meeting_store.go", `import "gorm.io/gorm"`, 0},
		{"named imports", "models/db", "open.go", `import "gorm.io/gorm"`, 0},
		{"named imports", "views/pdf", "pen.go", `import "github.com/jung-kurt/gofpdf"`, 1},
		{"named imports", "views/pdf", "pen.go", `import gofpdf "github.com/jung-kurt/gofpdf"`, 0},
		{"named imports", "views/pdf", "pen_test.go", `import . "strings"`, 1},
		{"state", "models", "a.go", `func init() {}`, 1},
		{"state", "models", "a.go", `type t struct{}; func (t) init() {}`, 0},
		{"state", "models", "a.go", `var table = map[string]int{}; func f() { table["a"] = 1 }`, 1},
		{"state", "models", "a.go", `var table = map[string]int{}; func f() { delete(table, "a") }`, 1},
		{"state", "models", "a.go", `var table = map[string]int{}; func f() { table := map[string]int{}; table["a"] = 1 }`, 0},
		{"state", "models", "a.go", `var n int; func f() { n++ }`, 1},
		{"state", "models", "a.go", `var n struct{ m int }; func f() { (n).m = 2 }`, 1},
		{"state", "models", "a.go", `import "sync"; var lock sync.Mutex`, 1},
		{"state", "models", "a.go", `import "sync"; func f() { var lock sync.Mutex; lock.Lock() }`, 0},
		{"state", "models", "a.go", `var queue = make(chan int)`, 1},
		{"length", "models", "a.go", "func f() {" + strings.Repeat("\n", 80) + "}", 1},
		{"length", "models", "a.go", "func f() {" + strings.Repeat("\n", 79) + "}", 0},
		{"calls", "models/coaching", "store.go", `func f(tx db) { tx.Save(1); tx.AutoMigrate(); tx.Preload("x") }`, 3},
		{"calls", "models/coaching", "store.go", `func f(tx db) { tx.Updates(record{A: 1}); tx.Updates(&record{}); tx.Updates(map[string]any{"a": 0}) }`, 2},
		{"calls", "models/coaching", "rules.go", `func f(form page) { form.Save() }`, 0},
		{"calls", "models/coaching", "store.go", `func f(tx db, s string) { tx.Where("name = '" + s + "'") }`, 1},
		{"calls", "models/coaching", "store.go", `import "fmt"; func f(tx db, s string) { tx.Raw(fmt.Sprintf("select %s", s)) }`, 1},
		{"calls", "models/coaching", "store.go", `const all = "select *"; func f(tx db, s string) { tx.Raw(all + " where name = ?", s) }`, 0},
		{"calls", "models/coaching", "store.go", `func f(tx db, s string) { tx.Order(s) }`, 1},
		{"calls", "models/coaching", "store.go", `func f(tx db) { tx.Order("id").Offset(50) }`, 1},
		{"calls", "handlers", "meeting.go", `func f(c door) { c.Bind(1) }`, 1},
		{"calls", "handlers", "meeting.go", `import "eclosion/handlers/web"; func f() { web.Bind(1) }`, 0},
		{"calls", "handlers", "meeting.go", `import "fmt"; func f() { fmt.Println() }`, 1},
		{"calls", "handlers", "meeting.go", `import "fmt"; func f(w any) { fmt.Fprintln(w) }`, 0},
	}
	for _, test := range tests {
		s := &source{room: test.room}
		if err := s.add(test.file, "package p; "+test.code); err != nil {
			t.Fatal(err)
		}
		s.resolve()
		if got := sourceLaws[test.law](s); len(got) != test.findings {
			t.Errorf("%s in %s/%s: %s\n\tfound %q, want %d findings", test.law, test.room, test.file, test.code, got, test.findings)
		}
	}
}
