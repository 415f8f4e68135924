package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// decidedTown is a committee with three files, each decided another way.
type decidedTown struct {
	com    string
	refs   map[selection.Outcome]string
	holder map[selection.Outcome]*browser
	boss   *browser
}

// decided lays out a committee that has accepted, put on the waiting list and declined.
func (k *kit) decided() decidedTown {
	k.t.Helper()
	cohort := k.cohort("LIEGE")
	juror := k.account("Jeanne", access.Grant{Role: access.Jury})
	boss := k.manager("Marc", "LIEGE")
	tw := decidedTown{refs: map[selection.Outcome]string{}, holder: map[selection.Outcome]*browser{}, boss: k.as(boss)}
	for _, o := range selection.Outcomes() {
		a := k.candidate("holder" + string(o))
		p := k.dossier(cohort, a.PersonID, programme.Review)
		k.exec(`INSERT INTO applications (project_id, updated_at) VALUES (?, 1)`, p.ID)
		tw.refs[o], tw.holder[o] = p.Ref, k.as(a)
	}
	err := k.db.Write(context.Background(), boss.Actor(), func(tx *db.Tx) (err error) {
		tw.com, err = selection.CreateCommittee(tx, "", selection.CommitteeDraft{CohortRef: cohort.Ref, HeldOn: tx.Today(), Members: []string{juror.PublicID}})
		if err != nil {
			return err
		}
		if _, err = selection.OpenCommittee(tx, tw.com, 1); err != nil {
			return err
		}
		for _, o := range selection.Outcomes() {
			p, err := programme.Load(tx, tw.refs[o], access.ApplicationDecide)
			if err != nil {
				return err
			}
			d := selection.DecisionDraft{Outcome: o, Reasons: "Raisons de <b>" + string(o) + "</b>.", NextStep: "Suite de " + string(o) + ".",
				Conditions: "Trouver un local.", DecidedOn: tx.Today(), CommitteeRef: tw.com}
			if err := selection.Decide(tx, p.Ref, "", p.Version, d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return tw
}

// text reads a PDF through the page of the browser.
func (b *browser) paper(path string) (body, text string) {
	b.k.t.Helper()
	r := b.get(path).wants(http.StatusOK)
	return r.body, textOfPDF(b.k.t, r.body)
}

func TestLettersOfACommittee(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.decided()
		other := k.as(k.manager("Paule", "LIEGE"))
		var wg sync.WaitGroup
		for _, b := range []*browser{tw.boss, other, tw.boss, other} { // two managers, each clicking twice
			wg.Go(func() { b.post("/comites/"+tw.com+"/lettres", form("cle", "k")).wants(http.StatusSeeOther) })
		}
		wg.Wait()
		for query, want := range map[string]int{
			`SELECT count(*) FROM issued_papers WHERE kind = 'letter'`:                                    3,
			`SELECT count(DISTINCT decision_id) FROM decision_letters`:                                    3,
			`SELECT count(*) FROM outbox WHERE kind = 'decision_letter' AND account_id IS NOT NULL`:       3,
			`SELECT count(*) FROM audit_entries WHERE action = 'letter.issue' AND project_id IS NOT NULL`: 3,
		} {
			if n := k.count(query); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		says := map[selection.Outcome][]string{
			selection.Accepted:   {"est accepté dans le programme", "Cette acceptation tient à une condition", "Trouver un local.", "convention d'accompagnement", "1er février 2027"},
			selection.Waitlisted: {"à la place 1", "reprenons la liste dans l'ordre"},
			selection.Declined:   {"n'a pas retenu", "nouvel examen", "Ce que vous pouvez faire maintenant"},
		}
		for o, ref := range tw.refs {
			page := tw.holder[o].get("/candidatures/" + ref).wants(http.StatusOK).has("Lettre de décision")
			number := numberOn(t, page)
			body, text := tw.holder[o].paper("/papiers/" + number + ".pdf")
			for _, want := range append(says[o], "Raisons de <b>"+string(o)+"</b>.", "N° "+number, ref) {
				if !strings.Contains(text, plain(want)) {
					t.Errorf("the letter of %s does not say %q: %s", o, want, text)
				}
			}
			letter := tw.holder[o].get("/candidatures/" + ref + "/lettres/" + number).wants(http.StatusOK).has(says[o]...).lacks("<b>" + string(o))
			if sum := sha256.Sum256([]byte(body)); !strings.Contains(letter.body, hex.EncodeToString(sum[:])) {
				t.Errorf("the page of %s shows another sum", number)
			}
			k.exec(`UPDATE couveuse SET name = 'Un autre nom'`)
			if again, _ := tw.holder[o].paper("/papiers/" + number + ".pdf"); again != body {
				t.Errorf("%s is not printed again as it was", number)
			}
			for stranger, b := range tw.holder {
				if stranger != o {
					b.get("/papiers/" + number + ".pdf").wants(http.StatusNotFound)
					b.get("/candidatures/" + ref + "/lettres/" + number).wants(http.StatusNotFound)
				}
			}
		}
		tw.boss.get("/candidatures/" + tw.refs[selection.Declined] + "/lettres/LD-2026-9999").wants(http.StatusNotFound)
		if strings.Contains(k.facts(), "Raisons") {
			t.Error("a mail carries the reasons of a decision")
		}
	})
}

// facts is what the outbox carries.
func (k *kit) facts() (all string) {
	k.write(func(tx *db.Tx) error {
		var rows []struct{ Facts string }
		err := tx.Find(&rows, `SELECT facts FROM outbox`)
		for _, r := range rows {
			all += r.Facts
		}
		return err
	})
	return all
}

func numberOn(t *testing.T, page reply) string {
	t.Helper()
	i := strings.Index(page.body, "LD-")
	if i < 0 {
		t.Fatalf("%s shows no letter: %s", page.what, page.text())
	}
	return page.body[i : i+len("LD-2026-0001")]
}

func TestOneLetterFromTheDossier(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.decided()
		ref := tw.refs[selection.Declined]
		page := tw.boss.get("/candidatures/" + ref).wants(http.StatusOK).has("Émettre la lettre")
		tw.holder[selection.Declined].get("/candidatures/" + ref).wants(http.StatusOK).lacks("mettre la lettre")
		tw.holder[selection.Declined].post("/candidatures/"+ref+"/lettre", form()).wants(http.StatusForbidden)
		tw.boss.post("/candidatures/"+ref+"/lettre", sent(page, nil)).wants(http.StatusSeeOther)
		tw.boss.get("/candidatures/"+ref).has("Lettre émise", "LD-2026-0001").lacks("mettre la lettre</button>")
		tw.boss.post("/candidatures/"+ref+"/lettre", sent(page, nil)).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM issued_papers`); n != 1 {
			t.Errorf("%d letters", n)
		}
		undecided := k.dossier(k.cohort("NAMUR"), 0, programme.Review)
		k.as(k.manager("Norbert", "NAMUR")).post("/candidatures/"+undecided.Ref+"/lettre", form()).wants(http.StatusUnprocessableEntity).
			has("n'a pas encore de décision")
	})
}

func TestTheTextsOfLetters(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.decided()
		admin := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		admin.get("/reglages/programmes/JI").wants(http.StatusOK).has("Lettres et conventions")
		admin.get("/reglages/programmes/JI/lettres").wants(http.StatusOK).has("Accepté", "Refusé", "En liste d'attente", "Texte d'origine")
		for _, path := range []string{"/reglages/programmes/RIEN/lettres", "/reglages/programmes/JI/lettres/rien", "/reglages/programmes/RIEN/lettres/refus"} {
			admin.get(path).wants(http.StatusNotFound)
		}
		const path = "/reglages/programmes/JI/lettres/refus"
		page := admin.get(path).wants(http.StatusOK).has("{raisons}", "Zoë D'Hondt", "Ce que vous pouvez faire maintenant")
		text := "Cher·e {prenom},\r\n\r\nNon : {raisons}\r\n\r\n{suite}\r\n\r\n<script>alert(1)</script> {prenom} à {adresse_site}"
		for _, do := range []string{"apercu", ""} { // shown as an error, in the preview and when it is kept
			wrong := admin.post(path, sent(page, form("letter_body", text+" {raison}", "faire", do))).wants(http.StatusUnprocessableEntity)
			wrong.has("Aucune lettre ne connaît {raison}", "{adresse_site}", "Cher·e {prenom}")
		}
		admin.post(path, sent(page, form("letter_body", "{raisons}", "faire", ""))).wants(http.StatusUnprocessableEntity).has("Il manque {suite}")
		admin.post(path, sent(page, form("letter_body", "", "faire", ""))).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire")
		admin.post(path, sent(page, form("letter_body", text, "faire", "apercu"))).wants(http.StatusOK).has("Cher·e Zoë,", "{prenom}").lacks("<script>alert")
		if n := k.count(`SELECT count(*) FROM letter_texts`); n != 0 {
			t.Errorf("%d texts kept by a preview", n)
		}
		admin.post(path, sent(page, form("letter_body", text))).wants(http.StatusSeeOther)
		stale := admin.post(path, sent(page, form("letter_body", text+" Encore."))).wants(http.StatusConflict).has("Encore.")
		admin.post(path, sent(stale, form("letter_body", text+" Encore."))).wants(http.StatusSeeOther)
		admin.get("/reglages/programmes/JI/lettres").has("Version 2, du 23 novembre 2026")
		tw.boss.get(path).wants(http.StatusForbidden)

		ref := tw.refs[selection.Declined]
		tw.boss.post("/candidatures/"+ref+"/lettre", form()).wants(http.StatusSeeOther)
		_, printed := tw.holder[selection.Declined].paper("/papiers/LD-2026-0001.pdf")
		if !strings.Contains(printed, "<script>alert(1)</script>") || !strings.Contains(printed, "Encore.") || !strings.Contains(printed, "Suite de declined.") {
			t.Errorf("the letter reads %s", printed)
		}
		page = admin.get(path)
		admin.post(path, sent(page, form("letter_body", "rien", "faire", "origine"))).wants(http.StatusSeeOther)
		admin.get(path).wants(http.StatusOK).has("Texte d'origine", "nous vous devons une réponse claire")
		if n := k.count(`SELECT count(*) FROM decision_letters l JOIN letter_texts t ON t.id = l.text_id WHERE t.number = 2`); n != 1 {
			t.Errorf("%d letters know their text", n)
		}
	})
}
