//go:build sqlite_fts5

package search_test

import (
	"slices"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// With the module built in, the file has a full-text table, and it is asked.
func TestFullTextIsAsked(t *testing.T) {
	tw := lite(t)
	err := tw.db.Read(ctx, operator, func(tx *db.Tx) error {
		n, err := tx.Count(`SELECT count(*) FROM search_fts WHERE search_fts MATCH '"epicerie"'`)
		if !tx.FullText() || n != 2 {
			t.Errorf("asked: %v, finds %d", tx.FullText(), n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A program without the module wrote meanwhile, and said so in the file: the table is made anew.
func TestFullTextIsMadeAnew(t *testing.T) {
	tw := lite(t)
	path := tw.db.Path()
	// The pool of upkeep has no triggers of the connection, as a program without the module.
	for _, s := range []string{`PRAGMA user_version = 0`, `UPDATE meetings SET summary = 'Tout autre chose' WHERE public_id = 'm1'`} {
		if _, err := tw.db.Pool().Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if got := tw.finds(tw.chief, "tout autre"); len(got) > 0 {
		t.Fatalf("the test proves nothing: the table was kept, %q", got)
	}
	again, err := db.Open(ctx, db.Options{URL: path, Clock: &dbtest.Clock{}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	tw.db = again
	tw.as(operator, func(*db.Tx) error { return nil })
	if got := tw.finds(tw.chief, "tout autre"); !slices.Equal(got, []string{"meeting zoe"}) {
		t.Errorf("finds %q", got)
	}
	if got := tw.finds(tw.chief, "marché clients"); len(got) > 0 {
		t.Errorf("finds %q, which is gone", got)
	}
}

func lite(t *testing.T) *town {
	tw := &town{t: t, db: dbtest.Open(t, db.SQLite, &dbtest.Clock{})}
	tw.found()
	tw.write()
	return tw
}
