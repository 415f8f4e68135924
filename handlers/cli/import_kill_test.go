package cli

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"eclosion/models/db"
)

// An import that is killed leaves nothing, or everything; run again, it completes without doubling.
func TestImportKilled(t *testing.T) {
	env := database(migrated(t, db.SQLite))
	lines := strings.SplitAfter(strings.TrimRight(string(year2008(t)), "\r\n"), "\n")
	var many bytes.Buffer
	many.WriteString(lines[0])
	for round := range 5 {
		for _, l := range lines[1:] {
			fmt.Fprintf(&many, "%d-%s\n", round, strings.TrimRight(l, "\r\n"))
		}
	}
	path := file(t, "many.csv", many.Bytes())
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, after := range []time.Duration{150, 450, 700} {
		p := exec.Command(self, "import", path)
		p.Env = append([]string{asProgram + "=1"}, env...)
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(after * time.Millisecond)
		_ = p.Process.Kill()
		_ = p.Wait()
		a := operate(t, env, "check")
		a.wants(t, statusOK)
		if !strings.Contains(a.stdout, "0 projects") && !strings.Contains(a.stdout, "2350 projects") {
			t.Errorf("a part of the file was taken: %s", a.stdout)
		}
	}
	operate(t, env, "import", path).wants(t, statusOK)
	operate(t, env, "import", path).wants(t, statusOK, "2 350 dossiers déjà repris")
	operate(t, env, "check").wants(t, statusOK, "470 persons")
}
