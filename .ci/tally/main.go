// Command tally reads `go test -json` on standard input and prints what a person wants of it: a line for
// each package, the whole output of what failed, and nothing of what passed. It writes "PASSED FAILED
// SKIPPED" to the file named by its argument, and exits 1 when something failed or nothing ran.
//
// A test that holds subtests is not counted: its subtests are. A package that does not build, or that dies
// outside a test, counts as one failure.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

type event struct {
	Action      string
	Package     string
	ImportPath  string // of build output
	Test        string
	Elapsed     float64
	Output      string
	FailedBuild string
}

type key struct{ pkg, test string }

type tally struct {
	out     io.Writer
	output  map[key]*strings.Builder
	parents map[key]bool
	ran     map[string]int // tests finished, by package
	failing map[string]int // tests failed, by package
	broken  map[key]bool   // tests that hold a failed one

	passed, failed, skipped int
}

func read(in io.Reader, out io.Writer) (*tally, error) {
	t := &tally{out: out, output: map[key]*strings.Builder{}, parents: map[key]bool{}, ran: map[string]int{}, failing: map[string]int{}, broken: map[key]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
				fmt.Fprint(out, line) // not an event: a tool speaking for itself
			} else {
				t.take(e)
			}
		}
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return t, err
		}
	}
}

func (t *tally) take(e event) {
	k := key{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		if t.output[k] == nil {
			t.output[k] = &strings.Builder{}
		}
		t.output[k].WriteString(e.Output)
	case "run":
		if parent, _, nested := cutLast(e.Test); nested {
			t.parents[key{e.Package, parent}] = true
		}
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e)
		}
		delete(t.output, k)
	}
}

func (t *tally) endTest(e event) {
	k := key{e.Package, e.Test}
	if e.Action != "pass" {
		if out := t.output[k]; out != nil {
			fmt.Fprint(t.out, out)
		}
	}
	if e.Action == "fail" {
		if parent, _, nested := cutLast(e.Test); nested {
			t.broken[key{e.Package, parent}] = true
		}
	}
	if t.parents[k] && (e.Action != "fail" || t.broken[k]) {
		return // its subtests have been counted
	}
	t.ran[e.Package]++
	switch e.Action {
	case "pass":
		t.passed++
	case "fail":
		t.failed++
		t.failing[e.Package]++
	case "skip":
		t.skipped++
	}
}

func (t *tally) endPackage(e event) {
	switch {
	case e.Action == "fail":
		if t.failing[e.Package] == 0 {
			t.failed++ // it did not build, or it died
		}
		if out := t.output[key{e.Package, ""}]; out != nil && e.FailedBuild == "" {
			fmt.Fprint(t.out, out)
		}
		// What a dying package had begun tells where it died.
		for k, out := range t.output {
			if k.pkg == e.Package && k.test != "" {
				fmt.Fprint(t.out, out)
				delete(t.output, k)
			}
		}
		fmt.Fprintf(t.out, "FAIL  %-40s %7.1f s\n", e.Package, e.Elapsed)
	case t.ran[e.Package] > 0:
		fmt.Fprintf(t.out, "ok    %-40s %7.1f s  %4d tests\n", e.Package, e.Elapsed, t.ran[e.Package])
	}
}

func cutLast(test string) (parent, last string, nested bool) {
	i := strings.LastIndex(test, "/")
	if i < 0 {
		return "", test, false
	}
	return test[:i], test[i+1:], true
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go test -json ... | tally FILE")
		os.Exit(2)
	}
	t, err := read(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	counts := fmt.Sprintf("%d %d %d\n", t.passed, t.failed, t.skipped)
	if err := os.WriteFile(os.Args[1], []byte(counts), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}
