package selection_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// scored is an open committee with a grid: jury and jury2 sit on it, and the manager when asked.
type scored struct {
	*town
	ref   string
	files []string
	grid  []selection.Criterion
}

// sit opens a committee with a file of zoe and one of ali; change works on its draft.
func (tw *town) sit(change func(*selection.CommitteeDraft)) *scored {
	tw.t.Helper()
	tw.as(access.Operator("test"), selection.Found)
	s := &scored{town: tw, files: []string{tw.reviewed("zoe", 0), tw.reviewed("ali", 0)}}
	d := selection.CommitteeDraft{CohortRef: tw.cohorts[0].Ref, HeldOn: "2026-12-02", Members: []string{tw.ids["jury"], tw.ids["jury2"]}, BookHours: 24}
	if change != nil {
		change(&d)
	}
	tw.must("manager", func(tx *db.Tx) (err error) { s.ref, err = selection.CreateCommittee(tx, "", d); return err })
	if err := tw.move("manager", s.ref, open); err != nil {
		tw.t.Fatal(err)
	}
	c, err := tw.show("manager", s.ref)
	if err != nil {
		tw.t.Fatal(err)
	}
	tw.must("manager", func(tx *db.Tx) (err error) { s.grid, err = selection.Criteria(tx, c); return err })
	return s
}

// draft is an opinion: "yes 4 4 na 3 3 3" by the grid's order; "_" is a mark that is missing.
func draft(text string) selection.OpinionDraft {
	parts := strings.Fields(text)
	d := selection.OpinionDraft{Recommendation: selection.Recommendation(strings.Trim(parts[0], "_")), Comment: "Mot de " + parts[0]}
	for i, m := range parts[1:] {
		d.Scores = append(d.Scores, selection.Score{Position: i + 1, Mark: selection.Mark(strings.Trim(m, "_")), Comment: "note " + m})
	}
	return d
}

func (s *scored) give(name string, file, version int, text string) error {
	return s.try(name, func(tx *db.Tx) error { return selection.GiveOpinion(tx, s.ref, s.files[file], version, draft(text)) })
}

func (s *scored) save(name string, file, version int, text string) (next int, err error) {
	err = s.try(name, func(tx *db.Tx) (err error) {
		next, err = selection.SaveDraft(tx, s.ref, s.files[file], version, draft(text))
		return err
	})
	return next, err
}

// on runs fn with the committee and a file as the actor loads them.
func (s *scored) on(name string, file int, fn func(*db.Tx, *selection.Committee, *programme.Project) error) error {
	return s.try(name, func(tx *db.Tx) error {
		c, a, err := selection.LoadFile(tx, s.ref, s.files[file])
		if err != nil {
			return err
		}
		return fn(tx, c, a.Project)
	})
}

