package pilot

import (
	"database/sql"
	"fmt"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/db"
)

const viewColumns = `v.id, v.public_id, v.list, v.name, v.filters, v.is_default, v.version FROM saved_views v WHERE v.account_id = ? AND `

func (v *View) targets() []any {
	return []any{&v.ID, &v.PublicID, &v.List, &v.Name, &v.Filters, &v.Default, &v.Version}
}

// Views lists the actor's own views of a list, by name.
func Views(tx *db.Tx, list ListName) (views []View, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var v View
		err := rows.Scan(v.targets()...)
		views = append(views, v)
		return err
	}, `SELECT `+viewColumns+`v.list = ? AND v.dropped_at IS NULL ORDER BY v.name, v.id`, tx.Actor().AccountID, list)
	return views, err
}

// ownView finds a view among the actor's own, and checks that they have seen its present version.
func ownView(tx *db.Tx, publicID string, version int) (v View, err error) {
	found, err := tx.Get(v.targets(), `SELECT `+viewColumns+`v.public_id = ? AND v.dropped_at IS NULL`, tx.Actor().AccountID, publicID)
	switch {
	case err != nil:
		return v, err
	case !found:
		return v, models.Missing("view")
	case v.Version != version:
		return v, models.Stale("view", nil)
	}
	return v, nil
}

// Dropped gives a view of the actor that was deleted last.
func Dropped(tx *db.Tx, publicID string) (v View, err error) {
	found, err := tx.Get(v.targets(), `SELECT `+viewColumns+`v.public_id = ? AND v.dropped_at IS NOT NULL`, tx.Actor().AccountID, publicID)
	if err == nil && !found {
		err = models.Missing("view")
	}
	return v, err
}

func insertView(tx *db.Tx, v *View) error {
	v.PublicID = uuid.NewString()
	_, err := tx.Get([]any{&v.ID}, `INSERT INTO saved_views (public_id, account_id, list, name, filters, created_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`,
		v.PublicID, tx.Actor().AccountID, v.List, v.Name, v.Filters, tx.Now())
	if db.IsUnique(err) { // the same form twice at once
		return nameTaken()
	}
	if err != nil {
		return fmt.Errorf("insert view: %w", err)
	}
	return tx.Audit("view.save", "view", v.ID, 0, models.Facts{"list": v.List})
}

// changeView writes columns of a view, guarded by its version.
func changeView(tx *db.Tx, v View, set string, args ...any) error {
	n, err := tx.Exec(`UPDATE saved_views SET `+set+`, version = version + 1 WHERE id = ? AND version = ?`, append(args, v.ID, v.Version)...)
	switch {
	case db.IsUnique(err):
		return nameTaken()
	case err != nil:
		return fmt.Errorf("change view: %w", err)
	case n == 0:
		return models.Stale("view", nil)
	}
	return tx.Audit("view.change", "view", v.ID, 0, models.Facts{"list": v.List})
}

func dropDefault(tx *db.Tx, list ListName) error {
	_, err := tx.Exec(`UPDATE saved_views SET is_default = ?, version = version + 1 WHERE account_id = ? AND list = ? AND is_default = ?`, false, tx.Actor().AccountID, list, true)
	return err
}

// sweepViews forgets what the actor deleted before.
func sweepViews(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM saved_views WHERE account_id = ? AND dropped_at IS NOT NULL`, tx.Actor().AccountID)
	return err
}
