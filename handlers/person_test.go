package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Two records become one on the page, and two again.
func TestMergeOnThePage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		odette, zoe := k.account("Odette", access.Grant{Role: access.Candidate}), k.account("Zélie", access.Grant{Role: access.Candidate})
		one, two := k.dossier(cohort, odette.PersonID, programme.Coaching), k.dossier(cohort, zoe.PersonID, programme.Review)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE persons SET phone = '0470 12 34 56', phone_key = '470123456'`)
			return err
		})
		marc := k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		holder := k.as(zoe)
		marc.get("/annees").wants(http.StatusOK).has("Doublons possibles")
		marc.get("/personnes/doublons").wants(http.StatusOK).has(one.Ref, two.Ref, "même téléphone")
		path := "/projets/" + one.Ref + "/fusion"
		page := marc.get(path+"?avec="+two.Ref).wants(http.StatusOK).has("Odette", "Zélie", "zelie@test.be", "La fiche qui reste", "Garder plutôt la fiche de "+two.Ref)
		sent := form("cle", page.value("cle"), "version", page.value("version"), "version_autre", page.value("version_autre"), "avec", two.Ref,
			"de_first_name", "autre", "merge_reason", "Elle l'a dit.")
		marc.post(path, sent).wants(http.StatusUnprocessableEntity).has("Le compte qui reste", "Elle l'a dit.")
		sent.Set("merge_account", odette.PublicID)
		stale := form()
		for name, values := range sent {
			stale[name] = values
		}
		stale.Set("version_autre", "7")
		marc.post(path, stale).wants(http.StatusConflict).has("Comparez à nouveau", "Elle l'a dit.")
		done := marc.post(path, sent).wants(http.StatusSeeOther).location()
		if again := marc.post(path, sent).wants(http.StatusSeeOther).location(); again != done {
			t.Errorf("sent twice it leads to %s and %s", done, again)
		}
		if n := k.count(`SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id WHERE p.person_id = ?`, odette.PersonID); n != 2 {
			t.Errorf("%d dossiers are the person's", n)
		}
		if r := holder.get("/projets"); !strings.HasPrefix(r.location(), "/connexion") {
			t.Errorf("the account that went still reads: %d", r.status)
		}
		marc.get(done).wants(http.StatusOK).has(one.Ref, two.Ref, "Elle l'a dit.", "Défaire la fusion", "zelie@test.be")
		marc.get("/projets/" + two.Ref + "/historique").wants(http.StatusOK).has("Fiches de la personne fusionnées")
		k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")})).get(done).wants(http.StatusNotFound)
		marc.get("/personnes/doublons").wants(http.StatusOK).has("Aucun doublon", "Fusions récentes")
		marc.post(done+"/annulation", form()).wants(http.StatusSeeOther)
		marc.post(done+"/annulation", form()).wants(http.StatusSeeOther) // a second click
		if n := k.count(`SELECT count(DISTINCT person_id) FROM projects`); n != 2 {
			t.Errorf("undone, the dossiers are %d persons'", n)
		}
		k.as(zoe).get("/candidatures/" + two.Ref).wants(http.StatusOK)
		marc.get(path + "?avec=" + one.Ref).wants(http.StatusOK).has("déjà ceux d'une seule et même fiche")
		marc.get(path + "?avec=JI-1999-0001").wants(http.StatusNotFound)
	})
}
