package selection

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const slotColumns = `t.id, t.public_id, t.starts_at, t.minutes, t.place`

func (s *Slot) targets() []any {
	return []any{&s.ID, &s.PublicID, &s.StartsAt, &s.Minutes, &s.Place}
}

// insertSlots adds what does not stand yet, and counts it.
func insertSlots(tx *db.Tx, c *Committee, slots []Slot) (added int, err error) {
	for _, s := range slots {
		n, err := tx.Exec(`INSERT INTO interview_slots (public_id, committee_id, starts_at, minutes, place) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			uuid.NewString(), c.ID, s.StartsAt, s.Minutes, s.Place)
		if err != nil {
			return 0, fmt.Errorf("insert slot: %w", err)
		}
		added += int(n)
	}
	return added, nil
}

func deleteSlot(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`DELETE FROM interview_slots WHERE id = ?`, id)
	return err
}

// withoutInterview lists the dossiers of a committee that await a decision and have no slot, while there is a free one.
func withoutInterview(tx *db.Tx, c *Committee) (ids []int64, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT f.project_id FROM committee_files f JOIN projects p ON p.id = f.project_id AND p.phase IN ('review', 'waitlisted')
		LEFT JOIN interviews i ON i.committee_id = f.committee_id AND i.project_id = f.project_id
		WHERE f.committee_id = ? AND i.slot_id IS NULL AND EXISTS (SELECT 1 FROM interview_slots t WHERE t.committee_id = f.committee_id
			AND t.starts_at > ? AND NOT EXISTS (SELECT 1 FROM interviews b WHERE b.slot_id = t.id))
		ORDER BY f.project_id`, c.ID, tx.Now()+models.Instant(c.BookHours)*millisecondsAn)
	return ids, err
}

// Slots lists the slots of a loaded committee in order, with who booked them. To who judges blind a booking is
// its reference; to who declared a conflict of interest too.
func Slots(tx *db.Tx, c *Committee) ([]Slot, error) {
	var list []Slot
	juror := tx.Actor().Has(access.Jury)
	err := tx.Each(func(rows *sql.Rows) error {
		var s Slot
		var first, last string
		err := rows.Scan(append(s.targets(), &s.Ref, &first, &last, &s.Title, &s.Conflict)...)
		s.Conflict = s.Conflict && juror
		if !c.hides() && !s.Conflict {
			s.Holder = programme.FullName(first, last)
		}
		if s.Conflict {
			s.Title = ""
		}
		list = append(list, s)
		return err
	}, `SELECT `+slotColumns+`, COALESCE(p.ref, ''), COALESCE(h.first_name, ''), COALESCE(h.last_name, ''), COALESCE(p.title, ''),
			EXISTS (SELECT 1 FROM conflicts x WHERE x.project_id = p.id AND x.account_id = ? AND x.lifted_at IS NULL)
		FROM interview_slots t LEFT JOIN interviews i ON i.slot_id = t.id LEFT JOIN projects p ON p.id = i.project_id
		LEFT JOIN persons h ON h.id = p.person_id WHERE t.committee_id = ? ORDER BY t.starts_at, t.place, t.id`, tx.Actor().AccountID, c.ID)
	return list, err
}

// slotOf finds and locks a slot of a committee.
func slotOf(tx *db.Tx, committeeID int64, publicID string) (Slot, error) {
	return readSlot(tx, committeeID, publicID, tx.ForUpdate("t"))
}

func readSlot(tx *db.Tx, committeeID int64, publicID, lock string) (s Slot, err error) {
	found, err := tx.Get(s.targets(), `SELECT `+slotColumns+` FROM interview_slots t WHERE t.committee_id = ? AND t.public_id = ?`+lock,
		committeeID, publicID)
	if err != nil {
		return s, fmt.Errorf("load slot: %w", err)
	}
	if !found {
		return s, models.Missing("slot")
	}
	_, err = tx.Get([]any{&s.Ref}, `SELECT p.ref FROM interviews i JOIN projects p ON p.id = i.project_id WHERE i.slot_id = ?`, s.ID)
	return s, err
}

// offeredSlot finds a slot of one of the committees that have the dossier, and that committee.
func offeredSlot(tx *db.Tx, p *programme.Project, publicID string) (*Committee, Slot, error) {
	c := &Committee{}
	found, err := tx.Get(c.targets(), `SELECT `+committeeColumns+committeeTables+` JOIN committee_files f ON f.committee_id = c.id
		JOIN interview_slots t ON t.committee_id = c.id WHERE f.project_id = ? AND t.public_id = ?`, p.ID, publicID)
	if err != nil {
		return nil, Slot{}, fmt.Errorf("load slot: %w", err)
	}
	if !found {
		return nil, Slot{}, models.Missing("slot")
	}
	s, err := slotOf(tx, c.ID, publicID)
	return c, s, err
}

const interviewColumns = slotColumns + `, c.id, c.ref, c.state, c.held_on, c.book_hours, i.uid, i.sequence`

func (i *Interview) columns() []any {
	return append(i.Slot.targets(), &i.CommitteeID, &i.CommitteeRef, &i.State, &i.HeldOn, &i.BookHours, &i.UID, &i.Sequence)
}

// interviewOn gives what a dossier has on a committee: without a slot its ID is 0; without an UID there never was one.
func interviewOn(tx *db.Tx, c *Committee, projectID int64) (i Interview, err error) {
	var slot sql.NullInt64
	i.CommitteeID, i.CommitteeRef, i.State, i.HeldOn, i.BookHours = c.ID, c.Ref, c.State, c.HeldOn, c.BookHours
	_, err = tx.Get([]any{&slot, &i.UID, &i.Sequence}, `SELECT slot_id, uid, sequence FROM interviews WHERE committee_id = ? AND project_id = ?`, c.ID, projectID)
	if err != nil || !slot.Valid {
		return i, err
	}
	_, err = tx.Get(i.Slot.targets(), `SELECT `+slotColumns+` FROM interview_slots t WHERE t.id = ?`, slot.Int64)
	return i, err
}

// InterviewOf gives the interview of a loaded dossier: of the committee held last, when there were several.
func InterviewOf(tx *db.Tx, p *programme.Project) (i Interview, found bool, err error) {
	found, err = tx.Get(i.columns(), `SELECT `+interviewColumns+` FROM interviews i JOIN interview_slots t ON t.id = i.slot_id
		JOIN committees c ON c.id = i.committee_id WHERE i.project_id = ? ORDER BY c.held_on DESC, c.id DESC LIMIT 1`, p.ID)
	i.Ref = p.Ref
	return i, found, err
}

// upcoming lists the interviews of a loaded dossier that have not begun, on whatever committee.
func upcoming(tx *db.Tx, p *programme.Project) ([]Interview, error) {
	var list []Interview
	err := tx.Each(func(rows *sql.Rows) error {
		var i Interview
		err := rows.Scan(i.columns()...)
		i.Ref = p.Ref
		list = append(list, i)
		return err
	}, `SELECT `+interviewColumns+` FROM interviews i JOIN interview_slots t ON t.id = i.slot_id
		JOIN committees c ON c.id = i.committee_id WHERE i.project_id = ? AND t.starts_at >= ? ORDER BY i.committee_id`, p.ID, tx.Now())
	return list, err
}

// FreeSlots lists what the holder of a loaded dossier can book now, in order: on open committees that have it.
func FreeSlots(tx *db.Tx, p *programme.Project) ([]Slot, error) {
	var list []Slot
	if !Awaits(p.Phase) {
		return nil, nil
	}
	err := tx.Each(func(rows *sql.Rows) error {
		var s Slot
		var hours int
		err := rows.Scan(append(s.targets(), &hours)...)
		if CheckBooking(s.StartsAt, tx.Now(), hours) == nil {
			list = append(list, s)
		}
		return err
	}, `SELECT `+slotColumns+`, c.book_hours FROM interview_slots t JOIN committees c ON c.id = t.committee_id AND c.state = 'open'
		JOIN committee_files f ON f.committee_id = c.id WHERE f.project_id = ? AND t.starts_at > ?
		AND NOT EXISTS (SELECT 1 FROM interviews i WHERE i.slot_id = t.id) ORDER BY t.starts_at, t.place, t.id LIMIT 200`, p.ID, tx.Now())
	return list, err
}

// storeBooking gives the slot to the file, and the interview as it is then. Two constraints stand behind it: a slot has one
// file, a file one slot of a committee.
func storeBooking(tx *db.Tx, c *Committee, p *programme.Project, old Interview, s Slot) (Interview, error) {
	now := old
	now.Slot = s
	var err error
	if old.UID == "" {
		now.UID = uuid.NewString() + "@eclosion"
		_, err = tx.Exec(`INSERT INTO interviews (committee_id, project_id, slot_id, uid, sequence, booked_at) VALUES (?, ?, ?, ?, 0, ?)`,
			c.ID, p.ID, s.ID, now.UID, tx.Now())
	} else {
		now.Sequence++
		var n int64
		n, err = tx.Exec(`UPDATE interviews SET slot_id = ?, sequence = ?, booked_at = ? WHERE committee_id = ? AND project_id = ? AND sequence = ?`,
			s.ID, now.Sequence, tx.Now(), c.ID, p.ID, old.Sequence)
		if err == nil && n == 0 {
			return now, models.Stale("interview", models.Facts{"ref": p.Ref})
		}
	}
	if db.IsUnique(err) {
		return now, errors.Join(taken(s), err)
	}
	return now, err
}

func storeRelease(tx *db.Tx, p *programme.Project, i Interview) error {
	n, err := tx.Exec(`UPDATE interviews SET slot_id = NULL, sequence = ? WHERE committee_id = ? AND project_id = ? AND sequence = ?`,
		i.Sequence, i.CommitteeID, p.ID, i.Sequence-1)
	if err == nil && n == 0 {
		err = models.Stale("interview", models.Facts{"ref": p.Ref})
	}
	return err
}
