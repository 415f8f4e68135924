package handlers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/documents"
	"eclosion/models/programme"
)

// archive is a couveuse that asks for documents, with a draft of one candidate.
type archive struct {
	*kit
	holder, manager accounts.Account
	own, staff      *browser
	p               *programme.Project
	base            string
}

func (k *kit) archive(phase programme.Phase) *archive {
	k.t.Helper()
	k.write(documents.Found)
	x := &archive{kit: k, holder: k.account("Zoe", access.Grant{Role: access.Candidate}), manager: k.account("Manon", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")})}
	x.p = k.dossier(k.cohort("LIEGE"), x.holder.PersonID, phase)
	x.base = "/candidatures/" + x.p.Ref + "/documents"
	if !phase.IsApplication() {
		x.base = "/projets/" + x.p.Ref + "/documents"
	}
	x.own, x.staff = k.as(x.holder), k.as(x.manager)
	return x
}

// part is one file of an upload.
type part struct {
	name    string
	content []byte
}

func smallPDF(text string) []byte {
	return []byte("%PDF-1.4\n% " + text + "\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n")
}

// upload makes the body of a form with files, and its content type.
func upload(category string, parts ...part) (*bytes.Buffer, string) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("category", category)
	for _, p := range parts {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", `form-data; name="files"; filename="`+strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A", `\`, `\\`).Replace(p.name)+`"`)
		h.Set("Content-Type", "text/html") // what a browser says of a file is not listened to
		f, _ := w.CreatePart(h)
		_, _ = f.Write(p.content)
	}
	_ = w.Close()
	return &body, w.FormDataContentType()
}

func (b *browser) send(path, kind string, body io.Reader, script bool) reply {
	b.k.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.k.url+path, body)
	if err != nil {
		b.k.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if script {
		r.Header.Set("Accept", "application/json")
	}
	return b.do(r)
}

func (b *browser) upload(path, category string, parts ...part) reply {
	b.k.t.Helper()
	body, kind := upload(category, parts...)
	return b.send(path, kind, body, false)
}

func (x *archive) stored() int {
	return x.count(`SELECT count(*) FROM documents WHERE project_id = ?`, x.p.ID)
}

func (x *archive) id(name string) string {
	x.t.Helper()
	r := x.own.get(x.base)
	before, _, found := strings.Cut(r.body, name)
	if !found {
		x.t.Fatalf("%q is not listed", name)
	}
	at := strings.LastIndex(before, x.base+"/")
	id, _, _ := strings.Cut(before[at+len(x.base)+1:], `"`)
	return id
}

func TestUploadWithoutScript(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		x.own.get(x.base).wants(http.StatusOK).has("Curriculum vitae", "Preuve d'inscription au Forem", "Il manque 2 pièces.", "10 Mo au plus par fichier")
		r := x.own.upload(x.base, "cv", part{"Mon CV.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		if r.location() != x.base+"#piece-cv" {
			t.Errorf("leads to %q", r.location())
		}
		x.own.get(x.base).has("Mon CV.pdf", "Ajoutée", "Il manque 1 pièce.", "PDF, 55 octets, ajouté le 23/11/2026 à 09:00")

		// Several at once: what is good is kept, what is not is named, and nothing else is touched.
		r = x.own.upload(x.base, "forem", part{"vide.pdf", nil}, part{"Attestation.pdf", smallPDF("forem")}, part{"page.html", []byte("<html>")}).wants(http.StatusUnprocessableEntity)
		r.has("2 fichiers n'ont pas été ajoutés", "vide.pdf : Ce fichier est vide.", "page.html : D'après son contenu, ce fichier est de type « html ».", "Les autres fichiers sont ajoutés Attestation.pdf")
		if n := x.stored(); n != 2 {
			t.Errorf("%d documents", n)
		}
		x.own.upload(x.base, "cv", part{"Mon CV.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		if n := x.stored(); n != 2 {
			t.Errorf("the same file again makes %d documents", n)
		}
		x.own.upload(x.base, "cv").wants(http.StatusUnprocessableEntity).has("1 fichier n'a pas été ajouté", "Fichiers : ce champ est obligatoire.")
		x.own.upload(x.base, "inconnue", part{"a.pdf", smallPDF("a")}).wants(http.StatusUnprocessableEntity).has("Pièce : choisissez une des réponses proposées.")
	})
}

func TestUploadWithScript(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		send := func(category string, parts ...part) (r reply, files []struct {
			Name, Text string
			OK, Again  bool
		}) {
			body, kind := upload(category, parts...)
			r = x.own.send(x.base, kind, body, true)
			var answer struct {
				Files []struct {
					Name, Text string
					OK, Again  bool
				}
			}
			if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
				t.Fatalf("%d %s: %v", r.status, r.body, err)
			}
			return r, answer.Files
		}
		r, files := send("cv", part{"cv.pdf", smallPDF("cv")})
		if r.wants(http.StatusOK); len(files) != 1 || !files[0].OK || files[0].Name != "cv.pdf" || !strings.HasPrefix(files[0].Text, "Ajouté à ") {
			t.Errorf("stored: %+v", files)
		}
		if _, files = send("cv", part{"cv.pdf", smallPDF("cv")}); !files[0].OK || !strings.Contains(plain(files[0].Text), "pas ajouté deux fois") {
			t.Errorf("again: %+v", files)
		}
		r, files = send("cv", part{"x.exe", []byte("MZ\x90\x00\x03")})
		if r.wants(http.StatusUnprocessableEntity); files[0].OK || files[0].Again || !strings.Contains(plain(files[0].Text), "Les types acceptés sont PDF, JPEG, PNG, DOCX, ODT et XLSX.") {
			t.Errorf("wrong type: %+v", files)
		}
	})
}

