package reporting_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/reporting"
	"eclosion/models/reporting/reportingtest"
)

func TestPeriods(t *testing.T) {
	for name, c := range map[string]struct {
		from, to models.Date
		want     string
	}{
		"a year": {"2026-01-01", "2026-12-31", ""}, "a day": {"2026-11-23", "2026-11-23", ""}, "ten years": {"2017-01-01", "2026-12-31", ""},
		"ten years and a day": {"2017-01-01", "2027-01-01", "au:period_long"}, "two hundred": {"1900-01-01", "2099-12-31", "au:period_long"},
		"reversed": {"2026-02-01", "2026-01-31", "au:not_before"}, "tomorrow": {"2026-11-24", "2026-12-31", "du:future"},
		"open": {"", "", "du:required au:required"}, "open end": {"2026-01-01", "", "au:required"},
	} {
		got := ""
		if p := reporting.CheckPeriod(models.Period{From: c.from, To: c.to}, "2026-11-23"); p != nil {
			var list []string
			for _, f := range p.Fields {
				list = append(list, f.Field+":"+f.Code)
			}
			got = strings.Join(list, " ")
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for ref, want := range map[string]models.Period{"2026": models.YearPeriod(2026), "2025-07-01_2026-06-30": {From: "2025-07-01", To: "2026-06-30"}} {
		if p, err := reporting.ReadPeriodRef(ref); err != nil || p != want || reporting.PeriodRef(p) != ref {
			t.Errorf("%s is read as %v (%v)", ref, p, err)
		}
	}
	for _, ref := range []string{"", "26", "2026 ", "1899", "2200", "2026-01-01_2026-12-31", "2026-02-30_2026-03-01", "2026-01-01", "x_y"} {
		if _, err := reporting.ReadPeriodRef(ref); !models.IsKind(err, models.NotFound) {
			t.Errorf("%q is a period: %v", ref, err)
		}
	}
}

// The same period of the years before, whole months staying whole; of more than a year, as many years before as it has.
func TestPeriodsBefore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 16})
		run(t, d, access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE projects SET entered_on = '1990-01-01', left_on = NULL WHERE id = (SELECT MIN(id) FROM projects WHERE ref = ?)`, tw.Refs[0])
			return err
		})
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			for ref, want := range map[string]string{"2026": "2025 2024 2023 2022", "2024-02-01_2024-02-29": "2023-02-01_2023-02-28 2022-02-01_2022-02-28 2021-02-01_2021-02-28 2020-02-01_2020-02-29",
				"2025-07-01_2026-06-30": "2024-07-01_2025-06-30 2023-07-01_2024-06-30 2022-07-01_2023-06-30 2021-07-01_2022-06-30",
				"2024-01-01_2025-12-31": "2022-01-01_2023-12-31 2020-01-01_2021-12-31 2018-01-01_2019-12-31 2016-01-01_2017-12-31"} {
				p, err := reporting.ReadPeriodRef(ref)
				if err != nil {
					return err
				}
				a, err := reporting.LoadActivity(tx, reporting.ActivityFilter{Period: p})
				if err != nil {
					return err
				}
				var got []string
				for _, b := range a.Before {
					got = append(got, reporting.PeriodRef(b.Period))
				}
				if strings.Join(got, " ") != want {
					t.Errorf("before %s: %v", ref, got)
				}
			}
			return nil
		})
	})
}

func run(t *testing.T, d *db.DB, actor access.Actor, fn func(*db.Tx) error) {
	t.Helper()
	if err := d.Write(t.Context(), actor, fn); err != nil {
		t.Fatal(err)
	}
}

func TestCommentary(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		tw := reportingtest.Build(t, d, reportingtest.Options{Size: 4})
		var chief, both accounts.Account
		run(t, d, access.Operator("test"), func(tx *db.Tx) (err error) {
			chief, err = accounts.CreateActive(tx, accounts.Draft{Email: "chef@exemple.test", Name: "Cheffe", Grants: []access.Grant{{Role: access.Manager}}}, "x")
			if err != nil {
				return err
			}
			both, err = accounts.CreateActive(tx, accounts.Draft{Email: "deux@exemple.test", Name: "Deux sites",
				Grants: []access.Grant{{Role: access.Manager, SiteID: tw.Cohort.SiteID}, {Role: access.Manager, SiteID: tw.Empty.SiteID}}}, "x")
			return err
		})
		year := reporting.OfYear(2026)
		onSite := year
		onSite.SiteID = tw.Cohort.SiteID
		save := func(a accounts.Account, f reporting.ActivityFilter, seen int, body string) (c reporting.Comment, err error) {
			err = d.Write(t.Context(), a.Actor(), func(tx *db.Tx) (err error) { c, err = reporting.SaveComment(tx, f, seen, body); return err })
			return c, err
		}
		read := func(a accounts.Account, f reporting.ActivityFilter) (c reporting.Comment) {
			reading(t, d, a.Actor(), func(tx *db.Tx) (err error) { c, err = reporting.CommentOn(tx, f); return err })
			return c
		}
		if c, err := save(chief, year, 0, " Une bonne année.\r\n\r\n- ouverte "); err != nil || c.Version != 1 || c.Body != "Une bonne année.\n\n- ouverte" || c.Number != 1 {
			t.Fatalf("%+v, %v", c, err)
		}
		if c, err := save(chief, year, 1, "Une bonne année."); err != nil || c.Number != 1 {
			t.Errorf("going on made version %d (%v)", c.Number, err)
		}
		if c, err := save(chief, year, 0, "Une bonne année."); err != nil || c.Version != 2 {
			t.Errorf("the same text over an old one: %+v, %v", c, err)
		}
		if _, err := save(chief, year, 1, "Autre chose."); !models.IsKind(err, models.Conflict) {
			t.Errorf("typed over an old text: %v", err)
		}
		// Who is responsible for one site reads and writes that site's, whether they chose it or not.
		manager := tw.Accounts["manager"]
		if c := read(manager, year); c.Body != "" {
			t.Errorf("the manager of one site reads %q of all", c.Body)
		}
		if _, err := save(manager, year, 0, "Le site va bien."); err != nil || read(chief, onSite).Body != "Le site va bien." || read(manager, onSite).Body != "Le site va bien." || read(chief, year).Body != "Une bonne année." {
			t.Errorf("the site's own: %v, %q", err, read(chief, onSite).Body)
		}
		if c := read(both, year); !c.Closed {
			t.Error("who has two sites of six reads the commentary of all")
		}
		clock.Add(31 * time.Minute)
		if c, err := save(chief, year, 2, "Une année difficile."); err != nil || c.Number != 2 {
			t.Errorf("after a pause it is version %d (%v)", c.Number, err)
		}
		for name, c := range map[string]struct {
			who  accounts.Account
			f    reporting.ActivityFilter
			body string
			want models.Kind
		}{
			"too long": {chief, year, strings.Repeat("é", 100_000), models.Invalid}, "one too many": {chief, year, strings.Repeat("é", reporting.CommentMax+1), models.Invalid},
			"two sites": {both, year, "x", models.Refused}, "another site": {tw.Accounts["elsewhere"], onSite, "x", models.NotFound},
			"no site": {chief, reporting.ActivityFilter{Period: year.Period, SiteID: 999}, "x", models.NotFound}, "no programme": {chief, reporting.ActivityFilter{Period: year.Period, ProgrammeID: 999}, "x", models.NotFound},
			"a coach": {tw.Accounts["coach"], onSite, "x", models.Forbidden}, "the future": {chief, reporting.OfYear(2027), "x", models.Invalid},
		} {
			if _, err := save(c.who, c.f, 0, c.body); !models.IsKind(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := save(chief, reporting.OfYear(2025), 0, strings.Repeat("é", reporting.CommentMax)); err != nil {
			t.Errorf("the longest: %v", err)
		}
		reading(t, d, chief.Actor(), func(tx *db.Tx) error {
			c, err := reporting.CommentOn(tx, year)
			if err != nil {
				return err
			}
			list, err := reporting.CommentVersions(tx, c)
			if err != nil || len(list) != 2 || list[0].Number != 2 || list[1].Author != "Cheffe" || list[1].Length != 16 {
				t.Errorf("versions %+v, %v", list, err)
			}
			v, err := reporting.CommentVersionOf(tx, c, 1)
			if err != nil || v.Body != "Une bonne année." {
				t.Errorf("version 1: %+v, %v", v, err)
			}
			if _, err := reporting.CommentVersionOf(tx, c, 3); !models.IsKind(err, models.NotFound) {
				t.Errorf("version 3: %v", err)
			}
			n, err := tx.Count(`SELECT count(*) FROM audit_entries WHERE action = 'comment.write'`)
			if n != 4 {
				t.Errorf("%d written down", n)
			}
			return err
		})
		if err := d.Write(t.Context(), access.Operator("test"), func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE activity_comment_versions SET body = 'x' WHERE number = 1 AND sealed`)
			return err
		}); err == nil {
			t.Error("a sealed version was edited")
		}
		issueSeals(t, d, chief, year)
		atOnce(t, d, chief, tw.Accounts["manager"], onSite)
	})
}

