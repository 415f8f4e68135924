package handlers_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"eclosion/handlers"
	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

// bench is a couveuse with one coach of many dossiers, in a SQLite file as it is in use.
type bench struct {
	b        *testing.B
	db       *db.DB
	coach    accounts.Account
	refs     []string
	projects []int64
}

// benchDossiers is large enough that each keeps the few dozen meetings of a real one.
const benchDossiers = 500

func newBench(b *testing.B) *bench {
	b.Helper()
	s := &bench{b: b, db: dbtest.Open(b, db.SQLite, &dbtest.Clock{})}
	err := s.db.Write(context.Background(), operator, func(tx *db.Tx) (err error) {
		if _, err = programme.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
			IntakeOpensOn: "2026-01-01", IntakeClosesOn: "2026-01-31", StartsOn: "2026-02-01"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		s.coach, err = accounts.CreateActive(tx, accounts.Draft{Email: "coach@test.be", Name: "Amélie",
			Grants: []access.Grant{{Role: access.Coach, SiteID: sites[0].ID}}}, kitHash())
		if err != nil {
			return err
		}
		return s.dossiers(tx, c)
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func (s *bench) dossiers(tx *db.Tx, c programme.Cohort) error {
	began := models.InstantOf(models.Date("2026-01-05").Start())
	for range benchDossiers {
		person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Zoë", LastName: "D'Hondt"})
		if err != nil {
			return err
		}
		ref, id, err := programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID, Holder: "Zoë D'Hondt", Title: "Épicerie"})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', created_at = ? WHERE id = ?`, began, id); err != nil {
			return err
		}
		if err := programme.AssignCoach(tx, &programme.Project{ID: id}, s.coach.ID, tx.Today()); err != nil {
			return err
		}
		s.refs, s.projects = append(s.refs, ref), append(s.projects, id)
	}
	return nil
}

const benchSummary = "Nous avons relu le plan financier, comparé deux locaux et préparé le rendez-vous à la banque. "

// benchForm is the nth meeting of a coach who meets people all day long.
func (s *bench) benchForm(n int) url.Values {
	day := models.Date("2026-01-05").AddDays(n / 36 % 320)
	return form("cle", fmt.Sprintf("cle-%d", n), "meeting_state", "held", "meeting_on", string(day), "starts_at", fmt.Sprintf("%02d:%02d", 8+n/4%9, n%4*15),
		"minutes", "60", "meeting_kind", "coaching", "medium", "in_person", "place", "Bureau 4", "coaches", s.coach.PublicID,
		"meeting_summary", strings.Repeat(benchSummary, 5), "private_note", benchSummary, "action_1_title", "Écrire à la banque", "action_1_due", "2026-12-01")
}

// serve starts the product on loopback and signs the coach in.
func (s *bench) serve() (send func(n int) error) {
	app := &handlers.App{DB: s.db, Clock: s.db.Clock(), Machine: wallClock{}, BaseURL: "http://test", Log: slog.New(slog.DiscardHandler),
		Sessions: web.NewSessions(accounts.SessionStore{DB: s.db, Clock: wallClock{}}, false)}
	server := httptest.NewServer(app.Handler())
	s.b.Cleanup(server.Close)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	s.b.Cleanup(client.CloseIdleConnections)
	cookie := ""
	post := func(path string, values url.Values) (*http.Response, error) {
		r, err := http.NewRequest(http.MethodPost, server.URL+path, strings.NewReader(values.Encode()))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Cookie", cookie)
		res, err := client.Do(r)
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(io.Discard, res.Body)
		return res, err
	}
	res, err := post("/connexion", form("email", s.coach.Email, "password", kitPassword))
	if err != nil || len(res.Cookies()) == 0 {
		s.b.Fatal("cannot sign in: ", err)
	}
	cookie = res.Cookies()[0].String()
	return func(n int) error {
		res, err := post("/projets/"+s.refs[n%len(s.refs)]+"/rencontres", s.benchForm(n))
		if err == nil && (res.StatusCode != http.StatusSeeOther || !strings.Contains(res.Header.Get("Location"), "/rencontres/")) {
			err = fmt.Errorf("meeting %d: %s", n, res.Status)
		}
		return err
	}
}

