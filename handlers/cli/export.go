package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/export"
	"eclosion/models/programme"
	"eclosion/views/sheet"
)

type exportCommand struct {
	Projects exportProjects `cmd:"" help:"Every dossier, a line each."`
	Meetings exportMeetings `cmd:"" help:"Every meeting, a line a dossier; private notes stay out."`
	Grants   exportGrants   `cmd:"" help:"Every request with its tranches."`
	All      exportAll      `cmd:"" help:"The whole couveuse as a ZIP of JSON lines, documents and issued papers (docs/formats/couveuse.md)."`
}

// listOutput is where a list goes; its end says which format.
type listOutput struct {
	File string `name:"output" short:"o" required:"" placeholder:"FILE.xlsx" help:"The file to write, .xlsx or .csv; it is replaced whole or not at all. - writes CSV to the standard output."`
}

type (
	exportProjects struct{ listOutput }
	exportMeetings struct{ listOutput }
	exportGrants   struct{ listOutput }
)

// Run writes every dossier.
func (e exportProjects) Run(s *session) error {
	return e.write(s, func(ctx context.Context, tx *db.Tx) sheet.List {
		return sheet.Projects(ctx, func(each func(programme.Row) error) error {
			return export.Projects(tx, access.ProjectList, programme.Filter{Sort: programme.ByNewest}, each)
		})
	})
}

// Run writes every meeting.
func (e exportMeetings) Run(s *session) error {
	return e.write(s, func(ctx context.Context, tx *db.Tx) sheet.List {
		return sheet.Meetings(ctx, func(each func(export.Meeting) error) error { return export.Meetings(tx, "", each) })
	})
}

// Run writes every request for a grant.
func (e exportGrants) Run(s *session) error {
	return e.write(s, func(ctx context.Context, tx *db.Tx) sheet.List {
		return sheet.Grants(ctx, func(each func(export.Grant) error) error { return export.Grants(tx, "", each) })
	})
}

func (o listOutput) write(s *session, lay func(context.Context, *db.Tx) sheet.List) error {
	var format sheet.Format
	switch end := strings.ToLower(filepath.Ext(o.File)); {
	case o.File == "-" || end == ".csv":
		format = sheet.AsCSV
	case end == ".xlsx":
		format = sheet.AsXLSX
	default:
		return usageError{fmt.Errorf("%s: a list is written as .xlsx or .csv", o.File)}
	}
	return exporting(s, o.File, func(tx *db.Tx, w io.Writer) error {
		err := lay(s.ctx, tx).Write(w, format)
		if errors.Is(err, sheet.ErrRows) {
			return fmt.Errorf("there are more rows than a workbook takes (%d): write a .csv", sheet.MostRows-1)
		}
		return err
	})
}

type exportAll struct {
	File string `name:"output" short:"o" required:"" placeholder:"FILE.zip" help:"The file to write; it is replaced whole or not at all."`
}

// Run writes the whole couveuse.
func (e exportAll) Run(s *session) error {
	return exporting(s, e.File, func(tx *db.Tx, w io.Writer) error {
		_, err := export.WriteHouse(tx, w)
		return err
	})
}

// exporting reads on one snapshot, as the operator, and writes to a file or, as "-", to the standard output.
func exporting(s *session, file string, write func(*db.Tx, io.Writer) error) error {
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	to := func(w io.Writer) error {
		return d.Read(s.ctx, access.Operator("eclosion export"), func(tx *db.Tx) error { return write(tx, w) })
	}
	if file == "-" {
		return to(s.stdout)
	}
	return writeWhole(file, to)
}
