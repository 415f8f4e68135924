package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

func TestWhatIsNotUnderstood(t *testing.T) {
	here := database(filepath.Join(t.TempDir(), "x.db"))
	for _, c := range []struct {
		args  []string
		env   []string
		parts []string
	}{
		{[]string{"bogus"}, here, []string{"bogus"}},
		{[]string{"serve", "--nope"}, here, []string{"--nope"}},
		{[]string{"serve", "more"}, here, []string{"more"}},
		{[]string{"import"}, here, []string{"<file>"}},
		{[]string{"backup", "a", "b"}, here, []string{"b"}},
		{[]string{"admin"}, here, []string{"create"}},
		{[]string{"admin", "create"}, here, []string{"<email>"}},
		{[]string{"demo", "--size", "vast"}, here, []string{"--size"}},
		{[]string{"demo", "--today", "2026-02-30"}, here, []string{"2026-02-30"}},
		{[]string{"demo", "--addr", "0.0.0.0:8080"}, here, []string{"loopback"}},
		{[]string{"check"}, []string{"ECLOSION_ADRR=x"}, []string{"ECLOSION_ADRR"}},
		{[]string{"check"}, []string{"ECLOSION_ADDR=x", "ECLOSION_BASE_URL=y", "ECLOSION_DATABASE=", "ECLOSION_Z=1"},
			[]string{"ECLOSION_Z", `"x"`, `"y"`}},
	} {
		a := operate(t, c.env, c.args...)
		a.wants(t, statusUsage, append(c.parts, "eclosion: ")...)
		if a.stdout != "" {
			t.Errorf("%v: stdout %q", c.args, a.stdout)
		}
	}
	if left, _ := os.ReadDir(filepath.Dir(strings.TrimPrefix(here[0], "ECLOSION_DATABASE="))); len(left) != 0 {
		t.Errorf("a database was made: %v", left)
	}
}

func TestHelp(t *testing.T) {
	commands := []string{"serve", "demo", "migrate", "check", "admin create", "backup", "restore", "import", "version", "help"}
	for _, args := range [][]string{{"help"}, {"--help"}} {
		a := operate(t, nil, args...)
		for _, name := range commands {
			a.wants(t, statusOK, "\n  eclosion "+name)
		}
		for _, line := range settingLines() {
			a.wants(t, statusOK, line.name, line.help, line.fallback)
		}
		a.wants(t, statusOK, "--dry-run", "--today YYYY-MM-DD")
	}
	for _, name := range commands {
		operate(t, nil, append(strings.Fields(name), "--help")...).wants(t, statusOK, "eclosion "+name)
	}
	operate(t, nil, "version").wants(t, statusOK, "eclosion ")
}

