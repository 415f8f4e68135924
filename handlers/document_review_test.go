package handlers_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/documents/clamd"
	"eclosion/models/documents/clamd/clamdtest"
	"eclosion/models/programme"
)

// read scans one row.
func (k *kit) read(query string, dest ...any) {
	k.t.Helper()
	err := k.db.Read(k.t.Context(), operator, func(tx *db.Tx) error {
		_, err := tx.Get(dest, query)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
}

func putInPhase(id int64, phase programme.Phase) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		_, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = COALESCE(submitted_at, ?) WHERE id = ?`, phase, tx.Now(), id)
		return err
	}
}

func TestReviewOnThePage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Submitted)
		x.own.upload(x.base, "cv", part{"cv.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		x.own.get(x.base).lacks("/verdict", "Demander une pièce")
		x.staff.get("/candidatures/"+x.p.Ref).has("Curriculum vitae", "cv.pdf", "À vérifier", "Vérifier les documents, en demander d'autres")
		one := x.base + "/" + x.id("cv.pdf")
		x.staff.get(x.base).has("cv.pdf", "Zoe", "Accepter", "Refuser", "Demander une pièce")
		refused := x.staff.post(one+"/verdict", form("verdict", "refused", "version", "1")).wants(http.StatusUnprocessableEntity)
		refused.has("Ce champ est obligatoire.")
		x.staff.post(one+"/verdict", form("verdict", "refused", "version", "1", "document_reason", "La page 2 <b>manque</b>.")).wants(http.StatusSeeOther)
		x.own.get(x.base).has("À remplacer", "Raison du refus : La page 2 <b>manque</b>.").lacks("<b>manque")
		if n := k.count(`SELECT count(*) FROM outbox WHERE kind = 'document_refused' AND recipient = 'zoe@test.be'`); n != 1 {
			t.Errorf("%d mails", n)
		}
		// Somebody else was faster: the conflict is told, the reason stays in its field.
		r := x.staff.post(one+"/verdict", form("verdict", "refused", "version", "1", "document_reason", "Trop tard."))
		r.wants(http.StatusConflict)
		x.staff.post(one+"/verdict", form("verdict", "new", "version", "2")).wants(http.StatusSeeOther)
		r = x.staff.post(one+"/verdict", form("verdict", "refused", "version", "2", "document_reason", "Trop tard.")).wants(http.StatusConflict)
		if !strings.Contains(r.body, "Trop tard.") {
			t.Error("the reason is lost")
		}
		x.staff.post(one+"/verdict", form("verdict", "accepted", "version", "3")).wants(http.StatusSeeOther)
		x.own.get(x.base).has("Acceptée")
	})
}

func TestAskOnThePage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Submitted)
		today := models.DateOf(k.clock.Now())
		x.staff.post(x.base+"/demandes", form("cle", "k1", "category", "identite", "piece_note", "Les deux faces", "piece_due_on", "2026-02-31")).
			wants(http.StatusUnprocessableEntity).has("Indiquez une date qui existe", "Les deux faces")
		ask := form("cle", "k1", "category", "identite", "piece_note", "Les deux faces", "piece_due_on", string(today.AddDays(5)))
		x.staff.post(x.base+"/demandes", ask).wants(http.StatusSeeOther)
		x.staff.post(x.base+"/demandes", ask).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM document_requests`); n != 1 {
			t.Errorf("%d requests of one form", n)
		}
		x.own.get("/").has("Pièces demandées", "Carte d'identité", "Les deux faces", "Pour le 28/11/2026")
		x.own.get(x.base).has("La couveuse demande cette pièce pour le 28 novembre 2026.", "Les deux faces").lacks("Manon")
		x.staff.get(x.base).has("Demandée par Manon le 23/11/2026", "Annuler la demande")
		k.clock.Set(today.AddDays(7))
		x.own.get("/").has("En retard de 2 jours")
		x.staff.get("/candidatures/" + x.p.Ref).has("En retard de 2 jours")
		x.own.upload(x.base, "identite", part{"carte.pdf", smallPDF("carte")}).wants(http.StatusSeeOther)
		x.own.get("/").lacks("Pièces demandées")
		x.staff.post(x.base+"/demandes", form("cle", "k2", "category", "cv", "piece_due_on", string(today.AddDays(9)))).wants(http.StatusSeeOther)
		x.staff.post(x.base+"/demandes/abc/annulation", nil).wants(http.StatusNotFound)
		id := k.count(`SELECT MAX(id) FROM document_requests`)
		x.staff.post(x.base+"/demandes/"+strconv.Itoa(id)+"/annulation", nil).wants(http.StatusSeeOther)
		x.own.get("/").lacks("Pièces demandées")
	})
}

