package journey

import (
	"eclosion/models"
	"eclosion/models/programme"
)

// Who is whom an application waits for.
type Who string

// Whom it waits for.
const (
	Nobody    Who = ""
	Holder    Who = "holder"
	House     Who = "house"
	Committee Who = "committee"
)

// What is what it waits for.
type What string

// What it waits for.
const (
	ToSubmit    What = "submit"    // the answers, and the submission
	ToComplete  What = "complete"  // what the couveuse asked when it gave the file back
	ToSend      What = "pieces"    // Count pieces, the first by On
	ToRead      What = "read"      // the couveuse reads what was submitted
	ToBook      What = "book"      // an interview is to be chosen, the last day is On
	ToMeet      What = "interview" // it is booked, at At
	ToDecide    What = "decide"    // the committee of On; "" while its day is not set
	ToAnswer    What = "answer"    // the committee has met: the couveuse writes its answer
	ToFreePlace What = "place"     // a place in the cohort
	ToSign      What = "sign"      // the agreement of the accompaniment
	ToAccompany What = "accompany" // the accompaniment runs: the project's page says what is next
	Over        What = "over"
)

// Expectation says what a file waits for, and from whom.
type Expectation struct {
	Who   Who
	What  What
	Count int
	On    models.Date
	At    models.Instant
}

// Facts are what a file's expectation follows from.
type Facts struct {
	Phase    programme.Phase
	Returned bool        // a draft that had been submitted
	Pieces   int         // asked or required, and not there
	PieceBy  models.Date // the first day of them; "" for none
	BookBy   models.Date // interviews can be chosen until then; "" when there is none to choose
	MeetsAt  models.Instant
	SitsOn   models.Date // the day of the committee that has the file; "" for none
	Now      models.Instant
}

// Expect says what a file waits for now, and from whom: what its holder can do comes first, for
// nothing else moves it sooner.
func Expect(f Facts) Expectation {
	switch f.Phase {
	case programme.Draft:
		if f.Returned {
			return Expectation{Who: Holder, What: ToComplete}
		}
		return Expectation{Who: Holder, What: ToSubmit}
	case programme.Submitted, programme.Review:
		return expectDecision(f)
	case programme.Waitlisted:
		if f.Pieces > 0 {
			return Expectation{Who: Holder, What: ToSend, Count: f.Pieces, On: f.PieceBy}
		}
		return Expectation{Who: House, What: ToFreePlace}
	case programme.Accepted:
		if f.Pieces > 0 {
			return Expectation{Who: Holder, What: ToSend, Count: f.Pieces, On: f.PieceBy}
		}
		return Expectation{Who: House, What: ToSign}
	case programme.Coaching, programme.Test:
		return Expectation{Who: House, What: ToAccompany}
	}
	return Expectation{What: Over}
}

func expectDecision(f Facts) Expectation {
	today := f.Now.Date()
	switch {
	case f.Pieces > 0:
		return Expectation{Who: Holder, What: ToSend, Count: f.Pieces, On: f.PieceBy}
	case f.MeetsAt > f.Now:
		return Expectation{Who: Committee, What: ToMeet, At: f.MeetsAt}
	case f.BookBy != "" && f.BookBy >= today && f.MeetsAt == 0:
		return Expectation{Who: Holder, What: ToBook, On: f.BookBy}
	case f.Phase == programme.Submitted:
		return Expectation{Who: House, What: ToRead}
	case f.SitsOn != "" && f.SitsOn < today:
		return Expectation{Who: House, What: ToAnswer, On: f.SitsOn}
	}
	return Expectation{Who: Committee, What: ToDecide, On: f.SitsOn}
}
