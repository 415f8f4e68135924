package finance

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
)

// example is worked out by hand in the comments of the test below.
func example() Inputs {
	in := New("2027-01-15")
	in.Opening, in.Reserve, in.PayDays = 1000_00, 2000_00, 30
	in.Sales = []Sale{{Label: "Création", Price: 50_00, Quantity: [3]int64{600, 800, 1000}, VAT: 2100, CostUnit: 10_00, CostRate: 500, CostVAT: 2100, Days: 30}}
	in.Fixed = []Cost{{Label: "Loyer", Amount: [3]models.Cents{6000_00, 6000_00, 6000_00}, VAT: 2100}}
	in.Investments = []Investment{{Label: "Machine", Amount: 3600_00, Month: 1, Years: 3, VAT: 2100}}
	in.Resources = []Resource{{Kind: Own, Label: "Épargne", Amount: 2000_00, Month: 1}, {Kind: Loan, Label: "Microcrédit", Amount: 6000_00, Month: 1, Rate: 600, Months: 24}}
	in.Remuneration = [3]models.Cents{12_000_00, 12_000_00, 12_000_00}
	in.Contributions = [3]models.Cents{3000_00, 3000_00, 3000_00}
	return in
}

func TestAnExampleWorkedOutByHand(t *testing.T) {
	in := example()
	if in.Start != "2027-02-01" {
		t.Fatalf("the plan begins on %s", in.Start)
	}
	c := Compute(in)
	// 600 × 50 = 30 000; 600 × 10 + 5 % = 7 500; loan: 11 payments of 250, interest 30,00 − 28,75 − ... = 261,25.
	if got, want := c.Years[0], (Year{Lines: []models.Cents{30_000_00}, Turnover: 30_000_00, Variable: 7500_00, Margin: 22_500_00, Fixed: 6000_00, Depreciation: 1200_00, Operating: 15_300_00,
		Interest: 261_25, Before: 15_038_75, Contributions: 3000_00, Remuneration: 12_000_00, Result: 38_75, Cumulative: 38_75, Capacity: 1238_75, Principal: 2750_00, Left: -1511_25}); !reflect.DeepEqual(got, want) {
		t.Errorf("year 1:\n%+v, want\n%+v", got, want)
	}
	// 800 × 50 = 40 000; margin 75 %; interest 12 × 30 − 1,25 × (11 + ... + 22) = 112,50. Third year: one payment is left.
	if y := c.Years[1]; y.Margin != 30_000_00 || y.Interest != 112_50 || y.Principal != 3000_00 || y.Result != 7687_50 || y.Cumulative != 7726_25 {
		t.Errorf("year 2: %+v", y)
	}
	if y := c.Years[2]; y.Interest != 1_25 || y.Principal != 250_00 || y.Depreciation != 1200_00 || y.Cumulative != 7726_25+15_298_75 {
		t.Errorf("year 3: %+v", y)
	}
	// 22 461,25 of charges ÷ 75 % = 29 948,33; ÷ 12; 600 × 29 948,33 ÷ 30 000 = 598,97.
	if b := c.Even[0]; b.Reach != Reached || b.Charges != 22_461_25 || b.MarginRate != 7500 || b.Threshold != 29_948_33 || b.Month != 2495_69 || b.Tenths != 120 || !slices.Equal(b.Units, []int64{599}) {
		t.Errorf("break-even: %+v", b)
	}
	var closing []models.Cents
	for _, m := range c.Months {
		closing = append(closing, m.Closing)
	}
	if want := []models.Cents{3039_00, 3422_75, 3057_75, 3444_00, 3831_50, 2782_50, 3172_50, 3563_75, 2340_00, 2733_75, 3128_75, 1908_75}; !slices.Equal(closing, want) {
		t.Errorf("closing %v, want %v", closing, want)
	}
	// April finds 178,50 more VAT deducted than collected, and keeps it for July: 866,25 − 178,50.
	if c.Months[2].VAT != 0 || c.Months[2].credit != -178_50 || c.Months[5].VAT != 687_75 || c.Months[8].VAT != 866_25 || c.Months[11].VAT != 866_25 || c.Months[11].First != "2028-01-01" {
		t.Errorf("VAT of April %v, July %v, October %v, January %v", c.Months[2].VAT, c.Months[5].VAT, c.Months[8].VAT, c.Months[11].VAT)
	}
	if f := c.Funding; f.Needs != 5600_00 || f.Resources != 9000_00 || f.Balance != 3400_00 || f.ByKind[Loan] != 6000_00 || f.Investments != 3600_00 {
		t.Errorf("funding: %+v", f)
	}
	if below, lowest := c.Below(); len(below) != 0 || lowest != 1908_75 {
		t.Errorf("below zero: %v, lowest %v", below, lowest)
	}
}

