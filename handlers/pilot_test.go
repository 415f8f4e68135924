package handlers_test

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/pilot"
	"eclosion/models/programme"
)

// Every number of every page opens a list of just as many lines, whoever looks and whatever the filter.
func TestEveryNumberOfThePilotCountsItsList(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		tw.everything()
		for range 55 { // a list of more than one page
			tw.dossier("Liège file", tw.liege, programme.Review, tw.today().AddDays(-31), nil)
		}
		for _, reader := range []struct {
			account accounts.Account
			filters []string
		}{
			{tw.rosa, []string{"", "?site=NAMUR", "?coach=" + tw.lea.PublicID}}, {tw.marc, []string{"", "?cohorte=" + tw.liege.Ref + "&programme=JI"}},
		} {
			b, seen := k.as(reader.account), map[string]bool{}
			for _, filter := range reader.filters {
				for _, page := range append(slices.Clone(pilotPages), "/pilotage?bloques=1") {
					path := page + filter
					if strings.Contains(page, "?") {
						path = page + strings.Replace(filter, "?", "&", 1)
					}
					k.checkNumbers(t, b, path, seen)
				}
			}
			for _, code := range pilot.Figures() {
				if filter := reader.account.ID == tw.rosa.ID; filter && !seen[code] {
					t.Errorf("nothing was counted of %s", code)
				}
			}
		}
	})
}

var figureCode = regexp.MustCompile(`chiffre=([a-z0-9_.]+)`)

// checkNumbers follows every number of a page.
func (k *kit) checkNumbers(t *testing.T, b *browser, path string, seen map[string]bool) {
	t.Helper()
	numbers := pilotNumber.FindAllStringSubmatch(b.get(path).wants(http.StatusOK).body, -1)
	if len(numbers) == 0 && !strings.Contains(path, "coach=") {
		t.Errorf("%s shows no number", path)
	}
	for _, n := range numbers {
		href, count, amount := html.UnescapeString(n[1]), n[2], n[3]
		if code := figureCode.FindStringSubmatch(href); code != nil && count != "0" {
			seen[code[1]] = true
		}
		lines, total, sum := listed(b, href)
		if strconv.Itoa(lines) != count || total != count || amount != "" && amount != sum {
			t.Errorf("%s: %s, of %s, opens %d lines, %s in all, of %s: %s", path, count, amount, lines, total, sum, href)
		}
	}
}

