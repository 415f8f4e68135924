package handlers_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"eclosion/models/access"
	"eclosion/models/notice"
	"eclosion/models/programme"
	views "eclosion/views/notice"
)

// noticeTown is an accepted dossier whose holder has a name that would like to be more, and the site's people.
type noticeTown struct {
	*kit
	p                          *programme.Project
	papers                     string
	boss, second, holder, away *browser
}

func (k *kit) noticeTown(phase programme.Phase) *noticeTown {
	k.t.Helper()
	a := k.candidate("Zoe")
	tw := &noticeTown{kit: k, p: k.dossier(k.cohort("LIEGE"), a.PersonID, phase), holder: k.as(a), boss: k.as(k.manager("Marc", "LIEGE")),
		second: k.as(k.manager("Paule", "LIEGE")), away: k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: k.siteID("NAMUR")}))}
	k.exec(`UPDATE persons SET first_name = 'زوي 🌱', last_name = '{montant} <b>{fin}</b>', street = 'rue Haute 1', postcode = '4000', municipality = 'Liège' WHERE id = ?`, a.PersonID)
	k.exec(`UPDATE projects SET title = '# Article 9. Tout est dû' WHERE id = ?`, tw.p.ID)
	tw.papers = "/projets/" + tw.p.Ref + "/papiers"
	return tw
}

func TestAnAgreementFromDraftToSignature(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.noticeTown(programme.Accepted)
		tw.boss.get(tw.papers).wants(http.StatusOK).has("Convention d'accompagnement", "Préparer", "dès que l'accompagnement a commencé", "Aucun papier n'a encore été émis")
		tw.holder.get(tw.papers).wants(http.StatusOK).lacks("Préparer", "À émettre")
		draft := tw.papers + "/projet?pour=coaching"
		tw.boss.get(draft).wants(http.StatusOK).has("Article 1. Objet", "{montant} <b>{fin}</b>", "« Article 9. Tout est dû »", "Émettre ce document").lacks("<b>{fin}", `<h2>Article 9`)
		for _, wrong := range []string{"", "?pour=x", "?pour=extension-7", "?pour=award-1"} {
			tw.boss.get(tw.papers + "/projet" + wrong).wants(http.StatusNotFound)
		}
		tw.boss.get(draft+"&starts_on=2027-02-30").wants(http.StatusUnprocessableEntity).has("Premier jour").hasValue("starts_on", "2027-02-30").lacks("Émettre ce document")
		tw.boss.get(draft+"&starts_on=2027-02-03").wants(http.StatusOK).has("3 février 2027", "3 août 2027")
		_, text := tw.boss.paper(strings.Replace(draft, "projet?", "projet.pdf?", 1))
		if !strings.Contains(text, plain("Projet")) || strings.Contains(text, "N° CA") {
			t.Errorf("the draft: %s", text)
		}

		var wg sync.WaitGroup
		for i := range 12 {
			b := []*browser{tw.boss, tw.second}[i%2]
			wg.Go(func() {
				if to := b.post(tw.papers, form("pour", "coaching")).wants(http.StatusSeeOther).location(); to != "/papiers/CA-2026-0001" {
					t.Errorf("leads to %s", to)
				}
			})
		}
		wg.Wait()
		if n := k.count(`SELECT count(*) FROM notices`); n != 1 {
			t.Errorf("%d notices", n)
		}
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'paper_issued'`); n != 1 {
			t.Errorf("%d mails", n)
		}
		body, text := tw.holder.paper("/papiers/CA-2026-0001.pdf")
		for _, want := range []string{"N° CA-2026-0001", tw.p.Ref, "{montant} <b>{fin}</b>", "Article 7. Droit applicable", "Lu et approuvé"} {
			if !strings.Contains(text, plain(want)) {
				t.Errorf("the paper does not say %q: %s", want, text)
			}
		}
		sum := sha256.Sum256([]byte(body))
		tw.holder.get("/papiers/CA-2026-0001").wants(http.StatusOK).has(hex.EncodeToString(sum[:]), "Article 7. Droit applicable", "À signer").lacks("Enregistrer les signatures", "Joindre")
		tw.away.get("/papiers/CA-2026-0001").wants(http.StatusNotFound)
		k.exec(`UPDATE couveuse SET name = 'Un autre nom'`)
		if again, _ := tw.holder.paper("/papiers/CA-2026-0001.pdf"); again != body {
			t.Error("printed again it is another file")
		}
		tw.boss.get("/projets/"+tw.p.Ref).wants(http.StatusOK).hasValue("number", "CA-2026-0001") // offered to whoever records it

		// The couveuse is called otherwise now: the draft says so, and replaces.
		tw.boss.get(draft).wants(http.StatusOK).has("Ce document remplacera CA-2026-0001")
		tw.boss.post(tw.papers, form("pour", "coaching")).wants(http.StatusSeeOther)
		tw.holder.get("/papiers/CA-2026-0001").wants(http.StatusOK).has("remplacé par CA-2026-0002")
		tw.boss.get("/projets/"+tw.p.Ref).hasValue("number", "CA-2026-0002")
		tw.boss.get(draft).wants(http.StatusOK).has("Ce document est déjà émis, sous le numéro CA-2026-0002").lacks("Émettre ce document")
		tw.signs()
	})
}

// signs goes on with the agreement that holds.
func (tw *noticeTown) signs() {
	tw.t.Helper()
	const paper = "/papiers/CA-2026-0002"
	tw.boss.post("/papiers/CA-2026-0001/signatures", form("version", "0", "house_name", "Marc", "house_role", "Directeur", "house_on", "2026-11-23")).wants(http.StatusUnprocessableEntity).
		has("est remplacé par CA-2026-0002")
	tw.boss.post(paper+"/signatures", form("version", "0", "house_name", "<i>Marc</i>", "house_on", "2026-11-24")).wants(http.StatusUnprocessableEntity).
		has("Fonction, pour la couveuse", "Date de signature, pour la couveuse").hasValue("house_name", "<i>Marc</i>")
	signed := form("version", "0", "house_name", "Marc Dupont", "house_role", "Directeur", "house_on", "2026-11-23")
	tw.boss.post(paper+"/signatures", signed).wants(http.StatusSeeOther)
	tw.boss.post(paper+"/signatures", signed).wants(http.StatusConflict).hasValue("house_name", "Marc Dupont")
	signed.Set("version", "1")
	signed.Set("holder_name", "Zoé")
	signed.Set("holder_on", "2026-11-23")
	tw.boss.post(paper+"/signatures", signed).wants(http.StatusSeeOther)
	tw.holder.get(paper).wants(http.StatusOK).has("signé le 23 novembre 2026 par Marc Dupont, Directeur", "signé le 23 novembre 2026 par Zoé")
	if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'paper.sign'`); n != 2 {
		tw.t.Errorf("%d signatures in the audit", n)
	}

	tw.boss.attach(paper+"/copie", "copie", "x.exe", []byte("MZ")).wants(http.StatusUnprocessableEntity)
	tw.boss.attach(paper+"/copie", "copie", "", nil).wants(http.StatusUnprocessableEntity).has("Copie signée")
	tw.boss.attach(paper+"/copie", "copie", "big.pdf", append(smallPDF("x"), make([]byte, 10<<20)...)).wants(http.StatusUnprocessableEntity)
	for range 2 {
		tw.boss.attach(paper+"/copie", "copie", "Signée.pdf", smallPDF("signée")).wants(http.StatusSeeOther)
	}
	r := tw.holder.get(paper + "/copies/1").wants(http.StatusOK)
	if r.body != string(smallPDF("signée")) || !strings.Contains(r.header.Get("Content-Disposition"), "attachment") {
		tw.t.Errorf("the copy: %v", r.header)
	}
	tw.holder.get(paper).has("Signée.pdf")
	for _, gone := range []string{"/copies/2", "/copies/0", "/copies/x"} {
		tw.holder.get(paper + gone).wants(http.StatusNotFound)
	}
	tw.away.get(paper + "/copies/1").wants(http.StatusNotFound)
}

