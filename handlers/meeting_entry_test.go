package handlers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"eclosion/models/access"
	"eclosion/models/coaching"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

// formFile is a file that a form carries.
type formFile struct {
	name string
	data []byte
}

// fill posts the form of a meeting as its page does: with room for files; ask is what the client reads.
func (b *browser) fill(path string, values url.Values, ask string, files ...formFile) reply {
	b.k.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, list := range values {
		for _, v := range list {
			_ = w.WriteField(name, v)
		}
	}
	for _, f := range files {
		part, err := w.CreateFormFile("files", f.name)
		if err != nil {
			b.k.t.Fatal(err)
		}
		_, _ = part.Write(f.data)
	}
	_ = w.Close()
	r, err := http.NewRequest(http.MethodPost, b.k.url+path, &body)
	if err != nil {
		b.k.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept", ask)
	return b.do(r)
}

const asksJSON, asksPage = "application/json", "text/html"

// toldOf reads a JSON answer.
func (r reply) toldOf() map[string]any {
	r.k.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		r.k.t.Fatalf("%s: %v: %.300s", r.what, err, r.body)
	}
	return v
}

// known gives both dossiers of Amélie names to be found by.
func (s *coached) known() {
	s.write(func(tx *db.Tx) error {
		for ref, name := range map[string]string{s.p.Ref: "Zoé Lefèvre", s.other.Ref: "Zoë D'Hondt"} {
			if _, err := tx.Exec(`UPDATE projects SET search = ? WHERE ref = ?`, programme.SearchText(ref, name, "Épicerie"), ref); err != nil {
				return err
			}
		}
		return documents.Found(tx)
	})
}

var pdfBytes = []byte("%PDF-1.4\n" + strings.Repeat("% un devis\n", 60) + "startxref\n0\n%%EOF\n")

func TestLogFromAnywhere(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		s.known()
		b := s.as(s.amelie)
		page := b.get("/").wants(http.StatusOK)
		if !strings.Contains(page.body, `href="/rencontres/nouvelle" data-new-meeting`) {
			t.Error("the home does not lead to the form")
		}
		if r := b.get("/projets/" + s.p.Ref); !strings.Contains(r.body, `href="/rencontres/nouvelle?projet=`+s.p.Ref+`" data-new-meeting`) {
			t.Error("a dossier does not lead to its form")
		}
		s.as(s.denise).get("/").lacks("data-new-meeting")
		for path, to := range map[string]string{
			"/rencontres/nouvelle?projet=" + s.p.Ref:       s.list() + "/nouvelle",
			"/rencontres/nouvelle?projet=" + s.foreign.Ref: "/rencontres/nouvelle",
		} {
			if got := b.get(path).wants(http.StatusSeeOther).location(); got != to {
				t.Errorf("%s leads to %q", path, got)
			}
		}
		b.get("/rencontres/nouvelle").wants(http.StatusOK).has("Avec qui")

		typed := meetingValues("qui", "lef zoe")
		to := b.fill("/rencontres", typed, asksPage).wants(http.StatusSeeOther).location()
		if !strings.HasPrefix(to, s.list()+"/") {
			t.Errorf("a name leads to %q", to)
		}
		r := b.fill("/rencontres", meetingValues("cle", "2", "qui", "zo epicerie"), asksPage).wants(http.StatusUnprocessableEntity).
			has("Plusieurs dossiers répondent à « zo epicerie »", "Nous avons relu le plan financier.", s.p.Ref, s.other.Ref)
		if r.value("qui") != "zo epicerie" {
			t.Errorf("the name came back as %q", r.value("qui"))
		}
		to = b.fill("/rencontres", meetingValues("cle", "2", "qui", "zo epicerie", "choix_1", s.other.Ref, "encore", "oui"), asksPage).wants(http.StatusSeeOther).location()
		if to != "/rencontres/nouvelle?a=09%3A00&le=2026-11-23" {
			t.Errorf("another one leads to %q", to)
		}
		if page := b.get(to); page.value("starts_at") != "09:00" || page.value("meeting_on") != "2026-11-23" {
			t.Errorf("another one starts on %q at %q", page.value("meeting_on"), page.value("starts_at"))
		}
		// Several people make one meeting; who was chosen among several stays when another name is wrong.
		r = b.fill("/rencontres", meetingValues("cle", "3", "qui", "d'hondt ; "+s.p.Ref+"; inconnu"), asksPage).wants(http.StatusUnprocessableEntity).has("ne répond à « inconnu »")
		if r.value("qui") != "inconnu" || strings.Count(r.body, `name="holders"`) != 2 {
			t.Errorf("left to find: %q", r.value("qui"))
		}
		b.fill("/rencontres", meetingValues("cle", "3", "qui", "d'hondt ; "+s.p.Ref), asksPage).wants(http.StatusSeeOther)
		for name, typed := range map[string]string{"of another site": s.foreign.Ref, "nobody": ""} {
			b.fill("/rencontres", meetingValues("cle", "4", "qui", typed), asksPage).wants(http.StatusUnprocessableEntity).has("Nous avons relu le plan financier.")
			_ = name
		}
		s.wantsCounts(map[string]int{"SELECT count(*) FROM meetings": 3, "SELECT count(*) FROM meeting_projects": 4,
			fmt.Sprintf("SELECT count(*) FROM meeting_projects WHERE project_id = %d", s.other.ID): 2})
	})
}

