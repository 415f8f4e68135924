package selection

import (
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/outbox"
	"eclosion/models/programme"
)

// Outcome is what a decision answers.
type Outcome string

// The outcomes.
const (
	Accepted   Outcome = "accepted"
	Declined   Outcome = "declined"
	Waitlisted Outcome = "waitlisted"
)

// Outcomes lists the outcomes as forms offer them.
func Outcomes() []Outcome { return []Outcome{Accepted, Declined, Waitlisted} }

// Phase is where the outcome leads.
func (o Outcome) Phase() programme.Phase { return programme.Phase(o) }

// Decision is what the couveuse answered to an application. It is never edited: a
// later decision follows it.
type Decision struct {
	ID                int64
	Outcome           Outcome
	Reasons, NextStep string
	Conditions        string // under which an acceptance holds; may be empty
	Rank              int    // on the waiting list; 0 otherwise
	DecidedOn         models.Date
	DecidedBy         string
	CommitteeRef      string // "" when no committee was named
}

// DecisionDraft is a decision as it was typed.
type DecisionDraft struct {
	Outcome           Outcome
	Reasons, NextStep string
	Conditions        string // of an acceptance; left out of any other outcome
	Rank              int    // on the waiting list; 0: at its end
	DecidedOn         models.Date
	CommitteeRef      string // "" for none
}

// CheckDecision says whether an application in that phase, which it reached on
// phaseSince after a submission on submittedOn, can be decided so today. Reasons are always due,
// and a refusal says what next. Fields: those of the form.
func CheckDecision(d DecisionDraft, phase programme.Phase, submittedOn, phaseSince, today models.Date) *models.Problem {
	var f faults
	switch {
	case d.Outcome == "":
		f.field("outcome", "required", nil)
	case !slices.Contains(Outcomes(), d.Outcome):
		f.field("outcome", "oneof", nil)
	}
	if d.Rank < 0 || d.Rank > maxRank {
		f.field("rank", "number", nil)
	}
	f.required("decided_on", string(d.DecidedOn))
	f.notFuture("decided_on", d.DecidedOn, today)
	switch {
	case d.DecidedOn == "" || f != nil && f[len(f)-1].Field == "decided_on":
	case d.DecidedOn < submittedOn:
		f.field("decided_on", "not_before", models.Facts{"date": submittedOn})
	case d.DecidedOn < phaseSince:
		f.field("decided_on", "before_phase", models.Facts{"date": phaseSince})
	}
	f.required("reasons", d.Reasons)
	f.length("reasons", d.Reasons, MaxText)
	if d.Outcome == Declined {
		f.required("next_step", d.NextStep)
	}
	f.length("next_step", d.NextStep, MaxText)
	f.length("conditions", d.Conditions, MaxText)
	if f != nil {
		return models.Fields(f...)
	}
	return programme.CheckTransition(phase, d.Outcome.Phase())
}

// maxRank bounds a typed rank.
const maxRank = 9999

// CheckRoom refuses an acceptance beyond the capacity of a cohort; 0 is no limit.
func CheckRoom(c programme.Cohort, taken int) *models.Problem {
	if c.Capacity == 0 || taken < c.Capacity {
		return nil
	}
	return models.Refuse("decision.cohort_full", models.Facts{"cohort": c.Ref, "count": taken, "limit": c.Capacity})
}

// TakeUnderReview puts a submitted application under review, in the actor's name.
// version is the dossier's, as in the verbs below.
func TakeUnderReview(tx *db.Tx, ref string, version int) error {
	a, err := loadFresh(tx, ref, access.ApplicationReview, version)
	if err != nil {
		return err
	}
	if err := programme.Move(tx, a.Project, programme.Review, tx.Today(), "", nil); err != nil {
		return err
	}
	if err := storeReviewer(tx, a); err != nil {
		return err
	}
	if err := tx.Audit("application.review", "project", a.Project.ID, a.Project.ID, nil); err != nil {
		return err
	}
	return tell(tx, a.Project, outbox.ApplicationReviewed, models.Facts{"cohort": a.Cohort.Ref})
}

