package participant

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Record is what was asked of the person of a dossier.
type Record struct {
	Project  *programme.Project
	Entry    Entry
	Proposed Entry // what the dossier knows, before anything is frozen
	FrozenAt models.Instant
	Carried  bool // taken from the dossier after the entry, not asked at it
	Version  int  // 0: nothing was written yet
	Rules    Rules
	Exit     *Result
	Later    *Result
	History  []Correction

	kept Rules // those of the day of entry
}

// Correction is one change of what was frozen or recorded. It is never edited.
type Correction struct {
	Part Moment // Exit, Later; "entry"
	Change
	Reason string // "" for what had been left blank
	By     string
	At     models.Instant
}

// EntryPart is the part of a correction that concerns the entry.
const EntryPart Moment = "entry"

// maxReason bounds why something is corrected.
const maxReason = 1000

// Frozen reports whether the entry changes by corrections only.
func (r *Record) Frozen() bool { return !r.FrozenAt.IsZero() }

// asOf is the day of which the answers are to be true: the entry, or today before it.
func (r *Record) asOf(today models.Date) models.Date {
	if r.Project.EnteredOn != "" {
		return min(r.Project.EnteredOn, today)
	}
	return today
}

// Shown is the entry as a form shows it: with what the dossier knows where nothing was answered, until it is frozen.
func (r *Record) Shown() Entry {
	if r.Frozen() {
		return r.Entry
	}
	return r.Entry.over(r.Proposed)
}

// Result gives what was recorded of a moment; nil for nothing.
func (r *Record) Result(m Moment) *Result {
	if m == Later {
		return r.Later
	}
	return r.Exit
}

// LongTerm says whether they were out of work for long at entry.
func (r *Record) LongTerm() Answer { return r.kept.LongTerm(r.Entry, r.Project.EnteredOn) }

// Load gives the record of a dossier to who may do the action on it.
func Load(tx *db.Tx, ref string, action access.Action) (*Record, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, err
	}
	return Of(tx, p)
}

// Save writes the answers of an entry: freely until it is frozen, as a correction from then on. Fields: the answers,
// "correction_reason".
func Save(tx *db.Tx, ref string, version int, e Entry, reason string) error {
	r, err := Load(tx, ref, access.ParticipantRecord)
	if err != nil {
		return err
	}
	if version != r.Version {
		return models.Stale("participant", models.Facts{"ref": ref})
	}
	if problem := e.Check(r.asOf(tx.Today())); problem != nil {
		return problem
	}
	e = e.tidy()
	if !r.Frozen() {
		if err := store(tx, r, e); err != nil {
			return err
		}
		if r.Project.EnteredOn != "" { // whom nobody had asked at entry: what is said now stands from now on
			if err := freeze(tx, r.Project.ID, r.Rules); err != nil {
				return err
			}
		}
		return tx.Audit("participant.record", "project", r.Project.ID, r.Project.ID, models.Facts{"part": EntryPart})
	}
	reason = strings.TrimSpace(reason)
	list := changes(r.Entry, e)
	if problem := checkReason(reason); problem != nil {
		return problem
	}
	if problem := CheckCorrection(list, r.own(), reason); problem != nil {
		return problem
	}
	if len(list) == 0 {
		return nil
	}
	if err := store(tx, r, e); err != nil {
		return err
	}
	return correct(tx, r.Project.ID, EntryPart, list, reason)
}

func checkReason(reason string) *models.Problem {
	if len([]rune(reason)) > maxReason {
		return models.Fields(models.FieldProblem{Field: "correction_reason", Code: "max", Facts: models.Facts{"param": maxReason}})
	}
	return nil
}

// own reports whether the actor is the person themselves, and nobody of the couveuse for this dossier.
func (r *Record) own() bool { return r.Project.Standing.Own }

// Freeze keeps who somebody is on the day on which coaching starts, with what the dossier knows where nobody was asked. The
// journey calls it in its own transaction; done twice it changes nothing.
func Freeze(tx *db.Tx, p *programme.Project) error {
	r, err := Of(tx, p)
	if err != nil || r.Frozen() {
		return err
	}
	if err := store(tx, r, r.Entry.over(r.Proposed)); err != nil {
		return err
	}
	if err := freeze(tx, p.ID, r.Rules); err != nil {
		return err
	}
	return tx.Audit("participant.freeze", "project", p.ID, p.ID, nil)
}

// SaveResult records what became of somebody, or corrects it. An answer that comes after its window is kept and not counted.
// Fields: "observed_on", the answers, "correction_reason".
func SaveResult(tx *db.Tx, ref string, version int, x Result, reason string) error {
	r, err := Load(tx, ref, access.ParticipantRecord)
	if err != nil {
		return err
	}
	before := r.Result(x.Moment)
	present := 0
	if before != nil {
		present = before.Version
	}
	if version != present {
		return models.Stale("participant", models.Facts{"ref": ref})
	}
	if problem := x.Check(r.Rules, r.Project.LeftOn, tx.Today()); problem != nil {
		return problem
	}
	reason = strings.TrimSpace(reason)
	if problem := checkReason(reason); problem != nil {
		return problem
	}
	x.ByHolder = r.own()
	if before == nil {
		if err := insertResult(tx, r.Project.ID, x); err != nil {
			return err
		}
		return tx.Audit("participant.result", "project", r.Project.ID, r.Project.ID, models.Facts{"part": x.Moment})
	}
	list := resultChanges(*before, x)
	if problem := CheckCorrection(list, r.own(), reason); problem != nil {
		return problem
	}
	if len(list) == 0 {
		return nil
	}
	if err := updateResult(tx, r.Project.ID, version, x); err != nil {
		return err
	}
	return correct(tx, r.Project.ID, x.Moment, list, reason)
}
