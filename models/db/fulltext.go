package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/mattn/go-sqlite3"

	"eclosion/models"
)

// connector opens connections to one SQLite file; each knows search_words(), which the triggers
// of search_texts call.
type connector struct{ uri string }

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.Driver().Open(c.uri) }

func (c connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		return conn.RegisterFunc("search_words", models.Words, true)
	}}
}

// fullTextVersion is the form of the full-text table below, kept in the file's user_version: 0 says
// that there is none, or that a program without the module wrote since it was made.
const fullTextVersion = 1

// The full-text table indexes search_texts and holds no text itself. Words come as models.Words
// cuts them: the tokenizer has only spaces to see.
var fullTextTable = []string{
	`DROP TABLE IF EXISTS search_fts`,
	`CREATE VIRTUAL TABLE search_fts USING fts5 (body, content = 'search_texts', content_rowid = 'id', tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '2 3')`,
	`INSERT INTO search_fts (search_fts) VALUES ('rebuild')`,
	fmt.Sprintf(`PRAGMA user_version = %d`, fullTextVersion),
}

// Triggers of the connection keep it; were they of the file, a program without the module could not
// write any more.
var fullTextTriggers = []string{
	`CREATE TEMP TRIGGER search_fts_new AFTER INSERT ON main.search_texts BEGIN
		INSERT INTO search_fts (rowid, body) VALUES (NEW.id, NEW.body); END`,
	`CREATE TEMP TRIGGER search_fts_gone AFTER DELETE ON main.search_texts BEGIN
		INSERT INTO search_fts (search_fts, rowid, body) VALUES ('delete', OLD.id, OLD.body); END`,
	`CREATE TEMP TRIGGER search_fts_changed AFTER UPDATE ON main.search_texts BEGIN
		INSERT INTO search_fts (search_fts, rowid, body) VALUES ('delete', OLD.id, OLD.body);
		INSERT INTO search_fts (rowid, body) VALUES (NEW.id, NEW.body); END`,
}

// readyFullText prepares the connection that writes: where the SQLite module FTS5 is built in (tag sqlite_fts5),
// it makes the full-text table when that is missing or behind, and keeps it from there on. Where it is
// not, it notes that the table falls behind.
func (d *DB) readyFullText(ctx context.Context, c *sql.Conn) error {
	var texts, module bool
	var version int
	err := errors.Join(
		c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'search_texts')`).Scan(&texts),
		c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pragma_module_list WHERE name = 'fts5')`).Scan(&module),
		c.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version))
	if err != nil || !texts {
		return err
	}
	if !module {
		if version != 0 {
			_, err = c.ExecContext(ctx, `PRAGMA user_version = 0`)
		}
		return err
	}
	if version != fullTextVersion {
		if err := execOnce(ctx, c, fullTextTable); err != nil {
			return err
		}
	}
	for _, trigger := range fullTextTriggers {
		if _, err := c.ExecContext(ctx, trigger); err != nil {
			return err
		}
	}
	d.fullText.Store(true)
	return nil
}

// execOnce runs statements in one transaction.
func execOnce(ctx context.Context, c *sql.Conn, statements []string) error {
	if _, err := c.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	for _, s := range statements {
		if _, err := c.ExecContext(ctx, s); err != nil {
			_, rollback := c.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`)
			return errors.Join(fmt.Errorf("full text: %w", err), rollback)
		}
	}
	_, err := c.ExecContext(ctx, `COMMIT`)
	return err
}

// FullText reports whether the file's full-text table can be asked (SQLite alone).
func (t *Tx) FullText() bool { return t.fullText }
