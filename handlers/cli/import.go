package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/intake"
	report "eclosion/views/intake"
	"eclosion/views/sheet"
	"eclosion/views/wording"
)

type importCommand struct {
	File        string `arg:"" name:"file" help:"The file: .csv or .xlsx, one row a dossier."`
	DryRun      bool   `help:"Say what would be taken and change nothing."`
	Mapping     string `placeholder:"FILE" help:"What the columns mean (JSON), where their names do not tell."`
	Refused     string `placeholder:"FILE" help:"Write the refused rows and their reasons here (CSV), to be corrected and imported again."`
	SkipRefused bool   `help:"Take the other rows although some are refused."`
}

// Run takes a file of earlier years, all of it or nothing.
func (c importCommand) Run(s *session) error {
	f, size, err := openFile(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	o := intake.Options{Try: c.DryRun, Skip: c.SkipRefused, Progress: progressOn(s.stderr)}
	if o.Mapping, err = c.mapping(); err != nil {
		return err
	}
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	refused := refusedRows{ctx: s.ctx}
	o.Tell = func(t intake.Told) error {
		for _, p := range t.Warnings {
			c.note(s, wording.T(s.ctx, "ligne %s : avertissement : %s", rowNumber(t.Row), sentence(s.ctx, p)))
		}
		for _, d := range t.Doubts {
			c.note(s, wording.T(s.ctx, "ligne %s : à comparer : %s", rowNumber(t.Row), report.Doubt(s.ctx, d)))
		}
		for _, p := range t.Problems {
			c.note(s, wording.T(s.ctx, "ligne %s : refusée : %s", rowNumber(t.Row), sentence(s.ctx, p)))
		}
		refused.add(t, c.Refused != "")
		return nil
	}
	file := intake.File{Name: filepath.Base(c.File), Size: size, Content: f}
	done, err := intake.Import(s.ctx, d, access.Operator("eclosion import"), file, o)
	if c.Refused != "" && done.Refused > 0 {
		if err := refused.write(c.Refused, file); err != nil {
			return err
		}
	}
	switch {
	case models.IsCode(err, "import.refused"):
		return refused.error(done.Refused)
	case err != nil:
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	c.summary(s, done)
	return nil
}

// mapping reads what somebody wrote about the columns.
func (c importCommand) mapping() (*intake.Mapping, error) {
	if c.Mapping == "" {
		return nil, nil
	}
	f, size, err := openFile(c.Mapping)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	m, err := intake.ParseMapping(io.NewSectionReader(f, 0, size))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(c.Mapping), err)
	}
	return m, nil
}

// progressOn shows how far it is, on a terminal alone: a log wants no such lines.
func progressOn(w io.Writer) func(done, total int) {
	f, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return func(done, total int) {
		fmt.Fprintf(f, "\r%d / %d", done, total)
		if done == total {
			fmt.Fprintln(f)
		}
	}
}

func (importCommand) note(s *session, text string) { fmt.Fprintln(s.stdout, plainSpaces(text)) }

func (c importCommand) summary(s *session, r intake.Report) {
	parts := []string{
		wording.N(s.ctx, "%s dossier", "%s dossiers", r.Projects, wording.Count(r.Projects)),
		wording.N(s.ctx, "%s personne", "%s personnes", r.People, wording.Count(r.People)),
		wording.N(s.ctx, "%s bourse", "%s bourses", r.Grants, wording.Count(r.Grants)),
		wording.N(s.ctx, "%s entreprise", "%s entreprises", r.Enterprises, wording.Count(r.Enterprises)),
	}
	head := wording.T(s.ctx, "créé : %s", strings.Join(parts, ", "))
	if c.DryRun {
		head = wording.T(s.ctx, "essai, rien n'est gardé ; à créer : %s", strings.Join(parts, ", "))
	}
	if r.Updated > 0 {
		head += " ; " + wording.N(s.ctx, "%s dossier complété", "%s dossiers complétés", r.Updated, wording.Count(r.Updated))
	}
	if r.Refused > 0 {
		head += " ; " + wording.N(s.ctx, "%s ligne laissée de côté", "%s lignes laissées de côté", r.Refused, wording.Count(r.Refused))
	}
	c.note(s, head+" ; "+
		wording.N(s.ctx, "%s dossier déjà repris", "%s dossiers déjà repris", r.Unchanged, wording.Count(r.Unchanged))+" ; "+
		wording.N(s.ctx, "%s avertissement", "%s avertissements", r.Warnings, wording.Count(r.Warnings)))
}

