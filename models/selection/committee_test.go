package selection_test

import (
	"slices"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

func (tw *town) committee(members ...string) (ref string) {
	tw.t.Helper()
	var ids []string
	for _, m := range members {
		ids = append(ids, tw.ids[m])
	}
	tw.must("manager", func(tx *db.Tx) (err error) {
		ref, err = selection.CreateCommittee(tx, "", selection.CommitteeDraft{CohortRef: tw.cohorts[0].Ref, HeldOn: "2026-12-02", Place: "Salle 1", Members: ids})
		return err
	})
	return ref
}

func (tw *town) show(name, ref string) (c *selection.Committee, err error) {
	err = tw.try(name, func(tx *db.Tx) (err error) {
		c, err = selection.LoadCommittee(tx, ref)
		return err
	})
	return c, err
}

// move runs a verb of a committee at its present version.
func (tw *town) move(name, ref string, verb func(*db.Tx, string, int) error) error {
	v := tw.count(`SELECT version FROM committees WHERE ref = ?`, ref)
	return tw.try(name, func(tx *db.Tx) error { return verb(tx, ref, v) })
}

func open(tx *db.Tx, ref string, version int) error {
	_, err := selection.OpenCommittee(tx, ref, version)
	return err
}

func TestCommitteeLife(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		first, submitted := tw.reviewed("zoe", 0), tw.submitted("ali", 0)
		ref := tw.committee("jury")
		if want := "CM-" + tw.cohorts[0].Ref + "-1"; ref != want {
			t.Errorf("reference %s, want %s", ref, want)
		}
		if _, err := tw.show("jury", ref); !models.IsKind(err, models.NotFound) {
			t.Errorf("a member before it opens: %v", err)
		}
		if err := tw.move("far", ref, open); !models.IsKind(err, models.NotFound) {
			t.Errorf("opened from another site: %v", err)
		}
		if err := tw.move("manager", ref, open); err != nil {
			t.Fatal(err)
		}
		if err := tw.move("manager", ref, open); code(err) != "committee.already_open" {
			t.Errorf("opened twice: %v", err)
		}
		c, err := tw.show("jury", ref)
		if err != nil || !c.Seated || c.Managed {
			t.Fatalf("%+v, %v", c, err)
		}
		for name, want := range map[string]bool{"jury": true, "jury2": false, "coach": false, "zoe": false, "admin": false, "far": false, "manager": true} {
			if _, err := tw.show(name, ref); (err == nil) != want || err != nil && !models.IsKind(err, models.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		a := tw.load("jury", first)
		if p := a.Person; a.Contacts || p.Email+p.Phone+p.Street+string(p.BirthOn) != "" || p.FullName() == "" || a.Motivation == "" {
			t.Errorf("a member reads %+v", a)
		}
		if err := tw.try("jury", func(tx *db.Tx) error { _, err := selection.Load(tx, submitted, access.ApplicationRead); return err }); !models.IsKind(err, models.NotFound) {
			t.Errorf("a file that is not on the committee: %v", err)
		}
		v := tw.version(submitted)
		tw.must("manager", func(tx *db.Tx) error { return selection.TakeUnderReview(tx, submitted, v) })
		refresh := func(tx *db.Tx, ref string, version int) error {
			n, err := selection.RefreshCommittee(tx, ref, version)
			if err == nil && n != 1 {
				t.Errorf("%d files added", n)
			}
			return err
		}
		if err := tw.move("manager", ref, refresh); err != nil {
			t.Error(err)
		}
		tw.load("jury", submitted)
		if err := tw.move("manager", ref, selection.CloseCommittee); err != nil {
			t.Fatal(err)
		}
		for what, load := range map[string]func(*db.Tx) error{
			"committee": func(tx *db.Tx) error { _, err := selection.LoadCommittee(tx, ref); return err },
			"file":      func(tx *db.Tx) error { _, _, err := selection.LoadFile(tx, ref, first); return err },
			"dossier":   func(tx *db.Tx) error { _, err := selection.Load(tx, first, access.ApplicationRead); return err },
		} {
			if err := tw.try("jury", load); !models.IsKind(err, models.NotFound) {
				t.Errorf("%s after it closed: %v", what, err)
			}
		}
		if err := tw.move("manager", ref, open); err != nil {
			t.Errorf("opened again: %v", err)
		}
	})
}

func TestCommitteeNeedsItsMembers(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		ref := tw.committee()
		if err := tw.move("manager", ref, open); code(err) != "committee.no_members" {
			t.Errorf("opened empty: %v", err)
		}
		change := func(members ...string) func(*db.Tx, string, int) error {
			return func(tx *db.Tx, ref string, v int) error {
				return selection.ChangeCommittee(tx, ref, v, selection.CommitteeDraft{HeldOn: "2026-12-03", Members: members})
			}
		}
		if err := tw.move("manager", ref, change(tw.ids["coach"])); code(err) != "form.invalid members:oneof" {
			t.Errorf("a coach sits: %v", err)
		}
		if err := tw.move("manager", ref, change(tw.ids["jury"], tw.ids["jury"])); err != nil {
			t.Error(err)
		}
		if err := tw.move("manager", ref, open); err != nil {
			t.Error(err)
		}
		if err := tw.move("manager", ref, change()); code(err) != "form.invalid members:required" {
			t.Errorf("emptied while open: %v", err)
		}
		if err := tw.try("manager", func(tx *db.Tx) error { return selection.CloseCommittee(tx, ref, 1) }); !models.IsKind(err, models.Conflict) {
			t.Errorf("closed from an old page: %v", err)
		}
		foreign := selection.CommitteeDraft{CohortRef: tw.cohorts[1].Ref, HeldOn: "2026-12-02"}
		if err := tw.try("manager", func(tx *db.Tx) error { _, err := selection.CreateCommittee(tx, "", foreign); return err }); code(err) != "form.invalid cohort:oneof" {
			t.Errorf("a committee of another site: %v", err)
		}
		again := selection.CommitteeDraft{CohortRef: tw.cohorts[0].Ref, HeldOn: "2026-12-02"}
		var refs [2]string
		for i := range refs {
			tw.must("manager", func(tx *db.Tx) (err error) { refs[i], err = selection.CreateCommittee(tx, "k", again); return err })
		}
		if refs[0] != refs[1] || tw.count(`SELECT count(*) FROM committees`) != 2 {
			t.Errorf("the same form twice: %v", refs)
		}
	})
}

