package handlers_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/participant"
	"eclosion/models/programme"
)

// fundTown is a dossier of Odette's on which Cyril works, and the site's manager Marc.
type fundTown struct {
	*kit
	cohort                               programme.Cohort
	project                              *programme.Project
	odette, cyril, katia, marc, diane    *browser
	holder, coachAccount, managerAccount accounts.Account
}

func newFundTown(k *kit) *fundTown {
	liege := k.siteID("LIEGE")
	tw := &fundTown{kit: k, cohort: k.cohort("LIEGE")}
	tw.holder = k.account("Odette", access.Grant{Role: access.Candidate})
	tw.coachAccount = k.account("Cyril", access.Grant{Role: access.Coach, SiteID: liege})
	tw.managerAccount = k.account("Marc", access.Grant{Role: access.Manager, SiteID: liege})
	tw.project = tw.accepted(tw.holder.PersonID)
	tw.odette, tw.cyril, tw.marc = k.as(tw.holder), k.as(tw.coachAccount), k.as(tw.managerAccount)
	tw.katia = k.as(k.account("Katia", access.Grant{Role: access.Coach, SiteID: liege}))
	tw.diane = k.as(k.account("Diane", access.Grant{Role: access.Administrator}))
	return tw
}

func (tw *fundTown) accepted(person int64) *programme.Project {
	p := tw.dossier(tw.cohort, person, programme.Accepted)
	tw.kit.coach(p, tw.coachAccount)
	return p
}

// enters starts coaching on a day, as the journey does.
func (tw *fundTown) enters(p *programme.Project, on string) {
	tw.t.Helper()
	tw.write(func(tx *db.Tx) error {
		if _, err := tx.Exec(`UPDATE projects SET phase = 'coaching', entered_on = ? WHERE id = ?`, on, p.ID); err != nil {
			return err
		}
		loaded, err := programme.LoadByID(tx, p.ID, access.ProjectRead)
		if err != nil {
			return err
		}
		return participant.Freeze(tx, loaded)
	})
}

func (tw *fundTown) page(rest string) string { return "/projets/" + tw.project.Ref + "/fse" + rest }

// TestFundRecordFromTheFirstAnswerToTheLast follows one person through all that is asked.
func TestFundRecordFromTheFirstAnswerToTheLast(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := newFundTown(k)
		page := tw.odette.get(tw.page("/entree")).wants(http.StatusOK).body
		for _, want := range []string{"2021/1057", "Ne souhaite pas répondre", `name="minority"`, "Combien de temps"} {
			if !strings.Contains(html.UnescapeString(page), want) {
				t.Errorf("the form does not say %q", want)
			}
		}
		answers := form("version", "0", "labour", "unemployed", "jobless_since", "2026-01-05", "schooling", "isced_3_4", "gender", "F", "birth_on", "1990-01-01", "rural", "yes", "minority", "declined")
		wrong := form("version", "0", "labour", "employed", "rural", "declined", "minority", "yes")
		if r := tw.odette.post(tw.page("/entree"), wrong).wants(http.StatusUnprocessableEntity); !strings.Contains(r.body, "error-summary") || !strings.Contains(r.body, `value="yes" checked`) {
			t.Error("a refusal does not keep what was answered")
		}
		if to := tw.odette.post(tw.page("/entree"), answers).wants(http.StatusSeeOther).location(); to != tw.page("") {
			t.Errorf("leads to %s", to)
		}
		stale := tw.odette.post(tw.page("/entree"), answers).wants(http.StatusConflict)
		if !strings.Contains(stale.body, `name="version" value="1"`) {
			t.Error("after a conflict the form goes on from what is there")
		}
		tw.enters(tw.project, "2026-11-02")
		if body := tw.odette.get(tw.page("")).wants(http.StatusOK).body; !strings.Contains(html.UnescapeString(body), "Arrêtées à l’entrée du") || !strings.Contains(body, "réponses manquent") {
			t.Error("the page does not say that the answers are frozen, and what is missing")
		}
		body := tw.odette.get(tw.page("/entree")).wants(http.StatusOK).body
		if strings.Contains(body, `type="radio" id="f-labour"`) || !strings.Contains(body, `name="disability"`) || strings.Contains(body, "correction_reason") {
			t.Error("the holder is asked what they have answered, or not what is missing")
		}
		changed := form("version", "2", "labour", "employed", "schooling", "isced_3_4", "gender", "F", "birth_on", "1990-01-01", "rural", "yes", "minority", "declined")
		if r := tw.odette.post(tw.page("/entree"), changed).wants(http.StatusUnprocessableEntity); !strings.Contains(html.UnescapeString(r.body), "plus changer ce qui a été dit") {
			t.Error("the refusal does not say why")
		}
		tw.cyril.post(tw.page("/entree"), changed).wants(http.StatusUnprocessableEntity)
		changed.Set("correction_reason", "Contrat à mi-temps <b>retrouvé</b>")
		tw.cyril.post(tw.page("/entree"), changed).wants(http.StatusSeeOther)
		body = html.UnescapeString(tw.marc.get(tw.page("")).wants(http.StatusOK).body)
		for _, want := range []string{"Contrat à mi-temps", "Cyril", "Au chômage", "En emploi"} {
			if !strings.Contains(body, want) {
				t.Errorf("the correction does not tell %q", want)
			}
		}
		if n := k.count(`SELECT count(*) FROM participant_corrections WHERE project_id = ?`, tw.project.ID); n != 2 { // labour, jobless_since
			t.Errorf("%d corrections", n)
		}
		tw.exits(t)
	})
}

