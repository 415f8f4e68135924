package infosession

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

const registrationColumns = `r.id, r.session_id, r.state, r.came_order, r.token, r.first_name, r.last_name, r.email, r.phone, r.heard, r.attended,
	r.erased_at, r.created_at, r.version`

func scanRegistration(rows *sql.Rows, r *Registration, more ...any) error {
	var attended sql.NullBool
	var erased models.Instant
	err := rows.Scan(append([]any{&r.ID, &r.SessionID, &r.State, &r.Order, &r.Token, &r.FirstName, &r.LastName, &r.Email, &r.Phone, &r.Heard, &attended,
		&erased, &r.CreatedAt, &r.Version}, more...)...)
	if attended.Valid {
		r.Attended = &attended.Bool
	}
	r.Erased = erased != 0
	return err
}

// one reads the only registration of a query.
func one(tx *db.Tx, rest string, args ...any) (r *Registration, found bool, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		r, found = &Registration{}, true
		return scanRegistration(rows, r)
	}, `SELECT `+registrationColumns+` FROM info_registrations r `+rest, args...)
	return r, found, err
}

// Registrations lists who registered: those with a place in their order, then who waits in theirs, then who said that
// they do not come. Ask for a session that the actor may see first.
func Registrations(tx *db.Tx, s *Session) ([]Registration, error) {
	var list []Registration
	rank := 0
	err := tx.Each(func(rows *sql.Rows) error {
		var r Registration
		err := scanRegistration(rows, &r)
		if r.State == Waiting {
			rank++
			r.Rank = rank
		}
		list = append(list, r)
		return err
	}, `SELECT `+registrationColumns+` FROM info_registrations r WHERE r.session_id = ?
		ORDER BY CASE r.state WHEN 'confirmed' THEN 1 WHEN 'waiting' THEN 2 ELSE 3 END, r.came_order`, s.ID)
	return list, err
}

// RegistrationOf gives one registration of a session that the actor may see; another's is missing, and one that was erased.
func RegistrationOf(tx *db.Tx, s *Session, id int64) (*Registration, error) {
	r, found, err := one(tx, `WHERE r.id = ? AND r.session_id = ?`, id, s.ID)
	if err != nil {
		return nil, err
	}
	if !found || r.Erased {
		return nil, models.Missing("registration")
	}
	return r, rankOf(tx, r)
}

func byAddress(tx *db.Tx, s *Session, email string) (*Registration, bool, error) {
	return one(tx, `WHERE r.session_id = ? AND r.email = ?`, s.ID, email)
}

func byToken(tx *db.Tx, token string) (r *Registration, publicID string, err error) {
	if token == "" { // what an erased registration holds
		return nil, "", models.Missing("registration")
	}
	found := false
	err = tx.Each(func(rows *sql.Rows) error {
		r, found = &Registration{}, true
		return scanRegistration(rows, r, &publicID)
	}, `SELECT `+registrationColumns+`, s.public_id FROM info_registrations r JOIN info_sessions s ON s.id = r.session_id WHERE r.token = ?`, token)
	if err == nil && !found {
		err = models.Missing("registration")
	}
	return r, publicID, err
}

func firstWaiting(tx *db.Tx, s *Session) (*Registration, bool, error) {
	return one(tx, `WHERE r.session_id = ? AND r.state = 'waiting' ORDER BY r.came_order LIMIT 1`, s.ID)
}

// rankOf counts where a registration stands on the waiting list.
func rankOf(tx *db.Tx, r *Registration) (err error) {
	r.Rank = 0
	if r.State == Waiting {
		r.Rank, err = tx.Count(`SELECT count(*) FROM info_registrations WHERE session_id = ? AND state = 'waiting' AND came_order <= ?`, r.SessionID, r.Order)
	}
	return err
}

// takePlace takes a place of a session while there is one, and the next number of the order in which people
// come. The row is the guard: two who come at once never take the same.
func takePlace(tx *db.Tx, s *Session) (State, int, error) {
	var order int
	found, err := tx.Get([]any{&order, &s.Confirmed}, `UPDATE info_sessions SET confirmed = confirmed + 1, last_order = last_order + 1
		WHERE id = ? AND confirmed < places RETURNING last_order, confirmed`, s.ID)
	if err != nil || found {
		return Confirmed, order, err
	}
	_, err = tx.Get([]any{&order}, `UPDATE info_sessions SET last_order = last_order + 1 WHERE id = ? RETURNING last_order`, s.ID)
	return Waiting, order, err
}

