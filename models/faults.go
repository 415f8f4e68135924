package models

import "unicode/utf8"

// Faults gathers what is wrong with what was typed, field by field.
type Faults []FieldProblem

// Field adds a fault of a field.
func (f *Faults) Field(name, code string, facts Facts) {
	*f = append(*f, FieldProblem{Field: name, Code: code, Facts: facts})
}

// Length refuses a text of more characters.
func (f *Faults) Length(name, text string, most int) {
	if utf8.RuneCountInString(text) > most {
		f.Field(name, "max", Facts{"param": most, "kind": "text"})
	}
}

// Between refuses a number below or above.
func (f *Faults) Between(name string, n, low, high int) {
	switch {
	case n < low:
		f.Field(name, "gte", Facts{"param": low})
	case n > high:
		f.Field(name, "lte", Facts{"param": high})
	}
}
