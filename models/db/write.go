package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"

	"eclosion/models/access"
)

// ErrClosed answers a write that comes after Close.
var ErrClosed = errors.New("the database is closed")

// ErrReadOnly answers a write to a database that was opened for reading.
var ErrReadOnly = errors.New("the database was opened for reading only")

// Read runs fn on one consistent snapshot. Many reads run at once.
func (d *DB) Read(ctx context.Context, actor access.Actor, fn func(*Tx) error) error {
	if d.engine == Postgres {
		g := d.reader.WithContext(ctx).Begin(&sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
		if g.Error != nil {
			return fmt.Errorf("begin read: %w", g.Error)
		}
		defer g.Rollback()
		return fn(d.newTx(ctx, g, actor, false))
	}
	var c *conn
	select {
	case <-d.shut:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	case c = <-d.idle:
	}
	defer func() { d.idle <- c }()
	if err := c.begin(ctx, "BEGIN"); err != nil {
		return fmt.Errorf("begin read: %w", err)
	}
	defer func() { _ = c.end("ROLLBACK") }()
	return fn(d.newTx(ctx, c.session(ctx, d.reader), actor, false))
}

// Write runs fn in one transaction that is durable once Write returns nil, and
// leaves no trace when fn or the commit fails. fn may run more than once on PostgreSQL
// (deadlock, serialisation), so it must not keep what it read in a failed run.
//
// On SQLite writers that wait together share one commit: each has its own
// savepoint, so one's refusal leaves the others' work alone.
func (d *DB) Write(ctx context.Context, actor access.Actor, fn func(*Tx) error) error {
	if d.engine == Postgres {
		return d.writePostgres(ctx, actor, fn)
	}
	if d.queue == nil {
		return ErrReadOnly
	}
	j := &job{ctx: ctx, actor: actor, fn: fn, done: make(chan struct{})}
	if err := d.enqueue(ctx, j); err != nil {
		return err
	}
	<-j.done
	if j.panicked != nil {
		panic(j.panicked)
	}
	return j.err
}

func (d *DB) enqueue(ctx context.Context, j *job) (err error) {
	defer func() {
		if recover() != nil { // the queue was closed: the product is stopping
			err = ErrClosed
		}
	}()
	select {
	case d.queue <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

type job struct {
	ctx      context.Context
	actor    access.Actor
	fn       func(*Tx) error
	done     chan struct{}
	err      error
	panicked any
}

// A group is closed when it holds groupSize writes or has run for groupTime, so
// that the first of them does not wait for ever for its commit.
const (
	groupSize = 64
	groupTime = 20 * time.Millisecond
)

func (d *DB) writeLoop() {
	defer close(d.gone)
	c := &conn{pool: d.Pool(), ready: d.readyFullText}
	defer func() { _ = c.close() }()
	for first := range d.queue {
		d.writeGroup(c, first)
	}
}

// writeGroup runs the first write and those that wait behind it, commits once,
// and answers them all.
func (d *DB) writeGroup(c *conn, first *job) {
	group := []*job{first}
	defer func() {
		for _, j := range group {
			close(j.done)
		}
	}()
	if err := c.begin(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		first.err = fmt.Errorf("begin write: %w", err)
		return
	}
	g := c.session(context.Background(), d.writer)
	until := time.NewTimer(groupTime)
	defer until.Stop()
	broken := d.runInSavepoint(g, first)
collect:
	for broken == nil && len(group) < groupSize {
		select {
		case <-until.C:
			break collect
		case next, open := <-d.queue:
			if !open {
				break collect
			}
			group = append(group, next)
			broken = d.runInSavepoint(g, next)
		default:
			break collect
		}
	}
	if broken == nil {
		broken = c.end("COMMIT")
	} else {
		_ = c.end("ROLLBACK")
	}
	if broken != nil {
		for _, j := range group {
			if j.err == nil && j.panicked == nil {
				j.err = fmt.Errorf("commit: %w", broken)
			}
		}
	}
}

// runInSavepoint runs one write. It returns an error only when the whole
// transaction can no longer be trusted.
func (d *DB) runInSavepoint(g *gorm.DB, j *job) error {
	if err := j.ctx.Err(); err != nil {
		j.err = err
		return nil
	}
	// A caller that goes away must not interrupt the statement of a shared
	// transaction: SQLite would roll all of it back.
	ctx := context.WithoutCancel(j.ctx)
	own := g.WithContext(ctx)
	if err := own.Exec("SAVEPOINT one").Error; err != nil {
		j.err = err
		return err
	}
	func() {
		defer func() { j.panicked = recover() }()
		j.err = j.fn(d.newTx(ctx, own, j.actor, true))
	}()
	if j.err != nil || j.panicked != nil {
		if err := own.Exec("ROLLBACK TO one").Error; err != nil {
			return err
		}
	}
	return own.Exec("RELEASE one").Error
}

// retries bounds how often PostgreSQL may ask for a transaction again.
const retries = 8

func (d *DB) writePostgres(ctx context.Context, actor access.Actor, fn func(*Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := d.writer.WithContext(ctx).Transaction(func(g *gorm.DB) error {
			return fn(d.newTx(ctx, g, actor, true))
		})
		if err == nil || attempt == retries || !wantsRetry(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(attempt*attempt) * 2 * time.Millisecond):
		}
	}
}

func wantsRetry(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
