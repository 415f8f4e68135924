package search_test

import (
	"fmt"
	"slices"
	"testing"

	"eclosion/models/db"
	"eclosion/models/search"
)

// The words follow their text through every write, whoever writes it.
func TestWordsFollowTheirText(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		wants := func(text string, want ...string) {
			t.Helper()
			if got := tw.finds(tw.chief, text); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
		write := func(sql string, args ...any) {
			t.Helper()
			tw.as(operator, func(tx *db.Tx) error { _, err := tx.Exec(sql, args...); return err })
		}
		write(`UPDATE meetings SET summary = 'Autre chose' WHERE public_id = 'm1'`)
		wants("marché clients")
		wants("autre", "meeting zoe")
		write(`UPDATE meetings SET state = 'absent' WHERE public_id = 'm1'`)
		wants("autre", "meeting zoe")
		write(`UPDATE meetings SET summary = ' ?! ', place = '' WHERE public_id = 'm1'`)
		wants("autre")
		write(`DELETE FROM meeting_notes`)
		wants("canari fragile")
		write(`UPDATE messages SET body = '', gone = 'withdrawn' WHERE public_id = 'g1'`)
		wants("rendez-vous")
		write(`UPDATE persons SET municipality = 'Ans' WHERE id = ?`, tw.zoe.PersonID)
		wants("zoe liege")
		wants("ans zoe", "person zoe")
		write(`INSERT INTO actions (id, project_id, title, owner, created_at) SELECT 77, id, 'Écrire au guichet', 'holder', 1 FROM projects WHERE ref = ?`, tw.sam.Ref)
		wants("guichet", "action sam")
		write(`UPDATE actions SET id = 78, title = 'Téléphoner au guichet' WHERE id = 77`)
		wants("ecrire guichet")
		wants("téléphoner guichet", "action sam")
		if err := tw.db.Write(ctx, operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE actions SET title = 'Abandon' WHERE id = 78`)
			return fmt.Errorf("given up: %w", err)
		}); err == nil {
			t.Fatal("no error")
		}
		wants("abandon")
		wants("guichet", "action sam")
	})
}

// Numbers stand in every row of search_texts: one that changed, or is given twice, finds the wrong text.
func TestNumbersOfKindsStay(t *testing.T) {
	want := map[search.Kind]int64{search.Dossier: 1, search.Person: 2, search.Meeting: 3, search.Note: 4, search.Action: 5, search.Document: 6,
		search.Message: 7, search.Cohort: 8, search.Application: 9, search.Enterprise: 10, search.PlanComment: 11, search.PlanText: 12, search.PlanRemark: 13}
	seen := map[int64]bool{}
	for _, s := range search.Sources() {
		if seen[s.Number] || want[s.Kind] != 0 && want[s.Kind] != s.Number {
			t.Errorf("%s has number %d", s.Kind, s.Number)
		}
		seen[s.Number] = true
		if search.KindOf(string(s.Kind)) != s.Kind {
			t.Errorf("%s is no kind", s.Kind)
		}
	}
	if search.KindOf("") != "" || search.KindOf("x") != "" {
		t.Error("a kind that is none")
	}
}
