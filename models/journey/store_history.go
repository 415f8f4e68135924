package journey

import (
	"database/sql"
	"encoding/json"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Change is one row of a dossier's history with its detail read.
type Change struct {
	programme.Change
	Detail map[string]any
}

// Moves reports whether the row is a change of phase.
func (c Change) Moves() bool { return c.FromPhase != c.ToPhase }

// Kind says what a row that leaves the phase as it is tells; "" for a change of phase.
func (c Change) Kind() string {
	if c.Moves() {
		return ""
	}
	return c.Text("kind")
}

// Text gives a fact of the detail, "" when it is not there or no text.
func (c Change) Text(key string) string {
	s, _ := c.Detail[key].(string)
	return s
}

// Number gives a fact of the detail as a whole number, 0 when it is none.
func (c Change) Number(key string) int {
	n, _ := c.Detail[key].(float64)
	return int(n)
}

// Date gives a fact of the detail as a date.
func (c Change) Date(key string) models.Date { return models.Date(c.Text(key)) }

// Changes gives the history of a loaded dossier, oldest first.
func Changes(tx *db.Tx, projectID int64) ([]Change, error) {
	rows, err := programme.History(tx, projectID)
	if err != nil {
		return nil, err
	}
	list := make([]Change, len(rows))
	for i, r := range rows {
		list[i] = Change{Change: r}
		if err := json.Unmarshal([]byte(r.Detail), &list[i].Detail); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Entry is one line of the audit of a dossier: who did what to what, when. The
// texts of notes are never in it.
type Entry struct {
	At      models.Instant
	By      string
	Action  string // "coach.assign"
	Entity  string
	Subject string // the account concerned, by name; "" for other entities
}

// auditPage bounds how many audit entries one page of history shows.
const auditPage = 500

// Audit gives the latest audit entries of a loaded dossier, newest first.
func Audit(tx *db.Tx, projectID int64) ([]Entry, error) {
	var list []Entry
	err := tx.Each(func(rows *sql.Rows) error {
		var e Entry
		err := rows.Scan(&e.At, &e.By, &e.Action, &e.Entity, &e.Subject)
		list = append(list, e)
		return err
	}, `SELECT e.at, e.actor_name, e.action, e.entity, COALESCE(a.name, '') FROM audit_entries e
		LEFT JOIN accounts a ON e.entity = 'account' AND a.id = e.entity_id
		WHERE e.project_id = ? ORDER BY e.id DESC LIMIT ?`, projectID, auditPage)
	return list, err
}
