package handlers_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

func sha(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// enterprise makes a launched dossier whose enterprise was created on a day, with its open question after six months, and gives its reference.
func (k *kit) enterprise(c programme.Cohort, name string, on models.Date) (ref string) {
	k.t.Helper()
	p := k.dossier(c, 0, programme.Launched)
	k.write(func(tx *db.Tx) error {
		var id int64
		_, err := tx.Get([]any{&id}, `INSERT INTO enterprises (project_id, name, created_on, created_at) VALUES (?, ?, ?, 1) RETURNING id`, p.ID, name, on)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE persons SET phone = '0470 12 34 56', email = 'zoe@x.be' WHERE id = ?`, p.PersonID); err != nil {
			return err
		}
		due := on.AddMonths(6)
		if _, err := tx.Exec(`INSERT INTO follow_questions (id, public_id, enterprise_id, project_id, months, due_on, due_month, mailed_on, reminders, created_at)
			VALUES (?, ?, ?, ?, 6, ?, ?, ?, 2, ?)`, id, "q-"+name, id, p.ID, due, string(due[:7]), due, tx.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO follow_links (token_hash, question_id, created_at, expires_at) VALUES (?, ?, ?, ?)`, sha("secret-"+name), id, tx.Now(), models.InstantOf(models.Date("2027-02-01").Start()))
		return err
	})
	return p.Ref
}

// The form behind the link: nothing of the dossier but two names, nothing lost on an error, one answer that one can correct.
func TestNewsByTheLink(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		ref := k.enterprise(k.cohort("LIEGE"), "Atelier", "2026-05-23")
		b, page := k.visitor(), "/nouvelles/secret-Atelier"
		for range 3 { // scanners of mail follow links
			b.get(page).wants(http.StatusOK).has("Des nouvelles de votre entreprise", "Atelier", "Bonjour Zoë", "Elle est fermée", "Ne plus me demander").
				lacks(ref, "Hondt", "0470", "zoe@x.be", "Épicerie en vrac", "injoignable", `content="index`)
		}
		long := strings.Repeat("é", 100_000)
		b.post(page, form("version", "1", "state", "closed", "closed_on", "2026-11-24", "comment", "<script>alert(1)</script>"+long)).wants(http.StatusUnprocessableEntity).
			has("Un mot à ajouter", "C'est trop long").lacks("<script>alert").has(long[:200])
		b.post(page, form("version", "1", "state", "closed", "closed_on", "2026-11-24", "close_reason", "job", "comment", "Emploi trouvé")).wants(http.StatusUnprocessableEntity).
			has("Date de fermeture", "Emploi trouvé")
		b.post(page, form("version", "1", "state", "closed", "closed_on", "demain")).wants(http.StatusUnprocessableEntity)
		b.post(page, form("version", "1", "comment", "rien d'autre")).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire", "rien d'autre")
		if n := k.count(`SELECT count(*) FROM enterprise_checks`); n != 0 {
			t.Fatalf("%d looks after refusals", n)
		}
		if to := b.get(page + "/merci").wants(http.StatusSeeOther).location(); to != page {
			t.Errorf("thanks before an answer lead to %q", to)
		}
		to := b.post(page, form("version", "1", "state", "alive", "jobs", "1", "turnover", "10_25", "situation", "main", "comment", "Ça va")).wants(http.StatusSeeOther).location()
		b.get(to).wants(http.StatusOK).has("Merci !", "Votre réponse est enregistrée", "20 février 2027").lacks(ref)
		b.get(page).has("Vous avez répondu le 23 novembre 2026", "Ça va")
		b.post(page, form("version", "2", "state", "closed", "closed_on", "2026-11-20")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM enterprise_checks WHERE state = 'closed' AND source = 'form' AND corrects_id IS NOT NULL`); n != 1 {
			t.Errorf("%d corrections", n)
		}
		manager := k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		manager.get("/projets/"+ref).wants(http.StatusOK).has("Nouvelles de l'entreprise, corrigées", "Fermée")
		// A token stands nowhere that somebody reads.
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE detail LIKE '%secret%'`) + k.count(`SELECT count(*) FROM outbox WHERE facts LIKE '%secret%'`); n != 0 || strings.Contains(k.log.String(), "secret-") {
			t.Error("the link is written down")
		}
		k.clock.Set("2027-02-01")
		wrong, over := b.get("/nouvelles/jamais").wants(http.StatusNotFound), b.get(page).wants(http.StatusNotFound)
		if wrong.text() != over.text() {
			t.Error("a wrong link and one that is over are told apart")
		}
		over.has("Ce lien est inexact ou n'est plus valable")
		b.post(page, form("version", "3", "state", "alive")).wants(http.StatusNotFound)
	})
}

