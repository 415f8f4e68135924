package trial

import (
	"eclosion/models"
)

// State is where a grant request stands.
type State string

// The states of a request. Each but the first is final; what follows an award
// (payments, reductions, recoveries) are records beside it.
const (
	Submitted State = "submitted"
	Awarded   State = "awarded"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// AllStates lists the states in the order in which a request meets them.
func AllStates() []State { return []State{Submitted, Awarded, Refused, Withdrawn} }

// Line is one post of a request's budget.
type Line struct {
	Label  string
	Amount models.Cents
}

// Request is a grant request with all that became of it.
type Request struct {
	ID, ProjectID, PersonID int64
	Ref                     string // JI-2026-0042-B1
	Number                  int    // within the project, from 1
	Purpose                 string
	AskedOn                 models.Date
	AskedBy                 int64
	AskedByName             string // "" when it was not entered by an account
	State                   State
	DecidedOn               models.Date
	DecidedByName           string
	Reason                  string // of the refusal; a word beside an award
	Imported                bool   // awarded before the product: an award without tranches, its payments not known
	Version                 int

	Lines      []Line
	Award      *Award // nil while none
	Tranches   []Tranche
	Reductions []Reduction
	Proofs     []Proof
	Recoveries []Recovery
}

// Award is what was granted on a request, before any reduction.
type Award struct {
	Amount models.Cents
	On     models.Date
	ByName string
}

// Tranche is a part of an award that is paid on its own condition and day.
type Tranche struct {
	ID        int64
	Position  int // from 1
	Amount    models.Cents
	Condition string
	DueOn     models.Date // "": as soon as it was awarded
	Settled   bool        // nothing is left to pay on it; kept for lists
	Payments  []Payment
	Reduced   models.Cents // its part of the award's reductions
}

// Paid is what was paid on the tranche.
func (t Tranche) Paid() models.Cents {
	var total models.Cents
	for _, p := range t.Payments {
		total += p.Amount
	}
	return total
}

// Left is what is still to pay on the tranche.
func (t Tranche) Left() models.Cents { return t.Amount - t.Reduced - t.Paid() }

// Payment is money sent to the holder.
type Payment struct {
	Amount    models.Cents
	On        models.Date
	Reference string
	ByName    string
}

// Reduction is a part of an award given up before it was paid.
type Reduction struct {
	Amount models.Cents
	On     models.Date
	Reason string
	ByName string
}

// Proof is a paper that shows what the grant was spent on.
type Proof struct {
	Label  string
	Amount models.Cents
	On     models.Date // the day it was received
	ByName string
}

// Recovery is money that the holder paid back.
type Recovery struct {
	Amount models.Cents
	On     models.Date
	Reason string
	ByName string
}

// Tranche finds a tranche of the request by its id.
func (r Request) Tranche(id int64) (Tranche, bool) {
	for _, t := range r.Tranches {
		if t.ID == id {
			return t, true
		}
	}
	return Tranche{}, false
}

// Asked is the sum of the budget lines.
func (r Request) Asked() models.Cents {
	var total models.Cents
	for _, l := range r.Lines {
		total += l.Amount
	}
	return total
}

// Balance is what the request comes to. A withdrawn request asks for nothing.
func (r Request) Balance() Balance {
	var b Balance
	if r.State != Withdrawn {
		b.Asked = r.Asked()
	}
	if r.Award != nil {
		b.Awarded = r.Award.Amount
		if r.Imported {
			b.Carried = r.Award.Amount
		}
	}
	for _, x := range r.Reductions {
		b.Reduced += x.Amount
	}
	b.Awarded -= b.Reduced
	for _, t := range r.Tranches {
		b.Paid += t.Paid()
	}
	for _, x := range r.Recoveries {
		b.Recovered += x.Amount
	}
	for _, x := range r.Proofs {
		b.Proven += x.Amount
	}
	return b
}

// Grant is all of one dossier's grant, as its page and its papers show it.
type Grant struct {
	Cap      models.Cents // of the terms of this journey
	Requests []Request    // oldest first
	Project  Balance      // of these requests
	Holder   Balance      // of every request of the holder, over all projects and cohorts
}

// Left is what may still be awarded to the holder under the terms of this journey.
func (g Grant) Left() models.Cents { return g.Holder.LeftUnder(g.Cap) }

// Request finds a request by its number.
func (g Grant) Request(number int) (Request, bool) {
	for _, r := range g.Requests {
		if r.Number == number {
			return r, true
		}
	}
	return Request{}, false
}
