package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// conn is one connection to a SQLite file that keeps its statements prepared from one
// transaction to the next. database/sql and gorm tie what is prepared within a
// transaction to that transaction, and preparing anew each time cost a third of
// a write and more of a page. (The driver of PostgreSQL keeps its own.)
//
// One goroutine uses a conn at a time. It serves gorm as its gorm.ConnPool.
type conn struct {
	pool     *sql.DB
	ready    func(context.Context, *sql.Conn) error // prepares a connection that was opened; may be nil
	raw      *sql.Conn                              // nil until it is needed, and after a fault
	prepared map[string]*statement
}

type statement struct {
	stmt *sql.Stmt
	rows *sql.Rows // of its last question; open ones must not be asked again
}

// maxPrepared bounds the statements that a connection keeps.
const maxPrepared = 400

// begin opens the connection if need be and starts a transaction on it.
func (c *conn) begin(ctx context.Context, command string) error {
	if c.raw == nil {
		raw, err := c.pool.Conn(ctx)
		if err != nil {
			return err
		}
		c.raw, c.prepared = raw, map[string]*statement{}
		if c.ready != nil {
			if err := c.ready(ctx, raw); err != nil {
				c.discard()
				return err
			}
		}
	}
	if _, err := c.ExecContext(ctx, command); err != nil {
		c.discard()
		return err
	}
	return nil
}

// end commits or rolls back. A connection whose transaction cannot be ended is not used again.
func (c *conn) end(command string) error {
	_, err := c.ExecContext(context.Background(), command)
	if err != nil {
		c.discard()
	}
	return err
}

// discard closes the connection itself, whatever state it is in.
func (c *conn) discard() {
	if c.raw == nil {
		return
	}
	_ = c.raw.Raw(func(any) error { return driver.ErrBadConn }) // makes the pool close it
	_ = c.raw.Close()
	c.raw, c.prepared = nil, nil
}

// close gives the connection back to be closed with its pool.
func (c *conn) close() error {
	if c.raw == nil {
		return nil
	}
	var errs []error
	for _, s := range c.prepared {
		errs = append(errs, s.stmt.Close())
	}
	errs = append(errs, c.raw.Close())
	c.raw, c.prepared = nil, nil
	return errors.Join(errs...)
}

// session gives gorm on this connection.
func (c *conn) session(ctx context.Context, g *gorm.DB) *gorm.DB {
	own := g.Session(&gorm.Session{NewDB: true, Context: ctx})
	own.Statement.ConnPool = c
	return own
}

// prepare gives a prepared statement that nobody is reading from; nil when the
// only one has open rows.
func (c *conn) prepare(ctx context.Context, query string) (*statement, error) {
	if s := c.prepared[query]; s != nil {
		if s.rows != nil {
			if _, err := s.rows.Columns(); err == nil { // only closed rows fail to tell
				return nil, nil
			}
			s.rows = nil
		}
		return s, nil
	}
	stmt, err := c.raw.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(c.prepared) >= maxPrepared {
		c.forget()
	}
	s := &statement{stmt: stmt}
	c.prepared[query] = s
	return s, nil
}

// forget closes the statements that are not being read from.
func (c *conn) forget() {
	for query, s := range c.prepared {
		if s.rows != nil {
			if _, err := s.rows.Columns(); err == nil {
				continue
			}
		}
		_ = s.stmt.Close()
		delete(c.prepared, query)
	}
}

// PrepareContext prepares a statement that the caller closes.
func (c *conn) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return c.raw.PrepareContext(ctx, query)
}

// ExecContext runs a statement, prepared once.
func (c *conn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	if s == nil {
		return c.raw.ExecContext(ctx, query, args...)
	}
	return s.stmt.ExecContext(ctx, args...)
}

// QueryContext asks a question, prepared once.
func (c *conn) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	if s == nil {
		return c.raw.QueryContext(ctx, query, args...)
	}
	s.rows, err = s.stmt.QueryContext(ctx, args...)
	return s.rows, err
}

// QueryRowContext asks for one row. Whether it has been read cannot be told, so
// it is not prepared for again.
func (c *conn) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return c.raw.QueryRowContext(ctx, query, args...)
}
