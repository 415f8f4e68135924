package db

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// SchemaState is where a database's schema stands.
type SchemaState uint8

// The states.
const (
	Empty   SchemaState = iota // no schema yet
	Behind                     // migrations are waiting
	Current                    // as this program expects
	Newer                      // made by a newer program
)

func (d *DB) folder() (fs.FS, error) { return fs.Sub(migrations, "migrations/"+string(d.engine)) }

// latest is the number of the newest migration that this program carries.
func (d *DB) latest() (int64, error) {
	dir, err := d.folder()
	if err != nil {
		return 0, err
	}
	names, err := fs.Glob(dir, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("no migrations: %w", err)
	}
	last := names[len(names)-1]
	number, _, _ := strings.Cut(last, "_")
	return strconv.ParseInt(number, 10, 64)
}

// State compares the database's schema with the program's. It reads one row.
func (d *DB) State(ctx context.Context) (SchemaState, error) {
	latest, err := d.latest()
	if err != nil {
		return Empty, err
	}
	pool, err := d.reader.DB()
	if err != nil {
		return Empty, err
	}
	exists := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'goose_db_version'`
	if d.engine == Postgres {
		exists = `SELECT count(*) FROM pg_tables WHERE tablename = 'goose_db_version' AND schemaname = ANY (current_schemas(false))`
	}
	var n int
	if err := pool.QueryRowContext(ctx, exists).Scan(&n); err != nil {
		return Empty, fmt.Errorf("read the schema's state: %w", err)
	}
	if n == 0 {
		return Empty, nil
	}
	var version int64
	if err := pool.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&version); err != nil {
		return Empty, fmt.Errorf("read the schema's state: %w", err)
	}
	switch {
	case version == 0:
		return Empty, nil
	case version < latest:
		return Behind, nil
	case version > latest:
		return Newer, nil
	}
	return Current, nil
}

// Migrate brings the schema up to date and tells how many steps it took. A
// database of a newer program is refused.
func (d *DB) Migrate(ctx context.Context) (steps int, err error) {
	state, err := d.State(ctx)
	if err != nil {
		return 0, err
	}
	if state == Newer {
		return 0, fmt.Errorf("the database was made by a newer version of eclosion: install that version")
	}
	dir, err := d.folder()
	if err != nil {
		return 0, err
	}
	dialect := goose.DialectSQLite3
	if d.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, d.Pool(), dir)
	if err != nil {
		return 0, fmt.Errorf("read the migrations: %w", err)
	}
	if state == Behind && d.engine == SQLite { // steps run beside the triggers that keep the full-text table
		if _, err := d.Pool().ExecContext(ctx, `PRAGMA user_version = 0`); err != nil {
			return 0, fmt.Errorf("migrate: %w", err)
		}
	}
	done, err := provider.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}
