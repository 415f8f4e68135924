package coaching

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// loggedBefore finds the meeting that a form has made already, and a dossier of it
// to reach it through: the one it was sent on when that is one of them.
func loggedBefore(tx *db.Tx, key, ref string) (l Logged, found bool, err error) {
	if key == "" || !tx.Actor().SignedIn() {
		return l, false, nil
	}
	found, err = tx.Get([]any{&l.ID, &l.PublicID, &l.Ref}, `SELECT m.id, m.public_id, p.ref FROM meetings m
		JOIN meeting_projects k ON k.meeting_id = m.id JOIN projects p ON p.id = k.project_id
		WHERE m.created_by = ? AND m.form_key = ? ORDER BY CASE WHEN p.ref = ? THEN 0 ELSE 1 END, p.id LIMIT 1`,
		tx.Actor().AccountID, key, ref)
	if err != nil {
		return l, false, fmt.Errorf("find the form's meeting: %w", err)
	}
	l.Again = found
	return l, found, nil
}

// insertMeeting adds the row; inserted is false when the form's key is taken.
func insertMeeting(tx *db.Tx, m *Meeting, key string) (inserted bool, err error) {
	var formKey any
	if key != "" {
		formKey = key
	}
	inserted, err = tx.Get([]any{&m.ID}, `INSERT INTO meetings (public_id, form_key, state, held_on, starts_at, minutes, kind, medium,
			place, summary, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (created_by, form_key) DO NOTHING RETURNING id`,
		m.PublicID, formKey, m.State, m.HeldOn, m.StartsAt, m.Minutes, m.Kind, m.Medium,
		m.Place, m.Summary, db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now())
	if err != nil {
		return false, fmt.Errorf("insert meeting: %w", err)
	}
	return inserted, nil
}

func writeNote(tx *db.Tx, meetingID int64, body string) error {
	_, err := tx.Exec(`INSERT INTO meeting_notes (meeting_id, body, author_id, updated_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (meeting_id) DO UPDATE SET body = excluded.body, author_id = excluded.author_id, updated_at = excluded.updated_at`,
		meetingID, body, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("write the note of meeting %d: %w", meetingID, err)
	}
	return nil
}

// guests finds, among these references, the dossiers that the actor may log on.
func guests(tx *db.Tx, refs []string) ([]guest, error) {
	if len(refs) == 0 {
		return nil, nil
	}
	in, args := db.In(refs)
	visible, more := programme.Visible(tx, access.MeetingLog)
	var list []guest
	err := tx.Each(func(rows *sql.Rows) error {
		var p programme.Project
		err := rows.Scan(&p.ID, &p.Ref, &p.Phase, &p.CreatedAt, &p.EnteredOn, &p.PhaseStartedOn)
		list = append(list, guest{p.ID, p.Ref, p.Phase, firstDay(&p)})
		return err
	}, `SELECT p.id, p.ref, p.phase, p.created_at, p.entered_on, p.phase_started_on FROM projects p
		WHERE p.ref IN `+in+` AND `+visible+` ORDER BY p.id`, append(args, more...)...)
	return list, err
}

// OfferedHolders lists the other dossiers that a meeting of this one can be shared
// with: those that the actor logs on and that are accompanied, and those at it
// already (was, nil for a new meeting).
func OfferedHolders(tx *db.Tx, p *programme.Project, was *Meeting) ([]Holder, error) {
	visible, args := programme.Visible(tx, access.MeetingLog)
	var meetingID int64
	if was != nil {
		meetingID = was.ID
	}
	var list []Holder
	err := tx.Each(func(rows *sql.Rows) error {
		h, err := scanHolder(rows)
		list = append(list, h)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title FROM projects p JOIN persons h ON h.id = p.person_id
		WHERE p.id <> ? AND `+visible+` AND (p.phase IN ('accepted', 'coaching', 'test')
			OR EXISTS (SELECT 1 FROM meeting_projects k WHERE k.meeting_id = ? AND k.project_id = p.id))
		ORDER BY h.sort_key, p.id LIMIT 300`, append(append([]any{p.ID}, args...), meetingID)...)
	return list, err
}

func scanHolder(rows *sql.Rows) (Holder, error) {
	var h Holder
	var first, last string
	err := rows.Scan(&h.ProjectID, &h.Ref, &first, &last, &h.Title)
	h.Name = programme.FullName(first, last)
	return h, err
}

// OfferedCoaches lists who can have held a meeting of the dossier: the coaches of
// its site, those who work on it today, and those at the meeting already.
func OfferedCoaches(tx *db.Tx, p *programme.Project, was *Meeting) ([]Coach, error) {
	var meetingID int64
	if was != nil {
		meetingID = was.ID
	}
	working, worker := programme.WorkersOn(tx, "a.id", p.ID)
	var list []Coach
	err := tx.Each(func(rows *sql.Rows) error {
		var c Coach
		err := rows.Scan(&c.AccountID, &c.PublicID, &c.Name)
		list = append(list, c)
		return err
	}, `SELECT a.id, a.public_id, a.name FROM accounts a WHERE a.id IN (
			SELECT r.account_id FROM account_roles r JOIN accounts b ON b.id = r.account_id
				WHERE r.role = 'coach' AND r.site_id IN (0, ?) AND b.state = 'active'
			UNION SELECT m.account_id FROM meeting_coaches m WHERE m.meeting_id = ?)
		OR `+working+` ORDER BY a.name, a.id`, append([]any{p.SiteID, meetingID}, worker...)...)
	return list, err
}

// overlapsOf finds other meetings of the same coaches at the same time. A meeting
// begins at most MaxMinutes before it ends, which bounds the search to an index.
func overlapsOf(tx *db.Tx, m Meeting, coachIDs []int64) ([]Overlap, error) {
	if m.State != Held && m.State != Planned {
		return nil, nil
	}
	in, args := db.In(coachIDs)
	var list []Overlap
	err := tx.Each(func(rows *sql.Rows) error {
		var o Overlap
		err := rows.Scan(&o.CoachName, &o.StartsAt)
		list = append(list, o)
		return err
	}, `SELECT a.name, o.starts_at FROM meeting_coaches k JOIN meetings o ON o.id = k.meeting_id JOIN accounts a ON a.id = k.account_id
		WHERE k.account_id IN `+in+` AND k.starts_at > ? AND k.starts_at < ? AND o.id <> ? AND o.state IN ('held', 'planned')
			AND o.starts_at + o.minutes * 60000 > ? ORDER BY o.starts_at, a.name LIMIT 5`,
		append(args, m.StartsAt-minutes(1440), m.EndsAt(), m.ID, m.StartsAt)...)
	if err != nil {
		return nil, fmt.Errorf("find overlapping meetings: %w", err)
	}
	return list, nil
}

// Overlaps finds other meetings of the meeting's coaches at the same time.
func Overlaps(tx *db.Tx, m Meeting) ([]Overlap, error) { return overlapsOf(tx, m, m.coachIDs()) }

func insertAction(tx *db.Tx, projectID, meetingID int64, a ActionDraft, coachID int64) error {
	owner := ByHolder
	if coachID != 0 {
		owner = ByCoach
	}
	var id int64
	_, err := tx.Get([]any{&id}, `INSERT INTO actions (project_id, meeting_id, title, owner, coach_id, due_on, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, projectID, db.Nullable(meetingID), a.Title, owner, db.Nullable(coachID),
		a.DueOn, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("insert action: %w", err)
	}
	return tx.Audit("action.add", "action", id, projectID, models.Facts{"owner": owner, "due_on": a.DueOn})
}
