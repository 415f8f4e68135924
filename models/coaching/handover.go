package coaching

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// Carried is what of a coach's work on a dossier went along with it.
type Carried struct{ Meetings, Actions int }

// Handed is what a handover moved: by dossier, the meetings that got the new coach, and those of them that the old one is
// not at any more.
type Handed struct {
	Carried        map[int64]Carried
	Meetings, Left []int64
}

// HandOver gives the open actions of a coach on these dossiers to another one, and with meetings set the planned
// meetings to come. A meeting at which other dossiers are too keeps the old coach and gets the new one. What was held
// stays with who held it, and drafts with who writes them. The caller has loaded the dossiers for this.
func HandOver(tx *db.Tx, projectIDs []int64, from, to int64, meetings bool) (h Handed, err error) {
	carried := map[int64]Carried{}
	for _, id := range projectIDs {
		carried[id] = Carried{}
	}
	h.Carried = carried
	if meetings {
		if h.Meetings, h.Left, err = handMeetings(tx, carried, from, to); err != nil {
			return h, err
		}
	}
	return h, handActions(tx, projectIDs, carried, from, to)
}

// handMeetings gives every meeting of these dossiers; the old coach leaves those at which no other dossier is.
func handMeetings(tx *db.Tx, carried map[int64]Carried, from, to int64) (touched, left []int64, err error) {
	at := map[int64][]int64{}
	elsewhere := map[int64]bool{}
	err = tx.Each(func(rows *sql.Rows) error {
		var meeting, project int64
		if err := rows.Scan(&meeting, &project); err != nil {
			return err
		}
		if _, goes := carried[project]; goes {
			at[meeting] = append(at[meeting], project)
		} else {
			elsewhere[meeting] = true
		}
		return nil
	}, `SELECT m.id, l.project_id FROM meeting_coaches k JOIN meetings m ON m.id = k.meeting_id JOIN meeting_projects l ON l.meeting_id = m.id
		WHERE k.account_id = ? AND k.starts_at >= ? AND m.state = 'planned' ORDER BY m.id, l.project_id`, from, tx.Now())
	if err != nil {
		return nil, nil, fmt.Errorf("meetings to hand over: %w", err)
	}
	for meeting, projects := range at {
		touched = append(touched, meeting)
		if !elsewhere[meeting] {
			left = append(left, meeting)
		}
		for _, id := range projects {
			c := carried[id]
			c.Meetings++
			carried[id] = c
			if err := tx.Audit("meeting.change", "meeting", meeting, id, models.Facts{"coaches": []any{from, to}}); err != nil {
				return nil, nil, err
			}
		}
	}
	slices.Sort(touched)
	in, args := db.In(touched)
	if _, err := tx.Exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) SELECT m.id, ?, m.starts_at FROM meetings m
		WHERE m.id IN `+in+` ON CONFLICT DO NOTHING`, append([]any{to}, args...)...); err != nil {
		return nil, nil, fmt.Errorf("give meetings: %w", err)
	}
	if _, err := tx.Exec(`UPDATE meetings SET updated_at = ?, version = version + 1, sequence = sequence + 1 WHERE id IN `+in, append([]any{tx.Now()}, args...)...); err != nil {
		return nil, nil, err
	}
	in, args = db.In(left)
	_, err = tx.Exec(`DELETE FROM meeting_coaches WHERE account_id = ? AND meeting_id IN `+in, append([]any{from}, args...)...)
	return touched, left, err
}

// RemindAnew plans the reminders of meetings that went to another coach again, so that they name who comes. Their bookings
// have gone along by then.
func RemindAnew(tx *db.Tx, meetingIDs []int64) error {
	for _, id := range meetingIDs {
		var m Meeting
		if _, err := tx.Get(m.targets(), `SELECT `+meetingColumns+` FROM meetings m WHERE m.id = ?`, id); err != nil {
			return err
		}
		at, err := projectsAt(tx, id)
		if err != nil {
			return err
		}
		n, err := newsOf(tx, &m, m, Word{})
		if err != nil {
			return err
		}
		people, err := n.people(tx, at)
		if err != nil {
			return err
		}
		for _, one := range people {
			if err := n.tell(tx, one, true, true); err != nil {
				return err
			}
		}
	}
	return nil
}

func handActions(tx *db.Tx, projectIDs []int64, carried map[int64]Carried, from, to int64) error {
	in, args := db.In(projectIDs)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		c := carried[id]
		c.Actions++
		carried[id] = c
		return err
	}, `UPDATE actions SET coach_id = ?, version = version + 1
		WHERE owner = 'coach' AND coach_id = ? AND done_on IS NULL AND project_id IN `+in+` RETURNING project_id`, append([]any{to, from}, args...)...)
}
