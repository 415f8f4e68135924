package privacy

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

const askColumns = `q.id, q.public_id, q.person_id, h.first_name, h.last_name, q.reason, q.state, q.asked_at, q.decided_at, COALESCE(a.name, ''), q.answer, q.version`

const askTables = ` FROM erasure_requests q JOIN persons h ON h.id = q.person_id LEFT JOIN accounts a ON a.id = q.decided_by`

func scanAsk(scan func(...any) error) (a Ask, err error) {
	var first, last string
	err = scan(&a.ID, &a.PublicID, &a.PersonID, &first, &last, &a.Reason, &a.State, &a.AskedAt, &a.DecidedAt, &a.DecidedBy, &a.Answer, &a.Version)
	a.Name = programme.FullName(first, last)
	return a, err
}

// insertAsk adds a request, or finds the one that waits.
func insertAsk(tx *db.Tx, a *Ask) (added bool, err error) {
	n, err := tx.Exec(`INSERT INTO erasure_requests (public_id, person_id, reason, state, asked_at) VALUES (?, ?, ?, 'asked', ?) ON CONFLICT DO NOTHING`,
		a.PublicID, a.PersonID, a.Reason, tx.Now())
	if err != nil {
		return false, fmt.Errorf("ask for erasure: %w", err)
	}
	_, err = tx.Get([]any{&a.ID, &a.PublicID}, `SELECT id, public_id FROM erasure_requests WHERE person_id = ? AND state = 'asked'`, a.PersonID)
	return n == 1, err
}

func settleAsk(tx *db.Tx, a *Ask, d Decision) error {
	state := Refused
	if d.Accept {
		state = Done
	}
	n, err := tx.Exec(`UPDATE erasure_requests SET state = ?, decided_at = ?, decided_by = ?, answer = ?, version = version + 1
		WHERE id = ? AND state = 'asked' AND version = ?`, state, tx.Now(), db.Nullable(tx.Actor().AccountID), d.Answer, a.ID, a.Version)
	if err == nil && n == 0 {
		err = models.Stale("erasure", nil)
	}
	return err
}

// visibleAsk is the condition of the requests on which the actor decides: an administrator on all, a manager on
// those of people with a dossier on their sites.
func visibleAsk(a access.Actor) (string, []any) {
	if a.IsOperator() || a.Has(access.Administrator) {
		return `TRUE`, nil
	}
	sites, all := a.Sites(access.Manager)
	const sent = `SELECT 1 FROM projects p WHERE p.person_id = q.person_id AND (p.submitted_at IS NOT NULL OR p.phase NOT IN ('draft', 'withdrawn'))`
	if all {
		return `EXISTS (` + sent + `)`, nil
	}
	in, args := db.In(sites)
	return `EXISTS (` + sent + ` AND p.site_id IN ` + in + `)`, args
}

// LoadAsk gives a request with what it would do, to who decides on it.
func LoadAsk(tx *db.Tx, publicID string) (*Ask, error) {
	visible, args := visibleAsk(tx.Actor())
	var a Ask
	found := false
	err := tx.Each(func(rows *sql.Rows) (err error) {
		found = true
		a, err = scanAsk(rows.Scan)
		return err
	}, `SELECT `+askColumns+askTables+` WHERE q.public_id = ? AND `+visible+tx.ForUpdate("q"), append([]any{publicID}, args...)...)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, models.Missing("erasure")
	}
	a.Verdicts, err = verdicts(tx, a.PersonID)
	return &a, err
}

// Asks lists the requests on which the actor decides: those that wait, the oldest first, then those
// that were answered lately.
func Asks(tx *db.Tx, waitingOnly bool) ([]Ask, error) {
	visible, args := visibleAsk(tx.Actor())
	query := []string{`SELECT ` + askColumns + askTables + ` WHERE ` + visible, `ORDER BY q.state <> 'asked', q.asked_at, q.id LIMIT 200`}
	if waitingOnly {
		query[0] += ` AND q.state = 'asked'`
	}
	var list []Ask
	err := tx.Each(func(rows *sql.Rows) error {
		a, err := scanAsk(rows.Scan)
		list = append(list, a)
		return err
	}, strings.Join(query, " "), args...)
	return list, err
}

// OwnAsk gives the actor's latest request; nil without one.
func OwnAsk(tx *db.Tx) (*Ask, error) {
	var found *Ask
	err := tx.Each(func(rows *sql.Rows) error {
		a, err := scanAsk(rows.Scan)
		found = &a
		return err
	}, `SELECT `+askColumns+askTables+` WHERE q.person_id = ? ORDER BY q.id DESC LIMIT 1`, tx.Actor().PersonID)
	return found, err
}

// OwnVerdicts says of each of the actor's dossiers whether it would be erased, and why not.
func OwnVerdicts(tx *db.Tx) ([]Verdict, error) { return verdicts(tx, tx.Actor().PersonID) }

// verdicts judges the dossiers of a person that were not erased yet.
func verdicts(tx *db.Tx, personID int64) ([]Verdict, error) {
	var list []Verdict
	err := tx.Each(func(rows *sql.Rows) error {
		var v Verdict
		var since, left, paid models.Date
		if err := rows.Scan(&v.Ref, &v.Phase, &since, &left, &paid); err != nil {
			return err
		}
		if left == "" {
			left = since
		}
		v.Why, v.Until = Judge(v.Phase, left, paid)
		v.Paid = paid != ""
		list = append(list, v)
		return nil
	}, `SELECT p.ref, p.phase, p.phase_started_on, p.left_on, (SELECT MAX(y.paid_on) FROM grant_payments y JOIN grant_tranches t ON t.id = y.tranche_id
			JOIN grant_requests q ON q.id = t.request_id WHERE q.project_id = p.id)
		FROM projects p WHERE p.person_id = ? AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.project_id = p.id) ORDER BY p.id`, personID)
	return list, err
}

type decider struct {
	id          int64
	email, name string
}

// decidersOf are the managers of the sites of somebody's dossiers; without any, the administrators.
func decidersOf(tx *db.Tx, personID int64) ([]decider, error) {
	for _, question := range []struct {
		query string
		args  []any
	}{
		{`SELECT DISTINCT a.id, a.email, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id AND r.role = 'manager'
			WHERE a.state = 'active' AND EXISTS (SELECT 1 FROM projects p WHERE p.person_id = ? AND (r.site_id = 0 OR r.site_id = p.site_id)
				AND (p.submitted_at IS NOT NULL OR p.phase NOT IN ('draft', 'withdrawn'))) ORDER BY a.id`, []any{personID}},
		{`SELECT DISTINCT a.id, a.email, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id AND r.role = 'administrator'
			WHERE a.state = 'active' ORDER BY a.id`, nil},
	} {
		var list []decider
		err := tx.Each(func(rows *sql.Rows) error {
			var d decider
			err := rows.Scan(&d.id, &d.email, &d.name)
			list = append(list, d)
			return err
		}, question.query, question.args...)
		if err != nil || len(list) > 0 {
			return list, err
		}
	}
	return nil, nil
}
