package day

import (
	"cmp"
	"slices"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Kind says what a line is about.
type Kind string

// The kinds, in the order of a page whose lines are equally urgent.
const (
	Meeting   Kind = "meeting"   // planned for today
	Unwritten Kind = "unwritten" // over without an outcome, or held without minutes
	Mine      Kind = "mine"      // the coach's own actions whose day has come
	Message   Kind = "message"   // a holder wrote
	Section   Kind = "section"   // of a plan, handed in
	Claim     Kind = "claim"     // items of a plan that their holder says are done
	Document  Kind = "document"  // came, and nobody has looked at it
	Piece     Kind = "piece"     // was asked for, and has not come
	Theirs    Kind = "theirs"    // a holder's action whose day has gone by
	Ending    Kind = "ending"    // a phase that is over, or ends within 60 days
	Status    Kind = "status"    // a provisional status that ends within 60 days, before its phase does
	Rights    Kind = "rights"    // unemployment rights that end within 60 days
	Draft     Kind = "draft"     // of a meeting, begun and not logged
	Report    Kind = "report"    // of progress: returned, or begun
	ReportDue Kind = "reportdue" // of progress: owed and not begun
	ToCall    Kind = "tocall"    // an enterprise that answered no mail, or has no address: its question is for the phone
	Fund      Kind = "fund"      // what the European Social Fund asks of a person, and nobody has
	Silent    Kind = "silent"    // nobody has met the holder for longer than the terms allow
)

// kinds lists the kinds in that order.
var kinds = []Kind{Meeting, Draft, Unwritten, Mine, Message, Section, Claim, Document, Piece, Report, ReportDue, Theirs, Ending, Status, Rights, ToCall, Fund, Silent}

// Urgency says how much a line presses.
type Urgency int

// The urgencies.
const (
	Later Urgency = iota // there is time
	Soon                 // this month, or somebody waits
	Late                 // its day has come or gone by
)

// Line is one thing to do.
type Line struct {
	Kind               Kind
	Key                string // names the matter for ever: when it is another one, so is the key
	Urgency            Urgency
	Ref, Holder, Title string // of the dossier
	Text               string // of an action, a section, a piece
	Phase              programme.Phase
	On                 models.Date
	At                 models.Instant
	Days               int    // of silence
	Count              int    // of what waits on the dossier; other dossiers at a meeting
	ActionID           int64  // to tick
	PublicID           string // of a meeting
	Place              int    // of a section
	Held               bool   // the meeting took place; only its minutes are missing
	Of                 string // a meeting's kind; the occasion of what the Fund asks
	Returned           bool   // a report that its manager wants changed
}

// Group is the lines of one kind.
type Group struct {
	Kind  Kind
	Lines []Line
	Full  bool // there may be more than these
}

// PutOff is a line that was put off and has not returned yet.
type PutOff struct {
	Line
	Until models.Date
}

// Day is what needs a coach, the most urgent kinds first.
type Day struct {
	Groups []Group
	PutOff []PutOff // the first to return first
}

// Count gives how many lines there are.
func (d Day) Count() (n int) {
	for _, g := range d.Groups {
		n += len(g.Lines)
	}
	return n
}

// most bounds each kind.
const most = 50

// Of gathers the day of the actor, with one question for each kind. Who is no coach has none.
func Of(tx *db.Tx) (Day, error) {
	var d Day
	actor := tx.Actor()
	if !actor.Has(access.Coach) || actor.AccountID == 0 {
		return d, nil
	}
	off, err := putOff(tx, actor.AccountID)
	if err != nil {
		return d, err
	}
	for _, source := range sources {
		lines, err := source(tx, actor.AccountID)
		if err != nil {
			return d, err
		}
		d.add(lines, off, tx.Today())
	}
	d.sort()
	return d, nil
}

// add groups lines by their kind, apart from those that are put off.
func (d *Day) add(lines []Line, off map[string]snooze, today models.Date) {
	found := map[Kind]int{}
	for _, l := range lines {
		found[l.Kind]++
		if s, away := off[l.Key]; away && s.hides(l, today) {
			d.PutOff = append(d.PutOff, PutOff{l, s.until})
			continue
		}
		i := slices.IndexFunc(d.Groups, func(g Group) bool { return g.Kind == l.Kind })
		if i < 0 {
			i = len(d.Groups)
			d.Groups = append(d.Groups, Group{Kind: l.Kind})
		}
		d.Groups[i].Lines = append(d.Groups[i].Lines, l)
	}
	for i, g := range d.Groups {
		d.Groups[i].Full = g.Full || found[g.Kind] >= most
	}
}

// sort puts the meetings of the day first, then the kinds by their most urgent line; within a kind the urgent lines first.
func (d *Day) sort() {
	pressing := func(g Group) Urgency {
		if g.Kind == Meeting {
			return Late + 1
		}
		return g.Lines[0].Urgency
	}
	for _, g := range d.Groups {
		if g.Kind != Meeting { // which go by the hour
			slices.SortStableFunc(g.Lines, func(a, b Line) int { return int(b.Urgency - a.Urgency) })
		}
	}
	slices.SortFunc(d.Groups, func(a, b Group) int {
		return cmp.Or(int(pressing(b)-pressing(a)), slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind))
	})
	slices.SortStableFunc(d.PutOff, func(a, b PutOff) int { return int(b.Until.DaysUntil(a.Until)) })
}
