//go:build !sqlite_fts5

package search_test

import (
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// Without the module the words themselves are asked; that the file is written on is noted in it, so that a
// program with the module makes its table anew.
func TestAProgramWithoutFullTextSaysThatItWrote(t *testing.T) {
	d := dbtest.Open(t, db.SQLite, &dbtest.Clock{})
	if _, err := d.Pool().Exec(`PRAGMA user_version = 1`); err != nil {
		t.Fatal(err)
	}
	if err := d.Write(ctx, operator, func(*db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	err := d.Read(ctx, operator, func(tx *db.Tx) error {
		n, err := tx.Count(`PRAGMA user_version`)
		if tx.FullText() || n != 0 {
			t.Errorf("asked: %v, version %d", tx.FullText(), n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
