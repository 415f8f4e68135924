package upkeep

import (
	"context"
	"errors"
	"fmt"
	"os"

	"eclosion/models"
	"eclosion/models/db"
)

// ErrNotEmpty answers a restore into a database that holds people's work.
var ErrNotEmpty = errors.New("the database is not empty: restore into a new one")

// forgotten are the tables that a restore leaves empty: a session that was ended
// after the backup must not open anything again.
var forgotten = []string{"sessions"}

// Restore fills an empty database of either engine from a backup, in one
// transaction. Empty means absent, without a schema, or with nothing in it but the first data that
// the product lays itself.
func Restore(ctx context.Context, path, url string, clock models.Clock) (err error) {
	from, err := openBackup(ctx, path, clock)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	made := false
	if db.EngineOf(url) == db.SQLite {
		_, missing := os.Stat(url)
		made = errors.Is(missing, os.ErrNotExist)
	}
	to, err := db.Open(ctx, db.Options{URL: url, Clock: clock, Create: true})
	if err != nil {
		return err
	}
	err = restoreInto(ctx, from, to)
	err = errors.Join(err, to.Close())
	if err != nil && made {
		removeDatabase(url)
	}
	return err
}

func restoreInto(ctx context.Context, from, to *db.DB) error {
	state, err := to.State(ctx)
	if err != nil {
		return err
	}
	switch state {
	case db.Empty:
		if _, err := to.Migrate(ctx); err != nil {
			return err
		}
	case db.Behind:
		return errors.New(`the database is not up to date: run "eclosion migrate"`)
	case db.Newer:
		return errors.New("the database was made by a newer version of eclosion: install that version")
	}
	if err := copyAll(ctx, from, to, forgotten); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// mustBeEmpty asks for what people have entered, within the transaction that fills the database.
func mustBeEmpty(tx *db.Tx) error {
	n, err := tx.Count(`SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM persons) + (SELECT count(*) FROM projects) +
		(SELECT count(*) FROM cohorts) + (SELECT count(*) FROM issued_papers)`)
	if err == nil && n > 0 {
		err = ErrNotEmpty
	}
	return err
}
