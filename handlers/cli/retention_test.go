package cli

import (
	"strings"
	"testing"

	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// The dry run names what is due and changes nothing; --apply does it, once, and tells no name either time.
func TestRetention(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine db.Engine) {
		url := migrated(t, engine)
		d, err := db.Open(t.Context(), db.Options{URL: url, Clock: &dbtest.Clock{}})
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			`INSERT INTO persons (id, first_name, last_name, sort_key, created_at) VALUES (900, 'Zoe', 'Secret', 'secret zoe', 1)`,
			`INSERT INTO cohorts (id, ref, programme_id, site_id, year, number, name, intake_opens_on, intake_closes_on, starts_on, created_at)
				SELECT 900, 'JI-LIEGE-2020-1', p.id, s.id, 2020, 1, 'x', '2020-01-01', '2020-02-01', '2020-03-01', 1 FROM programmes p, sites s WHERE p.code = 'JI' AND s.code = 'LIEGE'`,
			`INSERT INTO projects (id, ref, programme_id, site_id, cohort_id, person_id, title, phase, phase_started_on, submitted_at, search, created_at, updated_at)
				SELECT 900, 'JI-2020-0001', c.programme_id, c.site_id, c.id, 900, 'Secret', 'declined', '2020-02-01', 1, 'ji-2020-0001 zoe secret secret', 1, 1 FROM cohorts c`,
		} {
			if _, err := d.Pool().Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			args []string
			want []string
		}{
			{[]string{"retention"}, []string{"JI-2020-0001\tdeclined\tsince 2020-02-01\tdue 2020-05-01", "1 to anonymise; nothing was changed"}},
			{[]string{"retention", "--apply"}, []string{"JI-2020-0001", "1 anonymised"}},
			{[]string{"retention"}, []string{"0 to anonymise"}},
			{[]string{"retention", "--apply"}, []string{"0 anonymised"}},
		} {
			a := operate(t, database(url), step.args...)
			a.wants(t, statusOK, step.want...)
			if strings.Contains(a.stdout, "Secret") || strings.Contains(a.stdout, "Zoe") {
				t.Errorf("%v tells a name: %s", step.args, a.stdout)
			}
		}
	})
}
