package documents

import (
	"slices"

	"eclosion/models/db"
	"eclosion/models/programme"
)

// Piece is one category as a dossier stands to it: what is asked, what is there.
type Piece struct {
	Category  Category
	Gate      *programme.GateRule // the gate that asks for it of this person; nil for none
	Request   *Request            // the open one; nil for none
	Documents []Document          // newest first; without those removed
}

// Counts reports whether a document of the piece serves its purpose.
func (p Piece) Counts() bool { return slices.ContainsFunc(p.Documents, Document.Counts) }

// Accepted reports whether the couveuse has accepted a document of the piece.
func (p Piece) Accepted() bool {
	return slices.ContainsFunc(p.Documents, func(d Document) bool { return d.Counts() && d.Review == Accepted })
}

// Needed reports whether the dossier cannot do without it.
func (p Piece) Needed() bool { return p.Category.Need == Required || p.Gate != nil }

// AtSubmission reports whether an application cannot be submitted without it.
func (p Piece) AtSubmission() bool {
	return p.Category.Need == Required || p.Gate != nil && p.Gate.Mode == programme.GateBlock && p.Gate.Step == programme.AtSubmission
}

// Missing reports whether something is still to be given.
func (p Piece) Missing() bool { return p.Request != nil || p.Needed() && !p.Counts() }

// arrange puts the documents, requests and gates of one dossier under the categories of its
// programme. Categories that are closed, or another programme's, show when they hold something.
func arrange(categories []Category, docs []Document, requests []Request, gates []programme.GateRule) []Piece {
	var list []Piece
	at := map[string]int{}
	add := func(c Category) int {
		if i, ok := at[c.Code]; ok {
			return i
		}
		list = append(list, Piece{Category: c})
		at[c.Code] = len(list) - 1
		return len(list) - 1
	}
	for _, c := range categories {
		if c.Active {
			add(c)
		}
	}
	for _, g := range gates {
		i := add(Category{Code: g.Category, Label: g.Evidence, Need: ByGate})
		if list[i].Gate == nil || g.Mode == programme.GateBlock {
			list[i].Gate = &g
		}
	}
	for _, d := range docs {
		if d.RemovedAt.IsZero() {
			i := add(Category{Code: d.Category, Label: d.Label, Need: Optional})
			list[i].Documents = append(list[i].Documents, d)
		}
	}
	for _, r := range requests {
		if r.Open() {
			i := add(Category{Code: r.Category, Label: r.Label, Need: Optional})
			list[i].Request = &r
		}
	}
	return slices.DeleteFunc(list, func(p Piece) bool {
		return p.Category.Need == ByGate && p.Gate == nil && p.Request == nil && len(p.Documents) == 0
	})
}

// Pieces gives every category that concerns a loaded dossier, with what is there. Gates
// concern it by what its application answers.
func Pieces(tx *db.Tx, p *programme.Project) ([]Piece, error) {
	categories, err := Categories(tx, p.ProgrammeID)
	if err != nil {
		return nil, err
	}
	docs, err := Of(tx, p)
	if err != nil {
		return nil, err
	}
	requests, err := Requests(tx, p)
	if err != nil {
		return nil, err
	}
	gates, err := gatesOf(tx, p)
	if err != nil {
		return nil, err
	}
	return arrange(categories, docs, requests, gates), nil
}

// Missing lists what a loaded dossier still has to give: required categories, and those of
// the codes also needed, without a document that counts; and what was asked and has not come.
func Missing(tx *db.Tx, p *programme.Project, alsoNeeded []string) ([]Piece, error) {
	pieces, err := Pieces(tx, p)
	return slices.DeleteFunc(pieces, func(p Piece) bool {
		also := slices.Contains(alsoNeeded, p.Category.Code) && !p.Counts()
		return !p.Missing() && !also
	}), err
}

// Progress says how far a dossier's pieces are: given, and missing for a submission.
func Progress(pieces []Piece) (given, missing int) {
	for _, p := range pieces {
		switch {
		case p.Counts():
			given++
		case p.AtSubmission():
			missing++
		}
	}
	return given, missing
}
