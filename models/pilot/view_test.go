package pilot_test

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/pilot"
	"eclosion/models/programme"
)

func TestAViewKeepsWhatItsListKnows(t *testing.T) {
	q, _ := url.ParseQuery("site=LIEGE&q=a%26b&apres=x~3&retour=https://evil.example&phase=test&phase=coaching&tri=&coach=" + strings.Repeat("x", 201))
	for list, want := range map[pilot.ListName]string{pilot.ProjectList: "phase=test&q=a%26b&site=LIEGE", pilot.PilotList: "phase=test&site=LIEGE",
		pilot.ApplicationsList: "phase=test&q=a%26b&site=LIEGE", "comptes": ""} {
		if got := pilot.Filters(list, q); got != want {
			t.Errorf("%s: %s", list, got)
		}
	}
}

func TestViewsAreOnesOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		as := map[string]access.Actor{}
		do := func(who string, fn func(tx *db.Tx) error) error { return d.Write(context.Background(), as[who], fn) }
		err := d.Write(context.Background(), access.Operator("test"), func(tx *db.Tx) error {
			if _, err := programme.Found(tx); err != nil {
				return err
			}
			for name, role := range map[string]access.Role{"rosa": access.Manager, "karim": access.Coach, "jo": access.Jury} {
				a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{{Role: role}}}, "x")
				if err != nil {
					return err
				}
				as[name] = a.Actor()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		q := url.Values{"site": {"LIEGE"}}
		save := func(who string, list pilot.ListName, name string, q url.Values) (v pilot.View, err error) {
			err = do(who, func(tx *db.Tx) (err error) { v, err = pilot.SaveView(tx, list, name, q); return err })
			return v, err
		}
		first, err := save("rosa", pilot.PilotList, "  Liège \n d'abord ", q)
		if err != nil || first.Name != "Liège d'abord" || first.Href() != "/pilotage?site=LIEGE" {
			t.Fatalf("%+v, %v", first, err)
		}
		for _, c := range []struct {
			who        string
			list       pilot.ListName
			name, code string
			q          url.Values
		}{
			{"rosa", pilot.PilotList, "liege D'ABORD", "form.invalid", q}, {"rosa", pilot.PilotList, " ", "form.invalid", q},
			{"rosa", pilot.PilotList, strings.Repeat("é", 61), "form.invalid", q}, {"rosa", pilot.PilotList, "Rien", "view.nothing", url.Values{"apres": {"x~1"}}},
			{"karim", pilot.PilotList, "A", "", q}, {"jo", pilot.ApplicationsList, "A", "", q}, {"rosa", "comptes", "A", "", q},
		} {
			if _, err := save(c.who, c.list, c.name, c.q); err == nil || c.code != "" && !models.IsCode(err, c.code) {
				t.Errorf("%s, %s, %q: %v", c.who, c.list, c.name, err)
			}
		}
		if _, err := save("rosa", pilot.PilotList, strings.Repeat("é", 60), q); err != nil {
			t.Errorf("the longest name: %v", err)
		}
		if _, err := save("karim", pilot.ProjectList, "Liège d'abord", q); err != nil {
			t.Errorf("another's name: %v", err)
		}
		for name, fn := range map[string]func(tx *db.Tx) error{
			"rename": func(tx *db.Tx) error { _, err := pilot.RenameView(tx, first.PublicID, 1, "B"); return err },
			"drop":   func(tx *db.Tx) error { _, err := pilot.DropView(tx, first.PublicID, 1); return err },
			"prefer": func(tx *db.Tx) error { _, err := pilot.PreferView(tx, first.PublicID, 1, true); return err },
		} {
			if err := do("karim", fn); !models.IsKind(err, models.NotFound) {
				t.Errorf("another's %s: %v", name, err)
			}
		}
		lifeOfAView(t, do, first)
	})
}

// lifeOfAView renames a view, prefers it, deletes it and takes that back.
func lifeOfAView(t *testing.T, do func(string, func(*db.Tx) error) error, first pilot.View) {
	t.Helper()
	views := func() (list []pilot.View) {
		_ = do("rosa", func(tx *db.Tx) (err error) { list, err = pilot.Views(tx, pilot.PilotList); return err })
		return list
	}
	must := func(fn func(tx *db.Tx) (pilot.View, error)) {
		t.Helper()
		if err := do("rosa", func(tx *db.Tx) error { _, err := fn(tx); return err }); err != nil {
			t.Fatal(err)
		}
	}
	other := views()[1]
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.RenameView(tx, first.PublicID, 1, "Liège") })
	if err := do("rosa", func(tx *db.Tx) error { _, err := pilot.RenameView(tx, first.PublicID, 1, "Liège 2"); return err }); !models.IsKind(err, models.Conflict) {
		t.Errorf("a stale page: %v", err)
	}
	if err := do("rosa", func(tx *db.Tx) error { _, err := pilot.RenameView(tx, first.PublicID, 2, other.Name); return err }); !models.IsKind(err, models.Invalid) {
		t.Errorf("another view's name: %v", err)
	}
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.PreferView(tx, other.PublicID, 1, true) })
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.PreferView(tx, first.PublicID, 2, true) })
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.PreferView(tx, first.PublicID, 3, true) }) // again changes nothing
	if list := views(); !list[0].Default || list[1].Default || list[0].Name != "Liège" {
		t.Errorf("one default: %+v", list)
	}
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.DropView(tx, first.PublicID, 3) })
	if list := views(); len(list) != 1 {
		t.Errorf("deleted: %+v", list)
	}
	if err := do("karim", func(tx *db.Tx) error { _, err := pilot.RestoreView(tx, first.PublicID); return err }); !models.IsKind(err, models.NotFound) {
		t.Errorf("another's, taken back: %v", err)
	}
	must(func(tx *db.Tx) (pilot.View, error) { return pilot.RestoreView(tx, first.PublicID) })
	if list := views(); len(list) != 2 || list[0].Default {
		t.Errorf("taken back: %+v", list)
	}
	// Two browsers save the same name at once: one keeps it, the other is told.
	var wg sync.WaitGroup
	results := make([]error, 2)
	for i := range results {
		wg.Go(func() {
			results[i] = do("rosa", func(tx *db.Tx) error {
				_, err := pilot.SaveView(tx, pilot.PilotList, "Ensemble", url.Values{"vue": {"table"}})
				return err
			})
		})
	}
	wg.Wait()
	if (results[0] == nil) == (results[1] == nil) || len(views()) != 3 {
		t.Errorf("at once: %v, %v, %d views", results[0], results[1], len(views()))
	}
}
