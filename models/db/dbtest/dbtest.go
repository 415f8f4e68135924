// Package dbtest gives tests a real database on each engine: a SQLite file and
// a PostgreSQL database of a running cluster, both migrated.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops databases

	"eclosion/models"
	"eclosion/models/db"
)

// Clock is a clock that a test moves. The zero value stands at Start.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// Start is where test clocks begin: 23 November 2026, 09:00 in Brussels.
var Start = models.Date("2026-11-23").At(9, 0)

// Now tells the test's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return Start
	}
	return c.at
}

// Set moves the clock to 09:00 of a date.
func (c *Clock) Set(d models.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = d.At(9, 0)
}

// Add moves the clock on.
func (c *Clock) Add(by time.Duration) {
	now := c.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = now.Add(by)
}

// Each runs fn on a fresh, migrated database of every engine. ECLOSION_TEST_ENGINES
// (sqlite, postgres or both with a comma) narrows the choice; without it a missing
// PostgreSQL fails the test: a check that did not run must not read as passed.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB, clock *Clock)) {
	t.Helper()
	for _, engine := range Engines() {
		t.Run(string(engine), func(t *testing.T) {
			clock := &Clock{}
			fn(t, Open(t, engine, clock), clock)
		})
	}
}

// Engines lists the engines under test.
func Engines() []db.Engine {
	chosen := os.Getenv("ECLOSION_TEST_ENGINES")
	if chosen == "" {
		return []db.Engine{db.SQLite, db.Postgres}
	}
	var list []db.Engine
	for _, name := range strings.Split(chosen, ",") {
		list = append(list, db.Engine(strings.TrimSpace(name)))
	}
	return list
}

// URL makes an empty database and gives its address; the test's end removes it.
func URL(t testing.TB, engine db.Engine) string {
	t.Helper()
	if engine == db.SQLite {
		return filepath.Join(t.TempDir(), "eclosion.db")
	}
	return cluster(t).fresh(t, "")
}

// Open gives a migrated database of the engine.
func Open(t testing.TB, engine db.Engine, clock models.Clock) *db.DB {
	t.Helper()
	var address string
	switch engine {
	case db.SQLite:
		address = filepath.Join(t.TempDir(), "eclosion.db")
		if err := os.WriteFile(address, sqliteTemplate(t), 0o600); err != nil {
			t.Fatal(err)
		}
	case db.Postgres:
		c := cluster(t)
		address = c.fresh(t, c.template(t))
	default:
		t.Fatalf("no such engine: %q", engine)
	}
	d, err := db.Open(context.Background(), db.Options{URL: address, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

var templates struct {
	sync.Mutex
	sqlite   []byte
	postgres string
}

func migrate(t testing.TB, address string) {
	t.Helper()
	d, err := db.Open(context.Background(), db.Options{URL: address, Clock: &Clock{}, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}

// sqliteTemplate migrates once a process and hands out the file's bytes.
func sqliteTemplate(t testing.TB) []byte {
	t.Helper()
	templates.Lock()
	defer templates.Unlock()
	if templates.sqlite == nil {
		file := filepath.Join(t.TempDir(), "template.db")
		migrate(t, file)
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		templates.sqlite = content
	}
	return templates.sqlite
}

type postgres struct{ address string }

func cluster(t testing.TB) postgres {
	t.Helper()
	address := os.Getenv("ECLOSION_TEST_POSTGRES")
	if address == "" {
		t.Fatal("no PostgreSQL: run the tests with \"make test\" (it starts one), or set ECLOSION_TEST_ENGINES=sqlite to leave it out knowingly")
	}
	return postgres{address}
}

func (p postgres) at(name string) string {
	u, err := url.Parse(p.address)
	if err != nil {
		panic(err)
	}
	u.Path = "/" + name
	return u.String()
}

func (p postgres) admin(t testing.TB, statement string) {
	t.Helper()
	pool, err := sql.Open("pgx", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := pool.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func name(prefix string) string {
	return prefix + strings.ToLower(rand.Text()[:12])
}

// fresh makes a database, from a template if one is named, and drops it at the end.
func (p postgres) fresh(t testing.TB, template string) string {
	t.Helper()
	base := name("t_")
	statement := "CREATE DATABASE " + base
	if template != "" {
		statement += " TEMPLATE " + template
	}
	p.admin(t, statement)
	t.Cleanup(func() { p.admin(t, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", base)) })
	return p.at(base)
}

// template migrates one database a process; its copies are cheap.
func (p postgres) template(t testing.TB) string {
	t.Helper()
	templates.Lock()
	defer templates.Unlock()
	if templates.postgres == "" {
		base := name("template_")
		p.admin(t, "CREATE DATABASE "+base)
		migrate(t, p.at(base))
		templates.postgres = base
	}
	return templates.postgres
}