func TestDatabasesThatCannotServe(t *testing.T) {
	commands := [][]string{{"check"}, {"backup", filepath.Join(t.TempDir(), "b.db")}, {"import", file(t, "a.csv", year2008(t))}}
	absent := filepath.Join(t.TempDir(), "absent.db")
	for _, args := range commands {
		operate(t, database(absent), args...).wants(t, statusError, "eclosion migrate")
		operate(t, database(file(t, "text.db", bytes.Repeat([]byte("no database "), 100))), args...).wants(t, statusError, "not a database")
		operate(t, database(t.TempDir()), args...).wants(t, statusError, "folder")
	}
	if _, err := os.Stat(absent); err == nil {
		t.Error("a command that reads made a database")
	}
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		empty := dbtest.URL(t, engine)
		if engine == db.SQLite {
			empty = file(t, "empty.db", nil)
		}
		for _, args := range commands {
			operate(t, database(empty), args...).wants(t, statusError, "eclosion migrate")
		}
		newer := migrated(t, engine)
		d, err := db.Open(t.Context(), db.Options{URL: newer, Clock: machineClock{}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Pool().Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)`); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		for _, args := range append(commands, []string{"serve"}, []string{"migrate"}, []string{"admin", "create", "a@b.be"}, []string{"demo", "--database", newer, "--addr", "127.0.0.1:0"}) {
			operate(t, database(newer), args...).wants(t, statusError, "newer version")
		}
	})
}

func TestPasswordsOfADatabaseStayOut(t *testing.T) {
	for _, url := range []string{
		"postgres://u:s3cret@127.0.0.1:1/x", "postgres://u:s3cret@127.0.0.1:port/x", "postgres://u:s3cr%zzet@127.0.0.1:1/x",
		"postgres://u:x@s3cret@h st/x", "postgres://127.0.0.1:1/x?user=u&password=s3cret", "postgres://u:s3cret@127.0.0.1:1/x?sslmode=nonsense",
	} {
		for _, args := range [][]string{{"check"}, {"serve"}, {"migrate"}} {
			a := operate(t, database(url), args...)
			a.wants(t, statusError, "database")
			for _, part := range []string{"s3c", "cret", "zzet"} {
				if strings.Contains(a.stdout+a.stderr, part) {
					t.Errorf("%s: %s", url, a.stderr)
				}
			}
		}
	}
}

func TestAdminCreate(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		env := append(database(migrated(t, engine)), "ECLOSION_BASE_URL=https://eclosion.example/")
		operate(t, env, "admin", "create", "Anne@Exemple.BE").wants(t, statusOK, "https://eclosion.example/lien/")
		operate(t, env, "admin", "create", "anne@exemple.be").wants(t, statusError, "e-mail")
		operate(t, env, "admin", "create", "nobody").wants(t, statusError, "nom@exemple.be")
		operate(t, env, "check").wants(t, statusOK, "all is well")
	})
}

func TestImportCommand(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		env := database(migrated(t, engine))
		good := file(t, "jobin-2008.csv", year2008(t))
		operate(t, env, "import", "--dry-run", good).wants(t, statusOK, "rien n’est gardé", "470 dossiers", "ligne 9 : avertissement : Le programme Job'In Design")
		lines := bytes.SplitAfter(year2008(t), []byte("\n"))
		lines[16] = bytes.Replace(lines[16], []byte("/200"), []byte("/2x0"), 1)
		lines[39] = bytes.Replace(lines[39], []byte(";Job'In"), []byte(";Job'Out"), 1)
		bad := operate(t, env, "import", file(t, "bad.csv", bytes.Join(lines, nil)))
		bad.wants(t, statusError, "ligne 17 : refusée", "ligne 40 : refusée")
		if !strings.HasPrefix(bad.stderr, "eclosion: 2 lignes refusées, rien n’est repris : ligne 17 : ") || !strings.Contains(bad.stderr, "ligne 40 : « Programme » : « Job'Out") {
			t.Errorf("stderr %q", bad.stderr)
		}
		back := filepath.Join(t.TempDir(), "refus.csv")
		operate(t, env, "import", "--refused", back, file(t, "bad.csv", bytes.Join(lines, nil))).wants(t, statusError, "2 lignes refusées")
		if content, err := os.ReadFile(back); err != nil || bytes.Count(content, []byte("\r\n")) != 3 || !bytes.Contains(content, []byte("Raison")) {
			t.Errorf("refused rows: %v %s", err, content)
		}
		operate(t, env, "import", "--dry-run", "--skip-refused", file(t, "bad.csv", bytes.Join(lines, nil))).wants(t, statusOK, "468 dossiers", "2 lignes laissées de côté")
		named := file(t, "named.csv", bytes.Replace(year2008(t), []byte(";Nom;"), []byte(";Achternaam;"), 1))
		operate(t, env, "import", "--dry-run", named).wants(t, statusError, "Il manque une colonne : Nom")
		operate(t, env, "import", "--dry-run", "--mapping", file(t, "m.json", []byte(`{"columns": {"Achternaam": "Nom"}}`)), named).wants(t, statusOK, "470 dossiers")
		operate(t, env, "import", "--mapping", file(t, "m.json", []byte(`{"columns": {"Achternaam": "Naam"}}`)), named).wants(t, statusError, "Naam")
		operate(t, env, "check").wants(t, statusOK, "0 projects")
		operate(t, env, "import", good).wants(t, statusOK, "créé : 470 dossiers, 470 personnes, 75 bourses, 156 entreprises")
		operate(t, env, "import", good).wants(t, statusOK, "créé : 0 dossier", "470 dossiers déjà repris ; 0 avertissement")
		operate(t, env, "check").wants(t, statusOK, "470 projects, 470 persons")
	})
	env := database(migrated(t, db.SQLite))
	for name, content := range map[string][]byte{"empty.csv": nil, "noise.xlsx": {0, 1, 2, 255}, "zip.xlsx": []byte("PK\x03\x04nothing"),
		"text.csv": []byte("a;b\n1;2\n"), "large.csv": bytes.Repeat([]byte("a;b\n"), 17<<20), "short.csv": []byte("N° dossier;Nom\n1;A\n")} {
		operate(t, env, "import", file(t, name, content)).wants(t, statusError, "eclosion: "+name+": ")
	}
	operate(t, env, "import", t.TempDir()).wants(t, statusError, "is not a file")
	operate(t, env, "import", filepath.Join(t.TempDir(), "absent.csv")).wants(t, statusError, "no such file")
}

func TestMoveToAnotherEngineAndBack(t *testing.T) {
	home := migrated(t, db.SQLite)
	operate(t, database(home), "import", file(t, "jobin-2008.csv", year2008(t))).wants(t, statusOK)
	url := home
	for _, engine := range append(dbtest.Engines(), db.SQLite) {
		copied := filepath.Join(t.TempDir(), "copy.db")
		operate(t, database(url), "backup", copied).wants(t, statusOK, copied)
		operate(t, database(url), "backup", copied).wants(t, statusError, "exists already")
		url = dbtest.URL(t, engine)
		a := operate(t, database(url), "restore", copied)
		a.wants(t, statusOK, "restored into ")
		if engine == db.Postgres && strings.Contains(a.stdout, "@") {
			t.Errorf("it shows more than the address: %s", a.stdout)
		}
		operate(t, database(url), "restore", copied).wants(t, statusError, "not empty")
		operate(t, database(url), "check").wants(t, statusOK, "470 projects, 470 persons")
	}
}

func TestCheckListsFindings(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		url := migrated(t, engine)
		operate(t, database(url), "import", file(t, "jobin-2008.csv", year2008(t))).wants(t, statusOK)
		d, err := db.Open(t.Context(), db.Options{URL: url, Clock: machineClock{}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Pool().Exec(`UPDATE projects SET search = 'lost' WHERE ref IN ('JI-2007-0001', 'JI-2007-0002')`); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		a := operate(t, database(url), "check")
		a.wants(t, statusError, "search: JI-2007-0001: ", "eclosion: 2 findings in 470 projects")
		if strings.Count(a.stdout, "\n") != 2 {
			t.Errorf("stdout %q", a.stdout)
		}
	})
}
