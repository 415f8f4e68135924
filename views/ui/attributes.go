package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

// attributes gives a control the attributes that most fields go without.
func (in Field) attributes(f Form) templ.OrderedAttributes {
	var a templ.OrderedAttributes
	put := func(name, value string) {
		if value != "" {
			a = append(a, templ.KV[string, any](name, value))
		}
	}
	put("aria-describedby", f.describedBy(in))
	if f.Problem(in.Name) != "" {
		put("aria-invalid", "true")
	}
	put("autocomplete", in.Autocomplete)
	put("min", in.From)
	put("max", in.To)
	put("data-draft", in.Draft)
	if in.Max > 0 {
		// No maxlength: a browser cuts a pasted text without a word. The counter
		// warns, the server refuses, and nothing typed is lost.
		put("data-max", strconv.Itoa(in.Max))
	}
	return a
}

func optionHint(f Form, in Field, n int, o Option) templ.OrderedAttributes {
	if o.Hint == "" {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("aria-describedby", f.optionID(in.Name, n)+"-note")}
}

// searchMax bounds a search: longer ones find nothing and cost the server.
func (in Field) searchMax() int {
	if in.Max > 0 {
		return in.Max
	}
	return 200
}

// described ties a group to its hint and problem; nothing else is allowed there.
func described(f Form, in Field) templ.OrderedAttributes {
	ids := f.describedBy(in)
	if ids == "" {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("aria-describedby", ids)}
}

func anchor(id string) templ.OrderedAttributes {
	if id == "" {
		return nil
	}
	return templ.OrderedAttributes{templ.KV[string, any]("id", id)}
}
