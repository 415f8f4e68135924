package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/reporting/reportingtest"
)

// reportTown lays out a cohort and gives everybody of it the kit's password.
func reportTown(t *testing.T, k *kit, o reportingtest.Options) reportingtest.Town {
	t.Helper()
	tw := reportingtest.Build(t, k.db, o)
	for name, a := range tw.Accounts {
		k.exec(`UPDATE accounts SET password_hash = ? WHERE id = ?`, kitHash(), a.ID)
		tw.Accounts[name] = a
	}
	return tw
}

func (k *kit) exec(query string, args ...any) {
	k.t.Helper()
	k.write(func(tx *db.Tx) error { _, err := tx.Exec(query, args...); return err })
}

// textOfPDF reads a paper as a person does.
func textOfPDF(t *testing.T, body string) string { t.Helper(); return plain(textLayout(t, body)) }

// textLayout keeps its lines and columns.
func textLayout(t *testing.T, body string) string {
	t.Helper()
	extract := exec.Command("pdftotext", "-layout", "-", "-")
	extract.Stdin = strings.NewReader(body)
	out, err := extract.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// Each address answers for whom it should, and nothing else.
func TestReportAddresses(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		cohort, project := "/cohortes/"+tw.Cohort.Ref, "/projets/"+tw.Refs[0]
		const ok, denied, missing = http.StatusOK, http.StatusForbidden, http.StatusNotFound
		order := []string{"candidate", "coach", "manager", "elsewhere", "admin"}
		var browsers []*browser
		for _, name := range order {
			browsers = append(browsers, k.as(tw.Accounts[name]))
		}
		for path, want := range map[string][5]int{
			"/cohortes":                        {denied, ok, ok, ok, ok},
			cohort:                             {denied, ok, ok, missing, ok},
			cohort + "/rapport":                {denied, ok, ok, missing, denied},
			cohort + "/rapport.pdf":            {denied, ok, ok, missing, denied},
			cohort + "/rapport.pdf?masque=1":   {denied, ok, ok, missing, denied},
			cohort + "/personnes?chiffre=test": {denied, ok, ok, missing, denied},
			cohort + "/personnes?chiffre=rien": {denied, missing, missing, missing, denied},
			project + "/plan.pdf":              {ok, ok, ok, missing, denied},
			project + "/progression":           {ok, ok, ok, missing, denied},
			project + "/progression.pdf":       {ok, ok, ok, missing, denied},
			"/programmes/JI/plan.pdf":          {denied, ok, ok, ok, ok},
			"/programmes/RIEN/plan.pdf":        {denied, missing, missing, missing, missing},
			"/annees":                          {denied, denied, ok, ok, denied},
			"/annees/2026":                     {denied, denied, ok, ok, denied},
			"/annees/2026/rapport.pdf":         {denied, denied, ok, ok, denied},
			"/annees/26":                       {denied, denied, missing, missing, denied},
			"/annees/2026?site=999":            {denied, denied, missing, missing, denied},
			"/papiers/RC-2026-0001.pdf":        {missing, missing, missing, missing, denied},
			"/cohortes/NULLE-PART":             {denied, missing, missing, missing, missing},
		} {
			for i, name := range order {
				if got := browsers[i].get(path).status; got != want[i] {
					t.Errorf("%s at %s: %d, want %d", name, path, got, want[i])
				}
			}
		}
	})
}

var drill = regexp.MustCompile(`href="(/(?:cohortes|annees)/[^"]*/personnes\?[^"]*chiffre=[^"]+)"[^>]*>\s*([0-9\x{202f}]+)\s*<`)

var summed = regexp.MustCompile(`chiffre=(presences|carried_meetings)`)

// Every figure of the page opens a list of exactly as many people. (What a cohort's report adds up: cohort_report_test.go.)
func TestFiguresOpenTheirPeople(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager := k.as(tw.Accounts["manager"])
		for _, page := range []string{"/annees/2026"} {
			links := drill.FindAllStringSubmatch(manager.get(page).wants(http.StatusOK).body, -1)
			if len(links) < 20 {
				t.Fatalf("%s opens %d figures", page, len(links))
			}
			listed := map[string]int{}
			for _, l := range links {
				href := strings.ReplaceAll(l[1], "&amp;", "&")
				if _, known := listed[href]; !known {
					listed[href] = strings.Count(manager.get(href).wants(http.StatusOK).body, `<th scope="row">`)
				}
				if sum := summed.FindStringSubmatch(href); sum != nil { // a list of people that adds up says its total
					manager.get(href).has(l[2] + " " + map[string]string{"presences": "présence", "carried_meetings": "rencontre"}[sum[1]])
					continue
				}
				if strings.Contains(href, "jobs") {
					manager.get(href).has(l[2] + " emploi")
					continue
				}
				if listed[href] != atoi(l[2]) {
					t.Errorf("%s counts %s and lists %d", href, l[2], listed[href])
				}
			}
		}
	})
}

