package finance

import (
	"math/big"

	"eclosion/models"
)

// Rate is a share in hundredths of a per cent: 2100 is 21 %.
type Rate int64

// Scheme says how VAT is handled.
type Scheme string

// The schemes. The law changes rates and thresholds; both are entered, none stands here.
const (
	Quarterly Scheme = "quarterly" // VAT is collected, deducted, and paid after each quarter
	Franchise Scheme = "franchise" // small enterprises: no VAT on sales, none deducted
)

// Kind says where money comes from.
type Kind string

// The kinds of resource.
const (
	Own   Kind = "own"
	Loan  Kind = "loan"
	Grant Kind = "grant"
	Other Kind = "other"
)

// Kinds lists the kinds as forms offer them.
func Kinds() []Kind { return []Kind{Own, Loan, Grant, Other} }

// The bounds of what is entered: with them no total comes near to what 64 bits hold.
const (
	MaxSales       = 12
	MaxFixed       = 20
	MaxInvestments = 12
	MaxResources   = 10
	MaxQuantity    = 100_000 // of one line in a year
	MaxLabel       = 80      // characters
	MaxCostRate    = 30_000  // 300 %
	MaxRate        = 10_000  // 100 %
	MaxDays        = 180     // in which somebody pays
	MaxWeight      = 1000    // of a month in the year
	MaxLoanMonths  = 240
	MaxLife        = 20 // years of use of an investment
	Years          = 3
	MonthsOfCash   = 12
)

// Inputs is all that is entered.
type Inputs struct {
	Start         models.Date     `json:"start"` // first day of the first month
	Scheme        Scheme          `json:"scheme"`
	Opening       models.Cents    `json:"opening"`  // on the bank account on that day
	Reserve       models.Cents    `json:"reserve"`  // cash that is to stay there: a need
	PayDays       int             `json:"pay_days"` // in which purchases are paid
	Season        [12]int         `json:"season"`   // weight of each month of the plan in a year's sales
	Sales         []Sale          `json:"sales"`
	Fixed         []Cost          `json:"fixed"`
	Investments   []Investment    `json:"investments"`
	Resources     []Resource      `json:"resources"`
	Remuneration  [3]models.Cents `json:"remuneration"`  // what the holder takes out in a year
	Contributions [3]models.Cents `json:"contributions"` // to social insurance, as estimated
}

// Sale is something that is sold.
type Sale struct {
	Label    string       `json:"label"`
	Price    models.Cents `json:"price"`
	Quantity [3]int64     `json:"quantity"`  // of each year
	VAT      Rate         `json:"vat"`       // on the price
	CostUnit models.Cents `json:"cost_unit"` // variable cost of one
	CostRate Rate         `json:"cost_rate"` // variable cost as a share of the turnover, besides
	CostVAT  Rate         `json:"cost_vat"`
	Days     int          `json:"days"` // in which clients pay
}

// Cost is a fixed cost, the same whatever is sold.
type Cost struct {
	Label  string          `json:"label"`
	Amount [3]models.Cents `json:"amount"` // of each year
	VAT    Rate            `json:"vat"`
}

// Investment is bought once and used for years.
type Investment struct {
	Label  string       `json:"label"`
	Amount models.Cents `json:"amount"`
	Month  int          `json:"month"` // of the plan in which it is bought: 1 to 36
	Years  int          `json:"years"` // of use, over which its value goes
	VAT    Rate         `json:"vat"`
}

// Resource is money that comes in besides sales. Rate and Months are those of a loan.
type Resource struct {
	Kind   Kind         `json:"kind"`
	Label  string       `json:"label"`
	Amount models.Cents `json:"amount"`
	Month  int          `json:"month"` // of the plan in which it comes: 1 to 12
	Rate   Rate         `json:"rate"`  // interest of a year
	Months int          `json:"months"`
}

// New gives the inputs of a plan that nobody has filled in: the year begins with the next month.
func New(today models.Date) Inputs {
	in := Inputs{Start: today[:8] + "01", Scheme: Quarterly}
	in.Start = in.Start.AddMonths(1)
	for i := range in.Season {
		in.Season[i] = 1
	}
	return in
}

// share gives amount × part ÷ whole to the nearest cent, halves away from zero; 0 without a whole.
func share(amount models.Cents, part, whole int64) models.Cents {
	if whole == 0 {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(int64(amount)), big.NewInt(part))
	d := big.NewInt(whole)
	if d.Sign() < 0 {
		n.Neg(n)
		d.Neg(d)
	}
	half := new(big.Int).Abs(n)
	half.Lsh(half, 1).Add(half, d)
	half.Quo(half, new(big.Int).Lsh(d, 1))
	if n.Sign() < 0 {
		half.Neg(half)
	}
	return models.Cents(half.Int64())
}

func (r Rate) of(amount models.Cents) models.Cents { return share(amount, int64(r), 10_000) }

// slice gives the part of an amount that falls on one step, so that all steps together give the
// amount: the difference of two rounded running totals.
func slice(amount models.Cents, before, upTo, whole int64) models.Cents {
	return share(amount, upTo, whole) - share(amount, before, whole)
}
