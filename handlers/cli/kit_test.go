package cli

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// asProgram makes the test binary run as the program itself, so that tests can stop
// and kill a real process. (The settings leave ECLOSION_TEST_ alone.)
const asProgram = "ECLOSION_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(Run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// answer is what a command did.
type answer struct {
	status         int
	stdout, stderr string
}

// operate runs a command within the test's own process.
func operate(t testing.TB, env []string, args ...string) answer {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status := Run(context.Background(), args, env, strings.NewReader(""), &stdout, &stderr)
	a := answer{status, stdout.String(), stderr.String()}
	if a.status == statusOK && a.stderr != "" || a.status != statusOK && strings.Count(a.stderr, "\n") != 1 {
		t.Errorf("%v: status %d, stderr %q", args, a.status, a.stderr)
	}
	return a
}

func (a answer) wants(t testing.TB, status int, parts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d, want %d: %s%s", a.status, status, a.stdout, a.stderr)
	}
	for _, part := range parts {
		if !strings.Contains(a.stdout+a.stderr, part) {
			t.Errorf("%q is not in %q", part, a.stdout+a.stderr)
		}
	}
}

func database(url string) []string { return []string{"ECLOSION_DATABASE=" + url} }

// migrated gives the address of a database with the couveuse's first data.
func migrated(t testing.TB, engine db.Engine) string {
	t.Helper()
	url := dbtest.URL(t, engine)
	operate(t, database(url), "migrate").wants(t, statusOK)
	return url
}

func eachEngine(t *testing.T, fn func(t *testing.T, engine db.Engine)) {
	for _, engine := range dbtest.Engines() {
		t.Run(string(engine), func(t *testing.T) { fn(t, engine) })
	}
}

// program is a running process that serves.
type program struct {
	*exec.Cmd
	base   string // http://127.0.0.1:12345
	output *bytes.Buffer
}

// start runs the program and waits until it says where it listens.
func start(t *testing.T, env []string, args ...string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{Cmd: exec.Command(self, args...), output: &bytes.Buffer{}}
	p.Env = append([]string{asProgram + "=1", "HOME=" + t.TempDir(), "ECLOSION_ADDR=127.0.0.1:0"}, env...)
	p.Dir = t.TempDir()
	p.Stderr = p.output
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_ = p.Process.Kill()
			_ = p.Wait()
		}
	})
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if _, base, ok := strings.Cut(lines.Text(), "écoute sur "); ok {
			p.base = base
			go func() { _, _ = io.Copy(io.Discard, stdout) }()
			return p
		}
	}
	_ = p.Wait()
	t.Fatalf("the program does not serve: %s", p.output)
	return nil
}

// stop asks the program to finish, and gives its exit status.
func (p *program) stop(t *testing.T) int {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	return p.ended(t)
}

func (p *program) ended(t *testing.T) int {
	t.Helper()
	done := make(chan struct{})
	go func() { _ = p.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("the program does not end")
	}
	return p.ProcessState.ExitCode()
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func year2008(t *testing.T) []byte {
	t.Helper()
	content, err := os.ReadFile("../../models/intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	return content
}