// exits is what is asked on leaving, and months later.
func (tw *fundTown) exits(t *testing.T) {
	exit := form("version", "0", "observed_on", "2026-11-20", "job_search", "no", "training", "no", "qualification", "yes", "employment", "yes")
	tw.cyril.get(tw.page("/sortie")).wants(http.StatusUnprocessableEntity)
	tw.cyril.post(tw.page("/sortie"), exit).wants(http.StatusUnprocessableEntity)
	tw.exec(`UPDATE projects SET phase = 'exited', left_on = '2026-11-16' WHERE id = ?`, tw.project.ID)
	if home := tw.cyril.get("/").wants(http.StatusOK).body; !strings.Contains(home, tw.page("/sortie")) {
		t.Error("the coach's day does not ask for the exit")
	}
	if body := tw.marc.get("/projets/" + tw.project.Ref).wants(http.StatusOK).body; !strings.Contains(body, tw.page("/sortie")) {
		t.Error("the dossier does not ask for the exit")
	}
	if body := tw.katia.get("/projets/" + tw.project.Ref).wants(http.StatusOK).body; strings.Contains(body, "/fse") {
		t.Error("another coach of the site is led to what the Fund asks")
	}
	missing := form("version", "0", "observed_on", "2026-11-20", "job_search", "no", "training", "no", "qualification", "yes")
	tw.odette.post(tw.page("/sortie"), missing).wants(http.StatusUnprocessableEntity)
	tw.odette.post(tw.page("/sortie"), exit).wants(http.StatusSeeOther)
	if home := tw.cyril.get("/").wants(http.StatusOK).body; strings.Contains(home, tw.page("/sortie")) {
		t.Error("the coach's day asks for what was answered")
	}
	if body := tw.marc.get(tw.page("/six-mois")).wants(http.StatusUnprocessableEntity).body; !strings.Contains(plain(html.UnescapeString(body)), "16 mai 2027") {
		t.Error("it is not said from when on it is asked")
	}
	if n := tw.count(`SELECT count(*) FROM participant_results WHERE by_holder AND employment = 'yes' AND qualification = 'yes'`); n != 1 {
		t.Errorf("%d results", n)
	}
	if n := tw.count(`SELECT count(*) FROM audit_entries WHERE project_id = ? AND action IN ('participant.record', 'participant.freeze', 'participant.correct', 'participant.result')`, tw.project.ID); n != 4 {
		t.Errorf("%d traces", n)
	}
	if n := tw.count(`SELECT count(*) FROM audit_entries WHERE detail LIKE '%declined%' OR detail LIKE '%minority%' OR detail LIKE '%mi-temps%'`); n != 0 {
		t.Error("the audit tells an answer, or why it was corrected")
	}
}

var fundDrill = regexp.MustCompile(`href="(/fse/personnes\?[^"]*)"[^>]*>\s*([0-9]+)\s*<`)

