package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"eclosion/models"
	"eclosion/models/access"
)

// Tx is one transaction. It knows the time, the actor and the context of the
// request. SQL uses ? for arguments on both engines.
type Tx struct {
	ctx    context.Context
	g      *gorm.DB
	actor  access.Actor
	now    models.Instant
	engine Engine
	writes bool

	fullText bool
	reserved map[string]int64 // SQLite: the last number that Reserve gave of a table
}

func (d *DB) newTx(ctx context.Context, g *gorm.DB, actor access.Actor, writes bool) *Tx {
	return &Tx{ctx: ctx, g: g, actor: actor, now: models.InstantOf(d.clock.Now()), engine: d.engine, writes: writes, fullText: d.fullText.Load()}
}

// Context is the request's context.
func (t *Tx) Context() context.Context { return t.ctx }

// Actor is who acts.
func (t *Tx) Actor() access.Actor { return t.actor }

// Now is the moment of the transaction; it does not move within one.
func (t *Tx) Now() models.Instant { return t.now }

// Today is the local date of the transaction.
func (t *Tx) Today() models.Date { return t.now.Date() }

// Engine tells which engine answers; needed only where SQL truly differs.
func (t *Tx) Engine() Engine { return t.engine }

// ForUpdate ends a SELECT that a write builds on: it locks the rows of the alias on
// PostgreSQL. SQLite needs none, it has one writer; a read locks nothing.
func (t *Tx) ForUpdate(alias string) string {
	if t.engine == Postgres && t.writes {
		return " FOR UPDATE OF " + alias
	}
	return ""
}

// Rows runs a query. The caller closes the rows; Each does it for you.
func (t *Tx) Rows(query string, args ...any) (*sql.Rows, error) {
	return t.g.Raw(query, args...).Rows()
}

// Each calls scan once a row, in order, and stops at the first error.
func (t *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := t.Rows(query, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Get scans the columns of the first row into dest. found is false without a row.
func (t *Tx) Get(dest []any, query string, args ...any) (found bool, err error) {
	rows, err := t.Rows(query, args...) // not Row: its prepared form hides errors in a nil row
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if !rows.Next() {
		return false, rows.Err()
	}
	return true, rows.Scan(dest...)
}

// Count gives a single whole number, 0 without a row or for NULL.
func (t *Tx) Count(query string, args ...any) (int, error) {
	var n sql.NullInt64
	_, err := t.Get([]any{&n}, query, args...)
	return int(n.Int64), err
}

// Find scans all rows into a slice of flat structs by column name (snake case).
// Hot lists use Each instead.
func (t *Tx) Find(slice any, query string, args ...any) error {
	return t.g.Raw(query, args...).Scan(slice).Error
}

// First scans one row into a flat struct by column name.
func (t *Tx) First(record any, query string, args ...any) (found bool, err error) {
	res := t.g.Raw(query, args...).Scan(record)
	return res.Error == nil && res.RowsAffected > 0, res.Error
}

// Exec runs a statement and tells how many rows it touched.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	res := t.g.Exec(query, args...)
	return res.RowsAffected, res.Error
}

// Insert adds a flat struct to a table and fills its ID field. Every field is
// written, zero values too; ID is left to the database when it is 0.
func (t *Tx) Insert(table string, record any) error {
	return t.g.Table(table).Create(record).Error
}

// Bulk adds many rows with few statements: for imports and invented data.
func (t *Tx) Bulk(table string, columns []string, rows [][]any) error {
	perStatement := max(1, 900/len(columns))
	row := "(" + strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",") + ")"
	head := "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES "
	for len(rows) > 0 {
		n := min(perStatement, len(rows))
		args := make([]any, 0, n*len(columns))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		query := head + strings.TrimSuffix(strings.Repeat(row+",", n), ",")
		if t.engine == Postgres {
			query = numbered(query)
		}
		if _, err := t.g.Statement.ConnPool.ExecContext(t.ctx, query, args...); err != nil {
			return fmt.Errorf("insert into %s: %w", table, err)
		}
		rows = rows[n:]
	}
	return nil
}

