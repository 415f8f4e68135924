package infosession

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

const sessionColumns = `s.id, s.public_id, s.site_id, s.held_on, s.starts_at, s.minutes, s.place, s.online_url, s.partner, s.places, s.closes_on,
	s.notes, s.confirmed, s.sequence, s.cancelled_at, s.cancel_reason, s.attendance_at, s.updated_at, s.version, t.name, t.address, h.name, h.email,
	(SELECT count(*) FROM info_registrations w WHERE w.session_id = s.id AND w.state = 'waiting')`

const sessionTables = ` FROM info_sessions s JOIN sites t ON t.id = s.site_id JOIN couveuse h ON h.id = 1 `

func (s *Session) targets() []any {
	return []any{&s.ID, &s.PublicID, &s.SiteID, &s.HeldOn, &s.StartsAt, &s.Minutes, &s.Place, &s.OnlineURL, &s.Partner, &s.Places, &s.ClosesOn,
		&s.Notes, &s.Confirmed, &s.Sequence, &s.CancelledAt, &s.CancelReason, &s.AttendanceAt, &s.UpdatedAt, &s.Version, &s.SiteName, &s.SiteAddress, &s.House, &s.HouseEmail,
		&s.Waiting}
}

// load reads a session; a write locks it until its end.
func load(tx *db.Tx, publicID string) (*Session, error) {
	var s Session
	found, err := tx.Get(s.targets(), `SELECT `+sessionColumns+sessionTables+`WHERE s.public_id = ?`+tx.ForUpdate("s"), publicID)
	if err != nil {
		return nil, fmt.Errorf("load session %s: %w", publicID, err)
	}
	if !found {
		return nil, models.Missing("infosession")
	}
	list := []Session{s}
	return &list[0], withProgrammes(tx, list)
}

// withProgrammes fills in what each session of a list is about.
func withProgrammes(tx *db.Tx, list []Session) error {
	if len(list) == 0 {
		return nil
	}
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i, s := range list {
		at[s.ID], ids[i] = i, s.ID
	}
	in, args := db.In(ids)
	return tx.Each(func(rows *sql.Rows) error {
		var session int64
		var p Programme
		err := rows.Scan(&session, &p.ID, &p.Code, &p.Name)
		s := &list[at[session]]
		s.Programmes = append(s.Programmes, p)
		return err
	}, `SELECT x.session_id, g.id, g.code, g.name FROM info_session_programmes x JOIN programmes g ON g.id = x.programme_id
		WHERE x.session_id IN `+in+` ORDER BY g.code`, args...)
}

func sessions(tx *db.Tx, rest string, args ...any) ([]Session, error) {
	var list []Session
	err := tx.Each(func(rows *sql.Rows) error {
		var s Session
		err := rows.Scan(s.targets()...)
		list = append(list, s)
		return err
	}, `SELECT `+sessionColumns+sessionTables+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, withProgrammes(tx, list)
}

// listMost bounds a list: nobody reads more, and no couveuse announces more.
const listMost = 200

// Filter narrows a list of sessions; the zero value is all of them.
type Filter struct {
	Site, Programme string // codes
	Most            int    // at most so many; 0 for the usual bound
}

// Upcoming lists the sessions that visitors can still go to, the next first: to come, not called off, on a site
// and about a programme that are open.
func Upcoming(tx *db.Tx, f Filter) ([]Session, error) {
	condition, args := `WHERE s.starts_at > ? AND s.cancelled_at IS NULL AND t.active
		AND EXISTS (SELECT 1 FROM info_session_programmes x JOIN programmes g ON g.id = x.programme_id
			WHERE x.session_id = s.id AND g.active AND (g.code = ? OR ? = ''))`, []any{tx.Now(), f.Programme, f.Programme}
	if f.Site != "" {
		condition += ` AND t.code = ?`
		args = append(args, f.Site)
	}
	if f.Most == 0 {
		f.Most = listMost
	}
	return sessions(tx, condition+` ORDER BY s.starts_at, s.id LIMIT ?`, append(args, f.Most)...)
}

// Managed lists the sessions of the actor's sites: those to come, the next first, or those that are over,
// the latest first.
func Managed(tx *db.Tx, over bool) ([]Session, error) {
	sites, all := access.SitesFor(tx.Actor(), access.InfoSessionManage)
	condition, args := `TRUE`, []any{}
	if !all {
		condition, args = db.In(sites)
		condition = `s.site_id IN ` + condition
	}
	day := tx.Today().Start()
	args = append(args, models.InstantOf(day), listMost)
	if over {
		return sessions(tx, `WHERE `+condition+` AND s.starts_at < ? ORDER BY s.starts_at DESC, s.id DESC LIMIT ?`, args...)
	}
	return sessions(tx, `WHERE `+condition+` AND s.starts_at >= ? ORDER BY s.starts_at, s.id LIMIT ?`, args...)
}

func insertSession(tx *db.Tx, publicID string, d Draft) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO info_sessions (public_id, site_id, held_on, starts_at, minutes, place, online_url, partner, places,
			closes_on, notes, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		publicID, d.SiteID, d.HeldOn, d.start(), d.Minutes, d.Place, d.OnlineURL, d.Partner, d.Places,
		d.ClosesOn, d.Notes, db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert session: %w", err)
	}
	return id, nil
}

func storeProgrammes(tx *db.Tx, sessionID int64, ids []int64) error {
	if _, err := tx.Exec(`DELETE FROM info_session_programmes WHERE session_id = ?`, sessionID); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec(`INSERT INTO info_session_programmes (session_id, programme_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, sessionID, id); err != nil {
			return err
		}
	}
	return nil
}

// storeSession writes a draft over a session, at the version that was read. A move raises the sequence of its
// calendar entry.
func storeSession(tx *db.Tx, s *Session, d Draft, moved bool) error {
	step := 0
	if moved {
		step = 1
	}
	n, err := tx.Exec(`UPDATE info_sessions SET held_on = ?, starts_at = ?, minutes = ?, place = ?, online_url = ?, partner = ?, places = ?,
			closes_on = ?, notes = ?, sequence = sequence + ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		d.HeldOn, d.start(), d.Minutes, d.Place, d.OnlineURL, d.Partner, d.Places, d.ClosesOn, d.Notes, step, tx.Now(), s.ID, s.Version)
	return guarded(n, err)
}

func storeCancelled(tx *db.Tx, s *Session, reason string) error {
	n, err := tx.Exec(`UPDATE info_sessions SET cancelled_at = ?, cancel_reason = ?, sequence = sequence + 1, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND cancelled_at IS NULL`, tx.Now(), reason, tx.Now(), s.ID, s.Version)
	return guarded(n, err)
}

func storeAttendance(tx *db.Tx, s *Session, came []int64) error {
	n, err := tx.Exec(`UPDATE info_sessions SET attendance_at = ?, version = version + 1 WHERE id = ? AND version = ?`, tx.Now(), s.ID, s.Version)
	if err := guarded(n, err); err != nil {
		return err
	}
	in, args := db.In(came)
	query := `UPDATE info_registrations SET attended = CASE WHEN id IN ` + in + ` THEN TRUE ELSE FALSE END, updated_at = ?
		WHERE session_id = ? AND state <> 'cancelled'` // in is question marks alone
	_, err = tx.Exec(query, append(args, tx.Now(), s.ID)...)
	return err
}

// guarded ends a write at a version: a conflict when no row had it.
func guarded(n int64, err error) error {
	if err == nil && n == 0 {
		return models.Stale("infosession", nil)
	}
	return err
}