// issueSeals holds that what an issued report prints stays among the versions.
func issueSeals(t *testing.T, d *db.DB, chief accounts.Account, f reporting.ActivityFilter) {
	t.Helper()
	run(t, d, chief.Actor(), func(tx *db.Tx) error {
		number, err := reporting.NextNumber(tx, reporting.KindYear)
		if err != nil {
			return err
		}
		if err := reporting.Issue(tx, reporting.Issued{Number: number, Kind: reporting.KindYear, SubjectRef: "2026", PDF: []byte("x"), Activity: f}); err != nil {
			return err
		}
		c, err := reporting.SaveComment(tx, f, 3, "Après l'émission.")
		if c.Number != 3 {
			t.Errorf("after the issue it is version %d", c.Number)
		}
		return err
	})
}

// atOnce lets two people write the same commentary at the same time: one is stored, the other told.
func atOnce(t *testing.T, d *db.DB, one, two accounts.Account, f reporting.ActivityFilter) {
	t.Helper()
	f.Period = models.YearPeriod(2024) // nobody wrote yet
	errs := make([]error, 2)
	var wait sync.WaitGroup
	for i, a := range []accounts.Account{one, two} {
		wait.Go(func() {
			errs[i] = d.Write(t.Context(), a.Actor(), func(tx *db.Tx) error { _, err := reporting.SaveComment(tx, f, 0, "De "+a.Name); return err })
		})
	}
	wait.Wait()
	if (errs[0] == nil) == (errs[1] == nil) || !models.IsKind(errs[0], models.Conflict) && !models.IsKind(errs[1], models.Conflict) {
		t.Errorf("two at once: %v", errs)
	}
}

