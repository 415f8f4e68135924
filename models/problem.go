package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what a problem asks of whoever receives it. Handlers map each kind
// to one status and one page.
type Kind uint8

// The kinds of problem.
const (
	NotFound    Kind = iota + 1 // it does not exist, or not for this actor
	Forbidden                   // the actor may see it but not do this
	Refused                     // a rule of the trade says no
	Conflict                    // somebody else changed it meanwhile
	Invalid                     // what was typed cannot be taken
	Unavailable                 // the product cannot answer now
	TooMany                     // too many tries in a short time
)

// Facts are what a person needs to understand a refusal: dates, counts, names.
type Facts map[string]any

// Problem is a refusal or a failure that a person can do something about. Code
// is stable ("coaching.too_short"); views/wording turns code and facts into French.
type Problem struct {
	Kind   Kind
	Code   string
	Facts  Facts
	Fields []FieldProblem // for Invalid: what is wrong where, in the form's order
	// Reasons are the rules that say no, when there are several or when they
	// come with field problems; each is a Refused of its own, without reasons.
	Reasons []*Problem
}

// FieldProblem says what is wrong with one field of a form. Code is a
// validator's tag ("required", "max") or one of ours ("date", "money").
type FieldProblem struct {
	Field string
	Code  string
	Facts Facts
}

// Error gives the code and facts, for logs; people read wording's sentence.
func (p *Problem) Error() string {
	text := p.Code
	if len(p.Facts) > 0 {
		text += fmt.Sprintf(" %v", p.Facts)
	}
	var parts []string
	for _, f := range p.Fields {
		parts = append(parts, f.Field+":"+f.Code)
	}
	for _, r := range p.Reasons {
		parts = append(parts, r.Error())
	}
	if len(parts) > 0 {
		text += " " + strings.Join(parts, ", ")
	}
	return text
}

// Codes lists the rules that say no, however many there are: the codes of the
// reasons, or the problem's own code when it stands alone.
func (p *Problem) Codes() []string {
	if p == nil {
		return nil
	}
	if len(p.Reasons) == 0 {
		return []string{p.Code}
	}
	codes := make([]string, len(p.Reasons))
	for i, r := range p.Reasons {
		codes[i] = r.Code
	}
	return codes
}

// Missing says that the thing does not exist for this actor.
func Missing(what string) *Problem { return &Problem{Kind: NotFound, Code: what + ".not_found"} }

// Denied says that the actor may see but not do.
func Denied(action string) *Problem {
	return &Problem{Kind: Forbidden, Code: "access.denied", Facts: Facts{"action": action}}
}

// Refuse says which rule refuses, with the facts.
func Refuse(code string, facts Facts) *Problem {
	return &Problem{Kind: Refused, Code: code, Facts: facts}
}

// Stale says that somebody changed the record since it was read.
func Stale(what string, facts Facts) *Problem {
	return &Problem{Kind: Conflict, Code: what + ".stale", Facts: facts}
}

// Fields gathers field problems into one Invalid problem; nil when there are none.
func Fields(list ...FieldProblem) *Problem {
	if len(list) == 0 {
		return nil
	}
	return &Problem{Kind: Invalid, Code: "form.invalid", Fields: list}
}

// Gather makes one answer of all that a check found, so that a page can show
// everything at once: nil when nothing, the single refusal itself, several under
// "refused.several", or an Invalid when fields are wrong (reasons beside them).
// Nil reasons are left out.
func Gather(fields []FieldProblem, reasons ...*Problem) *Problem {
	var kept []*Problem
	for _, r := range reasons {
		if r != nil {
			kept = append(kept, r)
		}
	}
	switch {
	case len(fields) > 0:
		p := Fields(fields...)
		p.Reasons = kept
		return p
	case len(kept) == 0:
		return nil
	case len(kept) == 1:
		return kept[0]
	}
	return &Problem{Kind: Refused, Code: "refused.several", Reasons: kept}
}

// ProblemOf finds the problem in an error chain.
// A nil *Problem carried as an error is none: a verb that returned a rule's nil
// answer as it came did not refuse.
func ProblemOf(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok && p != nil
}

// IsKind reports whether the error is a problem of that kind.
func IsKind(err error, kind Kind) bool {
	p, ok := ProblemOf(err)
	return ok && p.Kind == kind
}

// IsCode reports whether the error is a problem with that code, alone or among
// several reasons.
func IsCode(err error, code string) bool {
	p, ok := ProblemOf(err)
	return ok && (p.Code == code || slices.Contains(p.Codes(), code))
}
