package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// File is a file as it was handed in.
type File struct {
	Name    string // without its folder
	Size    int64  // bytes
	Content io.ReaderAt
}

// Bytes is a file that lies in memory.
func Bytes(name string, content []byte) File {
	return File{name, int64(len(content)), bytes.NewReader(content)}
}

// checksum tells one file from another, whatever its name.
func (f File) checksum() (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(f.Content, 0, f.Size)); err != nil {
		return "", fmt.Errorf("read %s: %w", f.Name, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Outcome is what becomes of a row.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Told is what came of one row, or would come of it. Number and Name are the file's own words.
type Told struct {
	Row          int // as a spreadsheet shows it
	Outcome      Outcome
	Number, Name string
	Problems     []*models.Problem // why it is refused
	Warnings     []*models.Problem
	Doubts       []Doubt
	Cells        []string // of a refused row, as they were read
}

// Report is what came of a file, or would come of it, in numbers.
type Report struct {
	Rows        int // dossiers in the file
	Projects    int // dossiers created
	Updated     int // known dossiers of which the file says more
	Unchanged   int // known dossiers that stay as they are
	People      int // people created; the others were known
	Grants      int
	Enterprises int
	Warnings    int
	Refused     int // rows
	Doubts      int // rows whose person may be one who is known
}

// Options say how a file is taken.
type Options struct {
	Try      bool             // change nothing
	Mapping  *Mapping         // nil: the remembered one, or what the names of the columns say
	Skip     bool             // take the other rows although some are refused
	Tell     func(Told) error // every row, in order; may be nil. Not called again while rows are written
	Progress func(done, total int)
}

// Import takes a file, all of it or nothing, in one transaction. It reads every row before it writes the first, and holds up
// no other writer while it does. A known dossier (by its N° dossier) takes what the file says more of it, so that a file can be
// taken again. A row that cannot be understood is told with its reason, and then nothing is taken, unless Skip.
func Import(ctx context.Context, d *db.DB, actor access.Actor, f File, o Options) (Report, error) {
	t, err := readTable(f)
	if err != nil {
		return Report{}, err
	}
	sum, err := f.checksum()
	if err != nil {
		return Report{}, err
	}
	job := job{file: f.Name, sum: sum, table: t, options: o}
	report, err := job.check(ctx, d, actor)
	if err != nil || o.Try {
		return report, err
	}
	return job.apply(ctx, d, actor)
}

// job is one file on its way in.
type job struct {
	file, sum string
	table     table
	options   Options
	decided   map[pair]bool // who is the same person as whom; false: somebody else
	record    int64         // of a file that was handed in on the page, its row in the table of imports
	worker    string        // who takes it from there
}

// check tells what would come of a file; nothing is written.
func (j job) check(ctx context.Context, d *db.DB, actor access.Actor) (Report, error) {
	var report Report
	err := d.Read(ctx, actor, func(tx *db.Tx) (err error) {
		report, err = j.pass(tx, false)
		return err
	})
	return report, err
}

// apply writes it.
func (j job) apply(ctx context.Context, d *db.DB, actor access.Actor) (Report, error) {
	var report Report
	j.options.Tell = nil
	err := d.Write(ctx, actor, func(tx *db.Tx) (err error) {
		if err := takeTurn(tx); err != nil {
			return err
		}
		if report, err = j.pass(tx, true); err != nil {
			return err
		}
		return j.keep(tx, report)
	})
	return report, err
}

// identity is the person whom a row speaks of.
type identity struct{ programme.Person }

func (r record) person() identity {
	return identity{programme.Person{LastName: r.lastName, FirstName: r.firstName, BirthOn: r.birthOn, Gender: r.gender,
		Email: r.email, Phone: r.phone, Postcode: r.postcode, Municipality: r.municipality}}
}

// key tells whether two rows speak of one person: the same name, whatever its accents,
// and the same day of birth or, failing that, the same address. "" when nothing can tell.
func (p identity) key() string {
	switch {
	case p.BirthOn != "":
		return models.Fold(p.LastName+" "+p.FirstName) + "|" + string(p.BirthOn)
	case p.Email != "":
		return models.Fold(p.LastName+" "+p.FirstName) + "|" + strings.ToLower(p.Email)
	}
	return ""
}
