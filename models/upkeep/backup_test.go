package upkeep_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/upkeep"
)

// content gives every row of every table, as text that both engines write alike.
func content(t *testing.T, d *db.DB) map[string][]string {
	t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'goose_db_version' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_fts%'`
	if d.Engine() == db.Postgres {
		list = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'goose_db_version'`
	}
	tables := map[string][]string{}
	err := d.Read(ctx, operator, func(tx *db.Tx) error {
		err := tx.Each(func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables[name] = []string{}
			return err
		}, list)
		for name := range tables {
			if err != nil {
				return err
			}
			err = tx.Each(func(rows *sql.Rows) error {
				columns, _ := rows.Columns()
				cells := make([]any, len(columns))
				for i := range cells {
					cells[i] = new(any)
				}
				err := rows.Scan(cells...)
				line := ""
				for i, c := range cells {
					v := *c.(*any)
					switch x := v.(type) {
					case time.Time:
						v = x.Format(time.DateOnly)
					case bool:
						v = map[bool]int{true: 1}[x]
					case []byte:
						v = fmt.Sprintf("%x", x)
					case nil:
						v = "NULL"
					}
					line += fmt.Sprintf("%s=%v|", columns[i], v)
				}
				tables[name] = append(tables[name], line)
				return err
			}, `SELECT * FROM `+name)
			slices.Sort(tables[name])
		}
		return err
	})
	if err != nil || len(tables) < 40 {
		t.Fatalf("%d tables: %v", len(tables), err)
	}
	return tables
}

func same(t *testing.T, what string, got, want map[string][]string) {
	t.Helper()
	rows := 0
	for _, name := range slices.Sorted(maps.Keys(want)) {
		rows += len(want[name])
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("%s: %s has %d rows, want %d the same", what, name, len(got[name]), len(want[name]))
		}
	}
	if len(got) != len(want) || rows < 2000 {
		t.Errorf("%s: %d tables for %d, %d rows", what, len(got), len(want), rows)
	}
}

func open(t *testing.T, url string) *db.DB {
	t.Helper()
	d, err := db.Open(ctx, db.Options{URL: url, Clock: &dbtest.Clock{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func backup(t *testing.T, d *db.DB) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copie d'été.db")
	if err := upkeep.Backup(ctx, d, file); err != nil {
		t.Fatal(err)
	}
	return file
}

// more writes what the invented data leave empty.
func more(t *testing.T, d *db.DB) {
	write(t, d, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO sessions (token, data, expires_at) VALUES ('x', ?, 4102444800000)`, []byte{1, 2}); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO sequences (name, last) VALUES ('paper-RC-2026', 1)`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO issued_papers (number, kind, subject_ref, title, sha256, pdf, issued_at)
			VALUES ('RC-2026-0001', 'cohort', 'x', 'x', '4ebc8a6b7e0bc0c5d9a0a6e1e7dd0d4c', ?, 1)`, bytes.Repeat([]byte{0, 255, 10}, 1000))
		return err
	})
}

func TestRoundTrips(t *testing.T) {
	engines := dbtest.Engines()
	for _, from := range engines {
		for _, to := range engines {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				clock := &dbtest.Clock{}
				d := dbtest.Open(t, from, clock)
				fill(t, d)
				more(t, d)
				want := content(t, d)
				url := dbtest.URL(t, to)
				if err := upkeep.Restore(ctx, backup(t, d), url, clock); err != nil {
					t.Fatal(err)
				}
				restored := open(t, url)
				got := content(t, restored)
				if len(got["sessions"]) != 0 {
					t.Error("a session came back")
				}
				got["sessions"] = want["sessions"]
				same(t, "restored", got, want)
				writesOn(t, restored)
			})
		}
	}
}

