package progress

import (
	"fmt"
	"strings"
	"unicode"

	"eclosion/models"
)

// Unit says what an indicator counts in.
type Unit string

// The units.
const (
	InCount Unit = "count"
	InMoney Unit = "money"
	InHours Unit = "hours"
)

// Units lists the units as forms offer them.
func Units() []Unit { return []Unit{InCount, InMoney, InHours} }

// Indicator is a figure that a programme asks in each report.
type Indicator struct {
	ID       int64
	Code     string // short, in addresses and fields: turnover
	Label    string
	Unit     Unit
	Active   bool
	Position int
	Version  int
}

// Field names the indicator's field in a form.
func (i Indicator) Field() string { return "figure-" + i.Code }

// Side says who gave a figure.
type Side string

// The sides.
const (
	ByHolder Side = "holder"
	ByHouse  Side = "house"
)

// Figure is an indicator with what each side says, in hundredths: cents of money, of
// hours, of a count. Nil is not told.
type Figure struct {
	Indicator
	Holder, House *int64
}

// Value is what the report says: the coach's figure, or the holder's.
func (f Figure) Value() (amount int64, by Side, told bool) {
	switch {
	case f.House != nil:
		return *f.House, ByHouse, true
	case f.Holder != nil:
		return *f.Holder, ByHolder, true
	}
	return 0, "", false
}

// Of gives what a side says.
func (f Figure) Of(s Side) *int64 {
	if s == ByHolder {
		return f.Holder
	}
	return f.House
}

// ParseFigure reads what a person typed; "" is nothing told. A count is a whole number.
func ParseFigure(u Unit, text string) (*int64, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	if u == InHours {
		text = strings.TrimSpace(strings.TrimSuffix(text, "h"))
	}
	if u != InMoney && strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || r == '€' }) {
		return nil, fmt.Errorf("not a number: %q", text)
	}
	cents, err := models.ParseCents(text)
	if err != nil {
		return nil, err
	}
	if u == InCount && cents%100 != 0 {
		return nil, fmt.Errorf("not a whole number: %q", text)
	}
	amount := int64(cents)
	return &amount, nil
}

// wrongFigure is the code of a figure that cannot be read.
func (u Unit) wrongFigure() string {
	if u == InMoney {
		return "money"
	}
	return "number"
}

// read takes the typed figures of one side; a field that is missing changes nothing, one that cannot be
// read is told.
func read(figures []Figure, side Side, typed map[string]string) (changed map[int64]*int64, wrong []models.FieldProblem) {
	changed = map[int64]*int64{}
	for _, f := range figures {
		text, sent := typed[f.Code]
		if !sent || !f.Active && f.Of(side) == nil {
			continue
		}
		amount, err := ParseFigure(f.Unit, text)
		if err != nil {
			wrong = append(wrong, models.FieldProblem{Field: f.Field(), Code: f.Unit.wrongFigure()})
			continue
		}
		if was := f.Of(side); (was == nil) != (amount == nil) || was != nil && *was != *amount {
			changed[f.ID] = amount
		}
	}
	return changed, wrong
}
