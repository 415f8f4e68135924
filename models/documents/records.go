package documents

import (
	"eclosion/models"
)

// Limits of what a dossier may hold; the database holds them too.
const (
	MaxFile  = 10 << 20 // bytes of one file
	MaxTotal = 50 << 20 // bytes of one dossier
	MaxFiles = 100      // files of one dossier
	MaxNote  = 1000     // characters of a note or a reason
)

// Need says when a category is asked for.
type Need string

// The needs.
const (
	Required Need = "required" // of everybody, for a submission
	ByGate   Need = "gate"     // only of those whom a gate of entry concerns
	Optional Need = "optional"
)

// Needs lists the needs as forms offer them.
func Needs() []Need { return []Need{Required, ByGate, Optional} }

// Category is a kind of document that a programme asks for.
type Category struct {
	ID          int64
	Code        string
	Label, Hint string
	Need        Need
	Position    int
	Active      bool
	Version     int
}

// Scan is what the virus scanner said of a document.
type Scan string

// The states of the scan. Without a scanner every document waits, and is open.
const (
	Unscanned Scan = "waiting"
	Clean     Scan = "clean"
	Infected  Scan = "infected" // the bytes are gone
)

// Review is what the couveuse says of a document.
type Review string

// The states of the review.
const (
	New      Review = "new"
	Accepted Review = "accepted"
	Refused  Review = "refused" // with a reason
)

// Document is one file of a dossier, without its bytes.
type Document struct {
	ID, ProjectID, contentID int64
	PublicID                 string
	Category                 string // code
	Label                    string // of the category
	Name                     string // for display alone: never a path
	MediaType                string
	Size                     int
	SHA256                   string
	AddedBy                  int64
	AddedByName              string
	AddedAt                  models.Instant
	Scan                     Scan
	Review                   Review
	Reason                   string // of a refusal
	RemovedAt                models.Instant
	Version                  int
}

// Counts reports whether the document serves its purpose: it is there, clean as far as
// is known, and not refused.
func (d Document) Counts() bool {
	return d.RemovedAt.IsZero() && d.Scan != Infected && d.Review != Refused
}

// Request is a piece that the couveuse asked for.
type Request struct {
	ID, ProjectID int64
	Ref           string // of the dossier
	Category      string
	Label         string
	Note          string
	DueOn         models.Date
	AskedAt       models.Instant
	AskedByName   string
	afterID       int64
	Withdrawn     bool
	Fulfilled     bool // a later document of the category counts
}

// Open reports whether the piece is still waited for.
func (r Request) Open() bool { return !r.Withdrawn && !r.Fulfilled }

// Overdue reports whether it should have come before today.
func (r Request) Overdue(today models.Date) bool { return r.Open() && r.DueOn < today }