// writesOn uses a restored database: new rows get new numbers, triggers count and guard.
func writesOn(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, func(tx *db.Tx) error {
		p, err := programme.InsertPerson(tx, programme.Person{LastName: "Neuve"})
		if err != nil {
			return err
		}
		cohorts, err := programme.Cohorts(tx)
		if err != nil {
			return err
		}
		_, _, err = programme.Open(tx, programme.NewProject{Cohort: cohorts[0], PersonID: p.ID, Holder: "Neuve"})
		return err
	})
	err := d.Write(ctx, operator, func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE phase_changes SET reason = 'x'`)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "never edited") {
		t.Errorf("history after a restore: %v", err)
	}
	for _, f := range check(t, d).Findings {
		if f.Check != "paper" {
			t.Error(f)
		}
	}
}

func TestBackupIsTakenWhileOthersWrite(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		fill(t, d)
		stop := make(chan struct{})
		var writers sync.WaitGroup
		written := 0
		writers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				// Two rows that belong together: a backup has both or none.
				err := d.Write(ctx, operator, func(tx *db.Tx) error {
					p, err := programme.InsertPerson(tx, programme.Person{LastName: "Paire"})
					if err != nil {
						return err
					}
					return tx.Audit("pair", "person", p.ID, 0, nil)
				})
				if err != nil {
					t.Error(err)
					return
				}
				written++
			}
		})
		var files []string
		for range 3 {
			files = append(files, backup(t, d))
		}
		close(stop)
		writers.Wait()
		for _, file := range files {
			url := filepath.Join(t.TempDir(), "r.db")
			if err := upkeep.Restore(ctx, file, url, clock); err != nil {
				t.Fatal(err)
			}
			r := open(t, url)
			err := r.Read(ctx, operator, func(tx *db.Tx) error {
				people, err := tx.Count(`SELECT count(*) FROM persons WHERE last_name = 'Paire'`)
				if err != nil {
					return err
				}
				audits, err := tx.Count(`SELECT count(*) FROM audit_entries WHERE action = 'pair'`)
				if people != audits {
					t.Errorf("%d people, %d audits", people, audits)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if found := check(t, r).Findings; len(found) > 0 {
				t.Error(found)
			}
		}
		if written == 0 {
			t.Error("nobody wrote meanwhile")
		}
	})
}

func TestBackupRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		folder := t.TempDir()
		taken := filepath.Join(folder, "there.db")
		if err := os.WriteFile(taken, []byte("precious"), 0o600); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]string{taken: "exists already", folder: "exists already", filepath.Join(folder, "no", "x.db"): "no such file"} {
			if err := upkeep.Backup(ctx, d, path); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v", path, err)
			}
		}
		if left, _ := os.ReadDir(folder); len(left) != 1 {
			t.Errorf("left behind: %v", left)
		}
		if kept, _ := os.ReadFile(taken); string(kept) != "precious" {
			t.Errorf("overwritten: %q", kept)
		}
		file := backup(t, d)
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read it: %v %v", info.Mode(), err)
		}
		if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
			t.Errorf("beside the backup: %v", left)
		}
	})
}

func TestRestoreRefuses(t *testing.T) {
	clock := &dbtest.Clock{}
	source := dbtest.Open(t, db.SQLite, clock)
	fill(t, source)
	good := backup(t, source)
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	version := func(name string, version string) string {
		path := file(name, whole)
		d, err := db.Open(ctx, db.Options{URL: path, Clock: clock})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Pool().Exec(version); err != nil {
			t.Fatal(err)
		}
		_ = d.Close()
		return path
	}
	damaged := bytes.Clone(whole)
	for i := len(damaged) / 2; i < len(damaged)/2+20_000; i++ {
		damaged[i] = 'x'
	}
	busy := file("busy.db", whole)
	file("busy.db-wal", []byte("changes"))
	for path, want := range map[string]string{
		file("text.db", []byte(strings.Repeat("no database at all ", 100))): "is no backup",
		file("empty.db", nil): "is no backup",
		version("old.db", `UPDATE goose_db_version SET version_id = -1 WHERE version_id > 0`):  "is no backup",
		version("new.db", `UPDATE goose_db_version SET version_id = 999 WHERE version_id > 0`): "made by a newer version",
		file("damaged.db", damaged):                                                                            "damaged",
		version("less.db", `DROP TABLE form_keys`):                                                             "tables stand against",
		version("more.db", `CREATE TABLE surplus (id INTEGER) STRICT`):                                         "tables stand against",
		version("orphan.db", `PRAGMA foreign_keys = OFF; UPDATE projects SET person_id = 999999 WHERE id = 1`): "refers to a row of persons",
		file("short.db", whole[:len(whole)/2]):                                                                 "damaged",
		busy:                                                                                                   "database in use",
		filepath.Join(folder, "absent.db"):                                                                     "no database at",
		folder:                                                                                                 "is a folder",
	} {
		url := filepath.Join(t.TempDir(), "target.db")
		if err := upkeep.Restore(ctx, path, url, clock); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", filepath.Base(path), err, want)
		}
		if left, _ := os.ReadDir(filepath.Dir(url)); len(left) != 0 {
			t.Errorf("%s: left behind %v", filepath.Base(path), left)
		}
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		url := dbtest.URL(t, d.Engine())
		if err := upkeep.Restore(ctx, good, url, clock); err != nil {
			t.Fatal(err)
		}
		filled := open(t, url)
		before := content(t, filled)
		if err := upkeep.Restore(ctx, good, url, clock); !errors.Is(err, upkeep.ErrNotEmpty) {
			t.Errorf("into a filled database: %v", err)
		}
		same(t, "after a refusal", content(t, filled), before)
	})
	// The first data that the product lays itself are no reason to refuse.
	fresh := filepath.Join(t.TempDir(), "fresh.db")
	d, err := db.Open(ctx, db.Options{URL: fresh, Clock: clock, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	write(t, d, func(tx *db.Tx) error { _, err := programme.Found(tx); return err })
	_ = d.Close()
	if err := upkeep.Restore(ctx, good, fresh, clock); err != nil {
		t.Error(err)
	}
	same(t, "over the first data", content(t, open(t, fresh)), content(t, source))
	if after, _ := os.ReadFile(good); !bytes.Equal(after, whole) {
		t.Error("restoring changed the backup")
	}
}
