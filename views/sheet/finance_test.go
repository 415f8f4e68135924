package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
	"eclosion/models/finance"
)

// samples are plans that try every formula: delays, seasons, VAT in one's favour, loans that end within the plan.
func samples() map[string]finance.Inputs {
	in := finance.New("2027-01-15")
	in.Opening, in.Reserve, in.PayDays = 1000_00, 2000_00, 30
	in.Sales = []finance.Sale{{Label: "Création", Price: 50_00, Quantity: [3]int64{600, 800, 1000}, VAT: 2100, CostUnit: 10_00, CostRate: 500, CostVAT: 2100, Days: 30},
		{Label: "=1+1", Price: 33_33, Quantity: [3]int64{77, 0, 3}, VAT: 600, CostRate: 3333, Days: 61}}
	in.Fixed = []finance.Cost{{Label: "Loyer", Amount: [3]models.Cents{6000_01, 6100_00, 6200_50}, VAT: 2100}, {Label: "Assurance", Amount: [3]models.Cents{100_00, 0, 1}}}
	in.Investments = []finance.Investment{{Label: "Machine", Amount: 3600_01, Month: 1, Years: 2, VAT: 2100}, {Label: "Plus tard", Amount: 1000_00, Month: 14, Years: 5, VAT: 2100}}
	in.Resources = []finance.Resource{{Kind: finance.Own, Label: "Épargne", Amount: 2000_00, Month: 1}, {Kind: finance.Loan, Label: "Microcrédit", Amount: 6000_00, Month: 1, Rate: 625, Months: 23},
		{Kind: finance.Grant, Label: "Bourse", Amount: 2500_00, Month: 3}}
	in.Remuneration = [3]models.Cents{12_000_05, 13_000_00, 14_000_00}
	in.Contributions = [3]models.Cents{3000_01, 3100_00, 3200_00}
	franchise := in
	franchise.Scheme, franchise.PayDays = finance.Franchise, 0
	franchise.Season = [12]int{3, 1, 1, 0, 0, 7, 1, 1, 1, 1, 1, 11}
	losing := in
	losing.Start = "2027-03-01"
	losing.Sales = []finance.Sale{{Label: "À perte", Price: 10_00, Quantity: [3]int64{100, 200, 0}, CostUnit: 12_00}}
	return map[string]finance.Inputs{"usual": in, "franchise": franchise, "losing": losing, "empty": finance.New("2026-11-23")}
}

