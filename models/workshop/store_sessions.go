package workshop

import (
	"database/sql"
	"fmt"
	"slices"

	"eclosion/models"
	"eclosion/models/db"
)

const sessionColumns = `s.id, s.workshop_id, s.public_id, s.held_on, s.starts_at, s.minutes, s.place, s.online_url, s.speaker, s.sequence,
	s.cancelled_at, s.cancel_reason, s.closed_at, s.held_minutes, s.summary, COALESCE(s.meeting_id, 0), s.updated_at, s.version`

func (s *Session) targets() []any {
	return []any{&s.ID, &s.WorkshopID, &s.PublicID, &s.HeldOn, &s.StartsAt, &s.Minutes, &s.Place, &s.OnlineURL, &s.Speaker, &s.Sequence,
		&s.CancelledAt, &s.CancelReason, &s.ClosedAt, &s.HeldMinutes, &s.Summary, &s.MeetingID, &s.UpdatedAt, &s.Version}
}

// withSessions fills in the sessions of each workshop of a list.
func withSessions(tx *db.Tx, list []Workshop) error {
	at, in, args := index(list)
	var sessions []Session
	err := tx.Each(func(rows *sql.Rows) error {
		var s Session
		err := rows.Scan(s.targets()...)
		sessions = append(sessions, s)
		return err
	}, `SELECT `+sessionColumns+` FROM workshop_sessions s WHERE s.workshop_id IN `+in+` ORDER BY s.workshop_id, s.starts_at, s.id`, args...)
	if err != nil {
		return fmt.Errorf("list sessions of workshops: %w", err)
	}
	if err := withLeaders(tx, sessions); err != nil {
		return err
	}
	for _, s := range sessions {
		w := &list[at[s.WorkshopID]]
		w.Sessions = append(w.Sessions, s)
	}
	return nil
}

func withLeaders(tx *db.Tx, list []Session) error {
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i, s := range list {
		at[s.ID], ids[i] = i, s.ID
	}
	in, args := db.In(ids)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var l Leader
		err := rows.Scan(&id, &l.AccountID, &l.PublicID, &l.Name)
		s := &list[at[id]]
		s.Leaders = append(s.Leaders, l)
		return err
	}, `SELECT k.session_id, a.id, a.public_id, a.name FROM workshop_leaders k JOIN accounts a ON a.id = k.account_id
		WHERE k.session_id IN `+in+` ORDER BY a.name, a.id`, args...)
}

// OfferedLeaders lists who can lead a session of the workshop: the coaches of its site, and those who lead it already.
func OfferedLeaders(tx *db.Tx, w *Workshop, was *Session) ([]Leader, error) {
	var session int64
	if was != nil {
		session = was.ID
	}
	var list []Leader
	err := tx.Each(func(rows *sql.Rows) error {
		var l Leader
		err := rows.Scan(&l.AccountID, &l.PublicID, &l.Name)
		list = append(list, l)
		return err
	}, `SELECT a.id, a.public_id, a.name FROM accounts a WHERE a.id IN (
			SELECT r.account_id FROM account_roles r JOIN accounts b ON b.id = r.account_id
				WHERE r.role = 'coach' AND r.site_id IN (0, ?) AND b.state = 'active'
			UNION SELECT k.account_id FROM workshop_leaders k WHERE k.session_id = ?)
		ORDER BY a.name, a.id`, w.SiteID, session)
	return list, err
}

