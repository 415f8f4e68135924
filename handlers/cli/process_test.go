package cli

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/demo"
	"eclosion/models/upkeep"
)

func TestFirstStart(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		p := start(t, database(dbtest.URL(t, engine))) // no argument: it serves
		for path, want := range map[string]int{"/healthz": http.StatusOK, "/readyz": http.StatusOK, "/connexion": http.StatusOK} {
			res, err := http.Get(p.base + path)
			if err != nil || res.StatusCode != want {
				t.Fatalf("%s: %v %v", path, res, err)
			}
			_ = res.Body.Close()
		}
		if status := p.stop(t); status != 0 {
			t.Errorf("stopped with status %d: %s", status, p.output)
		}
	})
}

// A request that is under way when the program is asked to stop is answered; no new one is taken.
func TestStoppingFinishesRequests(t *testing.T) {
	p := start(t, database(filepath.Join(t.TempDir(), "e.db")))
	address := strings.TrimPrefix(p.base, "http://")
	slow, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = slow.Close() }()
	body := "email=a%40b.be&password=wrong+but+long+enough"
	fmt.Fprintf(slow, "POST /connexion HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", address, len(body))
	answers := bufio.NewReader(slow)
	if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // the handler reads
		t.Fatalf("%q %v", line, err)
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refused := false
	for range 100 {
		c, err := net.Dial("tcp", address)
		if refused = err != nil; refused {
			break
		}
		_ = c.Close()
		time.Sleep(20 * time.Millisecond)
	}
	if !refused {
		t.Error("it still takes requests")
	}
	if p.ProcessState != nil {
		t.Fatal("it left the request behind")
	}
	fmt.Fprint(slow, body)
	if _, err := answers.ReadString('\n'); err != nil { // the empty line after 100
		t.Fatal(err)
	}
	res, err := http.ReadResponse(answers, nil)
	if err != nil || res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("the slow request: %v %v", res, err)
	}
	if status := p.ended(t); status != 0 {
		t.Errorf("stopped with status %d: %s", status, p.output)
	}
}

// kills is how often the program is killed: more of it in "make soak".
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("ECLOSION_TEST_KILLS")
	if text == "" {
		return 10
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("ECLOSION_TEST_KILLS is %q", text)
	}
	return n
}

// Whatever the moment, what was answered "done" is there after a restart, once, with all that came with it; what was not
// answered is sent again under its key, and is there once, too. The database agrees with itself.
func TestKilledAtAnyMoment(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		url := dbtest.URL(t, engine)
		arguments := []string{"demo", "--addr", "127.0.0.1:0", "--today", "2026-11-23", "--database", url}
		rounds := kills(t)
		if engine == db.Postgres {
			rounds = max(1, rounds/3) // keeping a commit is PostgreSQL's own matter
		}
		coach := &coachClient{done: map[string]bool{}, unsure: map[string]string{}}
		for round := range rounds {
			p := start(t, nil, arguments...)
			if coach.client == nil {
				coach.signIn(t, p.base)
				coach.refs = coached(t, url)
			}
			coach.sendAgain(p.base)
			var writers sync.WaitGroup
			for w := range 3 {
				writers.Go(func() { coach.logMeetings(p.base, fmt.Sprintf("r%d-w%d", round, w)) })
			}
			time.Sleep(time.Duration(30+rand.IntN(250)) * time.Millisecond)
			if err := p.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = p.Wait()
			writers.Wait()
			coach.allThere(t, url, round)
		}
		if len(coach.done) < rounds {
			t.Errorf("only %d answers in %d rounds", len(coach.done), rounds)
		}
	})
}

// coachClient logs meetings until the program is gone, and remembers what was answered.
type coachClient struct {
	client *http.Client
	refs   []string
	mu     sync.Mutex
	done   map[string]bool
	unsure map[string]string // summaries that went out without an answer, with their dossier
	odd    string            // an answer that is neither done nor gone
}

func (c *coachClient) signIn(t *testing.T, base string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.client.PostForm(base+"/connexion", url.Values{"email": {"coach@demo.test"}, "password": {demo.Password}})
	if err != nil || res.StatusCode != http.StatusSeeOther {
		t.Fatalf("sign in: %v %v", res, err)
	}
	_ = res.Body.Close()
}