// What figures are is told by hand, once, for the manager of Liège.
func TestWhatThePilotCounts(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		tw.everything()
		marc, rosa := k.as(tw.marc), k.as(tw.rosa)
		for code, want := range map[string]int{
			"blocked.waiting": 1, "blocked.no_letter": 1, "blocked.no_agreement": 1, "blocked.no_coach": 1, "blocked.unsigned": 1, "blocked.overdue": 2, "blocked.silent": 1, "blocked.suspended": 1,
			"blocked.piece_late": 1, "blocked.file_infected": 1, "blocked.file_unseen": 1, "blocked.grant_waiting": 1, "blocked.plan_missing": 1,
			"ends.past": 2, "ends.30": 2, "ends.60": 1, "ends.90": 2, "status.past": 1, "status.30": 1, "status.60": 1, "status.90": 1, "rights.past": 2, "rights.30": 1, "rights.60": 1, "rights.90": 1,
			"tranches.late": 1, "tranches.soon": 1, "tranches.later": 1, "reports.due": 1, "reports.submitted": 1,
			"places.held": 21, "places.waiting": 1, "places.review": 2,
		} {
			if lines, _, _ := listed(marc, "/pilotage/liste?chiffre="+code); lines != want {
				t.Errorf("%s: %d, want %d", code, lines, want)
			}
			if lines, _, _ := listed(rosa, "/pilotage/liste?chiffre="+code); lines != 2*want {
				t.Errorf("%s, everywhere: %d, want %d", code, lines, 2*want)
			}
		}
		for query, want := range map[string]string{
			"coach.met&coach=" + tw.karim.PublicID: "2 180", "coach.met&coach=" + tw.lea.PublicID: "1 90", "coach.met": "2 180", "coach.ahead&coach=" + tw.karim.PublicID: "1 90",
			"coach.ahead": "2 180", "coach.late&coach=" + tw.karim.PublicID: "2 ", "coach.test&coach=" + tw.lea.PublicID: "12 ", "coach.test&site=LIEGE&coach=" + tw.lea.PublicID: "1 ",
			"tranches.late": "2 200000",
		} {
			if lines, _, sum := listed(rosa, "/pilotage/liste?chiffre="+query); strconv.Itoa(lines)+" "+sum != want {
				t.Errorf("%s: %d %s, want %s", query, lines, sum, want)
			}
		}
		marc.get("/pilotage/equipe").has("Karim").has("Lea") // who stands in on the site, and led a meeting there
		marc.get("/pilotage").lacks("Namur plan")
		rosa.get("/pilotage").has("Namur plan", "20 points obligatoires à valider").has("Depuis")
		for _, path := range []string{"/pilotage?site=ATLANTIS", "/pilotage?coach=x", "/pilotage?cohorte=x", "/pilotage?programme=x", "/pilotage?phase=draft", "/pilotage/liste", "/pilotage/liste?chiffre=x", "/pilotage/equipe?site=x"} {
			rosa.get(path).wants(http.StatusNotFound)
		}
		marc.get("/pilotage?site=NAMUR").wants(http.StatusNotFound)
		for _, path := range []string{"/pilotage?vue=table&apres=x", "/pilotage/liste?chiffre=blocked&apres=x"} {
			rosa.get(path).wants(http.StatusUnprocessableEntity)
		}
	})
}

