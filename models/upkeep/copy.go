package upkeep

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"eclosion/models/db"
)

// copyAll copies every row of every table, from one snapshot into one transaction.
// One of the two is an SQLite file: it tells which tables there are, and which refers to which.
// Triggers are set aside meanwhile, for what they would compute is copied as it stands.
func copyAll(ctx context.Context, from, to *db.DB, without []string) error {
	return to.Write(ctx, operator, func(out *db.Tx) error {
		return from.Read(ctx, operator, func(in *db.Tx) error {
			guide := out
			if from.Engine() == db.SQLite {
				guide = in
			}
			tables, err := tablesInOrder(guide)
			if err != nil {
				return err
			}
			if err := mustBeEmpty(out); err != nil {
				return err
			}
			if err := mustHaveTheSameTables(in, out); err != nil {
				return err
			}
			restoreTriggers, err := setTriggersAside(out, tables)
			if err != nil {
				return err
			}
			if err := replaceRows(in, out, tables, without); err != nil {
				return err
			}
			if err := restoreTriggers(); err != nil {
				return err
			}
			return continueNumbers(out, tables)
		})
	})
}

// mustHaveTheSameTables notices a file that somebody has worked on: what has no
// counterpart would be lost without a word.
func mustHaveTheSameTables(in, out *db.Tx) error {
	var counts [2]int
	for i, tx := range []*db.Tx{in, out} {
		query := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search_fts%'`
		if tx.Engine() == db.Postgres {
			query = `SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()`
		}
		var err error
		if counts[i], err = tx.Count(query); err != nil {
			return err
		}
	}
	if counts[0] != counts[1] {
		return fmt.Errorf("%d tables stand against %d: not both are of this version", counts[0], counts[1])
	}
	return nil
}

func replaceRows(in, out *db.Tx, tables []table, without []string) error {
	for _, t := range slices.Backward(tables) { // the first data that the product laid itself
		if _, err := out.Exec(`DELETE FROM ` + t.name); err != nil {
			return fmt.Errorf("empty %s: %w", t.name, err)
		}
	}
	for _, t := range tables {
		if slices.Contains(without, t.name) {
			continue
		}
		n, err := copyTable(in, out, t)
		if err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
		written, err := out.Count(`SELECT count(*) FROM ` + t.name)
		if err == nil && written != n {
			err = fmt.Errorf("%d rows read, %d written", n, written)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", t.name, err)
		}
	}
	return nil
}

// table is a table of the product, by its SQLite form.
type table struct {
	name    string
	columns []string
	refers  []string // tables whose rows it names
	hasID   bool
}

