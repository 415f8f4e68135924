package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	const p = `"Package":"eclosion/models"`
	tests := []struct {
		name, events string
		want         string // passed failed skipped
		shows, hides string
	}{
		{"passes", `
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"output",` + p + `,"Test":"TestA","Output":"quiet\n"}
{"Action":"pass",` + p + `,"Test":"TestA"}
{"Action":"pass",` + p + `,"Elapsed":1.5}`, "1 0 0", "1 tests", "quiet"},
		{"fails", `
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"output",` + p + `,"Test":"TestA","Output":"loud\n"}
{"Action":"fail",` + p + `,"Test":"TestA"}
{"Action":"fail",` + p + `}`, "0 1 0", "loud", "tests"},
		{"counts subtests, not the test that holds them", `
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"run",` + p + `,"Test":"TestA/one"}
{"Action":"run",` + p + `,"Test":"TestA/two"}
{"Action":"pass",` + p + `,"Test":"TestA/one"}
{"Action":"fail",` + p + `,"Test":"TestA/two"}
{"Action":"fail",` + p + `,"Test":"TestA"}
{"Action":"fail",` + p + `}`, "1 1 0", "FAIL", "tests"},
		{"counts a test that fails although its subtests pass", `
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"run",` + p + `,"Test":"TestA/one"}
{"Action":"pass",` + p + `,"Test":"TestA/one"}
{"Action":"fail",` + p + `,"Test":"TestA"}
{"Action":"fail",` + p + `}`, "1 1 0", "FAIL", "tests"},
		{"counts it even where another test failed", `
{"Action":"run",` + p + `,"Test":"TestB"}
{"Action":"fail",` + p + `,"Test":"TestB"}
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"run",` + p + `,"Test":"TestA/one"}
{"Action":"pass",` + p + `,"Test":"TestA/one"}
{"Action":"fail",` + p + `,"Test":"TestA"}
{"Action":"fail",` + p + `}`, "1 2 0", "FAIL", "tests"},
		{"counts what is skipped, and says it", `
{"Action":"output",` + p + `,"Test":"TestA","Output":"not here\n"}
{"Action":"skip",` + p + `,"Test":"TestA"}
{"Action":"pass",` + p + `}`, "0 0 1", "not here", "FAIL"},
		{"a package that does not build is a failure", `
{"ImportPath":"eclosion/models","Action":"build-output","Output":"undefined: x\n"}
{"ImportPath":"eclosion/models","Action":"build-fail"}
{"Action":"fail",` + p + `,"FailedBuild":"eclosion/models"}`, "0 1 0", "undefined: x", "tests"},
		{"a package that dies is a failure, and its last words are shown", `
{"Action":"run",` + p + `,"Test":"TestA"}
{"Action":"output",` + p + `,"Test":"TestA","Output":"panic: oh\n"}
{"Action":"fail",` + p + `}`, "0 1 0", "panic: oh", "tests"},
		{"a package without tests is silent", `
{"Action":"output",` + p + `,"Output":"?   eclosion/models [no test files]\n"}
{"Action":"skip",` + p + `}`, "0 0 0", "", "models"},
		{"another tool's words pass through", "go: no such module\n", "0 0 0", "go: no such module", "FAIL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out strings.Builder
			got, err := read(strings.NewReader(strings.TrimPrefix(test.events, "\n")), &out)
			if err != nil {
				t.Fatal(err)
			}
			if counts := fmt.Sprintf("%d %d %d", got.passed, got.failed, got.skipped); counts != test.want {
				t.Errorf("counts %s, want %s", counts, test.want)
			}
			if !strings.Contains(out.String(), test.shows) || strings.Contains(out.String(), test.hides) {
				t.Errorf("shows %q and hides %q: %s", test.shows, test.hides, out.String())
			}
		})
	}
}
