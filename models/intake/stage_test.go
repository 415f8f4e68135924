package intake

import (
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// desk is an administrator with a database.
type desk struct {
	*testing.T
	d     *db.DB
	clock *dbtest.Clock
	admin access.Actor
}

func newDesk(t *testing.T, d *db.DB, clock *dbtest.Clock) *desk {
	found(t, d)
	k := &desk{T: t, d: d, clock: clock}
	k.write(func(tx *db.Tx) error {
		var id int64
		_, err := tx.Get([]any{&id}, `INSERT INTO accounts (public_id, email, name, state, created_at) VALUES ('anne', 'admin@test.be', 'Anne', 'active', 1) RETURNING id`)
		if err == nil {
			_, err = tx.Exec(`INSERT INTO account_roles (account_id, role) VALUES (?, ?)`, id, access.Administrator)
		}
		k.admin = access.Actor{AccountID: id, Name: "Anne", Grants: []access.Grant{{Role: access.Administrator}}}
		return err
	})
	return k
}

func (k *desk) write(fn func(*db.Tx) error) {
	k.Helper()
	actor := k.admin
	if !actor.SignedIn() {
		actor = operator
	}
	if err := k.d.Write(ctx, actor, fn); err != nil {
		k.Fatal(err)
	}
}

func (k *desk) do(fn func(*db.Tx) error) error { return k.d.Write(ctx, k.admin, fn) }

func (k *desk) receive(name string, content []byte) int64 {
	k.Helper()
	id, err := Receive(ctx, k.d, k.admin, Bytes(name, content))
	if err != nil {
		k.Fatal(err)
	}
	return id
}

func (k *desk) work() {
	k.Helper()
	for {
		worked, err := Work(ctx, k.d, "w", nil)
		if err != nil {
			k.Fatal(err)
		}
		if !worked {
			return
		}
	}
}

func (k *desk) load(id int64, want State) (i Delivery) {
	k.Helper()
	k.write(func(tx *db.Tx) (err error) { i, err = Load(tx, id); return err })
	if i.State != want {
		k.Fatalf("state %s (%v), want %s", i.State, i.Problem, want)
	}
	return i
}

func (k *desk) kept() int {
	return count(k.T, k.d, `SELECT (SELECT count(*) FROM import_pieces) + (SELECT count(*) FROM import_rows)`)
}

func TestAFileFromThePage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		content := year2008(t)
		id := k.receive("jobin-2008.csv", content)
		if _, err := Receive(ctx, d, k.admin, Bytes("copie.csv", content)); !models.IsCode(err, "import.open_already") {
			t.Errorf("the same file at once: %v", err)
		}
		k.work()
		i := k.load(id, Ready)
		if i.Projects != 470 || i.Rows != 470 || i.People != 470 || i.Grants != 75 || i.Enterprises != 156 || i.Refused != 0 || i.By != "Anne" {
			t.Errorf("checked: %+v", i.Report)
		}
		if n := count(t, d, `SELECT count(*) FROM projects`); n != 0 {
			t.Errorf("the check wrote %d dossiers", n)
		}
		var first, second []Told
		k.write(func(tx *db.Tx) (err error) {
			more := false
			if first, more, err = Rows(tx, id, Created, 0); err != nil || !more {
				t.Errorf("more %v %v", more, err)
			}
			second, _, err = Rows(tx, id, Created, first[len(first)-1].Row)
			return err
		})
		if len(first) != pageSize || second[0].Row != first[len(first)-1].Row+1 || first[0].Number != "2008-001" || first[0].Name != "Łucja VAN DEN BOSSCHE" {
			t.Errorf("rows %d from %+v, then %+v", len(first), first[0], second[0])
		}
		if err := d.Read(ctx, access.Actor{AccountID: 1, Grants: []access.Grant{{Role: access.Manager}}}, func(tx *db.Tx) error {
			_, err := Load(tx, id)
			return err
		}); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a manager: %v", err)
		}
		var wait sync.WaitGroup
		won := make(chan error, 2)
		for range 2 { // two press the button
			wait.Go(func() { won <- k.do(func(tx *db.Tx) error { return Apply(tx, id, i.Version, false) }) })
		}
		wait.Wait()
		if a, b := <-won, <-won; (a == nil) == (b == nil) {
			t.Errorf("two at once: %v, %v", a, b)
		}
		k.work()
		i = k.load(id, Done)
		if i.Projects != 470 || i.Ended == 0 || k.kept() != 0 {
			t.Errorf("taken: %+v, %d pieces left", i.Report, k.kept())
		}
		if n := count(t, d, `SELECT count(*) FROM audit_entries WHERE action LIKE 'import.%' AND actor_id = ?`, k.admin.AccountID); n != 3 {
			t.Errorf("%d lines of the audit", n)
		}
		again := k.receive("jobin-2008.csv", content)
		k.work()
		if i := k.load(again, Ready); i.Unchanged != 470 || i.Projects+i.Updated+i.Warnings+i.Doubts != 0 {
			t.Errorf("again: %+v", i.Report)
		}
		i = k.load(again, Ready)
		if err := k.do(func(tx *db.Tx) error { return Abandon(tx, again, i.Version) }); err != nil || k.kept() != 0 {
			t.Errorf("abandoned: %v, %d pieces left", err, k.kept())
		}
	})
}

