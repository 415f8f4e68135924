package plan

import (
	"strings"
	"time"
	"unicode/utf8"

	"eclosion/models"
)

// The longest texts about a section, in characters.
const (
	TextMax   = 20_000 // about eight pages
	RemarkMax = 4000
	AskMax    = 2000
)

// Pause is how long an author may leave a text before going on makes a new version of it.
const Pause = 30 * time.Minute

// Turn says who is to act on the text of a section.
type Turn string

// The turns.
const (
	Writing   Turn = ""          // the holder's, as long as nothing was handed in
	Submitted Turn = "submitted" // a coach's
	Returned  Turn = "returned"  // the holder's again, with a reason
)

// Text is what the holder wrote in one section. The zero value is a section in which nothing was written.
type Text struct {
	SectionID int64
	Body      string // Markdown, as it was typed
	Turn      Turn
	Reason    string         // why it was asked again
	TurnedAt  models.Instant // when it was handed in or asked again
	Submitted int            // the number of the version that was handed in last; 0 for none
	Step      int            // counts the turns: guards what a coach answers
	Number    int            // of the version that the body is; 0 for none
	Author    string         // of that version
	UpdatedAt models.Instant
	Version   int      // guards what is typed
	Documents []string // public ids of those that go with it, in the order in which they were attached
	Threads   int      // remarks that are not resolved
}

// Filled reports whether there is something to read.
func (t Text) Filled() bool { return strings.TrimSpace(t.Body) != "" || len(t.Documents) > 0 }

// SectionState is where a section stands.
type SectionState string

// The states of a section, derived from its text and its items.
const (
	SectionEmpty     SectionState = "empty"
	SectionWriting   SectionState = "writing"
	SectionSubmitted SectionState = "submitted" // a coach's turn
	SectionReturned  SectionState = "returned"  // asked again
	SectionValidated SectionState = "validated" // every item that applies is
)

// Complete reports whether a coach has seen to every item that applies; a part of which nothing
// applies is not complete, it is out of the question.
func (p Part) Complete() bool {
	return p.Progress.Applicable > 0 && p.Progress.Validated == p.Progress.Applicable
}

// StateOf tells where a section stands. What was asked again comes before all: the coach said so after
// whatever was validated.
func StateOf(p Part, t Text) SectionState {
	switch {
	case t.Turn == Returned:
		return SectionReturned
	case p.Complete():
		return SectionValidated
	case t.Turn == Submitted:
		return SectionSubmitted
	case t.Filled():
		return SectionWriting
	}
	return SectionEmpty
}

// ChangedSinceSubmitted reports whether the text that a coach reads is no more the one that was handed in.
func (t Text) ChangedSinceSubmitted() bool { return t.Submitted > 0 && t.Number > t.Submitted }

// ChangedSinceValidated reports whether a validated section was rewritten on a later day than its last validation.
func ChangedSinceValidated(p Part, t Text) bool {
	var last models.Date
	for _, l := range p.Lines {
		last = max(last, l.State.ValidatedOn)
	}
	return p.Complete() && t.Number > 0 && t.UpdatedAt.Date() > last
}

// TextVersion is a kept text of a section. It is never edited once it is sealed: by a pause, by another
// author, by being handed in or remarked on.
type TextVersion struct {
	Number   int
	Body     string // "" in lists
	Restored int    // the version that was taken back; 0 when it was typed
	AuthorID int64
	Author   string
	At       models.Instant
	Sealed   bool
	Length   int // characters
}

// Grows reports whether what the author types now goes on in the version, or begins the next.
func (v TextVersion) Grows(authorID int64, now models.Instant) bool {
	return v.Number > 0 && !v.Sealed && v.AuthorID == authorID && now.Time().Sub(v.At.Time()) < Pause
}

// CheckText says what is wrong with the text of a section. Field: "body".
func CheckText(body string) *models.Problem {
	return tooLong("body", body, TextMax)
}

func tooLong(field, text string, most int) *models.Problem {
	if utf8.RuneCountInString(text) > most {
		return models.Fields(models.FieldProblem{Field: field, Code: "max", Facts: models.Facts{"param": most, "kind": "text"}})
	}
	return nil
}

// required says what is wrong with a text that must be there.
func required(field, text string, most int) *models.Problem {
	if strings.TrimSpace(text) == "" {
		return models.Fields(models.FieldProblem{Field: field, Code: "required"})
	}
	return tooLong(field, text, most)
}

// lines gives a text with one kind of line end, as every browser's form sends another.
func lines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// Comment is a remark on a section, or the answer to one. Everybody who reads the dossier reads it.
type Comment struct {
	PublicID   string
	House      bool // written by the couveuse
	Body       string
	Number     int // of the version that its author had read; 0 for none
	Author     string
	At         models.Instant
	ResolvedAt models.Instant
	ResolvedBy string
	Answers    []Comment

	id, threadID int64
}

// Open reports whether a remark still waits for something.
func (c Comment) Open() bool { return c.ResolvedAt.IsZero() }

// SectionEventKind says what happened to a section.
type SectionEventKind string

// The kinds of event of a section.
const (
	WasSubmitted        SectionEventKind = "submitted"
	WasReturned         SectionEventKind = "returned"
	SectionWasValidated SectionEventKind = "validated"
	WasRemarked         SectionEventKind = "commented"
	WasAnswered         SectionEventKind = "answered"
	WasResolved         SectionEventKind = "resolved"
	WasUnresolved       SectionEventKind = "unresolved"
	WasRestored         SectionEventKind = "restored"
	WasAttached         SectionEventKind = "attached"
	WasDetached         SectionEventKind = "detached"
)

// SectionEvent is something that happened to a section. It is never edited.
type SectionEvent struct {
	SectionID int64
	Section   string // its title
	Place     int    // its number in the plan
	Kind      SectionEventKind
	Number    int    // of the version that it is about; 0 for none
	Comment   string // the reason, the remark, the name of the document
	On        models.Date
	ActorName string
	At        models.Instant
}
