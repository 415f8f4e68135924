package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

func (k *kit) admin() *browser {
	k.t.Helper()
	return k.as(k.account("Admin", access.Grant{Role: access.Administrator}))
}

func TestSettingsAreTheAdministratorsAlone(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		pages := []string{"/reglages", "/reglages/couveuse", "/reglages/sites/nouveau", "/reglages/sites/LIEGE", "/reglages/programmes/nouveau",
			"/reglages/programmes/JI", "/reglages/programmes/JI/modifier", "/reglages/programmes/JI/conditions/nouvelles", "/reglages/programmes/JI/plan/1"}
		posts := []string{"/reglages/couveuse", "/reglages/sites/nouveau", "/reglages/sites/LIEGE", "/reglages/programmes/nouveau", "/reglages/programmes/JI/modifier",
			"/reglages/programmes/JI/conditions/nouvelles", "/reglages/programmes/JI/conditions/2005-01-01/retirer", "/reglages/programmes/JI/plan",
			"/reglages/programmes/JI/plan/1/publier", "/reglages/programmes/JI/plan/1/abandonner", "/reglages/programmes/JI/plan/1/ordre"}
		admin := k.admin()
		for _, page := range pages {
			admin.get(page).wants(http.StatusOK)
		}
		before := k.count(`SELECT count(*) FROM audit_entries`)
		for _, role := range []access.Role{access.Candidate, access.Coach, access.Jury, access.Manager} {
			b := k.as(k.account(string(role), access.Grant{Role: role}))
			for _, page := range pages {
				b.get(page).wants(http.StatusForbidden)
			}
			before = k.count(`SELECT count(*) FROM audit_entries`)
			for _, page := range posts {
				b.post(page, form("name", "X", "version", "1")).wants(http.StatusForbidden)
			}
		}
		if after := k.count(`SELECT count(*) FROM audit_entries`); after != before {
			t.Errorf("%d traces of those who may not", after-before)
		}
		for _, page := range []string{"/reglages/sites/NULLE", "/reglages/programmes/NUL", "/reglages/programmes/JI/plan/9", "/reglages/programmes/JI/plan/x",
			"/reglages/programmes/JI/plan/99999999999", "/reglages/programmes/JI/plan/1/parties/999999"} {
			admin.get(page).wants(http.StatusNotFound)
		}
	})
}