func (s *scored) own(name string, file int) (own selection.Own) {
	s.t.Helper()
	err := s.on(name, file, func(tx *db.Tx, c *selection.Committee, p *programme.Project) (err error) {
		own, err = selection.OwnOpinion(tx, c, p)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return own
}

func (s *scored) ranking(name string) (list []selection.Ranked, err error) {
	err = s.try(name, func(tx *db.Tx) error {
		c, err := selection.LoadCommittee(tx, s.ref)
		if err != nil {
			return err
		}
		list, err = selection.Ranking(tx, c)
		return err
	})
	return list, err
}

// told writes who stands where: "JI-2026-0001 1 367 2/2".
func (s *scored) told(name string) string {
	s.t.Helper()
	list, err := s.ranking(name)
	if err != nil {
		s.t.Fatal(err)
	}
	var lines []string
	for _, r := range list {
		lines = append(lines, fmt.Sprintf("%s #%d %d %d/%d %s", r.Ref, r.Rank, r.Score, r.Given, r.Members, strings.Join(r.Conflicted, ",")))
	}
	return strings.TrimSpace(strings.Join(lines, "; "))
}

func TestOpenCommitteesKeepTheirGrid(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		if len(s.grid) != 6 || s.grid[0].Weight != 3 || s.grid[5].Position != 6 {
			t.Fatalf("%+v", s.grid)
		}
		var first selection.Criterion
		tw.must("admin", func(tx *db.Tx) error {
			_, list, err := selection.Grid(tx, "JI")
			if err != nil {
				return err
			}
			first = list[0]
			changed := first
			changed.Label, changed.Weight, changed.Active = "Autre", 9, false
			return selection.ChangeCriterion(tx, "JI", changed)
		})
		for _, again := range []bool{false, true} {
			if again { // opening it a second time takes no second copy
				if err := tw.move("manager", s.ref, selection.CloseCommittee); err != nil {
					t.Fatal(err)
				}
				if err := tw.move("manager", s.ref, open); err != nil {
					t.Fatal(err)
				}
			}
			c, _ := tw.show("manager", s.ref)
			tw.must("manager", func(tx *db.Tx) error {
				kept, err := selection.Criteria(tx, c)
				if !slices.Equal(kept, s.grid) {
					t.Errorf("%+v", kept)
				}
				return err
			})
		}
		tw.must("admin", func(tx *db.Tx) error {
			_, list, err := selection.Grid(tx, "JI")
			if err != nil {
				return err
			}
			second := list[1]
			if err := selection.MoveCriterion(tx, "JI", second.ID, true); err != nil {
				return err
			}
			if err := selection.MoveCriterion(tx, "JI", second.ID, true); err != nil { // at the top it stays
				return err
			}
			if err := selection.AddCriterion(tx, "JI", "", selection.Criterion{Label: "Nouveau", Weight: 10, Active: true}); err != nil {
				return err
			}
			_, list, err = selection.Grid(tx, "JI")
			if len(list) != 7 || list[0].ID != second.ID || list[1].ID != first.ID || list[6].Label != "Nouveau" {
				t.Errorf("%+v", list)
			}
			return err
		})
		next := tw.committee("jury")
		if err := tw.move("manager", next, open); err != nil {
			t.Fatal(err)
		}
		c, _ := tw.show("manager", next)
		tw.must("manager", func(tx *db.Tx) error {
			kept, err := selection.Criteria(tx, c)
			if len(kept) != 6 || kept[0].Label != s.grid[1].Label || kept[0].Position != 1 || kept[5].Label != "Nouveau" {
				t.Errorf("the next committee took %+v", kept)
			}
			return err
		})
	})
}

func TestCriteriaAreChecked(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.as(access.Operator("test"), selection.Found)
		add := func(name string, c selection.Criterion) error {
			return tw.try(name, func(tx *db.Tx) error { return selection.AddCriterion(tx, "JI", "", c) })
		}
		for _, c := range []struct {
			name string
			c    selection.Criterion
			want string
		}{
			{"admin", selection.Criterion{Weight: 1}, "form.invalid criterion_label:required"},
			{"admin", selection.Criterion{Label: strings.Repeat("é", 121), Weight: 1}, "form.invalid criterion_label:max"},
			{"admin", selection.Criterion{Label: "X", Weight: 0}, "form.invalid weight:gte"},
			{"admin", selection.Criterion{Label: "X", Weight: 11}, "form.invalid weight:lte"},
			{"admin", selection.Criterion{Label: "X", Weight: 1, Meaning: strings.Repeat("x", 1001)}, "form.invalid meaning:max"},
			{"admin", selection.Criterion{Label: strings.Repeat("é", 120), Weight: 10, Meaning: strings.Repeat("é", 1000)}, ""},
			{"manager", selection.Criterion{Label: "X", Weight: 1}, "access.denied"},
		} {
			if err := add(c.name, c.c); code(err) != c.want {
				t.Errorf("%+v: %v", c.c, err)
			}
		}
		var ji, jid []selection.Criterion
		tw.must("admin", func(tx *db.Tx) (err error) {
			if _, ji, err = selection.Grid(tx, "JI"); err != nil {
				return err
			}
			_, jid, err = selection.Grid(tx, "JID")
			return err
		})
		if len(jid) != 9 {
			t.Errorf("%d criteria for designers", len(jid))
		}
		change := func(code string, c selection.Criterion) error {
			return tw.try("admin", func(tx *db.Tx) error { return selection.ChangeCriterion(tx, code, c) })
		}
		if err := change("JI", jid[0]); !models.IsKind(err, models.NotFound) {
			t.Errorf("a criterion of another programme: %v", err)
		}
		if err := change("JI", ji[0]); err != nil {
			t.Error(err)
		}
		if err := change("JI", ji[0]); !models.IsKind(err, models.Conflict) {
			t.Errorf("from an old page: %v", err)
		}
		if err := tw.try("admin", func(tx *db.Tx) error { return selection.MoveCriterion(tx, "JI", jid[0].ID, true) }); !models.IsKind(err, models.NotFound) {
			t.Errorf("moved from another programme: %v", err)
		}
		if err := tw.try("coach", func(tx *db.Tx) error { return selection.MoveCriterion(tx, "JI", ji[0].ID, false) }); !models.IsKind(err, models.Forbidden) {
			t.Errorf("moved by a coach: %v", err)
		}
		tw.as(access.Operator("test"), selection.Found) // laid once
		if n := tw.count(`SELECT count(*) FROM criteria`); n != 6+9+1 {
			t.Errorf("%d criteria", n)
		}
	})
}

