package models

import (
	"errors"
	"fmt"
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
	if len(p.Fields) == 0 {
		if len(p.Facts) == 0 {
			return p.Code
		}
		return fmt.Sprintf("%s %v", p.Code, p.Facts)
	}
	names := make([]string, len(p.Fields))
	for i, f := range p.Fields {
		names[i] = f.Field + ":" + f.Code
	}
	return p.Code + " " + strings.Join(names, ", ")
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

// ProblemOf finds the problem in an error chain.
func ProblemOf(err error) (*Problem, bool) {
	var p *Problem
	ok := errors.As(err, &p)
	return p, ok
}

// IsKind reports whether the error is a problem of that kind.
func IsKind(err error, kind Kind) bool {
	p, ok := ProblemOf(err)
	return ok && p.Kind == kind
}

// IsCode reports whether the error is a problem with that code.
func IsCode(err error, code string) bool {
	p, ok := ProblemOf(err)
	return ok && p.Code == code
}
