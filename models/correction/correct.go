package correction

import (
	"crypto/rand"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/journey"
	"eclosion/models/programme"
)

// Known is a fact as it stands; "" when it is not known.
type Known struct {
	Fact  Fact
	Value string
}

// Done is a correction that was made.
type Done struct {
	Fact         Fact
	Was, Becomes string
	Reason, By   string
	At           models.Instant
}

// Dossier is what can be corrected of one, and what was.
type Dossier struct {
	Project *programme.Project
	Facts   []Known // those that it has
	Done    []Done  // newest first
	Frozen  bool    // its answers for the European Social Fund are: they have corrections of their own
	marks   []Mark
	steps   map[Fact]int64
}

// Known gives a fact as it stands; false when the dossier does not have it.
func (d *Dossier) Known(f Fact) (value string, known bool) {
	for _, k := range d.Facts {
		if k.Fact == f {
			return k.Value, true
		}
	}
	return "", false
}

// Load gives what can be corrected of a dossier to who may correct it. Of one that was not accepted nothing can.
func Load(tx *db.Tx, ref string) (*Dossier, error) {
	p, err := programme.Load(tx, ref, access.FactCorrect)
	if err != nil {
		return nil, err
	}
	if p.Phase.IsApplication() {
		return nil, models.Missing("project")
	}
	d := &Dossier{Project: p}
	return d, d.read(tx)
}

// Correct puts a past fact right where it lives, and adds to the history what was there, what is right and why. The day of a step
// counts from then on for clocks, lists and new reports; the row of history, issued papers and what is frozen for the
// European Social Fund stay as they are. Fields: "correction_fact" (one that
// the dossier does not have), "correction_value", "correction_reason".
func Correct(tx *db.Tx, ref string, version int, draft Draft) error {
	d, err := Load(tx, ref)
	if err != nil {
		return err
	}
	p := d.Project
	if version != p.Version && !tx.Actor().IsOperator() {
		return models.Stale("project", models.Facts{"ref": p.Ref})
	}
	was, known := d.Known(draft.Fact)
	if !known {
		return models.Fields(models.FieldProblem{Field: "correction_fact", Code: "oneof"})
	}
	draft, problem := draft.clean(was, d.marks, tx.Today())
	if problem != nil {
		return problem
	}
	if err := programme.Touch(tx, p); err != nil {
		return err
	}
	err = programme.RecordChange(tx, programme.Change{ProjectID: p.ID, FromPhase: p.Phase, ToPhase: p.Phase, EffectiveOn: tx.Today(), Reason: draft.Reason},
		models.Facts{"kind": journey.KindFactCorrected, "fact": draft.Fact, "was": was, "becomes": draft.Value})
	if err != nil {
		return err
	}
	if err := d.insert(tx, strings.ToLower(rand.Text()[:16]), was, draft); err != nil {
		return err
	}
	if err := d.apply(tx, draft); err != nil {
		return err
	}
	return tx.Audit("fact.correct", "project", p.ID, p.ID, models.Facts{"fact": draft.Fact})
}

// apply writes the value where it lives.
func (d *Dossier) apply(tx *db.Tx, draft Draft) error {
	switch draft.Fact {
	case BirthOn, Gender:
		person, err := programme.LoadPerson(tx, d.Project.PersonID)
		if err != nil {
			return err
		}
		if draft.Fact == Gender {
			person.Gender = draft.Value
		} else {
			person.BirthOn = models.Date(draft.Value)
		}
		return programme.UpdatePerson(tx, person)
	case AcceptedOn, EnteredOn, TestOn, LeftOn:
		return d.move(tx, draft.Fact, models.Date(draft.Value))
	}
	return d.write(tx, draft)
}

// move gives a step its day: the kept days of the dossier and the clock follow.
func (d *Dossier) move(tx *db.Tx, f Fact, on models.Date) error {
	p := d.Project
	last := map[Fact][]programme.Phase{AcceptedOn: {programme.Accepted}, EnteredOn: {programme.Coaching}, TestOn: {programme.Test},
		LeftOn: {programme.Launched, programme.Exited}}
	for _, phase := range last[f] {
		if p.Phase == phase {
			p.PhaseStartedOn = on
		}
	}
	switch f {
	case EnteredOn:
		p.EnteredOn = on
	case LeftOn:
		if err := d.endAgreements(tx, on); err != nil {
			return err
		}
		p.LeftOn = on
	}
	if p.Phase.IsClocked() {
		s, err := journey.Gather(tx, p)
		if err != nil {
			return err
		}
		p.PhaseEndsOn = journey.PlannedEnd(*s.Clock, tx.Today())
	}
	return d.keepDays(tx)
}