func TestAWorkerThatDied(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		id := k.receive("a.csv", file(change{}))
		k.write(func(tx *db.Tx) error { i, err := claim(tx, "dead"); _ = i; return err })
		k.work()
		if n := count(t, d, `SELECT count(*) FROM imports WHERE state = 'waiting' AND worker = 'dead'`); n != 1 {
			t.Error("a file was taken from who works on it")
		}
		clock.Add(61 * time.Second)
		k.work()
		i := k.load(id, Ready)
		k.write(func(tx *db.Tx) error { return Apply(tx, id, i.Version, false) })
		k.write(func(tx *db.Tx) error { i, err := claim(tx, "dead"); _ = i; return err })
		clock.Add(61 * time.Second)
		k.work()
		k.load(id, Done)
		// Whoever was thought dead comes back: what they write is refused.
		if err := k.do(func(tx *db.Tx) error { return finish(tx, job{record: id, worker: "dead"}, Report{}) }); err == nil {
			t.Error("a worker that was replaced wrote")
		}
		if n := count(t, d, `SELECT count(*) FROM projects`); n != 1 {
			t.Errorf("%d dossiers", n)
		}
	})
}

func TestRefusedRowsComeBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		id := k.receive("a.csv", file(change{}, change{colEntered: "30/02/2020"}, change{colBirth: "01/01/1971", colSituation: "Chômeur complet"}))
		k.work()
		i := k.load(id, Ready)
		if i.Projects != 1 || i.Refused != 2 || len(i.Columns.Unknown) != 1 || i.Columns.Unknown[0] != (Word{"Statut à l'entrée", "Chômeur complet", 1}) {
			t.Errorf("%+v %+v", i.Report, i.Columns.Unknown)
		}
		if err := k.do(func(tx *db.Tx) error { return Apply(tx, id, i.Version, false) }); !models.IsCode(err, "import.refused") {
			t.Errorf("all or nothing: %v", err)
		}
		chosen := Chosen{Targets: map[string]string{}, Words: map[string]map[string]string{"Statut à l'entrée": {"Chômeur complet": "chômeur complet indemnisé"}}}
		for _, c := range i.Columns.List {
			chosen.Targets[c.Key] = c.Target
		}
		k.write(func(tx *db.Tx) error { return Choose(tx, id, i.Version, chosen.Mapping()) })
		k.work()
		i = k.load(id, Ready)
		if i.Projects != 2 || i.Refused != 1 {
			t.Errorf("with the word: %+v", i.Report)
		}
		k.write(func(tx *db.Tx) error { return Apply(tx, id, i.Version, true) })
		k.work()
		i = k.load(id, Done)
		var rows []Told
		k.write(func(tx *db.Tx) (err error) { rows, err = RefusedRows(tx, id); return err })
		if i.Projects != 2 || len(rows) != 1 || rows[0].Row != 3 || rows[0].Problems[0].Code != "import.not_a_date" || rows[0].Cells[0] != "T-2" {
			t.Errorf("left aside: %+v %+v", i.Report, rows)
		}
		// The word is remembered, by the page and by the command.
		report := mustImport(t, d, "b.csv", file(change{colRef: "B-1", colLastName: "Neuve", colSituation: "Chômeur complet"}))
		if report.Projects != 1 {
			t.Errorf("remembered: %+v", report.Report)
		}
		clock.Add(31 * 24 * time.Hour)
		k.write(Tidy)
		if k.kept() != 0 || k.load(id, Done).Projects != 2 {
			t.Errorf("%d rows are kept for ever", k.kept())
		}
	})
}

