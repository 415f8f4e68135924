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

// sections counts the items of each section of the dossier's plan that apply and that are validated.
func sections(tx *db.Tx, p *programme.Project) (list []Section, err error) {
	if p.TemplateID == 0 {
		return nil, nil
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var s Section
		err := rows.Scan(&s.Title, &s.Validated, &s.Applicable)
		list = append(list, s)
		return err
	}, `SELECT s.title, SUM(CASE WHEN t.validated_on IS NOT NULL THEN 1 ELSE 0 END), SUM(CASE WHEN COALESCE(t.not_applicable, '') = '' THEN 1 ELSE 0 END)
		FROM plan_sections s JOIN plan_items i ON i.section_id = s.id LEFT JOIN plan_states t ON t.project_id = ? AND t.item_id = i.id
		WHERE s.template_id = ? GROUP BY s.id, s.title, s.position ORDER BY s.position, s.id`, p.ID, p.TemplateID)
	return list, err
}

func lastReport(tx *db.Tx, projectID int64) (*Report, error) {
	var r Report
	found, err := tx.Get([]any{&r.Number, &r.IssuedAt}, `SELECT number, issued_at FROM issued_papers
		WHERE project_id = ? AND kind = 'progress' ORDER BY id DESC LIMIT 1`, projectID)
	if err != nil || !found {
		return nil, err
	}
	return &r, nil
}
