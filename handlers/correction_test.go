package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

// A correction on the page: what was issued stays, what is new counts it, and the history tells it.
func TestCorrectAPastFact(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager, ref := k.as(tw.Accounts["manager"]), tw.Refs[1] // in test
		counted := func() (n, shortest int) {
			k.write(func(tx *db.Tx) error {
				r, err := reporting.LoadCohort(tx, reporting.CohortAsk{Ref: tw.Cohort.Ref})
				for i := range r.Projects {
					if m := &r.Projects[i]; m.Ref == ref {
						shortest = m.Test.Days
					}
				}
				n = r.Figures.Get("gender.X").Count
				return err
			})
			return n, shortest
		}
		manager.post("/papiers", form("kind", "cohort", "ref", tw.Cohort.Ref)).wants(http.StatusSeeOther)
		issued := manager.get("/papiers/RC-2026-0001.pdf").wants(http.StatusOK).body
		sum := sha256.Sum256([]byte(issued))
		others, days := counted()

		path := "/projets/" + ref + "/corrections"
		if !strings.Contains(manager.get("/projets/"+ref+"/historique").wants(http.StatusOK).body, `href="`+path+`"`) {
			t.Error("no way to the page")
		}
		if strings.Contains(k.as(tw.Accounts["coach"]).get("/projets/"+ref+"/historique").wants(http.StatusOK).body, path) {
			t.Error("a coach is led to what is closed")
		}
		manager.get(path).wants(http.StatusOK).has("Corriger un fait passé", "Début de la période de test", "Date de naissance").lacks("Raison de la sortie", "Numéro d'entreprise")
		page := manager.get(path + "?fait=test_on").wants(http.StatusOK).has("Ce qui est enregistré")
		day := page.value("correction_value")
		sent := form("version", page.value("version"), "fait", "test_on", "correction_value", "2099-01-01", "correction_reason", "Vu sur <b>la convention</b>")
		if again := manager.post(path, sent).wants(http.StatusUnprocessableEntity).has("Cette date est dans le futur", "Vu sur <b>la convention</b>"); again.value("correction_value") != "2099-01-01" {
			t.Error("the day that was typed is lost")
		}
		sent.Set("correction_value", "2026-02-01")
		manager.post(path, sent).wants(http.StatusUnprocessableEntity).has("acceptation de la candidature")
		right := "2026-07-01"
		if day == right {
			right = "2026-07-02"
		}
		sent.Set("correction_value", right)
		manager.post(path, sent).wants(http.StatusSeeOther)
		if again := manager.post(path, sent).wants(http.StatusConflict).has("Vu sur <b>la convention</b>"); again.value("correction_value") != right { // a second click
			t.Error("a conflict loses what was typed")
		}
		gender := form("version", manager.get(path+"?fait=gender").value("version"), "fait", "gender", "correction_value", "X", "correction_reason", strings.Repeat("é", 100_000))
		manager.post(path, gender).wants(http.StatusUnprocessableEntity).has("C'est trop long")
		gender.Set("correction_reason", "La personne l'a dit.")
		manager.post(path, gender).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM corrections`); n != 2 {
			t.Fatalf("%d corrections", n)
		}

		for _, told := range []string{path, "/projets/" + ref + "/historique", "/projets/" + ref} {
			manager.get(told).wants(http.StatusOK).has("Fait corrigé : début de la période de test, ", " juillet 2026 au lieu du ", "La personne l'a dit.")
		}
		manager.get("/projets/"+ref+"/historique").has("il avait été enregistré au", "Fait passé corrigé")

		k.write(func(tx *db.Tx) error {
			held, _, err := privacy.Dossier(tx, ref, access.ProjectRead)
			if c := held.Corrections; err == nil && (len(c) != 2 || c[0].Fact != "test_on" || c[0].From != day || c[0].To != right || c[1].Reason != "La personne l'a dit.") {
				t.Errorf("own data tells %+v", c)
			}
			return err
		})
		if again := manager.get("/papiers/RC-2026-0001.pdf").wants(http.StatusOK).body; again != issued {
			t.Error("the issued report changed")
		}
		if n := k.count(`SELECT count(*) FROM issued_papers WHERE number = 'RC-2026-0001' AND sha256 = ?`, hex.EncodeToString(sum[:])); n != 1 {
			t.Error("its sum changed")
		}
		if n, since := counted(); n != others+1 || since == days {
			t.Errorf("a new report counts %d of gender X (%d before), %d days of test (%d before)", n, others, since, days)
		}
		manager.post("/papiers", form("kind", "cohort", "ref", tw.Cohort.Ref)).wants(http.StatusSeeOther)
		if next := manager.get("/papiers/RC-2026-0002.pdf").wants(http.StatusOK).body; next == issued {
			t.Error("the next report tells the same")
		}
	})
}
