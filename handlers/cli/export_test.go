package cli

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestExportWritesWholeFilesOrNone(t *testing.T) {
	at, _ := laidOut(t)
	dir := t.TempDir()
	for _, list := range []string{"projects", "meetings", "grants"} {
		name := filepath.Join(dir, list+".xlsx")
		if status, _, stderr := command(t, at, "export", list, "-o", name); status != 0 {
			t.Fatalf("%s: %d, %s", list, status, stderr)
		}
		f, err := excelize.OpenFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil || len(rows) < 10 {
			t.Errorf("%s: %d rows, %v", list, len(rows), err)
		}
		status, out, stderr := command(t, at, "export", list, "-o", "-")
		if status != 0 || !strings.HasPrefix(out, "\uFEFF"+rows[0][0]+";") || strings.Count(out, "\r\n") < len(rows) {
			t.Errorf("%s on the standard output: %d, %s, %.80q", list, status, stderr, out)
		}
	}
	if status, _, stderr := command(t, at, "export", "projects", "-o", filepath.Join(dir, "list.pdf")); status != 2 || !strings.Contains(stderr, ".xlsx or .csv") {
		t.Errorf("another format: %d, %s", status, stderr)
	}
	whole := filepath.Join(dir, "whole.zip")
	if status, _, stderr := command(t, at, "export", "all", "-o", whole); status != 0 {
		t.Fatalf("all: %d, %s", status, stderr)
	}
	z, err := zip.OpenReader(whole)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	if len(z.File) < 60 || z.File[len(z.File)-1].Name != "manifest.json" {
		t.Errorf("%d files, the last is %s", len(z.File), z.File[len(z.File)-1].Name)
	}
	if status, _, _ := command(t, at, "export", "all", "-o", filepath.Join(dir, "no", "whole.zip")); status != 1 {
		t.Errorf("into no folder: %d", status)
	}
	if left, _ := os.ReadDir(dir); len(left) != 4 {
		t.Errorf("%d files are left", len(left))
	}
}
