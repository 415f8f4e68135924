package plan

import "eclosion/models"

// Item is one thing that a business plan answers for.
type Item struct {
	ID, SectionID int64
	Title         string
	Expectation   string // what is expected of the holder
	Evidence      string // what shows that it is done
	Mandatory     bool   // the test period waits for it, unless the terms say otherwise
}

// Section is a chapter of the checklist; its number is its place.
type Section struct {
	ID    int64
	Title string
	Items []Item
}

// TemplateState says what a version of a template is for.
type TemplateState string

// The states: a programme has at most one draft and one published version.
const (
	Draft     TemplateState = "draft"     // being written; no project has it
	Published TemplateState = "published" // adopted by the journeys that start now
	Retired   TemplateState = "retired"   // kept by the journeys that started under it
)

// Template is one version of a programme's checklist.
type Template struct {
	ID, ProgrammeID int64
	Number          int
	State           TemplateState
	PublishedAt     models.Instant
	Version         int
	Sections        []Section
}

// Items counts the items of all sections.
func (t Template) Items() int {
	n := 0
	for _, s := range t.Sections {
		n += len(s.Items)
	}
	return n
}

// State is where one item stands for one project. The zero value is an item that
// nobody has touched.
type State struct {
	ClaimedOn     models.Date // the day the holder said it is ready; "" when not
	ValidatedOn   models.Date // the day a coach validated it; "" when not
	ValidatedBy   string      // the coach's name
	NotApplicable string      // why it does not apply; "" while it does
	Comment       string      // the coach's, for the holder to read
	Version       int         // 0: never touched

	claimedBy, validatedBy int64
}

// Stage is a State in one word.
type Stage string

// The stages. A validated item stays claimed underneath: reopened, it waits again.
const (
	Open          Stage = "open"
	WaitsForCoach Stage = "claimed"
	Done          Stage = "validated"
	OutOfScope    Stage = "not_applicable"
)

// Stage gives the state in one word.
func (s State) Stage() Stage {
	switch {
	case s.NotApplicable != "":
		return OutOfScope
	case s.ValidatedOn != "":
		return Done
	case s.ClaimedOn != "":
		return WaitsForCoach
	}
	return Open
}

// Progress counts the items of a section or of a whole checklist.
type Progress struct {
	Items            int // all of them
	Applicable       int // those that apply
	Claimed          int // claimed by the holder, not yet validated: a coach's turn
	Validated        int
	MandatoryMissing int // mandatory, applying, not validated
}

// Percent is the share of the applicable items that are validated, in whole per
// cent rounded down: 100 is said only of a plan of which nothing is missing. It
// is 0 when nothing applies.
func (p Progress) Percent() int {
	if p.Applicable == 0 {
		return 0
	}
	return 100 * p.Validated / p.Applicable
}

// Plus adds two progresses, for a total over sections or projects.
func (p Progress) Plus(q Progress) Progress {
	return Progress{p.Items + q.Items, p.Applicable + q.Applicable, p.Claimed + q.Claimed,
		p.Validated + q.Validated, p.MandatoryMissing + q.MandatoryMissing}
}

func progressOf(i Item, s State) Progress {
	p := Progress{Items: 1, Applicable: 1}
	switch s.Stage() {
	case OutOfScope:
		p.Applicable = 0
		return p
	case Done:
		p.Validated = 1
		return p
	case WaitsForCoach:
		p.Claimed = 1
	}
	if i.Mandatory {
		p.MandatoryMissing = 1
	}
	return p
}

// Line is an item with its state.
type Line struct {
	Item  Item
	State State
}

// Missing reports whether the line is one that the test period waits for.
func (l Line) Missing() bool { return progressOf(l.Item, l.State).MandatoryMissing > 0 }

// Part is a section with the states of its items.
type Part struct {
	ID       int64
	Number   int // from 1
	Title    string
	Lines    []Line
	Progress Progress
}

// Checklist is a template with the states that a project gives it: the one value
// behind the page, the paper and the reports.
type Checklist struct {
	Template Template
	Adopted  bool // false: the project has no template of its own yet, this one shows what awaits it
	Parts    []Part
	Progress Progress
}

// NewChecklist joins a template and states by item; items without a state are
// untouched. Without states it is the blank checklist of the template.
func NewChecklist(t Template, states map[int64]State) Checklist {
	c := Checklist{Template: t}
	for n, s := range t.Sections {
		part := Part{ID: s.ID, Number: n + 1, Title: s.Title}
		for _, i := range s.Items {
			state := states[i.ID]
			part.Lines = append(part.Lines, Line{i, state})
			part.Progress = part.Progress.Plus(progressOf(i, state))
		}
		c.Parts = append(c.Parts, part)
		c.Progress = c.Progress.Plus(part.Progress)
	}
	return c
}

// Line finds an item of the checklist; false for an item of another template.
func (c Checklist) Line(itemID int64) (Line, bool) {
	for _, p := range c.Parts {
		for _, l := range p.Lines {
			if l.Item.ID == itemID {
				return l, true
			}
		}
	}
	return Line{}, false
}

// Missing gives the lines that the test period waits for, in the checklist's order.
func (c Checklist) Missing() []Line {
	var list []Line
	for _, p := range c.Parts {
		for _, l := range p.Lines {
			if l.Missing() {
				list = append(list, l)
			}
		}
	}
	return list
}
