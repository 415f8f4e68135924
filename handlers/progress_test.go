package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/programme"
	"eclosion/models/progress"
)

// paperTown is a dossier in coaching with a meeting, its holder, its coach and two managers.
type paperTown struct {
	k                    *kit
	p                    *programme.Project
	zoe, amelie, marc    *browser
	holder, coach, chief accounts.Account
}

func (k *kit) paperTown() *paperTown {
	k.t.Helper()
	tw := &paperTown{k: k}
	liege := k.siteID("LIEGE")
	tw.holder = k.account("Zoé", access.Grant{Role: access.Candidate})
	tw.coach = k.account("Amélie", access.Grant{Role: access.Coach, SiteID: liege})
	tw.chief = k.account("Marc", access.Grant{Role: access.Manager, SiteID: liege})
	tw.p = k.dossier(k.cohort("LIEGE"), tw.holder.PersonID, programme.Coaching)
	k.coach(tw.p, tw.coach)
	k.write(progress.Found)
	k.exec(`UPDATE projects SET phase_started_on = '2026-07-01', entered_on = '2026-07-01'`)
	at := models.InstantOf(models.Date("2026-11-02").At(10, 0))
	k.exec(`INSERT INTO meetings (id, public_id, state, held_on, starts_at, minutes, kind, medium, summary, created_by, created_at, updated_at)
		VALUES (900, 'm1', 'held', '2026-11-02', ?, 60, 'coaching', 'phone', 'Le **bail** est signé', ?, 1, 1)`, at, tw.coach.ID)
	k.exec(`INSERT INTO meeting_projects (project_id, meeting_id) VALUES (?, 900)`, tw.p.ID)
	k.exec(`INSERT INTO meeting_coaches (meeting_id, account_id, starts_at) VALUES (900, ?, ?)`, tw.coach.ID, at)
	k.exec(`INSERT INTO meeting_notes (meeting_id, body, updated_at) VALUES (900, 'canari-note', 1)`)
	tw.zoe, tw.amelie, tw.marc = k.as(tw.holder), k.as(tw.coach), k.as(tw.chief)
	return tw
}

func (tw *paperTown) path(rest string) string { return "/projets/" + tw.p.Ref + rest }

// begin starts a report since the beginning of the month.
func (tw *paperTown) begin(ask string) string {
	tw.k.t.Helper()
	page := tw.amelie.get(tw.path("/progression/nouveau")).wants(http.StatusOK)
	f := form("cle", page.value("cle"), "periode", "month", "demander", ask)
	first := tw.amelie.post(tw.path("/progression/rapports"), f).wants(http.StatusSeeOther).location()
	if again := tw.amelie.post(tw.path("/progression/rapports"), f).wants(http.StatusSeeOther).location(); again != first {
		tw.k.t.Errorf("the same form led to %q, then to %q", first, again)
	}
	return first
}

