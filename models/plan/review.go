package plan

import (
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// The longest texts that an item takes, in characters.
const (
	CommentMax = 2000
	ReasonMax  = 500
)

// Claim is what the holder says of one item: ready, or not after all. Version is
// that of the state as the holder saw it.
type Claim struct {
	ItemID  int64
	Version int
	Ready   bool
}

// Review is what a coach makes of one item. Version is that of the state as the
// coach saw it.
type Review struct {
	ItemID        int64
	Version       int
	Validated     bool
	NotApplicable string // the reason; "" when the item applies
	Comment       string
}

// step is one change of an item, with the history that it leaves.
type step struct {
	line   Line
	after  State
	events []Event
}

// SaveClaims records what the holder says of several items, all or none. What is
// so already counts as done, whoever did it; changed counts the rest. It refuses
// outside coaching and test ("plan.phase") and for items that a coach has settled
// ("plan.settled"); an item that changed meanwhile is a conflict ("plan.stale").
func SaveClaims(tx *db.Tx, ref string, claims []Claim) (changed int, err error) {
	p, list, err := openFor(tx, ref, access.PlanClaim)
	if err != nil {
		return 0, err
	}
	var steps []step
	var stale []string
	var settled *models.Problem
	for _, c := range claims {
		line, ok := list.Line(c.ItemID)
		if !ok {
			return 0, models.Missing("plan_item")
		}
		if c.Ready == (line.State.ClaimedOn != "") {
			continue
		}
		switch stage := line.State.Stage(); {
		case c.Version != line.State.Version:
			stale = append(stale, line.Item.Title)
		case stage == Done || stage == OutOfScope:
			settled = models.Refuse("plan.settled", models.Facts{"item": line.Item.Title})
		default:
			steps = append(steps, claimStep(tx, line, c.Ready))
		}
	}
	if err := conflict(stale); err != nil {
		return 0, err
	}
	if settled != nil {
		return 0, settled
	}
	return len(steps), apply(tx, p, steps)
}

func claimStep(tx *db.Tx, line Line, ready bool) step {
	s := step{line: line, after: line.State}
	if ready {
		s.after.ClaimedOn, s.after.claimedBy = tx.Today(), tx.Actor().AccountID
		s.events = []Event{{Kind: WasClaimed}}
	} else {
		s.after.ClaimedOn, s.after.claimedBy = "", 0
		s.events = []Event{{Kind: WasUnclaimed}}
	}
	return s
}

// SaveReviews records what a coach makes of several items, all or none. What is so
// already counts as done, whoever did it; changed counts the rest. It refuses
// outside coaching and test ("plan.phase") and an item that is validated and does
// not apply at once ("plan.both"); an item that changed meanwhile is a conflict ("plan.stale").
func SaveReviews(tx *db.Tx, ref string, reviews []Review) (changed int, err error) {
	p, list, err := openFor(tx, ref, access.PlanValidate)
	if err != nil {
		return 0, err
	}
	var steps []step
	var stale []string
	var reasons []*models.Problem
	for _, r := range reviews {
		line, ok := list.Line(r.ItemID)
		if !ok {
			return 0, models.Missing("plan_item")
		}
		r.NotApplicable, r.Comment = strings.TrimSpace(r.NotApplicable), strings.TrimSpace(r.Comment)
		s := reviewStep(tx, line, r)
		if len(s.events) == 0 {
			continue
		}
		switch problem := checkReview(line, r); {
		case problem != nil:
			reasons = append(reasons, problem)
		case r.Version != line.State.Version:
			stale = append(stale, line.Item.Title)
		default:
			steps = append(steps, s)
		}
	}
	if problem := models.Gather(nil, reasons...); problem != nil {
		return 0, problem
	}
	if err := conflict(stale); err != nil {
		return 0, err
	}
	if err := apply(tx, p, steps); err != nil {
		return 0, err
	}
	if err := settle(tx, p, list, steps); err != nil {
		return 0, err
	}
	return len(steps), tellReviews(tx, p, steps)
}

// tellReviews tells the holder of what was validated or written; what is set aside or reopened they read with the next word.
func tellReviews(tx *db.Tx, p *programme.Project, steps []step) error {
	what := SectionEventKind("")
	for _, s := range steps {
		for _, e := range s.events {
			switch {
			case e.Kind == WasCommented && e.Comment != "":
				what = WasRemarked
			case e.Kind == WasValidated && what == "":
				what = SectionWasValidated
			}
		}
	}
	if what == "" {
		return nil
	}
	return tell(tx, p, what, "")
}

func checkReview(line Line, r Review) *models.Problem {
	facts := models.Facts{"item": line.Item.Title}
	switch {
	case r.Validated && r.NotApplicable != "":
		return models.Refuse("plan.both", facts)
	case len([]rune(r.Comment)) > CommentMax:
		facts["param"] = CommentMax
		return models.Refuse("plan.comment_long", facts)
	case len([]rune(r.NotApplicable)) > ReasonMax:
		facts["param"] = ReasonMax
		return models.Refuse("plan.reason_long", facts)
	}
	return nil
}

// reviewStep works out what a review changes; no events when nothing.
func reviewStep(tx *db.Tx, line Line, r Review) step {
	s := step{line: line, after: line.State}
	add := func(kind EventKind, comment string) { s.events = append(s.events, Event{Kind: kind, Comment: comment}) }
	switch was := line.State.ValidatedOn != ""; {
	case r.Validated && !was:
		s.after.ValidatedOn, s.after.validatedBy = tx.Today(), tx.Actor().AccountID
		add(WasValidated, "")
	case !r.Validated && was:
		s.after.ValidatedOn, s.after.validatedBy = "", 0
		add(WasReopened, "")
	}
	if r.NotApplicable != line.State.NotApplicable {
		s.after.NotApplicable = r.NotApplicable
		if r.NotApplicable == "" {
			add(BecameApplicable, "")
		} else {
			add(BecameOutOfScope, r.NotApplicable)
		}
	}
	if r.Comment != line.State.Comment {
		s.after.Comment = r.Comment
		add(WasCommented, r.Comment)
	}
	return s
}

func conflict(items []string) error {
	if len(items) == 0 {
		return nil
	}
	return &models.Problem{Kind: models.Conflict, Code: "plan.stale", Facts: models.Facts{"items": items, "count": len(items)}}
}

// MayChange refuses to work on the checklist outside coaching and test.
func MayChange(p *programme.Project) *models.Problem {
	if p.Phase.IsClocked() {
		return nil
	}
	return models.Refuse("plan.phase", models.Facts{"phase": p.Phase})
}

// openFor loads a project through the actor's permission, with its checklist.
func openFor(tx *db.Tx, ref string, action access.Action) (*programme.Project, Checklist, error) {
	p, err := programme.Load(tx, ref, action)
	if err != nil {
		return nil, Checklist{}, err
	}
	if refusal := MayChange(p); refusal != nil {
		return nil, Checklist{}, refusal
	}
	// A journey that began while its programme had no published template.
	if err := Adopt(tx, p); err != nil {
		return nil, Checklist{}, err
	}
	list, err := Of(tx, p)
	return p, list, err
}