func atoi(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n = 10*n + int(r-'0')
		}
	}
	return n
}

// The PDF says what the page says, and the same twice.
func TestPaperAndPageAgree(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager := k.as(tw.Accounts["manager"])
		for page, paper := range map[string]string{"/cohortes/" + tw.Cohort.Ref: "/cohortes/" + tw.Cohort.Ref + "/rapport.pdf", "/annees/2026": "/annees/2026/rapport.pdf",
			"/projets/" + tw.Refs[6] + "/progression": "/projets/" + tw.Refs[6] + "/progression.pdf"} {
			one := manager.get(paper).wants(http.StatusOK)
			if two := manager.get(paper); one.body != two.body || one.header.Get("Content-Type") != "application/pdf" {
				t.Errorf("%s is not the same twice", paper)
			}
			text := textOfPDF(t, one.body)
			figures := regexp.MustCompile(`(?s)<p class="figure-value">(.*?)</p>`).FindAllStringSubmatch(manager.get(page).wants(http.StatusOK).body, -1)
			if len(figures) < 6 {
				t.Errorf("%s has %d figures", page, len(figures))
			}
			for _, f := range figures {
				value := plain(regexp.MustCompile(`(?s)<span.*?</span>|<[^>]+>`).ReplaceAllString(f[1], " "))
				if want := strings.ReplaceAll(value, " %", "%"); !strings.Contains(strings.ReplaceAll(text, " %", "%"), want) {
					t.Errorf("%s says %q, %s does not", page, value, paper)
				}
			}
			if strings.Contains(text, "NOTE PRIVÉE") {
				t.Errorf("%s holds a private note", paper)
			}
		}
	})
}

func TestProgressPeriod(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		coach := k.as(tw.Accounts["coach"])
		page := "/projets/" + tw.Refs[6] + "/progression"
		coach.get(page).wants(http.StatusOK).has("Rencontres de la période", "prix de revient").lacks("NOTE PRIVÉE")
		coach.get(page+"?du=2020-01-01&au=2020-02-01").wants(http.StatusOK).has("Aucune rencontre pendant la période.", "Aucune action pendant la période.")
		for _, bad := range []string{"?du=hier", "?du=2026-02-30&au=x", "?du=2026-05-01&au=2026-04-01"} {
			coach.get(page + bad).wants(http.StatusUnprocessableEntity).has("Rencontres de la période")
			coach.get(page + ".pdf" + bad).wants(http.StatusUnprocessableEntity)
		}
	})
}