// Who tries links at random is made to wait, also with a good one.
func TestLinksAreNotGuessed(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.enterprise(k.cohort("LIEGE"), "Atelier", "2026-05-23")
		b := k.visitor()
		for range 20 {
			b.get("/nouvelles/" + url.PathEscape("' OR 1=1")).wants(http.StatusNotFound)
		}
		b.get("/nouvelles/autre").wants(http.StatusTooManyRequests).has("Patientez dix minutes")
		b.get("/nouvelles/secret-Atelier").wants(http.StatusTooManyRequests)
		b.post("/nouvelles/secret-Atelier", form("version", "1", "state", "alive")).wants(http.StatusTooManyRequests)
	})
}

// To be asked no more: one tap, and said so.
func TestDeclineByTheLink(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		k.enterprise(k.cohort("LIEGE"), "Atelier", "2026-05-23")
		b, page := k.visitor(), "/nouvelles/secret-Atelier"
		to := b.post(page+"/arret", nil).wants(http.StatusSeeOther).location()
		b.get(to).has("C'est noté", "Nous ne vous écrirons plus")
		b.get(page).has("Vous ne recevrez plus de questions").lacks("/arret")
		b.post("/nouvelles/autre/arret", nil).wants(http.StatusNotFound)
		if n := k.count(`SELECT count(*) FROM enterprises WHERE asks_ended_on = '2026-11-23'`) + k.count(`SELECT count(*) FROM follow_questions WHERE state = 'declined'`); n != 2 {
			t.Errorf("%d traces", n)
		}
	})
}

// What the phone tells is entered from the list; when the form was quicker, one is told what it said, keeps one's text, and may correct.
func TestNewsByPhone(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		ref := k.enterprise(k.cohort("LIEGE"), "Atelier", "2026-05-23")
		manager := k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		manager.get("/annees").has("Suivi des entreprises")
		manager.get("/projets/"+ref).has("La question des 6 mois attend une réponse depuis le 23/11/2026", "Encoder la réponse")
		manager.get("/suivi/questions?etat=open").wants(http.StatusOK).has("Atelier", "0470 12 34 56", "Encoder la réponse")
		page := "/suivi/questions/q-Atelier"
		manager.get(page).wants(http.StatusOK).has("Zoë D'Hondt", "Appeler le 0470 12 34 56", "Date de l'entretien")
		k.visitor().post("/nouvelles/secret-Atelier", form("version", "1", "state", "sold")).wants(http.StatusSeeOther)
		manager.post(page, form("version", "1", "state", "closed", "observed_on", "2026-11-23", "comment", "Il a fermé")).wants(http.StatusConflict).
			has("Une réponse est arrivée par le formulaire le 23 novembre 2026 : cédée", "Il a fermé")
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(manager.get(page).body)
		to := manager.post(page, form("version", version[1], "state", "closed", "observed_on", "2026-11-23", "comment", "Il a fermé")).wants(http.StatusSeeOther).location()
		if to != "/projets/"+ref {
			t.Errorf("to %q", to)
		}
		k.visitor().get("/nouvelles/secret-Atelier").has("La couveuse a déjà noté une réponse le 23 novembre 2026 : fermée").lacks("Il a fermé")
		if n := k.count(`SELECT count(*) FROM enterprise_checks WHERE source = 'phone' AND state = 'closed' AND note = 'Il a fermé' AND corrects_id IS NOT NULL`); n != 1 {
			t.Errorf("%d corrections", n)
		}
		manager.get("/suivi/questions/rien").wants(http.StatusNotFound)
	})
}

