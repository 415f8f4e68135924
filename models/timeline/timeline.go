// Package timeline tells what happened on one dossier, whatever pillar it stands in, as one list: meetings, steps and
// decisions, documents, mails, messages, the plan, the grant, papers, and, for the couveuse alone, notes and the register. It
// writes nothing.
//
// What the holder may know and what they may not come from two lists of sources. A holder's
// timeline asks the first alone: no row of the second is ever read for them.
package timeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Kind is what an entry is, as the filters of the page have it.
type Kind string

// The kinds.
const (
	Meeting  Kind = "rencontres"
	Step     Kind = "etapes" // changes of phase and decisions on the dossier
	Document Kind = "documents"
	Message  Kind = "messages"
	Mail     Kind = "mails"
	Plan     Kind = "plan"
	Grant    Kind = "bourse"
	Paper    Kind = "papiers"
	Team     Kind = "equipe"
	Action   Kind = "actions"
	Note     Kind = "notes"    // private
	Register Kind = "registre" // of the audit, what no other kind tells
)

// View narrows a timeline to what is shared with the holder, or to what is not.
type View string

// The views.
const (
	All      View = ""
	Shared   View = "partage"
	Internal View = "interne"
)

// Entry is one thing that happened. Which of its fields speak depends on the kind.
type Entry struct {
	Kind     Kind
	Internal bool
	On       models.Date    // the day that it counts for
	At       models.Instant // when it happened, or was written down
	Code     string         // what of its kind: a phase, an event, a state
	From     string         // the phase before; the kind of a meeting
	Name     string         // a title, a file's name, a number
	Body     string         // what somebody wrote
	By       string         // who
	Address  string         // what names the source in an address
	Amount   int64          // cents, or minutes

	rank int
	id   int64
}

// PageSize is how many entries a page holds.
const PageSize = 30

// Filter says which entries are wanted.
type Filter struct {
	Kind  Kind
	View  View
	After string // where the page before ended
	Limit int    // 0: PageSize
}

// Kinds gives the kinds that the reader of the dossier may ask for, in the order of the page.
func Kinds(tx *db.Tx, p *programme.Project) []Kind {
	var list []Kind
	for _, s := range sourcesFor(tx, p) {
		if !slices.Contains(list, s.kind) {
			list = append(list, s.kind)
		}
	}
	return list
}

// ReadsInternal reports whether the actor's timeline of the dossier holds what its holder does not see.
func ReadsInternal(tx *db.Tx, p *programme.Project) bool {
	return coaching.MayReadNotes(tx.Actor(), p)
}

func sourcesFor(tx *db.Tx, p *programme.Project) []source {
	if ReadsInternal(tx, p) {
		return slices.Concat(shared, internal)
	}
	return shared
}

// Of gives a page of a loaded dossier's timeline, newest first, and where the next one starts ("" on the
// last). What the reader may not ask for is missing; an unreadable After is invalid.
func Of(tx *db.Tx, p *programme.Project, f Filter) (list []Entry, next string, err error) {
	if f.Limit == 0 {
		f.Limit = PageSize
	}
	before, err := readCursor(f.After)
	if err != nil {
		return nil, "", err
	}
	if f.Kind != "" && !slices.Contains(Kinds(tx, p), f.Kind) ||
		f.View != All && (!ReadsInternal(tx, p) || f.View != Shared && f.View != Internal) {
		return nil, "", models.Missing("list")
	}
	for _, s := range sourcesFor(tx, p) {
		if f.Kind != "" && s.kind != f.Kind || f.View == Shared && s.internal || f.View == Internal && !s.internal {
			continue
		}
		entries, err := s.read(tx, p, before, f.Limit+1)
		if err != nil {
			return nil, "", err
		}
		list = append(list, entries...)
	}
	slices.SortFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(b.At, a.At), cmp.Compare(a.rank, b.rank), cmp.Compare(b.id, a.id))
	})
	if len(list) > f.Limit {
		list = list[:f.Limit]
		next = list[f.Limit-1].cursor().String()
	}
	return list, next, nil
}

// cursor is the place of an entry in the order of all: by day, moment, source, id.
type cursor struct {
	on   models.Date
	at   models.Instant
	rank int
	id   int64
}

func (e Entry) cursor() cursor { return cursor{e.On, e.At, e.rank, e.id} }

func (c cursor) String() string {
	return string(c.on) + "~" + strconv.FormatInt(int64(c.at), 10) + "~" + strconv.Itoa(c.rank) + "~" + strconv.FormatInt(c.id, 10)
}

// first stands before every entry.
var first = cursor{on: "9999-12-31", at: 1 << 61}

func readCursor(s string) (cursor, error) {
	if s == "" {
		return first, nil
	}
	bad := models.Fields(models.FieldProblem{Field: "apres", Code: "cursor"})
	parts := strings.Split(s, "~")
	if len(parts) != 4 {
		return first, bad
	}
	on, err := models.ParseDate(parts[0])
	if err != nil {
		return first, bad
	}
	var n [3]int64
	for i := range n {
		if n[i], err = strconv.ParseInt(parts[i+1], 10, 64); err != nil {
			return first, bad
		}
	}
	return cursor{on, models.Instant(n[0]), int(n[1]), n[2]}, nil
}

// below gives the id under which an entry of a source, of the very moment of the cursor, comes after it.
func (c cursor) below(rank int) int64 {
	switch {
	case rank > c.rank:
		return 1 << 62
	case rank == c.rank:
		return c.id
	}
	return 0
}