func TestColumnsAreAsked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		text := strings.NewReplacer("Antenne", "Où", "Nom;", "Achternaam;", "E-mail", "Contact", "N° d'entreprise", "X").Replace(string(file(change{}, change{colSite: "Namur", colLastName: "Autre"})))
		id := k.receive("a.csv", []byte(text))
		k.work()
		i := k.load(id, Asking)
		targets := map[string]string{}
		guessed := 0
		for _, c := range i.Columns.List {
			targets[c.Key] = c.Target
			if c.Guessed {
				guessed++
			}
		}
		if guessed != 3 || targets["ou"] != "Antenne" || targets["contact"] != "E-mail" || targets["x"] != "N° d'entreprise" || i.Problem.Code != "import.headers_missing" {
			t.Errorf("%d guessed: %v, %v", guessed, targets, i.Problem)
		}
		chosen := Chosen{Targets: targets}
		if err := k.do(func(tx *db.Tx) error { return Choose(tx, id, i.Version, chosen.Mapping()) }); !models.IsCode(err, "import.headers_missing") {
			t.Errorf("without a name: %v", err)
		}
		targets["achternaam"] = "Prénom"
		if err := k.do(func(tx *db.Tx) error { return Choose(tx, id, i.Version, chosen.Mapping()) }); !models.IsCode(err, "import.header_twice") {
			t.Errorf("one thing twice: %v", err)
		}
		targets["achternaam"] = "Nom"
		if err := k.do(func(tx *db.Tx) error { return Choose(tx, id, i.Version+1, chosen.Mapping()) }); !models.IsKind(err, models.Conflict) {
			t.Errorf("an old page: %v", err)
		}
		k.write(func(tx *db.Tx) error { return Choose(tx, id, i.Version, chosen.Mapping()) })
		k.work()
		if i = k.load(id, Ready); i.Projects != 2 || i.Refused != 0 {
			t.Errorf("%+v", i.Report)
		}
		next := k.receive("b.csv", []byte(strings.ReplaceAll(text, "T-", "U-")))
		k.work()
		k.load(next, Ready)
	})
}

func TestAKnownDossierIsCompleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		mustImport(t, d, "a.csv", file(change{colPhone: "", colSector: "", colTitle: "Vélos"}))
		later := file(change{colSector: "Mobilité", colTitle: "Trottinettes", colLeft: "11/01/2021"})
		got := mustImport(t, d, "b.csv", later)
		if got.Updated != 1 || got.Projects != 0 || len(got.Warnings) != 2 || got.Warnings[0].Problem.Code != "import.warn_fills" || got.Warnings[1].Problem.Code != "import.warn_differs" {
			t.Errorf("%+v %v", got.Report, got.Warnings)
		}
		if n := count(t, d, `SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id
			WHERE p.sector = 'Mobilité' AND p.title = 'Vélos' AND p.left_on = '2021-01-10' AND h.phone = '0470 11 22 33' AND p.version = 2`); n != 1 {
			t.Error("the empty fields were not filled, or others changed")
		}
		if n := count(t, d, `SELECT count(*) FROM audit_entries WHERE action = 'import.update' AND project_id IS NOT NULL`); n != 1 {
			t.Errorf("%d audits", n)
		}
		if again := mustImport(t, d, "b.csv", later); again.Updated != 0 || again.Unchanged != 1 {
			t.Errorf("again: %+v", again.Report)
		}
		wins := Mapping{Wins: []column{colTitle, colLeft}}
		got, err := take(d, "b.csv", later, Options{Mapping: &wins})
		if err != nil || got.Updated != 1 {
			t.Fatalf("%v %+v", err, got.Report)
		}
		if n := count(t, d, `SELECT count(*) FROM projects WHERE title = 'Trottinettes' AND search LIKE '%trottinettes%' AND left_on = '2021-01-10'`); n != 1 {
			t.Error("the file's title does not replace the other, or the journey changed")
		}
		_ = k
	})
}

func TestWhoIsWhom(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		mustImport(t, d, "a.csv", file(change{}))
		text := file(change{colRef: "B-1", colLastName: "Wisniewsky"}, change{colRef: "B-2", colLastName: "Tout Autre", colBirth: "01/02/1970", colPhone: "", colEmail: ""})
		id := k.receive("b.csv", text)
		k.work()
		i := k.load(id, Ready)
		if i.Doubts != 1 || i.People != 2 {
			t.Fatalf("%+v", i.Report)
		}
		if err := k.do(func(tx *db.Tx) error { return Decide(tx, id, i.Version, map[int]map[int]bool{2: {5: true}}) }); !models.IsKind(err, models.NotFound) {
			t.Errorf("a doubt that is none: %v", err)
		}
		k.write(func(tx *db.Tx) error { return Decide(tx, id, i.Version, map[int]map[int]bool{2: {0: true}}) })
		k.work()
		i = k.load(id, Ready)
		if i.People != 1 {
			t.Fatalf("decided: %+v", i.Report)
		}
		k.write(func(tx *db.Tx) error { return Apply(tx, id, i.Version, false) })
		k.work()
		k.load(id, Done)
		if n := count(t, d, `SELECT count(*) FROM persons`); n != 2 {
			t.Errorf("%d people", n)
		}
		if n := count(t, d, `SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id WHERE h.last_name = 'Wiśniewski'`); n != 2 {
			t.Errorf("%d dossiers of the one", n)
		}
	})
}

func TestAFileThatIsNone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newDesk(t, d, clock)
		id := k.receive("a.csv", []byte("Il était une fois"))
		k.work()
		if i := k.load(id, Turned); i.Problem == nil || i.Problem.Code != "import.not_a_table" || k.kept() != 0 {
			t.Errorf("%v", i.Problem)
		}
		var list []Delivery
		k.write(func(tx *db.Tx) (err error) { list, _, err = List(tx, 0); return err })
		if len(list) != 1 {
			t.Errorf("%d in the history", len(list))
		}
	})
}
