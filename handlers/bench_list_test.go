package handlers_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"eclosion/handlers"
	"eclosion/handlers/web"
	"eclosion/models"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/demo"
	questions "eclosion/models/form"
	"eclosion/models/plan"
	"eclosion/models/programme"
	"eclosion/views/layout"
	"eclosion/views/project"
	"eclosion/views/ui"
)

// The list page of 50 dossiers, signed in as the manager of all sites, at two
// sizes side by side; and the same page written by hand on database/sql and templ,
// without router, session, policy or GORM. What is asked of it: at 75,000 at most 1.3
// times the cost at 750, and at most 1.5 times the hand-written page.
//
//	go test ./handlers -run '^$' -bench ListPage -benchmem
func BenchmarkListPage(b *testing.B) {
	for _, n := range []int{750, 75_000} {
		l := newListBench(b, n)
		b.Run(fmt.Sprintf("product/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.request(b)
			}
		})
		b.Run(fmt.Sprintf("by-hand/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.byHand(b)
			}
		})
	}
}

type listBench struct {
	handler http.Handler
	cookies []*http.Cookie
	pool    *sql.DB
	frame   layout.Frame
	page    bytes.Buffer
}

func newListBench(b *testing.B, projects int) *listBench {
	b.Helper()
	ctx, clock := context.Background(), &dbtest.Clock{}
	file := filepath.Join(b.TempDir(), "bench.db")
	d, err := db.Open(ctx, db.Options{URL: file, Clock: clock, Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	fillBench(b, d, projects)
	l := &listBench{handler: benchApp(d, clock)}
	l.cookies = benchSignIn(l.handler, "manager")
	if l.pool, err = sql.Open("sqlite3", "file:"+file+"?_query_only=1"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.pool.Close() })
	l.frame = frameOf(l.request(b))
	return l
}

// benchApp serves a database.
func benchApp(d *db.DB, clock *dbtest.Clock) http.Handler {
	app := &handlers.App{DB: d, Clock: clock, Machine: wallClock{}, BaseURL: "http://test", Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Sessions: web.NewSessions(accounts.SessionStore{DB: d, Clock: wallClock{}}, false)}
	return app.Handler()
}

// benchSignIn gives the cookies of somebody of the invented couveuse.
func benchSignIn(handler http.Handler, role string) []*http.Cookie {
	r := httptest.NewRequest(http.MethodPost, "/connexion", strings.NewReader(url.Values{"email": {role + "@demo.test"}, "password": {demo.Password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w.Result().Cookies()
}

// fillBench lays the schema, the couveuse's first data, and as many invented dossiers.
func fillBench(b *testing.B, d *db.DB, projects int) {
	b.Helper()
	ctx := context.Background()
	if _, err := d.Migrate(ctx); err != nil {
		b.Fatal(err)
	}
	err := d.Write(ctx, operator, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
			return err
		}
		return questions.Found(tx)
	})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := demo.Fill(ctx, d, demo.Options{Size: demo.Size{Projects: projects, Cohorts: 24, Coaches: 12, Meetings: 2, Brief: true}, Seed: 1}); err != nil {
		b.Fatal(err)
	}
}

func (l *listBench) request(b *testing.B) string {
	r := httptest.NewRequest(http.MethodGet, "/projets", nil)
	for _, c := range l.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	l.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || strings.Count(w.Body.String(), `<th scope="row"`) != 50 {
		b.Fatalf("%d, %d rows", w.Code, strings.Count(w.Body.String(), `<th scope="row"`))
	}
	return w.Body.String()
}

// frameOf is the same frame as the product's: the navigation that the page shows.
func frameOf(page string) layout.Frame {
	f := layout.Frame{Title: "Projets", Width: layout.Wide, User: &layout.User{Name: "Raphaël Crèvecœur", RoleLabel: "Responsable", Key: "1",
		Links: []ui.Link{{Href: "/compte", Label: "Mon compte"}}}, Search: layout.Search{Action: "/recherche", Name: "q"}}
	for _, href := range []string{"/", "/candidatures", "/projets", "/comites", "/cohortes", "/annees"} {
		if strings.Contains(page, `href="`+href+`"`) {
			f.Nav = append(f.Nav, layout.NavItem{Href: href, Label: href, Current: href == "/projets"})
		}
	}
	return f
}

// byHand is the page as somebody would write it who has nothing but database/sql
// and templ: the same queries, the same rows, the same markup.
func (l *listBench) byHand(b *testing.B) {
	page := project.List{Query: url.Values{}, Today: "2026-11-23", Counts: map[programme.Phase]int{}}
	each := func(scan func(*sql.Rows) error, query string, args ...any) {
		rows, err := l.pool.Query(query, args...)
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := scan(rows); err != nil {
				b.Fatal(err)
			}
		}
	}
	each(func(r *sql.Rows) error {
		var s programme.Site
		err := r.Scan(&s.ID, &s.Code, &s.Name)
		page.Sites = append(page.Sites, s)
		return err
	}, `SELECT id, code, name FROM sites ORDER BY position, name`)
	each(func(r *sql.Rows) error {
		var p programme.Programme
		err := r.Scan(&p.ID, &p.Code, &p.Name)
		page.Programmes = append(page.Programmes, p)
		return err
	}, `SELECT id, code, name FROM programmes ORDER BY code`)
	each(func(r *sql.Rows) error {
		var c programme.Cohort
		err := r.Scan(&c.ID, &c.Ref, &c.Name)
		page.Cohorts = append(page.Cohorts, c)
		return err
	}, `SELECT id, ref, name FROM cohorts ORDER BY starts_on DESC, ref`)
	each(func(r *sql.Rows) error {
		var a accounts.Account
		err := r.Scan(&a.ID, &a.PublicID, &a.Name)
		page.Coaches = append(page.Coaches, a)
		return err
	}, `SELECT a.id, a.public_id, a.name FROM accounts a JOIN account_roles r ON r.account_id = a.id WHERE r.role = 'coach' ORDER BY a.name`)
	index := map[int64]int{}
	each(func(r *sql.Rows) error {
		var x programme.Row
		var first, last string
		err := r.Scan(&x.ID, &x.Ref, &first, &last, &x.Title, &x.Phase, &x.PhaseStartedOn, &x.PhaseEndsOn, &x.SuspendedOn,
			&x.LastMeetingOn, &x.NextMeetingAt, &x.SubmittedAt, &x.SiteName, &x.CohortRef)
		x.Holder = programme.FullName(first, last)
		index[x.ID] = len(page.Rows)
		page.Rows = append(page.Rows, x)
		return err
	}, `SELECT p.id, p.ref, h.first_name, h.last_name, p.title, p.phase, p.phase_started_on, p.phase_ends_on, p.suspended_on,
		p.last_meeting_on, p.next_meeting_at, p.submitted_at, s.name, c.ref
		FROM projects p JOIN persons h ON h.id = p.person_id JOIN sites s ON s.id = p.site_id JOIN cohorts c ON c.id = p.cohort_id
		WHERE p.phase NOT IN ('draft', 'submitted', 'review', 'waitlisted', 'declined', 'withdrawn') ORDER BY p.id DESC LIMIT 50`)
	in := make([]any, len(page.Rows))
	for i, r := range page.Rows {
		in[i] = r.ID
	}
	each(func(r *sql.Rows) error {
		var c programme.Coach
		err := r.Scan(&c.ProjectID, &c.Name)
		row := &page.Rows[index[c.ProjectID]]
		row.Coaches = append(row.Coaches, c)
		return err
	}, `SELECT k.project_id, a.name FROM project_coaches k JOIN accounts a ON a.id = k.account_id
		WHERE k.to_on IS NULL AND k.project_id IN (`+strings.TrimSuffix(strings.Repeat("?,", len(in)), ",")+`)`, in...)
	each(func(r *sql.Rows) error {
		var phase programme.Phase
		var n int
		err := r.Scan(&phase, &n)
		page.Counts[phase] = n
		return err
	}, `SELECT phase, SUM(n) FROM project_counts GROUP BY phase`)
	page.Next = string(models.Date("")) + "~1"
	l.page.Reset()
	if err := project.ListPage(l.frame, page).Render(context.Background(), &l.page); err != nil {
		b.Fatal(err)
	}
	if n := strings.Count(l.page.String(), `<th scope="row"`); n != 50 {
		b.Fatalf("%d rows", n)
	}
}
