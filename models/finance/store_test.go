package finance_test

import (
	"context"
	"reflect"
	"sync"
	"testing"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/finance"
	"eclosion/models/programme"
)

var operator = access.Operator("test")

// desk is a project in coaching with its holder, its coach and a coach of the site.
type desk struct {
	d                     *db.DB
	ref, launched         string
	holder, coach, nearby access.Actor
}

func lay(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{d: d}
	err := d.Write(t.Context(), operator, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		p, err := programme.ProgrammeByCode(tx, "JI")
		if err != nil {
			return err
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: p.ID, SiteID: sites[0].ID, IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if c, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		for actor, grant := range map[*access.Actor]access.Grant{&k.holder: {Role: access.Candidate}, &k.coach: {Role: access.Coach, SiteID: sites[0].ID}, &k.nearby: {Role: access.Coach, SiteID: sites[0].ID}} {
			name := map[*access.Actor]string{&k.holder: "holder", &k.coach: "coach", &k.nearby: "nearby"}[actor]
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: name + "@x.be", Name: name, Grants: []access.Grant{grant}}, "x")
			if err != nil {
				return err
			}
			*actor = a.Actor()
		}
		for ref, phase := range map[*string]programme.Phase{&k.ref: programme.Coaching, &k.launched: programme.Launched} {
			var id int64
			if *ref, id, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: k.holder.PersonID, Holder: "Zoë"}); err != nil {
				return err
			}
			if _, err := tx.Exec(`UPDATE projects SET phase = ?, submitted_at = 1 WHERE id = ?`, phase, id); err != nil {
				return err
			}
		}
		loaded, err := programme.Load(tx, k.ref, access.ProjectRead)
		if err != nil {
			return err
		}
		return programme.AssignCoach(tx, loaded, k.coach.AccountID, tx.Today())
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *desk) save(a access.Actor, ref string, seen int, in finance.Inputs) (changed bool, err error) {
	err = k.d.Write(context.Background(), a, func(tx *db.Tx) (err error) { changed, err = finance.Save(tx, ref, seen, in); return err })
	return changed, err
}

func (k *desk) stored(t *testing.T) (s finance.Stored, kept []finance.Kept) {
	t.Helper()
	err := k.d.Read(t.Context(), operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, k.ref, access.PlanRead)
		if err != nil {
			return err
		}
		if s, err = finance.Load(tx, p); err != nil {
			return err
		}
		kept, err = finance.Versions(tx, p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, kept
}

func TestFiguresAreKeptInVersions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := lay(t, d)
		s, _ := k.stored(t)
		if s.Filled || s.Version != 0 || s.Inputs.Start != "2026-12-01" || s.Inputs.Season[11] != 1 {
			t.Errorf("before anything is saved: %+v", s)
		}
		in := s.Inputs
		in.Sales = []finance.Sale{{Label: "Œufs", Price: 1_50, Quantity: [3]int64{1, 2, 3}, VAT: 600}}
		if changed, err := k.save(k.holder, k.ref, 0, in); err != nil || !changed {
			t.Fatal(changed, err)
		}
		if changed, err := k.save(k.coach, k.ref, 0, in); err != nil || changed {
			t.Errorf("the same again: %v, %v", changed, err)
		}
		in.Opening = 5
		if _, err := k.save(k.coach, k.ref, 0, in); !models.IsCode(err, "finance.stale") {
			t.Errorf("over others: %v", err)
		}
		for i, who := range []access.Actor{k.holder, k.coach, k.coach} {
			in.Opening = models.Cents(10 + i)
			if _, err := k.save(who, k.ref, i+1, in); err != nil {
				t.Fatal(err)
			}
		}
		clock.Add(30 * time.Minute)
		in.Opening = 99
		if _, err := k.save(k.coach, k.ref, 4, in); err != nil {
			t.Fatal(err)
		}
		s, kept := k.stored(t)
		if !reflect.DeepEqual(s.Inputs, in) || s.Version != 5 || s.By != "coach" || len(kept) != 3 || kept[0].Number != 3 || kept[2].Author != "holder" {
			t.Errorf("stored %+v, versions %+v", s, kept)
		}
		err := d.Read(t.Context(), operator, func(tx *db.Tx) error {
			p, err := programme.Load(tx, k.ref, access.PlanRead)
			if err != nil {
				return err
			}
			old, err := finance.VersionOf(tx, p, 2)
			if err != nil || old.Opening != 12 {
				t.Errorf("version 2: %+v, %v", old, err)
			}
			if _, err := finance.VersionOf(tx, p, 4); !models.IsKind(err, models.NotFound) {
				t.Errorf("version 4: %v", err)
			}
			n, err := tx.Count(`SELECT count(*) FROM audit_entries WHERE action = 'finance.save'`)
			if n != 3 {
				t.Errorf("%d entries in the audit", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestWhoMayChangeFigures(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		in := finance.New("2026-11-23")
		if _, err := k.save(k.nearby, k.ref, 0, in); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a coach of the site: %v", err)
		}
		if _, err := k.save(k.holder, k.launched, 0, in); !models.IsCode(err, "plan.phase") {
			t.Errorf("after the launch: %v", err)
		}
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, who := range []access.Actor{k.holder, k.coach} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mine := in
				mine.Opening = models.Cents(i + 1)
				_, errs[i] = k.save(who, k.ref, 0, mine)
			}()
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("two at once: %v", errs)
		}
	})
}