// mostRows bounds how many refused rows the error line names; the others are listed on stdout.
const mostRows = 20

// refusedRows keeps what the error line says of refused rows, and the rows themselves when they are wanted back.
type refusedRows struct {
	ctx   context.Context
	parts []string
	rows  int
	back  []intake.Told
}

func (r *refusedRows) add(t intake.Told, keep bool) {
	if t.Outcome != intake.Refused {
		return
	}
	if keep {
		r.back = append(r.back, t)
	}
	switch r.rows++; {
	case r.rows <= mostRows:
		r.parts = append(r.parts, wording.T(r.ctx, "ligne %s : %s", rowNumber(t.Row), sentences(r.ctx, t.Problems)))
	case r.rows == mostRows+1:
		r.parts = append(r.parts, wording.T(r.ctx, "et d'autres"))
	}
}

func (r *refusedRows) error(total int) error {
	return errors.New(wording.N(r.ctx, "%s ligne refusée, rien n'est repris", "%s lignes refusées, rien n'est repris", total, wording.Count(total)) +
		" : " + strings.Join(r.parts, " ; "))
}

// write gives the rows back as a file.
func (r *refusedRows) write(path string, of intake.File) error {
	header, err := intake.HeaderOf(of)
	if err != nil {
		return err
	}
	content, err := sheet.CSV(report.RefusedRows(r.ctx, header, r.back))
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return fmt.Errorf("cannot write the refused rows: %w", err)
	}
	return nil
}

func sentences(ctx context.Context, list []*models.Problem) string {
	var parts []string
	for _, p := range list {
		parts = append(parts, sentence(ctx, p))
	}
	return strings.Join(parts, " ")
}

// rowNumber is written as spreadsheets do, without grouping.
func rowNumber(n int) string { return fmt.Sprint(n) }

// sentence says a problem to a person.
func sentence(ctx context.Context, p *models.Problem) string {
	_, sentences := wording.Problem(ctx, p)
	for _, f := range p.Fields {
		sentences = append(sentences, wording.Field(ctx, wording.FieldLabel(ctx, f.Field), f))
	}
	return strings.Join(sentences, " ")
}

// plainSpaces lets an operator search what a terminal shows.
func plainSpaces(s string) string { return strings.Join(strings.Fields(s), " ") }

// openFile opens a file that somebody named and tells its size.
func openFile(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, fileError(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fileError(path, err)
	}
	return f, info.Size(), nil
}

// fileError says what is wrong with a file without repeating its path.
func fileError(path string, err error) error {
	var where *os.PathError
	if errors.As(err, &where) {
		err = where.Err
	}
	return fmt.Errorf("cannot read %s: %w", path, err)
}

// openCurrent opens a database that must exist with today's schema.
func openCurrent(ctx context.Context, url string) (*db.DB, error) {
	d, err := db.Open(ctx, db.Options{URL: url, Clock: machineClock{}})
	if err != nil {
		return nil, err
	}
	if err := mustBeCurrent(ctx, d); err != nil {
		_ = d.Close()
		return nil, err
	}
	return d, nil
}

func mustBeCurrent(ctx context.Context, d *db.DB) error {
	state, err := d.State(ctx)
	if err != nil {
		return err
	}
	switch state {
	case db.Empty:
		return errors.New(`the database is empty: run "eclosion migrate"`)
	case db.Behind:
		return errBehind
	case db.Newer:
		return errNewer
	}
	return nil
}

var (
	errBehind = errors.New(`the database is not up to date: run "eclosion migrate"`)
	errNewer  = errors.New("the database was made by a newer version of eclosion: install that version")
)
