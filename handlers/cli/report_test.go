package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/reporting/reportingtest"
)

// command runs the program on a database and gives what a shell would see.
func command(t *testing.T, database string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = Run(t.Context(), args, []string{"ECLOSION_DATABASE=" + database}, strings.NewReader(""), &out, &errs)
	return status, out.String(), errs.String()
}

// laidOut is a database file with a cohort in it.
func laidOut(t *testing.T) (string, reportingtest.Town) {
	t.Helper()
	file := dbtest.URL(t, db.SQLite)
	d, err := db.Open(t.Context(), db.Options{URL: file, Clock: machineClock{}, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	tw := reportingtest.Build(t, d, reportingtest.Options{})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return file, tw
}

func TestReportWritesWholeFilesOrNone(t *testing.T) {
	database, tw := laidOut(t)
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	for name, args := range map[string][]string{
		"cohorte.pdf": {"cohort", tw.Cohort.Ref}, "masque.pdf": {"cohort", tw.Cohort.Ref, "--masked"}, "vide.pdf": {"cohort", tw.Empty.Ref},
		"projet.pdf": {"project", tw.Refs[0]}, "periode.pdf": {"project", tw.Refs[0], "--from", "2026-03-01", "--to", "2026-06-30"}, "an.pdf": {"year", "2026"},
	} {
		status, out, errs := command(t, database, append([]string{"report"}, append(args, "-o", at(name))...)...)
		body, err := os.ReadFile(at(name))
		if status != statusOK || errs != "" || err != nil || !bytes.HasPrefix(body, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("%%EOF")) {
			t.Errorf("%v: status %d, %q %q, %d bytes, %v", args, status, out, errs, len(body), err)
		}
	}
	if err := os.WriteFile(at("garde.pdf"), []byte("avant"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status int
		args   []string
	}{
		{statusError, []string{"cohort", "JI-NULLE-2026-1", "-o", at("garde.pdf")}}, {statusError, []string{"project", "JI-1999-0001", "-o", at("garde.pdf")}},
		{statusError, []string{"cohort", tw.Cohort.Ref, "-o", at("pas/ici.pdf")}}, {statusError, []string{"project", tw.Refs[0], "--from", "2026-06-01", "--to", "2026-05-01", "-o", at("garde.pdf")}},
		{statusUsage, []string{"year", "deux-mille", "-o", at("garde.pdf")}}, {statusUsage, []string{"year", "26", "-o", at("garde.pdf")}},
		{statusUsage, []string{"cohort", tw.Cohort.Ref}}, {statusUsage, []string{"project", tw.Refs[0], "--from", "hier", "-o", at("garde.pdf")}}, {statusUsage, nil},
	} {
		status, out, errs := command(t, database, append([]string{"report"}, c.args...)...)
		if status != c.status || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: status %d, want %d; %q %q", c.args, status, c.status, out, errs)
		}
	}
	if body, _ := os.ReadFile(at("garde.pdf")); string(body) != "avant" {
		t.Error("a report that failed replaced the file that was there")
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 7 {
		t.Errorf("%d files are left, want the 6 reports and the one that was kept: %v", len(files), err)
	}
}

// A drawing that fails half-way leaves the old file and nothing beside it.
func TestWriteWholeCleansUp(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "rapport.pdf")
	if err := os.WriteFile(name, []byte("avant"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the drawing broke")
	err := writeWhole(name, func(w io.Writer) error {
		if _, err := w.Write([]byte("%PDF-half")); err != nil {
			return err
		}
		return broken
	})
	files, dirErr := os.ReadDir(folder)
	body, readErr := os.ReadFile(name)
	if !errors.Is(err, broken) || dirErr != nil || readErr != nil || len(files) != 1 || string(body) != "avant" {
		t.Errorf("%v; %d files, %q", err, len(files), body)
	}
}
