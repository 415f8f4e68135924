package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/progress"
)

// rowsOfSettings tells whether anything that a setting could write was written.
func (k *kit) rowsOfSettings() (n int) {
	for _, table := range []string{"audit_entries", "terms", "programmes", "programme_sites", "sites", "letter_texts", "criteria", "form_keys", "outbox"} {
		n = n*7 + k.count(`SELECT count(*) FROM `+table)
	}
	for _, sum := range []string{`SELECT sum(version) FROM programmes`, `SELECT sum(version) FROM sites`, `SELECT COALESCE(sum(version), 0) FROM criteria`,
		`SELECT sum(version) FROM plan_templates`, `SELECT sum(version) FROM form_versions`} {
		n = n*7 + k.count(sum)
	}
	return n
}

// looks posts a form to look at its change: nothing may be written.
func (b *browser) looks(path string, values url.Values) reply {
	b.k.t.Helper()
	before := b.k.rowsOfSettings()
	values.Set("faire", "verifier")
	page := b.post(path, values)
	if after := b.k.rowsOfSettings(); after != before {
		b.k.t.Errorf("%s: a look wrote something", path)
	}
	if page.status == http.StatusOK { // every code has words
		for _, part := range strings.Fields(page.value("constat")) {
			if code, _, _ := strings.Cut(part, "="); strings.Contains(page.text(), code) {
				b.k.t.Errorf("%s: %s has no words", path, code)
			}
		}
	}
	return page
}

// goesOn are the fields of a page of a change, with the button that was pressed.
func goesOn(page reply, values url.Values, do string) url.Values {
	v := url.Values{}
	for name, list := range values {
		v[name] = list
	}
	v.Set("faire", do)
	v.Set("constat", page.value("constat"))
	return v
}

func termsTyped(from, cap string) url.Values {
	return form("valid_from", from, "coaching_min_months", "4", "coaching_max_months", "8", "coaching_extension_months", "2", "test_min_months", "6",
		"test_max_months", "12", "test_extension_months", "3", "total_max_months", "24", "grant_cap", cap, "plan_gate", "warn", "silent_days", "45")
}