func (c *coachClient) logMeetings(base, writer string) {
	for n := 0; c.log(base, c.refs[n%len(c.refs)], fmt.Sprintf("%s-n%d", writer, n)); n++ {
	}
}

// sendAgain repeats what was not answered, as a browser does that finds the network again.
func (c *coachClient) sendAgain(base string) {
	for summary, ref := range maps.Clone(c.unsure) {
		delete(c.unsure, summary)
		if !c.log(base, ref, summary) {
			return
		}
	}
}

// log sends the form of one meeting; false when the program is gone, or answers oddly.
func (c *coachClient) log(base, ref, summary string) bool {
	res, err := c.client.PostForm(base+"/rencontres", url.Values{"holders": {ref},
		"meeting_state": {"held"}, "meeting_on": {"2026-11-23"}, "starts_at": {"08:00"}, "minutes": {"30"}, "meeting_kind": {"coaching"},
		"medium": {"in_person"}, "place": {"Bureau"}, "meeting_summary": {summary}, "cle": {"cle-" + summary},
		"action_1_title": {"action-" + summary}, "next_on": {"2026-12-07"}, "next_at": {"10:30"}, "next_place": {"suite-" + summary}})
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil { // killed
		c.unsure[summary] = ref
		return false
	}
	to := res.Header.Get("Location")
	page, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if res.StatusCode == http.StatusSeeOther && strings.HasPrefix(to, "/projets/") {
		c.done[summary] = true
	} else {
		c.odd = fmt.Sprintf("%s: %s %s %s", summary, res.Status, to, fault(page))
	}
	return c.odd == ""
}

// look reads a database that nobody serves.
func look(t *testing.T, url string, fn func(d *db.DB, tx *db.Tx) error) {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{URL: url, Clock: clockFrom("2026-11-23")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	if err := d.Read(t.Context(), access.Operator("test"), func(tx *db.Tx) error { return fn(d, tx) }); err != nil {
		t.Fatal(err)
	}
}

// coached lists the dossiers on which coach@demo.test logs meetings.
func coached(t *testing.T, url string) (refs []string) {
	t.Helper()
	look(t, url, func(_ *db.DB, tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var ref string
			err := rows.Scan(&ref)
			refs = append(refs, ref)
			return err
		}, `SELECT p.ref FROM projects p JOIN project_coaches k ON k.project_id = p.id AND k.to_on IS NULL
			JOIN accounts a ON a.id = k.account_id WHERE a.email = 'coach@demo.test' AND p.phase IN ('coaching', 'test') ORDER BY p.id`)
	})
	if len(refs) < 2 {
		t.Fatalf("coach@demo.test coaches %v", refs)
	}
	return refs
}

func (c *coachClient) allThere(t *testing.T, url string, round int) {
	t.Helper()
	if c.odd != "" {
		t.Fatalf("round %d: answered %s", round, c.odd)
	}
	look(t, url, func(d *db.DB, tx *db.Tx) error {
		kept := map[string]int{}
		err := tx.Each(func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			kept[text]++
			return err
		}, `SELECT summary FROM meetings WHERE state = 'held' AND form_key LIKE 'cle-r%'
			UNION ALL SELECT title FROM actions WHERE title LIKE 'action-r%'
			UNION ALL SELECT place FROM meetings WHERE state = 'planned' AND place LIKE 'suite-r%'`)
		if err != nil {
			return err
		}
		for summary := range c.done {
			for _, what := range []string{"", "action-", "suite-"} {
				if n := kept[what+summary]; n != 1 {
					t.Errorf("round %d: %s was answered and %sit is there %d times", round, summary, what, n)
				}
			}
		}
		for text, n := range kept {
			if n != 1 {
				t.Errorf("round %d: %s is there %d times", round, text, n)
			}
		}
		r, err := upkeep.Check(t.Context(), d)
		for _, f := range r.Findings {
			t.Errorf("round %d: %s", round, f)
		}
		return err
	})
}

// fault finds what a page says is wrong.
func fault(page []byte) string {
	_, after, _ := bytes.Cut(page, []byte("Il y a un problème"))
	return string(after[:min(len(after), 300)])
}