// A coach writes, the holder adds, a manager returns and approves, and everybody is told.
func TestAReportFromDraftToPaper(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.paperTown()
		tw.amelie.get("/").has("Rapports de progression à écrire", "En retard de 53 jours")
		tw.amelie.get(tw.path("/progression")).has("Un rapport est à faire depuis le 1er octobre 2026")
		one := tw.begin("oui")
		tw.zoe.get("/").has("Écrire votre paragraphe du rapport")
		asked := tw.zoe.get(one).wants(http.StatusOK).has("du 1er novembre 2026 au 23 novembre 2026", "Chiffre d'affaires").lacks("canari", "Synthèse")
		tw.zoe.post(one+"/paragraphe", form("version", asked.value("version"), "paragraph", "J'ai <b>trois</b> clients.", "figure-clients", "trois")).
			wants(http.StatusUnprocessableEntity).has("J'ai <b>trois</b> clients.", "Clients servis pendant la période : Indiquez un nombre")
		tw.zoe.post(one+"/paragraphe", form("version", asked.value("version"), "paragraph", "J'ai <b>trois</b> clients.", "figure-clients", "3")).wants(http.StatusSeeOther)
		page := tw.amelie.get(one).wants(http.StatusOK).has("J'ai <b>trois</b> clients.", "Selon le porteur ou la porteuse : 3", "1 rencontre tenue", "Hors des parties du plan").lacks("<b>trois", "canari")
		words := form("version", page.value("version"), "synthesis", "Elle avance.", "next_steps", "", "figure-turnover", "1 200,50", "section-m1", "0", "faire", "soumettre")
		tw.amelie.post(one, words).wants(http.StatusSeeOther)
		tw.amelie.post(one, words).wants(http.StatusUnprocessableEntity).has("Ce rapport est soumis", "Ce que vous aviez écrit", "Elle avance.")
		tw.zoe.post(one+"/paragraphe", form("version", "9", "paragraph", "Trop <tard>.")).wants(http.StatusUnprocessableEntity).has("Ce que vous aviez écrit", "Trop <tard>.")
		tw.zoe.get(one).has("Le rapport est soumis").lacks("Elle avance", "Ce que vous aviez écrit")
		tw.zoe.get(tw.path("/progression")).lacks("Elle avance")

		tw.marc.get("/").has("Rapports à approuver", "Soumis le 23/11/2026")
		read := tw.marc.get(one).wants(http.StatusOK).has("Elle avance.", "1 200,50 €", "Approuver et émettre", "Le bail est signé")
		tw.marc.post(one+"/retour", form("version", read.value("version"), "return_reason", " ")).wants(http.StatusUnprocessableEntity)
		tw.marc.post(one+"/retour", form("version", read.value("version"), "return_reason", "Et le marché ?")).wants(http.StatusSeeOther)
		tw.amelie.get("/").has("Renvoyé pour correction")
		page = tw.amelie.get(one).has("Retourné par Marc", "Et le marché ?")
		tw.zoe.get(one).lacks("Et le marché")
		tw.amelie.post(one, form("version", page.value("version"), "synthesis", "Le marché est vu.", "sans-m1", "oui", "section-m1", "", "faire", "soumettre")).wants(http.StatusSeeOther)

		read = tw.marc.get(one).has("Le marché est vu.", "Compte rendu laissé de côté").lacks("bail")
		if k.count(`SELECT count(*) FROM issued_papers`) != 0 {
			t.Error("something was issued before anybody approved")
		}
		tw.marc.post(one+"/approbation", form("version", "1")).wants(http.StatusConflict)
		tw.marc.post(one+"/approbation", form("version", read.value("version"))).wants(http.StatusSeeOther)
		tw.marc.post(one+"/approbation", form("version", read.value("version"))).wants(http.StatusUnprocessableEntity).has("déjà approuvé et émis")
		tw.marc.post(one+"/retour", form("version", read.value("version"), "return_reason", "Encore un point ?")).wants(http.StatusUnprocessableEntity).has("Ce que vous aviez écrit", "Encore un point ?")
		tw.zoe.get(one).has("est émis", "Ouvrir RP-2026-0001 (PDF)").lacks("Le rapport est soumis", "prépare un rapport")
		paper := tw.zoe.get("/papiers/RP-2026-0001.pdf").wants(http.StatusOK)
		sum := sha256.Sum256([]byte(paper.body))
		tw.amelie.get(one).has(hex.EncodeToString(sum[:]), "RP-2026-0001 est émis")
		if text := textOfPDF(t, paper.body); !strings.Contains(text, "Le marché est vu.") || strings.Contains(text, "bail") || strings.Contains(text, "canari") || !strings.Contains(text, "par Marc, le 23 novembre 2026") {
			t.Errorf("the paper says %s", text)
		}
		k.exec(`UPDATE meetings SET summary = 'Autre chose', minutes = 30`)
		if again := tw.marc.get("/papiers/RP-2026-0001.pdf"); again.body != paper.body {
			t.Error("the paper is not the same any more")
		}
		for kind, want := range map[string]int{"progress_asked": 1, "progress_returned": 1, "progress_issued": 1} {
			if n := k.count(`SELECT count(*) FROM outbox WHERE kind = ?`, kind); n != want {
				t.Errorf("%d mails %s", n, kind)
			}
		}
		tw.amelie.get("/").lacks("Rapports de progression")
		tw.zoe.get(tw.path("/progression")).has("RP-2026-0001").lacks("Commencer un rapport")
	})
}

