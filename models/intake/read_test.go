package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
)

func TestAColumnDecidesHowItWritesDecimals(t *testing.T) {
	for _, c := range []struct {
		cells []string
		want  notation
	}{
		{[]string{"1.234,50", "12"}, comma},
		{[]string{"1,234.50"}, dot},
		{[]string{"1 234,50", "1.234"}, comma},
		{[]string{"1.234", "99.5"}, dot},
		{[]string{"1\u202f234,50 €"}, comma},
		{[]string{"1.234.567"}, comma},
		{[]string{"1,234,567"}, dot},
		{[]string{"1.234"}, unclear},
		{[]string{"1,234", "5"}, unclear},
		{[]string{"0.500"}, dot},
		{[]string{"12", "", "1 234"}, comma},
		{[]string{"1,5", "2,5", "3.5"}, comma},
	} {
		var b ballot
		for _, cell := range c.cells {
			b.hear(cell)
		}
		if got := b.result(); got != c.want {
			t.Errorf("%q: %q, want %q", c.cells, got, c.want)
		}
	}
	for _, c := range []struct {
		text string
		n    notation
		want models.Cents // -1: refused
	}{
		{"1.234,50", comma, 123_450}, {"1,234.50", dot, 123_450}, {"1 234,50", comma, 123_450}, {"1\u202f234.5", dot, 123_450},
		{"1.234", comma, 123_400}, {"1,234", dot, 123_400}, {"1,234", comma, -1}, {"1.234", dot, -1}, {"99.5", comma, -1}, {"99,5", dot, -1}, {"-1", comma, -1},
	} {
		got, err := readAmount(c.text, c.n)
		if (err != nil) != (c.want < 0) || err == nil && got != c.want {
			t.Errorf("%q as %s: %d %v", c.text, c.n, got, err)
		}
	}
	for text, want := range map[string]string{"1.234": "1\u202f234 1,234", "12,345 €": "12\u202f345 12,345"} {
		if thousands, part := bothReadings(text); thousands+" "+part != want {
			t.Errorf("%q: %q and %q", text, thousands, part)
		}
	}
}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"29/08/2007": "2007-08-29", "1.2.2020": "2020-02-01", "2007-08-29": "2007-08-29", "5 mars 2025": "2025-03-05", "1er août 2020": "2020-08-01",
		"lundi 3 févr. 2020": "2020-02-03", "29/08/2007 00:00:00": "2007-08-29", "12/31/2020": "import.not_a_date", "30/02/2025": "import.not_a_date",
		"29/02/2024": "2024-02-29", "29/02/2023": "import.not_a_date", "01/02/20": "import.short_year", "5 mars 25": "import.short_year", "5 brumaire 2025": "import.not_a_date", "39822": "import.not_a_date",
	} {
		d, code := readDate(text)
		if got := string(d) + code; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, c := range []struct {
		text string
		old  bool
		want models.Date
	}{{"39822", false, "2009-01-09"}, {"38360", true, "2009-01-09"}, {"39822.75", false, "2009-01-09"}, {"60", false, ""}, {"59", false, "1900-02-28"}, {"61", false, "1900-03-01"},
		{"0", false, ""}, {"-3", false, ""}, {"1e9", false, ""}, {"NaN", false, ""}} {
		if d, ok := storedDate(c.text, c.old); d != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q %v", c.text, d, ok)
		}
	}
}

// refusals gives the codes of all rows that are refused, with their rows.
func refusals(t *testing.T, content []byte) string {
	t.Helper()
	tab, err := readTable(Bytes("f", content))
	if err != nil {
		t.Fatal(err)
	}
	l, err := tab.layOut(nil)
	if err != nil {
		return err.Error()
	}
	var list []string
	p := newParser(tab, l, small)
	for _, row := range tab.lines[l.header+1:] {
		_, problems, warnings := p.parse(row)
		for _, problem := range append(problems, warnings...) {
			list = append(list, fmt.Sprint(row.number, " ", problem.Code))
		}
	}
	return strings.Join(list, ", ")
}

