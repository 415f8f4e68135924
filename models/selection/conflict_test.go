package selection_test

import (
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
	"eclosion/models/journey"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// account adds an account with these roles, on the first site.
func (tw *town) account(name string, roles ...access.Role) {
	tw.t.Helper()
	tw.as(access.Operator("test"), func(tx *db.Tx) error {
		d := accounts.Draft{Email: name + "@x.be", Name: name}
		for _, r := range roles {
			grant := access.Grant{Role: r}
			if r == access.Coach || r == access.Manager {
				grant.SiteID = tw.cohorts[0].SiteID
			}
			d.Grants = append(d.Grants, grant)
		}
		a, err := accounts.CreateActive(tx, d, "x")
		if err == nil {
			tw.actors[name], tw.ids[name] = a.Actor(), a.PublicID
		}
		return err
	})
}

func (s *scored) declare(name string, file int) error {
	return s.try(name, func(tx *db.Tx) error { return selection.DeclareConflict(tx, s.ref, s.files[file], "Ma cousine.") })
}

func (s *scored) record(name, member string, file int) error {
	return s.try(name, func(tx *db.Tx) error { return selection.RecordConflict(tx, s.ref, s.files[file], s.ids[member], "Vu.") })
}

func (s *scored) lift(name, member string, file int) error {
	return s.try(name, func(tx *db.Tx) error { return selection.LiftConflict(tx, s.ref, s.files[file], s.ids[member]) })
}

// closed checks that a file is missing for an account wherever it could be read.
func (s *scored) closed(name string, file int, want bool) {
	s.t.Helper()
	ref := s.files[file]
	for what, load := range map[string]func(*db.Tx) error{
		"file":      func(tx *db.Tx) error { _, _, err := selection.LoadFile(tx, s.ref, ref); return err },
		"dossier":   func(tx *db.Tx) error { _, err := selection.Load(tx, ref, access.ApplicationRead); return err },
		"documents": func(tx *db.Tx) error { _, err := programme.Load(tx, ref, access.DocumentRead); return err },
		"list": func(tx *db.Tx) error {
			rows, _, err := programme.List(tx, access.ApplicationRead, programme.Filter{})
			if err == nil && !slices.ContainsFunc(rows, func(r programme.Row) bool { return r.Ref == ref }) {
				return models.Missing("row")
			}
			return err
		},
		"search": func(tx *db.Tx) error {
			rows, _, err := programme.List(tx, access.ApplicationRead, programme.Filter{Text: ref})
			if err == nil && len(rows) != 1 {
				return models.Missing("row")
			}
			return err
		},
	} {
		err := s.try(name, load)
		if err != nil && !models.IsKind(err, models.NotFound) {
			s.t.Errorf("%s %s: %v", name, what, err)
		}
		if (err != nil) != want {
			s.t.Errorf("%s: %s of %s closed: %v", name, what, ref, err != nil)
		}
	}
}

func (s *scored) line(name string, file int) (line selection.File) {
	s.t.Helper()
	s.must(name, func(tx *db.Tx) error {
		c, err := selection.LoadCommittee(tx, s.ref)
		if err != nil {
			return err
		}
		files, err := selection.Files(tx, c)
		if err == nil {
			line = files[file]
		}
		return err
	})
	return line
}

func TestConflictsCloseTheFile(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		for name, version := range map[string]int{"jury": 0, "jury2": 0} {
			if err := s.give(name, 0, version, "yes 4 4 4 4 4 4"); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.give("jury", 0, 1, "no 0 0 0 0 0 0"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.save("jury", 0, 2, "no 1 1 1 1 1 1"); err != nil {
			t.Fatal(err)
		}
		s.closed("jury", 0, false)
		for range 2 {
			if err := s.declare("jury", 0); err != nil {
				t.Fatal(err)
			}
		}
		s.closed("jury", 0, true)
		s.closed("jury", 1, false)
		s.closed("jury2", 0, false)
		if err := s.give("jury", 0, 2, "yes 5 5 5 5 5 5"); !models.IsKind(err, models.NotFound) {
			t.Errorf("an opinion all the same: %v", err)
		}
		if _, err := s.save("jury", 0, 0, "yes"); !models.IsKind(err, models.NotFound) {
			t.Errorf("a draft all the same: %v", err)
		}
		if n := tw.count(`SELECT count(*) FROM opinion_drafts`); n != 0 {
			t.Error("the draft is still there")
		}
		if got := s.line("jury", 0); !got.Conflict || got.Ref != s.files[0] || got.Holder+got.Title+got.Sector+string(got.Own) != "" {
			t.Errorf("the member's line %+v", got)
		}
		if got := s.line("manager", 0); got.Conflicts != 1 || got.Given != 1 || got.Yes != 1 || got.No != 0 || got.Title == "" {
			t.Errorf("the manager's line %+v", got)
		}
		if got := s.told("manager"); got != s.files[0]+" #1 400 1/1 jury; "+s.files[1]+" #0 0 0/2" {
			t.Errorf("counted: %s", got)
		}
		tw.must("manager", func(tx *db.Tx) error {
			c, err := selection.LoadCommittee(tx, s.ref)
			if err != nil {
				return err
			}
			list, err := selection.Progress(tx, c)
			if err != nil || len(list) != 2 || list[0].Given != 0 || list[0].Due != 1 || list[1].Given != 1 || list[1].Due != 2 {
				t.Errorf("progress %+v, %v", list, err)
			}
			all, err := selection.Committees(tx)
			if all[0].Opinions != 1 {
				t.Errorf("%d opinions", all[0].Opinions)
			}
			if err != nil {
				return err
			}
			byFile, err := selection.Conflicts(tx, c)
			if err != nil {
				return err
			}
			for _, list := range byFile {
				if x := list[0]; len(list) != 1 || x.Name != "jury" || x.Reason != "Ma cousine." || x.DeclaredBy != "jury" || !x.SetAside {
					t.Errorf("%+v", list)
				}
			}
			a, err := selection.Load(tx, s.files[0], access.ApplicationRead)
			if err != nil {
				return err
			}
			opinions, err := selection.Opinions(tx, a.Project)
			if len(opinions) != 1 || opinions[0].Name != "jury2" {
				t.Errorf("%+v", opinions)
			}
			return err
		})
		for name, want := range map[string]int{"jury": 1, "jury2": 1} {
			tw.must(name, func(tx *db.Tx) error {
				due, err := journey.OpinionsDue(tx, tx.Actor().AccountID)
				if len(due) != want || slices.ContainsFunc(due, func(o journey.Opinion) bool { return o.Ref == s.files[0] }) {
					t.Errorf("%s is asked for %+v", name, due)
				}
				return err
			})
		}
		if err := s.lift("jury", "jury", 0); !models.IsKind(err, models.Forbidden) {
			t.Errorf("a member lifts: %v", err)
		}
		if err := s.lift("far", "jury", 0); !models.IsKind(err, models.NotFound) {
			t.Errorf("a manager of another site lifts: %v", err)
		}
		for range 2 {
			if err := s.lift("manager", "jury", 0); err != nil {
				t.Fatal(err)
			}
		}
		s.closed("jury", 0, false)
		if got := s.told("manager"); !strings.HasPrefix(got, s.files[0]+" #1 200 2/2") {
			t.Errorf("after it was lifted: %s", got)
		}
		for action, want := range map[string]int{"conflict.declare": 1, "conflict.lift": 1} {
			if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = ? AND entity = 'account' AND project_id IS NOT NULL`, action); n != want {
				t.Errorf("%d entries %s", n, action)
			}
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE detail LIKE '%cousine%'`); n != 0 {
			t.Error("the reason stands in the audit")
		}
	})
}

func TestPeersDoNotReadWhatIsSetAside(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(func(d *selection.CommitteeDraft) { d.Peers = true })
		for _, name := range []string{"jury", "jury2"} {
			if err := s.give(name, 0, 0, "yes 4 4 4 4 4 4"); err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int{1, 0} {
			err := s.on("jury", 0, func(tx *db.Tx, c *selection.Committee, p *programme.Project) error {
				list, err := selection.PeerOpinions(tx, c, p)
				if len(list) != want {
					t.Errorf("%d opinions of others, want %d", len(list), want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.record("manager", "jury2", 0); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestManagersRecordConflicts(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		s := tw.sit(nil)
		for _, c := range []struct {
			name, member string
			want         string
		}{
			{"manager", "coach", "form.invalid member:oneof"},
			{"manager", "manager", "form.invalid member:oneof"},
			{"far", "jury", "committee.not_found"},
			{"jury2", "jury", "access.denied"},
			{"coach", "jury", "committee.not_found"},
			{"manager", "jury", ""},
		} {
			if err := s.record(c.name, c.member, 1); code(err) != c.want {
				t.Errorf("%+v: %v", c, err)
			}
		}
		s.closed("jury", 1, true)
		other := tw.submitted("mia", 0)
		if err := tw.try("manager", func(tx *db.Tx) error { return selection.RecordConflict(tx, s.ref, other, tw.ids["jury"], "") }); !models.IsKind(err, models.NotFound) {
			t.Errorf("on a file that is not on the committee: %v", err)
		}
		if err := tw.try("jury", func(tx *db.Tx) error { return selection.DeclareConflict(tx, s.ref, other, "") }); !models.IsKind(err, models.NotFound) {
			t.Errorf("declared on a file that is not on the committee: %v", err)
		}
		if err := tw.try("manager", func(tx *db.Tx) error { return selection.DeclareConflict(tx, s.ref, s.files[0], "") }); !models.IsKind(err, models.Forbidden) {
			t.Errorf("declared without a seat: %v", err)
		}
		long := strings.Repeat("x", selection.MaxText+1)
		if err := tw.try("jury", func(tx *db.Tx) error { return selection.DeclareConflict(tx, s.ref, s.files[0], long) }); code(err) != "form.invalid conflict_reason:max" {
			t.Errorf("a reason too long: %v", err)
		}
	})
}

// A conflict closes the file to whoever declared it, though they read it otherwise too; not what the dossier becomes once it is accepted.
func TestConflictsOutweighOtherRoles(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.account("both", access.Jury, access.Coach)
		tw.account("chief", access.Jury, access.Manager)
		s := tw.sit(func(d *selection.CommitteeDraft) {
			d.Members = append(d.Members, tw.ids["both"], tw.ids["chief"])
		})
		for _, name := range []string{"both", "chief"} {
			s.closed(name, 0, false)
			if err := s.declare(name, 0); err != nil {
				t.Fatal(err)
			}
			s.closed(name, 0, true)
			s.closed(name, 1, false)
		}
		if err := s.give("jury", 0, 0, "yes 4 4 4 4 4 4"); err != nil {
			t.Fatal(err)
		}
		list, err := s.ranking("chief")
		if err != nil || len(list) != 2 || !list[1].Conflict || list[1].Ref != s.files[0] || list[1].Scored || list[1].Voices != nil || list[1].Rank != 0 {
			t.Errorf("%+v, %v", list, err)
		}
		if err := s.lift("chief", "chief", 0); code(err) != "conflict.own" {
			t.Errorf("lifted by themselves: %v", err)
		}
		if err := tw.decide("chief", s.files[0], selection.DecisionDraft{}); err == nil {
			t.Error("decided by who declared a conflict")
		}
		counts := func(name string) (n int) {
			tw.must(name, func(tx *db.Tx) error {
				list, err := programme.CountByPhase(tx, access.ApplicationRead, programme.Filter{})
				n = list[programme.Review]
				return err
			})
			return n
		}
		if a, b, c := counts("manager"), counts("chief"), counts("both"); a != 2 || b != 1 || c != 1 {
			t.Errorf("counted %d, %d, %d", a, b, c)
		}
		if err := tw.decide("manager", s.files[0], selection.DecisionDraft{Outcome: selection.Accepted, DecidedOn: "2026-11-23", Reasons: "Oui."}); err != nil {
			t.Fatal(err)
		}
		s.closed("both", 0, false)
		s.closed("chief", 0, false)
		s.closed("jury", 0, false)
	})
}

func TestBlindCommittees(t *testing.T) {
	each(t, func(t *testing.T, tw *town, _ *dbtest.Clock) {
		tw.account("both", access.Jury, access.Coach)
		tw.account("chief", access.Jury, access.Manager)
		s := tw.sit(func(d *selection.CommitteeDraft) {
			d.Blind, d.Peers = true, true
			d.Members = append(d.Members, tw.ids["both"], tw.ids["chief"])
		})
		ref := s.files[0]
		sees := func(name string, load func(*db.Tx) (string, error)) (text string) {
			t.Helper()
			tw.must(name, func(tx *db.Tx) (err error) { text, err = load(tx); return err })
			return text
		}
		identity := func(a *selection.Application) string {
			p := a.Person
			return p.FirstName + p.LastName + string(p.BirthOn) + p.Gender + p.Email + p.Phone + p.Street + p.Postcode + p.Municipality + a.Project.Holder()
		}
		for what, load := range map[string]func(*db.Tx) (string, error){
			"file": func(tx *db.Tx) (string, error) {
				_, a, err := selection.LoadFile(tx, s.ref, ref)
				return identity(a), err
			},
			"line": func(tx *db.Tx) (string, error) {
				c, err := selection.LoadCommittee(tx, s.ref)
				if err != nil {
					return "", err
				}
				files, err := selection.Files(tx, c)
				return files[0].Holder, err
			},
		} {
			for name, open := range map[string]bool{"jury": false, "both": false, "chief": true, "manager": true} {
				if got := sees(name, load); (got != "") != open {
					t.Errorf("%s: %s reads %q", what, name, got)
				}
			}
		}
		for what, load := range map[string]func(*db.Tx) (string, error){
			"dossier": func(tx *db.Tx) (string, error) {
				a, err := selection.Load(tx, ref, access.ApplicationRead)
				if err == nil && a.Masked != (identity(a) == "") {
					t.Errorf("masked: %v, reads %q", a.Masked, identity(a))
				}
				return identity(a), err
			},
			"record": func(tx *db.Tx) (string, error) {
				p, err := programme.Load(tx, ref, access.ApplicationRead)
				return p.Holder(), err
			},
			"list": func(tx *db.Tx) (string, error) {
				rows, _, err := programme.List(tx, access.ApplicationRead, programme.Filter{Text: ref})
				return rows[0].Holder, err
			},
			"search": func(tx *db.Tx) (string, error) {
				rows, _, err := programme.List(tx, access.ApplicationRead, programme.Filter{Text: "d'hondt"})
				counts, err2 := programme.CountByPhase(tx, access.ApplicationRead, programme.Filter{Text: "zoe"})
				if err == nil && (len(rows) == 0) != (counts[programme.Review] == 0) {
					t.Errorf("search lists %d and counts %d", len(rows), counts[programme.Review])
				}
				if len(rows) == 0 {
					return "", err2
				}
				return rows[0].Ref, err
			},
		} {
			for name, open := range map[string]bool{"jury": false, "jury2": false, "both": true, "chief": true, "manager": true, "coach": true} {
				if got := sees(name, load); (got != "") != open {
					t.Errorf("%s: %s reads %q", what, name, got)
				}
			}
		}
		for name, want := range map[string]string{"jury": "access.denied", "both": "", "manager": ""} {
			err := tw.try(name, func(tx *db.Tx) error { _, err := programme.Load(tx, ref, access.DocumentRead); return err })
			if code(err) != want {
				t.Errorf("%s opens documents: %v", name, err)
			}
		}
		tw.must("jury", func(tx *db.Tx) error {
			rows, _, err := programme.List(tx, access.DocumentRead, programme.Filter{})
			if len(rows) != 0 {
				t.Errorf("%d dossiers with documents to read", len(rows))
			}
			due, err2 := journey.OpinionsDue(tx, tx.Actor().AccountID)
			if len(due) != 2 || due[0].Holder != "" {
				t.Errorf("asked for %+v, %v", due, err2)
			}
			return err
		})
		change := selection.CommitteeDraft{HeldOn: "2026-12-02", Members: []string{tw.ids["jury"]}}
		if err := tw.move("manager", s.ref, func(tx *db.Tx, ref string, v int) error { return selection.ChangeCommittee(tx, ref, v, change) }); err != nil {
			t.Fatal(err)
		}
		if a := tw.load("jury", ref); a.Masked || a.Person.FullName() == "" || a.Contacts {
			t.Errorf("no longer blind: %+v", a.Person)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'committee.change' AND detail LIKE '%"blind":false%'`); n != 1 {
			t.Error("the change stands in no audit")
		}
	})
}
