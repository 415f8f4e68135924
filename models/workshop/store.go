package workshop

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
)

const workshopColumns = `w.id, w.public_id, w.site_id, w.title, w.description, w.places, w.open, w.enrolled, w.starts_at, w.ends_at,
	w.cancelled_at, w.cancel_reason, w.updated_at, w.version, t.name, t.address, h.name, h.email,
	(SELECT count(*) FROM workshop_enrolments e WHERE e.workshop_id = w.id AND e.state = 'waiting')`

const workshopTables = ` FROM workshops w JOIN sites t ON t.id = w.site_id JOIN couveuse h ON h.id = 1 `

func (w *Workshop) targets() []any {
	return []any{&w.ID, &w.PublicID, &w.SiteID, &w.Title, &w.Description, &w.Places, &w.Open, &w.Enrolled, &w.StartsAt, &w.EndsAt,
		&w.CancelledAt, &w.CancelReason, &w.UpdatedAt, &w.Version, &w.SiteName, &w.SiteAddress, &w.House, &w.HouseEmail, &w.Waiting}
}

// load reads a workshop with its sessions; a write locks it until its end: whatever is done to one is done one after the other.
func load(tx *db.Tx, publicID string) (*Workshop, error) {
	list, err := workshops(tx, `WHERE w.public_id = ?`+tx.ForUpdate("w"), publicID)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, models.Missing("workshop")
	}
	return &list[0], nil
}

func workshops(tx *db.Tx, rest string, args ...any) ([]Workshop, error) {
	var list []Workshop
	err := tx.Each(func(rows *sql.Rows) error {
		var w Workshop
		err := rows.Scan(w.targets()...)
		list = append(list, w)
		return err
	}, `SELECT `+workshopColumns+workshopTables+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list workshops: %w", err)
	}
	if err := withProgrammes(tx, list); err != nil {
		return nil, err
	}
	return list, withSessions(tx, list)
}

// withProgrammes fills in whom each workshop of a list is for.
func withProgrammes(tx *db.Tx, list []Workshop) error {
	at, in, args := index(list)
	return tx.Each(func(rows *sql.Rows) error {
		var id int64
		var p Programme
		err := rows.Scan(&id, &p.ID, &p.Code, &p.Name)
		w := &list[at[id]]
		w.Programmes = append(w.Programmes, p)
		return err
	}, `SELECT x.workshop_id, g.id, g.code, g.name FROM workshop_programmes x JOIN programmes g ON g.id = x.programme_id
		WHERE x.workshop_id IN `+in+` ORDER BY g.code`, args...)
}

func index(list []Workshop) (at map[int64]int, in string, args []any) {
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i, w := range list {
		at[w.ID], ids[i] = i, w.ID
	}
	in, args = db.In(ids)
	return at, in, args
}

// PageSize is how many workshops a page of a list holds.
const PageSize = 30

// Filter narrows the list of who keeps workshops.
type Filter struct {
	SiteID int64  // 0: every site of the actor
	Over   bool   // those that are over, the latest first; else those to come and without sessions, the next first
	After  string // where the page before ended
}

// List gives one page of the workshops of the actor's sites, and where the next page starts ("" on the last).
func List(tx *db.Tx, f Filter) (list []Workshop, next string, err error) {
	sites, all := access.SitesFor(tx.Actor(), access.WorkshopRead)
	condition, args := `TRUE`, []any{}
	if !all {
		condition, args = db.In(sites)
		condition = `w.site_id IN ` + condition
	}
	if f.SiteID != 0 {
		condition += ` AND w.site_id = ?`
		args = append(args, f.SiteID)
	}
	compare, order := `>`, ` ORDER BY w.ends_at, w.id`
	condition += ` AND w.ends_at >= ?`
	if f.Over {
		compare, order = `<`, ` ORDER BY w.ends_at DESC, w.id DESC`
		condition = strings.TrimSuffix(condition, `>= ?`) + `< ?`
	}
	args = append(args, models.InstantOf(tx.Today().Start()))
	if f.After != "" {
		at, id, err := readCursor(f.After)
		if err != nil {
			return nil, "", err
		}
		condition += ` AND (w.ends_at, w.id) ` + compare + ` (?, ?)`
		args = append(args, at, id)
	}
	list, err = workshops(tx, `WHERE `+condition+order+` LIMIT ?`, append(args, PageSize+1)...)
	if len(list) > PageSize {
		list = list[:PageSize]
		last := list[PageSize-1]
		next = fmt.Sprintf("%d.%d", last.EndsAt, last.ID)
	}
	return list, next, err
}

