package handlers_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models/access"
	"eclosion/models/intake"
	"eclosion/models/reporting/reportingtest"
)

// The published year is printed with exactly its figures: on the page and on paper.
func TestPublishedYearIsPrinted(t *testing.T) {
	content, err := os.ReadFile("../models/intake/testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	eachKit(t, func(t *testing.T, k *kit) {
		if _, err := intake.Import(t.Context(), k.db, operator, intake.Bytes("jobin-2008.csv", content), intake.Options{}); err != nil {
			t.Fatal(err)
		}
		manager := k.as(k.account("chef", access.Grant{Role: access.Manager}))
		page := manager.get("/annees/2008").wants(http.StatusOK)
		paper := textOfPDF(t, manager.get("/annees/2008/rapport.pdf").wants(http.StatusOK).body)
		for _, line := range [][]string{{"Personnes accompagnées", "20", "295", "470"}, {"Sorties", "322"}, {"Étude du projet terminée", "250"}, {"Entreprises créées", "156"}, {"Emploi trouvé", "12"},
			{"Entrée en formation", "3"}, {"Chômage, allocations complètes", "371", "79 %"}, {"Secondaire inférieur (CESI)", "174", "37 %"}, {"Secondaire supérieur (CESS)", "193", "41 %"},
			{"36 mois", "0", "156", "90", "0", "58", "8", "60,8 %", "57,7 %"}} {
			for where, text := range map[string]string{"the page": page.text(), "the paper": paper} {
				if !strings.Contains(flat(text), flat(strings.Join(line, " "))) {
					t.Errorf("%s does not say %q", where, line)
				}
			}
		}
	})
}

func flat(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u202f", " ", "\u00a0", " ", "’", "'", " %", "%").Replace(s)), " ")
}

// A period that no report can be made of is said with the form, as it was typed.
func TestHostilePeriods(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{Size: 16})
		manager := k.as(tw.Accounts["manager"])
		to := manager.get("/rapports/activite?du=2026-01-01&au=2026-12-31&site=" + url.QueryEscape("1")).wants(http.StatusSeeOther).location()
		if to != "/annees/2026?site=1" {
			t.Errorf("a whole year leads to %s", to)
		}
		if to := manager.get("/rapports/activite?du=2026-02-01&au=2026-02-28").location(); to != "/annees/2026-02-01_2026-02-28" {
			t.Errorf("a month leads to %s", to)
		}
		for query, want := range map[string]string{"du=2026-06-30&au=2026-01-01": "ou un jour plus tardif", "du=1900-01-01&au=2099-12-31": "période de 10 ans au plus",
			"du=2027-01-01&au=2027-12-31": "dans le futur", "du=hier&au=2026-01-01": "Indiquez une date qui existe", "du=&au=": "obligatoire"} {
			r := manager.get("/rapports/activite?"+query).wants(http.StatusUnprocessableEntity).has(want, "Une autre période")
			if typed, _ := url.ParseQuery(query); r.value("au") != typed.Get("au") {
				t.Errorf("%s came back as %q", query, r.value("au"))
			}
		}
		for path, status := range map[string]int{"/annees/2027": http.StatusUnprocessableEntity, "/annees/2199/rapport.pdf": http.StatusUnprocessableEntity, "/annees/1900-01-01_2099-12-31": http.StatusUnprocessableEntity,
			"/annees/2026-06-30_2026-01-01": http.StatusUnprocessableEntity, "/annees/2026-01-01_2026-12-31": http.StatusNotFound, "/annees/2026?site=999": http.StatusNotFound, "/annees/2026?programme=x": http.StatusNotFound,
			"/annees/2026/personnes?chiffre=rien": http.StatusNotFound, "/annees/2026/personnes?chiffre=money.": http.StatusNotFound, "/annees/2026/commentaire?version=7": http.StatusNotFound,
			"/annees/1999": http.StatusOK, "/annees/1999/rapport.pdf": http.StatusOK, "/annees/1999/rapport.xlsx": http.StatusOK} {
			manager.get(path).wants(status)
		}
	})
}

