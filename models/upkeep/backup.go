package upkeep

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

var operator = access.Operator("eclosion")

// Backup writes the whole database into a new SQLite file, whatever its engine, as
// it stands at one moment and while it is being used. The file appears under its name only
// once it is whole and was read again; an existing file is never touched.
func Backup(ctx context.Context, d *db.DB, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s exists already: a backup never overwrites", path)
	} else if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".eclosion-backup-*") // readable by its owner alone
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	part := temp.Name()
	defer removeDatabase(part)
	if err := temp.Close(); err != nil {
		return err
	}
	if d.Engine() == db.SQLite {
		// VACUUM INTO reads one snapshot and lets others write meanwhile.
		_, err = d.Pool().ExecContext(ctx, `VACUUM INTO ?`, part)
	} else {
		err = copyOut(ctx, d, part)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := verify(ctx, part, d.Clock()); err != nil {
		return fmt.Errorf("backup: what was written cannot be read again: %w", err)
	}
	return publish(part, path)
}

// copyOut makes a fresh SQLite file with the same content.
func copyOut(ctx context.Context, d *db.DB, path string) (err error) {
	out, err := db.Open(ctx, db.Options{URL: path, Clock: d.Clock(), Create: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := out.Migrate(ctx); err != nil {
		return err
	}
	return copyAll(ctx, d, out, nil) // closing takes the log into the file
}

// publish makes the file durable and gives it its name, unless that was taken meanwhile.
func publish(part, path string) error {
	f, err := os.Open(part)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err := os.Link(part, path); errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s exists already: a backup never overwrites", path)
	} else if err != nil { // a file system without links
		if err := os.Rename(part, path); err != nil {
			return fmt.Errorf("cannot write %s: %w", path, cause(err))
		}
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync() // some file systems refuse; the content is durable all the same
	return folder.Close()
}

// verify reads a backup as a restore would.
func verify(ctx context.Context, path string, clock models.Clock) (err error) {
	d, err := openBackup(ctx, path, clock)
	if err != nil {
		return err
	}
	return d.Close()
}

// openBackup opens a file that must be a sound backup of this version.
func openBackup(ctx context.Context, path string, clock models.Clock) (*db.DB, error) {
	if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
		return nil, fmt.Errorf("%s is a database in use, not a backup: make one with \"eclosion backup\"", path)
	}
	d, err := db.Open(ctx, db.Options{URL: path, Clock: clock, ReadOnly: true})
	if err != nil {
		switch text := err.Error(); {
		case strings.Contains(text, "not a database"):
			err = fmt.Errorf("%s is no backup of eclosion", path)
		case strings.Contains(text, "malformed"):
			err = fmt.Errorf("%s is damaged: %w", path, err)
		}
		return nil, err
	}
	if err := mustBeSound(ctx, d, path); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

func mustBeSound(ctx context.Context, d *db.DB, path string) error {
	state, err := d.State(ctx)
	if err != nil {
		return fmt.Errorf("%s is no backup of eclosion: %w", path, err)
	}
	switch state {
	case db.Empty:
		return fmt.Errorf("%s is no backup of eclosion", path)
	case db.Behind:
		return fmt.Errorf(`%s was made by an older version: copy it, run "ECLOSION_DATABASE=COPY eclosion migrate", and restore the copy`, path)
	case db.Newer:
		return fmt.Errorf("%s was made by a newer version of eclosion: install that version", path)
	}
	var faults []string
	err = d.Read(ctx, operator, func(tx *db.Tx) error {
		return soundFile(tx, func(subject, text string) { faults = append(faults, subject+": "+text) })
	})
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%d faults, the first: %s", len(faults), faults[0])
	}
	if err != nil {
		return fmt.Errorf("%s is damaged: %w", path, err)
	}
	return nil
}

// removeDatabase removes an SQLite file and what stands beside it.
func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + suffix)
	}
}

// cause is what went wrong with a file, without its path, which the caller tells.
func cause(err error) error {
	var where *os.PathError
	if errors.As(err, &where) {
		return where.Err
	}
	return err
}
