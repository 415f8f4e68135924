package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
)

// The page of a dossier tells what its reader may know, and no more.
func TestDossierPage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p, holder, coach, elsewhere := k.searchTown()
		page := "/projets/" + p.Ref
		k.write(func(tx *db.Tx) error {
			for _, s := range []string{
				`UPDATE persons SET phone = '0470 12 34 56', email = 'zoe@exemple.be' WHERE id = (SELECT person_id FROM projects WHERE ref = '%s')`,
				`INSERT INTO actions (id, project_id, title, owner, created_at) SELECT 901, id, 'Demander un devis', 'holder', 1 FROM projects WHERE ref = '%s'`,
				`INSERT INTO actions (id, project_id, title, owner, coach_id, due_on, created_at) SELECT 902, p.id, 'Canari du coach', 'coach', k.account_id, '2026-11-01', 1
					FROM projects p JOIN project_coaches k ON k.project_id = p.id WHERE p.ref = '%s'`,
				`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) SELECT 'RP-2026-0009', 'progress', 'x', id, 'Rapport', 'beef', CAST('x' AS BLOBTYPE), 1 FROM projects WHERE ref = '%s'`,
			} {
				blob := map[db.Engine]string{db.SQLite: "BLOB", db.Postgres: "BYTEA"}[tx.Engine()]
				if _, err := tx.Exec(strings.ReplaceAll(fmt.Sprintf(s, p.Ref), "BLOBTYPE", blob)); err != nil {
					return err
				}
			}
			return nil
		})
		whole := coach.get(page).wants(http.StatusOK).has("Appeler le 0470 12 34 56", "zoe@exemple.be", "Accomplis", "Suspendus", "Fin prévue", "Demander un devis",
			"Canari du coach", "En retard depuis le 01/11/2026", "RP-2026-0009", "Étude de marché", "Canari secret du marché", "Interne", "Partagé", "Plafond")
		for _, want := range []string{`href="tel:0470123456"`, `href="mailto:zoe@exemple.be"`, `href="` + page + `/rencontres/nouvelle" data-new-meeting`} {
			if !strings.Contains(whole.body, want) {
				t.Errorf("the page lacks %q", want)
			}
		}
		coach.get(page+"?vue=interne").has("Canari secret du marché", "ne voit rien de ce qui suit").lacks("Étude de marché")
		coach.get(page + "?vue=partage").has("Étude de marché").lacks("Canari secret")
		coach.get(page + "?genre=messages").has("Rien de tel dans ce dossier")
		coach.get(page + "?genre=x").wants(http.StatusNotFound)
		coach.get(page + "?apres=x").wants(http.StatusUnprocessableEntity)

		holder.get(page).wants(http.StatusOK).has("Étude de marché", "Demander un devis").lacks("Canari", "Interne", "Partagé", "vue=", "genre=notes", "genre=registre", "data-new-meeting")
		for _, hidden := range []string{"?vue=interne", "?vue=partage", "?genre=notes", "?genre=registre"} {
			holder.get(page + hidden).wants(http.StatusNotFound).lacks("Canari")
		}
		elsewhere.get(page).wants(http.StatusNotFound)

		coach.post(page+"/actions/901/fait", form("fait", "oui", "suite", page+"#actions")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM actions WHERE id = 901 AND done_on IS NOT NULL`); n != 1 {
			t.Error("the action is not done")
		}
		coach.get(page+"?genre=actions").has("Demander un devis", "Action faite")
		reader := k.as(k.account("Katia", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}))
		reader.get(page).wants(http.StatusOK).lacks(`/fait"`, page+"/rencontres/nouvelle")
	})
}

// A long story goes on page by page, under the same filter.
func TestStoryPages(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p, _, coach, _ := k.searchTown()
		k.write(func(tx *db.Tx) error {
			for i := range 35 {
				if _, err := tx.Exec(`INSERT INTO messages (public_id, project_id, side, body, at) VALUES (?, ?, 'house', ?, ?)`, fmt.Sprint("g", i), p.ID, fmt.Sprintf("numéro %02d", i), i+1); err != nil {
					return err
				}
			}
			return nil
		})
		first := coach.get("/projets/"+p.Ref+"?genre=messages&vue=partage").has("numéro 34", "numéro 05", "Plus ancien").lacks("numéro 04")
		_, rest, _ := strings.Cut(first.body, `rel="next" href="`)
		next, _, _ := strings.Cut(rest, `"`)
		coach.get(strings.ReplaceAll(next, "&amp;", "&")).has("numéro 04", "numéro 00", "Retour au plus récent").lacks("numéro 05", "Plus ancien")
	})
}
