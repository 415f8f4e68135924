package plan_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/plan"
	"eclosion/models/programme"
)

var (
	ctx      = context.Background()
	operator = access.Operator("test")
)

// desk is a project in coaching with its holder, two coaches and the template of its programme.
type desk struct {
	t                     *testing.T
	d                     *db.DB
	cohort                programme.Cohort
	ref                   string
	id                    int64
	holder, coach, second access.Actor
}

func lay(t *testing.T, d *db.DB) *desk {
	t.Helper()
	k := &desk{t: t, d: d}
	k.write(operator, func(tx *db.Tx) error {
		if _, err := programme.Found(tx); err != nil {
			return err
		}
		if err := plan.Found(tx); err != nil {
			return err
		}
		sites, err := programme.Sites(tx)
		if err != nil {
			return err
		}
		programmes, err := programme.Programmes(tx)
		if err != nil {
			return err
		}
		c, err := programme.NewCohort(tx, programme.Cohort{ProgrammeID: programmes[0].ID, SiteID: sites[0].ID,
			IntakeOpensOn: "2026-10-01", IntakeClosesOn: "2026-12-31", StartsOn: "2027-01-11"})
		if err != nil {
			return err
		}
		if k.cohort, err = programme.CohortByID(tx, c.ID); err != nil {
			return err
		}
		for email, actor := range map[string]*access.Actor{"h@x.be": &k.holder, "c@x.be": &k.coach, "s@x.be": &k.second} {
			role := access.Coach
			if actor == &k.holder {
				role = access.Candidate
			}
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: email, Name: email, Grants: []access.Grant{{Role: role, SiteID: 0}}}, "x")
			if err != nil {
				return err
			}
			*actor = a.Actor()
		}
		return nil
	})
	k.ref, k.id = k.project(k.holder.PersonID, programme.Coaching)
	k.write(operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, k.ref, access.ProjectRead)
		if err != nil {
			return err
		}
		if err := programme.AssignCoach(tx, p, k.coach.AccountID, tx.Today()); err != nil {
			return err
		}
		if err := programme.AssignCoach(tx, p, k.second.AccountID, tx.Today()); err != nil {
			return err
		}
		return plan.Adopt(tx, p)
	})
	return k
}

