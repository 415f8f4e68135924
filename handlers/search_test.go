package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// searchTown is a dossier with a meeting of which the couveuse keeps a private note.
func (k *kit) searchTown() (p *programme.Project, holder, coach, elsewhere *browser) {
	cohort := k.cohort("LIEGE")
	zoe := k.account("Zoe", access.Grant{Role: access.Candidate})
	p = k.dossier(cohort, zoe.PersonID, programme.Coaching)
	carl := k.account("Carl", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
	k.coach(p, carl)
	k.write(func(tx *db.Tx) error {
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_by, created_at, updated_at)
				VALUES (900, 'm1', 'held', ?, ?, 60, 'coaching', 'onsite', ?, ?, 1, 1)`, []any{tx.Today(), tx.Now(), "Étude de marché <script>alert('x')</script> & bilan", carl.ID}},
			{`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, 900)`, []any{p.ID}},
			{`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (900, ?, ?)`, []any{carl.ID, tx.Now()}},
			{`INSERT INTO meeting_notes (meeting_id, body, author_id, updated_at) VALUES (900, 'Canari secret du marché', ?, 1)`, []any{carl.ID}},
		} {
			if _, err := tx.Exec(s.sql, s.args...); err != nil {
				return err
			}
		}
		return nil
	})
	return p, k.as(zoe), k.as(carl), k.as(k.account("Xavier", access.Grant{Role: access.Coach, SiteID: k.siteID("NAMUR")}))
}

func TestSearchPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p, holder, coach, elsewhere := k.searchTown()
		found := coach.get("/recherche?q="+url.QueryEscape("MARCHE etude")).wants(http.StatusOK).
			has("Rencontres", "Étude de marché <script>alert('x')</script> & bilan").
			lacks("<script>alert", "Notes privées</h2>")
		for _, want := range []string{"<mark>Étude</mark>", "<mark>marché</mark>", `href="/projets/` + p.Ref + `/rencontres/m1"`, `value="MARCHE etude"`} {
			if !strings.Contains(found.body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		coach.get("/recherche?q=marché").has("Notes privées", "Canari secret du", "Interne")
		coach.get("/recherche?q=vrac+epic").has("Dossiers", "Épicerie en vrac", "Zoe, "+p.Ref)
		coach.get("/recherche?q=canari&genre=note").has("1 résultat", "Canari secret")
		coach.get("/recherche?q=canari&genre=meeting").has("Rien ne correspond", "Chercher partout")
		coach.get("/recherche").has("Tapez au moins deux lettres")
		coach.get("/recherche?q=x&genre=secret").wants(http.StatusNotFound)
		coach.get("/recherche?q=canari&genre=note&apres=x").wants(http.StatusUnprocessableEntity)

		holder.get("/recherche?q=marché").has("Étude de").lacks("Canari", "Notes privées", "Interne")
		holder.get("/recherche?q=canari").has("Rien ne correspond").lacks("secret du")
		holder.get("/recherche?q=canari&genre=note").has("Rien ne correspond").lacks("secret du")
		elsewhere.get("/recherche?q=marché").has("Rien ne correspond").lacks("Étude", p.Ref)
		for _, text := range []string{`"`, "'", "%", "_", `\`, strings.Repeat("é", 3_000), "AND OR NOT", "🎉"} {
			coach.get("/recherche?q=" + url.QueryEscape(text)).wants(http.StatusOK)
		}
	})
}

func TestSuggestions(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p, holder, coach, elsewhere := k.searchTown()
		labels := func(r reply) (list []string) {
			t.Helper()
			var got []struct{ Href, Label, Hint, Group string }
			if err := json.Unmarshal([]byte(r.wants(http.StatusOK).body), &got); err != nil {
				t.Fatalf("%v: %s", err, r.body)
			}
			for _, s := range got {
				list = append(list, s.Group+" "+s.Label+" "+s.Href)
			}
			return list
		}
		want := "Dossiers Épicerie en vrac /projets/" + p.Ref
		if got := labels(coach.get("/recherche/suggestions?q=epic")); len(got) == 0 || got[0] != want {
			t.Errorf("%q", got)
		}
		if got := labels(coach.get("/recherche/suggestions?q=canari")); len(got) != 1 || !strings.HasPrefix(got[0], "Notes privées Note privée") {
			t.Errorf("%q", got)
		}
		if got := labels(holder.get("/recherche/suggestions?q=canari")); len(got) != 0 {
			t.Errorf("the holder is told %q", got)
		}
		recent := "/recherche/suggestions?dossiers=" + p.Ref + ",JI-2026-9999,%27,,,,,,"
		if got := labels(coach.get(recent)); len(got) != 1 || got[0] != "Dossiers récents Épicerie en vrac /projets/"+p.Ref {
			t.Errorf("%q", got)
		}
		if got := labels(elsewhere.get(recent)); len(got) != 0 {
			t.Errorf("another site is told %q", got)
		}
		if got := labels(coach.get("/recherche/suggestions")); len(got) != 0 {
			t.Errorf("%q", got)
		}
	})
}
