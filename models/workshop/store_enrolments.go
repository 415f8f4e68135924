package workshop

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const enrolmentColumns = `e.id, e.workshop_id, e.project_id, e.state, e.came_order, e.created_at, e.version, p.ref, h.first_name, h.last_name,
	COALESCE(NULLIF(a.email, ''), h.email), COALESCE(a.id, 0)`

const enrolmentTables = ` FROM workshop_enrolments e JOIN projects p ON p.id = e.project_id JOIN persons h ON h.id = p.person_id
	LEFT JOIN accounts a ON a.person_id = h.id AND a.state <> 'disabled' `

func (e *Enrolment) targets() []any {
	return []any{&e.ID, &e.WorkshopID, &e.ProjectID, &e.State, &e.Order, &e.CreatedAt, &e.Version, &e.Ref, &e.FirstName, &e.LastName, &e.email, &e.accountID}
}

func enrolments(tx *db.Tx, rest string, args ...any) ([]Enrolment, error) {
	var list []Enrolment
	err := tx.Each(func(rows *sql.Rows) error {
		var e Enrolment
		err := rows.Scan(e.targets()...)
		e.greeted = e.FirstName
		list = append(list, e)
		return err
	}, `SELECT `+enrolmentColumns+enrolmentTables+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list enrolments: %w", err)
	}
	return list, nil
}

// Enrolments lists who is on a workshop: those with a place in their order, then who waits in theirs, then who gave up. It is
// for who keeps the workshop.
func Enrolments(tx *db.Tx, w *Workshop) ([]Enrolment, error) {
	list, err := enrolments(tx, `WHERE e.workshop_id = ? ORDER BY CASE e.state WHEN 'enrolled' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, e.came_order`, w.ID)
	rank := 0
	for i := range list {
		if list[i].State == Waiting {
			rank++
			list[i].Rank = rank
		}
	}
	return list, err
}

// enrolmentOf gives the enrolment of a dossier with its rank; nil without one.
func enrolmentOf(tx *db.Tx, w *Workshop, projectID int64) (*Enrolment, error) {
	return oneEnrolment(tx, `WHERE e.workshop_id = ? AND e.project_id = ?`, w.ID, projectID)
}

func firstWaiting(tx *db.Tx, w *Workshop) (*Enrolment, error) {
	return oneEnrolment(tx, `WHERE e.workshop_id = ? AND e.state = 'waiting' ORDER BY e.came_order LIMIT 1`, w.ID)
}

