package handover

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// newPublicID makes an id for addresses: 80 random bits.
func newPublicID() string { return strings.ToLower(rand.Text()[:16]) }

// lockedAccount finds an account and holds its row until the end of the transaction.
func lockedAccount(tx *db.Tx, publicID string) (accounts.Account, error) {
	var id int64
	if _, err := tx.Get([]any{&id}, `SELECT a.id FROM accounts a WHERE a.public_id = ?`+tx.ForUpdate("a"), publicID); err != nil {
		return accounts.Account{}, err
	}
	return accounts.ByID(tx, id)
}

func insertHandover(tx *db.Tx, from, to accounts.Account, note string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO coach_handovers (public_id, from_id, to_id, on_day, note, by_id, by_name, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, newPublicID(), from.ID, to.ID, tx.Today(), note, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now())
	if err != nil {
		return 0, fmt.Errorf("store the handover: %w", err)
	}
	return id, nil
}

func insertHandoverProject(tx *db.Tx, id, projectID int64, c coaching.Carried) error {
	_, err := tx.Exec(`INSERT INTO coach_handover_projects (handover_id, project_id, meetings, actions) VALUES (?, ?, ?, ?)`, id, projectID, c.Meetings, c.Actions)
	return err
}

func insertCover(tx *db.Tx, c *Cover, projectIDs []int64) error {
	c.PublicID, c.Version = newPublicID(), 1
	_, err := tx.Get([]any{&c.ID}, `INSERT INTO coach_covers (public_id, absent_id, by_id, from_on, to_on, note, created_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`, c.PublicID, c.AbsentID, c.ByID, c.FromOn, c.ToOn, c.Note, db.Nullable(tx.Actor().AccountID), tx.Now())
	if err != nil {
		return fmt.Errorf("store the cover: %w", err)
	}
	rows := make([][]any, len(projectIDs))
	for i, id := range projectIDs {
		rows[i] = []any{c.ID, id}
	}
	return tx.Bulk("coach_cover_projects", []string{"cover_id", "project_id"}, rows)
}

func updateCover(tx *db.Tx, c *Cover) error {
	var ended any
	if c.EndedAt != 0 {
		ended = c.EndedAt
	}
	n, err := tx.Exec(`UPDATE coach_covers SET to_on = ?, ended_at = ?, version = version + 1 WHERE id = ? AND version = ?`, c.ToOn, ended, c.ID, c.Version)
	if err != nil {
		return fmt.Errorf("change the cover: %w", err)
	}
	if n == 0 {
		return models.Stale("cover", nil)
	}
	c.Version++
	return nil
}

// stillCoach refuses with a conflict when the account does not coach one of the dossiers any more.
func stillCoach(tx *db.Tx, a accounts.Account, dossiers []*programme.Project) error {
	in, args := db.In(ids(dossiers))
	n, err := tx.Count(`SELECT count(*) FROM project_coaches WHERE account_id = ? AND to_on IS NULL AND project_id IN `+in, append([]any{a.ID}, args...)...)
	if err == nil && n != len(dossiers) {
		return models.Stale("coach", nil)
	}
	return err
}

const (
	coverColumns = `v.id, v.public_id, v.absent_id, b.name, v.by_id, a.name, v.from_on, v.to_on, COALESCE(v.ended_at, 0), v.note, v.version`
	coverTables  = ` FROM coach_covers v JOIN accounts a ON a.id = v.by_id JOIN accounts b ON b.id = v.absent_id`
)

func (c *Cover) targets() []any {
	return []any{&c.ID, &c.PublicID, &c.AbsentID, &c.AbsentName, &c.ByID, &c.ByName, &c.FromOn, &c.ToOn, &c.EndedAt, &c.Note, &c.Version}
}

// coverAmid finds a cover that holds on one of the days and of which the condition is true, over covers v and their
// dossiers x; it names the dossier by which it was found.
func coverAmid(tx *db.Tx, from, to models.Date, condition string, args ...any) (c Cover, found bool, err error) {
	var d Dossier
	found, err = tx.Get(append(c.targets(), &d.Ref), `SELECT `+coverColumns+`, p.ref`+coverTables+`
		JOIN coach_cover_projects x ON x.cover_id = v.id JOIN projects p ON p.id = x.project_id
		JOIN project_coaches k ON k.project_id = x.project_id AND k.account_id = v.absent_id AND k.to_on IS NULL
		WHERE v.ended_at IS NULL AND v.from_on <= ? AND v.to_on >= ? AND `+condition+` ORDER BY v.from_on, v.id, p.ref LIMIT 1`,
		append([]any{to, from}, args...)...)
	c.Dossiers = []Dossier{d}
	return c, found, err
}

// reach is the condition, over projects p and coaches of them k, of the dossiers that the actor may give away.
func reach(tx *db.Tx) (string, []any) {
	const accompanied = `k.to_on IS NULL AND p.phase NOT IN ('draft', 'submitted', 'review', 'waitlisted', 'declined', 'withdrawn', 'exited')`
	sites, all := access.SitesFor(tx.Actor(), access.DossierHandover)
	if all {
		return accompanied, nil
	}
	in, args := db.In(sites)
	return accompanied + ` AND (k.account_id = ? OR p.site_id IN ` + in + `)`, append([]any{tx.Actor().AccountID}, args...)
}

func coverRefs(tx *db.Tx, coverID int64) (refs []string, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var ref string
		err := rows.Scan(&ref)
		refs = append(refs, ref)
		return err
	}, `SELECT p.ref FROM coach_cover_projects x JOIN projects p ON p.id = x.project_id WHERE x.cover_id = ? ORDER BY p.ref`, coverID)
	return refs, err
}
