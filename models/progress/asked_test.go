package progress_test

import (
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/progress"
)

func TestWhatAHolderIsAsked(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		var id string
		for n := range 2 {
			tw.must("coach", func(tx *db.Tx) error {
				again, err := progress.Create(tx, tw.ref, "key", autumn, true)
				if n > 0 && again != id {
					t.Errorf("the same form began %q, then %q", id, again)
				}
				id = again
				return err
			})
		}
		four := map[string]string{"clients": "4"}
		tw.must("coach", func(tx *db.Tx) error {
			_, err := progress.Save(tx, tw.ref, id, 1, progress.Words{Figures: four}, false)
			return err
		})
		tell := func(version int, text string) error {
			return tw.as("zoe", func(tx *db.Tx) error { _, err := progress.Tell(tx, tw.ref, id, version, text, four, false); return err })
		}
		if err := tell(1, "un"); err != nil {
			t.Fatal(err)
		}
		if err := tell(1, "deux"); !models.IsCode(err, "progress.stale") {
			t.Errorf("over what another window kept: %v", err)
		}
		tw.must("zoe", func(tx *db.Tx) error {
			a, err := progress.AskedOf(tx, tw.ref, id)
			if err != nil {
				return err
			}
			if f := a.Figures[1]; f.House != nil || f.Holder == nil || *f.Holder != 400 || a.Paragraph != "un" {
				t.Errorf("asked: %+v", a)
			}
			list, err := progress.List(tx, a.Project)
			if len(list) != 0 {
				t.Errorf("a holder lists what is not issued: %+v", list)
			}
			return err
		})
		tw.must("coach", func(tx *db.Tx) error { return progress.Drop(tx, tw.ref, id, 2) })
		if err := tw.as("zoe", func(tx *db.Tx) error { _, err := progress.AskedOf(tx, tw.ref, id); return err }); !models.IsKind(err, models.NotFound) {
			t.Errorf("asked for what was given up: %v", err)
		}
	})
}

func TestReportsKeepToTheirDossier(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(false)
		tw.submit(id, 1)
		var elsewhere string
		tw.must("operator", func(tx *db.Tx) error {
			cohort, err := tx.Count(`SELECT cohort_id FROM projects`)
			if err != nil {
				return err
			}
			c, err := programme.CohortByID(tx, int64(cohort))
			if err != nil {
				return err
			}
			person, err := programme.InsertPerson(tx, programme.Person{FirstName: "Sam", LastName: "Petit"})
			if err != nil {
				return err
			}
			if elsewhere, _, err = programme.Open(tx, programme.NewProject{Cohort: c, PersonID: person.ID, Holder: "sam", Title: "Reliure"}); err != nil {
				return err
			}
			_, err = tx.Exec(`UPDATE projects SET phase = 'coaching', submitted_at = 1, terms_id = (SELECT MIN(id) FROM terms WHERE programme_id = projects.programme_id) WHERE ref = ?`, elsewhere)
			return err
		})
		for name, c := range map[string]struct {
			do   func(*db.Tx) error
			code string
		}{
			"read through another dossier":     {func(tx *db.Tx) error { _, err := progress.Load(tx, elsewhere, id); return err }, "progress.not_found"},
			"returned through another dossier": {func(tx *db.Tx) error { return progress.Return(tx, elsewhere, id, 3, "x") }, "progress.not_found"},
			"returned at an old version":       {func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 2, "x") }, "progress.stale"},
		} {
			if err := tw.as("manager", c.do); !models.IsCode(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := tw.approve("chief", id, 2); !models.IsCode(err, "progress.stale") || tw.count(`SELECT count(*) FROM issued_papers`) != 0 {
			t.Errorf("approved at an old version: %v", err)
		}
		tw.exec(`UPDATE accounts SET state = 'disabled' WHERE id = ?`, tw.actors["coach"].AccountID)
		tw.must("manager", func(tx *db.Tx) error { return progress.Return(tx, tw.ref, id, 3, "x") })
		if n := tw.count(`SELECT count(*) FROM outbox WHERE kind = 'progress_returned'`); n != 0 {
			t.Errorf("%d mails to who left", n)
		}
	})
}

func TestTwoManagersAtOnce(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(false)
		tw.submit(id, 1)
		var wg sync.WaitGroup
		won := make(chan string, 4)
		for _, name := range []string{"manager", "chief", "manager", "chief"} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if err := tw.approve(name, id, 3); err == nil {
					won <- name
				} else if _, ok := models.ProblemOf(err); !ok {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		if n := tw.count(`SELECT count(*) FROM issued_papers`); len(won) != 1 || n != 1 {
			t.Errorf("%d approvals, %d papers", len(won), n)
		}
	})
}

func TestWhatAHolderLearns(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		id := tw.create(true)
		tw.must("coach", func(tx *db.Tx) error {
			_, err := progress.Save(tx, tw.ref, id, 1, progress.Words{Synthesis: "x", Figures: map[string]string{"clients": "4"}}, false)
			return err
		})
		listed := func() (n int) {
			tw.must("zoe", func(tx *db.Tx) error {
				p, err := programme.Load(tx, tw.ref, access.PaperRead)
				if err != nil {
					return err
				}
				list, err := progress.List(tx, p)
				n = len(list)
				return err
			})
			return n
		}
		tw.must("zoe", func(tx *db.Tx) error {
			a, err := progress.AskedOf(tx, tw.ref, id)
			for _, f := range a.Figures {
				if f.House != nil {
					t.Errorf("the holder reads the coach's %s", f.Code)
				}
			}
			return err
		})
		tw.submit(id, 2)
		if n := listed(); n != 0 {
			t.Errorf("%d reports listed before the issue", n)
		}
		if err := tw.approve("chief", id, 3); !models.IsCode(err, "progress.stale") {
			t.Errorf("approved at an old version: %v", err)
		}
		zoe := tw.actors["zoe"]
		zoe.Grants = append(zoe.Grants, access.Grant{Role: access.Manager})
		tw.actors["both"] = zoe
		if err := tw.approve("both", id, 4); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a holder approved their own: %v", err)
		}
		if err := tw.approve("chief", id, 4); err != nil {
			t.Fatal(err)
		}
		if n := listed(); n != 1 {
			t.Errorf("%d reports listed after the issue", n)
		}
	})
}
