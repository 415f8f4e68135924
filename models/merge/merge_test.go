package merge_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/merge"
	"eclosion/models/programme"
	"eclosion/models/trial"
)

// What was merged can be taken apart exactly, with what was awarded since on each dossier.
func TestMergeAndUndo(t *testing.T) {
	each(t, func(tw *town) {
		tw.must(tw.award(tw.a, 100_000))
		tw.must(tw.award(tw.b, 150_000))
		tw.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO erasure_requests (public_id, person_id, state, asked_at, decided_at) VALUES ('e1', ?, 'refused', 1, 2)`, tw.b.account.PersonID)
			return err
		})
		before := tw.state()
		id, err := tw.merge(merge.Choice{FromOther: map[merge.Field]bool{merge.FirstName: true, merge.Address: true}, Account: tw.b.account.PublicID, Reason: "Deux adresses e-mail."})
		tw.must(err)
		kept, other := tw.a.account.PersonID, tw.b.account.PersonID
		for query, want := range map[string]int{
			`SELECT count(*) FROM projects WHERE person_id = ?`:                                                                                 2,
			`SELECT count(*) FROM grant_requests WHERE person_id = ?`:                                                                           2,
			`SELECT awarded FROM grant_holders WHERE person_id = ?`:                                                                             250_000,
			`SELECT count(*) FROM erasure_requests WHERE person_id = ?`:                                                                         1,
			`SELECT count(*) FROM persons WHERE id = ? AND first_name = 'Zoé' AND street = 'Rue Zoé' AND email = 'zoe@x.be' AND sort_key <> ''`: 1,
			`SELECT count(*) FROM accounts WHERE person_id = ? AND state = 'active' AND email = 'zoe@y.be'`:                                     1,
			`SELECT count(*) FROM accounts WHERE person_id IS NULL AND state = 'disabled' AND stamp = 2 AND email = 'zoe@x.be' AND id NOT IN (SELECT account_id FROM account_roles) AND 0 < ?`: 1,
			`SELECT count(*) FROM audit_entries WHERE action = 'person.merge' AND project_id IS NOT NULL AND entity_id = ?`:                                                                    2,
			`SELECT count(*) FROM projects WHERE search LIKE '%zoe d''hondt epicerie de zoe%' AND person_id = ?`:                                                                               2,
			`SELECT count(*) FROM person_merges WHERE state = 'done' AND kept_id = ? AND reason = 'Deux adresses e-mail.'`:                                                                     1,
			`SELECT count(*) FROM accounts a WHERE a.person_id = ? AND EXISTS (SELECT 1 FROM audit_entries e WHERE e.action = 'account.merge')`:                                                1,
			`SELECT count(*) FROM grant_awards w WHERE w.person_id = ? AND w.amount IN (100000, 150000)`:                                                                                       2,
			`SELECT count(*) FROM person_merge_projects x JOIN person_merges m ON m.id = x.merge_id AND m.kept_id = ? WHERE x.moved`:                                                           1,
			`SELECT count(*) FROM person_merge_projects x JOIN person_merges m ON m.id = x.merge_id AND m.kept_id = ? WHERE NOT x.moved`:                                                       1,
			`SELECT count(*) FROM persons p WHERE p.id = ? AND p.version = (SELECT m.kept_version FROM person_merges m WHERE m.state <> 'undone')`:                                             1,
		} {
			if n := tw.count(query, kept); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		if n := tw.count(`SELECT count(*) FROM persons WHERE id = ? AND first_name || last_name || email || phone || phone_key || street || sort_key = '' AND birth_on IS NULL`, other); n != 1 {
			t.Error("the record that went is not empty")
		}
		tw.sound()
		if tw.state() == before {
			t.Fatal("the test sees nothing")
		}
		tw.must(tw.undo(id))
		tw.sound()
		if after := tw.state(); after != before {
			t.Errorf("taken apart it is\n%s\nit was\n%s", after, before)
		}
		if err := tw.undo(id); !models.IsCode(err, "merge.undone") {
			t.Errorf("undone twice: %v", err)
		}
		if n := tw.count(`SELECT count(*) FROM audit_entries WHERE action = 'person.merge_undone' AND project_id IS NOT NULL`); n != 2 {
			t.Errorf("%d entries of the undoing", n)
		}
	})
}

// What was awarded since goes with its dossier.
func TestUndoAfterAwards(t *testing.T) {
	each(t, func(tw *town) {
		tw.must(tw.award(tw.a, 100_000))
		id, err := tw.merge(merge.Choice{Account: tw.a.account.PublicID})
		tw.must(err)
		both := tw.b
		both.account = tw.a.account // the account that stayed holds both dossiers
		tw.must(tw.award(both, 150_000))
		tw.must(tw.award(tw.a, 50_000))
		tw.must(tw.undo(id))
		tw.sound()
		for person, want := range map[int64]int{tw.a.account.PersonID: 150_000, tw.b.account.PersonID: 150_000} {
			if n := tw.count(`SELECT awarded FROM grant_holders WHERE person_id = ?`, person); n != want {
				t.Errorf("person %d holds %d, want %d", person, n, want)
			}
		}
	})
}

func TestTheCapOverBoth(t *testing.T) {
	each(t, func(tw *town) {
		tw.must(tw.award(tw.a, 300_000))
		tw.must(tw.award(tw.b, 200_001))
		before := tw.state()
		_, err := tw.merge(merge.Choice{})
		p, _ := models.ProblemOf(err)
		if p == nil || p.Code != "merge.over_cap" || p.Facts["sum"] != models.Cents(500_001) || p.Facts["cap"] != models.Cents(500_000) || p.Facts["kept"] != models.Cents(300_000) {
			t.Errorf("beyond the cap: %v", err)
		}
		if tw.state() != before {
			t.Error("a refused merge left a trace")
		}
	})
	for _, c := range []struct {
		a, b       merge.Held
		over, warn bool
	}{
		{merge.Held{Awarded: 300_000, Cap: 500_000}, merge.Held{Awarded: 200_000, Cap: 500_000}, false, false},
		{merge.Held{Awarded: 300_000, Cap: 500_000}, merge.Held{Awarded: 200_001, Cap: 500_000}, true, false},
		{merge.Held{Awarded: 300_000, Cap: 300_000}, merge.Held{Awarded: 200_000, Cap: 500_000}, false, false},
		{merge.Held{Imported: 400_000, Cap: 500_000}, merge.Held{Imported: 300_000, Cap: 500_000}, false, true},
		{merge.Held{Imported: 400_000, Cap: 500_000}, merge.Held{Awarded: 100_001, Cap: 500_000}, true, false},
		{merge.Held{Imported: 500_000, Cap: 500_000}, merge.Held{}, false, false},
		{merge.Held{}, merge.Held{}, false, false},
	} {
		if h := c.a.With(c.b); h.OverCap() != c.over || h.ImportedOver() != c.warn {
			t.Errorf("%+v and %+v: over %v, warned %v", c.a, c.b, h.OverCap(), h.ImportedOver())
		}
	}
}

// Whoever merges and awards at the same time: the cap holds over what the person has in the end.
func TestMergeAndAwardAtOnce(t *testing.T) {
	each(t, func(tw *town) {
		tw.must(tw.award(tw.a, 300_000))
		for _, s := range []side{tw.a, tw.b} {
			tw.must(tw.as(s.account, func(tx *db.Tx) error {
				_, err := trial.AskGrant(tx, s.ref, trial.RequestDraft{Purpose: "x", Lines: []trial.Line{{Label: "x", Amount: 200_000}}})
				return err
			}))
		}
		kept, other := tw.versions()
		var wg sync.WaitGroup
		errs := make([]error, 4)
		wg.Go(func() { errs[0] = tw.grant(tw.b, 1, 200_000) })
		wg.Go(func() {
			errs[1] = tw.as(tw.manager, func(tx *db.Tx) error {
				_, err := merge.Merge(tx, "", tw.a.ref, tw.b.ref, merge.Choice{Account: tw.a.account.PublicID, KeptVersion: kept, OtherVersion: other})
				return err
			})
		})
		wg.Go(func() { errs[2] = tw.grant(tw.a, 2, 200_000) })
		wg.Go(func() {
			errs[3] = tw.as(tw.manager, func(tx *db.Tx) error {
				_, err := merge.Merge(tx, "", tw.b.ref, tw.a.ref, merge.Choice{Account: tw.b.account.PublicID, KeptVersion: other, OtherVersion: kept})
				return err
			})
		})
		wg.Wait()
		for i, err := range errs {
			if _, ours := models.ProblemOf(err); err != nil && !ours {
				t.Errorf("%d failed: %v", i, err)
			}
		}
		merged := tw.count(`SELECT count(*) FROM person_merges WHERE state = 'done'`)
		if n := tw.count(`SELECT count(*) FROM person_merges`); n > 1 || merged != n {
			t.Errorf("%d merges, %d done", n, merged)
		}
		if n := tw.count(`SELECT count(DISTINCT person_id) FROM projects`); n != 2-merged {
			t.Errorf("the dossiers are %d persons'", n)
		}
		tw.sound()
	})
}

func TestWhoMayMergeWhom(t *testing.T) {
	each(t, func(tw *town) {
		namur := tw.account("nora@x.be", access.Grant{Role: access.Manager, SiteID: tw.cohorts["NAMUR"].SiteID})
		coach := tw.account("cyril@x.be", access.Grant{Role: access.Coach, SiteID: tw.cohorts["LIEGE"].SiteID})
		for _, c := range []struct {
			by   access.Actor
			want models.Kind
		}{{namur.Actor(), models.NotFound}, {coach.Actor(), models.Forbidden}, {tw.a.account.Actor(), models.Forbidden}} {
			err := tw.db.Write(context.Background(), c.by, func(tx *db.Tx) error {
				_, err := merge.Merge(tx, "", tw.a.ref, tw.b.ref, merge.Choice{})
				return err
			})
			if !models.IsKind(err, c.want) {
				t.Errorf("%s: %v", c.by.Name, err)
			}
		}
		refused := func(code string, sql string, args ...any) {
			t.Helper()
			err := tw.as(tw.manager, func(tx *db.Tx) error {
				if _, err := tx.Exec(sql, args...); err != nil {
					return err
				}
				_, err := merge.Merge(tx, "", tw.a.ref, tw.b.ref, merge.Choice{})
				return err
			})
			if !models.IsCode(err, code) {
				t.Errorf("want %s, got %v", code, err)
			}
		}
		refused("merge.elsewhere", `UPDATE projects SET person_id = ? WHERE id = ?`, tw.b.account.PersonID, tw.elsewhere())
		refused("merge.same", `UPDATE projects SET person_id = ?`, tw.a.account.PersonID)
		refused("merge.erased", `INSERT INTO erasures (person_id, reason, at, actor_name) VALUES (?, 'request', 1, '')`, tw.b.account.PersonID)
		refused("merge.erasure_asked", `INSERT INTO erasure_requests (public_id, person_id, state, asked_at) VALUES ('e', ?, 'asked', 1)`, tw.a.account.PersonID)
		refused("merge.staff", `INSERT INTO account_roles (account_id, role, site_id) SELECT id, 'coach', 0 FROM accounts WHERE person_id IS NOT NULL`)
		refused("person.stale", `UPDATE persons SET version = version + 1`)
		if _, why, err := tw.preview(tw.a.ref, tw.a.ref); err != nil || why == nil || why.Code != "merge.same" {
			t.Errorf("with itself: %v, %v", why, err)
		}
		twice := tw.manager.Actor()
		twice.PersonID = tw.b.account.PersonID
		err := tw.db.Write(context.Background(), twice, func(tx *db.Tx) error {
			_, err := merge.Merge(tx, "", tw.a.ref, tw.b.ref, merge.Choice{})
			return err
		})
		if !models.IsCode(err, "merge.own") {
			t.Errorf("of oneself: %v", err)
		}
		if _, err := tw.merge(merge.Choice{Account: "nobody"}); !models.IsKind(err, models.Invalid) {
			t.Errorf("without an account: %v", err)
		}
		tw.write(func(tx *db.Tx) error {
			_, err := tx.Exec(`INSERT INTO account_roles (account_id, role, site_id) VALUES (?, 'coach', 0)`, tw.b.account.ID)
			return err
		})
		if _, err := tw.merge(merge.Choice{Account: tw.a.account.PublicID}); !models.IsKind(err, models.Invalid) {
			t.Errorf("an account of the staff goes: %v", err)
		}
	})
}

func (tw *town) elsewhere() int64 {
	tw.t.Helper()
	person := tw.account("away@x.be", access.Grant{Role: access.Candidate}).PersonID
	_, id := tw.dossier("NAMUR", person, "Ali")
	return id
}

func (tw *town) preview(kept, other string) (p merge.Pair, why *models.Problem, err error) {
	err = tw.db.Read(context.Background(), tw.manager.Actor(), func(tx *db.Tx) (err error) {
		p, why, err = merge.Preview(tx, kept, other)
		return err
	})
	return p, why, err
}

// What happened since and is nobody's in particular keeps a merge.
func TestWhatKeepsAMerge(t *testing.T) {
	each(t, func(tw *town) {
		id, err := tw.merge(merge.Choice{})
		tw.must(err)
		kept, other := tw.a.account.PersonID, tw.b.account.PersonID
		refused := func(code, sql string, args ...any) {
			t.Helper()
			err := tw.as(tw.manager, func(tx *db.Tx) error {
				if _, err := tx.Exec(sql, args...); err != nil {
					return err
				}
				return merge.Undo(tx, id)
			})
			if !models.IsCode(err, code) {
				t.Errorf("want %s, got %v", code, err)
			}
		}
		refused("merge.identity", `UPDATE persons SET version = version + 1 WHERE id = ?`, kept)
		refused("merge.account", `UPDATE accounts SET state = 'active' WHERE id = ?`, tw.b.account.ID)
		refused("merge.new_dossier", `UPDATE projects SET person_id = ? WHERE id = ?`, kept, tw.elsewhere())
		refused("merge.erased", `UPDATE person_merges SET was = '{}' WHERE kept_id = ?`, kept)
		refused("merge.later", `INSERT INTO person_merges (id, public_id, kept_id, other_id, state, was, merged_at, merged_name) SELECT 900, 'm2', id, ?, 'done', '{}', 1, '' FROM persons WHERE id NOT IN (?, ?)`, kept, kept, other)
		err = tw.db.Write(context.Background(), operator, func(tx *db.Tx) error {
			_, _, err := programme.Open(tx, programme.NewProject{Cohort: tw.cohorts["LIEGE"], PersonID: other, Holder: "x"})
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "merged into another") {
			t.Errorf("a dossier of the record that went: %v", err)
		}
		if _, why, err := tw.preview(tw.a.ref, tw.b.ref); err != nil || why == nil || why.Code != "merge.same" {
			t.Errorf("merged again: %v, %v", why, err)
		}
		namur := tw.account("nora@x.be", access.Grant{Role: access.Manager, SiteID: tw.cohorts["NAMUR"].SiteID})
		if err := tw.as(namur, func(tx *db.Tx) error { return merge.Undo(tx, id) }); !models.IsKind(err, models.NotFound) {
			t.Errorf("undone by another site's manager: %v", err)
		}
		err = tw.db.Read(context.Background(), tw.manager.Actor(), func(tx *db.Tx) error {
			d, err := merge.Load(tx, id)
			if d.Why != nil || len(d.Dossiers) != 2 || !d.Moved[tw.b.project] || d.Moved[tw.a.project] || d.Before[1].FirstName != "Zoé" {
				t.Errorf("%+v", d)
			}
			return err
		})
		tw.must(err)
		tw.must(tw.undo(id))
	})
}

// History of grants stays closed, whoever writes, but for the person during a merge.
func TestGrantsAreMovedByMergesAlone(t *testing.T) {
	each(t, func(tw *town) {
		tw.must(tw.award(tw.a, 100_000))
		tw.must(tw.award(tw.b, 100_000))
		try := func(sql string, args ...any) error {
			return tw.db.Write(context.Background(), operator, func(tx *db.Tx) error {
				if _, err := tx.Exec(`INSERT INTO person_merges (public_id, kept_id, other_id, state, was, merged_at, merged_name) VALUES ('m', ?, ?, 'open', '{}', 1, '')`, tw.a.account.PersonID, tw.b.account.PersonID); err != nil {
					t.Fatal(err)
				}
				if _, err := tx.Exec(sql, args...); err != nil {
					return err
				}
				return models.Refuse("rolled.back", nil)
			})
		}
		if err := try(`UPDATE grant_awards SET person_id = ? WHERE person_id = ?`, tw.a.account.PersonID, tw.b.account.PersonID); !models.IsCode(err, "rolled.back") {
			t.Errorf("a merge moves: %v", err)
		}
		for _, sql := range []string{`UPDATE grant_awards SET amount = amount + 0 * ?`, `UPDATE grant_awards SET person_id = ?, amount = 1 WHERE request_id > 0`, `DELETE FROM grant_awards WHERE person_id = ?`} {
			if err := try(sql, tw.a.account.PersonID); models.IsCode(err, "rolled.back") {
				t.Errorf("%s went through", sql)
			}
		}
		err := tw.db.Write(context.Background(), operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE grant_awards SET person_id = ?`, tw.a.account.PersonID)
			return err
		})
		if err == nil {
			t.Error("grants moved without a merge")
		}
	})
}

