package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// A question that is asked again while its first answer is still being read must
// not disturb that answer.
func TestOneQuestionWithinItself(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		write := func(fn func(*db.Tx) error) {
			t.Helper()
			if err := d.Write(context.Background(), operator, fn); err != nil {
				t.Fatal(err)
			}
		}
		write(func(tx *db.Tx) error {
			for i := range 3 {
				if err := addSite(tx, fmt.Sprintf("S%d", i)); err != nil {
					return err
				}
			}
			return nil
		})
		if d.Engine() == db.Postgres {
			return // its driver holds one open answer a connection, and says so
		}
		nested := func(tx *db.Tx) error {
			var pairs int
			const question = `SELECT code FROM sites ORDER BY code`
			err := tx.Each(func(rows *sql.Rows) error {
				return tx.Each(func(rows *sql.Rows) error { pairs++; return nil }, question)
			}, question)
			if pairs != 9 {
				t.Errorf("%d pairs of 3 sites", pairs)
			}
			return err
		}
		for range 2 {
			write(nested)
			if err := d.Read(context.Background(), operator, nested); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// More statements than a connection keeps must all work, also those that were forgotten.
func TestManyStatements(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		err := d.Read(context.Background(), operator, func(tx *db.Tx) error {
			for i := range 1800 {
				n, err := tx.Count(fmt.Sprintf(`SELECT %d`, i%900))
				if err != nil || n != i%900 {
					return fmt.Errorf("asked for %d, got %d: %w", i%900, n, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Readers that go away in the middle must leave connections that others can use.
func TestCancelledReadersLeaveNoTrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		const long = `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000000) SELECT count(*) FROM c`
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				ctx, cancel := context.WithCancel(context.Background())
				err := d.Read(ctx, operator, func(tx *db.Tx) error {
					cancel()
					_, err := tx.Count(long)
					return err
				})
				if err == nil {
					t.Error("a cancelled question was answered")
				}
			})
		}
		wg.Wait()
		for range 12 {
			if n := countSites(t, d); n != 0 {
				t.Errorf("%d sites", n)
			}
		}
	})
}

func TestClosedDatabaseSaysSo(t *testing.T) {
	d, err := db.Open(context.Background(), db.Options{URL: dbtest.URL(t, db.SQLite), Clock: &dbtest.Clock{}, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	nothing := func(*db.Tx) error { return nil }
	if err := d.Read(context.Background(), operator, nothing); !errors.Is(err, db.ErrClosed) {
		t.Errorf("a read after the end: %v", err)
	}
	if err := d.Write(context.Background(), operator, nothing); !errors.Is(err, db.ErrClosed) {
		t.Errorf("a write after the end: %v", err)
	}
}
