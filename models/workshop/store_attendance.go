package workshop

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"eclosion/models/db"
)

// places lists the attendance of a session by name: who has a place on the workshop, and who was marked without one.
func places(tx *db.Tx, w *Workshop, s Session) ([]Place, error) {
	var list []Place
	err := tx.Each(func(rows *sql.Rows) error {
		var p Place
		err := rows.Scan(&p.ProjectID, &p.Ref, &p.FirstName, &p.LastName, &p.Mark, &p.WalkIn)
		list = append(list, p)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, COALESCE(x.mark, ''), COALESCE(e.state, '') <> 'enrolled' FROM projects p
		JOIN persons h ON h.id = p.person_id
		LEFT JOIN workshop_attendance x ON x.project_id = p.id AND x.session_id = ?
		LEFT JOIN workshop_enrolments e ON e.project_id = p.id AND e.workshop_id = ?
		WHERE p.id IN (SELECT y.project_id FROM workshop_attendance y WHERE y.session_id = ?
			UNION SELECT z.project_id FROM workshop_enrolments z WHERE z.workshop_id = ? AND z.state = 'enrolled')
		ORDER BY h.sort_key, p.id`, s.ID, w.ID, s.ID, w.ID)
	if err != nil {
		return nil, fmt.Errorf("attendance of a session: %w", err)
	}
	return list, nil
}

func storeMarks(tx *db.Tx, s Session, marks map[int64]Mark) error {
	for _, id := range sortedKeys(marks) {
		_, err := tx.Exec(`INSERT INTO workshop_attendance (session_id, project_id, mark, marked_by, marked_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (session_id, project_id) DO UPDATE SET mark = excluded.mark, marked_by = excluded.marked_by, marked_at = excluded.marked_at`,
			s.ID, id, marks[id], db.Nullable(tx.Actor().AccountID), tx.Now())
		if err != nil {
			return fmt.Errorf("mark attendance: %w", err)
		}
	}
	return nil
}

func sortedKeys(marks map[int64]Mark) []int64 { return slices.Sorted(maps.Keys(marks)) }

// Came is how many came to each session of a workshop, by session.
func Came(tx *db.Tx, w *Workshop) (map[int64]int, error) {
	came := map[int64]int{}
	return came, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n int
		err := rows.Scan(&id, &n)
		came[id] = n
		return err
	}, `SELECT x.session_id, count(*) FROM workshop_attendance x JOIN workshop_sessions s ON s.id = x.session_id
		WHERE s.workshop_id = ? AND x.mark = 'present' GROUP BY x.session_id`, w.ID)
}