func TestOpinionsNeedEveryMark(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		for _, c := range []struct{ text, want string }{
			{"yes 4 4 _ 3 3 3", "form.invalid score-3:required"},
			{"yes _ 4 4 3 3 na", "form.invalid score-1:required"},
			{"yes 4 4", "form.invalid score-3:required score-4:required score-5:required score-6:required"},
			{"_ 4 4 4 3 3 3", "form.invalid recommendation:required"},
			{"yes 4 4 6 3 3 3", "form.invalid score-3:oneof"},
			{"yes 4 4 -1 3 3 3", "form.invalid score-3:oneof"},
			{"yes 4 4 4 3 3 3 3", "form.invalid score:oneof"},
			{"yes na na na na na na", ""},
		} {
			if err := s.give("jury", 0, 0, c.text); code(err) != c.want {
				t.Errorf("%s: %v", c.text, err)
			}
		}
		long := draft("yes 1 1 1 1 1 1")
		long.Scores[1].Comment = strings.Repeat("é", selection.MaxText+1)
		if err := s.try("jury2", func(tx *db.Tx) error { return selection.GiveOpinion(tx, s.ref, s.files[0], 0, long) }); code(err) != "form.invalid note-2:max" {
			t.Errorf("a comment too long: %v", err)
		}
		if n := tw.count(`SELECT count(*) FROM opinion_scores WHERE score IS NULL`); n != 6 {
			t.Errorf("%d scores kept as not applying", n)
		}
	})
}