func TestTermsPreview(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b, c := k.admin(), k.cohort("LIEGE") // starts on 2027-02-01
		const to, page = "/reglages/programmes/JI/conditions/nouvelles", "/reglages/programmes/JI"
		running := k.dossier(c, 0, programme.Coaching)
		k.dossier(c, 0, programme.Accepted)
		k.dossier(c, 0, programme.Declined)

		b.looks(to, termsTyped("2027-13-01", "6 000")).wants(http.StatusUnprocessableEntity).has("À partir du :")
		b.looks(to, termsTyped("2005-01-01", "6 000")).wants(http.StatusUnprocessableEntity).has("C'est déjà utilisé")
		if got := b.looks(to, termsTyped("2027-01-01", "beaucoup")).wants(http.StatusUnprocessableEntity).value("grant_cap"); got != "beaucoup" {
			t.Errorf("the form came back with %q", got)
		}

		typed := sent(b.get(to), termsTyped("2027-02-01", "6 000"))
		seen := b.looks(to, typed).wants(http.StatusOK).has("Rien n'est encore enregistré", "1 parcours en cours garde ses conditions",
			"1 candidature entrera sous ces conditions, si elle aboutit", "1 cohorte est concernée", "5 000,00 € 6 000,00 €", "Accompagnement, au moins 3 mois 4 mois").
			lacks("D'Hondt", running.Ref, "Test, au plus")
		if !strings.Contains(seen.body, `href="/cohortes"`) {
			t.Error("the cohorts are not linked")
		}
		b.looks(to, termsTyped("2027-02-02", "6 000")).wants(http.StatusOK).has("0 candidature entrera", "0 cohorte est concernée")
		before := k.rowsOfSettings()
		if got := b.post(to, goesOn(seen, typed, "corriger")).wants(http.StatusOK).has("Nouvelles conditions").value("grant_cap"); got != "6 000" || k.rowsOfSettings() != before {
			t.Errorf("the form came back with %q, or something was written", got)
		}

		// Somebody applies meanwhile: it is saved, and told.
		k.dossier(c, 0, programme.Submitted)
		for range 2 { // sent twice, added once
			b.post(to, goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		}
		if n := k.count(`SELECT count(*) FROM terms t JOIN programmes p ON p.id = t.programme_id WHERE p.code = 'JI'`); n != 2 {
			t.Fatalf("JI has %d terms", n)
		}
		k.write(func(tx *db.Tx) error { // what was counted is what happens
			for on, want := range map[models.Date]models.Date{c.StartsOn: "2027-02-01", c.StartsOn.AddDays(-1): "2005-01-01"} {
				if got, err := programme.TermsOn(tx, c.ProgrammeID, on); err != nil || got.ValidFrom != want {
					t.Errorf("on %s: %s, %v", on, got.ValidFrom, err)
				}
			}
			return nil
		})
		again := sent(b.get(to), termsTyped("2027-03-01", "7 000"))
		seen = b.looks(to, again)
		k.dossier(c, 0, programme.Coaching)
		b.post(to, goesOn(seen, again, "enregistrer")).wants(http.StatusSeeOther)
		b.get(page).has("C'est enregistré. Les nombres ont changé entre-temps : 2 parcours en cours gardent leurs conditions")
		same := sent(b.get(to), termsTyped("2027-04-01", "7 000"))
		b.post(to, goesOn(b.looks(to, same), same, "enregistrer")).wants(http.StatusSeeOther)
		b.get(page).has("C'est enregistré.").lacks("entre-temps")

		drop := "/reglages/programmes/JI/conditions/2027-02-01/retirer"
		k.exec(`DELETE FROM terms WHERE valid_from > '2027-02-01'`)
		seen = b.looks(drop, form()).wants(http.StatusOK).has("2 candidatures entreront sous d'autres conditions", "6 000,00 € 5 000,00 €", "Retirer ces conditions")
		b.looks("/reglages/programmes/JI/conditions/2005-01-01/retirer", form()).wants(http.StatusUnprocessableEntity).has("2 parcours ont commencé")
		b.looks("/reglages/programmes/JI/conditions/2027-02-30/retirer", form()).wants(http.StatusNotFound)
		b.post(drop, goesOn(seen, form(), "enregistrer")).wants(http.StatusSeeOther)
		b.looks(drop, form()).wants(http.StatusNotFound)
	})
}