// A body that is cut, or that is no form, never makes a fault of the server, and leaves what was there.
func TestBrokenUploads(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		x.own.upload(x.base, "cv", part{"cv.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		body, kind := upload("forem", part{"un.pdf", smallPDF("un")}, part{"deux.pdf", smallPDF(strings.Repeat("deux ", 2000))})
		cut := body.Bytes()[:body.Len()-3000]
		r := x.own.send(x.base, kind, bytes.NewReader(cut), false).wants(http.StatusUnprocessableEntity)
		r.has("deux.pdf : L'envoi a été coupé avant la fin de ce fichier.", "Les autres fichiers sont ajoutés un.pdf")
		if n := x.stored(); n != 2 {
			t.Errorf("%d documents: what came before the cut is kept", n)
		}
		for name, c := range map[string]struct{ kind, body string }{
			"no form":            {"application/pdf", "%PDF-1.4"},
			"no boundary":        {"multipart/form-data", "x"},
			"an ordinary form":   {"application/x-www-form-urlencoded", "category=cv"},
			"another boundary":   {"multipart/form-data; boundary=x", "--y\r\n\r\n"},
			"headers never end":  {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data"},
			"a broken header":    {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\r\n\r\nx\r\n--x--\r\n"},
			"bytes for a name":   {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\xff\xfe\x00.pdf\"\r\n\r\nx\r\n--x--\r\n"},
			"bytes for a choice": {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"category\"\r\n\r\n\xff\x00cv\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\nstartxref\n%%EOF\r\n--x--\r\n"},
			"nothing":            {"multipart/form-data; boundary=x", ""},
		} {
			if r := x.own.send(x.base, c.kind, strings.NewReader(c.body), false); r.status < 400 || r.status >= 500 || len(r.text()) < 40 {
				t.Errorf("%s: %d %s", name, r.status, r.text())
			}
		}
		if n := x.stored(); n != 2 {
			t.Errorf("%d documents after broken uploads", n)
		}
	})
}

// Forms stay small; the one that takes files is larger, and has its end too.
func TestBodyLimits(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		large := smallPDF(strings.Repeat("gros ", 1<<20))
		x.own.upload(x.base, "cv", part{"gros.pdf", large}).wants(http.StatusSeeOther)
		body, kind := upload("cv", part{"gros.pdf", large})
		if r := x.own.send("/compte", kind, body, false); r.status != http.StatusRequestEntityTooLarge {
			t.Errorf("another form took it: %d", r.status)
		}
		body, kind = upload("cv", part{"x.pdf", nil})
		if r := x.own.send("/compte", kind, body, false); r.status != http.StatusUnsupportedMediaType {
			t.Errorf("another form takes files: %d", r.status)
		}
		x.own.upload(x.base, "cv", part{"trop.pdf", smallPDF(strings.Repeat("trop ", 2<<20+1))}, part{"petit.pdf", smallPDF("petit")}).
			wants(http.StatusUnprocessableEntity).has("trop.pdf : Ce fichier dépasse 10 Mo.", "Les autres fichiers sont ajoutés petit.pdf")
		// Its length is not told: the body is cut where too much has come.
		huge, w := io.Pipe()
		form := multipart.NewWriter(w)
		go func() {
			_ = form.WriteField("category", "cv")
			for i := range 8 {
				f, err := form.CreateFormFile("files", fmt.Sprint(i, ".pdf"))
				if err != nil {
					break // the server has had enough
				}
				_, _ = f.Write(bytes.Repeat([]byte("x"), 9<<20))
			}
			_ = w.CloseWithError(form.Close())
		}()
		if r := x.own.send(x.base, form.FormDataContentType(), huge, false); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.text(), "Un envoi fait au plus 50 Mo") {
			t.Errorf("a body without end: %d %s", r.status, r.text())
		}
	})
}

