package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"eclosion/handlers"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/demo"
)

type demoCommand struct {
	Addr     string `default:"127.0.0.1:8080" help:"Loopback address to serve on."`
	Today    string `placeholder:"YYYY-MM-DD" help:"The date on which the demonstration's clock starts, at 09:00."`
	Size     string `default:"small" enum:"small,cohort,smart" help:"How much data: small (about 40 projects), cohort (1,000) or smart (75,000)."`
	Seed     uint64 `default:"1" help:"Another number invents other people."`
	Database string `placeholder:"D" help:"Keep the data here (filled when empty) instead of a throwaway file."`
}

// Run fills a database with invented data and serves it.
func (c demoCommand) Run(s *session) error {
	if err := mustBeLoopback(c.Addr); err != nil {
		return usageError{err}
	}
	clock, err := c.clock()
	if err != nil {
		return usageError{err}
	}
	database := c.Database
	if database == "" {
		folder, err := os.MkdirTemp("", "eclosion-demo-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(folder) }()
		database = filepath.Join(folder, "demo.db")
	}
	d, err := openReady(s.ctx, database, clock)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := c.fill(s, d); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("cannot serve on %s: %w", c.Addr, err)
	}
	base := "http://" + listener.Addr().String()
	fmt.Fprintf(s.stdout, "Éclosion (démonstration) écoute sur %s\n", base)
	for _, a := range demo.Addresses {
		fmt.Fprintf(s.stdout, "  %-22s mot de passe %s\n", a.Email, demo.Password)
	}
	return serve(s, &handlers.App{DB: d, Clock: clock, BaseURL: base, Demo: true}, listener)
}

// fill invents the data of an empty database; a filled one stays as it is. What takes
// longer than a moment shows how far it is.
func (c demoCommand) fill(s *session, d *db.DB) error {
	size := demo.Sizes[c.Size]
	o := demo.Options{Size: size, Seed: c.Seed}
	if size.Projects > 1_000 {
		started := time.Now()
		o.Progress = func(done, total int) {
			const width = 40
			bar := strings.Repeat("█", done*width/total) + strings.Repeat("░", width-done*width/total)
			fmt.Fprintf(s.stderr, "\r%s %d / %d, %s", bar, done, total, time.Since(started).Round(time.Second))
			if done == total {
				fmt.Fprintln(s.stderr)
			}
		}
	}
	filled, err := demo.Fill(s.ctx, d, o)
	if err != nil || !filled {
		return err
	}
	var manager, coach accounts.Account
	err = d.Read(s.ctx, access.Operator("démonstration"), func(tx *db.Tx) error {
		if manager, err = accounts.ByEmail(tx, demo.Manager); err != nil {
			return err
		}
		coach, err = accounts.ByEmail(tx, demo.Coach)
		return err
	})
	if err != nil {
		return err
	}
	app := &handlers.App{DB: d}
	var notices []demo.Notice
	err = d.Read(s.ctx, manager.Actor(), func(tx *db.Tx) error { notices, err = demo.Notices(tx); return err })
	if err != nil {
		return err
	}
	for _, n := range notices {
		if err := app.IssueNotice(s.ctx, manager.Actor(), n.Ref, n.Cause); err != nil {
			return err
		}
	}
	if err := d.Write(s.ctx, manager.Actor(), demo.Signed); err != nil {
		return err
	}
	if err := d.Write(s.ctx, manager.Actor(), demo.Corrected); err != nil {
		return err
	}
	for _, issue := range []func(context.Context, access.Actor) error{app.IssueSittings, app.IssueReports} {
		if err := issue(s.ctx, manager.Actor()); err != nil {
			return err
		}
	}
	if err := d.Write(s.ctx, coach.Actor(), demo.Reported); err != nil {
		return err
	}
	if err := demo.Imported(s.ctx, d); err != nil {
		return err
	}
	return d.Write(s.ctx, access.Operator("démonstration"), demo.Posted)
}

func (c demoCommand) clock() (models.Clock, error) {
	if c.Today == "" {
		return machineClock{}, nil
	}
	day, err := models.ParseDate(c.Today)
	if err != nil {
		return nil, fmt.Errorf("--today: %q is not a date (YYYY-MM-DD)", c.Today)
	}
	return clockFrom(day), nil
}

func mustBeLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("--addr: %q is not host:port", addr)
	}
	if host == "localhost" {
		return nil
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return errors.New("a demonstration is served on loopback only: its password is public")
	}
	return nil
}