func TestOpinions(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		file := tw.reviewed("zoe", 0)
		ref := tw.committee("jury", "jury2")
		if err := tw.move("manager", ref, open); err != nil {
			t.Fatal(err)
		}
		give := func(name string, version int, r selection.Recommendation, comment string) error {
			return tw.try(name, func(tx *db.Tx) error {
				return selection.GiveOpinion(tx, ref, file, version, selection.OpinionDraft{Recommendation: r, Comment: comment})
			})
		}
		for _, c := range []struct {
			name    string
			version int
			r       selection.Recommendation
			comment string
			want    string
		}{
			{"jury", 0, "", "", "form.invalid recommendation:required"},
			{"jury", 0, "perhaps", "", "form.invalid recommendation:oneof"},
			{"jury", 0, selection.Yes, "Clair.", ""},
			{"jury", 0, selection.Yes, "Clair.", ""}, // sent twice
			{"jury", 0, selection.No, "Non.", "opinion.stale"},
			{"jury", 1, selection.Maybe, "À revoir.", ""},
			{"jury", 1, selection.No, "Non.", "opinion.stale"},
			{"jury2", 0, selection.No, "", ""},
			{"manager", 0, selection.Yes, "", "access.denied"},
			{"coach", 0, selection.Yes, "", "committee.not_found"},
		} {
			if err := give(c.name, c.version, c.r, c.comment); code(err) != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		names := func(name string) (list []string) {
			a := tw.load(name, file)
			tw.must(name, func(tx *db.Tx) error {
				opinions, err := selection.Opinions(tx, a.Project)
				for _, o := range opinions {
					list = append(list, o.Name+" "+string(o.Recommendation)+" "+o.Comment)
				}
				return err
			})
			return list
		}
		if got := names("manager"); !slices.Equal(got, []string{"jury maybe À revoir.", "jury2 no "}) {
			t.Errorf("the manager reads %q", got)
		}
		if got := names("jury"); got != nil {
			t.Errorf("a member reads %q", got)
		}
		for name, want := range map[string][4]any{"manager": {0, 1, 1, selection.Recommendation("")}, "jury2": {0, 0, 0, selection.No}} {
			c, err := tw.show(name, ref)
			if err != nil {
				t.Fatal(err)
			}
			tw.must(name, func(tx *db.Tx) error {
				files, err := selection.Files(tx, c)
				if len(files) != 1 || [4]any{files[0].Yes, files[0].Maybe, files[0].No, files[0].Own} != want {
					t.Errorf("%s: %+v", name, files)
				}
				return err
			})
		}
		if err := tw.decide("manager", file, selection.DecisionDraft{Outcome: selection.Declined, DecidedOn: "2026-11-23", Reasons: "Pas mûr.", NextStep: "Revenir.", CommitteeRef: ref}); err != nil {
			t.Fatal(err)
		}
		if err := give("jury", 2, selection.Yes, "Tout de même."); code(err) != "opinion.decided" {
			t.Errorf("after the decision: %v", err)
		}
		a := tw.load("zoe", file)
		tw.must("zoe", func(tx *db.Tx) error {
			list, err := selection.Decisions(tx, a.Project)
			if len(list) != 1 || list[0].CommitteeRef != ref || a.Project.Phase != programme.Declined {
				t.Errorf("%+v", list)
			}
			return err
		})
	})
}