// Reserve takes n numbers of a table's id for rows that Bulk will add: what refers to them can then be written beside them.
func (t *Tx) Reserve(table string, n int) (ids []int64, err error) {
	if t.engine == Postgres {
		err = t.Each(func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT nextval(pg_get_serial_sequence(?, 'id')) FROM generate_series(1, ?)`, table, n)
		return ids, err
	}
	last, given := t.reserved[table]
	if !given {
		if _, err = t.Get([]any{&last}, `SELECT COALESCE(MAX(id), 0) FROM `+table); err != nil {
			return nil, err
		}
	}
	for i := range n {
		ids = append(ids, last+int64(i)+1)
	}
	if t.reserved == nil {
		t.reserved = map[string]int64{}
	}
	t.reserved[table] = last + int64(n)
	return ids, nil
}

// numbered turns ? into $1, $2, ... for PostgreSQL.
func numbered(query string) string {
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Next takes the next number of a named series. The row is the guard: two
// writers never get the same number; a refused write gives its number back.
func (t *Tx) Next(series string) (int, error) {
	var n int
	_, err := t.Get([]any{&n}, `INSERT INTO sequences (name, last) VALUES (?, 1)
		ON CONFLICT (name) DO UPDATE SET last = sequences.last + 1 RETURNING last`, series)
	return n, err
}

// Once guards a creating form. The first submission of a key gets "" and goes on;
// a later one gets the location that Done recorded and must change nothing.
func (t *Tx) Once(formKey string) (location string, err error) {
	if formKey == "" || !t.actor.SignedIn() {
		return "", nil
	}
	n, err := t.Exec(`INSERT INTO form_keys (account_id, form_key, location, at) VALUES (?, ?, '', ?)
		ON CONFLICT DO NOTHING`, t.actor.AccountID, formKey, t.now)
	if err != nil || n == 1 {
		return "", err
	}
	_, err = t.Get([]any{&location}, `SELECT location FROM form_keys WHERE account_id = ? AND form_key = ?`,
		t.actor.AccountID, formKey)
	return location, err
}

// Done records where the first submission of a key led.
func (t *Tx) Done(formKey, location string) error {
	if formKey == "" || !t.actor.SignedIn() {
		return nil
	}
	_, err := t.Exec(`UPDATE form_keys SET location = ? WHERE account_id = ? AND form_key = ?`,
		location, t.actor.AccountID, formKey)
	return err
}

// Audit writes who did what to what. projectID is 0 for what concerns no dossier.
// detail holds facts, never the text of a private note.
func (t *Tx) Audit(action, entity string, id, projectID int64, detail models.Facts) error {
	if detail == nil {
		detail = models.Facts{}
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	_, err = t.Exec(`INSERT INTO audit_entries (at, actor_id, actor_name, action, entity, entity_id, project_id, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		t.now, Nullable(t.actor.AccountID), t.actor.Name, action, entity, id, Nullable(projectID), string(text))
	return err
}

// Nullable writes 0 as NULL: for references that may be missing.
func Nullable(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// In writes "(?, ?, ?)" and its arguments; "(NULL)" for none, which matches nothing.
func In[T any](list []T) (string, []any) {
	if len(list) == 0 {
		return "(NULL)", nil
	}
	args := make([]any, len(list))
	for i, v := range list {
		args[i] = v
	}
	return "(" + strings.TrimSuffix(strings.Repeat("?, ", len(list)), ", ") + ")", args
}

// IsUnique reports whether the error is a row that exists already.
func IsUnique(err error) bool {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return lite.ExtendedCode == sqlite3.ErrConstraintUnique || lite.ExtendedCode == sqlite3.ErrConstraintPrimaryKey
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505"
}

// Violates reports whether the error is the named CHECK constraint's.
func Violates(err error, constraint string) bool {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return lite.ExtendedCode == sqlite3.ErrConstraintCheck && strings.Contains(lite.Error(), constraint)
	}
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23514" && pg.ConstraintName == constraint
}
