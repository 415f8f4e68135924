package handlers_test

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/intake"
)

// hand sends a file as the page's form does.
func (b *browser) hand(name string, content []byte) reply {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("fichier", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.k.t.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.k.url+"/reglages/imports", &body)
	if err != nil {
		b.k.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

func (k *kit) workImports() {
	k.t.Helper()
	for worked := true; worked; {
		var err error
		if worked, err = intake.Work(context.Background(), k.db, "test", nil); err != nil {
			k.t.Fatal(err)
		}
	}
}

func TestImportPage(t *testing.T) {
	content, err := os.ReadFile("../models/intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(content), "\n")
	lines[16] = strings.Replace(lines[16], "/200", "/2x0", 1)
	lines[1] = strings.Replace(lines[1], "Toilettage canin à domicile", "=1+1", 1)
	bad := strings.Join(lines[:40], "")
	eachKit(t, func(t *testing.T, k *kit) {
		admin := k.as(k.account("anne", access.Grant{Role: access.Administrator}))
		admin.get("/reglages/imports").wants(http.StatusOK).has("Aucun fichier n’a encore été déposé", "64 Mio")
		admin.get("/reglages").wants(http.StatusOK).has("Reprendre les dossiers d’un tableur")
		admin.hand("vide.csv", nil).wants(http.StatusUnprocessableEntity).has("aucun dossier")
		admin.hand("grand.csv", bytes.Repeat([]byte("a;b\n"), 17<<20)).wants(http.StatusRequestEntityTooLarge).has("64 Mio")
		if n := k.count(`SELECT count(*) FROM imports`); n != 0 {
			t.Errorf("%d imports of refused files", n)
		}
		one := admin.hand(`C:\Dossiers\année 2008.csv`, []byte(bad)).wants(http.StatusSeeOther).location()
		page := admin.get(one).wants(http.StatusOK).has("année 2008.csv", "en cours de vérification")
		if page.header.Get("Refresh") == "" {
			t.Error("the page does not look again")
		}
		admin.hand("copie.csv", []byte(bad)).wants(http.StatusUnprocessableEntity).has("déjà en cours d’import")
		k.workImports()
		page = admin.get(one).wants(http.StatusOK).has("Reprendre 38 dossiers", "1 ligne est refusée")
		if page.header.Get("Refresh") != "" {
			t.Error("a page that waits for a person looks again")
		}
		admin.get(one+"/lignes?issue=refuses").wants(http.StatusOK).has("17", "n’est pas une date")
		admin.get(one+"/lignes?issue=crees").wants(http.StatusOK).has("2008-001", "VAN DEN BOSSCHE")
		admin.get(one + "/lignes?issue=autre").wants(http.StatusNotFound)
		admin.get(one+"/colonnes").wants(http.StatusOK).has("Ce que contient chaque colonne", "La valeur du fichier l’emporte")
		admin.get(one + "/doublons").wants(http.StatusOK).has("Aucune personne à comparer")
		back := admin.get(one + "/refus.csv").wants(http.StatusOK)
		if !strings.Contains(back.body, "Raison") || !strings.Contains(back.body, "Ligne 17") || strings.Count(back.body, "\r\n") != 2 {
			t.Errorf("refused rows: %q", back.body)
		}
		version := page.value("version")
		admin.post(one+"/reprise", form("version", version)).wants(http.StatusUnprocessableEntity).has("rien du fichier n’est repris")
		admin.post(one+"/reprise", form("version", "99", "ecarter", "true")).wants(http.StatusConflict)
		admin.post(one+"/reprise", form("version", version, "ecarter", "true")).wants(http.StatusSeeOther)
		admin.post(one+"/abandon", form("version", version)).wants(http.StatusUnprocessableEntity)
		k.workImports()
		admin.get(one).wants(http.StatusOK).has("Dossiers créés", "Repris", "Télécharger les lignes refusées")
		admin.get("/reglages/imports").wants(http.StatusOK).has("année 2008.csv", "Repris", "38")
		if n := k.count(`SELECT count(*) FROM projects WHERE source_file = 'année 2008.csv'`); n != 38 {
			t.Errorf("%d dossiers", n)
		}
		// The columns, sent as they are shown, change nothing but start the check anew.
		two := admin.hand("b.csv", []byte(strings.Join(lines[:3], ""))).wants(http.StatusSeeOther).location()
		k.workImports()
		shown := admin.get(two + "/colonnes").wants(http.StatusOK)
		admin.post(two+"/colonnes", form("version", shown.value("version"), "colonne-0", "Nom")).wants(http.StatusUnprocessableEntity).has("Il manque des colonnes")
		admin.get(two).wants(http.StatusOK).has("déjà repris")
		admin.post(two+"/abandon", form("version", shown.value("version"))).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM import_pieces`); n != 0 {
			t.Errorf("%d pieces are kept", n)
		}
	})
}
