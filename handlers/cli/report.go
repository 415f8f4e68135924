package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/reporting"
	"eclosion/views/pdf"
	"eclosion/views/report"
)

type reportCommand struct {
	Cohort  cohortReport  `cmd:"" help:"The report of a cohort: JI-LIEGE-2026-2."`
	Project projectReport `cmd:"" help:"The progress report of a project: JI-2026-0042."`
	Year    yearReport    `cmd:"" help:"The report of a calendar year: 2008."`
}

// output is where a report goes.
type output struct {
	File string `name:"output" short:"o" required:"" placeholder:"FILE.pdf" help:"The file to write; it is replaced whole or not at all."`
}

type cohortReport struct {
	Ref     string      `arg:"" help:"The cohort's reference."`
	Masked  bool        `help:"Mask small groups and leave single dossiers out."`
	NoNames bool        `help:"Leave the holders' names and their projects' titles out."`
	From    models.Date `placeholder:"YYYY-MM-DD" help:"First day of the period of what happened; none when left out."`
	To      models.Date `placeholder:"YYYY-MM-DD" help:"Last day of it."`
	output
}

// Run prints the report of a cohort.
func (r cohortReport) Run(s *session) error {
	if err := days(r.From, r.To); err != nil {
		return err
	}
	return r.print(s, r.Ref, func(ctx context.Context, tx *db.Tx) (report.Paper, error) {
		c, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: r.Ref, Period: models.Period{From: r.From, To: r.To}, Masked: r.Masked})
		if err != nil {
			return report.Paper{}, err
		}
		return report.Cohort(ctx, c, report.CohortOptions{Names: !r.Masked && !r.NoNames}), nil
	})
}

type projectReport struct {
	Ref  string      `arg:"" help:"The project's reference."`
	From models.Date `placeholder:"YYYY-MM-DD" help:"First day of the period; the journey's own when left out."`
	To   models.Date `placeholder:"YYYY-MM-DD" help:"Last day of the period; today when left out."`
	output
}

// Run prints the progress report of a project.
func (r projectReport) Run(s *session) error {
	if err := days(r.From, r.To); err != nil {
		return err
	}
	return r.print(s, r.Ref, func(ctx context.Context, tx *db.Tx) (report.Paper, error) {
		p, err := reporting.LoadProgress(tx, r.Ref, models.Period{From: r.From, To: r.To})
		if err != nil {
			return report.Paper{}, err
		}
		return report.Progress(ctx, p), nil
	})
}

// days checks dates that may be left out.
func days(dates ...models.Date) error {
	for _, d := range dates {
		if _, err := models.ParseDate(string(d)); d != "" && err != nil {
			return usageError{err}
		}
	}
	return nil
}

type yearReport struct {
	Year   int  `arg:"" help:"The year."`
	Masked bool `help:"Mask small groups."`
	output
}

// Run prints the report of a year.
func (r yearReport) Run(s *session) error {
	if r.Year < 1900 || r.Year > 2199 {
		return usageError{fmt.Errorf("%d is not a year of four digits", r.Year)}
	}
	return r.print(s, fmt.Sprint(r.Year), func(ctx context.Context, tx *db.Tx) (report.Paper, error) {
		y, err := reporting.LoadActivity(tx, reporting.OfYear(r.Year))
		if err == nil && r.Masked {
			y.Mask()
		}
		return report.Activity(ctx, y, nil), err
	})
}

// print asks for a report as the operator and writes it.
func (o output) print(s *session, ref string, ask func(context.Context, *db.Tx) (report.Paper, error)) error {
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	var p report.Paper
	err = d.Read(s.ctx, access.Operator("eclosion report"), func(tx *db.Tx) error {
		p, err = ask(s.ctx, tx)
		return err
	})
	if models.IsKind(err, models.NotFound) {
		return fmt.Errorf("there is no %s in this database", ref)
	}
	if err != nil {
		return err
	}
	return writeWhole(o.File, func(w io.Writer) error { return pdf.WritePaper(s.ctx, w, p, "") })
}

// writeWhole writes a file beside its place and then puts it there: whoever looks
// finds the old file or the new one, never half of it.
func writeWhole(name string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return withoutTemp(name, err)
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err = write(file); err != nil {
		return err
	}
	if err = file.Chmod(0o644); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return withoutTemp(name, os.Rename(file.Name(), name))
}

// withoutTemp names the file that was asked for, not the one beside it.
func withoutTemp(name string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return fmt.Errorf("cannot write %s: %w", name, path.Err)
	case errors.As(err, &link):
		return fmt.Errorf("cannot write %s: %w", name, link.Err)
	}
	return err
}
