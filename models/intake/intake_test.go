package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

func year2008(t testing.TB) []byte {
	t.Helper()
	content, err := os.ReadFile("testdata/jobin-2008.csv")
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func found(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(ctx, operator, func(tx *db.Tx) error { _, err := programme.Found(tx); return err }); err != nil {
		t.Fatal(err)
	}
}

// note is one sentence about a row.
type note struct {
	Row     int
	Problem *models.Problem
}

// taken is a report with all that was told of its rows.
type taken struct {
	Report
	Rows              map[Outcome][]int
	Warnings, Refused []note
	Doubts            []Doubt
}

func take(d *db.DB, name string, content []byte, o Options) (taken, error) {
	got := taken{Rows: map[Outcome][]int{}}
	o.Tell = func(told Told) error {
		got.Rows[told.Outcome] = append(got.Rows[told.Outcome], told.Row)
		for _, p := range told.Warnings {
			got.Warnings = append(got.Warnings, note{told.Row, p})
		}
		for _, p := range told.Problems {
			got.Refused = append(got.Refused, note{told.Row, p})
		}
		got.Doubts = append(got.Doubts, told.Doubts...)
		return nil
	}
	report, err := Import(ctx, d, operator, Bytes(name, content), o)
	got.Report = report
	return got, err
}

func mustImport(t *testing.T, d *db.DB, name string, content []byte) taken {
	t.Helper()
	got, err := take(d, name, content, Options{})
	if err != nil {
		t.Fatalf("%s: %v %v", name, err, got.Refused)
	}
	return got
}

func count(t *testing.T, d *db.DB, query string, args ...any) (n int) {
	t.Helper()
	err := d.Read(ctx, operator, func(tx *db.Tx) (err error) { n, err = tx.Count(query, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// fingerprint sums up every row of every table.
func fingerprint(t *testing.T, d *db.DB) string {
	t.Helper()
	list := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_fts%' ORDER BY name`
	if d.Engine() == db.Postgres {
		list = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`
	}
	var tables, lines []string
	err := d.Read(ctx, operator, func(tx *db.Tx) error {
		err := tx.Each(func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			tables = append(tables, name)
			return err
		}, list)
		for _, name := range tables {
			if err != nil {
				return err
			}
			err = tx.Each(func(rows *sql.Rows) error {
				columns, err := rows.Columns()
				if err != nil {
					return err
				}
				cells := make([]any, len(columns))
				for i := range cells {
					cells[i] = new(any)
				}
				err = rows.Scan(cells...)
				line := name
				for _, c := range cells {
					line += fmt.Sprintf("|%v", *c.(*any))
				}
				lines = append(lines, line)
				return err
			}, `SELECT * FROM `+name)
		}
		return err
	})
	if err != nil || len(tables) < 40 {
		t.Fatalf("%d tables: %v", len(tables), err)
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d rows %x", len(lines), sha256.Sum256([]byte(strings.Join(lines, "\n"))))
}

func TestThePublishedYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		found(t, d)
		report := mustImport(t, d, "jobin-2008.csv", year2008(t))
		if report.Projects != 470 || report.Report.Rows != 470 || report.People != 470 || report.Grants != 75 || report.Enterprises != 156 || report.Unchanged != 0 {
			t.Errorf("report: %+v", report.Report)
		}
		for query, want := range map[string]int{
			`SELECT count(*) FROM projects WHERE entered_on <= '2008-12-31' AND (left_on IS NULL OR left_on >= '2008-01-01')`: 470,
			`SELECT count(*) FROM projects WHERE left_on BETWEEN '2008-01-01' AND '2008-12-31'`:                               322,
			`SELECT count(*) FROM projects WHERE left_on IS NOT NULL AND study_completed`:                                     250,
			`SELECT count(*) FROM projects WHERE phase = 'followed_up'`:                                                       156,
			`SELECT count(*) FROM projects WHERE phase = 'exited' AND exit_reason = 'job_found'`:                              12,
			`SELECT count(*) FROM projects WHERE phase = 'exited' AND exit_reason = 'training'`:                               3,
			`SELECT count(*) FROM projects WHERE phase IN ('coaching', 'test') AND phase_ends_on IS NOT NULL`:                 148,
			`SELECT count(*) FROM applications WHERE situation = 'full_benefits'`:                                             371,
			`SELECT count(*) FROM applications WHERE schooling = 'lower_secondary'`:                                           174,
			`SELECT count(*) FROM applications WHERE schooling = 'upper_secondary'`:                                           193,
			`SELECT count(*) FROM enterprise_checks WHERE months_after = 36 AND state = 'alive'`:                              90,
			`SELECT count(*) FROM enterprise_checks WHERE months_after = 36 AND state = 'closed'`:                             58,
			`SELECT count(*) FROM enterprise_checks WHERE months_after = 36 AND state = 'unknown'`:                            8,
			`SELECT count(*) FROM projects p JOIN persons h ON h.id = p.person_id
				WHERE p.source_file = 'jobin-2008.csv' AND h.source_file = p.source_file AND h.source_row = p.source_row AND p.terms_id IS NOT NULL`: 470,
			`SELECT count(*) FROM projects WHERE external_ref = '2008-003' AND source_row = 4 AND ref LIKE 'JID-2007-%' AND carried_meetings = 11 AND carried_minutes = 1026`: 1,
			`SELECT count(*) FROM cohorts WHERE imported AND ref = 'JI-LIEGE-2007-1' AND name = 'Reprise 2007'`:                                                               1,
			`SELECT CAST(SUM(amount) AS BIGINT) FROM grant_awards WHERE imported`:                                                                                             25*250000 + 15*400000 + 14*325050 + 12*150000 + 9*500000,
			`SELECT CAST(SUM(imported) AS BIGINT) FROM grant_holders WHERE awarded = 0`:                                                                                       25*250000 + 15*400000 + 14*325050 + 12*150000 + 9*500000,
			`SELECT count(*) FROM phase_changes`:                                               470 + 75 + 322 + 156,
			`SELECT count(*) FROM imports WHERE created = 470 AND length(sha256) = 64`:         1,
			`SELECT CAST(SUM(n) AS BIGINT) FROM project_counts WHERE phase = 'exited'`:         166,
			`SELECT count(*) FROM persons WHERE last_name = 'Ünal' OR first_name = 'Thi-Hồng'`: 14,
		} {
			if got := count(t, d, query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
	})
}

func TestTakenAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		found(t, d)
		content := year2008(t)
		before := fingerprint(t, d)
		tried, err := take(d, "jobin-2008.csv", content, Options{Try: true})
		if err != nil || tried.Projects != 470 || fingerprint(t, d) != before {
			t.Fatalf("a try changed something: %d %v", tried.Projects, err)
		}
		first := mustImport(t, d, "jobin-2008.csv", content)
		if len(first.Warnings) != len(tried.Warnings) || len(first.Warnings) == 0 {
			t.Errorf("warnings: %d tried, %d done", len(tried.Warnings), len(first.Warnings))
		}
		after := fingerprint(t, d)
		if after == before {
			t.Fatal("the fingerprint sees nothing")
		}
		clock.Set("2027-03-01")
		for _, name := range []string{"jobin-2008.csv", "copie.csv"} {
			again := mustImport(t, d, name, content)
			if again.Unchanged != 470 || again.Projects+again.People+again.Grants+len(again.Warnings) != 0 {
				t.Errorf("%s again: %d unchanged, %d created, warnings %v", name, again.Unchanged, again.Projects, again.Warnings[:min(3, len(again.Warnings))])
			}
		}
		changed := bytes.Replace(content, []byte("Toilettage canin à domicile;Services aux personnes;29/08/2007"), []byte("Toilettage;Services aux personnes;30/08/2007"), 1)
		again := mustImport(t, d, "jobin-2008.csv", changed)
		if len(again.Warnings) != 1 || again.Warnings[0].Row != 2 || again.Warnings[0].Problem.Code != "import.warn_differs" ||
			!slices.Equal(again.Warnings[0].Problem.Facts["items"].([]string), []string{"Projet", "Date d'entrée"}) {
			t.Errorf("a changed row: %v", again.Warnings)
		}
		if fingerprint(t, d) != after {
			t.Error("taking the file again changed something")
		}
	})
}

// A row that has everything, and what a test changes of it.
var whole = map[column]string{
	colRef: "T-1", colLastName: "Wiśniewski", colFirstName: "Łukasz", colBirth: "12/05/1980", colGender: "H", colEmail: "lukasz@exemple.test",
	colPhone: "0470 11 22 33", colPostcode: "4000", colMunicipality: "Liège", colSite: "Liège", colProgramme: "Job'In",
	colSituation: "mutuelle", colSchooling: "CESS", colTitle: "Vélos", colSector: "Mobilité", colEntered: "10/01/2020", colTest: "10/05/2020",
	colLeft: "10/01/2021", colStudy: "oui", colExit: "création d'entreprise", colEnterprise: "Vélos W", colNumber: "0403.019.261",
	colCreated: "10/01/2021", colSurvival: "oui", colGrant: "2 500,00 €", colMeetings: "9", colHours: "9,8",
}

type change map[column]string

func file(rows ...change) []byte {
	var b strings.Builder
	for i, c := range columns {
		b.WriteString(strings.Repeat(";", min(i, 1)) + string(c.name))
	}
	for n, row := range rows {
		b.WriteString("\r\n")
		for i, c := range columns {
			value, changed := row[c.name]
			if !changed {
				value = whole[c.name]
				if c.name == colRef {
					value = fmt.Sprintf("T-%d", n+1)
				}
			}
			b.WriteString(strings.Repeat(";", min(i, 1)) + value)
		}
	}
	return []byte(b.String())
}

// none takes the enterprise and the exit off a row.
func none(more change) change {
	c := change{colLeft: "", colExit: "", colEnterprise: "", colNumber: "", colCreated: "", colSurvival: "", colStudy: ""}
	for k, v := range more {
		c[k] = v
	}
	return c
}

func TestBadRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		found(t, d)
		before := fingerprint(t, d)
		for _, c := range []struct {
			bad  change
			want string
		}{
			{change{colEntered: "30/02/2008"}, "import.not_a_date"},
			{change{colEntered: "10/01/08"}, "import.short_year"},
			{change{colEntered: "39822"}, "import.not_a_date"}, // a workbook's number means nothing in a text
			{change{colEntered: "hier"}, "import.not_a_date"},
			{change{colEntered: ""}, "import.missing_value"},
			{change{colBirth: "31/04/1980"}, "import.not_a_date"},
			{change{colEntered: "10/01/2031", colTest: "", colLeft: "10/01/2032"}, "import.in_future import.in_future"},
			{change{colLeft: "09/01/2020", colTest: ""}, "import.date_order"},
			{change{colTest: "09/01/2020"}, "import.date_order"},
			{change{colLeft: "09/05/2020"}, "import.date_order"},
			{change{colBirth: "11/01/2020"}, "import.date_order"},
			{change{colSituation: "millionnaire"}, "import.unknown_value"},
			{change{colSchooling: "Hogwarts"}, "import.unknown_value"},
			{change{colExit: "pluie"}, "import.unknown_value import.enterprise_without_creation"},
			{change{colSite: "Bruxelles"}, "import.unknown_value"},
			{change{colSite: " "}, "import.missing_value"},
			{change{colProgramme: "Job'Out"}, "import.unknown_value"},
			{change{colGender: "Q"}, "import.unknown_value"},
			{change{colStudy: "peut-être"}, "import.unknown_value"},
			{change{colSurvival: "jamais"}, "import.unknown_value"},
			{change{colNumber: "0403.019.262"}, "import.enterprise_number"},
			{change{colLastName: ""}, "import.missing_value"},
			{change{colFirstName: "\u00a0"}, "import.missing_value"},
			{change{colRef: ""}, "import.missing_value"},
			{change{colEnterprise: ""}, "import.missing_value"},
			{change{colMeetings: "-1"}, "import.not_a_number"},
			{change{colMeetings: "neuf"}, "import.not_a_number"},
			{change{colHours: "-0,5"}, "import.not_a_number"},
			{change{colHours: "1e3"}, "import.not_a_number"},
			{change{colGrant: "-5"}, "import.not_an_amount"},
			{change{colGrant: "beaucoup"}, "import.not_an_amount"},
			{change{colGrant: "1,234"}, "import.not_an_amount"},
			{change{colLeft: "", colSurvival: ""}, "import.exit_incomplete"},
			{none(change{colLeft: "10/01/2021"}), "import.exit_incomplete"},
			{none(change{colEnterprise: "Vélos"}), "import.enterprise_without_creation"},
			{change{colTitle: "Vé\x01los"}, "import.not_text"},
			{change{colTitle: "V�los"}, "import.not_text"},
			{change{colTitle: strings.Repeat("é", 201)}, "import.too_long"},
			{change{colHours: "9,8;surplus"}, "import.cells"},
			{change{colTitle: `Vélos "bleus"`}, "import.quotes"},
			{change{colRef: "T-1"}, "import.twice_in_file"},
		} {
			content := file(change{}, c.bad, change{colBirth: "01/01/1970"})
			report, err := take(d, "f.csv", content, Options{})
			var codes []string
			for _, n := range report.Refused {
				codes = append(codes, n.Problem.Code)
				if n.Row != 3 {
					t.Errorf("%v: row %d, want 3", c.bad, n.Row)
				}
			}
			if got := strings.Join(codes, " "); got != c.want || !models.IsCode(err, "import.refused") || report.Report.Refused != 1 {
				t.Errorf("%v: %q (%v), want %q", c.bad, got, err, c.want)
			}
		}
		report, err := take(d, "f.csv", file(change{colEntered: "x"}, change{}, change{colGrant: "x", colSite: "x"}), Options{})
		if !models.IsCode(err, "import.refused") || report.Report.Refused != 2 || len(report.Refused) != 3 {
			t.Errorf("two bad rows: %v %v", report.Refused, err)
		}
		if fingerprint(t, d) != before {
			t.Error("a refused file left something behind")
		}
	})
}

func TestWhatBreaksARuleOfTodayIsTaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		found(t, d)
		number := 0
		for _, c := range []struct {
			row  change
			want string
		}{
			{change{}, ""},
			{change{colTest: "09/04/2020"}, "import.warn_coaching_short"},
			{change{colTest: "11/07/2020", colLeft: "11/01/2021"}, "import.warn_coaching_long"},
			{change{colTest: "10/07/2020"}, ""},
			{change{colTest: "10/06/2020", colLeft: "09/12/2020"}, "import.warn_test_short"},
			{change{colLeft: "11/05/2021"}, "import.warn_test_long"},
			{change{colTest: "", colGrant: "", colLeft: "09/04/2020"}, "import.warn_coaching_short"},
			{none(change{colExit: "abandon", colLeft: "11/01/2020", colTest: "", colGrant: "0,00 €"}), ""},
			{none(change{}), "import.warn_still_open"},
			{none(change{colEntered: "10/10/2026", colTest: "", colGrant: ""}), ""},
			{change{colGrant: "5000,01"}, "import.warn_over_cap"},
			{none(change{colExit: "formation", colLeft: "11/03/2020", colTest: ""}), "import.warn_grant_without_test"},
			{change{colProgramme: "job’in design", colSite: "NAMUR", colTest: "11/05/2020"}, "import.warn_not_offered"},
			{change{colPostcode: "75011"}, "import.warn_postcode"},
			{change{colEmail: "pas d'adresse"}, "import.warn_email"},
			{change{colBirth: "12/05/2009"}, "import.warn_age"},
			{change{colBirth: ""}, "import.warn_no_birth"},
			{change{colNumber: ""}, "import.warn_no_number"},
			{change{colCreated: "01/01/2020"}, "import.warn_created_before"},
			{change{colEntered: "10/01/2024", colTest: "10/05/2024", colLeft: "10/01/2025", colCreated: "10/01/2025"}, "import.warn_too_early"},
			{change{colMeetings: "0"}, "import.warn_hours_alone"},
		} {
			number++
			c.row[colRef] = fmt.Sprintf("W-%d", number)
			c.row[colLastName] = fmt.Sprintf("Personne %d", number)
			report := mustImport(t, d, "w.csv", file(c.row))
			var codes []string
			for _, n := range report.Warnings {
				codes = append(codes, n.Problem.Code)
			}
			if got := strings.Join(codes, " "); got != c.want || report.Projects != 1 {
				t.Errorf("%v: %q, want %q (%d taken)", c.row, got, c.want, report.Projects)
			}
		}
	})
}

func TestOnePersonTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		found(t, d)
		report := mustImport(t, d, "a.csv", file(change{}, change{colLastName: "WISNIEWSKI", colFirstName: "lukasz", colPhone: "081"},
			change{colBirth: "13/05/1980"}, change{colBirth: ""}, change{colBirth: ""}))
		if report.Projects != 5 || report.People != 3 || report.Grants != 5 {
			t.Errorf("%d dossiers of %d people", report.Projects, report.People)
		}
		var codes []string
		for _, n := range report.Warnings {
			codes = append(codes, fmt.Sprint(n.Row, " ", n.Problem.Code))
		}
		want := []string{"3 import.warn_person", "5 import.warn_no_birth", "6 import.warn_no_birth"}
		if !slices.Equal(codes, want) {
			t.Errorf("warnings %q, want %q", codes, want)
		}
		if n := count(t, d, `SELECT count(*) FROM grant_holders WHERE imported = 500000`); n != 2 {
			t.Errorf("%d holders of two grants", n)
		}
		report = mustImport(t, d, "b.csv", file(change{colRef: "B-1"}))
		if report.People != 0 || report.Projects != 1 {
			t.Errorf("another file made the person again: %+v", report)
		}
		// What was awarded here keeps the cap, whatever a file says.
		before := fingerprint(t, d)
		if err := d.Write(ctx, operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE grant_holders SET awarded = 1, cap = 900000 WHERE imported = 750000`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		awarded := fingerprint(t, d)
		_, err := take(d, "c.csv", file(change{colRef: "C-0", colLastName: "Neuve"}, change{colRef: "C-1"}), Options{})
		if !models.IsCode(err, "import.refused") || awarded == before || fingerprint(t, d) != awarded {
			t.Errorf("beside awards of today: %v", err)
		}
	})
}

func TestWesternEncoding(t *testing.T) {
	western, err := charmap.Windows1252.NewEncoder().Bytes(file(change{colLastName: "Léonard", colFirstName: "Zoë", colTitle: "« Œuvres » d’été"}))
	if err != nil {
		t.Fatal(err)
	}
	r := readOne(t, western)
	if r.lastName != "Léonard" || r.title != "« Œuvres » d’été" || r.grant != 250_000 {
		t.Errorf("Windows-1252: %+v", r)
	}
}
