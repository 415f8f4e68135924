package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

var operator = access.Operator("test")

func addSite(tx *db.Tx, code string) error {
	_, err := tx.Exec(`INSERT INTO sites (code, name) VALUES (?, ?)`, code, "Site "+code)
	return err
}

func countSites(t *testing.T, d *db.DB) (n int) {
	t.Helper()
	err := d.Read(context.Background(), operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(`SELECT count(*) FROM sites`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteIsAllOrNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		stop := errors.New("stop")
		err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
			if err := addSite(tx, "X1"); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) || countSites(t, d) != 0 {
			t.Fatalf("err %v, %d sites", err, countSites(t, d))
		}
	})
}

// Writers that share a commit must not share a refusal.
func TestTogetherWritersKeepTheirOwnOutcome(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var wg sync.WaitGroup
		refused := errors.New("refused")
		errs := make([]error, 60)
		for i := range errs {
			wg.Go(func() {
				errs[i] = d.Write(context.Background(), operator, func(tx *db.Tx) error {
					if err := addSite(tx, fmt.Sprintf("S%d", i)); err != nil {
						return err
					}
					if i%3 == 0 {
						return refused
					}
					return nil
				})
			})
		}
		wg.Wait()
		for i, err := range errs {
			if (i%3 == 0) != errors.Is(err, refused) {
				t.Errorf("writer %d: %v", i, err)
			}
		}
		if n := countSites(t, d); n != 40 {
			t.Errorf("%d sites, want 40", n)
		}
	})
}

func TestPanicLeavesNoTraceAndTheWriterLives(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = d.Write(context.Background(), operator, func(tx *db.Tx) error {
				_ = addSite(tx, "P")
				panic("boom")
			})
		}()
		if err := d.Write(context.Background(), operator, func(tx *db.Tx) error { return addSite(tx, "Q") }); err != nil {
			t.Fatal(err)
		}
		if n := countSites(t, d); n != 1 {
			t.Errorf("%d sites, want 1", n)
		}
	})
}

func TestCancelledCallerDoesNotBreakTheOthers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		err := d.Write(gone, operator, func(tx *db.Tx) error { return addSite(tx, "G") })
		if !errors.Is(err, context.Canceled) || countSites(t, d) != 0 {
			t.Fatalf("err %v, %d sites", err, countSites(t, d))
		}
	})
}

func TestSeriesHasNoDoubles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		var mu sync.Mutex
		seen := map[int]bool{}
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				var n int
				err := d.Write(context.Background(), operator, func(tx *db.Tx) (err error) {
					n, err = tx.Next("JI-2026")
					return err
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil || seen[n] {
					t.Errorf("number %d: %v", n, err)
				}
				seen[n] = true
			})
		}
		wg.Wait()
		if len(seen) != 40 || !seen[1] || !seen[40] {
			t.Errorf("%d numbers", len(seen))
		}
	})
}

func TestHistoryIsNeverEdited(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		ctx := context.Background()
		err := d.Write(ctx, operator, func(tx *db.Tx) error {
			return tx.Audit("test", "site", 1, 0, models.Facts{"a": 1})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{`UPDATE audit_entries SET action = 'x'`, `DELETE FROM audit_entries`} {
			if err := d.Write(ctx, operator, func(tx *db.Tx) error { _, err := tx.Exec(statement); return err }); err == nil {
				t.Errorf("%s was let through", statement)
			}
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		if err := d.Read(context.Background(), operator, func(tx *db.Tx) error { return addSite(tx, "R") }); err == nil {
			t.Error("a read wrote")
		}
	})
}

func TestBulk(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		rows := make([][]any, 1000)
		for i := range rows {
			rows[i] = []any{fmt.Sprintf("B%d", i), fmt.Sprintf("Nom ? %d", i)}
		}
		err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
			return tx.Bulk("sites", []string{"code", "name"}, rows)
		})
		if err != nil || countSites(t, d) != 1000 {
			t.Fatalf("%v, %d sites", err, countSites(t, d))
		}
	})
}

func TestConstraintNames(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		err := d.Write(context.Background(), operator, func(tx *db.Tx) error {
			if _, err := tx.Exec(`INSERT INTO persons (created_at) VALUES (1)`); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO grant_holders (person_id, cap, awarded) SELECT id, 500000, 500001 FROM persons`)
			return err
		})
		if !db.Violates(err, "grant_cap") || db.IsUnique(err) {
			t.Errorf("cap: %v", err)
		}
		twice := func(tx *db.Tx) error { return addSite(tx, "U") }
		_ = d.Write(context.Background(), operator, twice)
		if err := d.Write(context.Background(), operator, twice); !db.IsUnique(err) {
			t.Errorf("unique: %v", err)
		}
	})
}

func TestSchemaState(t *testing.T) {
	for _, engine := range dbtest.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			ctx := context.Background()
			d, err := db.Open(ctx, db.Options{URL: dbtest.URL(t, engine), Clock: &dbtest.Clock{}, Create: true})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = d.Close() }()
			want := func(state db.SchemaState) {
				t.Helper()
				if got, err := d.State(ctx); err != nil || got != state {
					t.Fatalf("state %v %v, want %v", got, err, state)
				}
			}
			want(db.Empty)
			if steps, err := d.Migrate(ctx); err != nil || steps == 0 {
				t.Fatal(steps, err)
			}
			want(db.Current)
			if steps, err := d.Migrate(ctx); err != nil || steps != 0 {
				t.Fatal("a second migration did something", steps, err)
			}
			if _, err := d.Pool().Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`); err != nil {
				t.Fatal(err)
			}
			want(db.Newer)
			if _, err := d.Migrate(ctx); err == nil {
				t.Error("a newer database was migrated")
			}
		})
	}
}