func TestIssuedPapers(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		manager, page := k.as(tw.Accounts["manager"]), "/cohortes/"+tw.Cohort.Ref
		fields := form("kind", "cohort", "ref", tw.Cohort.Ref, "cle", "une-cle")
		manager.post("/papiers", fields).wants(http.StatusSeeOther)
		manager.post("/papiers", fields).wants(http.StatusSeeOther)
		if n := k.count(`SELECT count(*) FROM issued_papers`); n != 1 {
			t.Fatalf("one form issued %d papers", n)
		}
		first := manager.get("/papiers/RC-2026-0001.pdf").wants(http.StatusOK)
		sum := sha256.Sum256([]byte(first.body))
		manager.get(page).has("RC-2026-0001", hex.EncodeToString(sum[:]))
		if text := textOfPDF(t, first.body); !strings.Contains(text, "N° RC-2026-0001") || strings.Contains(text, "n'a pas encore été émis") {
			t.Error("the issued paper is still a draft")
		}
		k.exec(`UPDATE projects SET phase = 'exited', left_on = entered_on WHERE phase = 'test'`)
		if again := manager.get("/papiers/RC-2026-0001.pdf"); again.body != first.body {
			t.Error("the issued paper changed with the data")
		}
		k.as(tw.Accounts["coach"]).get("/papiers/RC-2026-0001.pdf").wants(http.StatusOK)
		for name, status := range map[string]int{"elsewhere": http.StatusNotFound, "candidate": http.StatusNotFound, "admin": http.StatusForbidden} {
			k.as(tw.Accounts[name]).get("/papiers/RC-2026-0001.pdf").wants(status)
		}
		for name, status := range map[string]int{"elsewhere": http.StatusNotFound, "candidate": http.StatusForbidden, "coach": http.StatusForbidden, "admin": http.StatusForbidden} {
			k.as(tw.Accounts[name]).post("/papiers", form("kind", "cohort", "ref", tw.Cohort.Ref)).wants(status)
		}
		ref := tw.Refs[0] // the candidate's own
		manager.post("/papiers", form("kind", "progress", "ref", ref, "du", "2026-03-01", "au", "2026-06-30")).wants(http.StatusSeeOther)
		manager.post("/papiers", form("kind", "plan", "ref", ref)).wants(http.StatusSeeOther)
		manager.post("/papiers", form("kind", "year", "ref", "2026")).wants(http.StatusSeeOther)
		own := k.as(tw.Accounts["candidate"])
		own.get("/papiers/RP-2026-0001.pdf").wants(http.StatusOK)
		own.get("/papiers/PA-2026-0001.pdf").wants(http.StatusOK)
		own.get("/papiers/RA-2026-0001.pdf").wants(http.StatusNotFound)
		manager.get("/papiers/RA-2026-0001.pdf").wants(http.StatusOK)
		k.as(tw.Accounts["elsewhere"]).get("/papiers/RA-2026-0001.pdf").wants(http.StatusNotFound)
		for _, bad := range [][]string{{"kind", "rien", "ref", "x"}, {"kind", "cohort", "ref", ""}, {"kind", "year", "ref", "2026 "}} {
			manager.post("/papiers", form(bad...)).wants(http.StatusNotFound)
		}
		text := textOfPDF(t, own.get("/projets/"+ref+"/plan.pdf").wants(http.StatusOK).body)
		if !strings.Contains(text, "Dernière version émise : PA-2026-0001") || !strings.Contains(text, "Rien n'a changé depuis.") {
			t.Error("the checklist does not name the one issued before")
		}
	})
}

// Papers that are issued at once each get their own number, and none is lost.
func TestIssuingAtOnce(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{Size: 8})
		manager := k.as(tw.Accounts["manager"])
		var wait sync.WaitGroup
		statuses := make([]int, 4)
		for i := range statuses {
			wait.Go(func() {
				statuses[i] = manager.post("/papiers", form("kind", "progress", "ref", tw.Refs[0], "cle", "cle-"+string(rune('a'+i)))).status
			})
		}
		wait.Wait()
		issued := 0
		for _, s := range statuses {
			if s == http.StatusSeeOther {
				issued++
			} else if s != http.StatusConflict {
				t.Errorf("issuing answered %d", s)
			}
		}
		if n := k.count(`SELECT count(*) FROM issued_papers`); n != issued || issued == 0 {
			t.Errorf("%d answered that they are issued, %d are", issued, n)
		}
		if last := k.count(`SELECT last FROM sequences WHERE name = 'paper-RP-2026'`); last != issued {
			t.Errorf("the last number is %d of %d papers", last, issued)
		}
	})
}

// Who sets cohorts up sees the cohort and none of its people.
func TestAdministratorSeesNoPeople(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		admin := k.as(tw.Accounts["admin"])
		admin.get("/cohortes").wants(http.StatusOK).has(tw.Cohort.Ref)
		admin.get("/cohortes/"+tw.Cohort.Ref).wants(http.StatusOK).has("Printemps 2026").lacks("Wiśniewski", "JI-2026-0001", "personnes?chiffre")
	})
}

// A limited manager's own year is not mixed with what another issued.
func TestYearOfOneSite(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		chief := k.account("chef", access.Grant{Role: access.Manager})
		k.as(chief).post("/papiers", form("kind", "year", "ref", "2026")).wants(http.StatusSeeOther)
		k.as(chief).get("/annees/2026").wants(http.StatusOK).has("RA-2026-0001")
		k.as(tw.Accounts["elsewhere"]).get("/annees/2026").wants(http.StatusOK).lacks("RA-2026-0001", "Wiśniewski")
	})
}
