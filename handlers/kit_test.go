package handlers_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/net/html"

	"eclosion/handlers"
	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	questions "eclosion/models/form"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// kit is the product behind a real HTTP server, on a fresh database, with the
// couveuse's first data.
type kit struct {
	t     *testing.T
	db    *db.DB
	clock *dbtest.Clock
	url   string
	log   *logged
	app   *handlers.App
}

type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

// logged keeps what the server logs: a test that expects no fault looks here.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// eachKit runs fn against the product on every engine. At the end nothing may have
// been logged as the product's own fault.
func eachKit(t *testing.T, fn func(t *testing.T, k *kit)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := newKit(t, d, clock)
		fn(t, k)
		if text := k.log.String(); text != "" {
			t.Errorf("the server logged a fault of its own: %s", text)
		}
	})
}

func newKit(t *testing.T, d *db.DB, clock *dbtest.Clock) *kit {
	t.Helper()
	k := &kit{t: t, db: d, clock: clock, log: &logged{}}
	k.write(func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
			return err
		}
		if err := selection.Found(tx); err != nil {
			return err
		}
		return questions.Found(tx)
	})
	app := &handlers.App{DB: d, Clock: clock, Machine: wallClock{}, BaseURL: "http://test", Log: slog.New(slog.NewTextHandler(k.log, nil)),
		Sessions: web.NewSessions(accounts.SessionStore{DB: d, Clock: wallClock{}}, false)}
	k.app = app
	server := httptest.NewServer(app.Handler())
	t.Cleanup(server.Close)
	k.url = server.URL
	return k
}

// operator acts behind the pages, to lay out what a test needs.
var operator = access.Operator("test")

func (k *kit) write(fn func(*db.Tx) error) {
	k.t.Helper()
	if err := k.db.Write(context.Background(), operator, fn); err != nil {
		k.t.Fatal(err)
	}
}

// count asks one number of the database.
func (k *kit) count(query string, args ...any) (n int) {
	k.t.Helper()
	err := k.db.Read(context.Background(), operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(query, args...)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

const kitPassword = "un mot de passe de test"

// kitHash opens the door as a real hash does, at a thousandth of its cost: a suite signs in hundreds of times.
// accounts tries the real one.
var kitHash = sync.OnceValue(func() string {
	salt := []byte("salt of the kit!")
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=64,t=1,p=1$%s$%s", argon2.Version, b64.EncodeToString(salt),
		b64.EncodeToString(argon2.IDKey([]byte(kitPassword), salt, 1, 64, 1, 32)))
})

// account makes an active account with these roles; the local part of the
// address is the name.
func (k *kit) account(name string, grants ...access.Grant) accounts.Account {
	k.t.Helper()
	var a accounts.Account
	k.write(func(tx *db.Tx) (err error) {
		a, err = accounts.CreateActive(tx, accounts.Draft{Email: models.Fold(name) + "@test.be", Name: name, Grants: grants}, kitHash())
		return err
	})
	return a
}

// siteID gives the id of a site by its code (LIEGE, NAMUR, ...).
func (k *kit) siteID(code string) int64 {
	k.t.Helper()
	return int64(k.count(`SELECT id FROM sites WHERE code = ?`, code))
}

// cohort makes a cohort of Job'In on a site whose intake is open on the kit's first day.
func (k *kit) cohort(site string) programme.Cohort {
	k.t.Helper()
	var c programme.Cohort
	programmeID := int64(k.count(`SELECT id FROM programmes WHERE code = 'JI'`))
	k.write(func(tx *db.Tx) (err error) {
		c, err = programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmeID, SiteID: k.siteID(site),
			IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2027-01-31", StartsOn: "2027-02-01"})
		if err != nil {
			return err
		}
		c, err = programme.CohortByID(tx, c.ID)
		return err
	})
	return c
}

// dossier makes a dossier of a person and puts it in a phase without asking the
// rules: a test about something else starts from it.
func (k *kit) dossier(c programme.Cohort, personID int64, phase programme.Phase) *programme.Project {
	k.t.Helper()
	var p *programme.Project
	k.write(func(tx *db.Tx) error {
		if personID == 0 {
			person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: "D'Hondt"})
			if err != nil {
				return err
			}
			personID = person.ID
		}
		ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: personID, Holder: "Zoë D'Hondt", Title: "Épicerie en vrac"})
		if err != nil {
			return err
		}
		if phase != programme.Draft {
			if _, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = ? WHERE id = ?`, phase, tx.Now(), id); err != nil {
				return err
			}
			if err := programme.RecordChange(tx, programme.Change{ProjectID: id, FromPhase: programme.Draft, ToPhase: phase, EffectiveOn: tx.Today()}, nil); err != nil {
				return err
			}
		}
		if phase.IsClocked() {
			terms, err := programme.TermsOn(tx, c.ProgrammeID, tx.Today())
			if err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE projects SET terms_id = ?, entered_on = ? WHERE id = ?`, terms.ID, tx.Today(), id); err != nil {
				return err
			}
		}
		p, err = programme.Load(tx, ref, access.ProjectRead)
		return err
	})
	return p
}