func insertSession(tx *db.Tx, s *Session) error {
	_, err := tx.Get([]any{&s.ID}, `INSERT INTO workshop_sessions (public_id, workshop_id, held_on, starts_at, minutes, place, online_url, speaker, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, s.PublicID, s.WorkshopID, s.HeldOn, s.StartsAt, s.Minutes, s.Place, s.OnlineURL, s.Speaker, tx.Now())
	if err != nil {
		return fmt.Errorf("insert session: %w", err)
	}
	return storeLeaders(tx, *s)
}

func storeLeaders(tx *db.Tx, s Session) error {
	if _, err := tx.Exec(`DELETE FROM workshop_leaders WHERE session_id = ?`, s.ID); err != nil {
		return err
	}
	var rows [][]any
	for _, l := range s.Leaders {
		rows = append(rows, []any{s.ID, l.AccountID, s.StartsAt})
	}
	return tx.Bulk("workshop_leaders", []string{"session_id", "account_id", "starts_at"}, rows)
}

// storeSession writes a session at the version that was read. A move raises the sequence of its calendar entry.
func storeSession(tx *db.Tx, s Session, moved bool) error {
	step := 0
	if moved {
		step = 1
	}
	n, err := tx.Exec(`UPDATE workshop_sessions SET held_on = ?, starts_at = ?, minutes = ?, place = ?, online_url = ?, speaker = ?, sequence = sequence + ?,
			updated_at = ?, version = version + 1 WHERE id = ? AND version = ? AND closed_at IS NULL`,
		s.HeldOn, s.StartsAt, s.Minutes, s.Place, s.OnlineURL, s.Speaker, step, tx.Now(), s.ID, s.Version)
	if err := guarded("workshop_session", n, err); err != nil {
		return err
	}
	return storeLeaders(tx, s)
}

func storeSessionCancelled(tx *db.Tx, s Session, reason string) error {
	n, err := tx.Exec(`UPDATE workshop_sessions SET cancelled_at = ?, cancel_reason = ?, sequence = sequence + 1, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND cancelled_at IS NULL AND closed_at IS NULL`, tx.Now(), reason, tx.Now(), s.ID, s.Version)
	return guarded("workshop_session", n, err)
}

// touch raises the version of a session whose attendance changes.
func touch(tx *db.Tx, s Session) error {
	n, err := tx.Exec(`UPDATE workshop_sessions SET version = version + 1 WHERE id = ? AND version = ?`, s.ID, s.Version)
	return guarded("workshop_attendance", n, err)
}

func storeClosed(tx *db.Tx, s Session) error {
	n, err := tx.Exec(`UPDATE workshop_sessions SET closed_at = COALESCE(closed_at, ?), held_minutes = ?, summary = ?, version = version + 1
		WHERE id = ? AND version = ? AND cancelled_at IS NULL`, tx.Now(), s.HeldMinutes, s.Summary, s.ID, s.Version)
	return guarded("workshop_attendance", n, err)
}

func storeMeeting(tx *db.Tx, s Session, meetingID int64) error {
	_, err := tx.Exec(`UPDATE workshop_sessions SET meeting_id = ? WHERE id = ?`, meetingID, s.ID)
	return err
}

// Appointment is a session in somebody's own calendar.
type Appointment struct {
	Session  Session
	Workshop string // its public id
	Title    string
	Leads    bool // the reader leads it; else has a place
	Sequence int
}

// SessionsOf lists the sessions that an account leads, or to which a person has a place, that begin from one moment up to another, those called off
// among them, each once: for the calendar of that account and that person and nobody else's. 0 stands for none.
func SessionsOf(tx *db.Tx, accountID, personID int64, from, to models.Instant) ([]Appointment, error) {
	var list []Appointment
	err := tx.Each(func(rows *sql.Rows) error {
		var a Appointment
		var version int
		err := rows.Scan(append(a.Session.targets(), &a.Workshop, &a.Title, &a.Leads, &version)...)
		a.Sequence = a.Session.Sequence
		if !a.Leads {
			a.Sequence = CalendarSequence(a.Session, Enrolment{Version: version})
			a.Session.Summary = ""
		}
		list = append(list, a)
		return err
	}, `SELECT `+sessionColumns+`, w.public_id, w.title, x.leads, x.version FROM (
			SELECT k.session_id, TRUE AS leads, 1 AS version FROM workshop_leaders k WHERE k.account_id = ? AND k.starts_at >= ? AND k.starts_at < ?
			UNION ALL SELECT o.id, FALSE, e.version FROM workshop_enrolments e JOIN projects p ON p.id = e.project_id
				JOIN workshop_sessions o ON o.workshop_id = e.workshop_id
				WHERE p.person_id = ? AND e.state = 'enrolled' AND o.starts_at >= ? AND o.starts_at < ?) x
		JOIN workshop_sessions s ON s.id = x.session_id JOIN workshops w ON w.id = s.workshop_id ORDER BY s.starts_at, s.id, x.leads DESC, x.version DESC`,
		accountID, from, to, personID, from, to)
	if err != nil {
		return nil, fmt.Errorf("sessions of a calendar: %w", err)
	}
	list = slices.CompactFunc(list, func(a, b Appointment) bool { return a.Session.ID == b.Session.ID })
	sessions := make([]Session, len(list))
	for i, a := range list {
		sessions[i] = a.Session
	}
	if err := withLeaders(tx, sessions); err != nil {
		return nil, err
	}
	for i := range list {
		list[i].Session = sessions[i]
	}
	return list, nil
}