// A step that needs its day alone is taken by one gesture; the others open their form. A refusal says why, and nothing moves.
func TestMovesFromTheBoard(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		day := tw.today()
		sent := tw.dossier("déposé", tw.liege, programme.Submitted, day.AddDays(-2), nil)
		tried := tw.dossier("tôt", tw.liege, programme.Coaching, day.AddDays(-30), &tw.karim)
		phase := func(p *programme.Project) string {
			return []string{"", "submitted", "review", "coaching", "test"}[k.count(`SELECT CASE phase WHEN 'submitted' THEN 1 WHEN 'review' THEN 2 WHEN 'coaching' THEN 3 WHEN 'test' THEN 4 ELSE 0 END FROM projects WHERE id = ?`, p.ID)]
		}
		version := func(p *programme.Project) string {
			return strconv.Itoa(k.count(`SELECT version FROM projects WHERE id = ?`, p.ID))
		}
		marc := k.as(tw.marc)
		move := func(b *browser, p *programme.Project, v, to string) reply {
			return b.post("/pilotage/deplacer/"+p.Ref, form("version", v, "vers", to, "retour", "site=LIEGE&retour=//evil.example&apres=x"))
		}
		if page := marc.get("/pilotage"); !strings.Contains(page.body, `data-moves="review draft"`) || !strings.Contains(page.body, `data-moves="test launched exited"`) {
			t.Errorf("moves: %s", page.body)
		}
		stale := version(sent)
		if to := move(marc, sent, stale, "review").wants(http.StatusSeeOther).location(); to != "/pilotage?site=LIEGE" || phase(sent) != "review" {
			t.Errorf("to %s, in %s", to, phase(sent))
		}
		if n := k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'review' AND actor_id = ?`, sent.ID, tw.marc.ID); n != 1 {
			t.Errorf("%d rows of history", n)
		}
		marc.get("/pilotage").has(sent.Ref + " passe à l'étape « À l'examen ».")
		k.as(tw.rosa).post("/pilotage/deplacer/"+sent.Ref, form("version", stale, "vers", "review")).wants(http.StatusConflict).has("Quelqu'un d'autre a modifié le dossier "+sent.Ref+" entre-temps", "Revenir au pilotage")
		move(marc, sent, stale, "accepted").wants(http.StatusConflict)
		move(marc, sent, version(sent), "test").wants(http.StatusUnprocessableEntity).has("ne passe pas à l'étape « Test »", "Étapes possibles")
		move(marc, sent, version(sent), "withdrawn").wants(http.StatusUnprocessableEntity)
		move(marc, sent, version(sent), "").wants(http.StatusUnprocessableEntity)
		for to, want := range map[string]string{"accepted": "/candidatures/" + sent.Ref + "?decision=accepted#decision", "declined": "/candidatures/" + sent.Ref + "?decision=declined#decision"} {
			if got := move(marc, sent, version(sent), to).wants(http.StatusSeeOther).location(); got != want {
				t.Errorf("%s opens %s", to, got)
			}
		}
		if body := marc.get("/candidatures/" + sent.Ref + "?decision=declined").wants(http.StatusOK).body; !regexp.MustCompile(`value="declined"[^>]* checked|checked[^>]* value="declined"`).MatchString(body) {
			t.Error("the decision is not filled in")
		}
		refused := move(marc, tried, version(tried), "test").wants(http.StatusUnprocessableEntity)
		refused.has("Déplacer "+tried.Ref, "La période de test peut commencer le", "Ouvrir le dossier")
		if phase(tried) != "coaching" || k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'test'`, tried.ID) != 0 {
			t.Errorf("refused, and in %s", phase(tried))
		}
		for to, act := range map[string]string{"launched": "lancement", "exited": "sortie"} {
			got := move(marc, tried, version(tried), to).wants(http.StatusSeeOther).location()
			if got != "/projets/"+tried.Ref+"?acte="+act+"#"+act {
				t.Errorf("%s opens %s", to, got)
			}
			if body := marc.get("/projets/" + tried.Ref + "?acte=" + act).wants(http.StatusOK).body; !regexp.MustCompile(`id="` + act + `" open`).MatchString(body) {
				t.Errorf("%s does not stand open", act)
			}
		}
		if phase(tried) != "coaching" {
			t.Error("a form moves nothing")
		}
		k.as(tw.karim).post("/pilotage/deplacer/"+tried.Ref, form("vers", "test", "version", "1")).wants(http.StatusForbidden)
		k.as(k.account("Elsa", access.Grant{Role: access.Manager, SiteID: tw.namur.SiteID})).post("/pilotage/deplacer/"+tried.Ref, form("vers", "exited", "version", version(tried))).wants(http.StatusNotFound)
		tw.raceOfMoves(t, tried, version(tried))
	})
}

// raceOfMoves lets two managers take the same card at once: one does, the other is told.
func (tw *pilotTown) raceOfMoves(t *testing.T, p *programme.Project, version string) {
	t.Helper()
	tw.k.write(func(tx *db.Tx) error {
		_, err := tx.Exec(tw.days(`INSERT INTO agreements (project_id, kind, number, signed_on, starts_on, ends_on, created_at) VALUES (?, 'status', 'S1', {-1}, {-1}, {300}, 1)`), p.ID)
		if err == nil {
			_, err = tx.Exec(tw.days(`INSERT INTO derogations (project_id, rule, reason, decided_on, created_at) VALUES (?, 'plan.mandatory_missing', 'Vu en comité', {0}, 1)`), p.ID)
		}
		if err == nil {
			_, err = tx.Exec(tw.days(`UPDATE projects SET phase_started_on = {-120}, entered_on = {-120} WHERE id = ?`), p.ID)
		}
		return err
	})
	statuses := make(chan int, 2)
	for _, a := range []accounts.Account{tw.marc, tw.rosa} {
		b := tw.k.as(a)
		go func() {
			statuses <- b.post("/pilotage/deplacer/"+p.Ref, form("version", version, "vers", "test")).status
		}()
	}
	if a, b := <-statuses, <-statuses; min(a, b) != http.StatusSeeOther || max(a, b) != http.StatusConflict {
		t.Errorf("at once: %d and %d", a, b)
	}
	if n := tw.k.count(`SELECT count(*) FROM phase_changes WHERE project_id = ? AND to_phase = 'test'`, p.ID); n != 1 {
		t.Errorf("moved %d times", n)
	}
}

