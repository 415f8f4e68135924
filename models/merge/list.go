package merge

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Double is two records that may be one person's, each with its newest dossier that the actor may merge.
type Double struct {
	Kept, Other                    Record // the older record first
	SameName, SameEmail, SamePhone bool   // the name with the birth date
}

// Record is one of them.
type Record struct {
	PersonID    int64
	Ref, Holder string
	BirthOn     models.Date
	Dossiers    int
}

// mostDoubles bounds the list: whoever has more begins with these.
const mostDoubles = 100

// alike are the pairs of records with the same name and birth date, e-mail address or telephone number: what the couveuse is
// told on an application of somebody who may be known already.
const alike = `SELECT k.id AS kept, o.id AS other, 1 AS name, 0 AS email, 0 AS phone FROM persons k JOIN persons o ON o.birth_on = k.birth_on AND o.sort_key = k.sort_key AND o.id > k.id
		WHERE k.sort_key <> ''
	UNION ALL SELECT k.id, o.id, 0, 1, 0 FROM persons k JOIN persons o ON o.email = k.email AND o.id > k.id WHERE k.email <> ''
	UNION ALL SELECT k.id, o.id, 0, 0, 1 FROM persons k JOIN persons o ON o.phone_key = k.phone_key AND o.id > k.id WHERE k.phone_key <> ''`

// Doubles lists the records that may be one person's, among those whose dossiers the actor may merge; the newest first.
func Doubles(tx *db.Tx) (list []Double, err error) {
	visible, args := programme.Visible(tx, access.PersonMerge)
	some := `EXISTS (SELECT 1 FROM projects p WHERE p.person_id = x.kept AND ` + visible + `) AND EXISTS (SELECT 1 FROM projects p WHERE p.person_id = x.other AND ` + visible + `)`
	var persons []int64
	err = tx.Each(func(rows *sql.Rows) error {
		var d Double
		err := rows.Scan(&d.Kept.PersonID, &d.Other.PersonID, &d.SameName, &d.SameEmail, &d.SamePhone)
		list, persons = append(list, d), append(persons, d.Kept.PersonID, d.Other.PersonID)
		return err
	}, `SELECT x.kept, x.other, MAX(x.name), MAX(x.email), MAX(x.phone) FROM (`+alike+`) x WHERE `+some+`
		GROUP BY x.kept, x.other ORDER BY x.other DESC, x.kept DESC LIMIT ?`, append(append(append([]any{}, args...), args...), mostDoubles)...)
	if err != nil {
		return nil, err
	}
	records, err := recordsOf(tx, persons)
	for i := range list {
		list[i].Kept, list[i].Other = records[list[i].Kept.PersonID], records[list[i].Other.PersonID]
	}
	return list, err
}

// recordsOf gives persons by their id, each with its newest dossier that the actor may merge.
func recordsOf(tx *db.Tx, persons []int64) (map[int64]Record, error) {
	visible, args := programme.Visible(tx, access.PersonMerge)
	in, list := db.In(persons)
	records := map[int64]Record{}
	return records, tx.Each(func(rows *sql.Rows) error {
		var r Record
		var first, last string
		if err := rows.Scan(&r.PersonID, &r.Ref, &first, &last, &r.BirthOn); err != nil {
			return err
		}
		r.Holder, r.Dossiers = programme.FullName(first, last), records[r.PersonID].Dossiers+1
		records[r.PersonID] = r
		return nil
	}, `SELECT p.person_id, p.ref, h.first_name, h.last_name, h.birth_on FROM projects p JOIN persons h ON h.id = p.person_id
		WHERE p.person_id IN `+in+` AND `+visible+` ORDER BY p.id`, append(list, args...)...)
}

// Done is a merge as its page tells it.
type Done struct {
	PublicID, Holder, Reason, By, UndoneBy string
	At, UndoneAt                           models.Instant
	Undone                                 bool
	Dossiers                               []Dossier
	Moved                                  map[int64]bool
	Before                                 [2]programme.Person // the record that stayed, and the other; empty once the person was erased
	Accounts                               int                 // that changed hands or were disabled
	Why                                    *models.Problem     // why it cannot be undone; nil when it can
}

// Load gives a merge to who may undo it.
func Load(tx *db.Tx, publicID string) (d Done, err error) {
	m, err := lockRecord(tx, publicID)
	if err != nil {
		return d, err
	}
	d = Done{PublicID: m.publicID, Moved: map[int64]bool{}, Before: [2]programme.Person{m.was.Kept, m.was.Other}, Accounts: len(m.was.Accounts), Undone: m.state == "undone"}
	if _, err = tx.Get([]any{&d.Reason, &d.By, &d.At, &d.UndoneBy, &d.UndoneAt}, `SELECT reason, merged_name, merged_at, undone_name, undone_at FROM person_merges WHERE id = ?`, m.id); err != nil {
		return d, err
	}
	kept, err := programme.LoadPerson(tx, m.kept)
	if err != nil {
		return d, err
	}
	d.Holder = kept.FullName()
	if d.Dossiers, err = m.dossiers(tx); err != nil {
		return d, err
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		d.Moved[id] = true
		return err
	}, `SELECT project_id FROM person_merge_projects WHERE merge_id = ? AND moved`, m.id)
	if err == nil && !d.Undone {
		d.Why, err = m.why(tx, d.Dossiers)
	}
	return d, err
}

// Recent lists the merges of the last year on whose dossiers the actor may merge, the newest first.
func Recent(tx *db.Tx) (list []Done, err error) {
	visible, args := programme.Visible(tx, access.PersonMerge)
	year := tx.Now() - 365*24*3_600_000
	return list, tx.Each(func(rows *sql.Rows) error {
		var d Done
		var first, last string
		err := rows.Scan(&d.PublicID, &first, &last, &d.By, &d.At, &d.Undone)
		d.Holder = programme.FullName(first, last)
		list = append(list, d)
		return err
	}, `SELECT m.public_id, h.first_name, h.last_name, m.merged_name, m.merged_at, m.state = 'undone' FROM person_merges m JOIN persons h ON h.id = m.kept_id
		WHERE m.merged_at > ? AND EXISTS (SELECT 1 FROM person_merge_projects x JOIN projects p ON p.id = x.project_id WHERE x.merge_id = m.id AND `+visible+`)
		ORDER BY m.merged_at DESC, m.id DESC LIMIT 50`, append([]any{year}, args...)...)
}