// The script saves while one types, and nothing that was typed is lost to a conflict.
func TestAReportIsKeptWhileTyping(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.paperTown()
		one := tw.begin("")
		keep := func(pairs ...string) (status int, answer map[string]any) {
			r := tw.amelie.post(one+"/brouillon", form(pairs...))
			if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
				t.Fatalf("%s: %v", r.body, err)
			}
			return r.status, answer
		}
		status, answer := keep("version", "1", "synthesis", "un", "figure-hours", "beaucoup")
		if wrong, _ := answer["wrong"].(map[string]any); status != http.StatusOK || answer["version"] != "2" || wrong["figure-hours"] == nil {
			t.Errorf("%d %v", status, answer)
		}
		if status, answer = keep("version", "1", "synthesis", "deux"); status != http.StatusConflict || answer["said"] == "" {
			t.Errorf("over a newer version: %d %v", status, answer)
		}
		if status, _ = keep("version", "2", "synthesis", strings.Repeat("a", 100_000)); status != http.StatusUnprocessableEntity {
			t.Errorf("100 000 characters: %d", status)
		}
		tw.amelie.post(one, form("version", "1", "synthesis", "deux mots", "faire", "soumettre")).wants(http.StatusConflict).has("deux mots").lacks(`data-autosave="`)
		tw.amelie.post(one, form("version", "2", "synthesis", strings.Repeat("a<", 50_000))).wants(http.StatusUnprocessableEntity).has(strings.Repeat("a<", 50_000))
		if n := k.count(`SELECT count(*) FROM progress_reports WHERE synthesis = 'un' AND state = 'draft'`); n != 1 {
			t.Error("what was kept is gone")
		}
		tw.amelie.post(one, form("version", "2", "synthesis", "trois", "faire", "demander")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'progress_asked'`); n != 1 {
			t.Errorf("asked %d times", n)
		}
		r := tw.zoe.post(one+"/paragraphe/brouillon", form("version", "1", "paragraph", "Bonjour"))
		if r.wants(http.StatusOK); !strings.Contains(r.body, `"version":"2"`) {
			t.Errorf("the holder's words: %s", r.body)
		}
		tw.zoe.post(one+"/paragraphe", form("version", "1", "paragraph", "Autre")).wants(http.StatusConflict).has("Autre")
		tw.amelie.post(tw.path("/progression/rapports"), form("periode", "month")).wants(http.StatusUnprocessableEntity).has("Un rapport est déjà en cours")
		tw.amelie.post(tw.path("/progression/rapports"), form("periode", "libre", "du", "2026-12-01", "au", "x")).wants(http.StatusUnprocessableEntity).has("Indiquez une date qui existe")
		tw.amelie.get(one + "/projet.pdf").wants(http.StatusOK)
		tw.amelie.post(one+"/abandon", form("version", "1")).wants(http.StatusConflict)
		tw.amelie.post(one+"/abandon", form("version", "3")).wants(http.StatusSeeOther)
		tw.zoe.get(one).wants(http.StatusNotFound)
	})
}

// Two managers approve while another paper takes the number: one report, one paper.
func TestApprovingAtOnce(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.paperTown()
		one := tw.begin("")
		tw.amelie.post(one, form("version", "1", "synthesis", "x", "faire", "soumettre")).wants(http.StatusSeeOther)
		other := k.as(k.account("Elsa", access.Grant{Role: access.Manager}))
		version := tw.marc.get(one).value("version")
		var wg sync.WaitGroup
		for _, b := range []*browser{tw.marc, other, tw.marc} {
			wg.Add(1)
			go func() { defer wg.Done(); b.post(one+"/approbation", form("version", version)) }()
		}
		wg.Wait()
		if n := k.count(`SELECT count(*) FROM issued_papers`); n != 1 || k.count(`SELECT count(*) FROM progress_reports WHERE state = 'issued'`) != 1 {
			t.Errorf("%d papers", n)
		}
	})
}

func TestReportSettings(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.write(progress.Found)
		diane := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		const path = "/reglages/programmes/JI/rapports"
		diane.get("/reglages/programmes/JI").has("Rapports de progression")
		page := diane.get(path).wants(http.StatusOK).has("Chiffre d'affaires de la période", "euros")
		diane.post(path, form("version", page.value("version"), "report_coaching_months", "trois", "report_test_months", "2")).wants(http.StatusUnprocessableEntity).holds("report_coaching_months", "trois")
		diane.post(path, form("version", page.value("version"), "report_coaching_months", "2", "report_test_months", "0")).wants(http.StatusSeeOther)
		diane.post(path, form("version", page.value("version"), "report_coaching_months", "4", "report_test_months", "0")).wants(http.StatusConflict)
		diane.post(path+"/nouveau", form("indicator_label", "Emplois <créés>", "indicator_code", "JOBS", "indicator_unit", "count", "active", "oui")).wants(http.StatusUnprocessableEntity).holds("indicator_label", "Emplois <créés>")
		diane.post(path+"/nouveau", form("cle", "k1", "indicator_label", "Emplois <créés>", "indicator_code", "jobs", "indicator_unit", "count", "active", "oui")).wants(http.StatusSeeOther)
		id := k.count(`SELECT id FROM progress_indicators WHERE code = 'jobs'`)
		edit := diane.get(path + "/" + strconv.Itoa(id)).wants(http.StatusOK)
		diane.post(path+"/"+strconv.Itoa(id), form("version", edit.value("version"), "indicator_label", "Emplois")).wants(http.StatusSeeOther)
		diane.post(path+"/ordre", form("chiffre", strconv.Itoa(id), "sens", "monter")).wants(http.StatusSeeOther)
		diane.get(path + "/999").wants(http.StatusNotFound)
		if n := k.count(`SELECT count(*) FROM progress_indicators WHERE code = 'jobs' AND label = 'Emplois' AND position = 3 AND NOT active`); n != 1 {
			t.Error("the indicator is not as it was set")
		}
		if n := k.count(`SELECT coaching_months FROM progress_cadences c JOIN programmes p ON p.id = c.programme_id WHERE p.code = 'JI'`); n != 2 {
			t.Errorf("every %d months", n)
		}
	})
}

// A holder reads minutes, remarks, and is asked again when they change; the page and the paper say the same.
func TestMinutesFromMailToSignature(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.paperTown()
		one := tw.path("/rencontres/m1")
		tw.zoe.get("/").has("Comptes rendus à lire", "2 novembre 2026")
		tw.amelie.get(one).has("Pas encore lu")
		tw.amelie.get(tw.path("/rencontres")).has("Pas encore lu")
		page := tw.zoe.get(one).wants(http.StatusOK).has("J'ai lu ce compte rendu").lacks("canari")
		tw.zoe.get(one+"/compte-rendu").wants(http.StatusOK).has("Le bail est signé", "J'ai lu ce compte rendu").lacks("canari", "**")
		tw.zoe.post(one+"/lecture", form("vu", "ancien", "remark", "Texte à garder")).wants(http.StatusConflict).has("Texte à garder")
		tw.zoe.post(one+"/lecture", form("vu", page.value("vu"), "remark", strings.Repeat("<", 100_000))).wants(http.StatusUnprocessableEntity).has(strings.Repeat("<", 100_000))
		tw.zoe.post(one+"/lecture", form("vu", page.value("vu"), "remark", "C'était <mardi>.")).wants(http.StatusSeeOther)
		tw.zoe.get("/").lacks("Comptes rendus à lire")
		tw.amelie.get(one).has("Lu le 23/11/2026", "1 remarque", "C'était <mardi>.")
		tw.amelie.get(tw.path("/rencontres")).has("Lu le 23/11/2026, 1 remarque")
		pdf := tw.amelie.get(one + "/compte-rendu.pdf").wants(http.StatusOK)
		if pdf.body != tw.amelie.get(one+"/compte-rendu.pdf").body {
			t.Error("printed twice, the minutes differ")
		}
		text := textOfPDF(t, pdf.body)
		for _, want := range []string{tw.p.Ref, "Lu par Zoé", "C'était <mardi>.", "Lu et approuvé", "page 1 / 1", "Amélie"} {
			if !strings.Contains(text, plain(want)) {
				t.Errorf("the paper does not say %q: %s", want, text)
			}
		}
		if strings.Contains(text, "canari") || strings.Contains(text, "Projet :") {
			t.Errorf("the paper says %s", text)
		}
		k.exec(`UPDATE meetings SET summary = 'Le bail est résilié'`)
		tw.zoe.get(one).has("Modifié après votre lecture")
		tw.zoe.get("/").has("Modifié, à relire")
		if text := textOfPDF(t, tw.amelie.get(one+"/compte-rendu.pdf").body); !strings.Contains(text, "Modifié après lecture") || !strings.Contains(text, "Une version précédente") {
			t.Errorf("the paper hides the change: %s", text)
		}
		k.exec(`UPDATE meetings SET state = 'planned'`)
		tw.zoe.post(one+"/lecture", form("vu", page.value("vu"), "remark", "Trop tôt, sans doute.")).wants(http.StatusUnprocessableEntity).has("Ce que vous aviez écrit", "Trop tôt, sans doute.")
		if text := textOfPDF(t, tw.amelie.get(one+"/compte-rendu.pdf").body); !strings.Contains(text, "Projet") {
			t.Errorf("the paper of a planned meeting is no draft: %s", text)
		}
	})
}

// holds checks that a field of the page holds what was typed.
func (r reply) holds(name, text string) {
	r.k.t.Helper()
	if got := r.value(name); got != text {
		r.k.t.Errorf("%s: the field %s holds %q, want %q", r.what, name, got, text)
	}
}