// A commentary is typed by two, kept for both, printed, and stands in an issued paper as it stood.
func TestCommentaryOfAReport(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		reportTown(t, k, reportingtest.Options{Size: 16})
		chief, other := k.as(k.account("Cheffe", access.Grant{Role: access.Manager})), k.as(k.account("Autre", access.Grant{Role: access.Manager}))
		const page = "/annees/2026/commentaire"
		kept := chief.post(page+"/brouillon", form("comment", "<script>alert(1)</script> Une année.", "version", "0")).wants(http.StatusOK)
		if !strings.Contains(kept.body, `"version":"1"`) || !strings.Contains(kept.body, "Enregistré à") {
			t.Errorf("the script is told %s", kept.body)
		}
		late := other.post(page, form("comment", "Mon texte à moi.", "version", "0")).wants(http.StatusConflict).has("Ce qui est enregistré aujourd'hui", "<script>alert(1)</script> Une année.", "De Cheffe")
		if !strings.Contains(late.body, "Mon texte à moi.</textarea>") || late.value("version") != "1" {
			t.Errorf("what was typed is gone, over version %s", late.value("version"))
		}
		other.post(page+"/brouillon", form("comment", "Mon texte à moi.", "version", "0")).wants(http.StatusConflict)
		long := strings.Repeat("x", 100_000)
		if came := chief.post(page, form("comment", long, "version", "1")).wants(http.StatusUnprocessableEntity).has("C'est trop long"); !strings.Contains(came.body, long+"</textarea>") {
			t.Error("the long text did not come back")
		}
		chief.post(page+"/brouillon", form("comment", long, "version", "1")).wants(http.StatusOK)
		report := chief.get("/annees/2026").wants(http.StatusOK).has("<script>alert(1)</script> Une année.", "Modifier le commentaire")
		if strings.Contains(report.body, "<script>alert(1)") {
			t.Error("the commentary is a script")
		}
		chief.post("/papiers", form("kind", "year", "ref", "2026", "cle", "une")).wants(http.StatusSeeOther)
		issued := chief.get("/papiers/RA-2026-0001.pdf").wants(http.StatusOK)
		chief.post(page, form("comment", "Un autre texte.", "version", "1")).wants(http.StatusSeeOther)
		if again := chief.get("/papiers/RA-2026-0001.pdf"); again.body != issued.body || !strings.Contains(textOfPDF(t, again.body), "Une année.") {
			t.Error("the issued report does not keep its commentary")
		}
		if text := textOfPDF(t, chief.get("/annees/2026/rapport.pdf").body); !strings.Contains(text, "Un autre texte.") {
			t.Error("the draft does not print the new commentary")
		}
		chief.get(page+"?version=1").wants(http.StatusOK).has("Version 1, Cheffe", "Une année.")
		if n := k.count(`SELECT count(*) FROM activity_comment_versions`); n != 2 {
			t.Errorf("%d versions", n)
		}
	})
}

// The workbook has the figures of the page, and no formula of what people typed.
func TestActivityWorkbook(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := reportTown(t, k, reportingtest.Options{})
		k.exec(`UPDATE projects SET sector = '=1+1' WHERE phase = 'launched'`)
		manager := k.as(tw.Accounts["manager"])
		manager.post("/annees/2026/commentaire", form("comment", "=cmd|calc", "version", "0")).wants(http.StatusSeeOther)
		book, err := excelize.OpenReader(strings.NewReader(manager.get("/annees/2026/rapport.xlsx").wants(http.StatusOK).body))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(book.GetSheetList(), ", "); got != "Chiffres, Comparaison, Par site, Par programme, Commentaire, Définitions" {
			t.Errorf("sheets %s", got)
		}
		figures, err := book.GetRows("Chiffres")
		if err != nil {
			t.Fatal(err)
		}
		values := map[string]string{}
		for _, row := range figures {
			values[row[0]] = row[1]
		}
		accompanied := k.count(`SELECT count(*) FROM projects WHERE entered_on <= '2026-12-31' AND site_id = ?`, tw.Cohort.SiteID)
		if atoi(values["Personnes accompagnées"]) != accompanied || accompanied == 0 || values["Emplois créés"] == "" || values["=1+1"] != "" || values["'=1+1"] == "" {
			t.Errorf("the workbook says %q of %d, jobs %q", values["Personnes accompagnées"], accompanied, values["Emplois créés"])
		}
		for _, name := range book.GetSheetList() {
			rows, _ := book.GetRows(name)
			for r := range rows {
				for _, column := range []string{"A", "B", "C"} {
					if f, _ := book.GetCellFormula(name, column+string(rune('1'+r%9))); f != "" {
						t.Errorf("%s computes %s", name, f)
					}
				}
			}
		}
		masked, err := excelize.OpenReader(strings.NewReader(manager.get("/annees/2026/rapport.xlsx?masque=1").wants(http.StatusOK).body))
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := masked.GetRows("Chiffres")
		hidden := 0
		for _, row := range rows[1:] {
			if n := atoi(row[1]); row[2] == "dossiers" && n > 0 && n < 5 {
				t.Errorf("%s shows %s", row[0], row[1])
			}
			if row[1] == "masqué" {
				hidden++
			}
		}
		if hidden == 0 {
			t.Error("nothing is masked")
		}
	})
}