func TestPeopleAreProposed(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		s.known()
		find := func(b *browser, q string) string {
			var list []struct{ Ref string }
			r := b.get("/rencontres/personnes?q=" + url.QueryEscape(q)).wants(http.StatusOK)
			if err := json.Unmarshal([]byte(r.body), &list); err != nil {
				t.Fatal(err)
			}
			var refs []string
			for _, one := range list {
				refs = append(refs, one.Ref)
			}
			return strings.Join(refs, " ")
		}
		b := s.as(s.amelie)
		for q, want := range map[string]string{"": s.other.Ref + " " + s.p.Ref, "LEFEVRE": s.p.Ref, s.foreign.Ref: "", strings.Repeat("z", 201): "", "%": ""} {
			if got := find(b, q); got != want {
				t.Errorf("%q proposes %q, want %q", q, got, want)
			}
		}
		if got := find(s.as(s.bruno), ""); got != "" {
			t.Errorf("a colleague is proposed %q", got)
		}
	})
}

func TestTheWholeFormInOneGo(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		s.known()
		s.write(func(tx *db.Tx) error {
			p, err := programme.Load(tx, s.p.Ref, access.ProjectRead)
			if err == nil {
				err = plan.Adopt(tx, p)
			}
			if err == nil {
				err = coaching.AddAction(tx, s.p.Ref, "", coaching.ActionDraft{Title: "Chercher un local"})
			}
			return err
		})
		b := s.as(s.amelie)
		page := b.get(s.list()+"/nouvelle").wants(http.StatusOK).has("Chercher un local", "Autre document")
		item := s.count(`SELECT MIN(i.id) FROM plan_items i JOIN projects p ON p.template_id = i.template_id WHERE p.ref = ?`, s.p.Ref)
		action := fmt.Sprint(s.count(`SELECT id FROM actions`))
		if !strings.Contains(page.body, fmt.Sprintf(`value="%d.0"`, item)) {
			t.Error("the first point is not offered")
		}
		values := meetingValues("points", fmt.Sprintf("%d.0", item), "faites", action, "category", "autre")
		// A file that is none: everything comes back, nothing is stored.
		bad := formFile{"virus.exe", []byte("MZ nothing that we take")}
		r := b.fill(s.list(), values, asksPage, bad).wants(http.StatusUnprocessableEntity).has("Nous avons relu le plan financier.")
		if !strings.Contains(r.body, fmt.Sprintf(`value="%d.0" checked`, item)) {
			t.Error("the tick is gone")
		}
		told := b.fill(s.list(), values, asksJSON, bad).wants(http.StatusUnprocessableEntity).toldOf()
		if told["said"] == "" || told["to"] != nil {
			t.Errorf("a script is told %v", told)
		}
		s.nothingStoredBut(1)
		told = b.fill(s.list(), values, asksJSON, formFile{"devis.pdf", pdfBytes}).wants(http.StatusOK).toldOf()
		to, _ := told["to"].(string)
		page = b.get(to).wants(http.StatusOK).has("Rencontre enregistrée.", "devis.pdf")
		_, link, _ := strings.Cut(page.body, "/projets/"+s.p.Ref+"/documents/")
		link, _, _ = strings.Cut(link, `"`)
		b.get("/projets/" + s.p.Ref + "/documents/" + link).wants(http.StatusOK)
		// Others who were there do not learn of the file.
		s.as(s.zoe).get(to).wants(http.StatusOK).has("devis.pdf")
		s.wantsCounts(map[string]int{
			"SELECT count(*) FROM plan_states WHERE validated_on IS NOT NULL": 1, "SELECT count(*) FROM actions WHERE done_on IS NOT NULL": 1,
			"SELECT count(*) FROM documents": 1, "SELECT count(*) FROM meeting_documents": 1})
		six := make([]formFile, 6)
		for i := range six {
			six[i] = formFile{fmt.Sprintf("%d.pdf", i), append(bytes.Clone(pdfBytes[:20]), append([]byte(fmt.Sprintf("%% %d\n", i)), pdfBytes[20:]...)...)}
		}
		b.fill(s.list(), meetingValues("cle", "6"), asksPage, six...).wants(http.StatusUnprocessableEntity).has("Choisissez au plus 5 réponses.", "Nous avons relu le plan financier.")
		// The item has changed meanwhile: the words stay, and the tick comes back at its new version.
		s.write(func(tx *db.Tx) error {
			_, err := plan.SaveReviews(tx, s.p.Ref, []plan.Review{{ItemID: int64(item), Version: 1, Comment: "À revoir"}})
			return err
		})
		b.fill(s.list(), meetingValues("cle", "7", "points", fmt.Sprintf("%d.1", item)), asksPage).wants(http.StatusConflict).has("Nous avons relu le plan financier.")
	})
}

