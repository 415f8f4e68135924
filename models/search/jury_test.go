package search_test

import (
	"slices"
	"testing"

	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
)

// A juror finds the files of their open committee; on a blind one neither by a name nor by what was written, or names could be tried.
func TestFindFromASeat(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		var juror access.Actor
		tw.as(operator, func(tx *db.Tx) error {
			a, err := accounts.CreateActive(tx, accounts.Draft{Email: "ines@test.be", Name: "Ines", Grants: []access.Grant{{Role: access.Jury}}}, "x")
			juror = a.Actor()
			for _, s := range []string{
				`UPDATE projects SET phase = 'review' WHERE id = ?`,
				`INSERT INTO committees (id, ref, cohort_id, held_on, state, created_at) SELECT 900, 'CM-1', cohort_id, '2026-12-01', 'open', 1 FROM projects WHERE id = ?`,
				`INSERT INTO committee_files (committee_id, project_id) VALUES (900, ?)`,
			} {
				if err == nil {
					_, err = tx.Exec(s, tw.zoe.ID)
				}
			}
			if err == nil {
				_, err = tx.Exec(`INSERT INTO committee_members (committee_id, account_id) VALUES (900, ?)`, a.ID)
			}
			return err
		})
		for text, want := range map[string][]string{"hondt": {"dossier zoe"}, "emballage": {"application zoe"}, "curriculum": {"document zoe"}, "epicier": nil,
			"exemple": nil, "canari": nil, "marché": nil, "ete": nil} {
			if got := tw.finds(juror, text); !slices.Equal(got, want) {
				t.Errorf("from a seat, %q finds %q, want %q", text, got, want)
			}
		}
		tw.as(operator, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE committees SET blind = (1 = 1)`)
			return err
		})
		for _, text := range []string{"hondt", "zoe", "vrac", "emballage", "curriculum", tw.zoe.Ref} {
			if got := tw.finds(juror, text); len(got) > 0 {
				t.Errorf("on a blind committee, %q finds %q", text, got)
			}
		}
	})
}
