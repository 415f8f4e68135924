package sitting

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/selection"
)

// Item is a file in its place on the agenda.
type Item struct {
	selection.File
	Place     int            // from 1
	At        string         // HH:MM; "" when the day has no hour
	Interview models.Instant // what the candidate booked; 0 for none

	// For who manages the committee; empty for its members.
	Ranked      *selection.Ranked // what the members gave; nil for a file that the actor may not read
	Version     int               // of the dossier
	Decision    *selection.Decision
	Note        string
	NoteBy      string
	NoteVersion int
}

// Decided reports whether the committee has answered the file.
func (i Item) Decided() bool { return i.Decision != nil }

// Hints are what orders the files while no manager did: by project. The ranking orders the agenda of managers
// alone, until they fix it: members judge on their own, and an order is an opinion.
type Hints struct {
	Interviews map[int64]models.Instant
	Ranks      map[int64]int // of the ranking; 1 is the first
	ranked     map[int64]*selection.Ranked
}

// Arrange puts files in the order of the agenda: the places that a manager gave come first;
// then who booked an interview, by its time; then the ranking; then the reference.
func Arrange(files []selection.File, places map[int64]int, h Hints) []selection.File {
	list := slices.Clone(files)
	last := func(n int, known bool) int { // what is not known comes last
		if !known {
			return int(^uint(0) >> 1)
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b selection.File) int {
		placeA, okA := places[a.ProjectID]
		placeB, okB := places[b.ProjectID]
		timeA, metA := h.Interviews[a.ProjectID]
		timeB, metB := h.Interviews[b.ProjectID]
		rankA, inA := h.Ranks[a.ProjectID]
		rankB, inB := h.Ranks[b.ProjectID]
		return cmp.Or(
			cmp.Compare(last(placeA, okA), last(placeB, okB)),
			cmp.Compare(last(int(timeA), metA), last(int(timeB), metB)),
			cmp.Compare(last(rankA, inA), last(rankB, inB)),
			cmp.Compare(a.Ref, b.Ref))
	})
	return list
}

// Hours gives each item its hour: that of its interview when it is on the committee's day, else
// following the one before it. Without an hour to start from there are none until the first
// interview; after midnight there are none.
func Hours(items []Item, on models.Date, startsAt string, each int) {
	at := -1
	if hour.MatchString(startsAt) {
		at = clockMinutes(startsAt)
	}
	for i := range items {
		if booked := items[i].Interview; booked != 0 && booked.Date() == on {
			local := booked.Time().In(models.Brussels)
			at = local.Hour()*60 + local.Minute()
		}
		if at < 0 || at >= 24*60 {
			continue
		}
		items[i].At = fmt.Sprintf("%02d:%02d", at/60, at%60)
		at += each
	}
}

func clockMinutes(s string) int {
	h, _ := strconv.Atoi(s[:2])
	m, _ := strconv.Atoi(s[3:])
	return h*60 + m
}

// Agenda lists the files that the actor sees of a loaded committee, in order.
func Agenda(tx *db.Tx, s *Sitting) ([]Item, error) {
	files, err := selection.Files(tx, s.Committee)
	if err != nil {
		return nil, err
	}
	places, err := readPlaces(tx, s)
	if err != nil {
		return nil, err
	}
	hints, err := readHints(tx, s, files)
	if err != nil {
		return nil, err
	}
	var items []Item
	for i, f := range Arrange(files, places, hints) {
		items = append(items, Item{File: f, Place: i + 1, Interview: hints.Interviews[f.ProjectID]})
	}
	Hours(items, s.HeldOn, s.StartsAt, s.MinutesEach)
	if !s.Managed {
		return items, nil
	}
	for i := range items {
		if !items[i].Conflict {
			items[i].Ranked = hints.ranked[items[i].ProjectID]
		}
	}
	return items, addProceedings(tx, s, items)
}

// Move puts a file at a place of the agenda, 1 being the first; a place beyond the end is the
// last. version is that of the sitting which the page shows.
func Move(tx *db.Tx, ref string, version int, projectRef string, to int) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	items, err := Agenda(tx, s)
	if err != nil {
		return err
	}
	from := slices.IndexFunc(items, func(i Item) bool { return i.Ref == projectRef })
	if from < 0 {
		return models.Missing("project")
	}
	if to < 1 {
		return models.Fields(models.FieldProblem{Field: "turn", Code: "gte", Facts: models.Facts{"param": 1}})
	}
	if err := s.fresh(version); err != nil {
		return err
	}
	moved := items[from]
	items = slices.Delete(items, from, from+1)
	items = slices.Insert(items, min(to-1, len(items)), moved)
	if err := storePlaces(tx, s, items); err != nil {
		return err
	}
	if err := storeSitting(tx, s); err != nil {
		return err
	}
	return tx.Audit("agenda.move", "committee", s.ID, moved.ProjectID, models.Facts{"place": min(to, len(items))})
}

// FixOrder makes the order that the manager sees everybody's: it gives each file the place that it has.
func FixOrder(tx *db.Tx, ref string, version int) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	items, err := Agenda(tx, s)
	if err != nil {
		return err
	}
	if err := s.fresh(version); err != nil {
		return err
	}
	if err := storePlaces(tx, s, items); err != nil {
		return err
	}
	if err := storeSitting(tx, s); err != nil {
		return err
	}
	return tx.Audit("agenda.fix", "committee", s.ID, 0, models.Facts{"files": len(items)})
}

// ResetOrder forgets the places that managers gave: the usual order holds again.
func ResetOrder(tx *db.Tx, ref string, version int) error {
	s, err := manage(tx, ref)
	if err != nil {
		return err
	}
	if err := s.fresh(version); err != nil {
		return err
	}
	if err := storePlaces(tx, s, nil); err != nil {
		return err
	}
	if err := storeSitting(tx, s); err != nil {
		return err
	}
	return tx.Audit("agenda.reset", "committee", s.ID, 0, nil)
}
