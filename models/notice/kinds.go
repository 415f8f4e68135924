package notice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eclosion/models/reporting"
)

// Kind says what a notice is for. Each kind has its text.
type Kind string

// The kinds.
const (
	Coaching   Kind = "coaching"   // agreement of coaching
	Status     Kind = "status"     // agreement of the provisional status
	Extension  Kind = "extension"  // amendment: months added
	Suspension Kind = "suspension" // amendment: the clock stops
	Resumption Kind = "resumption" // amendment: it goes on, with another end
	Award      Kind = "award"
	Refusal    Kind = "refusal"
	Reduction  Kind = "reduction"
	Recovery   Kind = "recovery"
)

// Kinds lists the kinds, in the order of a journey.
func Kinds() []Kind {
	return []Kind{Coaching, Status, Extension, Suspension, Resumption, Award, Refusal, Reduction, Recovery}
}

// Paper is the kind of issued paper that a notice becomes.
func (k Kind) Paper() string {
	switch k {
	case Coaching:
		return reporting.KindAgreement
	case Status:
		return reporting.KindStatus
	case Extension, Suspension, Resumption:
		return reporting.KindAmendment
	}
	return reporting.KindGrant
}

// IsLetter reports whether the couveuse alone signs.
func (k Kind) IsLetter() bool { return k.Paper() == reporting.KindGrant }

// Cause is what a notice tells: one notice stands for each.
type Cause struct {
	Kind    Kind
	Seq     int // the row of history that an amendment tells
	Request int // number of the request that a letter is about
	Nth     int // which reduction or recovery of it, from 1
}

// String writes a cause as addresses and records hold it: "coaching", "extension-4", "award-1", "reduction-1-2".
func (c Cause) String() string {
	switch {
	case c.Nth > 0:
		return fmt.Sprintf("%s-%d-%d", c.Kind, c.Request, c.Nth)
	case c.Request > 0:
		return fmt.Sprintf("%s-%d", c.Kind, c.Request)
	case c.Seq > 0:
		return fmt.Sprintf("%s-%d", c.Kind, c.Seq)
	}
	return string(c.Kind)
}

// ParseCause reads a cause; ok is false for what names none.
func ParseCause(s string) (c Cause, ok bool) {
	parts := strings.Split(s, "-")
	c.Kind = Kind(parts[0])
	numbers := []*int{}
	switch c.Kind {
	case Coaching, Status:
	case Extension, Suspension, Resumption:
		numbers = append(numbers, &c.Seq)
	case Award, Refusal:
		numbers = append(numbers, &c.Request)
	case Reduction, Recovery:
		numbers = append(numbers, &c.Request, &c.Nth)
	}
	if !slices.Contains(Kinds(), c.Kind) || len(parts) != 1+len(numbers) {
		return Cause{}, false
	}
	for i, n := range numbers {
		if *n, _ = strconv.Atoi(parts[i+1]); *n < 1 {
			return Cause{}, false
		}
	}
	return c, c.String() == s // no sign, no leading zero
}