func TestActivityMasksSmallGroups(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		tw := shuffled(t, d, 5)
		reading(t, d, access.Operator("test"), func(tx *db.Tx) error {
			for _, f := range asked(tw) {
				a, err := reporting.LoadActivity(tx, f)
				if err != nil {
					return err
				}
				a.Mask()
				small := func(n int) bool { return n > 0 && n < reporting.Smallest }
				families := map[string][]reporting.Figure{}
				for _, x := range a.Figures {
					if small(x.Count) && !x.Masked {
						t.Errorf("%s shows %d", x.Code, x.Count)
					}
					if whole, ok := strings.CutPrefix(x.Code, "entry."); ok && !x.Masked && small(a.Figures.Get(whole).Count-x.Count) {
						t.Errorf("%s of %s leaves a small group", x.Code, whole)
					}
					if parts := strings.Split(x.Code, "."); len(parts) == 3 && (parts[0] == "site" || parts[0] == "entry") {
						name := parts[0] + "." + parts[2]
						if parts[0] == "entry" {
							name = parts[0] + "." + parts[1]
						}
						families[name] = append(families[name], x)
					}
				}
				for _, s := range a.Sums {
					if small(s.Dossiers) && !s.Masked {
						t.Errorf("%s shows the sum of %d", s.Code, s.Dossiers)
					}
				}
				for _, months := range []string{"6", "12", "36"} {
					at := func(what string) reporting.Figure { return a.Figures.Get("survival." + months + "." + what) }
					if at("unknown").Masked && !at("known").Masked {
						t.Errorf("after %s months those known tell how many are not", months)
					}
				}
				for name, family := range families {
					hidden, shown := 0, 0
					for _, x := range family {
						if x.Masked {
							hidden++
						} else if x.Count > 0 {
							shown++
						}
					}
					if hidden == 1 && shown > 0 {
						t.Errorf("%s: one part alone is masked", name)
					}
				}
			}
			return nil
		})
	})
}