// nothingStoredBut checks that no meeting was kept; actions is how many stood before.
func (s *coached) nothingStoredBut(actions int) {
	s.t.Helper()
	s.wantsCounts(map[string]int{"SELECT count(*) FROM meetings": 0, "SELECT count(*) FROM documents": 0, "SELECT count(*) FROM plan_events": 0,
		"SELECT count(*) FROM actions": actions, "SELECT count(*) FROM actions WHERE done_on IS NOT NULL": 0})
}

// What cannot be logged any more is shown to be copied, and stands among the drafts.
func TestTextIsKeptWhereNoMeetingCanBe(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		s.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE project_coaches SET to_on = ? WHERE project_id = ?`, tx.Today(), s.p.ID)
			return err
		})
		values := meetingValues("private_note", "Ma note", "action_1_title", "Mon action")
		b.fill(s.list(), values, asksPage).wants(http.StatusForbidden).
			has("Vous n'accompagnez pas ou plus ce dossier", "Nous avons relu le plan financier.", "Ma note", "Mon action")
		told := b.fill(s.list(), values, asksJSON).wants(http.StatusForbidden).toldOf()
		if !strings.Contains(fmt.Sprint(told["said"]), "plus ce dossier") {
			t.Errorf("a script is told %v", told)
		}
		b.fill(strings.Replace(s.list(), s.p.Ref, s.foreign.Ref, 1), meetingValues("cle", "loin"), asksPage).wants(http.StatusNotFound).has("Nous avons relu le plan financier.")
		list := b.get("/rencontres/brouillons").wants(http.StatusOK).has("Nous avons relu le plan financier.", s.p.Ref).lacks(s.foreign.Ref)
		if strings.Count(list.text(), "Nous avons relu") != 2 {
			t.Error("both texts should wait among the drafts")
		}
		b.get(s.list()+"/nouvelle?cle=cle-1").wants(http.StatusForbidden).has("Nous avons relu le plan financier.", "Ma note")
		s.as(s.bruno).get("/rencontres/brouillons").lacks("Nous avons relu")
		s.nothingStored()
	})
}

func TestLongTextsComeBack(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		long := strings.Repeat("🥚", 100_000)
		r := b.fill(s.list(), meetingValues("meeting_summary", long), asksPage).wants(http.StatusUnprocessableEntity).has("écrivez au plus 20 000 caractères")
		if !strings.Contains(r.body, long) {
			t.Error("the text is gone")
		}
		b.fill(s.list(), meetingValues("meeting_summary", strings.Repeat("a", 5<<20)), asksPage).wants(http.StatusRequestEntityTooLarge)
		b.fill(s.list(), meetingValues("meeting_summary", "a\x00b"), asksPage).wants(http.StatusBadRequest)
		b.fill(s.list(), meetingValues("points", "x.y"), asksPage).wants(http.StatusNotFound)
		s.nothingStored()
	})
}

func TestDraftsOfMeetings(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		page := b.get(s.list() + "/nouvelle")
		key, at := page.value("cle"), "/rencontres/brouillons/"+page.value("cle")
		keep := func(version, text string) map[string]any {
			return b.post(at, form("dossier", s.p.Ref, "version", version, "meeting_summary", text)).toldOf()
		}
		if told := keep("0", "Un"); told["version"] != "1" || told["saved"] == "" {
			t.Fatalf("%v", told)
		}
		if told := keep("1", "Un deux"); told["version"] != "2" {
			t.Fatalf("%v", told)
		}
		if told := keep("1", "Une autre fenêtre"); told["version"] != "" || !strings.Contains(fmt.Sprint(told["said"]), "autre fenêtre") {
			t.Fatalf("%v", told)
		}
		b.get("/rencontres/nouvelle?cle=" + key).wants(http.StatusSeeOther)
		b.get(s.list() + "/nouvelle?cle=" + key).wants(http.StatusOK).has("Un deux").lacks("autre fenêtre")
		if got := b.get(s.list() + "/nouvelle?cle=" + key).value("brouillon"); got != "2" {
			t.Errorf("the page knows version %q", got)
		}
		b.get(s.list() + "/nouvelle").has("1 brouillon vous attend")
		b.get("/").has("1 brouillon de rencontre")
		s.as(s.bruno).get(s.list() + "/nouvelle?cle=" + key).lacks("Un deux")
		b.post(at+"/suppression", nil).wants(http.StatusSeeOther)
		b.get("/rencontres/brouillons").has("1 brouillon supprimé", "Un deux")
		b.post(at+"/suppression", form("retablir", "oui")).wants(http.StatusSeeOther)
		to := b.fill(s.list(), meetingValues("cle", key), asksPage).wants(http.StatusSeeOther).location()
		b.get("/rencontres/brouillons").has("Aucun brouillon")
		if told := b.post(at, form("dossier", s.p.Ref, "version", "0", "meeting_summary", "Trop tard")).wants(http.StatusConflict).toldOf(); told["version"] != "" {
			t.Errorf("a draft comes back from a form that made its meeting: %v", told)
		}
		if got := b.get(s.list() + "/nouvelle?cle=" + key).wants(http.StatusSeeOther).location(); got != to {
			t.Errorf("the form leads to %q", got)
		}
		b.post("/rencontres/brouillons/"+url.PathEscape("x'; --"), form("version", "0")).wants(http.StatusNotFound)
		b.post(at, form("compte", "zz", "version", "0")).wants(http.StatusForbidden)
		s.wantsCounts(map[string]int{"SELECT count(*) FROM meeting_drafts": 0})
	})
}

// A form that was written under one account is never logged under another.
func TestAnotherAccountSendsNothing(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		told := b.fill(s.list(), meetingValues("compte", "zz"), asksJSON).wants(http.StatusForbidden).toldOf()
		if told["other"] != true {
			t.Errorf("told %v", told)
		}
		b.fill(s.list(), meetingValues("compte", "zz"), asksPage).wants(http.StatusForbidden).lacks("Nous avons relu")
		s.nothingStored()
		own := b.get(s.list() + "/nouvelle").value("compte")
		to := b.fill(s.list(), meetingValues("compte", own), asksJSON).wants(http.StatusOK).toldOf()["to"].(string)
		b.fill(to, meetingValues("compte", "zz", "version", "1", "meeting_summary", "D'une autre"), asksPage).wants(http.StatusForbidden)
		s.wantsCounts(map[string]int{"SELECT count(*) FROM meetings WHERE version = 1 AND summary <> 'D''une autre'": 1})
	})
}

func TestStartNow(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		key := b.get(s.list() + "/nouvelle").value("cle")
		to := b.fill(s.list(), meetingValues("cle", key, "demarrer", "oui", "meeting_summary", "Bonjour", "minutes", "60"), asksPage).wants(http.StatusSeeOther).location()
		s.clock.Add(33 * time.Minute)
		page := b.get(to).wants(http.StatusOK).has("Bonjour", "Depuis 09:00", "35 min depuis le début")
		if page.value("starts_at") != "09:00" || !strings.Contains(page.body, `value="timer" checked`) {
			t.Errorf("started at %q", page.value("starts_at"))
		}
		s.clock.Add(20 * time.Minute)
		b.fill(s.list(), meetingValues("cle", key, "minutes", "timer", "starts_at", "09:00"), asksPage).wants(http.StatusSeeOther)
		s.wantsCounts(map[string]int{"SELECT minutes FROM meetings": 55})
		b.fill(s.list(), meetingValues("cle", "jamais", "minutes", "timer"), asksPage).wants(http.StatusUnprocessableEntity).has("Indiquez au moins 1.")
	})
}

func TestAPlannedMeetingEnds(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		planned := func(key, on string) string {
			return b.post(s.list(), meetingValues("cle", key, "meeting_state", "planned", "meeting_on", on, "starts_at", "10:00", "meeting_summary", "")).wants(http.StatusSeeOther).location()
		}
		today, ahead := planned("a", "2026-11-23"), planned("b", "2026-12-07")
		b.get(ahead).has("Elle n'a pas lieu", "Annulée").lacks(`value="absent"`)
		s.as(s.bruno).get(ahead).lacks("Elle n'a pas lieu")
		s.as(s.zoe).get(ahead).lacks("Elle n'a pas lieu")
		b.post(ahead+"/etat", form("meeting_state", "absent", "version", "1", "reason", "Un motif tapé")).wants(http.StatusUnprocessableEntity).has("personne ne peut y avoir manqué")
		if to := b.post(ahead+"/etat", form("meeting_state", "cancelled", "version", "1", "reason", "Grève des trains", "suite", "//ailleurs.be")).wants(http.StatusSeeOther).location(); to != "/" {
			t.Errorf("calling off leads to %q", to)
		}
		s.as(s.zoe).get(ahead).has("Grève des trains")
		b.post(ahead+"/etat", form("meeting_state", "excused", "version", "1")).wants(http.StatusConflict)
		s.wantsCounts(map[string]int{"SELECT count(*) FROM meetings WHERE state = 'cancelled'": 1})

		// The minutes come later, once however often they are sent.
		s.clock.Add(2 * time.Hour)
		edit := b.get(today + "/modifier").wants(http.StatusOK)
		if !strings.Contains(edit.body, `value="held" checked`) {
			t.Error("a meeting whose time has come is not taken as held")
		}
		draft := "/rencontres/brouillons/" + edit.value("cle")
		b.post(draft, form("version", "0", "meeting_summary", "À moitié écrit")).wants(http.StatusOK)
		b.get(today + "/modifier").has("À moitié écrit")
		b.post(draft+"/suppression", nil).wants(http.StatusSeeOther)
		b.get(today + "/modifier").lacks("À moitié écrit")
		values := meetingValues("cle", edit.value("cle"), "version", edit.value("version"), "starts_at", "10:00", "action_1_title", "Appeler", "next_on", "2026-12-14", "next_at", "10:00")
		for range 3 {
			b.fill(today, values, asksPage).wants(http.StatusSeeOther)
		}
		s.wantsCounts(map[string]int{"SELECT count(*) FROM actions": 1, "SELECT count(*) FROM meetings": 3, "SELECT count(*) FROM meetings WHERE state = 'held' AND version = 2": 1})
		b.fill(today, meetingValues("cle", edit.value("cle"), "version", "1", "meeting_summary", "Autre chose"), asksPage).wants(http.StatusConflict).has("Autre chose", "Ce qui est enregistré maintenant")
	})
}

// What was typed over a version that is not there any more is taken up against what is stored now.
func TestTextOverAnOlderVersion(t *testing.T) {
	eachCoached(t, func(t *testing.T, s *coached) {
		b := s.as(s.amelie)
		to := b.post(s.list(), meetingValues()).wants(http.StatusSeeOther).location()
		id := to[strings.LastIndexByte(to, '/')+1:]
		key := b.get(to + "/modifier").value("cle")
		b.post("/rencontres/brouillons/"+key, form("version", "0", "dossier", s.p.Ref, "rencontre", id, "meeting_summary", "Tapé avant")).wants(http.StatusOK)
		change := func(form, version, text, ask string) reply {
			return b.fill(to, meetingValues("cle", form, "version", version, "rencontre", id, "meeting_summary", text), ask)
		}
		change("ailleurs", "1", "Changé ailleurs", asksPage).wants(http.StatusSeeOther)
		again := to + "/modifier?cle=" + key
		if page := b.get("/rencontres/brouillons"); !strings.Contains(page.body, `href="`+again+`"`) {
			t.Error("the draft does not lead to its form")
		}
		page := b.get(again).wants(http.StatusOK).has("Tapé avant", "Ce qui est enregistré maintenant", "Changé ailleurs")
		if page.value("cle") != key || page.value("version") != "2" || page.value("brouillon") != "1" {
			t.Errorf("form %q over version %q, draft %q", page.value("cle"), page.value("version"), page.value("brouillon"))
		}
		b.get(to+"/modifier").lacks("Tapé avant", "Ce qui est enregistré maintenant")
		// A script is told, and then shows the page of the server: under the same key, over what is stored now.
		change(key, "1", "Tapé avant", asksJSON).wants(http.StatusConflict)
		page = change(key, "1", "Tapé avant", asksPage).wants(http.StatusConflict).has("Tapé avant", "Changé ailleurs")
		if page.value("cle") != key || page.value("version") != "2" || page.value("brouillon") != "1" {
			t.Errorf("form %q over version %q, draft %q", page.value("cle"), page.value("version"), page.value("brouillon"))
		}
		change(key, "2", "Tapé avant", asksPage).wants(http.StatusSeeOther)
		s.wantsCounts(map[string]int{"SELECT count(*) FROM meetings WHERE summary = 'Tapé avant' AND version = 3": 1, "SELECT count(*) FROM meeting_drafts": 0})
		if page := b.get(again).wants(http.StatusOK).lacks("Ce qui est enregistré maintenant"); page.value("cle") == key {
			t.Error("a form that has done its work is offered again")
		}
		// The draft of another meeting is none of this one's.
		b.post("/rencontres/brouillons/autre", form("version", "0", "dossier", s.p.Ref, "meeting_summary", "D'une autre rencontre")).wants(http.StatusOK)
		if page := b.get(to + "/modifier?cle=autre").wants(http.StatusOK).lacks("D'une autre rencontre"); page.value("cle") == "autre" {
			t.Error("a form takes the draft of another meeting")
		}
	})
}
