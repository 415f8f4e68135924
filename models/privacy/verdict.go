package privacy

import (
	"eclosion/models"
	"eclosion/models/programme"
)

// Why says why a dossier is not erased when its person asks.
type Why string

// The reasons for keeping.
const (
	Nothing  Why = ""         // none: it is erased whole
	Examined Why = "examined" // it is being examined: withdrawing it comes first
	Running  Why = "running"  // its accompaniment is going on
	Evidence Why = "evidence" // it proves what public money was spent on
)

// Verdict is what an erasure would do to one dossier.
type Verdict struct {
	Ref   string
	Phase programme.Phase
	Why   Why
	// Until is the last day on which an accompanied dossier must be kept; "" when it cannot be told yet.
	Until models.Date
	// Paid tells that money of the grant was paid: its papers are kept longer.
	Paid bool
}

// Erasable reports whether the dossier is erased.
func (v Verdict) Erasable() bool { return v.Why == Nothing }

// EvidenceYears and AccountsYears are counted from 31 December of the year of the last payment, or
// of the year in which the journey ended when nothing was paid: proofs for the European Social Fund Plus
// (Regulation (EU) 2021/1060, article 82), and papers of accounts.
const (
	EvidenceYears = 5
	AccountsYears = 10
)

// Judge says what an erasure would do to a dossier in that phase: endedOn is the day its journey
// ended, paidOn that of the last payment of a grant; "" for none.
func Judge(phase programme.Phase, endedOn, paidOn models.Date) (why Why, until models.Date) {
	switch {
	case Anonymisable(phase):
		return Nothing, ""
	case phase.IsApplication():
		return Examined, ""
	case phase.IsJourney():
		return Running, ""
	}
	last, years := endedOn, EvidenceYears
	if paidOn != "" {
		last, years = max(endedOn, paidOn), AccountsYears
	}
	if last == "" {
		return Evidence, ""
	}
	return Evidence, models.NewDate(last.Year()+years, 12, 31)
}