func TestHostileNames(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		for i, c := range []struct{ name, shown, ascii, whole string }{
			{"../../etc/passwd.pdf", "passwd.pdf", "passwd.pdf", "passwd.pdf"},
			{`C:\Users\zoe\cv.pdf`, "cv.pdf", "cv.pdf", "cv.pdf"},
			{"facture\u202efdp.exe", "facturefdp.exe.pdf", "facturefdp.exe.pdf", "facturefdp.exe.pdf"},
			{"a\r\nSet-Cookie: x=1.pdf", "a%0D%0ASet-Cookie: x=1.pdf", "a_0D_0ASet-Cookie: x=1.pdf", "a%250D%250ASet-Cookie%3A%20x%3D1.pdf"},
			{`l'été "2026".pdf`, `l'été %222026%22.pdf`, "l'_t_ _222026_22.pdf", "l%27%C3%A9t%C3%A9%20%25222026%2522.pdf"},
			{"<script>alert(1)<", "script>alert(1)<.pdf", "script>alert(1)<.pdf", "script%3Ealert%281%29%3C.pdf"},
			{"Łukasz 🙂 النص.PDF", "Łukasz 🙂 النص.pdf", "_ukasz _ ____.pdf", "%C5%81ukasz%20%F0%9F%99%82%20%D8%A7%D9%84%D9%86%D8%B5.pdf"},
			{strings.Repeat("n", 5000) + ".pdf", strings.Repeat("n", 120) + "….pdf", strings.Repeat("n", 120) + "_.pdf", strings.Repeat("n", 120) + "%E2%80%A6.pdf"},
		} {
			if strings.HasPrefix(c.name, "<") {
				c.name = "<" + "script>alert(1)<" // a slash would begin a path
				c.shown, c.ascii, c.whole = "<"+c.shown, "<"+c.ascii, "%3C"+c.whole
			}
			x.own.upload(x.base, "autre", part{c.name, smallPDF(fmt.Sprint("n° ", i))}).wants(http.StatusSeeOther)
			var id, kept string
			k.read(`SELECT public_id, name FROM documents ORDER BY id DESC LIMIT 1`, &id, &kept)
			if kept != c.shown {
				t.Errorf("%q is kept as %q, want %q", c.name, kept, c.shown)
			}
			r := x.own.get(x.base + "/" + id).wants(http.StatusOK)
			if got, want := r.header.Get("Content-Disposition"), `attachment; filename="`+c.ascii+`"; filename*=UTF-8''`+c.whole; got != want {
				t.Errorf("%q is sent as\n%s, want\n%s", c.name, got, want)
			}
			if r.header.Get("Set-Cookie") != "" {
				t.Errorf("%q wrote a header", c.name)
			}
		}
		x.own.get(x.base).wants(http.StatusOK).lacks("<script>alert", "\u202e")
	})
}

func TestDownload(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Submitted)
		content := smallPDF("<script>alert(1)</scrip")
		x.own.upload(x.base, "cv", part{"cv.pdf", bytes.ReplaceAll(content, []byte("<script"), []byte("(script"))}).wants(http.StatusSeeOther)
		id := x.id("cv.pdf")
		for name, b := range map[string]*browser{"holder": x.own, "manager": x.staff} {
			r := b.get(x.base + "/" + id).wants(http.StatusOK)
			if !strings.HasPrefix(r.body, "%PDF-1.4") {
				t.Errorf("%s got %q", name, r.body)
			}
			for header, want := range map[string]string{"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff",
				"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "same-origin"} {
				if got := r.header.Get(header); got != want {
					t.Errorf("%s: %q, want %q", header, got, want)
				}
			}
			if len(r.header.Values("Content-Security-Policy")) != 1 {
				t.Error("two policies")
			}
		}
		// Only through its own dossier.
		other := k.dossier(k.cohort("NAMUR"), x.holder.PersonID, programme.Submitted)
		x.own.get("/candidatures/" + other.Ref + "/documents/" + id).wants(http.StatusNotFound)
		x.own.get(x.base + "/00000000-0000-0000-0000-000000000000").wants(http.StatusNotFound)
		x.own.get(x.base + "/..%2f..%2fetc%2fpasswd").wants(http.StatusNotFound)
		k.as(k.account("Sam", access.Grant{Role: access.Candidate})).get(x.base + "/" + id).wants(http.StatusNotFound)
	})
}

func TestRemoveOnThePage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		x := k.archive(programme.Draft)
		x.own.upload(x.base, "cv", part{"cv.pdf", smallPDF("cv")}).wants(http.StatusSeeOther)
		one := x.base + "/" + x.id("cv.pdf")
		x.own.post(one+"/retrait", nil).wants(http.StatusSeeOther)
		x.own.get(x.base).has("« cv.pdf » est retiré.", "Documents retirés", "Il manque 2 pièces.")
		x.own.get(one).wants(http.StatusNotFound)
		x.own.post(one+"/remise", nil).wants(http.StatusSeeOther)
		x.own.get(x.base).has("est remis au dossier", "Il manque 1 pièce.").lacks("Documents retirés")
		x.write(putInPhase(x.p.ID, programme.Submitted))
		x.own.post(one+"/retrait", nil).wants(http.StatusUnprocessableEntity).has("ses documents ne se retirent plus")
		x.own.get(x.base).lacks("/retrait")
		x.own.upload(x.base, "forem", part{"forem.pdf", smallPDF("forem")}).wants(http.StatusSeeOther)
		x.write(putInPhase(x.p.ID, programme.Withdrawn))
		x.own.upload(x.base, "cv", part{"autre.pdf", smallPDF("autre")}).wants(http.StatusUnprocessableEntity).has("il ne prend plus de documents")
		x.own.get(x.base).lacks("data-upload")
	})
}