func TestTheCouveuseAndItsSites(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		version := b.get("/reglages/couveuse").value("version")
		b.post("/reglages/couveuse", form("version", version, "name", "Job'In asbl", "enterprise_number", "0403.019.262", "email", "pas une adresse")).
			wants(http.StatusUnprocessableEntity).has("Ce numéro d'entreprise n'est pas valable", "Adresse e-mail :").has("Il y a un problème")
		b.post("/reglages/couveuse", form("version", version, "name", "Job'In asbl", "enterprise_number", "BE 0403.019.261", "address", "Rue A 1\r\n4000 Liège")).wants(http.StatusSeeOther)
		b.get("/reglages").has("Job'In asbl", "0403.019.261", "Rue A 1 4000 Liège", "C'est enregistré.")
		b.post("/reglages/couveuse", form("version", version, "name", "Un autre nom")).wants(http.StatusConflict)
		if got := b.post("/reglages/couveuse", form("version", "99999999999999", "name", "Un autre nom")).wants(http.StatusConflict).value("name"); got != "Un autre nom" {
			t.Errorf("the form came back with %q", got)
		}

		key := b.get("/reglages/sites/nouveau").value("cle")
		b.post("/reglages/sites/nouveau", form("cle", key, "code", "LIEGE", "name", "Liège")).wants(http.StatusUnprocessableEntity).has("Code : C'est déjà utilisé", "Nom : C'est déjà utilisé")
		b.post("/reglages/sites/nouveau", form("cle", key, "code", "É!", "name", "Huy")).wants(http.StatusUnprocessableEntity).has("2 à 12 lettres")
		for range 2 { // sent twice, made once
			b.post("/reglages/sites/nouveau", form("cle", key, "code", "huy", "name", "Huy")).wants(http.StatusSeeOther)
		}
		page := b.get("/reglages/sites/HUY").wants(http.StatusOK)
		b.post("/reglages/sites/HUY", form("version", page.value("version"), "name", "Huy-Waremme", "active", "peut-être")).wants(http.StatusUnprocessableEntity)
		b.post("/reglages/sites/HUY", form("version", page.value("version"), "name", "Huy-Waremme")).wants(http.StatusSeeOther)
		b.post("/reglages/sites/HUY", form("version", page.value("version"), "name", "Huy")).wants(http.StatusConflict)
		if n := k.count(`SELECT count(*) FROM sites WHERE code = 'HUY' AND name = 'Huy-Waremme' AND active = FALSE`); n != 1 {
			t.Errorf("%d sites as they should be", n)
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE entity IN ('couveuse', 'site')`); n != 3 {
			t.Errorf("%d traces", n)
		}
	})
}

func TestProgrammesAndTheirTerms(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		liege := strconv.FormatInt(k.siteID("LIEGE"), 10)
		b.post("/reglages/programmes/nouveau", form("code", "JT", "name", "Job'In Tech", "site", "99999")).wants(http.StatusUnprocessableEntity)
		b.post("/reglages/programmes/nouveau", form("code", "JT", "name", "Job'In Tech", "site", liege)).wants(http.StatusSeeOther)
		page := b.get("/reglages/programmes/JT").wants(http.StatusOK).has("Liège", "3 à 6 mois", "En vigueur", "5 000,00 €")
		if strings.Contains(page.body, "/retirer") {
			t.Error("the only terms can be taken back")
		}
		b.post("/reglages/programmes/JT/conditions/2026-11-23/retirer", form()).wants(http.StatusUnprocessableEntity).has("Un programme a toujours des conditions")

		edit := b.get("/reglages/programmes/JI/modifier").value("version")
		b.post("/reglages/programmes/JI/modifier", form("version", edit, "name", "Job'In", "active", "oui", "site", liege)).wants(http.StatusSeeOther)
		b.post("/reglages/programmes/JI/modifier", form("version", edit, "name", "Job'In", "active", "oui")).wants(http.StatusConflict)
		if n := k.count(`SELECT count(*) FROM programme_sites x JOIN programmes p ON p.id = x.programme_id WHERE p.code = 'JI'`); n != 1 {
			t.Errorf("JI is offered on %d sites", n)
		}

		terms := form("valid_from", "2027-01-01", "coaching_min_months", "4", "coaching_max_months", "8", "coaching_extension_months", "2", "test_min_months", "6",
			"test_max_months", "12", "test_extension_months", "3", "total_max_months", "24", "grant_cap", "6 000,50", "plan_gate", "warn", "silent_days", "45")
		bad := form("valid_from", "2027-13-01", "coaching_min_months", "quatre", "coaching_max_months", "8", "coaching_extension_months", "", "test_min_months", "6",
			"test_max_months", "12", "test_extension_months", "3", "total_max_months", "24", "grant_cap", "beaucoup", "plan_gate", "warn", "silent_days", "45")
		to := "/reglages/programmes/JI/conditions/nouvelles"
		if got := b.post(to, bad).wants(http.StatusUnprocessableEntity).has("Plafond de la bourse :", "À partir du :").value("coaching_min_months"); got != "quatre" {
			t.Errorf("the form came back with %q", got)
		}
		bad.Set("valid_from", "2027-01-01")
		bad.Set("grant_cap", "1")
		b.post(to, bad).wants(http.StatusUnprocessableEntity).has("Accompagnement, au moins : Indiquez un nombre", "Accompagnement, prolongations : Ce champ est obligatoire")
		bad.Set("coaching_min_months", "9")
		bad.Set("coaching_extension_months", "0")
		b.post(to, bad).wants(http.StatusUnprocessableEntity).has("Accompagnement, au plus : Indiquez au moins 9")
		b.post(to, terms).wants(http.StatusSeeOther)
		b.post(to, terms).wants(http.StatusUnprocessableEntity).has("À partir du : C'est déjà utilisé")
		b.get("/reglages/programmes/JI").has("01/01/2027", "4 à 8 mois", "6 000,50 €")

		// A journey under way keeps its terms, and holds them.
		k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		b.post("/reglages/programmes/JI/conditions/2005-01-01/retirer", form()).wants(http.StatusUnprocessableEntity).has("1 parcours a commencé sous les conditions du 1er janvier 2005")
		for _, from := range []string{"2027-01-02", "n-importe", "2027-02-30"} {
			b.post("/reglages/programmes/JI/conditions/"+from+"/retirer", form()).wants(http.StatusNotFound)
		}
		b.post("/reglages/programmes/JI/conditions/2027-01-01/retirer", form()).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM terms t JOIN programmes p ON p.id = t.programme_id WHERE p.code = 'JI'`); n != 1 {
			t.Errorf("JI has %d terms", n)
		}
	})
}

