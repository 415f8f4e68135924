package project

import (
	"eclosion/models/journey"
	"eclosion/views/dossier"
)

// History is all that ever changed on a dossier. Audit is empty for its holder.
type History struct {
	Head    dossier.Head
	Changes []journey.Change // oldest first
	Audit   []journey.Entry  // newest first
}

// latest gives the changes newest first.
func (h History) latest() []journey.Change {
	list := make([]journey.Change, len(h.Changes))
	for i, c := range h.Changes {
		list[len(list)-1-i] = c
	}
	return list
}
