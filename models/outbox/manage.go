package outbox

import (
	"database/sql"
	"math"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// Row is a message as an administrator sees it: whom it is for and what kind it is, never what it says.
type Row struct {
	ID        int64
	Kind      Kind
	To        string
	State     State
	Tries     int
	CreatedAt models.Instant
	TriedAt   models.Instant // 0: never
	NextAt    models.Instant // of a waiting one
	SentAt    models.Instant
	Why       string // what the server said last
	Wiped     bool   // its facts are gone: it cannot be sent again
}

// pageSize is how many messages a page of a list holds.
const pageSize = 50

// Counts tells how many messages are in each state that asks for something. What was sent is
// not counted: there is no end to it.
func Counts(tx *db.Tx) (map[State]int, error) {
	counts := map[State]int{}
	for _, q := range []struct {
		state State
		query string
	}{
		{Waiting, `SELECT count(*) FROM outbox WHERE state = 'waiting'`},
		{Sending, `SELECT count(*) FROM outbox WHERE state = 'sending'`},
		{Dead, `SELECT count(*) FROM outbox WHERE state = 'dead'`},
		{Unsure, `SELECT count(*) FROM outbox WHERE state = 'unsure'`},
	} {
		n, err := tx.Count(q.query)
		if err != nil {
			return nil, err
		}
		counts[q.state] = n
	}
	return counts, nil
}

const rowColumns = `SELECT id, kind, recipient, state, tries, created_at, COALESCE(claimed_at, 0), next_at, COALESCE(sent_at, 0), last_error,
	facts = '' FROM outbox `

// List gives a page of the messages in a state: those that wait in the order in which they leave,
// the others newest first. after is the id of the last one shown, 0 for the first page; more tells
// whether others follow.
func List(tx *db.Tx, state State, after int64) (list []Row, more bool, err error) {
	if !access.Can(tx.Actor(), access.MailManage) {
		return nil, false, models.Denied(string(access.MailManage))
	}
	var at models.Instant
	if after != 0 {
		if _, err := tx.Get([]any{&at}, `SELECT CASE WHEN state = 'sent' THEN sent_at ELSE next_at END FROM outbox WHERE id = ?`, after); err != nil {
			return nil, false, err
		}
	}
	query, args := rowColumns+`WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?`, []any{state, below(after), pageSize + 1}
	switch state {
	case Waiting:
		query, args = rowColumns+`WHERE state = 'waiting' AND (next_at, id) > (?, ?) ORDER BY next_at, id LIMIT ?`, []any{int64(at), after, pageSize + 1}
	case Sent:
		if after == 0 {
			at = math.MaxInt64
		}
		query, args = rowColumns+`WHERE state = 'sent' AND (sent_at, id) < (?, ?) ORDER BY sent_at DESC, id DESC LIMIT ?`, []any{int64(at), after, pageSize + 1}
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var r Row
		err := rows.Scan(&r.ID, &r.Kind, &r.To, &r.State, &r.Tries, &r.CreatedAt, &r.TriedAt, &r.NextAt, &r.SentAt, &r.Why, &r.Wiped)
		list = append(list, r)
		return err
	}, query, args...)
	if more = len(list) > pageSize; more {
		list = list[:pageSize]
	}
	return list, more, err
}

func below(id int64) int64 {
	if id == 0 {
		return math.MaxInt64
	}
	return id
}

// Retry lets a message leave again, from the first try: one that is dead, or whose fate is not known
// and which the administrator wants to risk sending twice.
func Retry(tx *db.Tx, id int64) error {
	r, err := managed(tx, id)
	if err != nil {
		return err
	}
	if r.Wiped {
		return models.Refuse("mail.wiped", nil)
	}
	n, err := tx.Exec(`UPDATE outbox SET state = 'waiting', tries = 0, claimed_at = NULL, next_at = ?, last_error = ''
		WHERE id = ? AND state IN ('dead', 'unsure', 'waiting') AND facts <> ''`, tx.Now(), id)
	return decided(tx, n, err, "mail.retry", r)
}

// Abandon ends a message that is not to be sent (any more).
func Abandon(tx *db.Tx, id int64) error {
	r, err := managed(tx, id)
	if err != nil {
		return err
	}
	n, err := tx.Exec(`UPDATE outbox SET state = 'dropped', claimed_at = NULL, facts = ''
		WHERE id = ? AND state IN ('dead', 'unsure', 'waiting')`, id)
	return decided(tx, n, err, "mail.drop", r)
}

// managed loads a message that an administrator decides about.
func managed(tx *db.Tx, id int64) (r Row, err error) {
	if !access.Can(tx.Actor(), access.MailManage) {
		return r, models.Denied(string(access.MailManage))
	}
	found, err := tx.Get([]any{&r.ID, &r.Kind, &r.To, &r.State, &r.Wiped}, `SELECT id, kind, recipient, state, facts = '' FROM outbox WHERE id = ?`, id)
	if err == nil && !found {
		err = models.Missing("mail")
	}
	return r, err
}

// decided audits what was done; a message that has moved on meanwhile is a conflict.
func decided(tx *db.Tx, n int64, err error, action string, r Row) error {
	if err != nil {
		return err
	}
	if n == 0 {
		return models.Stale("mail", nil)
	}
	return tx.Audit(action, "outbox", r.ID, 0, models.Facts{"kind": r.Kind, "was": r.State})
}
