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
	"eclosion/views/wording"
)

type importCommand struct {
	File   string `arg:"" name:"file" help:"The file: .csv or .xlsx, one row a dossier."`
	DryRun bool   `help:"Say what would be taken and change nothing."`
}

// Run takes a file of earlier years, all of it or nothing.
func (c importCommand) Run(s *session) error {
	content, err := readFile(c.File)
	if err != nil {
		return err
	}
	d, err := openCurrent(s.ctx, s.settings.Database)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	file := intake.File{Name: filepath.Base(c.File), Content: content}
	report, err := intake.Import(s.ctx, d, access.Operator("eclosion import"), file, c.DryRun)
	if err != nil && len(report.Refused) == 0 {
		return fmt.Errorf("%s: %w", file.Name, err)
	}
	for _, n := range report.Warnings {
		c.note(s, wording.T(s.ctx, "ligne %s : avertissement : %s", rowNumber(n.Row), sentence(s.ctx, n.Problem)))
	}
	for _, n := range report.Refused {
		c.note(s, wording.T(s.ctx, "ligne %s : refusée : %s", rowNumber(n.Row), sentence(s.ctx, n.Problem)))
	}
	if err != nil {
		return refusedRows(s.ctx, report)
	}
	c.summary(s, report)
	return nil
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
	c.note(s, head+" ; "+
		wording.N(s.ctx, "%s dossier déjà repris", "%s dossiers déjà repris", r.Unchanged, wording.Count(r.Unchanged))+" ; "+
		wording.N(s.ctx, "%s avertissement", "%s avertissements", len(r.Warnings), wording.Count(len(r.Warnings))))
}

// mostRows bounds how many refused rows the error line names; the others are listed on stdout.
const mostRows = 20

func refusedRows(ctx context.Context, r intake.Report) error {
	var parts []string
	rows, last := 0, 0
	for _, n := range r.Refused {
		if n.Row == last {
			parts[len(parts)-1] += " " + sentence(ctx, n.Problem)
			continue
		}
		if rows++; rows > mostRows {
			parts = append(parts, wording.T(ctx, "et d'autres"))
			break
		}
		last = n.Row
		parts = append(parts, wording.T(ctx, "ligne %s : %s", rowNumber(n.Row), sentence(ctx, n.Problem)))
	}
	total := r.RefusedRows()
	return errors.New(wording.N(ctx, "%s ligne refusée, rien n'est repris", "%s lignes refusées, rien n'est repris", total, wording.Count(total)) +
		" : " + strings.Join(parts, " ; "))
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

// readFile reads a file that somebody named, of a size that can be one of ours.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(io.LimitReader(f, intake.MaxBytes+1))
	if err != nil {
		return nil, fileError(path, err)
	}
	return content, nil
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