func TestFranchiseKnowsNoVAT(t *testing.T) {
	in := example()
	in.Scheme = Franchise
	c := Compute(in)
	if !reflect.DeepEqual(c.Years, Compute(example()).Years) {
		t.Error("results depend on the rates of VAT")
	}
	// 1 000 + 8 000 − 500 − 3 600 − 1 000; then + 2 500 − 625 − 500 − 1 000 − 280.
	if c.Months[0].Closing != 3900_00 || c.Months[1].Closing != 3995_00 {
		t.Errorf("closing %v and %v", c.Months[0].Closing, c.Months[1].Closing)
	}
	for _, m := range c.Months {
		if m.VAT+m.Collected+m.Deductible != 0 {
			t.Errorf("%s has VAT: %+v", m.First, m)
		}
	}
}

func TestBreakEvenInEveryCase(t *testing.T) {
	for name, test := range map[string]struct {
		change    func(*Inputs)
		want      Reach
		threshold models.Cents
	}{
		"reached":                      {func(in *Inputs) {}, Reached, 29_948_33},
		"short":                        {func(in *Inputs) { in.Sales[0].Quantity[0] = 598 }, Short, 29_948_33},
		"exactly":                      {func(in *Inputs) { in.Remuneration[0] = 12_038_75 }, Reached, 30_000_00},
		"a cent short":                 {func(in *Inputs) { in.Remuneration[0] = 12_038_76 }, Short, 30_000_01},
		"nothing sold":                 {func(in *Inputs) { in.Sales = nil }, NoSales, 0},
		"a quantity of nothing":        {func(in *Inputs) { in.Sales[0].Quantity[0] = 0 }, NoSales, 0},
		"it costs what it brings":      {func(in *Inputs) { in.Sales[0].CostUnit, in.Sales[0].CostRate = 50_00, 0 }, NoMargin, 0},
		"it costs more than it brings": {func(in *Inputs) { in.Sales[0].CostRate = 12_000 }, NoMargin, 0},
		"nothing to cover": {func(in *Inputs) {
			*in = Inputs{Start: in.Start, Sales: in.Sales, Season: in.Season}
		}, Reached, 0},
	} {
		in := example()
		test.change(&in)
		b := Compute(in).Even[0]
		if b.Reach != test.want || b.Threshold != test.threshold {
			t.Errorf("%s: %+v", name, b)
		}
		if b.Threshold == 0 && b.Tenths+int(b.Month) != 0 {
			t.Errorf("%s: a threshold of nothing in %+v", name, b)
		}
	}
}

func TestRoundingLosesNoCent(t *testing.T) {
	for _, test := range []struct {
		amount      models.Cents
		part, whole int64
		want        models.Cents
	}{{100, 1, 3, 33}, {200, 1, 3, 67}, {1, 1, 2, 1}, {-1, 1, 2, -1}, {3, 1, 2, 2}, {-100, 1, 3, -33}, {5, 0, 7, 0}, {5, 1, 0, 0}, {7, 1, -2, -4}, {math.MaxInt64, 10_000, 10_000, math.MaxInt64}} {
		if got := share(test.amount, test.part, test.whole); got != test.want {
			t.Errorf("%d × %d ÷ %d = %d, want %d", test.amount, test.part, test.whole, got, test.want)
		}
	}
	in := example()
	in.Scheme, in.PayDays = Franchise, 0
	in.Season = [12]int{3, 1, 1, 0, 0, 7, 1, 1, 1, 1, 1, 11}
	in.Sales = []Sale{{Label: "a", Price: 1, Quantity: [3]int64{99_999, 1, 1}, CostRate: 3333}, {Label: "b", Price: 33_33, Quantity: [3]int64{7, 7, 7}, CostUnit: 3}}
	in.Fixed = []Cost{{Label: "c", Amount: [3]models.Cents{100_01, 0, 0}}}
	in.Contributions[0], in.Remuneration[0] = 1000_01, 1000_07
	in.Investments = []Investment{{Label: "d", Amount: 1000_01, Month: 5, Years: 1}}
	c := Compute(in)
	var sum Month
	for _, m := range c.Months {
		sum.Receipts += m.Receipts
		sum.Purchases += m.Purchases
		sum.Fixed += m.Fixed
		sum.Contributions += m.Contributions
		sum.Remuneration += m.Remuneration
	}
	y := c.Years[0]
	if sum.Receipts != y.Turnover || sum.Purchases != y.Variable || sum.Fixed != y.Fixed || sum.Contributions != 1000_01 || sum.Remuneration != 1000_07 || c.Months[3].Receipts != 0 {
		t.Errorf("months %+v do not add up to %+v", sum, y)
	}
	if a, b := c.Years[0].Depreciation, c.Years[1].Depreciation; a != 666_67 || a+b != 1000_01 || c.Years[2].Depreciation != 0 {
		t.Errorf("the value goes in %d and %d", a, b)
	}
}

func TestDelaysAreMonthsRoundedUp(t *testing.T) {
	for days, want := range map[int]int{0: 0, 1: 1, 30: 1, 31: 2, 60: 2, 61: 3, 180: 6} {
		if got := months(days); got != want {
			t.Errorf("%d days are %d months", days, got)
		}
	}
	in := example()
	in.Sales[0].Days, in.PayDays = 180, 61
	c := Compute(in)
	if c.Months[5].Receipts != 0 || c.Months[6].Receipts != 3025_00 || c.Months[2].Purchases != 0 || c.Months[3].Purchases != 756_25 {
		t.Errorf("receipts %v, purchases %v", c.Months[5:7], c.Months[2:4])
	}
	if below, lowest := c.Below(); len(below) == 0 || lowest >= 0 || !below[0].Below() {
		t.Error("who is paid after six months runs out of cash, and nobody says so")
	}
}

