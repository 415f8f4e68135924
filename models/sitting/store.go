package sitting

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/selection"
)

// usualMinutes are given to a file while nobody said otherwise.
const usualMinutes = 15

func readSitting(tx *db.Tx, c *selection.Committee) (*Sitting, error) {
	s := &Sitting{Committee: c, MinutesEach: usualMinutes}
	_, err := tx.Get([]any{&s.StartsAt, &s.MinutesEach, &s.Chair, &s.Remarks, &s.Version},
		`SELECT starts_at, minutes_each, chair, remarks, version FROM sittings WHERE committee_id = ?`, c.ID)
	if err != nil {
		return nil, fmt.Errorf("load sitting %s: %w", c.Ref, err)
	}
	return s, nil
}

// storeSitting writes the sitting and raises its version, guarded by the one that was loaded.
func storeSitting(tx *db.Tx, s *Sitting) error {
	var n int64
	var err error
	if s.Version == 0 {
		n, err = tx.Exec(`INSERT INTO sittings (committee_id, starts_at, minutes_each, chair, remarks) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			s.ID, s.StartsAt, s.MinutesEach, s.Chair, s.Remarks)
	} else {
		n, err = tx.Exec(`UPDATE sittings SET starts_at = ?, minutes_each = ?, chair = ?, remarks = ?, version = version + 1
			WHERE committee_id = ? AND version = ?`, s.StartsAt, s.MinutesEach, s.Chair, s.Remarks, s.ID, s.Version)
	}
	if err != nil {
		return fmt.Errorf("store sitting %s: %w", s.Ref, err)
	}
	if n == 0 {
		return models.Stale("sitting", models.Facts{"ref": s.Ref})
	}
	s.Version++
	return nil
}

// Attendance lists the members of a loaded committee with their presence, by name.
func Attendance(tx *db.Tx, s *Sitting) ([]Attendee, error) {
	members, err := selection.Members(tx, s.Committee)
	if err != nil {
		return nil, err
	}
	states := map[int64]Presence{}
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		var p Presence
		err := rows.Scan(&id, &p)
		states[id] = p
		return err
	}, `SELECT account_id, state FROM sitting_attendance WHERE committee_id = ?`, s.ID)
	list := make([]Attendee, len(members))
	for i, m := range members {
		list[i] = Attendee{m, states[m.AccountID]}
	}
	return list, err
}

func storePresence(tx *db.Tx, s *Sitting, accountID int64, p Presence) error {
	if p == "" {
		_, err := tx.Exec(`DELETE FROM sitting_attendance WHERE committee_id = ? AND account_id = ?`, s.ID, accountID)
		return err
	}
	_, err := tx.Exec(`INSERT INTO sitting_attendance (committee_id, account_id, state) VALUES (?, ?, ?)
		ON CONFLICT (committee_id, account_id) DO UPDATE SET state = excluded.state`, s.ID, accountID, p)
	return err
}

func readPlaces(tx *db.Tx, s *Sitting) (map[int64]int, error) {
	places := map[int64]int{}
	return places, tx.Each(func(rows *sql.Rows) error {
		var project int64
		var place int
		err := rows.Scan(&project, &place)
		places[project] = place
		return err
	}, `SELECT project_id, place FROM agenda_places WHERE committee_id = ?`, s.ID)
}

// storePlaces writes the order whole; no items forget it.
func storePlaces(tx *db.Tx, s *Sitting, items []Item) error {
	if _, err := tx.Exec(`DELETE FROM agenda_places WHERE committee_id = ?`, s.ID); err != nil {
		return err
	}
	rows := make([][]any, len(items))
	for i, item := range items {
		rows[i] = []any{s.ID, item.ProjectID, i + 1}
	}
	return tx.Bulk("agenda_places", []string{"committee_id", "project_id", "place"}, rows)
}

// readHints gathers what orders the given files when no manager did.
func readHints(tx *db.Tx, s *Sitting, files []selection.File) (Hints, error) {
	h := Hints{Interviews: map[int64]models.Instant{}, Ranks: map[int64]int{}, ranked: map[int64]*selection.Ranked{}}
	slots, err := selection.Slots(tx, s.Committee)
	if err != nil {
		return h, err
	}
	byRef := map[string]int64{}
	for _, f := range files {
		byRef[f.Ref] = f.ProjectID
	}
	for _, slot := range slots {
		if id := byRef[slot.Ref]; id != 0 {
			h.Interviews[id] = slot.StartsAt
		}
	}
	if !s.Managed {
		return h, nil
	}
	ranking, err := selection.Ranking(tx, s.Committee)
	for i := range ranking {
		r := &ranking[i]
		h.ranked[r.ProjectID] = r
		if r.Rank > 0 {
			h.Ranks[r.ProjectID] = r.Rank
		}
	}
	return h, err
}

// addProceedings adds what the committee did with each file: version of the dossier, the latest
// decision in its name, note.
func addProceedings(tx *db.Tx, s *Sitting, items []Item) error {
	at := map[int64]*Item{}
	for i := range items {
		at[items[i].ProjectID] = &items[i]
	}
	err := tx.Each(func(rows *sql.Rows) error {
		var project int64
		var version, noteVersion int
		var note, by string
		if err := rows.Scan(&project, &version, &note, &by, &noteVersion); err != nil {
			return err
		}
		if i := at[project]; i != nil && !i.Conflict { // what was said is not for who stood aside
			i.Version, i.Note, i.NoteBy, i.NoteVersion = version, note, by, noteVersion
		}
		return nil
	}, `SELECT p.id, p.version, COALESCE(n.body, ''), COALESCE(a.name, ''), COALESCE(n.version, 0)
		FROM committee_files f JOIN projects p ON p.id = f.project_id
		LEFT JOIN sitting_notes n ON n.committee_id = f.committee_id AND n.project_id = f.project_id
		LEFT JOIN accounts a ON a.id = n.written_by WHERE f.committee_id = ?`, s.ID)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var project int64
		d := selection.Decision{CommitteeRef: s.Ref}
		if err := rows.Scan(&project, &d.ID, &d.Outcome, &d.Reasons, &d.NextStep, &d.Conditions, &d.Rank, &d.DecidedOn, &d.DecidedBy); err != nil {
			return err
		}
		if i := at[project]; i != nil {
			i.Decision = &d // rows come by id: the latest stays
		}
		return nil
	}, `SELECT d.project_id, d.id, d.outcome, d.reasons, d.next_step, d.conditions, COALESCE(d.list_rank, 0), d.decided_on, COALESCE(a.name, '')
		FROM decisions d LEFT JOIN accounts a ON a.id = d.decided_by WHERE d.committee_id = ? ORDER BY d.id`, s.ID)
}

// storeNote writes a note; changed is false when the same text stands already.
func storeNote(tx *db.Tx, s *Sitting, projectID int64, version int, text string) (changed bool, err error) {
	var body string
	var stored int
	if _, err := tx.Get([]any{&body, &stored}, `SELECT body, version FROM sitting_notes WHERE committee_id = ? AND project_id = ?`, s.ID, projectID); err != nil {
		return false, err
	}
	if body == text {
		return false, nil
	}
	var n int64
	if stored == 0 && version == 0 {
		n, err = tx.Exec(`INSERT INTO sitting_notes (committee_id, project_id, body, written_by, updated_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			s.ID, projectID, text, db.Nullable(tx.Actor().AccountID), tx.Now())
	} else {
		n, err = tx.Exec(`UPDATE sitting_notes SET body = ?, written_by = ?, updated_at = ?, version = version + 1
			WHERE committee_id = ? AND project_id = ? AND version = ?`, text, db.Nullable(tx.Actor().AccountID), tx.Now(), s.ID, projectID, version)
	}
	if err != nil {
		return false, fmt.Errorf("store note: %w", err)
	}
	if n == 0 {
		return false, models.Stale("note", models.Facts{"ref": s.Ref})
	}
	return true, nil
}