func (k *desk) project(person int64, phase programme.Phase) (ref string, id int64) {
	k.t.Helper()
	k.write(operator, func(tx *db.Tx) (err error) {
		if ref, id, err = programme.Open(tx, programme.NewProject{Cohort: k.cohort, PersonID: person, Holder: "Zoë", Title: "Épicerie"}); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE projects SET phase = ?, submitted_at = 1 WHERE id = ?`, phase, id)
		return err
	})
	return ref, id
}

func (k *desk) write(a access.Actor, fn func(*db.Tx) error) {
	k.t.Helper()
	if err := k.d.Write(ctx, a, fn); err != nil {
		k.t.Fatal(err)
	}
}

func (k *desk) list(ref string) (c plan.Checklist) {
	k.t.Helper()
	err := k.d.Read(ctx, operator, func(tx *db.Tx) error {
		p, err := programme.Load(tx, ref, access.PlanRead)
		if err == nil {
			c, err = plan.Of(tx, p)
		}
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return c
}

// item gives the nth item of the first section as it stands.
func (k *desk) item(n int) plan.Line { k.t.Helper(); return k.list(k.ref).Parts[0].Lines[n] }

func (k *desk) claim(a access.Actor, ref string, claims ...plan.Claim) (n int, err error) {
	err = k.d.Write(ctx, a, func(tx *db.Tx) (err error) { n, err = plan.SaveClaims(tx, ref, claims); return err })
	return n, err
}

func (k *desk) review(a access.Actor, ref string, reviews ...plan.Review) (n int, err error) {
	err = k.d.Write(ctx, a, func(tx *db.Tx) (err error) { n, err = plan.SaveReviews(tx, ref, reviews); return err })
	return n, err
}

func (k *desk) events(kind plan.EventKind) (n int) {
	k.t.Helper()
	err := k.d.Read(ctx, operator, func(tx *db.Tx) (err error) {
		n, err = tx.Count(`SELECT count(*) FROM plan_events WHERE project_id = ? AND event = ?`, k.id, kind)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

func TestFoundLaysTheBaseTemplatesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		k.write(operator, plan.Found)
		err := d.Read(ctx, operator, func(tx *db.Tx) error {
			programmes, err := programme.Programmes(tx)
			if err != nil {
				return err
			}
			for i, sections := range []int{9, 13} {
				tpl, found, err := plan.PublishedOf(tx, programmes[i].ID)
				if err != nil || !found || len(tpl.Sections) != sections || tpl.Number != 1 {
					t.Errorf("%s: %d sections, version %d, %v", programmes[i].Code, len(tpl.Sections), tpl.Number, err)
				}
				mandatory := 0
				for _, s := range tpl.Sections {
					for _, item := range s.Items {
						if item.Expectation == "" || item.Evidence == "" {
							t.Errorf("%s says too little", item.Title)
						}
						if item.Mandatory {
							mandatory++
						}
					}
				}
				if mandatory < 10 || mandatory >= tpl.Items() {
					t.Errorf("%d of %d items are mandatory", mandatory, tpl.Items())
				}
			}
			n, err := tx.Count(`SELECT count(*) FROM plan_templates`)
			if n != 2 {
				t.Errorf("%d templates", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestHolderClaimsAndCoachValidates(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) {
		k := lay(t, d)
		a, b := k.item(0).Item.ID, k.item(1).Item.ID
		if n, err := k.claim(k.holder, k.ref, plan.Claim{ItemID: a, Ready: true}, plan.Claim{ItemID: b}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		if s := k.item(0).State; s.ClaimedOn != "2026-11-23" || s.Version != 1 || s.Stage() != plan.WaitsForCoach {
			t.Errorf("claimed: %+v", s)
		}
		clock.Set("2026-11-30")
		n, err := k.review(k.coach, k.ref, plan.Review{ItemID: a, Version: 1, Validated: true, Comment: " Très bien. "},
			plan.Review{ItemID: b, NotApplicable: "Une personne seule."})
		if n != 2 || err != nil {
			t.Fatal(n, err)
		}
		if s := k.item(0).State; s.ValidatedOn != "2026-11-30" || s.ValidatedBy != "c@x.be" || s.Comment != "Très bien." || s.ClaimedOn != "2026-11-23" {
			t.Errorf("validated: %+v", s)
		}
		if s := k.item(1).State; s.Stage() != plan.OutOfScope {
			t.Errorf("set aside: %+v", s)
		}
		// What is settled is not the holder's any more.
		if _, err := k.claim(k.holder, k.ref, plan.Claim{ItemID: a, Version: 2}); !models.IsCode(err, "plan.settled") {
			t.Errorf("the holder took back a validated item: %v", err)
		}
		if n, err := k.review(k.coach, k.ref, plan.Review{ItemID: a, Version: 2, Comment: "Très bien."}, plan.Review{ItemID: b, Version: 1}); n != 2 || err != nil {
			t.Fatal(n, err)
		}
		if s := k.item(0).State; s.Stage() != plan.WaitsForCoach || s.ValidatedBy != "" {
			t.Errorf("reopened: %+v", s)
		}
		if n, err := k.claim(k.holder, k.ref, plan.Claim{ItemID: a, Version: 3}); n != 1 || err != nil || k.item(0).State.Stage() != plan.Open {
			t.Errorf("taken back: %d %v %+v", n, err, k.item(0).State)
		}
		for _, kind := range []plan.EventKind{plan.WasClaimed, plan.WasUnclaimed, plan.WasValidated, plan.WasReopened, plan.BecameOutOfScope, plan.BecameApplicable, plan.WasCommented} {
			if n := k.events(kind); n != 1 {
				t.Errorf("%d events %s", n, kind)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		item := k.item(0).Item.ID
		var foreign int64
		k.write(operator, func(tx *db.Tx) error {
			_, err := tx.Get([]any{&foreign}, `SELECT MAX(i.id) FROM plan_items i JOIN plan_templates t ON t.id = i.template_id
				JOIN programmes g ON g.id = t.programme_id WHERE g.code = 'JID'`)
			return err
		})
		accepted, _ := k.project(k.holder.PersonID, programme.Accepted)
		stranger := k.coach
		stranger.AccountID += 1000
		kind := func(kind models.Kind) func(error) bool {
			return func(err error) bool { return models.IsKind(err, kind) }
		}
		code := func(code string) func(error) bool { return func(err error) bool { return models.IsCode(err, code) } }
		long := make([]byte, plan.CommentMax+1)
		for i := range long {
			long[i] = 'x'
		}
		for name, test := range map[string]struct {
			do   func() (int, error)
			want func(error) bool
		}{
			"a foreign item": {func() (int, error) {
				return k.review(k.coach, k.ref, plan.Review{ItemID: item, Validated: true}, plan.Review{ItemID: foreign, Validated: true})
			}, kind(models.NotFound)},
			"a foreign claim": {func() (int, error) { return k.claim(k.holder, k.ref, plan.Claim{ItemID: foreign, Ready: true}) }, kind(models.NotFound)},
			"a stale version": {func() (int, error) {
				return k.review(k.coach, k.ref, plan.Review{ItemID: item, Version: 7, Validated: true})
			}, kind(models.Conflict)},
			"both at once": {func() (int, error) {
				return k.review(k.coach, k.ref, plan.Review{ItemID: item, Validated: true, NotApplicable: "non"})
			}, code("plan.both")},
			"too long a comment": {func() (int, error) { return k.review(k.coach, k.ref, plan.Review{ItemID: item, Comment: string(long)}) }, code("plan.comment_long")},
			"too long a reason": {func() (int, error) {
				return k.review(k.coach, k.ref, plan.Review{ItemID: item, NotApplicable: string(long)})
			}, code("plan.reason_long")},
			"the wrong phase":      {func() (int, error) { return k.claim(k.holder, accepted, plan.Claim{ItemID: item, Ready: true}) }, code("plan.phase")},
			"the holder validates": {func() (int, error) { return k.review(k.holder, k.ref, plan.Review{ItemID: item, Validated: true}) }, kind(models.Forbidden)},
			"a coach of others":    {func() (int, error) { return k.review(stranger, k.ref, plan.Review{ItemID: item, Validated: true}) }, kind(models.Forbidden)},
			"a coach claims":       {func() (int, error) { return k.claim(k.coach, k.ref, plan.Claim{ItemID: item, Ready: true}) }, kind(models.Forbidden)},
		} {
			if _, err := test.do(); !test.want(err) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if c := k.list(k.ref); c.Progress.Validated+c.Progress.Claimed != 0 || k.list(accepted).Adopted {
			t.Errorf("a refusal left something: %+v", c.Progress)
		}
	})
}

// Two coaches press the same button at once: the item is validated once, and
// both are told that it is. With different words, one is told to look again.
func TestTwoCoachesAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		item, other := k.item(0).Item.ID, k.item(1).Item.ID
		both := func(of func(n int) plan.Review) (changed, conflicts int) {
			var wg sync.WaitGroup
			var mu sync.Mutex
			for n, actor := range []access.Actor{k.coach, k.second} {
				wg.Add(1)
				go func() {
					defer wg.Done()
					c, err := k.review(actor, k.ref, of(n))
					mu.Lock()
					defer mu.Unlock()
					changed += c
					if models.IsKind(err, models.Conflict) {
						conflicts++
					} else if err != nil {
						t.Error(err)
					}
				}()
			}
			wg.Wait()
			return changed, conflicts
		}
		if changed, conflicts := both(func(int) plan.Review { return plan.Review{ItemID: item, Validated: true} }); changed != 1 || conflicts != 0 || k.events(plan.WasValidated) != 1 {
			t.Errorf("the same: %d changes, %d conflicts, %d events", changed, conflicts, k.events(plan.WasValidated))
		}
		if changed, conflicts := both(func(n int) plan.Review { return plan.Review{ItemID: other, Comment: []string{"un", "deux"}[n]} }); changed != 1 || conflicts != 1 || k.events(plan.WasCommented) != 1 {
			t.Errorf("different: %d changes, %d conflicts, %d events", changed, conflicts, k.events(plan.WasCommented))
		}
	})
}

func TestProgressOfManyAgreesWithEachChecklist(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		k := lay(t, d)
		lines := k.list(k.ref).Parts[0].Lines
		if _, err := k.claim(k.holder, k.ref, plan.Claim{ItemID: lines[0].Item.ID, Ready: true}, plan.Claim{ItemID: lines[1].Item.ID, Ready: true},
			plan.Claim{ItemID: lines[4].Item.ID, Ready: true}); err != nil {
			t.Fatal(err)
		}
		if _, err := k.review(k.coach, k.ref, plan.Review{ItemID: lines[0].Item.ID, Version: 1, Validated: true},
			plan.Review{ItemID: lines[1].Item.ID, Version: 1, NotApplicable: "non"}, plan.Review{ItemID: lines[2].Item.ID, NotApplicable: "non"},
			plan.Review{ItemID: lines[3].Item.ID, Comment: "à revoir"}); err != nil {
			t.Fatal(err)
		}
		_, without := k.project(k.holder.PersonID, programme.Accepted)
		blankRef, blank := k.project(k.holder.PersonID, programme.Coaching)
		k.write(operator, func(tx *db.Tx) error {
			p, err := programme.Load(tx, blankRef, access.PlanRead)
			if err != nil {
				return err
			}
			return errors.Join(plan.Adopt(tx, p), plan.Adopt(tx, p))
		})
		err := d.Read(ctx, operator, func(tx *db.Tx) error {
			some, err := plan.ProgressOf(tx, k.id, blank, without)
			if err != nil {
				return err
			}
			all, err := plan.ProgressOfCohort(tx, k.cohort.ID)
			if err != nil {
				return err
			}
			if len(some) != 2 || len(all) != 2 {
				t.Errorf("progress of %v and %v", some, all)
			}
			for ref, id := range map[string]int64{k.ref: k.id, blankRef: blank} {
				if want := k.list(ref).Progress; some[id] != want || all[id] != want {
					t.Errorf("%s: %+v and %+v, want %+v", ref, some[id], all[id], want)
				}
			}
			p, err := programme.Load(tx, k.ref, access.PlanRead)
			if err != nil {
				return err
			}
			missing, err := plan.MandatoryMissing(tx, p)
			if len(missing) != all[k.id].MandatoryMissing || slices.Contains(missing, lines[0].Item.Title) || !slices.Contains(missing, lines[3].Item.Title) {
				t.Errorf("missing %v", missing)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