// A view keeps the filters of a list for its owner, opens it, and can be taken back when it was deleted.
func TestSavedViews(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		marc, karim := k.as(tw.marc), k.as(tw.karim)
		marc.get("/projets").lacks("Enregistrer cette vue")
		marc.get("/projets?phase=test").has("Enregistrer cette vue")
		save := func(b *browser, list, name, filters string) reply {
			return b.post("/vues", form("liste", list, "view_name", name, "filtres", filters))
		}
		if to := save(marc, "projets", "Mes tests", "phase=test&apres=x~1&url=https://evil.example").wants(http.StatusSeeOther).location(); to != "/projets?phase=test" {
			t.Errorf("to %s", to)
		}
		save(marc, "candidatures", "À lire", "phase=submitted").wants(http.StatusSeeOther)
		long := strings.Repeat("é", 10_000)
		if r := save(marc, "projets", long, "tri=fin").wants(http.StatusUnprocessableEntity); !strings.Contains(r.body, long) || r.value("filtres") != "tri=fin" {
			t.Error("what was typed is lost")
		}
		save(marc, "projets", "mes TESTS", "tri=fin").wants(http.StatusUnprocessableEntity).has("Une autre de vos vues porte déjà ce nom")
		save(marc, "projets", "Rien", "x=1").wants(http.StatusUnprocessableEntity).has("n'a pas de filtre à garder")
		save(marc, "../comptes", "X", "phase=test").wants(http.StatusNotFound)
		save(karim, "pilotage", "X", "phase=test").wants(http.StatusForbidden)
		k.as(k.account("Sam", access.Grant{Role: access.Candidate})).post("/vues", form("liste", "projets", "view_name", "X", "filtres", "phase=test")).wants(http.StatusForbidden)
		marc.get("/projets").has("Mes tests", "Gérer mes vues")
		marc.get("/candidatures").has("À lire").lacks("Mes tests")
		karim.get("/projets").lacks("Mes tests")
		karim.get("/vues").has("Aucune vue").lacks("Mes tests")
		id := regexp.MustCompile(`/vues/([0-9a-f-]{36})/nom`).FindAllStringSubmatch(marc.get("/vues").has("Mes tests", "À lire").body, -1)[0][1] // of the projects, listed first
		for _, act := range []string{"nom", "defaut", "suppression", "reprise"} {
			karim.post("/vues/"+id+"/"+act, form("version", "1", "view_name", "X", "oui", "oui")).wants(http.StatusNotFound)
		}
		marc.post("/vues/"+id+"/nom", form("version", "1", "view_name", "Tests")).wants(http.StatusSeeOther)
		marc.post("/vues/"+id+"/nom", form("version", "1", "view_name", "Tests 2")).wants(http.StatusConflict).has("Cette vue a été modifiée entre-temps")
		marc.post("/vues/"+id+"/nom", form("version", "2", "view_name", "")).wants(http.StatusUnprocessableEntity).has("Ce champ est obligatoire")
		marc.post("/vues/"+id+"/defaut", form("version", "2", "oui", "oui")).wants(http.StatusSeeOther)
		if to := marc.get("/projets").wants(http.StatusSeeOther).location(); to != "/projets?phase=test" {
			t.Errorf("opens %s", to)
		}
		marc.get("/projets?phase=").wants(http.StatusOK)
		karim.get("/projets").wants(http.StatusOK)
		undo := marc.post("/vues/"+id+"/suppression", form("version", "3")).wants(http.StatusSeeOther).location()
		marc.get("/projets").wants(http.StatusOK).lacks("Tests")
		marc.get(undo).has("La vue « Tests » est supprimée.", "Reprendre la vue")
		marc.post("/vues/"+id+"/reprise", nil).wants(http.StatusSeeOther)
		marc.get("/projets").wants(http.StatusOK).has("Tests")
		marc.get(undo).wants(http.StatusOK).lacks("Reprendre la vue")
		marc.post("/vues/"+id+"/reprise", nil).wants(http.StatusNotFound)
	})
}