func TestThePlanTemplateFromDraftToPublished(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		old := k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		k.write(func(tx *db.Tx) error { return plan.Adopt(tx, old) })
		const draft = "/reglages/programmes/JI/plan/2"
		b.get("/reglages/programmes/JI/plan/1").has("Cette version ne change plus").lacks(`name="sens"`)
		for range 2 { // started twice, it is the same draft
			if to := b.post("/reglages/programmes/JI/plan", form()).wants(http.StatusSeeOther).location(); to != draft {
				t.Fatalf("the draft is at %s", to)
			}
		}
		version := func() string { return b.get(draft).wants(http.StatusOK).value("version") }
		id := func(query string, args ...any) string { return strconv.Itoa(k.count(query, args...)) }
		const inDraft = ` AND template_id = (SELECT id FROM plan_templates WHERE state = 'draft')`
		first, second := id(`SELECT id FROM plan_sections WHERE title = 'Personne et équipe'`+inDraft), id(`SELECT id FROM plan_sections WHERE title = 'Offre et besoin'`+inDraft)
		item := id(`SELECT id FROM plan_items WHERE title = 'Budget du ménage'` + inDraft)

		// A new section, refused without a title, empty when published.
		b.post(draft+"/parties/nouvelle", form("version", version(), "title", " ")).wants(http.StatusUnprocessableEntity).has("Titre : Ce champ est obligatoire")
		b.post(draft+"/parties/nouvelle", form("version", version(), "title", "Durabilité")).wants(http.StatusSeeOther)
		b.post(draft+"/publier", form("version", version())).wants(http.StatusUnprocessableEntity).has("La partie « Durabilité » n'a aucun point")
		fresh := id(`SELECT id FROM plan_sections WHERE title = 'Durabilité'`)
		stale := version()
		b.post(draft+"/parties/"+fresh+"/points/nouveau", form("version", stale, "title", "Empreinte", "expectation", "Mesurer l'empreinte.", "mandatory", "oui")).wants(http.StatusSeeOther)
		if got := b.post(draft+"/parties/"+fresh+"/points/nouveau", form("version", stale, "title", "Autre", "expectation", "Texte gardé.")).wants(http.StatusConflict).value("title"); got != "Autre" {
			t.Errorf("the form came back with %q", got)
		}
		b.post(draft+"/parties/"+first+"/points/"+item, form("version", version(), "title", "Budget privé", "expectation", "Chiffrer.", "evidence", "Un tableau.")).wants(http.StatusSeeOther)
		// An item is found in its own section only.
		b.get(draft + "/parties/" + second + "/points/" + item).wants(http.StatusNotFound)
		b.post(draft+"/parties/"+second+"/points/"+item, form("version", version(), "title", "X", "expectation", "Y")).wants(http.StatusNotFound)
		b.post("/reglages/programmes/JID/plan/1/parties/"+first, form("version", "1", "title", "X")).wants(http.StatusUnprocessableEntity).has("est publiée")
		b.post(draft+"/parties/x", form("version", version(), "title", "X")).wants(http.StatusNotFound)

		b.post(draft+"/ordre", form("version", version(), "partie", first, "point", "0", "sens", "descendre")).wants(http.StatusSeeOther)
		b.post(draft+"/ordre", form("version", version(), "partie", first, "point", item, "sens", "monter")).wants(http.StatusSeeOther)
		b.post(draft+"/ordre", form("version", version(), "partie", second, "point", "0", "sens", "monter")).wants(http.StatusSeeOther) // it is the first
		b.post(draft+"/ordre", form("version", version(), "partie", first, "point", "0", "sens", "ailleurs")).wants(http.StatusUnprocessableEntity)
		b.post(draft+"/ordre", form("version", version(), "partie", "abc", "sens", "monter")).wants(http.StatusBadRequest)
		text := b.get(draft).text()
		if !strings.Contains(text, "1. Offre et besoin") || !strings.Contains(text, "2. Personne et équipe") || strings.Index(text, "Budget privé") > strings.Index(text, "Motivation et disponibilité") {
			t.Errorf("the order is wrong: %s", text)
		}
		b.post(draft+"/parties/"+second, form("version", version(), "action", "supprimer")).wants(http.StatusSeeOther)
		b.post(draft+"/parties/"+first+"/points/"+item, form("version", version(), "action", "supprimer")).wants(http.StatusSeeOther)

		b.post(draft+"/publier", form("version", version())).wants(http.StatusSeeOther)
		b.get("/reglages/programmes/JI").has("La version 2 est publiée", "Remplacé")
		b.post(draft+"/publier", form("version", "99")).wants(http.StatusUnprocessableEntity)
		kept := k.count(`SELECT t.number FROM projects p JOIN plan_templates t ON t.id = p.template_id WHERE p.id = ?`, old.ID)
		next := k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		k.write(func(tx *db.Tx) error { return plan.Adopt(tx, next) })
		taken := k.count(`SELECT t.number FROM projects p JOIN plan_templates t ON t.id = p.template_id WHERE p.id = ?`, next.ID)
		if kept != 1 || taken != 2 {
			t.Errorf("the old journey has version %d, the new one version %d", kept, taken)
		}
		// A draft that is given up leaves nothing.
		b.post("/reglages/programmes/JI/plan", form()).wants(http.StatusSeeOther)
		third := "/reglages/programmes/JI/plan/3"
		b.post(third+"/abandonner", form("version", b.get(third).value("version"))).wants(http.StatusSeeOther)
		b.get(third).wants(http.StatusNotFound)
	})
}
