package handlers_test

import (
	"archive/zip"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// sheetRows reads a list that was taken along, its heads first.
func (r reply) sheetRows(t *testing.T, path string) [][]string {
	t.Helper()
	r.wants(http.StatusOK)
	if strings.Contains(path, ".xlsx") {
		f, err := excelize.OpenReader(strings.NewReader(r.body))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		rows, err := f.GetRows(f.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	text, marked := strings.CutPrefix(r.body, "\uFEFF")
	if !marked {
		t.Errorf("%s does not say that it is UTF-8", path)
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows
}

// What is taken along is what the page shows: the same filters, the same dossiers, nobody else's; and it is written down.
func TestListsAsFiles(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		liege, namur := k.cohort("LIEGE"), k.cohort("NAMUR")
		one, two, away := k.dossier(liege, 0, programme.Coaching), k.dossier(liege, 0, programme.Test), k.dossier(namur, 0, programme.Coaching)
		file := k.dossier(liege, 0, programme.Review)
		k.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET title = ?, phase_started_on = '2026-10-05' WHERE id = ?`, "=HYPERLINK(\"http://x\");1", one.ID)
			return err
		})
		coach := k.as(k.account("Cyril", access.Grant{Role: access.Coach, SiteID: k.siteID("LIEGE")}))
		for path, want := range map[string][]string{
			"/projets.csv":                    {two.Ref, one.Ref},
			"/projets.xlsx?apres=~1":          {two.Ref, one.Ref},
			"/projets.csv?phase=coaching":     {one.Ref},
			"/projets.xlsx?q=" + two.Ref:      {two.Ref},
			"/projets.csv?q=" + away.Ref:      nil,
			"/candidatures.csv":               {file.Ref},
			"/candidatures.xlsx?phase=review": {file.Ref},
		} {
			rows := coach.get(path).sheetRows(t, path)
			var got []string
			for _, row := range rows[1:] {
				got = append(got, row[0])
			}
			if strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s holds %v, want %v", path, got, want)
			}
		}
		row := coach.get("/projets.csv?phase=coaching").sheetRows(t, ".csv")[1]
		if row[1] != "'=HYPERLINK(\"http://x\");1" || row[2] != "Zoë D'Hondt" || row[4] != "05/10/2026" {
			t.Errorf("the row reads %q", row)
		}
		cohorts := coach.get("/cohortes.xlsx").sheetRows(t, ".xlsx")
		if len(cohorts) != 2 || cohorts[1][0] != liege.Ref || strings.Join(cohorts[1][7:], " ") != "3 1 1 0 0" {
			t.Errorf("the cohorts read %q", cohorts)
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'list.export' AND detail LIKE '%"/projets.csv"%'`); n != 4 {
			t.Errorf("%d times written down", n)
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'list.export' AND detail LIKE ?`, `%`+away.Ref+`%`); n != 0 {
			t.Error("the words of a search were written down")
		}
		r := coach.get("/projets.csv?phase=test")
		if got := r.header.Get("Content-Disposition"); got != `attachment; filename="projets-2026-11-23.csv"` {
			t.Errorf("it is called %s", got)
		}
		before := k.count(`SELECT count(*) FROM audit_entries`)
		coach.get("/projets.csv?phase=nothing").wants(http.StatusNotFound)
		coach.get("/projets.xlsx?site=NAMUR").wants(http.StatusNotFound)
		coach.get("/candidatures.csv?phase=test").wants(http.StatusUnprocessableEntity)
		if n := k.count(`SELECT count(*) FROM audit_entries`); n != before {
			t.Error("what was refused was written down")
		}
		page := coach.get("/projets?phase=coaching&apres=~999").wants(http.StatusOK)
		for _, link := range []string{`"/projets.csv?phase=coaching"`, `"/projets.xlsx?phase=coaching"`} {
			if !strings.Contains(page.body, link) {
				t.Errorf("the page does not lead to %s", link)
			}
		}
		k.as(k.account("Odette", access.Grant{Role: access.Candidate})).get("/projets").wants(http.StatusOK).lacks(".csv")
	})
}

// The whole couveuse leaves as one archive, for managers, and it is written down who took it.
func TestHouseOnThePage(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		p := k.dossier(k.cohort("LIEGE"), 0, programme.Coaching)
		away := k.dossier(k.cohort("NAMUR"), 0, programme.Coaching)
		marc := k.as(k.account("Marc", access.Grant{Role: access.Manager, SiteID: k.siteID("LIEGE")}))
		marc.get("/annees").wants(http.StatusOK).has("Emporter les données")
		marc.get("/donnees").wants(http.StatusOK).has("Elle couvre les sites dont vous êtes responsable", "SHA-256")
		r := marc.post("/donnees", form()).wants(http.StatusOK)
		z, err := zip.NewReader(strings.NewReader(r.body), int64(len(r.body)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.Open("donnees/dossiers.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(f)
		if err != nil || !strings.Contains(string(body), p.Ref) || strings.Contains(string(body), away.Ref) {
			t.Errorf("the dossiers read %s, %v", body, err)
		}
		if n := k.count(`SELECT count(*) FROM audit_entries WHERE action = 'house.export' AND actor_name = 'Marc' AND detail LIKE '%"sites":"LIEGE"%'`); n != 1 {
			t.Errorf("%d times written down", n)
		}
	})
}

// The registers and the lists behind figures leave whole, page after page, and for nobody but who may read them.
func TestRegistersAsFiles(t *testing.T) {
	eachKit(t, func(t *testing.T, k *kit) {
		tw := k.pilotTown()
		tw.everything()
		for n := range 52 { // more than a page
			k.enterprise(tw.liege, "Atelier"+strconv.Itoa(n), "2026-05-23")
		}
		k.enterprise(tw.namur, "Ailleurs", "2026-05-23")
		k.write(func(tx *db.Tx) error {
			for n := range 51 {
				if _, err := tx.Exec(`INSERT INTO issued_papers (number, kind, subject_ref, project_id, title, sha256, pdf, issued_at) SELECT ?, 'plan', p.ref, p.id, '=1+1', ?, ?, 1 FROM projects p WHERE p.ref = ?`,
					fmt.Sprintf("PA-2026-%04d", n+1), strings.Repeat("c", 64), []byte("%PDF"), tw.refs[tw.liege.SiteName+" signature"]); err != nil {
					return err
				}
			}
			return nil
		})
		marc := k.as(tw.marc)
		for path, want := range map[string]int{
			"/papiers.csv": 52, "/papiers.xlsx?genre=plan": 51, "/papiers.csv?genre=plan&annee=1999": 0,
			"/pilotage/liste.csv?chiffre=tranches.late": 1, "/pilotage/liste.xlsx?chiffre=places.held": 73,
			"/suivi/questions.csv": 52, "/suivi/questions.xlsx?site=" + strconv.FormatInt(tw.liege.SiteID, 10): 52,
			"/suivi/entreprises.csv?chiffre=life.created": 52,
		} {
			if rows := marc.get(path).sheetRows(t, path); len(rows)-1 != want {
				t.Errorf("%s holds %d lines, want %d", path, len(rows)-1, want)
			}
		}
		late := marc.get("/pilotage/liste.csv?chiffre=tranches.late").sheetRows(t, ".csv")[1]
		if late[0] != tw.refs[tw.liege.SiteName+" tranches"] || !strings.HasPrefix(late[10], "1000") {
			t.Errorf("the late tranche reads %q", late)
		}
		paper := marc.get("/papiers.csv?genre=plan").sheetRows(t, ".csv")[1]
		if paper[0] != "PA-2026-0051" || paper[2] != "'=1+1" || paper[9] != strings.Repeat("c", 64) {
			t.Errorf("the paper reads %q", paper)
		}
		for _, path := range []string{"/pilotage/liste.csv?chiffre=rien", "/suivi/entreprises.csv?chiffre=rien", "/papiers.csv?genre=rien"} {
			marc.get(path).wants(http.StatusNotFound)
		}
		if page := marc.get("/papiers").wants(http.StatusOK); !strings.Contains(page.body, `"/papiers.xlsx"`) {
			t.Error("the register does not lead to its file")
		}
	})
}