// A dossier that runs has its documents among its pages, and old addresses lead there.
func TestDocumentsOfAProject(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Coaching)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO applications (project_id, situation, own_vat, updated_at) VALUES (?, 'full_benefits', ?, 1)`, x.p.ID, true)
			return err
		})
		if r := x.own.get("/candidatures/" + x.p.Ref + "/documents").wants(http.StatusSeeOther); r.location() != x.base {
			t.Errorf("leads to %q", r.location())
		}
		x.own.get(x.base).wants(http.StatusOK).has("Preuve de la suspension du numéro d'entreprise", "À ajouter plus tard", "Rencontres")
		x.own.upload(x.base, "suspension_tva", part{"bce.pdf", smallPDF("bce")}).wants(http.StatusSeeOther)
		x.staff.get("/projets/"+x.p.Ref).has("Numéro d'entreprise à son nom", "Le document est là (Preuve de la suspension du numéro d'entreprise), et la couveuse doit encore l'accepter.")
		x.staff.post(x.base+"/"+x.id("bce.pdf")+"/verdict", form("verdict", "accepted", "version", "1")).wants(http.StatusSeeOther)
		x.staff.get("/projets/" + x.p.Ref).lacks("doit encore l")
	})
}

func TestScannerAtTheDoor(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		daemon := clamdtest.Start(t, "unix")
		client, err := clamd.Parse(daemon.Where)
		if err != nil {
			t.Fatal(err)
		}
		k.app.Scanner = client
		x := k.archive(programme.Draft)
		x.own.upload(x.base, "cv", part{"cv.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		x.own.get(x.base + "/" + x.id("cv.pdf")).wants(http.StatusOK)
		x.own.upload(x.base, "forem", part{"malade.pdf", smallPDF(clamdtest.EICAR)}).wants(http.StatusUnprocessableEntity).
			has("malade.pdf : L'antivirus a reconnu un virus dans ce document")
		x.own.get(x.base).has("Virus : contenu supprimé", "À remplacer")
		if n := k.count(`SELECT count(*) FROM document_contents`); n != 1 {
			t.Errorf("%d contents", n)
		}
		daemon.Answers.Store("out of memory ERROR\x00")
		x.own.upload(x.base, "forem", part{"attend.pdf", smallPDF("attend")}).wants(http.StatusSeeOther)
		x.own.get(x.base).has("Antivirus en attente")
		var id string
		k.read(`SELECT public_id FROM documents WHERE name = 'attend.pdf'`, &id)
		x.own.get(x.base + "/" + id).wants(http.StatusUnprocessableEntity).has("L'antivirus n'a pas encore vérifié ce document (attend.pdf)")
		if !strings.Contains(k.log.String(), "waits for its scan") {
			t.Error("the operator is not told")
		}
		k.log.text.Reset()
	})
}

func TestDocumentSettings(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		admin := k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
		const one = "/reglages/programmes/JI"
		admin.get(one + "/documents").wants(http.StatusOK).has("Ce programme ne demande aucun document")
		admin.get(one + "/entree/cpas").has("ajoutez d'abord cette pièce")
		admin.post(one+"/documents", nil).wants(http.StatusSeeOther)
		admin.get(one+"/documents").has("Curriculum vitae", "De tout le monde, pour déposer")
		admin.get(one).has("Documents demandés", "Conditions d'entrée")
		admin.post(one+"/documents/nouvelle", form("cle", "k", "code", "Diplôme", "piece_label", "Diplôme")).wants(http.StatusUnprocessableEntity).
			has("Écrivez 2 à 30 lettres minuscules", "Choisissez une des réponses proposées.")
		for range 2 {
			admin.post(one+"/documents/nouvelle", form("cle", "k2", "code", "diplome", "piece_label", "Diplôme", "piece_need", "optional")).wants(http.StatusSeeOther)
		}
		r := admin.get(one + "/documents/diplome").wants(http.StatusOK)
		admin.post(one+"/documents/diplome", form("version", r.value("version"), "piece_label", "Diplôme <i>", "piece_need", "required", "active", "oui")).wants(http.StatusSeeOther)
		admin.post(one+"/documents/diplome", form("version", "1", "piece_label", "Perdu", "piece_need", "required")).wants(http.StatusConflict).has("Une autre modification a été enregistrée")
		admin.get(one + "/documents").has("Diplôme <i>").lacks("<i>")
		admin.post(one+"/documents/diplome/ordre", form("sens", "monter")).wants(http.StatusSeeOther)
		admin.post(one+"/documents/accord_cpas", form("version", "1", "piece_label", "x", "piece_need", "gate")).wants(http.StatusUnprocessableEntity).
			has("Une condition d'entrée attend cette pièce")
		admin.get(one + "/documents/rien").wants(http.StatusNotFound)

		admin.get(one+"/entree").has("Bénéficiaire du CPAS", "Bloque", "Dès le dépôt de la candidature", "Accord de l'assistant·e social·e du CPAS")
		r = admin.get(one + "/entree/cpas").wants(http.StatusOK)
		admin.post(one+"/entree/cpas", form("version", r.value("version"), "gate_mode", "tout", "gate_step", "x", "category", "y")).wants(http.StatusUnprocessableEntity)
		admin.post(one+"/entree/cpas", form("version", r.value("version"), "gate_mode", "warn", "gate_step", "acceptance", "category", "autre")).wants(http.StatusSeeOther)
		admin.post(one+"/entree/cpas", form("version", r.value("version"), "gate_mode", "off", "gate_step", "acceptance", "category", "autre")).wants(http.StatusConflict)
		admin.get(one+"/entree").has("Avertit sans bloquer", "Dès l'acceptation par le comité")
		admin.get(one + "/entree/rien").wants(http.StatusNotFound)
		admin.post(one+"/entree/rien", form("gate_mode", "off", "gate_step", "test", "category", "autre")).wants(http.StatusNotFound)
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action IN ('gate.change', 'category.create', 'category.change', 'category.move', 'category.lay')`); n != 5 {
			t.Errorf("%d traces", n)
		}

		// A new programme asks for the usual pieces from its first day.
		admin.post("/reglages/programmes/nouveau", form("cle", "k3", "code", "NEUF", "name", "Neuf", "site", strconv.Itoa(int(k.siteID("LIEGE"))))).wants(http.StatusSeeOther)
		admin.get("/reglages/programmes/NEUF/documents").has("Curriculum vitae")
		if n := k.count(`SELECT count(*) FROM document_categories c JOIN programmes p ON p.id = c.programme_id WHERE p.code = 'NEUF' AND c.need = ?`, documents.Required); n != 2 {
			t.Errorf("%d required", n)
		}
	})
}

// The submission names what is missing and leads there.
func TestSubmissionLeadsToDocuments(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO applications (project_id, situation, updated_at) VALUES (?, 'full_benefits', 1)`, x.p.ID)
			return err
		})
		path := "/candidatures/" + x.p.Ref
		x.own.get(path).has("Documents", "Il manque 2 pièces")
		x.own.get(path+"/verifier").has("Curriculum vitae", "À compléter")
		r := x.own.post(path+"/depot", form("version", "1")).wants(http.StatusUnprocessableEntity)
		r.has("2 pièces obligatoires manquent : Curriculum vitae, Preuve d'inscription au Forem.", "Ajouter les documents qui manquent")
		if !strings.Contains(r.body, `href="`+x.base+`?retour=verifier"`) {
			t.Error("no link to the documents")
		}
		x.own.get(x.base + "?retour=verifier").has("Vérifier et déposer")
		x.own.upload(x.base, "cv", part{"cv.pdf", smallPDF("cv")})
		x.own.get(path + "/verifier").has("cv.pdf")
		x.own.get(path).has("Il manque 1 pièce")
	})
}