func TestProgrammeAndSitePreview(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b, c := k.admin(), k.cohort("LIEGE")
		k.account("Coach", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")})
		k.dossier(c, 0, programme.Test)
		k.dossier(c, 0, programme.Review)
		k.dossier(c, 0, programme.Draft)
		namur := strconv.FormatInt(k.siteID("NAMUR"), 10)

		const edit = "/reglages/programmes/JI/modifier"
		typed := sent(b.get(edit), form("name", "Job'In <b>deux</b>", "site", namur))
		seen := b.looks(edit, typed).wants(http.StatusOK).has("Job'In <b>deux</b>", "État Actif Fermé", "1 parcours en cours continue", "1 candidature déposée suit son cours",
			"1 brouillon n'est pas encore déposé", "1 cohorte ne prend plus de nouvelles candidatures", "1 cohorte continue sur un site qui ne propose pas ce programme").
			lacks("<b>deux", "D'Hondt")
		b.looks(edit, form("version", "99", "name", "X")).wants(http.StatusConflict)
		b.looks(edit, sent(b.get(edit), form("name", "Job'In", "site", "99999"))).wants(http.StatusUnprocessableEntity)
		b.post(edit, goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM programmes WHERE code = 'JI' AND active = FALSE`); n != 1 {
			t.Error("the programme is not closed")
		}
		k.write(func(tx *db.Tx) error {
			if list, err := programme.ComingCohorts(tx, c.ProgrammeID, tx.Today()); err != nil || len(list) != 0 {
				t.Errorf("%d cohorts take applications, %v", len(list), err)
			}
			return nil
		})
		open := sent(b.get(edit), form("name", "Job'In", "active", "oui", "site", namur))
		b.looks(edit, open).has("1 cohorte prend à nouveau des candidatures")
		b.post(edit, goesOn(b.looks(edit, open), open, "enregistrer")).wants(http.StatusSeeOther)

		const site = "/reglages/sites/LIEGE"
		closing := sent(b.get(site), form("name", "Liège", "address", "Rue A\n4000 Liège"))
		seen = b.looks(site, closing).wants(http.StatusOK).has("État Actif Fermé", "1 cohorte ne prend plus", "1 compte a un rôle sur ce site et le garde", "Adresse — Rue A 4000 Liège").
			lacks("Coach@", "coach@")
		if !strings.Contains(seen.body, `href="/comptes"`) {
			t.Error("the accounts are not linked")
		}
		b.looks(site, sent(b.get(site), form("name", ""))).wants(http.StatusUnprocessableEntity)
		b.post(site, goesOn(seen, closing, "enregistrer")).wants(http.StatusSeeOther)
		b.looks(site, closing).wants(http.StatusConflict) // the version that was read is gone
		b.looks(site, sent(b.get(site), form("name", "Liège", "address", "Rue A\n4000 Liège"))).has("Rien : tout est comme avant")
	})
}

func TestVersionsPreview(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b, c := k.admin(), k.cohort("LIEGE")
		p := k.dossier(c, 0, programme.Coaching)
		k.exec(`UPDATE projects SET template_id = (SELECT id FROM plan_templates WHERE programme_id = ? AND state = 'published') WHERE id = ?`, c.ProgrammeID, p.ID)
		k.dossier(c, 0, programme.Submitted)
		k.as(k.candidate("zoe")).starts(c)

		b.post("/reglages/programmes/JI/plan", form()).wants(http.StatusSeeOther)
		const plan = "/reglages/programmes/JI/plan/2"
		inDraft := ` AND template_id = (SELECT id FROM plan_templates WHERE state = 'draft')`
		section := strconv.Itoa(k.count(`SELECT id FROM plan_sections WHERE title = 'Personne et équipe'` + inDraft))
		item := strconv.Itoa(k.count(`SELECT id FROM plan_items WHERE title = 'Budget du ménage'` + inDraft))
		b.post(plan+"/parties/"+section+"/points/"+item, sent(b.get(plan), form("action", "supprimer"))).wants(http.StatusSeeOther)
		b.post(plan+"/parties/"+section+"/points/nouveau", sent(b.get(plan), form("title", "Empreinte", "expectation", "Mesurer."))).wants(http.StatusSeeOther)
		typed := sent(b.get(plan), form())
		seen := b.looks(plan+"/publier", typed).wants(http.StatusOK).has("1 point s'ajoute", "1 point disparaît", "0 point est réécrit", "0 point change de place",
			"1 parcours en cours garde sa version", "2 candidatures prendront cette version", "Publier cette version")
		b.looks(plan+"/publier", form("version", "1")).wants(http.StatusConflict)
		b.post(plan+"/publier", goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT number FROM plan_templates WHERE programme_id = ? AND state = 'published'`, c.ProgrammeID); n != 2 {
			t.Errorf("version %d is published", n)
		}
		b.looks(plan+"/publier", typed).wants(http.StatusUnprocessableEntity)

		b.post("/reglages/programmes/JI/formulaire", nil).wants(http.StatusSeeOther)
		const questions = "/reglages/programmes/JI/formulaire/2"
		id := strconv.Itoa(k.count(`SELECT q.id FROM form_questions q JOIN form_versions v ON v.id = q.form_id WHERE v.number = 2 AND q.code = 'competitors'`))
		b.post(questions+"/ordre", sent(b.get(questions), form("question", id, "sens", "monter"))).wants(http.StatusSeeOther)
		typed = sent(b.get(questions), form())
		seen = b.looks(questions+"/publier", typed).wants(http.StatusOK).has("0 question s'ajoute", "1 question change de place", "1 brouillon garde ses questions et ses réponses")
		b.post(questions+"/publier", goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		b.get("/reglages/programmes/JI").has("La version 2 est publiée")
	})
}

