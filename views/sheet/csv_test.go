package sheet_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"eclosion/views/sheet"
)

func TestCellsRunNothing(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"Zoë D'Hondt":              "Zoë D'Hondt",
		"a=b":                      "a=b",
		"zoe@x.be":                 "zoe@x.be",
		"=HYPERLINK(\"http://x\")": "'=HYPERLINK(\"http://x\")",
		"+32 470 12 34 56":         "'+32 470 12 34 56",
		"-1+cmd|' /C calc'!A0":     "'-1+cmd|' /C calc'!A0",
		"@SUM(A1)":                 "'@SUM(A1)",
		"  =1+1":                   "'  =1+1",
		"\t=1+1":                   "'\t=1+1",
		"\r\n=1+1":                 "'\r\n=1+1",
		"\u00a0=1":                 "'\u00a0=1",
		"＝1+1":                     "'＝1+1",
		"|calc":                    "'|calc",
		"%0A=1":                    "'%0A=1",
	} {
		if got := sheet.Text(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestCSV(t *testing.T) {
	body, err := sheet.CSV([][]string{{"Nom", "Note"}, {"Łukasz \"le\" Grand; fils", "une\ndeux"}, {"=1", "שלום 🐣"}})
	if err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(string(body), "\uFEFF")
	if !marked || !strings.Contains(text, "Nom;Note\r\n") {
		t.Errorf("%q", text)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "Łukasz \"le\" Grand; fils" || rows[1][1] != "une\ndeux" || rows[2][0] != "'=1" || rows[2][1] != "שלום 🐣" {
		t.Errorf("%q, %v", rows, err)
	}
}