var followLink = regexp.MustCompile(`href="(/suivi/(?:questions|entreprises)\?[^"]+)"[^>]*>([\d\x{202f}\x{a0}]+)<`)

// Every number of the page is a link to its list, and the list is as long as the number says; filters stay in the address; paper and sheet
// say the same.
func TestEveryNumberOfTheFollowUpOpensItsList(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		c := k.cohort("LIEGE")
		for name, on := range map[string]models.Date{"Un": "2026-05-23", "Deux": "2026-05-02", "Trois": "2026-05-11", "Quatre": "2026-04-11", "Jeune": "2026-11-01"} {
			k.enterprise(c, name, on)
		}
		k.visitor().post("/nouvelles/secret-Un", form("version", "1", "state", "alive")).wants(http.StatusSeeOther)
		k.visitor().post("/nouvelles/secret-Deux", form("version", "1", "state", "closed", "closed_on", "2026-08-02")).wants(http.StatusSeeOther)
		manager := k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		for _, filter := range []string{"", "?annee=2026", "?echeance=6&cohorte=" + c.Ref} {
			body := manager.get("/suivi" + filter).wants(http.StatusOK).body
			links := followLink.FindAllStringSubmatch(body, -1)
			if len(links) < 15 {
				t.Fatalf("%s: %d links", filter, len(links))
			}
			for _, l := range links {
				list := manager.get(strings.ReplaceAll(l[1], "&amp;", "&")).wants(http.StatusOK)
				rows := strings.Count(list.body, `class="news-who"`)
				if strings.Contains(l[1], "/questions") {
					rows /= 2 // name and number
				}
				if l[2] != plainCount(rows) {
					t.Errorf("%s says %s, lists %d", l[1], l[2], rows)
				}
				if filter != "" && !strings.Contains(l[1], "annee=2026") && !strings.Contains(l[1], "cohorte=") {
					t.Errorf("%s forgets the filter", l[1])
				}
			}
		}
		manager.get("/suivi").has("Courbe et effectifs", "Encore suivies", "Kaplan-Meier", "40 %") // 2 answers of 5
		for _, path := range []string{"/suivi?site=x", "/suivi?site=9999", "/suivi?cohorte=rien", "/suivi/questions?etat=rien", "/suivi/questions?mois=2026-13", "/suivi/entreprises?chiffre=rien", "/suivi?site=-1"} {
			manager.get(path).wants(http.StatusNotFound)
		}
		manager.get("/suivi/questions?apres=rien").wants(http.StatusUnprocessableEntity)
		if paper := manager.get("/suivi/survie.pdf").wants(http.StatusOK); !strings.HasPrefix(paper.body, "%PDF") {
			t.Error("no paper")
		}
		book, err := excelize.OpenReader(bytes.NewReader([]byte(manager.get("/suivi/chiffres.xlsx").wants(http.StatusOK).body)))
		if err != nil {
			t.Fatal(err)
		}
		for cell, want := range map[string]string{"Questions!A2": "2027-05", "Questions!B3": "3", "Questions!C3": "2", "Réponses!A2": "6", "Réponses!B2": "4", "Réponses!C2": "1", "Réponses!E2": "1", "Courbe!B2": "5"} {
			name, at, _ := strings.Cut(cell, "!")
			if got, _ := book.GetCellValue(name, at); got != want {
				t.Errorf("%s: %q, want %q", cell, got, want)
			}
		}
		elsewhere := k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")}))
		elsewhere.get("/suivi").has("Aucune question posée", "Aucune entreprise créée").lacks(c.Ref)
	})
}

func plainCount(n int) string {
	const digits = "0123456789"
	if n < 10 {
		return digits[n : n+1]
	}
	return plainCount(n/10) + digits[n%10:n%10+1]
}