func TestLettersAndCriteriaPreview(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.admin()
		const letter = "/reglages/programmes/JI/lettres/acceptee"
		k.cohort("LIEGE")
		texts := b.get("/reglages/programmes/JI/lettres").wants(http.StatusOK)
		path := letter
		if i := strings.Index(texts.body, `href="/reglages/programmes/JI/lettres/`); i >= 0 {
			path, _, _ = strings.Cut(texts.body[i+len(`href="`):], `"`)
		}
		typed := sent(b.get(path), form("letter_body", "Bonjour {prenom},\n\nNous vous accueillons avec plaisir.\n\n{conditions}"))
		seen := b.looks(path, typed).wants(http.StatusOK).has("Avant, pour une personne inventée", "Bonjour Zoë", "Nous vous accueillons avec plaisir", "0 lettre déjà émise garde ses mots")
		if got := b.looks(path, sent(b.get(path), form("letter_body", "Sans rien."))).wants(http.StatusUnprocessableEntity); !strings.Contains(got.body, "Sans rien.") {
			t.Error("the words are lost")
		}
		b.post(path, goesOn(seen, typed, "corriger")).wants(http.StatusOK).has("Nous vous accueillons avec plaisir")
		b.post(path, goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM letter_texts`); n != 1 {
			t.Errorf("%d texts", n)
		}

		const fresh = "/reglages/programmes/JI/criteres/nouveau"
		n := k.count(`SELECT count(*) FROM criteria`)
		line := sent(b.get(fresh), form("criterion_label", "Réseau", "weight", "2", "active", "oui"))
		seen = b.looks(fresh, line).wants(http.StatusOK).has("Critère — Réseau", "Poids — 2", "0 comité déjà ouvert garde sa grille")
		b.looks(fresh, sent(b.get(fresh), form("criterion_label", "Réseau", "weight", "99"))).wants(http.StatusUnprocessableEntity)
		for range 2 { // sent twice, added once
			b.post(fresh, goesOn(seen, line, "enregistrer")).wants(http.StatusSeeOther)
		}
		if got := k.count(`SELECT count(*) FROM criteria`); got != n+1 {
			t.Errorf("%d criteria more", got-n)
		}
		edit := "/reglages/programmes/JI/criteres/" + strconv.Itoa(k.count(`SELECT id FROM criteria WHERE label = 'Réseau'`))
		b.looks(edit, sent(b.get(edit), form("criterion_label", "Réseau", "weight", "5"))).wants(http.StatusOK).has("Poids 2 5", "État Actif Fermé")
	})
}

func TestReportAndFundPreview(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.write(progress.Found)
		b := k.admin()
		k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		const reports = "/reglages/programmes/JI/rapports"
		typed := sent(b.get(reports), form("report_coaching_months", "4", "report_test_months", "3"))
		seen := b.looks(reports, typed).wants(http.StatusOK).has("Pendant l'accompagnement 3 4", "1 parcours en cours est concerné", "0 rapport remis ou émis reste tel quel").
			lacks("Pendant le test")
		b.looks(reports, sent(b.get(reports), form("report_coaching_months", "99", "report_test_months", "3"))).wants(http.StatusUnprocessableEntity)
		if got := b.post(reports, goesOn(seen, typed, "corriger")).wants(http.StatusOK).value("report_coaching_months"); got != "4" {
			t.Errorf("the form came back with %q", got)
		}
		b.post(reports, goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT coaching_months FROM progress_cadences c JOIN programmes p ON p.id = c.programme_id WHERE p.code = 'JI'`); n != 4 {
			t.Errorf("a report every %d months", n)
		}
		line := sent(b.get(reports+"/nouveau"), form("indicator_label", "Clients", "indicator_code", "clients_sûrs", "indicator_unit", "count", "active", "oui"))
		b.looks(reports+"/nouveau", line).wants(http.StatusUnprocessableEntity)
		line.Set("indicator_code", "clients_essai")
		seen = b.looks(reports+"/nouveau", line).wants(http.StatusOK).has("Ce qui est demandé — Clients")
		b.post(reports+"/nouveau", goesOn(seen, line, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM progress_indicators WHERE code = 'clients_essai'`); n != 1 {
			t.Errorf("%d indicators", n)
		}

		const rules = "/reglages/indicateurs/regles"
		page := b.get(rules).wants(http.StatusOK)
		days := form("exit_days", "29")
		for _, name := range []string{"long_months", "young_under", "young_months", "later_months", "later_days"} {
			days.Set(name, page.value(name))
		}
		typed = sent(page, days)
		seen = b.looks(rules, typed).wants(http.StatusOK).has("0 participant·e garde ses données d'entrée", "29")
		b.post(rules, goesOn(seen, typed, "enregistrer")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT exit_days FROM participant_rules`); n != 29 {
			t.Errorf("%d days", n)
		}
	})
}