func TestTheLargestFiguresStayWithinBounds(t *testing.T) {
	in := New("2027-01-15")
	in.Opening, in.Reserve = models.MaxCents, models.MaxCents
	for range MaxSales {
		in.Sales = append(in.Sales, Sale{Label: "x", Price: models.MaxCents, Quantity: [3]int64{MaxQuantity, MaxQuantity, MaxQuantity}, VAT: MaxRate, CostUnit: 1, CostRate: 9999, CostVAT: MaxRate})
	}
	for range MaxFixed {
		in.Fixed = append(in.Fixed, Cost{Label: "x", Amount: [3]models.Cents{models.MaxCents, models.MaxCents, models.MaxCents}, VAT: MaxRate})
	}
	for range MaxResources {
		in.Resources = append(in.Resources, Resource{Kind: Loan, Label: "x", Amount: models.MaxCents, Month: 1, Rate: MaxRate, Months: 1})
	}
	c := Compute(in)
	if want := models.Cents(MaxSales) * models.MaxCents * MaxQuantity; c.Years[0].Turnover != want || c.Even[0].Threshold < 0 || c.Even[0].Threshold > 1e18 || c.Months[11].In <= 0 || c.Years[2].Cumulative == 0 {
		t.Errorf("turnover %d, threshold %d", c.Years[0].Turnover, c.Even[0].Threshold)
	}
}

func TestWhatIsTypedIsReadAsBelgiumWritesIt(t *testing.T) {
	typed := example().Values()
	typed["sale-1-price"], typed["fixed-1-y1"], typed["sale-1-q3"], typed["sale-1-cost_rate"], typed["opening"] = "50,0", "6.000,00 €", "1.000", "5 %", "1 000"
	read := func(values map[string]string) (Inputs, []models.FieldProblem) {
		return Parse(func(name string) string { return values[name] })
	}
	in, faults := read(typed)
	if len(faults) > 0 || !reflect.DeepEqual(in, example()) {
		t.Errorf("read %+v, faults %v", in, faults)
	}
	typed["start"] = "2027-02-17"
	if in, _ := read(typed); in.Start != "2027-02-01" {
		t.Errorf("the plan begins on %s", in.Start)
	}
	typed["fixed-2-vat"], typed["invest-2-month"], typed["source-3-kind"] = "21", "1", "own"
	if in, faults := read(typed); len(faults) > 0 || len(in.Fixed) != 1 || len(in.Investments) != 1 || len(in.Resources) != 2 {
		t.Errorf("an empty line counts: %+v, %v", in, faults)
	}
	for _, test := range [][3]string{
		{"start", "2027-02-30", "date"}, {"start", "", "date"}, {"start", "0001-01-01", "date"}, {"scheme", "x", "oneof"}, {"opening", "-5", "money"}, {"reserve", "99999999999", "money"},
		{"sale-1-price", "1,234", "money"}, {"sale-1-price", "=1+1", "money"}, {"sale-1-q1", "1,5", "number"}, {"sale-1-q1", "100001", "max"}, {"sale-1-q1", "-1", "number"},
		{"sale-1-vat", "101", "max"}, {"sale-1-vat", "vingt", "percent"}, {"sale-1-cost_rate", "300,01", "max"}, {"sale-1-days", "181", "max"}, {"sale-1-label", "", "required"},
		{"sale-1-label", strings.Repeat("é", 81), "max"}, {"invest-1-month", "37", "max"}, {"invest-1-month", "0", "min"}, {"invest-1-years", "", "required"}, {"invest-1-years", "21", "max"},
		{"source-1-kind", "gift", "oneof"}, {"source-2-months", "0", "min"}, {"source-1-month", "13", "max"}, {"season-3-weight", "1001", "max"}, {"year-2-remuneration", "a", "money"}, {"pay_days", "€5", "number"},
	} {
		values := example().Values()
		values[test[0]] = test[1]
		if _, faults := read(values); len(faults) != 1 || faults[0].Field != test[0] || faults[0].Code != test[2] {
			t.Errorf("%s = %q: %+v", test[0], test[1], faults)
		}
	}
	values := example().Values()
	for m := range 12 {
		values[Season.Cell(m+1, "weight")] = "0"
	}
	if _, faults := read(values); len(faults) != 1 || faults[0].Field != "season-1-weight" {
		t.Errorf("a year without months: %+v", faults)
	}
	for rate, want := range map[Rate]string{0: "0", 2100: "21", 10_000: "100", 750: "7,5", 725: "7,25", 5: "0,05"} {
		if got := rate.Text(); got != want {
			t.Errorf("rate %d: %q", rate, got)
		}
	}
}