// The workbook and the product must say the same, to the cent.
func TestTheWorkbookComputesAsTheProductDoes(t *testing.T) {
	for name, in := range samples() {
		content, cells, err := Finance(context.Background(), in, "JI-2026-0001")
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		same := func(sheet, cell, what string, want models.Cents) {
			t.Helper()
			text, err := book.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
			got, bad := strconv.ParseFloat(text, 64)
			if err != nil || bad != nil || models.Cents(math.Round(got*100)) != want {
				t.Errorf("%s, %s: %s!%s is %q (%v), want %d cents", name, what, sheet, cell, text, err, want)
			}
		}
		c := finance.Compute(in)
		for y, year := range c.Years {
			for what, want := range map[string]models.Cents{"turnover": year.Turnover, "variable": year.Variable, "margin": year.Margin, "fixed": year.Fixed, "depreciation": year.Depreciation, "operating": year.Operating,
				"interest": year.Interest, "contributions": year.Contributions, "remuneration": year.Remuneration, "result": year.Result, "cumulative": year.Cumulative, "capacity": year.Capacity,
				"principal": year.Principal, "left": year.Left, "charges": c.Even[y].Charges, "rate": models.Cents(c.Even[y].MarginRate), "threshold": c.Even[y].Threshold, "month": c.Even[y].Month, "months": models.Cents(c.Even[y].Tenths) * 10} {
				if what == "rate" && c.Even[y].Reach == finance.NoMargin {
					continue // the sheet shows how bad it is, the product says it in words
				}
				if what == "charges" && cells.Years[what] == 0 {
					t.Fatalf("the workbook has no %s", what)
				}
				same(yearsSheet, column(y+1)+strconv.Itoa(cells.Years[what]), fmt.Sprintf("%s of year %d", what, y+1), want)
			}
			for i, units := range c.Even[y].Units {
				same(yearsSheet, column(y+1)+strconv.Itoa(cells.Years["units_first"]+i), "units", models.Cents(units)*100)
			}
		}
		for k, m := range c.Months {
			for what, want := range map[string]models.Cents{"opening": m.Opening, "receipts": m.Receipts, "funds": m.Funds, "purchases": m.Purchases, "fixed": m.Fixed, "investments": m.Investments,
				"contributions": m.Contributions, "remuneration": m.Remuneration, "loans": m.Loans, "vat": m.VAT, "in": m.In, "out": m.Out, "closing": m.Closing, "collected": m.Collected, "deductible": m.Deductible} {
				same(cashSheet, column(k+1)+strconv.Itoa(cells.Months[what]), fmt.Sprintf("%s of month %d", what, k+1), want)
			}
		}
		f := c.Funding
		for what, want := range map[string]models.Cents{"investments": f.Investments, "needs": f.Needs, "resources": f.Resources, "balance": f.Balance, "loan": f.ByKind[finance.Loan], "grant": f.ByKind[finance.Grant]} {
			same(fundingSheet, cells.Funding[what], what, want)
		}
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}
}

func read(t *testing.T, content []byte) (finance.Inputs, []models.FieldProblem) {
	t.Helper()
	texts, err := finance.ReadWorkbook(content)
	if err != nil {
		t.Fatal(err)
	}
	return finance.Parse(func(name string) string { return texts[name] })
}

func TestAWorkbookComesBackAsItWent(t *testing.T) {
	for name, in := range samples() {
		content, _, err := Finance(context.Background(), in, "JI-2026-0001")
		if err != nil {
			t.Fatal(err)
		}
		if again, faults := read(t, content); len(faults) > 0 || !reflect.DeepEqual(again, in) {
			t.Errorf("%s: %+v came back as\n%+v, faults %v", name, in, again, faults)
		}
	}
}

// usual is a workbook as it was downloaded.
var usual = sync.OnceValues(func() ([]byte, error) {
	content, _, err := Finance(context.Background(), samples()["usual"], "JI-2026-0001")
	return content, err
})

