package cli

import (
	"fmt"
	"net/url"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/upkeep"
)

type checkCommand struct{}

// Run compares what the database keeps with what can be recomputed from it.
func (checkCommand) Run(s *session) error {
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	r, err := upkeep.Check(s.ctx, d)
	if err != nil {
		return err
	}
	for _, f := range r.Findings {
		fmt.Fprintln(s.stdout, plainSpaces(f.String()))
	}
	seen := fmt.Sprintf("%d projects, %d persons, %d meetings, %d grants, %d history rows", r.Projects, r.Persons, r.Meetings, r.Grants, r.Changes)
	if n := len(r.Findings) + r.More; n > 0 {
		return fmt.Errorf("%d findings in %s: see the list", n, seen)
	}
	_, err = fmt.Fprintf(s.stdout, "all is well: %s\n", seen)
	return err
}

type backupCommand struct {
	File string `arg:"" name:"file" help:"The SQLite file to write; it must not exist."`
}

// Run writes the whole database into one file, while it is being used.
func (c backupCommand) Run(s *session) error {
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	if err := upkeep.Backup(s.ctx, d, c.File); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "backup written and read again: %s\n", c.File)
	return err
}

type restoreCommand struct {
	File string `arg:"" name:"file" help:"The backup; it is only read."`
}

// Run fills an empty database from a backup.
func (c restoreCommand) Run(s *session) error {
	if err := upkeep.Restore(s.ctx, c.File, s.settings.Database, machineClock{}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.stdout, "restored into %s: everyone signs in again\n", shown(s.settings.Database))
	return err
}

// shown is a database's address without its password.
func shown(address string) string {
	if db.EngineOf(address) == db.SQLite {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "PostgreSQL"
	}
	return u.Scheme + "://" + u.Host + u.Path
}

type adminCommand struct {
	Create adminCreateCommand `cmd:"" help:"Make an administrator's account and print its one-time link."`
}

type adminCreateCommand struct {
	Email string `arg:"" help:"The address with which the administrator signs in."`
}

// Run makes an account and prints the link by which its owner chooses a password.
func (c adminCreateCommand) Run(s *session) error {
	d, err := openReady(s.ctx, s.settings.Database, machineClock{})
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	var token string
	err = d.Write(s.ctx, access.Operator("eclosion admin"), func(tx *db.Tx) (err error) {
		token, err = accounts.CreateAdministrator(tx, c.Email)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "Lien à usage unique, valable 14 jours : %s/lien/%s\n", publicURL(s.settings), token)
	return err
}