func oneEnrolment(tx *db.Tx, rest string, args ...any) (*Enrolment, error) {
	list, err := enrolments(tx, rest, args...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	e := &list[0]
	if e.State == Waiting {
		e.Rank, err = tx.Count(`SELECT count(*) FROM workshop_enrolments WHERE workshop_id = ? AND state = 'waiting' AND came_order <= ?`, e.WorkshopID, e.Order)
	}
	return e, err
}

// takePlace takes a place of a workshop while there is one, and the next number of the order in which people come. The row
// is the guard: two who come at once never take the same.
func takePlace(tx *db.Tx, w *Workshop) (State, int, error) {
	var order int
	found, err := tx.Get([]any{&order, &w.Enrolled}, `UPDATE workshops SET enrolled = enrolled + 1, last_order = last_order + 1
		WHERE id = ? AND enrolled < places RETURNING last_order, enrolled`, w.ID)
	if err != nil || found {
		return Enrolled, order, err
	}
	_, err = tx.Get([]any{&order}, `UPDATE workshops SET last_order = last_order + 1 WHERE id = ? RETURNING last_order`, w.ID)
	return Waiting, order, err
}

func insertEnrolment(tx *db.Tx, w *Workshop, projectID int64, state State, order int) error {
	_, err := tx.Exec(`INSERT INTO workshop_enrolments (workshop_id, project_id, state, came_order, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, w.ID, projectID, state, order, db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("insert enrolment: %w", err)
	}
	return nil
}

// storeBack enrols a dossier again that was given up: at the end, as everybody.
func storeBack(tx *db.Tx, e *Enrolment, state State, order int) error {
	n, err := tx.Exec(`UPDATE workshop_enrolments SET state = ?, came_order = ?, updated_at = ?, version = version + 1 WHERE id = ? AND state = 'left'`,
		state, order, tx.Now(), e.ID)
	return guarded("workshop", n, err)
}

// storeLeft ends an enrolment and gives its place back.
func storeLeft(tx *db.Tx, w *Workshop, e *Enrolment) error {
	n, err := tx.Exec(`UPDATE workshop_enrolments SET state = 'left', updated_at = ?, version = version + 1 WHERE id = ? AND state = ?`, tx.Now(), e.ID, e.State)
	if err := guarded("workshop", n, err); err != nil {
		return err
	}
	if e.State == Enrolled {
		if _, err := tx.Exec(`UPDATE workshops SET enrolled = enrolled - 1 WHERE id = ?`, w.ID); err != nil {
			return err
		}
		w.Enrolled--
	}
	e.State, e.Rank = Left, 0
	e.Version++
	return nil
}

// storePromoted gives a free place to somebody who waits.
func storePromoted(tx *db.Tx, w *Workshop, e *Enrolment) error {
	n, err := tx.Exec(`UPDATE workshops SET enrolled = enrolled + 1 WHERE id = ? AND enrolled < places`, w.ID)
	if err := guarded("workshop", n, err); err != nil {
		return err
	}
	n, err = tx.Exec(`UPDATE workshop_enrolments SET state = 'enrolled', updated_at = ?, version = version + 1 WHERE id = ? AND state = 'waiting'`, tx.Now(), e.ID)
	if err := guarded("workshop", n, err); err != nil {
		return err
	}
	w.Enrolled++
	e.State, e.Rank = Enrolled, 0
	e.Version++
	return nil
}

// forDossier is the condition, over workshops w and projects p, that a workshop is for an accompanied dossier.
const forDossier = `p.site_id = w.site_id AND p.phase IN ('accepted', 'coaching', 'test')
	AND (NOT EXISTS (SELECT 1 FROM workshop_programmes g WHERE g.workshop_id = w.id)
		OR EXISTS (SELECT 1 FROM workshop_programmes g WHERE g.workshop_id = w.id AND g.programme_id = p.programme_id))`

// ownOn lists the actor's dossiers for which a workshop is, or that were on it.
func ownOn(tx *db.Tx, w *Workshop) ([]Own, error) {
	if tx.Actor().PersonID == 0 {
		return nil, nil
	}
	var list []Own
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var o Own
		var p programme.Project
		err := rows.Scan(&p.ID, &p.Ref, &o.Title, &p.Phase, &p.ProgrammeID, &p.ProgrammeName)
		o.Ref, o.Refusal = p.Ref, w.checkDossier(&p)
		list, ids = append(list, o), append(ids, p.ID)
		return err
	}, `SELECT p.id, p.ref, p.title, p.phase, p.programme_id, g.name FROM projects p JOIN workshops w ON w.id = ? JOIN programmes g ON g.id = p.programme_id
		WHERE p.person_id = ? AND (`+forDossier+` OR EXISTS (SELECT 1 FROM workshop_enrolments e WHERE e.workshop_id = w.id AND e.project_id = p.id))
		ORDER BY p.id`, w.ID, tx.Actor().PersonID)
	if err != nil {
		return nil, fmt.Errorf("own dossiers of a workshop: %w", err)
	}
	for i := range list {
		if list[i].Enrolment, err = enrolmentOf(tx, w, ids[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// mineMost bounds a holder's lists: nobody goes to more workshops, and no site offers more.
const mineMost = 100

// ListMine gives the workshops that the actor is on or was on, the latest first, and those that one can still enrol on, the next first.
func ListMine(tx *db.Tx) (mine, open []Mine, err error) {
	person := tx.Actor().PersonID
	if person == 0 {
		return nil, nil, nil
	}
	on, err := workshops(tx, `WHERE EXISTS (SELECT 1 FROM workshop_enrolments e JOIN projects p ON p.id = e.project_id WHERE e.workshop_id = w.id AND p.person_id = ?
			AND e.state <> 'left')
		OR EXISTS (SELECT 1 FROM workshop_sessions s JOIN workshop_attendance x ON x.session_id = s.id JOIN projects p ON p.id = x.project_id
			WHERE s.workshop_id = w.id AND p.person_id = ?)
		ORDER BY w.ends_at DESC, w.id DESC LIMIT ?`, person, person, mineMost)
	if err != nil {
		return nil, nil, err
	}
	offered, err := workshops(tx, `WHERE w.starts_at > ? AND w.starts_at < ? AND w.cancelled_at IS NULL AND w.open
		AND EXISTS (SELECT 1 FROM projects p WHERE p.person_id = ? AND `+forDossier+`) ORDER BY w.starts_at, w.id LIMIT ?`, tx.Now(), Unplanned, person, mineMost)
	if err != nil {
		return nil, nil, err
	}
	offered = slices.DeleteFunc(offered, func(w Workshop) bool {
		return slices.ContainsFunc(on, func(o Workshop) bool { return o.ID == w.ID })
	})
	if mine, err = told(tx, on); err != nil {
		return nil, nil, err
	}
	open, err = told(tx, offered)
	return mine, open, err
}

// History gives every workshop that the actor was ever on, or came to, the first first: as they take it along.
func History(tx *db.Tx) ([]Mine, error) {
	person := tx.Actor().PersonID
	if person == 0 {
		return nil, nil
	}
	list, err := workshops(tx, `WHERE EXISTS (SELECT 1 FROM workshop_enrolments e JOIN projects p ON p.id = e.project_id WHERE e.workshop_id = w.id AND p.person_id = ?)
		OR EXISTS (SELECT 1 FROM workshop_sessions s JOIN workshop_attendance x ON x.session_id = s.id JOIN projects p ON p.id = x.project_id
			WHERE s.workshop_id = w.id AND p.person_id = ?)
		ORDER BY w.starts_at, w.id`, person, person)
	if err != nil {
		return nil, err
	}
	return told(tx, list)
}

// told gives workshops as the actor, a holder, may read them.
func told(tx *db.Tx, list []Workshop) ([]Mine, error) {
	at, in, args := index(list)
	mine := make([]Mine, len(list))
	for i, w := range list {
		mine[i].Workshop = w
	}
	own, err := enrolments(tx, `WHERE e.workshop_id IN `+in+` AND p.person_id = ? ORDER BY e.id`, append(args, tx.Actor().PersonID)...)
	if err != nil {
		return nil, err
	}
	for _, e := range own {
		m := &mine[at[e.WorkshopID]]
		m.Own = append(m.Own, Own{Ref: e.Ref, Enrolment: &e})
	}
	return mine, tell(tx, mine)
}

// ownMarks gives what was marked of the actor's dossiers, by session.
func ownMarks(tx *db.Tx) (map[int64]Mark, error) {
	marks := map[int64]Mark{}
	if tx.Actor().PersonID == 0 {
		return marks, nil
	}
	return marks, tx.Each(func(rows *sql.Rows) error {
		var session int64
		var m Mark
		err := rows.Scan(&session, &m)
		if marks[session] != Present { // of two dossiers at one session, that which came counts
			marks[session] = m
		}
		return err
	}, `SELECT x.session_id, x.mark FROM workshop_attendance x JOIN projects p ON p.id = x.project_id WHERE p.person_id = ?`, tx.Actor().PersonID)
}

// Next lists the sessions to come, not called off, of workshops on which a person has a place: the first so many.
func Next(tx *db.Tx, personID int64, most int) ([]Appointment, error) {
	list, err := SessionsOf(tx, 0, personID, tx.Now(), tx.Now()+models.Instant(int64(planMonths)*31*24*3_600_000))
	list = slices.DeleteFunc(list, func(a Appointment) bool { return a.Session.Cancelled() })
	return list[:min(most, len(list))], err
}
