package journey

import (
	"cmp"
	"slices"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/selection"
	"eclosion/models/sitting"
)

// EventKind says what an event of an application's story is.
type EventKind string

// The kinds of event.
const (
	Moved     EventKind = "moved"     // from From to To
	Sits      EventKind = "sits"      // the committee that has the file
	Told      EventKind = "told"      // a letter, with its number in ID
	Asked     EventKind = "asked"     // a piece, named in Text
	Received  EventKind = "received"  // a document, named in Text
	Unfit     EventKind = "unfit"     // a document that was refused; Note says why
	Interview EventKind = "interview" // booked
)

// Event is one thing that happened to an application, or will: what its holder may know of it, and
// nothing of what others think of it.
type Event struct {
	Kind       EventKind
	On         models.Date
	At         models.Instant // 0 when only the day is known
	From, To   programme.Phase
	Text, Note string
	ID         string
	Ahead      bool // it is still to come
}

// sources are where the events of a story come from, a function for each pillar.
var sources = []func(*db.Tx, *programme.Project) ([]Event, error){moves, pieces, sittings, interviews, letters}

// Story gathers what happened to an application, newest first; what is to come stands on top, the
// latest first as well.
func Story(tx *db.Tx, p *programme.Project) ([]Event, error) {
	var list []Event
	for _, source := range sources {
		events, err := source(tx, p)
		if err != nil {
			return nil, err
		}
		list = append(list, events...)
	}
	for i := range list {
		e := &list[i]
		if e.On == "" {
			e.On = e.At.Date()
		}
		e.Ahead = e.On > tx.Today() || e.At > tx.Now()
	}
	slices.Reverse(list) // equal days: what the source told last happened last
	slices.SortStableFunc(list, func(a, b Event) int { return cmp.Or(-cmp.Compare(a.On, b.On), -cmp.Compare(a.At, b.At)) })
	return list, nil
}

// moves are the changes of phase up to the acceptance.
func moves(tx *db.Tx, p *programme.Project) ([]Event, error) {
	changes, err := Changes(tx, p.ID)
	if err != nil {
		return nil, err
	}
	var list []Event
	for _, c := range changes {
		if c.Moves() && (c.ToPhase.IsApplication() || c.ToPhase == programme.Accepted) {
			list = append(list, Event{Kind: Moved, On: c.EffectiveOn, From: c.FromPhase, To: c.ToPhase, Note: c.Reason})
		}
	}
	return list, nil
}

// sittings are the days of the committees that have the file, once they are called.
func sittings(tx *db.Tx, p *programme.Project) ([]Event, error) {
	committees, err := selection.CommitteesOf(tx, p)
	var list []Event
	for _, c := range committees {
		if c.State != selection.Preparing {
			list = append(list, Event{Kind: Sits, On: c.HeldOn})
		}
	}
	return list, err
}

// pieces are what was asked, and what was sent after the submission.
func pieces(tx *db.Tx, p *programme.Project) ([]Event, error) {
	requests, err := documents.Requests(tx, p)
	if err != nil {
		return nil, err
	}
	var list []Event
	for _, r := range requests {
		if !r.Withdrawn {
			list = append(list, Event{Kind: Asked, At: r.AskedAt, Text: r.Label, Note: r.Note})
		}
	}
	docs, err := documents.Of(tx, p)
	for _, d := range docs {
		switch {
		case !d.RemovedAt.IsZero() || p.SubmittedAt.IsZero() || d.AddedAt < p.SubmittedAt:
		case d.Review == documents.Refused:
			list = append(list, Event{Kind: Unfit, At: d.AddedAt, Text: d.Label, Note: d.Reason})
		default:
			list = append(list, Event{Kind: Received, At: d.AddedAt, Text: d.Label})
		}
	}
	return list, err
}

func interviews(tx *db.Tx, p *programme.Project) ([]Event, error) {
	i, found, err := selection.InterviewOf(tx, p)
	if err != nil || !found {
		return nil, err
	}
	return []Event{{Kind: Interview, At: i.StartsAt, Note: i.Place}}, nil
}

func letters(tx *db.Tx, p *programme.Project) ([]Event, error) {
	if !p.May(tx.Actor(), access.PaperRead) {
		return nil, nil
	}
	issued, err := sitting.Letters(tx, p.Ref)
	var list []Event
	for i := len(issued) - 1; i >= 0; i-- {
		list = append(list, Event{Kind: Told, At: issued[i].IssuedAt, ID: issued[i].Number})
	}
	return list, err
}

// Look gathers what an application waits for, from whom, now.
func Look(tx *db.Tx, p *programme.Project) (Expectation, error) {
	f := Facts{Phase: p.Phase, Returned: !p.SubmittedAt.IsZero(), Now: tx.Now()}
	if !selection.Awaits(p.Phase) && p.Phase != programme.Accepted {
		return Expect(f), nil
	}
	missing, err := documents.Missing(tx, p, nil)
	if err != nil {
		return Expectation{}, err
	}
	f.Pieces = len(missing)
	for _, m := range missing {
		if m.Request != nil && (f.PieceBy == "" || m.Request.DueOn < f.PieceBy) {
			f.PieceBy = m.Request.DueOn
		}
	}
	committees, err := selection.CommitteesOf(tx, p)
	if err != nil {
		return Expectation{}, err
	}
	hours := 0                                      // before an interview, until when it can be chosen
	for _, c := range slices.Backward(committees) { // the latest speaks last
		if c.State != selection.Preparing {
			f.SitsOn, hours = c.HeldOn, c.BookHours
		}
	}
	i, found, err := selection.InterviewOf(tx, p)
	if err != nil {
		return Expectation{}, err
	}
	if found {
		f.MeetsAt = i.StartsAt
	} else {
		free, err := selection.FreeSlots(tx, p)
		if err != nil {
			return Expectation{}, err
		}
		if len(free) > 0 {
			f.BookBy = models.InstantOf(free[len(free)-1].StartsAt.Time().Add(-time.Duration(hours) * time.Hour)).Date()
		}
	}
	return Expect(f), nil
}