func TestOneLineInAnotherEncoding(t *testing.T) {
	text := string(file(change{}, change{colTitle: "\"Étés\nd'été\""}, change{colTitle: "Été"}, change{}))
	foreign := strings.Replace(text, "Été;", "\xC9t\xE9;", 1)
	if got := refusals(t, []byte(foreign)); got != "4 import.mixed_encoding" {
		t.Errorf("UTF-8 with one line of Windows-1252: %s", got)
	}
	if got := refusals(t, []byte("\uFEFF"+foreign)); got != "4 import.mixed_encoding" {
		t.Errorf("the same with a mark: %s", got)
	}
}

func TestHeaderFurtherDown(t *testing.T) {
	text := string(file(change{}, change{}))
	list := readAll(t, []byte("Couveuse de Liège;;\r\nÉdité le 3/2/2009;;\r\n\r\n"+text))
	if len(list) != 2 || list[0].row != 5 {
		t.Errorf("%d rows, the first %+v", len(list), list)
	}
	_, err := readTable(Bytes("f", []byte(strings.Repeat("x;y\n", headerRows)+text)))
	if err != nil {
		t.Fatal(err)
	}
}

func TestTwoReadings(t *testing.T) {
	if got := refusals(t, file(change{colGrant: "1.234"}, change{colGrant: "2.500"})); !strings.HasPrefix(got, "import.two_readings") {
		t.Errorf("an unclear column: %s", got)
	}
	if got := refusals(t, file(change{colGrant: "1.234"}, change{colGrant: "2.500,50"}, change{colGrant: "99.5"})); got != "4 import.not_an_amount" {
		t.Errorf("a clear one: %s", got)
	}
}

func TestUnclosedQuote(t *testing.T) {
	content := append(file(change{}, change{colTitle: `"Vélos`}), bytes.Repeat([]byte("\r\nune ligne sans fin"), 80_000)...)
	if _, err := readTable(Bytes("f", content)); !models.IsCode(err, "import.unclosed") {
		t.Errorf("%v", err)
	}
}

