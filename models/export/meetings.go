package export

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Meeting is a meeting of a dossier, as lists tell it: what is shared, never a private note.
type Meeting struct {
	Ref, Holder, SiteName    string
	StartsAt                 models.Instant
	Minutes                  int
	State, Kind, Medium      string
	Coaches, Place, Summary  string
	Dossiers                 int // of how many dossiers it is the meeting
	Phase                    programme.Phase
	CohortRef, ProgrammeName string
}

// Meetings gives the meetings of the dossiers that the actor may read to each, one line a dossier, by dossier and day; of one dossier when its reference is given.
func Meetings(tx *db.Tx, ref string, each func(Meeting) error) error {
	visible, args := programme.Visible(tx, access.MeetingRead)
	if ref != "" {
		visible, args = visible+` AND p.ref = ?`, append(args, ref)
	}
	return tx.Each(func(rows *sql.Rows) error {
		var m Meeting
		var first, last string
		err := rows.Scan(&m.Ref, &first, &last, &m.SiteName, &m.CohortRef, &m.ProgrammeName, &m.Phase, &m.StartsAt, &m.Minutes, &m.State, &m.Kind, &m.Medium, &m.Place, &m.Summary, &m.Coaches, &m.Dossiers)
		if err != nil {
			return err
		}
		m.Holder = programme.FullName(first, last)
		return each(m)
	}, `SELECT p.ref, h.first_name, h.last_name, s.name, c.ref, g.name, p.phase, m.starts_at, m.minutes, m.state, m.kind, m.medium, m.place, m.summary,
			COALESCE((SELECT `+names(tx)+` FROM meeting_coaches k JOIN accounts a ON a.id = k.account_id WHERE k.meeting_id = m.id), ''),
			(SELECT count(*) FROM meeting_projects x WHERE x.meeting_id = m.id)
		FROM projects p JOIN meeting_projects l ON l.project_id = p.id JOIN meetings m ON m.id = l.meeting_id JOIN persons h ON h.id = p.person_id
		JOIN sites s ON s.id = p.site_id JOIN cohorts c ON c.id = p.cohort_id JOIN programmes g ON g.id = p.programme_id
		WHERE `+visible+` ORDER BY p.id, m.starts_at, m.id`, args...)
}

// names joins the names of accounts a.
func names(tx *db.Tx) string {
	if tx.Engine() == db.Postgres {
		return `STRING_AGG(a.name, ', ' ORDER BY a.name)`
	}
	return `GROUP_CONCAT(a.name, ', ')`
}

// Action is an action that a holder has to do.
type Action struct {
	Title         string
	DueOn, DoneOn models.Date
	DoneBy        string
}

// Actions gives the holder's actions of a dossier; what coaches set themselves is theirs.
func Actions(tx *db.Tx, ref string, each func(Action) error) error {
	p, err := programme.Load(tx, ref, access.MeetingRead)
	if err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var a Action
		if err := rows.Scan(&a.Title, &a.DueOn, &a.DoneOn, &a.DoneBy); err != nil {
			return err
		}
		return each(a)
	}, `SELECT x.title, x.due_on, x.done_on, COALESCE(a.name, '') FROM actions x LEFT JOIN accounts a ON a.id = x.done_by
		WHERE x.project_id = ? AND x.owner = 'holder' ORDER BY x.id`, p.ID)
}

// Grant is a tranche of a grant; one line for a request that has none.
type Grant struct {
	Ref, Holder, SiteName, CohortRef string
	RequestRef, Purpose, State       string
	AskedOn, DecidedOn, DueOn        models.Date
	Asked, Awarded, Reduced          models.Cents
	Position                         int // of the tranche; 0 for none
	Amount, Paid                     models.Cents
	PaidOn                           models.Date // the last payment
	Condition                        string
	Recovered, Proven                models.Cents // of the request
}

// Grants gives the requests of the dossiers that the actor may read with their tranches; of one dossier when its reference is given.
func Grants(tx *db.Tx, ref string, each func(Grant) error) error {
	visible, args := programme.Visible(tx, access.GrantRead)
	if ref != "" {
		visible, args = visible+` AND p.ref = ?`, append(args, ref)
	}
	return tx.Each(func(rows *sql.Rows) error {
		var g Grant
		var first, last string
		err := rows.Scan(&g.Ref, &first, &last, &g.SiteName, &g.CohortRef, &g.RequestRef, &g.Purpose, &g.State, &g.AskedOn, &g.DecidedOn, &g.Asked, &g.Awarded, &g.Reduced,
			&g.Recovered, &g.Proven, &g.Position, &g.Amount, &g.Condition, &g.DueOn, &g.Paid, &g.PaidOn)
		if err != nil {
			return err
		}
		g.Holder = programme.FullName(first, last)
		return each(g)
	}, `SELECT p.ref, h.first_name, h.last_name, s.name, c.ref, r.ref, r.purpose, r.state, r.asked_on, r.decided_on,
			CAST(COALESCE((SELECT SUM(l.amount) FROM grant_lines l WHERE l.request_id = r.id), 0) AS BIGINT),
			COALESCE((SELECT w.amount FROM grant_awards w WHERE w.request_id = r.id), 0),
			CAST(COALESCE((SELECT SUM(d.amount) FROM grant_reductions d WHERE d.request_id = r.id), 0) AS BIGINT),
			CAST(COALESCE((SELECT SUM(v.amount) FROM grant_recoveries v WHERE v.request_id = r.id), 0) AS BIGINT),
			CAST(COALESCE((SELECT SUM(o.amount) FROM grant_proofs o WHERE o.request_id = r.id), 0) AS BIGINT),
			COALESCE(t.position, 0), COALESCE(t.amount, 0), COALESCE(t.condition, ''), t.due_on,
			CAST(COALESCE((SELECT SUM(y.amount) FROM grant_payments y WHERE y.tranche_id = t.id), 0) AS BIGINT), (SELECT MAX(y.paid_on) FROM grant_payments y WHERE y.tranche_id = t.id)
		FROM projects p JOIN grant_requests r ON r.project_id = p.id JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id
		JOIN cohorts c ON c.id = p.cohort_id LEFT JOIN grant_tranches t ON t.request_id = r.id
		WHERE `+visible+` ORDER BY p.id, r.number, t.position`, args...)
}