// Return gives a submitted application back to its author with a note of what is
// asked. It can be submitted again even when its intake has closed meanwhile.
func Return(tx *db.Tx, ref, note string, version int) error {
	a, err := loadFresh(tx, ref, access.ApplicationReview, version)
	if err != nil {
		return err
	}
	var f faults
	f.required("completion_note", note)
	f.length("completion_note", note, MaxText)
	if problem := models.Fields(f...); problem != nil {
		return problem
	}
	if err := programme.Move(tx, a.Project, programme.Draft, tx.Today(), note, nil); err != nil {
		return err
	}
	if err := storeNote(tx, a, note); err != nil {
		return err
	}
	if err := tx.Audit("application.return", "project", a.Project.ID, a.Project.ID, nil); err != nil {
		return err
	}
	return tell(tx, a.Project, outbox.ApplicationReturned, models.Facts{"note": note})
}

func loadFresh(tx *db.Tx, ref string, action access.Action, version int) (*Application, error) {
	a, err := Load(tx, ref, action)
	if err != nil {
		return nil, err
	}
	return a, fresh(a.Project, version)
}

// Decide answers an application: accepted, declined or put on the waiting list, dated and with
// reasons. The decision, the phase and the history change together. Acceptance beyond the
// capacity of the cohort is refused ("decision.cohort_full"), however many decide at once. The same
// key again changes nothing.
func Decide(tx *db.Tx, ref, key string, version int, d DecisionDraft) error {
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	a, err := loadFresh(tx, ref, access.ApplicationDecide, version)
	if err != nil {
		return err
	}
	p := a.Project
	if problem := CheckDecision(d, p.Phase, p.SubmittedAt.Date(), p.PhaseStartedOn, tx.Today()); problem != nil {
		return problem
	}
	committeeID, err := committeeOf(tx, p, d.CommitteeRef)
	if err != nil {
		return err
	}
	if err := lockCohort(tx, p.CohortID); err != nil {
		return err
	}
	if d.Rank, err = settle(tx, a, d); err != nil {
		return err
	}
	if d.Outcome != Accepted {
		d.Conditions = ""
	}
	id, err := insertDecision(tx, p.ID, committeeID, d)
	if err != nil {
		return err
	}
	facts := models.Facts{"decision": id, "outcome": d.Outcome}
	if err := programme.Move(tx, p, d.Outcome.Phase(), d.DecidedOn, d.Reasons, facts); err != nil {
		return err
	}
	if err := tx.Audit("application.decide", "decision", id, p.ID, facts); err != nil {
		return err
	}
	return tx.Done(key, ref)
}

// settle asks what only the cohort can answer: is there room, which rank is free.
func settle(tx *db.Tx, a *Application, d DecisionDraft) (rank int, err error) {
	switch d.Outcome {
	case Accepted:
		gates, _, err := documents.CheckGates(tx, a.Project, programme.AtAcceptance)
		if err != nil {
			return 0, err
		}
		if gates != nil {
			return 0, gates
		}
		taken, err := placesTaken(tx, a.Cohort.ID)
		if err != nil {
			return 0, err
		}
		cohort, err := programme.CohortByID(tx, a.Cohort.ID) // its capacity may have changed before the lock
		if err != nil {
			return 0, err
		}
		if full := CheckRoom(cohort, taken); full != nil {
			return 0, full
		}
	case Waitlisted:
		ranks, err := waitingRanks(tx, a.Cohort.ID)
		if err != nil {
			return 0, err
		}
		if d.Rank == 0 {
			return nextRank(ranks), nil
		}
		if slices.Contains(ranks, d.Rank) {
			var f faults
			f.field("rank", "rank_taken", models.Facts{"count": nextRank(ranks)})
			return 0, models.Fields(f...)
		}
		return d.Rank, nil
	}
	return 0, nil
}

func nextRank(taken []int) int {
	if len(taken) == 0 {
		return 1
	}
	return slices.Max(taken) + 1
}

// Room is how full a cohort is.
type Room struct{ Taken, Capacity, NextRank int }

// RoomOf tells how full a cohort is, to who decides on its applications.
func RoomOf(tx *db.Tx, c programme.Cohort) (r Room, err error) {
	if r.Taken, err = placesTaken(tx, c.ID); err != nil {
		return r, err
	}
	ranks, err := waitingRanks(tx, c.ID)
	r.Capacity, r.NextRank = c.Capacity, nextRank(ranks)
	return r, err
}

// Position is where a rank of the waiting list stands today, when those before it have left: 1 is
// the next to be accepted.
func Position(tx *db.Tx, cohortID int64, rank int) (int, error) {
	ranks, err := waitingRanks(tx, cohortID)
	n := 0
	for _, r := range ranks {
		if r <= rank {
			n++
		}
	}
	return n, err
}
