package journey

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func endOfRights(tx *db.Tx, projectID int64) (on models.Date, err error) {
	_, err = tx.Get([]any{&on}, `SELECT benefits_end_on FROM applications WHERE project_id = ?`, projectID)
	return on, err
}

// meetingsShown bounds how many meetings the dossier's page tells; the meetings'
// own page has them all.
const meetingsShown = 30

const meetingColumns = `m.public_id, m.state, m.held_on, m.starts_at, m.minutes, m.kind, m.medium, m.place, m.summary, a.name`

func (m *Meeting) scan(rows *sql.Rows) error {
	var coach sql.NullString
	err := rows.Scan(&m.PublicID, &m.State, &m.HeldOn, &m.StartsAt, &m.Minutes, &m.Kind, &m.Medium, &m.Place, &m.Summary, &coach)
	m.Coaches = coach.String
	return err
}

// join folds the rows of one meeting, one for each coach, into one.
func join(list []Meeting, m Meeting) []Meeting {
	if n := len(list); n > 0 && list[n-1].PublicID == m.PublicID {
		list[n-1].Coaches += ", " + m.Coaches
		return list
	}
	return append(list, m)
}

func meetings(tx *db.Tx, projectID int64) (list []Meeting, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var m Meeting
		err := m.scan(rows)
		list = join(list, m)
		return err
	}, `SELECT `+meetingColumns+` FROM (SELECT x.* FROM meeting_projects l JOIN meetings x ON x.id = l.meeting_id
			WHERE l.project_id = ? AND x.state <> 'planned' ORDER BY x.starts_at DESC, x.id DESC LIMIT ?) m
		LEFT JOIN meeting_coaches k ON k.meeting_id = m.id LEFT JOIN accounts a ON a.id = k.account_id
		ORDER BY m.starts_at DESC, m.id DESC, a.name`, projectID, meetingsShown)
	return list, err
}

func nextMeeting(tx *db.Tx, projectID int64) (*Meeting, error) {
	var list []Meeting
	err := tx.Each(func(rows *sql.Rows) error {
		var m Meeting
		err := m.scan(rows)
		list = join(list, m)
		return err
	}, `SELECT `+meetingColumns+` FROM (SELECT x.* FROM meeting_projects l JOIN meetings x ON x.id = l.meeting_id
			WHERE l.project_id = ? AND x.state = 'planned' AND x.held_on >= ? ORDER BY x.starts_at, x.id LIMIT 1) m
		LEFT JOIN meeting_coaches k ON k.meeting_id = m.id LEFT JOIN accounts a ON a.id = k.account_id
		ORDER BY a.name`, projectID, tx.Today())
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

func openActions(tx *db.Tx, projectID int64, holderOnly bool) (list []Action, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var a Action
		err := rows.Scan(&a.ID, &a.Title, &a.ByCoach, &a.DueOn)
		list = append(list, a)
		return err
	}, `SELECT x.id, x.title, CASE WHEN x.owner = 'coach' THEN COALESCE(a.name, '') ELSE '' END, x.due_on FROM actions x
		LEFT JOIN accounts a ON a.id = x.coach_id WHERE x.project_id = ? AND x.done_on IS NULL AND (x.owner = 'holder' OR ? = 0)
		ORDER BY CASE WHEN x.due_on IS NULL THEN 1 ELSE 0 END, x.due_on, x.id LIMIT 20`, projectID, flag(holderOnly))
	return list, err
}

// flag writes a condition as a number: a lone parameter has no type on PostgreSQL.
func flag(on bool) int {
	if on {
		return 1
	}
	return 0
}

func grant(tx *db.Tx, p *programme.Project, limit models.Cents) (g Grant, err error) {
	g.Cap = limit
	var held models.Cents
	_, err = tx.Get([]any{&g.Asked, &g.Awarded, &g.Paid, &held}, `SELECT
		CAST(COALESCE((SELECT SUM(l.amount) FROM grant_requests r JOIN grant_lines l ON l.request_id = r.id
			WHERE r.project_id = p.id AND r.state = 'submitted'), 0) AS BIGINT),
		CAST(COALESCE((SELECT SUM(w.amount) FROM grant_requests r JOIN grant_awards w ON w.request_id = r.id WHERE r.project_id = p.id), 0)
			- COALESCE((SELECT SUM(d.amount) FROM grant_requests r JOIN grant_reductions d ON d.request_id = r.id WHERE r.project_id = p.id), 0) AS BIGINT),
		CAST(COALESCE((SELECT SUM(y.amount) FROM grant_requests r JOIN grant_tranches t ON t.request_id = r.id
			JOIN grant_payments y ON y.tranche_id = t.id WHERE r.project_id = p.id), 0) AS BIGINT),
		CAST(COALESCE((SELECT h.imported + h.awarded FROM grant_holders h WHERE h.person_id = p.person_id), 0) AS BIGINT)
		FROM projects p WHERE p.id = ?`, p.ID)
	g.Left = max(0, g.Cap-held)
	return g, err
}
