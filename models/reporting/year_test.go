package reporting_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// published reads the file of 2008 into the tables as an import does.
func published(tx *db.Tx) error {
	if _, err := programme.Found(tx); err != nil {
		return err
	}
	file, err := os.Open("testdata/jobin-2008.csv")
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	lines := csv.NewReader(file)
	lines.Comma = ';'
	rows, err := lines.ReadAll()
	if err != nil {
		return err
	}
	head := map[string]int{}
	for i, name := range rows[0] {
		head[strings.TrimPrefix(name, "\ufeff")] = i
	}
	codes, err := codesOf(tx)
	if err != nil {
		return err
	}
	for i, row := range rows[1:] {
		if err := onePublished(tx, codes, i+2, func(name string) string { return row[head[name]] }); err != nil {
			return err
		}
	}
	return nil
}

// codesOf gives sites and programmes by name.
func codesOf(tx *db.Tx) (map[string]int64, error) {
	codes := map[string]int64{}
	sites, err := programme.Sites(tx)
	if err != nil {
		return nil, err
	}
	for _, s := range sites {
		codes[s.Name] = s.ID
	}
	programmes, err := programme.Programmes(tx)
	for _, p := range programmes {
		codes[p.Name] = p.ID
	}
	return codes, err
}

func isoDate(s string) models.Date {
	if s == "" {
		return ""
	}
	return models.Date(s[6:] + "-" + s[3:5] + "-" + s[:2])
}

func onePublished(tx *db.Tx, codes map[string]int64, n int, cell func(string) string) error {
	person, err := programme.InsertPerson(tx, programme.Person{LastName: cell("Nom"), FirstName: cell("Prénom"), BirthOn: isoDate(cell("Date de naissance")),
		Gender: map[string]string{"F": "F", "H": "M"}[cell("Sexe")], SourceFile: "jobin-2008.csv", SourceRow: n})
	if err != nil {
		return err
	}
	cohort := codes[cell("Programme")+cell("Antenne")]
	if cohort == 0 {
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: codes[cell("Programme")], SiteID: codes[cell("Antenne")], IntakeOpensOn: "2008-01-01",
			IntakeClosesOn: "2008-12-31", StartsOn: "2008-01-01", Imported: true})
		if err != nil {
			return err
		}
		cohort = c.ID
		codes[cell("Programme")+cell("Antenne")] = cohort
	}
	entered, tested, left := isoDate(cell("Date d'entrée")), isoDate(cell("Début de la période de test")), isoDate(cell("Date de sortie"))
	phase, started := programme.Coaching, entered
	if tested != "" {
		phase, started = programme.Test, tested
	}
	reason := map[string]programme.ExitReason{"abandon du projet": programme.GaveUp, "sans nouvelles": programme.NoNews, "déménagement": programme.MovedAway,
		"emploi salarié": programme.JobFound, "formation": programme.Training}[cell("Motif de sortie")]
	if left != "" {
		phase, started = programme.Exited, left
		if reason == "" {
			phase = programme.Launched
		}
	}
	study := map[string]any{"oui": true, "non": false, "": nil}[cell("Étude du projet terminée")]
	var id int64
	_, err = tx.Get([]any{&id}, `INSERT INTO projects (ref, programme_id, site_id, cohort_id, person_id, title, phase, phase_started_on, exit_reason, study_completed,
		entered_on, left_on, source_file, source_row, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'jobin-2008.csv', ?, 1, 1) RETURNING id`,
		"JI-2008-"+strconv.Itoa(n), codes[cell("Programme")], codes[cell("Antenne")], cohort, person.ID, cell("Projet"), phase, started, reason, study, entered, left, n)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO applications (project_id, situation, schooling, updated_at) VALUES (?, ?, ?, 1)`, id,
		map[string]string{"chômeur complet indemnisé": "full_benefits", "sans allocation": "no_benefits", "mutuelle": "health_fund", "revenu d'intégration (CPAS)": "cpas"}[cell("Statut à l'entrée")],
		map[string]string{"CESI (secondaire inférieur)": "lower_secondary", "CESS (secondaire supérieur)": "upper_secondary", "enseignement supérieur": "tertiary", "primaire ou sans diplôme": "none"}[cell("Diplôme")])
	if err != nil || phase != programme.Launched {
		return err
	}
	var enterprise int64
	if _, err := tx.Get([]any{&enterprise}, `INSERT INTO enterprises (project_id, name, created_on, created_at) VALUES (?, ?, ?, 1) RETURNING id`,
		id, cell("Nom de l'entreprise"), isoDate(cell("Date de création"))); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO enterprise_checks (enterprise_id, months_after, observed_on, state, created_at) VALUES (?, 36, '2011-12-31', ?, 1)`,
		enterprise, map[string]string{"oui": "alive", "non": "closed", "inconnu": "unknown"}[cell("Active après 3 ans")])
	return err
}

// The year that Job'In published: every figure as it stood there.
func TestPublishedYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		if err := d.Write(t.Context(), access.Operator("test"), published); err != nil {
			t.Fatal(err)
		}
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			y, err := reporting.LoadYear(tx, 2008, reporting.YearFilter{})
			if err != nil {
				return err
			}
			for code, want := range map[string][2]int{"accompanied": {470, 0}, "exits": {322, 470}, "study_completed": {250, 322}, "exits.launched": {156, 322},
				"exits.job_found": {12, 322}, "exits.training": {3, 322}, "exits.gave_up": {100, 322}, "situation.full_benefits": {371, 470},
				"schooling.lower_secondary": {174, 470}, "schooling.upper_secondary": {193, 470}, "staying": {148, 470},
				"survival.alive": {90, 156}, "survival.closed": {58, 156}, "survival.unknown": {8, 156}, "survival.not_due": {0, 156}} {
				if f := y.Figures.Get(code); f.Count != want[0] || f.Of != want[1] {
					t.Errorf("%s: %d of %d, published %d of %d", code, f.Count, f.Of, want[0], want[1])
				}
			}
			sites, exits := 0, 0
			for _, l := range y.Sites {
				sites += l.Accompanied.Count
				exits += l.Exits.Count
			}
			if sites != 470 || exits != 322 || len(y.Sites) != 6 || len(y.Programmes) != 2 {
				t.Errorf("by site: %d accompanied, %d exits on %d sites", sites, exits, len(y.Sites))
			}
			years, err := reporting.Years(tx)
			if err != nil {
				return err
			}
			for _, s := range years {
				if s.Year == 2008 && (s.Accompanied != 470 || s.Exits != 322) || s.Year == 2007 && (s.Entered != 275 || s.Accompanied != 295) {
					t.Errorf("the list of years says %+v", s)
				}
			}
			if years[len(years)-1].Year != 2006 || years[0].Year != 2026 {
				t.Errorf("years from %d to %d", years[len(years)-1].Year, years[0].Year)
			}
			return err
		})
	})
}