func readCursor(s string) (at, id int64, err error) {
	left, right, found := strings.Cut(s, ".")
	at, err1 := strconv.ParseInt(left, 10, 64)
	id, err2 := strconv.ParseInt(right, 10, 64)
	if !found || err1 != nil || err2 != nil {
		return 0, 0, models.Fields(models.FieldProblem{Field: "suite", Code: "cursor"})
	}
	return at, id, nil
}

func insertWorkshop(tx *db.Tx, publicID string, d Draft) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO workshops (public_id, site_id, title, description, places, open, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		publicID, d.SiteID, d.Title, d.Description, d.Places, d.Open, db.Nullable(tx.Actor().AccountID), tx.Now(), tx.Now())
	if err != nil {
		return 0, fmt.Errorf("insert workshop: %w", err)
	}
	return id, nil
}

func storeProgrammes(tx *db.Tx, workshopID int64, ids []int64) error {
	if _, err := tx.Exec(`DELETE FROM workshop_programmes WHERE workshop_id = ?`, workshopID); err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := tx.Exec(`INSERT INTO workshop_programmes (workshop_id, programme_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, workshopID, id); err != nil {
			return err
		}
	}
	return nil
}

func storeWorkshop(tx *db.Tx, w *Workshop, d Draft) error {
	n, err := tx.Exec(`UPDATE workshops SET title = ?, description = ?, places = ?, open = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ?`, d.Title, d.Description, d.Places, d.Open, tx.Now(), w.ID, w.Version)
	return guarded("workshop", n, err)
}

func storeCancelled(tx *db.Tx, w *Workshop, reason string) error {
	n, err := tx.Exec(`UPDATE workshops SET cancelled_at = ?, cancel_reason = ?, updated_at = ?, version = version + 1
		WHERE id = ? AND version = ? AND cancelled_at IS NULL`, tx.Now(), reason, tx.Now(), w.ID, w.Version)
	return guarded("workshop", n, err)
}

// span keeps on a workshop when its first session begins and its last one ends.
func span(tx *db.Tx, workshopID int64) error {
	_, err := tx.Exec(`UPDATE workshops SET
		starts_at = COALESCE((SELECT MIN(s.starts_at) FROM workshop_sessions s WHERE s.workshop_id = workshops.id AND s.cancelled_at IS NULL), ?),
		ends_at = COALESCE((SELECT MAX(s.starts_at + s.minutes * 60000) FROM workshop_sessions s WHERE s.workshop_id = workshops.id AND s.cancelled_at IS NULL), ?)
		WHERE id = ?`, Unplanned, Unplanned, workshopID)
	if err != nil {
		return fmt.Errorf("keep the span of a workshop: %w", err)
	}
	return nil
}

// guarded ends a write at a version: a conflict when no row had it.
func guarded(what string, n int64, err error) error {
	if err == nil && n == 0 {
		return models.Stale(what, nil)
	}
	return err
}

// overlapsOf finds what the leaders of a session have at the same time: other sessions, and meetings.
func overlapsOf(tx *db.Tx, s Session) ([]coaching.Overlap, error) {
	ids := make([]int64, len(s.Leaders))
	m := coaching.Meeting{ID: s.MeetingID, State: coaching.Planned, StartsAt: s.StartsAt, Minutes: s.Minutes}
	for i, l := range s.Leaders {
		ids[i] = l.AccountID
		m.Coaches = append(m.Coaches, coaching.Coach{AccountID: l.AccountID})
	}
	in, args := db.In(ids)
	var list []coaching.Overlap
	err := tx.Each(func(rows *sql.Rows) error {
		var o coaching.Overlap
		err := rows.Scan(&o.CoachName, &o.StartsAt)
		list = append(list, o)
		return err
	}, `SELECT a.name, o.starts_at FROM workshop_leaders k JOIN workshop_sessions o ON o.id = k.session_id JOIN accounts a ON a.id = k.account_id
		WHERE k.account_id IN `+in+` AND k.starts_at > ? AND k.starts_at < ? AND o.id <> ? AND o.cancelled_at IS NULL
			AND o.starts_at + o.minutes * 60000 > ? ORDER BY o.starts_at, a.name LIMIT 5`,
		append(args, s.StartsAt-minutes(MaxMinutes), s.EndsAt(), s.ID, s.StartsAt)...)
	if err != nil {
		return nil, fmt.Errorf("find overlapping sessions: %w", err)
	}
	meetings, err := coaching.Overlaps(tx, m)
	return append(list, meetings...), err
}
