package sitting

import (
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Proceedings are all that the minutes of a committee tell.
type Proceedings struct {
	*Sitting
	Couveuse   programme.Couveuse
	Cohort     programme.Cohort
	Items      []Item
	Attendance []Attendee
	Conflicts  map[int64][]selection.Conflict // by dossier
	Room       selection.Room
	Today      models.Date
}

// Count gives how many files the committee answered so.
func (p Proceedings) Count(o selection.Outcome) (n int) {
	for _, i := range p.Items {
		if i.Decided() && i.Decision.Outcome == o {
			n++
		}
	}
	return n
}

// Undecided lists the files that the committee has not answered.
func (p Proceedings) Undecided() (list []Item) {
	for _, i := range p.Items {
		if !i.Decided() {
			list = append(list, i)
		}
	}
	return list
}

// Present lists who came.
func (p Proceedings) Present() (list []Attendee) {
	for _, m := range p.Attendance {
		if m.Presence == Present {
			list = append(list, m)
		}
	}
	return list
}

// ProceedingsOf gathers what a committee did, for who manages it.
func ProceedingsOf(tx *db.Tx, ref string) (p Proceedings, err error) {
	if p.Sitting, err = manage(tx, ref); err != nil {
		return p, err
	}
	p.Today = tx.Today()
	if p.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return p, err
	}
	if p.Cohort, err = programme.CohortByID(tx, p.CohortID); err != nil {
		return p, err
	}
	if p.Items, err = Agenda(tx, p.Sitting); err != nil {
		return p, err
	}
	if p.Attendance, err = Attendance(tx, p.Sitting); err != nil {
		return p, err
	}
	if p.Conflicts, err = selection.Conflicts(tx, p.Committee); err != nil {
		return p, err
	}
	p.Room, err = selection.RoomOf(tx, p.Cohort)
	return p, err
}

// Pack is what the members of a committee read before and during it.
type Pack struct {
	*Sitting
	Couveuse programme.Couveuse
	Cohort   programme.Cohort
	Members  []selection.Member
	Items    []Item
	Files    []PackFile // in the order of the agenda, without those on which the actor declared a conflict of interest
	Grid     []selection.Criterion
	Today    models.Date
}

// PackFile is one file of a pack, without what a committee has no need of.
type PackFile struct {
	Item
	App       *selection.Application
	Documents []documents.Document // those that count
}

// AgendaOf gathers the agenda of a committee and who sits on it, for who may see the committee. When it judges
// blind nobody is named, whoever prints it: paper goes round.
func AgendaOf(tx *db.Tx, ref string) (p Pack, err error) {
	if p.Sitting, err = Load(tx, ref); err != nil {
		return p, err
	}
	p.Today = tx.Today()
	if p.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return p, err
	}
	if p.Cohort, err = programme.CohortByID(tx, p.CohortID); err != nil {
		return p, err
	}
	if p.Members, err = selection.Members(tx, p.Committee); err != nil {
		return p, err
	}
	p.Items, err = Agenda(tx, p.Sitting)
	for i := range p.Items {
		if p.Blind {
			p.Items[i].Holder = ""
		}
	}
	return p, err
}

// PackOf gathers the files of a committee as the actor may read them. Each is loaded through the door of
// its own page, so that what a member may not see there is not in the pack either; that costs a few
// questions a file, of some dozens.
func PackOf(tx *db.Tx, ref string) (p Pack, err error) {
	if p, err = AgendaOf(tx, ref); err != nil {
		return p, err
	}
	if p.Grid, err = selection.Criteria(tx, p.Committee); err != nil {
		return p, err
	}
	for _, i := range p.Items {
		if i.Conflict {
			continue
		}
		f := PackFile{Item: i}
		if _, f.App, err = selection.LoadFile(tx, ref, i.Ref); err != nil {
			return p, err
		}
		f.App.Contacts = false // a pack is printed and left on tables
		if f.Documents, err = piecesOf(tx, f.App, p.Blind); err != nil {
			return p, err
		}
		p.Files = append(p.Files, f)
	}
	return p, nil
}

// piecesOf lists the documents that count, the oldest first. Their names are their author's, and often hold
// theirs: a blind pack leaves them out.
func piecesOf(tx *db.Tx, a *selection.Application, blind bool) ([]documents.Document, error) {
	all, err := documents.Of(tx, a.Project)
	if err != nil {
		return nil, err
	}
	var list []documents.Document
	for _, d := range slices.Backward(all) {
		if !d.Counts() {
			continue
		}
		if blind {
			d.Name = ""
		}
		list = append(list, d)
	}
	return list, nil
}
