// Package db opens the product's database on either engine, SQLite or
// PostgreSQL, and hands out transactions: Read for many at once, Write for one
// writer at a time on SQLite. A Tx knows the time and the actor and keeps the
// audit trail. Nothing of the trade lives here.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"eclosion/models"
)

// Engine is the database behind the product.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// readers bounds the open read connections: on SQLite each has a page cache.
const readers = 4

// spare is how many connections a pool may open besides those that Read and Write
// hold for good: for pings, migrations and upkeep.
const spare = 1

// DB is an open database. It is safe for use by many goroutines.
type DB struct {
	engine Engine
	clock  models.Clock
	writer *gorm.DB
	reader *gorm.DB
	queue  chan *job     // SQLite: writers wait here for the one that writes
	gone   chan struct{} // closed when that one has stopped
	idle   chan *conn    // SQLite: the connections that no reader holds
	shut   chan struct{} // closed when reading is over
	path   string

	fullText atomic.Bool // SQLite: search_fts is there and kept
}

// Options says which database to open.
type Options struct {
	URL    string       // a file's path, or postgres://...
	Clock  models.Clock // required
	Create bool         // make the SQLite file when it is missing
	// ReadOnly opens an SQLite file without changing a byte of it or beside it: a
	// backup may lie where nothing can be written. Writes fail.
	ReadOnly bool
}

// EngineOf tells the engine that a database address names.
func EngineOf(url string) Engine {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return Postgres
	}
	return SQLite
}

// Open connects. It does not touch the schema: see State and Migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{engine: EngineOf(o.URL), clock: o.Clock}
	var err error
	if d.engine == Postgres {
		err = d.openPostgres(o.URL)
	} else {
		err = d.openSQLite(o)
	}
	if err != nil {
		return nil, err
	}
	if err := d.Ping(ctx); err != nil {
		_ = d.Close()
		return nil, fmt.Errorf("cannot reach the database: %w", err)
	}
	if d.engine == SQLite && !o.ReadOnly {
		d.queue = make(chan *job)
		d.gone = make(chan struct{})
		go d.writeLoop()
	}
	return d, nil
}

func gormConfig() *gorm.Config {
	return &gorm.Config{
		Logger:                 logger.Discard,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true, // ours has a time limit
	}
}

func (d *DB) openPostgres(url string) error {
	g, err := gorm.Open(postgres.Open(url), gormConfig())
	if _, unread := errors.AsType[*pgconn.ParseConfigError](err); unread {
		// What the driver says quotes the address, and of a misspelled one also the password.
		return errors.New("cannot read the database's address: write postgres://USER:PASSWORD@HOST:PORT/NAME, special characters of the password as %XX")
	}
	if err != nil {
		return fmt.Errorf("cannot open the database: %w", err)
	}
	pool, err := g.DB()
	if err != nil {
		return err
	}
	pool.SetMaxOpenConns(16)
	pool.SetMaxIdleConns(8)
	d.writer, d.reader = g, g
	return nil
}

// sqliteURI names a file so that no character of its path is read as an option.
func sqliteURI(path, options string) string {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	return "file:" + escaped + "?" + options
}

func (d *DB) openSQLite(o Options) error {
	d.path = o.URL
	info, err := os.Stat(o.URL)
	switch {
	case errors.Is(err, os.ErrNotExist) && !o.Create:
		return fmt.Errorf("no database at %q: \"eclosion migrate\" makes one", o.URL)
	case errors.Is(err, os.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(o.URL)); err != nil {
			return fmt.Errorf("cannot make the database %q: its folder does not exist", o.URL)
		}
	case err != nil:
		return fmt.Errorf("cannot open the database: %w", err)
	case info.IsDir():
		return fmt.Errorf("cannot open the database: %q is a folder", o.URL)
	}
	if o.ReadOnly {
		d.reader, err = openPool(sqliteURI(o.URL, "mode=ro&immutable=1&_query_only=1"), readers+spare)
		d.writer = d.reader
		if err != nil {
			return err
		}
		return d.openReaders()
	}
	const common = "_foreign_keys=1&_busy_timeout=10000&_synchronous=FULL"
	d.writer, err = openPool(sqliteURI(o.URL, common+"&_journal_mode=WAL&_txlock=immediate"), 1+spare)
	if err != nil {
		return err
	}
	d.reader, err = openPool(sqliteURI(o.URL, common+"&_query_only=1"), readers+spare)
	if err != nil {
		return err
	}
	return d.openReaders()
}

// openReaders makes the connections that reads take in turn; each opens when it is first needed.
func (d *DB) openReaders() error {
	pool, err := d.reader.DB()
	if err != nil {
		return err
	}
	d.idle, d.shut = make(chan *conn, readers), make(chan struct{})
	for range readers {
		d.idle <- &conn{pool: pool}
	}
	return nil
}

// closeReaders waits for the reads under way and closes their connections.
func (d *DB) closeReaders() error {
	if d.idle == nil {
		return nil
	}
	close(d.shut)
	var errs []error
	for range readers {
		c := <-d.idle
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}

func openPool(uri string, size int) (*gorm.DB, error) {
	g, err := gorm.Open(sqlite.New(sqlite.Config{Conn: sql.OpenDB(connector{uri})}), gormConfig())
	if err != nil {
		return nil, fmt.Errorf("cannot open the database: %w", err)
	}
	pool, err := g.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(0)
	return g, nil
}

// Engine tells which engine answers.
func (d *DB) Engine() Engine { return d.engine }

// Path is the SQLite file; "" on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Clock is the clock that transactions tell the time by.
func (d *DB) Clock() models.Clock { return d.clock }

// Today is the clock's local date.
func (d *DB) Today() models.Date { return models.DateOf(d.clock.Now()) }

// Ping asks the database for a sign of life, within two seconds.
func (d *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	pool, err := d.reader.DB()
	if err != nil {
		return err
	}
	if err := pool.PingContext(ctx); err != nil {
		return err
	}
	var one int
	return pool.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

// Close waits for writes and reads under way and closes the pools.
func (d *DB) Close() error {
	if d.queue != nil {
		close(d.queue)
		<-d.gone
	}
	errs := []error{d.closeReaders()}
	for i, g := range []*gorm.DB{d.reader, d.writer} {
		if g == nil || (i == 1 && g == d.reader) {
			continue
		}
		pool, err := g.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Pool gives the writing pool as database/sql, for upkeep and benchmarks.
func (d *DB) Pool() *sql.DB {
	pool, err := d.writer.DB()
	if err != nil {
		panic(err) // gorm was opened on a pool: it always has one
	}
	return pool
}