func TestDraftsAreNobodysButTheirAuthors(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(func(d *selection.CommitteeDraft) { d.Peers = true })
		next, err := s.save("jury", 0, 0, "_ 4 _ _ _ _ _")
		if err != nil || next != 1 {
			t.Fatalf("version %d, %v", next, err)
		}
		if again, err := s.save("jury", 0, 0, "_ 4 _ _ _ _ _"); err != nil || again != 1 {
			t.Errorf("saved twice: %d, %v", again, err)
		}
		if _, err := s.save("jury", 0, 0, "_ 5 _ _ _ _ _"); code(err) != "opinion.stale" {
			t.Errorf("from an old page: %v", err)
		}
		if _, err := s.save("jury", 0, 1, "_ 7 _ _ _ _ _"); code(err) != "form.invalid score-1:oneof" {
			t.Errorf("a malformed draft: %v", err)
		}
		if _, err := s.save("manager", 0, 0, "yes"); code(err) != "access.denied" {
			t.Errorf("by a manager: %v", err)
		}
		own := s.own("jury", 0)
		if !own.Drafting() || own.Given.Version != 0 || own.Draft.Scores[0].Mark != "4" || own.Draft.Scores[0].Comment != "note 4" || own.Draft.Scores[1].Mark != "" || own.Version != 1 {
			t.Errorf("%+v", own)
		}
		if got := s.told("manager"); got != s.files[0]+" #0 0 0/2 ; "+s.files[1]+" #0 0 0/2" {
			t.Errorf("a draft counts: %s", got)
		}
		if err := s.give("jury", 0, 1, "yes 4 4 4 4 4 4"); err != nil {
			t.Fatal(err)
		}
		if own := s.own("jury", 0); own.Drafting() || own.Given.Version != 2 || own.Version != 2 || own.Given.Mean != 400 || !own.Given.Scored {
			t.Errorf("given: %+v", own)
		}
		if _, err := s.save("jury", 0, 2, "no 1 1 1 1 1 1"); err != nil { // what was given stands until it is given anew
			t.Error(err)
		}
		if got := s.told("manager"); !strings.HasPrefix(got, s.files[0]+" #1 400 1/2") {
			t.Errorf("while it is written anew: %s", got)
		}
		if err := s.give("jury", 0, 2, "no 1 1 1 1 1 1"); code(err) != "opinion.stale" {
			t.Errorf("given from the page before the draft: %v", err)
		}
		for range 2 { // and sent twice
			if err := s.give("jury", 0, 3, "no 1 1 1 1 1 1"); err != nil {
				t.Error(err)
			}
		}
		if got := s.told("manager"); !strings.HasPrefix(got, s.files[0]+" #1 100 1/2") {
			t.Errorf("given anew: %s", got)
		}
		if n := tw.count(`SELECT count(*) FROM opinion_drafts`); n != 0 {
			t.Errorf("%d drafts left", n)
		}
		if err := tw.decide("manager", s.files[0], selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-23", Reasons: "Oui."}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.save("jury", 0, 4, "yes 5 5 5 5 5 5"); code(err) != "opinion.decided" {
			t.Errorf("written on after the decision: %v", err)
		}
		for action, want := range map[string]int{"opinion.give": 1, "opinion.change": 1} {
			if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = ? AND project_id IS NOT NULL`, action); n != want {
				t.Errorf("%d entries %s", n, action)
			}
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'opinion.change' AND detail LIKE '%"scores_before":"4 4 4 4 4 4"%'`); n != 1 {
			t.Error("the audit does not say what was given before")
		}
	})
}

func TestPeersReadEachOtherAfterwards(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		for _, peers := range []bool{true, false} {
			s := tw.sit(func(d *selection.CommitteeDraft) { d.Peers = peers })
			reads := func(name string) (list []string) {
				t.Helper()
				err := s.on(name, 0, func(tx *db.Tx, c *selection.Committee, p *programme.Project) error {
					all, err := selection.PeerOpinions(tx, c, p)
					for _, o := range all {
						list = append(list, fmt.Sprintf("%s %s %d %s", o.Name, o.Recommendation, o.Mean, o.Scores[0].Comment))
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return list
			}
			if err := s.give("jury2", 0, 0, "maybe 3 3 3 3 3 3"); err != nil {
				t.Fatal(err)
			}
			if _, err := s.save("jury", 0, 0, "yes 5 5 5 5 5 5"); err != nil {
				t.Fatal(err)
			}
			if got := reads("jury"); got != nil {
				t.Errorf("before they gave theirs: %q", got)
			}
			if err := s.give("jury", 0, 1, "yes 5 5 5 5 5 5"); err != nil {
				t.Fatal(err)
			}
			want := []string{"jury2 maybe 300 note 3"}
			if !peers {
				want = nil
			}
			if got := reads("jury"); !slices.Equal(got, want) {
				t.Errorf("afterwards: %q", got)
			}
			if got := reads("manager"); got != nil {
				t.Errorf("a manager is no peer: %q", got)
			}
			tw.withdraw("zoe", s.files[0])
			tw.withdraw("ali", s.files[1])
			if _, err := s.ranking("jury"); !models.IsKind(err, models.Forbidden) {
				t.Errorf("a member ranks: %v", err)
			}
		}
	})
}