// tablesInOrder lists the tables so that each comes after those it refers to.
func tablesInOrder(lite *db.Tx) ([]table, error) {
	var names []string
	err := lite.Each(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names = append(names, name)
		return err
	}, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'
		AND name NOT LIKE 'search_fts%' ORDER BY name`) // the full-text table is made anew where it is missing
	if err != nil {
		return nil, err
	}
	var pending []table
	for _, name := range names {
		t, err := describe(lite, name)
		if err != nil {
			return nil, err
		}
		pending = append(pending, t)
	}
	var ordered []table
	done := map[string]bool{}
	for len(pending) > 0 {
		var later []table
		for _, t := range pending {
			if slices.ContainsFunc(t.refers, func(r string) bool { return !done[r] && r != t.name }) {
				later = append(later, t)
				continue
			}
			ordered = append(ordered, t)
			done[t.name] = true
		}
		if len(later) == len(pending) {
			return nil, fmt.Errorf("the tables refer to each other in a circle: %s", later[0].name)
		}
		pending = later
	}
	return ordered, nil
}

func describe(lite *db.Tx, name string) (table, error) {
	t := table{name: name}
	err := lite.Each(func(rows *sql.Rows) error {
		var column string
		err := rows.Scan(&column)
		t.columns = append(t.columns, column)
		t.hasID = t.hasID || column == "id"
		return err
	}, `SELECT name FROM pragma_table_info(?) ORDER BY cid`, name)
	if err != nil {
		return t, err
	}
	err = lite.Each(func(rows *sql.Rows) error {
		var other string
		err := rows.Scan(&other)
		t.refers = append(t.refers, other)
		return err
	}, `SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)`, name)
	return t, err
}

// setTriggersAside switches the triggers off and gives what brings them back.
func setTriggersAside(out *db.Tx, tables []table) (back func() error, err error) {
	var away, again []string
	if out.Engine() == db.Postgres {
		for _, t := range tables {
			away = append(away, `ALTER TABLE `+t.name+` DISABLE TRIGGER USER`)
			again = append(again, `ALTER TABLE `+t.name+` ENABLE TRIGGER USER`)
		}
	} else {
		err = out.Each(func(rows *sql.Rows) error {
			var name, text string
			err := rows.Scan(&name, &text)
			away, again = append(away, `DROP TRIGGER `+name), append(again, text)
			return err
		}, `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid`)
	}
	if err == nil {
		err = execAll(out, away)
	}
	return func() error { return execAll(out, again) }, err
}

func execAll(tx *db.Tx, statements []string) error {
	for _, s := range statements {
		if _, err := tx.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// A batch of rows is written at once; papers make a batch full before its rows do.
const (
	batchRows  = 500
	batchBytes = 4 << 20
)

func copyTable(in, out *db.Tx, t table) (n int, err error) {
	booleans, err := booleansOf(out, t)
	if err != nil {
		return 0, err
	}
	var batch [][]any
	size := 0
	flush := func() error {
		err := out.Bulk(t.name, t.columns, batch)
		batch, size = batch[:0], 0
		return err
	}
	err = in.Each(func(rows *sql.Rows) error {
		cells := make([]any, len(t.columns))
		targets := make([]any, len(t.columns))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		for i, c := range cells {
			cells[i] = carried(c, booleans[t.columns[i]])
			if b, ok := c.([]byte); ok {
				size += len(b)
			}
		}
		n++
		if batch = append(batch, cells); len(batch) >= batchRows || size >= batchBytes {
			return flush()
		}
		return nil
	}, `SELECT `+strings.Join(t.columns, ", ")+` FROM `+t.name)
	if err != nil {
		return n, err
	}
	return n, flush()
}

// carried is a value as the other engine takes it: PostgreSQL has dates and
// booleans where SQLite has text and numbers.
func carried(v any, boolean bool) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case int64:
		if boolean {
			return v != 0
		}
	}
	return v
}

// booleansOf names the boolean columns of a PostgreSQL table.
func booleansOf(out *db.Tx, t table) (map[string]bool, error) {
	names := map[string]bool{}
	if out.Engine() != db.Postgres {
		return names, nil
	}
	err := out.Each(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		names[name] = true
		return err
	}, `SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? AND data_type = 'boolean'`, t.name)
	return names, err
}

// continueNumbers lets PostgreSQL number new rows after those that were copied.
func continueNumbers(out *db.Tx, tables []table) error {
	if out.Engine() != db.Postgres {
		return nil
	}
	for _, t := range tables {
		if !t.hasID {
			continue
		}
		var sequence sql.NullString
		if _, err := out.Get([]any{&sequence}, `SELECT pg_get_serial_sequence(?, 'id')`, t.name); err != nil {
			return err
		}
		if !sequence.Valid {
			continue
		}
		var last int64
		_, err := out.Get([]any{&last}, `SELECT setval(?, COALESCE((SELECT MAX(id) FROM `+t.name+`), 1), EXISTS (SELECT 1 FROM `+t.name+`))`, sequence.String)
		if err != nil {
			return fmt.Errorf("continue the numbers of %s: %w", t.name, err)
		}
	}
	return nil
}
