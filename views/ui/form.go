package ui

import (
	"context"
	"strconv"
	"strings"

	"eclosion/views/wording"
)

// Form is what a form shows when it comes back: what was typed, what is wrong
// with it, and the two hidden fields that make a submission safe to repeat.
type Form struct {
	// Values holds what was typed or stored, by field name, as the browser sent it.
	Values map[string][]string
	// Problems, in the order of the form's fields.
	Problems []Problem
	// Key is the idempotency key (hidden field "cle"); "" sends none.
	Key string
	// Version is the version of the record being edited (hidden field "version"); "" sends none.
	Version string
	// Scope keeps ids apart when two forms of one page share field names.
	Scope string
}

// Problem is one thing to mend. An empty Field is a problem of the whole form.
// Label names the field in the summary, where the text stands far from it.
type Problem struct{ Field, Label, Text string }

// summary is the problem as it reads on top of the form.
func (p Problem) summary(ctx context.Context) string {
	if p.Label == "" {
		return p.Text
	}
	if strings.HasSuffix(p.Label, "?") {
		return p.Label + " " + p.Text
	}
	return wording.T(ctx, "%s : %s", p.Label, p.Text)
}

// Value gives the first value of a field, "" for none.
func (f Form) Value(name string) string {
	if v := f.Values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Text is something that was written; Label says what, "" for nothing in particular.
type Text struct{ Label, Text string }

// Texts gives what was typed in these fields, without those left blank.
func (f Form) Texts(names ...string) (list []Text) {
	for _, name := range names {
		if text := f.Value(name); strings.TrimSpace(text) != "" {
			list = append(list, Text{Text: text})
		}
	}
	return list
}

// Checked says whether a box or a choice with this value is ticked.
func (f Form) Checked(name, value string) bool {
	for _, v := range f.Values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// Problem gives the first problem of a field, "" for none.
func (f Form) Problem(name string) string {
	for _, p := range f.Problems {
		if p.Field == name {
			return p.Text
		}
	}
	return ""
}

// ID gives the id of a field's control, which the error summary links to.
func (f Form) ID(name string) string {
	if f.Scope == "" {
		return "f-" + name
	}
	return "f-" + f.Scope + "-" + name
}

// optionID gives the id of the nth choice of a group; the first bears the
// field's own id, so that the error summary leads to something that takes focus.
func (f Form) optionID(name string, n int) string {
	if n == 0 {
		return f.ID(name)
	}
	return f.ID(name) + "-" + strconv.Itoa(n)
}

// describedBy names the hint, the problem and the counter of a field for
// assistive technology, in reading order.
func (f Form) describedBy(in Field) string {
	ids, id := "", f.ID(in.Name)
	if f.Problem(in.Name) != "" {
		ids = id + "-error"
	}
	if in.Hint != "" {
		if ids != "" {
			ids += " "
		}
		ids += id + "-hint"
	}
	return ids
}

// Size is the width of a field: as wide as what it is to take.
type Size string

// The widths; a field without one takes the whole line.
const (
	Full   Size = ""
	Short  Size = "short"  // a number, a postcode, a time
	Medium Size = "medium" // a telephone number, a city
)

// Field describes one field of a form. Only Name and Label are always needed.
type Field struct {
	Name, Label, Hint string
	// Optional marks the label "(facultatif)". All other fields are required.
	Optional bool
	// Type of a TextField: text (""), email, tel, password, url or search.
	Type string
	// Autocomplete is the browser's purpose for the field: email, given-name, tel ...
	Autocomplete string
	// Max is the greatest number of characters; a TextArea then counts them. 0: no limit.
	Max int
	// Rows of a TextArea; 0: five.
	Rows int
	// Draft names the text that the browser keeps until it is saved (a TextArea
	// only), for instance "JI-2026-0042/rencontre". "" keeps none.
	Draft string
	// From and To bound a date, a time or a number, in the form of its value.
	From, To string
	// Suffix is a unit shown behind a NumberField: "mois", "h".
	Suffix string
	// Prompt is the first, empty choice of a Select; "" says "Choisissez".
	Prompt string
	// Inline puts Radios or Checkboxes side by side.
	Inline bool
	Size   Size
}

func (in Field) inputType() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

func (in Field) rows() string {
	if in.Rows == 0 {
		return "5"
	}
	return strconv.Itoa(in.Rows)
}

func (in Field) prompt(ctx context.Context) string {
	if in.Prompt == "" {
		return wording.T(ctx, "Choisissez")
	}
	return in.Prompt
}

// box is the class of the block around a field.
func (in Field) box(f Form) string {
	class := "field"
	if in.Size != Full {
		class += " field-" + string(in.Size)
	}
	if f.Problem(in.Name) != "" {
		class += " field-wrong"
	}
	return class
}

func (in Field) choices() string {
	if in.Inline {
		return "choices choices-inline"
	}
	return "choices"
}

// Option is one choice of a Select, Radios or Checkboxes.
type Option struct {
	Value, Label, Hint string
	Disabled           bool
}