// TestFundTableOpensItsPeople holds the page, its lists, the workbook and the paper against each other.
func TestFundTableOpensItsPeople(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := newFundTown(k)
		tw.enters(tw.project, "2026-11-02")
		for i, labour := range []string{"unemployed", "unemployed", "inactive", "employed", ""} {
			a := k.account(fmt.Sprintf("Personne%d", i), access.Grant{Role: access.Candidate})
			p := tw.accepted(a.PersonID)
			tw.enters(p, "2026-10-02")
			tw.exec(`UPDATE participants SET labour = ?, gender = ?, minority = 'declined', disability = 'yes' WHERE project_id = ?`, labour, []string{"F", "M", "X", "", "F"}[i], p.ID)
		}
		body := tw.marc.get("/fse?du=2026-01-01&au=2026-12-31").wants(http.StatusOK).body
		links := fundDrill.FindAllStringSubmatch(body, -1)
		if len(links) < 15 {
			t.Fatalf("%d figures open their people", len(links))
		}
		for _, l := range links {
			list := tw.marc.get(html.UnescapeString(l[1])).wants(http.StatusOK).body
			if n := strings.Count(list, `<th scope="row">`); fmt.Sprint(n) != l[2] {
				t.Errorf("%s says %s, %d are listed", l[1], l[2], n)
			}
		}
		tw.sheetAgrees(t, body)
		masked := tw.marc.get("/fse?du=2026-01-01&au=2026-12-31&masque=1").wants(http.StatusOK).body
		if strings.Contains(masked, "/fse/personnes") || !strings.Contains(masked, "masqué") {
			t.Error("a masked table opens its people")
		}
		gaps := tw.marc.get("/fse/manquants?du=2026-01-01&au=2026-12-31").wants(http.StatusOK).body
		if n := strings.Count(gaps, `<th scope="row">`); n != 6 || !strings.Contains(gaps, tw.page("/entree")) {
			t.Errorf("%d people lack something", n)
		}
		if r := tw.marc.get("/fse?du=2026-12-31&au=2026-01-01").wants(http.StatusUnprocessableEntity); !strings.Contains(r.body, "error-summary") {
			t.Error("a period that ends before it begins is not told")
		}
		for _, path := range []string{"/fse?site=999", "/fse/personnes?code=EECO01&colonne=rien", "/fse/personnes?code=RIEN&colonne=total"} {
			tw.marc.get(path).wants(http.StatusNotFound)
		}
		tw.issues(t)
	})
}

// sheetAgrees reads the workbook: the figures of the page, and what is missing by person.
func (tw *fundTown) sheetAgrees(t *testing.T, page string) {
	t.Helper()
	down := tw.marc.get("/fse/indicateurs.xlsx?du=2026-01-01&au=2026-12-31").wants(http.StatusOK)
	f, err := excelize.OpenReader(bytes.NewReader([]byte(down.body)))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Indicateurs")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, row := range rows[4:] {
		if row[0] == "EECO02" && strings.Join(row[2:9], " ") != "1 1 0 0 2 1 0" && strings.Join(row[2:9], " ") != "1 1 0 0 2 2 0" {
			t.Errorf("EECO02: %v", row)
		}
		if row[0] == "EECO15" && row[8] != "5" {
			t.Errorf("EECO15: %v", row)
		}
		if strings.Contains(page, ">"+row[0]+"<") {
			found++
		}
	}
	if found != 23 {
		t.Errorf("%d lines of the workbook are on the page", found)
	}
	gaps, err := f.GetRows("Données manquantes")
	if err != nil || len(gaps) < 7 {
		t.Errorf("%d lines of what is missing, %v", len(gaps), err)
	}
}

// issues prints the table under a number, and prints it again byte for byte.
func (tw *fundTown) issues(t *testing.T) {
	t.Helper()
	draft := tw.marc.get("/fse/rapport.pdf?du=2026-01-01&au=2026-12-31").wants(http.StatusOK).body
	if text := textOfPDF(t, draft); !strings.Contains(text, "EECO17") || !strings.Contains(text, "Projet") || strings.Contains(text, "Odette") {
		t.Error("the paper lacks its lines, or names somebody")
	}
	tw.marc.post("/papiers", form("kind", "fund", "ref", "fse", "du", "2026-01-01", "au", "2026-12-31")).wants(http.StatusSeeOther)
	one := tw.marc.get("/papiers/FS-2026-0001.pdf").wants(http.StatusOK).body
	tw.exec(`UPDATE participants SET labour = 'inactive'`)
	if two := tw.marc.get("/papiers/FS-2026-0001.pdf").wants(http.StatusOK).body; one != two {
		t.Error("what was issued changes")
	}
	elsa := tw.as(tw.account("Elsa", access.Grant{Role: access.Manager, SiteID: tw.siteID("NAMUR")}))
	elsa.get("/papiers/FS-2026-0001.pdf").wants(http.StatusNotFound)
	tw.cyril.post("/papiers", form("kind", "fund", "ref", "fse")).wants(http.StatusForbidden)
	for _, path := range []string{"/papiers/FS-2026-0001.pdf"} {
		tw.cyril.get(path).wants(http.StatusNotFound)
		tw.odette.get(path).wants(http.StatusNotFound)
	}
}

