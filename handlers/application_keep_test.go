package handlers_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// told is what the script of a topic's page is told.
type told struct {
	Version, Saved, Said string
	Wrong                map[string]string
}

func (r reply) told(t *testing.T) (answer told) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return answer
}

func TestAnswersAreKeptWhileTyping(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe, ali := k.as(k.candidate("zoe")), k.as(k.candidate("ali"))
		ref := zoe.starts(cohort)
		own := "/candidatures/" + ref
		keep := own + "/brouillon/budget"
		page := zoe.get(own + "/budget")
		first := zoe.post(keep, sent(page, form("funds_needed", "3 500", "income_needed", "beaucoup", "version_of_another", "x"))).wants(http.StatusOK).told(t)
		if !strings.HasPrefix(first.Saved, "Enregistré à ") || first.Version == page.value("version") || !strings.Contains(first.Wrong["income_needed"], "montant en euros") ||
			!strings.Contains(first.Said, "1 réponse est à revoir") {
			t.Errorf("told %+v", first)
		}
		if n := k.count(`SELECT count(*) FROM application_answers WHERE code = 'funds_needed' AND value = '350000'`); n != 1 || k.count(`SELECT count(*) FROM application_answers`) != 1 {
			t.Error("what is well formed is not kept, or more than that")
		}
		second := zoe.post(keep, form("version", first.Version, "funds_needed", "4000", "household", "3")).wants(http.StatusOK).told(t)
		if len(second.Wrong) != 0 || second.Said != "" {
			t.Errorf("told %+v", second)
		}
		late := zoe.post(keep, sent(page, form("funds_needed", "5000"))).wants(http.StatusConflict).told(t)
		if !strings.Contains(late.Said, "Un autre appareil") || late.Version != "" {
			t.Errorf("told %+v", late)
		}
		shown := zoe.post(own+"/budget", sent(page, form("funds_needed", "5000", "household", ""))).wants(http.StatusConflict)
		shown.has("Ce qui est enregistré aujourd'hui", "4 000,00")
		if !strings.Contains(shown.body, `value="5000"`) {
			t.Error("what was typed is lost")
		}
		if !strings.Contains(shown.body, `value="3"`) {
			t.Error("what was left alone is not brought up to date")
		}
		zoe.post(own+"/budget", sent(shown, form("funds_needed", "5000"))).wants(http.StatusSeeOther)

		for _, path := range []string{"/brouillon/programme", "/brouillon/documents", "/brouillon/nulle-part"} {
			zoe.post(own+path, form("version", "x", "cohort", cohort.Ref)).wants(http.StatusNotFound)
		}
		zoe.post(own+"/brouillon/design", form("discipline", "object")).wants(http.StatusOK) // a programme that does not ask keeps nothing
		if k.count(`SELECT count(*) FROM application_answers WHERE code = 'discipline'`) != 0 {
			t.Error("an answer without a question is kept")
		}
		zoe.get(own + "/design").wants(http.StatusNotFound)
		ali.post(keep, form("version", second.Version, "funds_needed", "1")).wants(http.StatusNotFound)
		if r := k.visitor().post(keep, form("funds_needed", "1")); r.status != http.StatusSeeOther {
			t.Errorf("without a session: %d", r.status)
		}
		zoe.answers(ref)
		zoe.submits(ref)
		if frozen := zoe.post(keep, form("version", second.Version, "funds_needed", "1")).wants(http.StatusUnprocessableEntity).told(t); frozen.Said == "" {
			t.Error("a frozen application says nothing")
		}
		if k.count(`SELECT count(*) FROM application_answers WHERE code = 'funds_needed' AND value = '350000'`) != 1 {
			t.Error("the answer was changed after all")
		}
	})
}

func TestPagesAreSentCompressed(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		b := k.as(k.manager("boss", "LIEGE"))
		fetch := func(path, accept string) *http.Response {
			r, err := http.NewRequest(http.MethodGet, k.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", accept)
			answer, err := b.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = answer.Body.Close() })
			return answer
		}
		sizes := map[int]bool{}
		for range 12 {
			answer := fetch("/candidatures", "gzip")
			if answer.Header.Get("Content-Encoding") != "gzip" || !slices.Contains(answer.Header.Values("Vary"), "Accept-Encoding") || answer.Header.Get("Cache-Control") != "private, no-store" {
				t.Fatalf("headers %v", answer.Header)
			}
			squeezed, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			unzip, err := gzip.NewReader(strings.NewReader(string(squeezed)))
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(unzip)
			if err != nil || !strings.Contains(string(page), "</html>") || len(squeezed) > len(page)/2 {
				t.Errorf("%d bytes for %d, %v", len(squeezed), len(page), err)
			}
			sizes[len(squeezed)] = true
		}
		if len(sizes) < 3 {
			t.Error("the length of a compressed page is the same each time")
		}
		for path, accept := range map[string]string{"/candidatures": "identity", "/programmes/JI/plan.pdf": "gzip"} {
			if answer := fetch(path, accept); answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != "" {
				t.Errorf("%s: %d, %v", path, answer.StatusCode, answer.Header)
			}
		}
	})
}

func TestWhoIsPerhapsKnownIsToldToTheHouseAlone(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		cohort := k.cohort("LIEGE")
		zoe, other := k.as(k.candidate("zoe")), k.as(k.candidate("double"))
		first, second := zoe.starts(cohort), other.starts(cohort)
		zoe.answers(first)
		zoe.submits(first)
		other.answers(second)
		other.get("/candidatures/"+second+"/verifier").lacks("déjà connu", first)
		other.submits(second)
		other.get("/candidatures/"+second).lacks("déjà connu", first)
		page := k.as(k.manager("boss", "LIEGE")).get("/candidatures/"+second).has("Peut-être déjà connu·e", first, "Zoë D'Hondt (même nom et même date de naissance, même adresse e-mail, même téléphone)")
		if !strings.Contains(page.body, `href="/candidatures/`+first+`"`) {
			t.Error("the other file cannot be opened from there")
		}
	})
}