// raw commits the rows of one meeting after the other, as a program without product
// would: one writer, prepared statements, one durable commit each.
func (s *bench) raw(times int) time.Duration {
	pool, err := sql.Open("sqlite3", "file:"+s.db.Path()+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate&_busy_timeout=10000")
	if err != nil {
		s.b.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	pool.SetMaxOpenConns(1)
	var list []*sql.Stmt
	for _, text := range []string{
		`INSERT INTO meetings (public_id, form_key, state, held_on, starts_at, minutes, kind, medium, place, summary, created_by, created_at, updated_at)
			VALUES (?, ?, 'held', ?, ?, 60, 'coaching', 'in_person', 'Bureau 4', ?, ?, ?, ?)`,
		`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, ?)`,
		`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (?, ?, ?)`,
		`INSERT INTO meeting_notes (meeting_id, body, author_id, updated_at) VALUES (?, ?, ?, ?)`,
		`INSERT INTO actions (project_id, meeting_id, title, owner, due_on, created_by, created_at) VALUES (?, ?, 'Écrire à la banque', 'holder', '2026-12-01', ?, ?)`,
		`INSERT INTO audit_entries (at, actor_id, actor_name, action, entity, entity_id, project_id, detail) VALUES (?, ?, 'Amélie', 'action.add', 'action', ?, ?, '{"owner":"holder"}')`,
		`INSERT INTO audit_entries (at, actor_id, actor_name, action, entity, entity_id, project_id, detail) VALUES (?, ?, 'Amélie', 'meeting.log', 'meeting', ?, ?, '{"state":"held"}')`,
		`UPDATE projects SET last_meeting_on = ? WHERE id = ?`,
	} {
		statement, err := pool.Prepare(text)
		if err != nil {
			s.b.Fatal(err)
		}
		list = append(list, statement)
	}
	started := time.Now()
	for n := range times {
		if err := s.rawMeeting(pool, list, n); err != nil {
			s.b.Fatal(err)
		}
	}
	return time.Since(started)
}

func (s *bench) rawMeeting(pool *sql.DB, list []*sql.Stmt, n int) error {
	tx, err := pool.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	day, project, now := models.Date("2026-01-05").AddDays(n/36%320), s.projects[n%len(s.projects)], int64(1_795_420_800_000)
	starts := int64(models.InstantOf(day.At(8+n/4%9, n%4*15)))
	key := fmt.Sprintf("raw-%d-%d", s.b.N, n)
	res, err := tx.Stmt(list[0]).Exec(key, key, string(day), starts, strings.Repeat(benchSummary, 5), s.coach.ID, now, now)
	if err != nil {
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	for i, args := range [][]any{{project, id}, {id, s.coach.ID, starts}, {id, benchSummary, s.coach.ID, now}, {project, id, s.coach.ID, now},
		{now, s.coach.ID, id, project}, {now, s.coach.ID, id, project}, {string(day), project}} {
		if _, err := tx.Stmt(list[i+1]).Exec(args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// rawTimes is how many raw commits a comparison is made with.
const rawTimes = 400

// BenchmarkLogMeeting logs a meeting through HTTP, durable on disk, by one coach
// and by sixteen at once. "of-raw" is its rate over that of raw single-writer
// commits of the same rows on an equal file: 1 costs nothing.
func BenchmarkLogMeeting(b *testing.B) {
	for _, senders := range []int{1, 16} {
		b.Run(fmt.Sprintf("http-%d", senders), func(b *testing.B) {
			send := newBench(b).serve()
			var next atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for range senders {
				wg.Go(func() {
					for n := int(next.Add(1)) - 1; n < b.N; n = int(next.Add(1)) - 1 {
						if err := send(n); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			each := float64(b.Elapsed()) / float64(b.N)
			raw := float64(newBench(b).raw(rawTimes)) / rawTimes
			b.ReportMetric(raw/each, "of-raw")
		})
	}
	b.Run("raw", func(b *testing.B) {
		s := newBench(b)
		b.ResetTimer()
		s.raw(b.N)
	})
}
