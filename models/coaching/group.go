package coaching

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

// Group is a session of a workshop as the dossiers of those who came know it: one meeting of kind Workshop, whose minutes count
// in every one of them.
type Group struct {
	HeldOn   models.Date
	StartsAt models.Instant
	Minutes  int
	Medium   Medium
	Place    string
	Summary  string  // shared with the holders
	Coaches  []int64 // accounts
	Projects []int64 // who came
}

// RecordGroup writes the meeting of a session: a new one when meetingID is 0, else over the one that there is. Without
// anybody a meeting that there is counts as called off, and keeps whom it had; none is made. It asks nobody's
// permission: package workshop has, and holds the lock of the session. It gives the meeting's id, 0 for none.
func RecordGroup(tx *db.Tx, meetingID int64, s Group) (int64, error) {
	if meetingID == 0 && len(s.Projects) == 0 {
		return 0, nil
	}
	was, before, err := groupMeeting(tx, meetingID)
	if err != nil {
		return 0, err
	}
	g := gathering{kept: slices.Clone(s.Projects)}
	m := was
	m.Kind, m.State, m.HeldOn, m.StartsAt, m.Minutes, m.Medium, m.Place, m.Summary = Workshop, Held, s.HeldOn, s.StartsAt, s.Minutes, s.Medium, s.Place, s.Summary
	if len(s.Projects) == 0 {
		m.State, g.kept = Cancelled, before
	}
	for _, id := range s.Coaches {
		g.coaches = append(g.coaches, Coach{AccountID: id})
	}
	slices.SortFunc(g.coaches, func(a, b Coach) int { return int(a.AccountID - b.AccountID) })
	concerned := append(slices.Clone(before), g.projectIDs()...)
	slices.Sort(concerned)
	concerned = slices.Compact(concerned)
	if err := lockProjects(tx, concerned); err != nil {
		return 0, err
	}
	if meetingID == 0 {
		return g.recordNew(tx, m)
	}
	if err := updateMeeting(tx, m, was.Version); err != nil {
		return 0, err
	}
	if err := g.relink(tx, &m); err != nil {
		return 0, err
	}
	if err := g.auditChange(tx, m, was, before, concerned); err != nil {
		return 0, err
	}
	return m.ID, refresh(tx, concerned)
}

func (g gathering) recordNew(tx *db.Tx, m Meeting) (int64, error) {
	m.PublicID = newPublicID()
	if _, err := insertMeeting(tx, &m, ""); err != nil {
		return 0, err
	}
	if err := g.link(tx, &m); err != nil {
		return 0, err
	}
	for _, id := range g.projectIDs() {
		if err := tx.Audit("meeting.log", "meeting", m.ID, id, m.facts()); err != nil {
			return 0, err
		}
	}
	return m.ID, refresh(tx, g.projectIDs())
}

// relink replaces who is at a meeting.
func (g gathering) relink(tx *db.Tx, m *Meeting) error {
	if _, err := tx.Exec(`DELETE FROM meeting_projects WHERE meeting_id = ?`, m.ID); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM meeting_coaches WHERE meeting_id = ?`, m.ID); err != nil {
		return err
	}
	return g.link(tx, m)
}

// groupMeeting reads the meeting of a session with its coaches and dossiers; nothing for 0.
func groupMeeting(tx *db.Tx, id int64) (m Meeting, projects []int64, err error) {
	if id == 0 {
		return m, nil, nil
	}
	found, err := tx.Get(m.targets(), `SELECT `+meetingColumns+` FROM meetings m WHERE m.id = ?`+tx.ForUpdate("m"), id)
	if err != nil {
		return m, nil, fmt.Errorf("load the meeting of a session: %w", err)
	}
	if !found {
		return m, nil, models.Missing("meeting")
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var c Coach
		err := rows.Scan(&c.AccountID)
		m.Coaches = append(m.Coaches, c)
		return err
	}, `SELECT account_id FROM meeting_coaches WHERE meeting_id = ? ORDER BY account_id`, id)
	if err != nil {
		return m, nil, err
	}
	projects, err = projectsAt(tx, id)
	return m, projects, err
}

// lockProjects locks dossiers in one order, so that two sessions closed at once wait for each other instead of blocking each other.
func lockProjects(tx *db.Tx, ids []int64) error {
	in, args := db.In(ids)
	return tx.Each(func(*sql.Rows) error { return nil }, `SELECT p.id FROM projects p WHERE p.id IN `+in+` ORDER BY p.id`+tx.ForUpdate("p"), args...)
}
