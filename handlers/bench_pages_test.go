package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// Every list and search page at 75,000 holders, server time alone: what is asked for is less than 10 ms a page.
// Without ECLOSION_TEST_POSTGRES, SQLite alone; with the tag sqlite_fts5, its full-text index.
//
//	go test ./handlers -run '^$' -bench Pages
//	.ci/with-postgres go test -tags sqlite_fts5 ./handlers -run '^$' -bench Pages
func BenchmarkPages(b *testing.B) {
	engines := []db.Engine{db.SQLite}
	if os.Getenv("ECLOSION_TEST_POSTGRES") != "" {
		engines = append(engines, db.Postgres)
	}
	for _, engine := range engines {
		p := newPagesBench(b, engine, 75_000)
		for _, page := range p.pages(b) {
			b.Run(strings.Join([]string{string(engine), page.role, strings.ReplaceAll(strings.TrimPrefix(page.path, "/"), "/", "|")}, ":"), func(b *testing.B) {
				for b.Loop() {
					p.request(b, page.role, page.path)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/page")
			})
		}
	}
}

type pagesBench struct {
	db      *db.DB
	handler http.Handler
	cookies map[string][]*http.Cookie
}

type benchPage struct{ role, path string }

// The pages of the pilot as a manager of all sites asks for them, at two sizes: times-smaller is the time against the smaller one.
//
//	make bench BENCH=Pilot
func BenchmarkPilot(b *testing.B) {
	before := map[string]float64{}
	for _, size := range []int{1_000, 10_000} {
		p := newPagesBench(b, db.SQLite, size)
		for _, path := range []string{"/pilotage", "/pilotage?vue=table", "/pilotage?bloques=1", "/pilotage/bloques", "/pilotage/liste?chiffre=blocked", "/pilotage/equipe", "/pilotage/recrutements", "/pilotage/echeances", "/annees"} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "|"), size), func(b *testing.B) {
				for b.Loop() {
					p.request(b, "manager", path)
				}
				ns := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
				b.ReportMetric(ns/1e6, "ms/page")
				if before[path] > 0 {
					b.ReportMetric(ns/before[path], "times-smaller")
				}
				before[path] = ns
			})
		}
	}
}

func newPagesBench(b *testing.B, engine db.Engine, projects int) *pagesBench {
	b.Helper()
	ctx, clock := context.Background(), &dbtest.Clock{}
	d, err := db.Open(ctx, db.Options{URL: dbtest.URL(b, engine), Clock: clock, Create: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = d.Close() })
	fillBench(b, d, projects)
	if engine == db.Postgres {
		if _, err := d.Pool().Exec(`ANALYZE`); err != nil {
			b.Fatal(err)
		}
	}
	p := &pagesBench{db: d, handler: benchApp(d, clock), cookies: map[string][]*http.Cookie{}}
	for _, role := range []string{"manager", "coach", "jury"} {
		p.cookies[role] = benchSignIn(p.handler, role)
	}
	return p
}

// one asks the database for a word: a reference to open, a code to filter by.
func (p *pagesBench) one(b *testing.B, query string) string {
	var word string
	err := p.db.Read(context.Background(), operator, func(tx *db.Tx) error {
		_, err := tx.Get([]any{&word}, query)
		return err
	})
	if err != nil || word == "" {
		b.Fatalf("%s: %q, %v", query, word, err)
	}
	return word
}

func (p *pagesBench) pages(b *testing.B) (list []benchPage) {
	dossier := "/projets/" + p.one(b, `SELECT p.ref FROM projects p JOIN project_coaches k ON k.project_id = p.id JOIN accounts a ON a.id = k.account_id
		WHERE a.email = 'coach@demo.test' AND p.phase = 'test' ORDER BY p.id DESC LIMIT 1`)
	file := "/candidatures/" + p.one(b, `SELECT p.ref FROM projects p JOIN sites s ON s.id = p.site_id WHERE s.code = 'LIEGE' AND p.phase = 'review' ORDER BY p.id DESC LIMIT 1`)
	cohort := p.one(b, `SELECT c.ref FROM cohorts c JOIN projects p ON p.cohort_id = c.id GROUP BY c.ref ORDER BY count(*) DESC LIMIT 1`)
	coach := p.one(b, `SELECT public_id FROM accounts WHERE email = 'coach@demo.test'`)
	middle := p.one(b, `SELECT CAST(MAX(id) / 2 AS TEXT) FROM projects`)
	for role, paths := range map[string][]string{
		"manager": {"/pilotage", "/pilotage?site=LIEGE", "/pilotage?vue=table", "/pilotage?vue=table&phase=coaching", "/pilotage?vue=table&apres=2026-06-01~0", "/pilotage?bloques=1",
			"/pilotage/bloques", "/pilotage/bloques?site=NAMUR", "/pilotage/equipe", "/pilotage/recrutements", "/pilotage/echeances", "/pilotage/liste?chiffre=blocked", "/vues",
			"/", "/projets", "/projets?phase=coaching", "/projets?phase=exited", "/projets?tri=fin", "/projets?tri=fin&phase=test", "/projets?site=LIEGE", "/projets?programme=JI",
			"/projets?cohorte=" + cohort, "/projets?coach=" + coach, "/projets?suspendus=1", "/projets?q=nour", "/projets?q=zzz", "/projets?apres=~" + middle,
			"/candidatures", "/candidatures?phase=submitted", "/candidatures?phase=declined", "/candidatures?q=nour", "/cohortes", "/comites", "/seances/gerer", "/annees", "/effacements",
			"/recherche?q=nour", "/recherche?q=client", "/recherche?q=marche+client", "/recherche?q=zzz", "/recherche?q=re", "/recherche?q=bilan&genre=meeting", "/recherche/suggestions?q=no",
			dossier, file},
		"coach": {"/", "/projets", "/projets?miens=1", "/projets?tri=fin&miens=1", "/candidatures", "/cohortes", "/recherche?q=nour", "/recherche?q=client", "/recherche?q=zzz",
			dossier, dossier + "?vue=interne", dossier + "?genre=plan", dossier + "/rencontres", dossier + "/plan", dossier + "/bourse", dossier + "/documents", dossier + "/messages", dossier + "/historique"},
		"jury": {"/candidatures", "/comites", "/recherche?q=nour"},
	} {
		for _, path := range paths {
			list = append(list, benchPage{role, path})
		}
	}
	return list
}

func (p *pagesBench) request(b *testing.B, role, path string) {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, c := range p.cookies[role] {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("%s answered %d", path, w.Code)
	}
}