func insertRegistration(tx *db.Tx, r *Registration) error {
	_, err := tx.Get([]any{&r.ID}, `INSERT INTO info_registrations (session_id, state, came_order, token, first_name, last_name, email, phone, heard,
			created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		r.SessionID, r.State, r.Order, r.Token, r.FirstName, r.LastName, r.Email, r.Phone, r.Heard, tx.Now(), tx.Now())
	if err != nil {
		return fmt.Errorf("insert registration: %w", err)
	}
	return nil
}

// countAsked is the write of who registers again: it takes as long as that of who comes first.
func countAsked(tx *db.Tx, r *Registration) error {
	_, err := tx.Exec(`UPDATE info_registrations SET asked = asked + 1, updated_at = ? WHERE id = ?`, tx.Now(), r.ID)
	return err
}

func storeComeBack(tx *db.Tx, r *Registration) error {
	n, err := tx.Exec(`UPDATE info_registrations SET state = ?, came_order = ?, first_name = ?, last_name = ?, phone = ?, heard = ?, attended = NULL,
			asked = asked + 1, updated_at = ?, version = version + 1 WHERE id = ? AND state = 'cancelled'`,
		r.State, r.Order, r.FirstName, r.LastName, r.Phone, r.Heard, tx.Now(), r.ID)
	r.Version++
	return guarded(n, err)
}

// storeLeft ends a registration and gives its place back.
func storeLeft(tx *db.Tx, s *Session, r *Registration) error {
	n, err := tx.Exec(`UPDATE info_registrations SET state = 'cancelled', updated_at = ?, version = version + 1 WHERE id = ? AND state = ?`, tx.Now(), r.ID, r.State)
	if err := guarded(n, err); err != nil {
		return err
	}
	if r.State == Confirmed {
		if _, err := tx.Exec(`UPDATE info_sessions SET confirmed = confirmed - 1 WHERE id = ?`, s.ID); err != nil {
			return err
		}
		s.Confirmed--
	}
	r.State, r.Rank = Left, 0
	r.Version++
	return nil
}

// storePromoted gives a free place to somebody who waits.
func storePromoted(tx *db.Tx, s *Session, r *Registration) error {
	n, err := tx.Exec(`UPDATE info_sessions SET confirmed = confirmed + 1 WHERE id = ? AND confirmed < places`, s.ID)
	if err := guarded(n, err); err != nil {
		return err
	}
	n, err = tx.Exec(`UPDATE info_registrations SET state = 'confirmed', updated_at = ?, version = version + 1 WHERE id = ? AND state = 'waiting'`, tx.Now(), r.ID)
	if err := guarded(n, err); err != nil {
		return err
	}
	s.Confirmed++
	r.State, r.Rank = Confirmed, 0
	r.Version++
	return nil
}

// Erase takes the names, addresses, telephone numbers and links off the registrations of sessions held before a day, and
// the mails of that time about sessions off the outbox. What counts stays: how many came, and how they had heard of it. n is how many
// registrations were erased.
func Erase(tx *db.Tx, before models.Date) (n int, err error) {
	if _, err := tx.Exec(`DELETE FROM outbox WHERE kind LIKE 'infosession_%' AND state IN ('sent', 'dropped', 'dead', 'unsure') AND created_at < ?`,
		models.InstantOf(before.Start())); err != nil {
		return 0, err
	}
	erased, err := tx.Exec(`UPDATE info_registrations SET first_name = '', last_name = '', email = '', phone = '', token = '', erased_at = ?, version = version + 1
		WHERE erased_at IS NULL AND session_id IN (SELECT s.id FROM info_sessions s WHERE s.held_on < ?)`, tx.Now(), before)
	if err != nil || erased == 0 {
		return int(erased), err
	}
	return int(erased), tx.Audit("infosession.erase", "info_session", 0, 0, models.Facts{"before": before, "registrations": erased})
}