// attach sends one file of a form; no name is a field in which nothing was chosen.
func (b *browser) attach(path, field, name string, content []byte) reply {
	b.k.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	f, err := w.CreateFormFile(field, name)
	if err == nil {
		_, err = f.Write(content)
	}
	if err != nil || w.Close() != nil {
		b.k.t.Fatal(err)
	}
	return b.send(path, w.FormDataContentType(), &body, false)
}

type deaf struct {
	clean bool
	err   error
}

func (d deaf) Scan(context.Context, []byte) (bool, error) { return d.clean, d.err }

func TestCopiesAreScanned(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.noticeTown(programme.Accepted)
		tw.boss.post(tw.papers, form("pour", "coaching")).wants(http.StatusSeeOther)
		const paper = "/papiers/CA-2026-0001"
		tw.boss.attach(paper+"/copie", "copie", "avant.pdf", smallPDF("avant")).wants(http.StatusSeeOther) // no scanner is in use yet
		k.app.Scanner = deaf{false, nil}
		tw.boss.attach(paper+"/copie", "copie", "virus.pdf", smallPDF("virus")).wants(http.StatusUnprocessableEntity)
		tw.holder.get(paper + "/copies/1").wants(http.StatusUnprocessableEntity)
		k.app.Scanner = deaf{true, fmt.Errorf("silent")}
		tw.holder.get(paper + "/copies/1").wants(http.StatusUnprocessableEntity)
		k.app.Scanner = deaf{true, nil}
		tw.holder.get(paper + "/copies/1").wants(http.StatusOK)
		tw.boss.attach(paper+"/copie", "copie", "net.pdf", smallPDF("net")).wants(http.StatusSeeOther)
		k.app.Scanner = deaf{true, fmt.Errorf("silent")}
		tw.holder.get(paper + "/copies/2").wants(http.StatusOK) // it was seen once
		if n := k.count(`SELECT count(*) FROM paper_scans`); n != 2 {
			t.Errorf("%d copies", n)
		}
	})
}