func TestDoubles(t *testing.T) {
	each(t, func(tw *town) {
		tw.elsewhere()
		var list []merge.Double
		as := func(a access.Actor) {
			t.Helper()
			tw.must(tw.db.Read(context.Background(), a, func(tx *db.Tx) (err error) { list, err = merge.Doubles(tx); return err }))
		}
		as(tw.manager.Actor())
		if len(list) != 1 || list[0].Kept.Ref != tw.a.ref || list[0].Other.Ref != tw.b.ref || !list[0].SameName || list[0].SameEmail || !list[0].SamePhone {
			t.Errorf("doubles: %+v", list)
		}
		as(access.Actor{AccountID: 1, Grants: []access.Grant{{Role: access.Manager, SiteID: tw.cohorts["NAMUR"].SiteID}}})
		if len(list) != 0 {
			t.Errorf("another site's manager sees %+v", list)
		}
		_, err := tw.merge(merge.Choice{})
		tw.must(err)
		as(tw.manager.Actor())
		if len(list) != 0 {
			t.Errorf("after the merge: %+v", list)
		}
	})
}

// moves says of every table that names a person what a merge does with it: a new one fails this test until somebody has thought of it.
var moves = map[string]string{
	"accounts": "one stays", "projects": "moved", "grant_holders": "added up", "grant_requests": "with their dossier", "grant_awards": "with their dossier",
	"grant_reductions": "with their dossier", "erasures": "refused", "erasure_requests": "moved",
}

func TestEveryTableOfAPersonIsThoughtOf(t *testing.T) {
	each(t, func(tw *town) {
		tables := `SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'person_id')`
		if tw.db.Engine() == db.Postgres {
			tables = `SELECT table_name FROM information_schema.columns WHERE column_name = 'person_id' AND table_schema = current_schema()`
		}
		var names []string
		tw.must(tw.db.Read(context.Background(), operator, func(tx *db.Tx) error { return tx.Find(&names, tables) }))
		if len(names) < len(moves) {
			t.Fatalf("only %d tables: %v", len(names), names)
		}
		for _, name := range names {
			if moves[name] == "" {
				t.Errorf("%s: what does a merge of two persons do with it?", name)
			}
		}
	})
}
