package cli

import (
	"fmt"
	"runtime/debug"

	"eclosion/models/db"
)

type migrateCommand struct{}

// Run brings the schema up to date.
func (migrateCommand) Run(s *session) error {
	d, err := db.Open(s.ctx, db.Options{URL: s.settings.Database, Clock: machineClock{}, Create: true})
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	steps, err := d.Migrate(s.ctx)
	if err != nil {
		return err
	}
	if err := found(s.ctx, d); err != nil {
		return err
	}
	fmt.Fprintf(s.stdout, "schéma à jour (%d étape(s))\n", steps)
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(s *session) error {
	_, err := fmt.Fprintf(s.stdout, "eclosion %s\n", version())
	return err
}

// release is set when a release is built (-ldflags "-X eclosion/handlers/cli.release=1.0.0").
var release = ""

// version is the release, or what the build knows of its source.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "devel"
}
