package project

import (
	"eclosion/models/handover"
	"eclosion/models/journey"
	"eclosion/views/dossier"
)

// History is all that ever changed on a dossier. Audit and Notes are empty for its holder.
type History struct {
	Head       dossier.Head
	Changes    []journey.Change // oldest first
	Audit      []journey.Entry  // newest first
	MayCorrect bool             // the reader may put a past fact right
	Notes      []handover.Note  // of handovers, the latest first; none for its holder
}

// latest gives the changes newest first.
func (h History) latest() []journey.Change {
	list := make([]journey.Change, len(h.Changes))
	for i, c := range h.Changes {
		list[len(list)-1-i] = c
	}
	return list
}
