package sheet_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
	"eclosion/views/sheet"
)

var everyKind = []sheet.Column{{Head: "Nom"}, {Head: "Le", Kind: sheet.Days}, {Head: "À", Kind: sheet.Moment}, {Head: "Combien", Kind: sheet.Count},
	{Head: "Montant", Kind: sheet.Money}, {Head: "Heures", Kind: sheet.Hours}}

func everyKindList() sheet.List {
	noon := models.Date("2026-07-14").Moment("12:05")
	return sheet.ListOf("Liste", everyKind, [][]any{
		{"Zoë; D'Hondt", models.Date("2026-03-09"), noon, 3, models.Cents(-123450), 90},
		{[]string{"=cmd()", "b"}, models.Date(""), models.Instant(0), int64(0), models.Cents(7), nil},
		{nil, nil, nil, nil, nil, nil},
	})
}

func written(t *testing.T, l sheet.List, f sheet.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := l.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestListAsCSV(t *testing.T) {
	const want = "\uFEFFNom;Le;À;Combien;Montant;Heures\r\n" +
		"\"Zoë; D'Hondt\";09/03/2026;14/07/2026 12:05;3;-1234,50;1,50\r\n" +
		"'=cmd(), b;;;0;0,07;\r\n" +
		";;;;;\r\n"
	if got := string(written(t, everyKindList(), sheet.AsCSV)); got != want {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
}

// Dates, amounts and numbers are what a spreadsheet reckons with, not words that look like them.
func TestListAsWorkbook(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(written(t, everyKindList(), sheet.AsXLSX)))
	if err != nil {
		t.Fatal(err)
	}
	raw := func(cell string) string {
		s, err := f.GetCellValue("Liste", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	serial := func(d models.Date, part float64) float64 {
		return float64(models.Date("1899-12-30").DaysUntil(d)) + part
	}
	for cell, want := range map[string]string{"A1": "Nom", "A2": "Zoë; D'Hondt", "D2": "3", "E2": "-1234.5", "F2": "1.5", "A3": "'=cmd(), b", "B3": "", "C3": "", "D3": "0", "E3": "0.07", "F3": ""} {
		if got := raw(cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]float64{"B2": serial("2026-03-09", 0), "C2": serial("2026-07-14", 725.0/1440)} {
		got, err := strconv.ParseFloat(raw(cell), 64)
		if err != nil || got < want-1e-6 || got > want+1e-6 {
			t.Errorf("%s is %v, want %v", cell, got, want)
		}
		kind, err := f.GetCellType("Liste", cell)
		if err != nil || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
			t.Errorf("%s is of type %v, %v", cell, kind, err)
		}
	}
	for cell, want := range map[string]string{"B2": "09/03/2026", "C2": "14/07/2026 12:05", "F2": "1.50", "D2": "3", "E3": "0.07 €"} {
		if got, err := f.GetCellValue("Liste", cell); err != nil || got != want {
			t.Errorf("%s shows %q, want %q (%v)", cell, got, want, err)
		}
	}
	sheetXML := part(t, f, "xl/worksheets/sheet1.xml")
	for _, want := range []string{`<autoFilter ref="$A$1:$F$4"`, `state="frozen"`} {
		if !strings.Contains(sheetXML, want) {
			t.Errorf("no %s in the sheet", want)
		}
	}
	if strings.Contains(sheetXML, "<f>") {
		t.Error("a formula")
	}
}

func part(t *testing.T, f *excelize.File, name string) string {
	t.Helper()
	v, ok := f.Pkg.Load(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	return string(v.([]byte))
}

// A cell that is longer than a workbook takes is cut by its own count, with a sign; a CSV holds it whole.
func TestLongAndStrangeCells(t *testing.T) {
	long := strings.Repeat("🐣", 20_000) + "fin"
	l := sheet.ListOf("L", []sheet.Column{{Head: "T"}}, [][]any{{long}, {"a\x00b\x1b\xff\uFFFEc"}, {"\u200e=1+1"}, {"＝1"}, {"\t\r=1"}, {"ﷺ שלום"}, {strings.Repeat("x", 32_767)}})
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(written(t, l, sheet.AsCSV)), "\uFEFF")))
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 8 || rows[1][0] != long || rows[2][0] != "abc" || rows[3][0] != "'\u200e=1+1" || rows[4][0] != "'＝1" || rows[6][0] != "ﷺ שלום" {
		t.Errorf("%d rows, %v, %q", len(rows), err, rows[2:])
	}
	f, err := excelize.OpenReader(bytes.NewReader(written(t, l, sheet.AsXLSX)))
	if err != nil {
		t.Fatal(err)
	}
	cell, err := f.GetCellValue("L", "A2")
	if n := len(utf16.Encode([]rune(cell))); err != nil || n > excelize.TotalCellChars || n < 32_000 || !strings.HasSuffix(cell, "🐣…") {
		t.Errorf("%d units, %v, ends in %q", n, err, cell[len(cell)-8:])
	}
	for at, want := range map[string]string{"A3": "abc", "A4": "'\u200e=1+1", "A5": "'＝1", "A7": "ﷺ שלום"} {
		if got, err := f.GetCellValue("L", at); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", at, got, want, err)
		}
	}
}

func TestCellsMustFit(t *testing.T) {
	for _, row := range [][]any{{models.Cents(1)}, {3}, {true}, {"a", "b"}, {}} {
		for _, f := range []sheet.Format{sheet.AsCSV, sheet.AsXLSX} {
			if err := sheet.ListOf("L", []sheet.Column{{Head: "T"}}, [][]any{row}).Write(io.Discard, f); !errors.Is(err, sheet.ErrCell) {
				t.Errorf("%v as %s: %v", row, f, err)
			}
		}
	}
}

// An error of the rows is the list's: half a list never passes for a whole one.
func TestRowsThatFail(t *testing.T) {
	broken := errors.New("gone")
	l := sheet.List{Name: "L", Columns: []sheet.Column{{Head: "T"}}, Rows: func(put func(...any) error) error {
		return errors.Join(put("a"), broken)
	}}
	for _, f := range []sheet.Format{sheet.AsCSV, sheet.AsXLSX} {
		if err := l.Write(io.Discard, f); !errors.Is(err, broken) {
			t.Errorf("%s: %v", f, err)
		}
	}
}

// many is a list of n rows that are made one by one.
func many(n int) sheet.List {
	return sheet.List{Name: "L", Columns: everyKind, Rows: func(put func(...any) error) error {
		for i := range n {
			err := put("Dossier de Zoë D'Hondt, rue du Marché", models.Date("2026-03-09"), models.Instant(1_700_000_000_000+int64(i)*60_000), i, models.Cents(i), i)
			if err != nil {
				return err
			}
		}
		return nil
	}}
}

// BenchmarkList writes 75,000 rows and reports the most memory that was in use.
func BenchmarkList(b *testing.B) {
	for _, f := range []sheet.Format{sheet.AsCSV, sheet.AsXLSX} {
		b.Run(string(f), func(b *testing.B) {
			for b.Loop() {
				peak := watchHeap()
				if err := many(75_000).Write(io.Discard, f); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(peak())/(1<<20), "peak-MiB")
			}
		})
	}
}

func watchHeap() (peak func() uint64) {
	runtime.GC()
	var most uint64
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	return func() uint64 { close(done); <-stopped; return most }
}
