package logbook

import (
	"fmt"
	"slices"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// Limits of the files of one meeting.
const (
	MaxFiles = 5
	MaxBytes = 20 << 20
)

// Entry is what the form of a meeting says. Checklist, actions and files are those of the dossier that the
// meeting is logged on, also when others are at it: what concerns one holder is no affair of the next.
type Entry struct {
	Meeting   coaching.Draft
	Timed     bool // its minutes count from the start of its draft until now
	Validated []Tick
	Done      []int64 // actions
	Files     []File
	Category  string // of the files
}

// Tick is an item of the business plan that the coach has seen to be done. Version is that of its state as the
// coach saw it.
type Tick struct {
	ItemID  int64
	Version int
}

// File is a file that was looked into and scanned.
type File struct {
	documents.File
	Scan documents.Scan
}

// Result is where the form led.
type Result struct {
	coaching.Logged
	Infected []string // names of files that were not kept
}

// Log stores a meeting with all that its form says, or nothing, and takes its draft away. The same key makes one
// meeting, with one set of actions and files; a later form under that key that says something else is a
// conflict ("meeting.already"). An item or an action that somebody settled meanwhile counts as done. Other
// refusals are those of the pillars.
func Log(tx *db.Tx, ref string, e Entry) (Result, error) {
	if err := e.prepare(tx); err != nil {
		return Result{}, err
	}
	logged, err := coaching.LogMeeting(tx, ref, e.Meeting)
	if err != nil {
		return Result{}, err
	}
	if logged.Again {
		return e.repeated(tx, logged)
	}
	return e.hang(tx, logged)
}

// Change is Log for a meeting that is there: coaching.ChangeMeeting, with the rest of the form. The key guards
// it as it does Log: a form that is sent again finds its work done.
func Change(tx *db.Tx, ref, publicID string, e Entry, version int) (Result, error) {
	if err := e.prepare(tx); err != nil {
		return Result{}, err
	}
	before, err := tx.Once(e.Meeting.Key)
	if err != nil {
		return Result{}, err
	}
	if before == publicID {
		return e.repeated(tx, coaching.Logged{Ref: ref, PublicID: publicID, Again: true})
	}
	logged, err := coaching.ChangeMeeting(tx, ref, publicID, e.Meeting, version)
	if err != nil {
		return Result{}, err
	}
	done, err := e.hang(tx, logged)
	if err != nil {
		return done, err
	}
	return done, tx.Done(e.Meeting.Key, publicID)
}

// prepare counts the minutes of a meeting that was started, and the files.
func (e *Entry) prepare(tx *db.Tx) error {
	if len(e.Files) > MaxFiles {
		return models.Fields(models.FieldProblem{Field: "files", Code: "max", Facts: models.Facts{"param": MaxFiles, "kind": "list"}})
	}
	if !e.Timed {
		return nil
	}
	d, found, err := DraftOf(tx, e.Meeting.Key)
	if err != nil {
		return err
	}
	if found && !d.StartedAt.IsZero() {
		e.Meeting.Minutes = Elapsed(d.StartedAt, tx.Now())
	}
	return nil
}

// Elapsed gives the minutes from a start until now, to the nearest five and at least five.
func Elapsed(start, now models.Instant) int {
	const five = 5 * 60_000
	return max(5, 5*int((now-start+five/2)/five))
}

// hang adds to a stored meeting what the rest of the form says.
func (e Entry) hang(tx *db.Tx, logged coaching.Logged) (Result, error) {
	r := Result{Logged: logged}
	if err := validate(tx, logged.Ref, e.Validated); err != nil {
		return r, err
	}
	for _, id := range e.Done {
		if err := coaching.TickAction(tx, logged.Ref, id, true); err != nil {
			return r, err
		}
	}
	for _, f := range e.Files {
		added, err := documents.Add(tx, logged.Ref, e.Category, f.File, f.Scan)
		if err != nil {
			return r, err
		}
		if f.Scan == documents.Infected {
			r.Infected = append(r.Infected, f.Name)
			continue
		}
		if err := attach(tx, logged.ID, added.ID); err != nil {
			return r, err
		}
	}
	return r, forget(tx, e.Meeting.Key)
}

// validate marks the items as done. What stands in their comments stays.
func validate(tx *db.Tx, ref string, ticks []Tick) error {
	if len(ticks) == 0 {
		return nil
	}
	p, err := programme.Load(tx, ref, access.PlanValidate)
	if err != nil {
		return err
	}
	list, err := plan.Of(tx, p)
	if err != nil {
		return err
	}
	var reviews []plan.Review
	for _, t := range ticks {
		line, ok := list.Line(t.ItemID)
		if !ok {
			return models.Missing("plan_item")
		}
		if stage := line.State.Stage(); stage == plan.Done || stage == plan.OutOfScope {
			continue
		}
		reviews = append(reviews, plan.Review{ItemID: t.ItemID, Version: t.Version, Validated: true, Comment: line.State.Comment})
	}
	if len(reviews) == 0 {
		return nil
	}
	_, err = plan.SaveReviews(tx, ref, reviews)
	return err
}

// repeated answers a form whose key has done its work. When it says what the meeting says it was sent twice; when
// not, its words must not be lost without a word.
func (e Entry) repeated(tx *db.Tx, logged coaching.Logged) (Result, error) {
	p, err := programme.Load(tx, logged.Ref, access.MeetingRead)
	if err != nil {
		return Result{}, err
	}
	m, err := coaching.MeetingOf(tx, p, logged.PublicID)
	if err != nil {
		return Result{}, err
	}
	if !e.says(m) {
		return Result{}, &models.Problem{Kind: models.Conflict, Code: "meeting.already",
			Facts: models.Facts{"date": m.HeldOn, "ref": logged.Ref, "id": logged.PublicID}}
	}
	return Result{Logged: logged}, forget(tx, e.Meeting.Key)
}

// says reports whether the form says nothing that the meeting does not.
func (e Entry) says(m coaching.Meeting) bool {
	note := ""
	if m.Note != nil {
		note = m.Note.Body
	}
	same := func(typed, kept string) bool {
		typed = strings.TrimSpace(typed)
		return typed == "" || typed == kept
	}
	for _, a := range e.Meeting.Actions {
		if !slices.ContainsFunc(m.Actions, func(kept coaching.Action) bool { return kept.Title == strings.TrimSpace(a.Title) }) {
			return false
		}
	}
	return same(e.Meeting.Summary, m.Summary) && same(e.Meeting.Note, note)
}

// Offer is what a form can settle besides the meeting, of one dossier.
type Offer struct {
	Items      []plan.Line // that wait for a coach: the claimed ones first
	Actions    []coaching.Action
	Categories []documents.Category
}

// OfferOf gathers what the actor can settle on a dossier together with a meeting.
func OfferOf(tx *db.Tx, p *programme.Project) (o Offer, err error) {
	if p.May(tx.Actor(), access.PlanValidate) && plan.MayChange(p) == nil {
		list, err := plan.Of(tx, p)
		if err != nil {
			return o, fmt.Errorf("what a meeting can settle: %w", err)
		}
		o.Items = waiting(list)
	}
	actions, err := coaching.ActionsOf(tx, p)
	if err != nil {
		return o, err
	}
	for _, a := range actions {
		if a.DoneOn.IsZero() {
			o.Actions = append(o.Actions, a)
		}
	}
	if p.May(tx.Actor(), access.DocumentAdd) && documents.CheckAdd(p.Phase) == nil {
		categories, err := documents.Categories(tx, p.ProgrammeID)
		if err != nil {
			return o, err
		}
		o.Categories = slices.DeleteFunc(categories, func(c documents.Category) bool { return !c.Active })
	}
	return o, nil
}

// waiting lists the items that can be validated: those that the holder says are ready first.
func waiting(list plan.Checklist) (lines []plan.Line) {
	var open []plan.Line
	for _, part := range list.Parts {
		for _, l := range part.Lines {
			switch l.State.Stage() {
			case plan.WaitsForCoach:
				lines = append(lines, l)
			case plan.Open:
				open = append(open, l)
			}
		}
	}
	return append(lines, open...)
}