// coach makes the account a coach of the dossier.
func (k *kit) coach(p *programme.Project, a accounts.Account) {
	k.t.Helper()
	k.write(func(tx *db.Tx) error { return programme.AssignCoach(tx, p, a.ID, tx.Today()) })
}

// browser is one person's browser: it keeps cookies and follows no redirect by itself.
type browser struct {
	k      *kit
	client *http.Client
}

// visitor is a browser in which nobody is signed in.
func (k *kit) visitor() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		k.t.Fatal(err)
	}
	return &browser{k: k, client: &http.Client{Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a browser in which the account has signed in, through the page.
func (k *kit) as(a accounts.Account) *browser {
	k.t.Helper()
	b := k.visitor()
	b.post("/connexion", form("email", a.Email, "password", kitPassword)).wants(http.StatusSeeOther)
	return b
}

// form makes form values from names and values in turn.
func form(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// reply is an answer with its body read.
type reply struct {
	k      *kit
	what   string
	status int
	header http.Header
	body   string
}

func (b *browser) get(path string) reply { return b.ask(http.MethodGet, path) }

func (b *browser) head(path string) reply { return b.ask(http.MethodHead, path) }

func (b *browser) ask(method, path string) reply {
	b.k.t.Helper()
	r, err := http.NewRequest(method, b.k.url+path, nil)
	if err != nil {
		b.k.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, values url.Values) reply {
	b.k.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.k.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.k.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

func (b *browser) do(r *http.Request) reply {
	b.k.t.Helper()
	res, err := b.client.Do(r)
	if err != nil {
		b.k.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.k.t.Fatal(err)
	}
	return reply{k: b.k, what: r.Method + " " + r.URL.RequestURI(), status: res.StatusCode, header: res.Header, body: string(body)}
}

// wants checks the status and gives the reply on.
func (r reply) wants(status int) reply {
	r.k.t.Helper()
	if r.status != status {
		r.k.t.Fatalf("%s answered %d, want %d (to %q): %s", r.what, r.status, status, r.header.Get("Location"), r.text())
	}
	return r
}

// has checks that the page says all of this, as a person reads it.
func (r reply) has(texts ...string) reply {
	r.k.t.Helper()
	for _, want := range texts {
		if !strings.Contains(r.text(), plain(want)) {
			r.k.t.Errorf("%s does not say %q: %s", r.what, want, r.text())
		}
	}
	return r
}

// lacks checks that none of this occurs anywhere in the answer, markup included.
func (r reply) lacks(texts ...string) reply {
	r.k.t.Helper()
	for _, not := range texts {
		if strings.Contains(r.body, not) {
			r.k.t.Errorf("%s holds %q", r.what, not)
		}
	}
	return r
}

// location is where a redirect leads.
func (r reply) location() string { return r.header.Get("Location") }

// text is the page as a person reads it: no markup, plain spaces.
func (r reply) text() string {
	node, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		return r.body
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data + " ")
		case n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style"):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(node)
	return plain(b.String())
}

// value gives the value of a field of the page's forms: hidden keys and versions.
func (r reply) value(name string) string {
	r.k.t.Helper()
	_, rest, found := strings.Cut(r.body, `name="`+name+`"`)
	if !found {
		r.k.t.Fatalf("%s has no field %q", r.what, name)
	}
	tag, _, _ := strings.Cut(rest, ">")
	_, value, found := strings.Cut(tag, `value="`)
	if !found {
		return ""
	}
	value, _, _ = strings.Cut(value, `"`)
	return html.UnescapeString(value)
}

// plain turns the spaces and apostrophes of French typography into typed ones.
func plain(s string) string {
	s = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "’", "'").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}