// edited is the usual workbook after somebody has worked in it.
func edited(t *testing.T, edit func(*excelize.File)) []byte {
	t.Helper()
	content, err := usual()
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	edit(book)
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatPeopleDoToAWorkbook(t *testing.T) {
	set := func(cell string, value any) func(*excelize.File) {
		return func(f *excelize.File) {
			if err := f.SetCellValue(finance.DataSheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	price, vat, label := finance.Sales.At(1, "price"), finance.Sales.At(1, "vat"), finance.Sales.At(1, "label")
	for name, test := range map[string]struct {
		edit func(*excelize.File)
		seen func(finance.Inputs) bool
	}{
		"a figure":           {set(price, 1234.5), func(in finance.Inputs) bool { return in.Sales[0].Price == 1234_50 }},
		"a figure of thirds": {set(price, 1.234), func(in finance.Inputs) bool { return in.Sales[0].Price == 1_23 }},
		"an amount as text":  {set(price, "1.234,50 €"), func(in finance.Inputs) bool { return in.Sales[0].Price == 1234_50 }},
		"a year as a label":  {set(label, 2027), func(in finance.Inputs) bool { return in.Sales[0].Label == "2027" }},
		"a day as text":      {set("B4", "17/05/2027"), func(in finance.Inputs) bool { return in.Start == "2027-05-01" }},
		"a share": {func(f *excelize.File) {
			style, _ := f.NewStyle(&excelize.Style{NumFmt: 9})
			_ = f.SetCellStyle(finance.DataSheet, vat, vat, style)
			set(vat, 0.06)(f)
		}, func(in finance.Inputs) bool { return in.Sales[0].VAT == 600 }},
		"a formula without its value": {func(f *excelize.File) {
			_ = f.SetCellFormula(finance.DataSheet, finance.Sales.At(2, "price"), "1+1")
		}, func(in finance.Inputs) bool { return in.Sales[1].Price == 33_33 || in.Sales[1].Price == 0 }},
		"a word without accents": {set(finance.Sources.At(2, "kind"), "PRET"), func(in finance.Inputs) bool { return in.Resources[1].Kind == finance.Loan }},
		"a new line": {func(f *excelize.File) {
			set(finance.FixedCosts.At(20, "label"), "Dernier")(f)
			set(finance.FixedCosts.At(20, "y3"), 5)(f)
		}, func(in finance.Inputs) bool { return len(in.Fixed) == 3 && in.Fixed[2].Amount[2] == 5_00 }},
	} {
		if in, faults := read(t, edited(t, test.edit)); len(faults) > 0 || !test.seen(in) {
			t.Errorf("%s: %+v, faults %v", name, in, faults)
		}
	}
	for name, test := range map[string]struct {
		cell  string
		value any
		field string
	}{
		"below zero": {price, -5, "sale-1-price"}, "too much": {price, 1e300, "sale-1-price"}, "a half piece": {finance.Sales.At(1, "q1"), 1.5, "sale-1-q1"}, "a yes": {price, true, "sale-1-price"},
		"a long label": {label, strings.Repeat("x", 5000), "sale-1-label"}, "no day": {"B4", "30/02/2027", "start"}, "no word": {"B5", "mensuelle", "scheme"},
	} {
		if _, faults := read(t, edited(t, set(test.cell, test.value))); len(faults) != 1 || faults[0].Field != test.field {
			t.Errorf("%s: %v", name, faults)
		}
	}
	for name, edit := range map[string]func(*excelize.File){
		"merged cells":  func(f *excelize.File) { _ = f.MergeCell(finance.DataSheet, "A12", "B13") },
		"another mark":  set(finance.MarkerCell, "eclosion.finance/2"),
		"another sheet": func(f *excelize.File) { _ = f.SetSheetName(finance.DataSheet, "Feuille1") },
	} {
		if _, err := finance.ReadWorkbook(edited(t, edit)); !models.IsKind(err, models.Refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoWorkbook(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(w, io.LimitReader(zeros{}, 200<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"nothing": nil, "words": []byte("a;b\n1;2"), "a zip bomb": bomb.Bytes(), "a head alone": []byte("PK\x03\x04"), "too large": make([]byte, finance.MaxWorkbook+1)} {
		if _, err := finance.ReadWorkbook(content); !models.IsCode(err, "finance.workbook") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestTextsNeverRun(t *testing.T) {
	content, err := XLSX("Liste", [][]any{{"Nom", "Montant", "Jour"}, {"=HYPERLINK(\"http://x\")", models.Cents(12345), models.Date("2026-11-23")}, {"+32 4 123", models.Cents(-5), models.Date("")}, {"\x00@SUM\ufffe", 7, 2.5}})
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A2": "'=HYPERLINK(\"http://x\")", "A3": "'+32 4 123", "A4": "'@SUM", "B2": "123.45", "B3": "-0.05", "C2": "46349", "C3": "", "B4": "7", "C4": "2.5"} {
		if got, _ := book.GetCellValue("Liste", cell, excelize.Options{RawCellValue: true}); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
		if formula, _ := book.GetCellFormula("Liste", cell); formula != "" {
			t.Errorf("%s runs %q", cell, formula)
		}
	}
	if shown, _ := book.GetCellValue("Liste", "C2"); shown != "23/11/2026" {
		t.Errorf("the day is shown as %q", shown)
	}
}