func TestRegisterAndVerification(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.noticeTown(programme.Accepted)
		tw.boss.post(tw.papers, form("pour", "coaching")).wants(http.StatusSeeOther)
		tw.boss.get("/annees").wants(http.StatusOK).has("Registre des papiers")
		tw.boss.get("/papiers").wants(http.StatusOK).has("CA-2026-0001", tw.p.Ref, "Marc", "À signer")
		tw.boss.get("/papiers?genre=agreement&annee=2026&signe=non&dossier="+tw.p.Ref).has("CA-2026-0001").hasValue("dossier", tw.p.Ref)
		for _, none := range []string{"genre=cohort", "annee=2025", "signe=oui", "dossier=JI-2026-9999", "apres=1"} {
			tw.boss.get("/papiers?" + none).wants(http.StatusOK).lacks("CA-2026-0001").has("Aucun papier")
		}
		tw.away.get("/papiers").wants(http.StatusOK).lacks("CA-2026-0001")
		for _, wrong := range []string{"genre=x", "annee=x", "annee=99999", "signe=x", "site=x", "site=-1", "apres=x"} {
			tw.boss.get("/papiers?" + wrong).wants(http.StatusNotFound)
		}
		body, _ := tw.boss.paper("/papiers/CA-2026-0001.pdf")
		const verify = "/papiers/verifier"
		tw.boss.get(verify).wants(http.StatusOK).has("Fichier à vérifier")
		tw.boss.attach(verify, "fichier", "a.pdf", []byte(body)).wants(http.StatusOK).has("C'est bien CA-2026-0001, émis le 23 novembre 2026")
		tw.boss.attach(verify, "fichier", "<b>a</b>.pdf", []byte(body+"x")).wants(http.StatusOK).has("n'est pas un papier émis").lacks("<b>a</b>")
		tw.away.attach(verify, "fichier", "a.pdf", []byte(body)).wants(http.StatusOK).has("n'est pas un papier émis")
		tw.boss.attach(verify, "fichier", "", nil).wants(http.StatusUnprocessableEntity).has("Fichier à vérifier")
		tw.boss.attach(verify, "fichier", "vide.pdf", nil).wants(http.StatusUnprocessableEntity)
		tw.boss.attach(verify, "fichier", "big.pdf", make([]byte, 32<<20+1)).wants(http.StatusUnprocessableEntity).has("32 Mo au plus")
		tw.boss.attach("/papiers/CA-2026-0001/copie", "copie", "signée.pdf", smallPDF("s")).wants(http.StatusSeeOther)
		tw.boss.attach(verify, "fichier", "s.pdf", smallPDF("s")).wants(http.StatusOK).has("une copie signée de CA-2026-0001")
	})
}

func TestTextsOfNotices(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.noticeTown(programme.Accepted)
		admin := k.admin()
		admin.get("/reglages/programmes/JI/lettres").wants(http.StatusOK).has("Convention d'accompagnement", "Avenant de reprise", "praticien du droit")
		for i, slug := range []string{"convention", "statut", "prolongation", "suspension", "reprise", "octroi", "refus-de-bourse", "reduction", "recuperation"} {
			page := admin.get("/reglages/programmes/JI/lettres/"+slug).wants(http.StatusOK).has("Zoë", "D'Hondt")
			_, preview, _ := strings.Cut(page.body, `id="apercu"`)
			if paper, _, _ := strings.Cut(preview, "Les mots entre accolades"); strings.ContainsAny(paper, "{}") {
				t.Errorf("%s leaves a placeholder: %s", slug, paper)
			}
			admin.post("/reglages/programmes/JI/lettres/"+slug, sent(page, form("letter_body", views.DefaultText(t.Context(), notice.Kinds()[i])))).wants(http.StatusSeeOther) // the product's own text may be kept as it is
		}
		const path = "/reglages/programmes/JI/lettres/convention"
		page := admin.get(path)
		admin.post(path, sent(page, form("letter_body", "{debut} {fin}\n\n{jours}"))).wants(http.StatusUnprocessableEntity).has("Aucune lettre ne connaît {jours} (ligne 3)")
		admin.post(path, sent(page, form("letter_body", strings.Repeat("é", 100_000)))).wants(http.StatusUnprocessableEntity).has("20 000")
		admin.post(path, sent(page, form("letter_body", "Pour {prenom} {nom}, du {debut} au {fin}.\n\n<script>alert(1)</script>", "faire", "apercu"))).wants(http.StatusOK).has("Pour Zoë D'Hondt").lacks("<script>alert")
		admin.post(path, sent(page, form("letter_body", "Notre texte, du {debut} au {fin}, pour {nom}."))).wants(http.StatusSeeOther)
		tw.boss.get(tw.papers+"/projet?pour=coaching").wants(http.StatusOK).has("Notre texte, du", "{montant} <b>{fin}</b>").lacks("Article 1")
	})
}