// TestIndicatorSettings changes codes, labels, order and windows.
func TestIndicatorSettings(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := newFundTown(k)
		if body := tw.diane.get("/reglages/indicateurs").wants(http.StatusOK).body; !strings.Contains(body, "À confirmer") || strings.Count(body, "EEC") < 25 {
			t.Error("the list lacks a code, or does not say that they are to be confirmed")
		}
		tw.diane.get("/reglages/indicateurs/rien").wants(http.StatusNotFound)
		tw.diane.get("/reglages/indicateurs/rural").wants(http.StatusOK)
		tw.diane.post("/reglages/indicateurs/rural", form("version", "1", "indicator_code", "", "indicator_label", "x")).wants(http.StatusUnprocessableEntity)
		tw.diane.post("/reglages/indicateurs/rural", form("version", "1", "indicator_code", "EECO77", "indicator_label", "<i>Campagne</i>", "active", "oui")).wants(http.StatusSeeOther)
		if r := tw.diane.post("/reglages/indicateurs/rural", form("version", "1", "indicator_code", "EECO78", "indicator_label", "Ma campagne", "active", "oui")).wants(http.StatusConflict); !strings.Contains(r.body, "Ma campagne") {
			t.Error("a conflict loses what was typed")
		}
		tw.diane.post("/reglages/indicateurs/ordre", form("indicateur", "rural", "sens", "monter")).wants(http.StatusSeeOther)
		body := tw.marc.get("/fse").wants(http.StatusOK).body
		if !strings.Contains(body, "EECO77") || strings.Contains(body, "<i>Campagne") || strings.Index(body, ">EECO77<") > strings.Index(body, ">EECO16<") {
			t.Error("the table does not follow the settings")
		}
		tw.diane.get("/reglages/indicateurs/regles").wants(http.StatusOK)
		tw.diane.post("/reglages/indicateurs/regles", form("version", "1", "long_months", "douze", "young_under", "25", "young_months", "6", "exit_days", "28", "later_months", "6", "later_days", "28")).wants(http.StatusUnprocessableEntity)
		tw.diane.post("/reglages/indicateurs/regles", form("version", "1", "long_months", "12", "young_under", "25", "young_months", "6", "exit_days", "30", "later_months", "6", "later_days", "28")).wants(http.StatusSeeOther)
		if n := k.count(`SELECT exit_days FROM participant_rules`); n != 30 {
			t.Errorf("%d days", n)
		}
	})
}

// TestFundAnswersStayWithTheirReaders walks every address as those who may not read what the Fund asks: another coach of the site,
// a member of the committee, the administrator. Then its readers walk one page and meet it.
func TestFundAnswersStayWithTheirReaders(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		c := newCage(k)
		const word = "CANARISOCIAL"
		c.exec(`INSERT INTO participants (project_id, labour, minority, disability, frozen_at, updated_at) VALUES (?, 'inactive', 'yes', 'declined', 1, 1)
			ON CONFLICT (project_id) DO UPDATE SET minority = 'yes', disability = 'declined'`, c.project.ID)
		c.exec(`INSERT INTO participant_corrections (project_id, part, field, from_value, to_value, reason, actor_name, at) VALUES (?, 'entry', 'minority', 'no', 'yes', ?, 'Cyril', 1)`, c.project.ID, word+" "+bait)
		for name, i := range map[string]int{"another coach of the site": 4, "a member of the committee": 6, "the administrator": 9} {
			texts, _ := c.walk(c.m.browsers[i], i == 4)
			for path, text := range texts {
				if strings.Contains(text, word) || strings.Contains(text, "Appartient à une minorité") {
					t.Errorf("%s shows %s what the Fund asks", path, name)
				}
			}
		}
		for _, i := range []int{1, 3, 7} {
			if body := c.m.browsers[i].get("/projets/" + c.project.Ref + "/fse").wants(http.StatusOK).body; !strings.Contains(body, word) {
				t.Errorf("reader %d does not meet it", i)
			}
		}
		if text := c.kit.log.String(); strings.Contains(text, word) {
			t.Error("the log tells it")
		}
	})
}