// sheetOf makes a workbook by hand, with the rows as XML.
func sheetOf(t *testing.T, rows, rest string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="Cachée" state="hidden" r:id="r2"/><sheet name="Dossiers" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData>` + rest + `</worksheet>`,
	}
	for name, text := range more {
		parts[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileWorkbooks(t *testing.T) {
	const row = `<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>`
	deep := strings.Repeat("<a>", 200)
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"entities":          {sheetOf(t, row, "", map[string]string{"xl/sharedStrings.xml": `<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>`}), "import.workbook"},
		"an unknown entity": {sheetOf(t, `<row r="1"><c t="str"><v>&x;</v></c></row>`, "", nil), "import.workbook"},
		"deep":              {sheetOf(t, deep, "", nil), "import.workbook"},
		"a cell of 3 MB":    {sheetOf(t, `<row r="1"><c t="str"><v>`+strings.Repeat("a", 3<<20)+`</v></c></row>`, "", nil), "import.workbook"},
		"a shared string of 3 MB, in pieces": {sheetOf(t, row, "", map[string]string{"xl/sharedStrings.xml": `<sst><si>` +
			strings.Repeat("<r><t>"+strings.Repeat("a", 10_000)+"</t></r>", 300) + `</si></sst>`}), "import.workbook"},
		"too many sheets":            {sheetOf(t, row, "", map[string]string{"xl/workbook.xml": `<workbook xmlns:r="x"><sheets>` + strings.Repeat(`<sheet r:id="r1"/>`, 3000) + `</sheets></workbook>`}), "import.too_many_sheets"},
		"rows backwards":             {sheetOf(t, `<row r="5"/><row r="2"/>`, "", nil), "import.workbook"},
		"too many rows":              {sheetOf(t, strings.Repeat(`<row><c t="str"><v>a</v></c></row>`, MaxRows+2), "", nil), "import.too_many"},
		"a far column":               {sheetOf(t, `<row r="1"><c r="XFD1" t="str"><v>a</v></c></row>`, "", nil), "import.too_many"},
		"a string that is not there": {sheetOf(t, `<row r="1"><c t="s"><v>7</v></c></row>`, "", nil), "import.workbook"},
		"an old workbook":            {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), "import.old_workbook"},
	} {
		if _, err := readTable(Bytes("f", c.content)); !models.IsCode(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	bomb := sheetOf(t, row, "", nil)
	bomb = bytes.ReplaceAll(bomb, []byte("PK\x05\x06\x00\x00\x00\x00"), []byte("PK\x05\x06\x00\x00\x00\x00")) // its directory:
	i := bytes.LastIndex(bomb, []byte("PK\x05\x06"))
	bomb[i+15] = 0x7F // says that it is 2 GB long
	if _, err := readTable(Bytes("f", bomb)); !models.IsCode(err, "import.workbook") {
		t.Errorf("a long directory: %v", err)
	}
	large := bytes.NewReader(nil)
	if _, err := readTable(File{"f.csv", 200 << 20, large}); !models.IsCode(err, "import.too_large") {
		t.Errorf("200 MB: %v", err) // refused by its size: there is nothing to read
	}
}

func TestFormulasAndMergedCells(t *testing.T) {
	content := workbook(t, func(f *excelize.File, sheet string) {
		for i, c := range columns {
			for row := 1; row <= 5; row++ {
				cell, _ := excelize.CoordinatesToCellName(i+1, row)
				v := whole[c.name]
				if row == 1 {
					v = string(c.name)
				} else if c.name == colRef {
					v = fmt.Sprintf("T-%d", row)
				}
				_ = f.SetCellValue(sheet, cell, v)
			}
		}
		_ = f.MergeCell(sheet, "N4", "N5")
	})
	if got := refusals(t, content); got != "4 import.merged, 5 import.merged" {
		t.Errorf("merged: %s", got)
	}
	header, values := "", ""
	for _, c := range columns {
		header += `<c t="inlineStr"><is><t>` + strings.ReplaceAll(string(c.name), "'", "&apos;") + `</t></is></c>`
		switch c.name {
		case colMeetings:
			values += `<c><f>4+5</f><v>9</v></c>`
		case colHours:
			values += `<c><f>1/0</f></c>`
		case colSector:
			values += `<c t="e"><v>#REF!</v></c>`
		default:
			values += `<c t="str"><v>` + strings.ReplaceAll(whole[c.name], "'", "&apos;") + `</v></c>`
		}
	}
	got := refusals(t, sheetOf(t, `<row>`+header+`</row><row>`+values+`</row>`, "", nil))
	if !strings.Contains(got, "2 import.cell_error") || !strings.Contains(got, "2 import.formula_empty") || strings.Contains(got, "warn_formula") {
		t.Errorf("formulas: %s", got)
	}
	values = strings.NewReplacer(`<c><f>1/0</f></c>`, `<c><f>9+0.8</f><v>9.8</v></c>`, `<c t="e"><v>#REF!</v></c>`, `<c/>`).Replace(values)
	if got := refusals(t, sheetOf(t, `<row>`+header+`</row><row>`+values+`</row>`, "", nil)); got != "2 import.warn_formula, 2 import.warn_formula" {
		t.Errorf("formulas with a result: %s", got)
	}
}

func TestPackedLines(t *testing.T) {
	var p packer
	for _, cells := range [][]cell{{{"a", false}, {"", false}, {"12.5", true}}, {{strings.Repeat("é", 3000), false}, {"\x00;\n", false}}, {}} {
		l := p.pack(7, cells)
		if got := l.cells(nil); len(got) != len(cells) || len(cells) > 0 && !reflect.DeepEqual(got, cells) || l.width != len(cells) {
			t.Errorf("%v came back as %v", cells, got)
		}
	}
}

func FuzzReadTable(f *testing.F) {
	f.Add([]byte("N° dossier;Nom\r\n1;\"a\nb\"\r2;c"))
	f.Add([]byte("\xFF\xFEa\x00;\x00b\x00"))
	f.Add([]byte("\xEF\xBB\xBFa,b\n\xE9,\"c"))
	f.Add([]byte("PK\x03\x04PK\x05\x06"))
	f.Fuzz(func(t *testing.T, content []byte) {
		tab, err := readTable(Bytes("f", content))
		if err != nil {
			return
		}
		last := 0
		for _, l := range tab.lines {
			if l.number <= last || len(l.cells(nil)) != l.width {
				t.Fatalf("line %d after %d, %d cells of %d", l.number, last, len(l.cells(nil)), l.width)
			}
			last = l.number
		}
		_, _ = tab.layOut(nil)
	})
}
