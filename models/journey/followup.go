package journey

import (
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// EnterpriseState is what was seen of an enterprise after its launch.
type EnterpriseState string

// The states of an enterprise.
const (
	Alive   EnterpriseState = "alive"
	Closed  EnterpriseState = "closed"
	Sold    EnterpriseState = "sold"
	Unknown EnterpriseState = "unknown"
)

// AllEnterpriseStates lists the states as a form offers them.
func AllEnterpriseStates() []EnterpriseState {
	return []EnterpriseState{Alive, Closed, Sold, Unknown}
}

// FollowUpMonths are the months after a launch at which survival is asked for.
func FollowUpMonths() []int { return []int{6, 12, 36, 60} }

// Enterprise is what a project became.
type Enterprise struct {
	ID        int64
	Name      string
	Number    models.EnterpriseNumber
	LegalForm string
	CreatedOn models.Date
	Jobs      *int    // paid jobs beside the founder's own when it began; nil: not known
	Checks    []Check // newest first
}

// NextMonths is the first survival question that has no answer; 0 when all have one.
func (e *Enterprise) NextMonths() int {
	for _, m := range FollowUpMonths() {
		if !slices.ContainsFunc(e.Checks, func(c Check) bool { return c.MonthsAfter == m }) {
			return m
		}
	}
	return 0
}

// Check is one look at an enterprise.
type Check struct {
	MonthsAfter int
	ObservedOn  models.Date
	State       EnterpriseState
	Jobs        *int // paid jobs beside the founder's own; nil: not known, or not asked of what is closed
	Note        string
	By          string
	Source      Source      // "" is the couveuse itself
	ClosedOn    models.Date // the rest is kept of what is closed, or of answers only
	CloseReason string
	Turnover    string
	Situation   string // of its founder
	CorrectsID  int64  // the look that this one corrects; 0 for none
}

// Source says who told what was seen.
type Source string

// The sources.
const (
	FromHouse  Source = "house" // the couveuse looked
	FromForm   Source = "form"  // the holder answered by the secret link
	FromPhone  Source = "phone" // somebody of the couveuse asked
	FromImport Source = "import"
)

// FollowUp records what became of the enterprise; the first time, the dossier
// moves on to the follow-up. Fields: "months_after", "state", "observed_on", "jobs".
func FollowUp(tx *db.Tx, ref string, version int, c Check) error {
	s, err := open(tx, ref, version, access.FollowUp)
	if err != nil {
		return err
	}
	return s.look(tx, c)
}

// RecordLook records what an answer says of the enterprise of a dossier that was loaded through permission. It builds on nothing
// that is on the dossier's page, so it names no version. Fields: as FollowUp, and "closed_on".
func RecordLook(tx *db.Tx, p *programme.Project, c Check) error {
	return (&State{Project: p}).look(tx, c)
}

func (s *State) look(tx *db.Tx, c Check) error {
	p := s.Project
	if p.Phase != programme.Launched && p.Phase != programme.FollowedUp {
		return models.Refuse("followup.not_launched", models.Facts{"phase": p.Phase})
	}
	enterprise, err := EnterpriseOf(tx, p.ID)
	if err != nil {
		return err
	}
	if enterprise == nil {
		return models.Refuse("followup.not_launched", models.Facts{"phase": p.Phase})
	}
	c.Note = strings.TrimSpace(c.Note)
	if c.State != Closed { // what was typed before the answer changed
		c.ClosedOn, c.CloseReason = "", ""
	}
	if c.Source == "" {
		c.Source = FromHouse
	}
	if err := refusal(checkFollowUp(c, enterprise, tx.Today())); err != nil {
		return err
	}
	if err := insertCheck(tx, enterprise.ID, c); err != nil {
		return err
	}
	detail := models.Facts{"kind": KindFollowUp, "months_after": c.MonthsAfter, "state": c.State}
	if c.Jobs != nil {
		detail["jobs"] = *c.Jobs
	}
	if c.CorrectsID != 0 {
		detail["corrects"] = true
	}
	if p.Phase == programme.Launched {
		return programme.Move(tx, p, programme.FollowedUp, c.ObservedOn, c.Note, detail)
	}
	return s.record(tx, KindFollowUp, c.ObservedOn, c.Note, detail)
}

func checkFollowUp(c Check, e *Enterprise, today models.Date) *models.Problem {
	var fields []models.FieldProblem
	if !slices.Contains(FollowUpMonths(), c.MonthsAfter) {
		fields = append(fields, models.FieldProblem{Field: "months_after", Code: "oneof"})
	}
	if !slices.Contains(AllEnterpriseStates(), c.State) {
		fields = append(fields, models.FieldProblem{Field: "state", Code: "oneof"})
	}
	fields = append(fields, programme.CheckJobs(c.Jobs)...)
	fault := dateFault("observed_on", c.ObservedOn)
	switch {
	case fault != nil:
		fields = append(fields, *fault)
	case c.ObservedOn > today:
		fields = append(fields, models.FieldProblem{Field: "observed_on", Code: "future", Facts: models.Facts{"date": today}})
	case c.ObservedOn < e.CreatedOn:
		fields = append(fields, models.FieldProblem{Field: "observed_on", Code: "not_before", Facts: models.Facts{"date": e.CreatedOn}})
	}
	if c.ClosedOn != "" {
		fault := dateFault("closed_on", c.ClosedOn)
		switch {
		case fault != nil:
			fields = append(fields, *fault)
		case c.ClosedOn > today:
			fields = append(fields, models.FieldProblem{Field: "closed_on", Code: "future", Facts: models.Facts{"date": today}})
		case c.ClosedOn < e.CreatedOn:
			fields = append(fields, models.FieldProblem{Field: "closed_on", Code: "not_before", Facts: models.Facts{"date": e.CreatedOn}})
		}
	}
	return models.Gather(fields)
}
