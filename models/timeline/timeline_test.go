package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
	"eclosion/models/timeline"
)

var (
	sharedLines = []string{
		"2026-11-23 etapes draft", "2026-09-01 equipe to", "2026-07-01 papiers progress", "2026-06-20 bourse proof", "2026-06-15 bourse paid", "2026-06-10 bourse awarded",
		"2026-06-01 bourse asked", "2026-05-03 plan submitted", "2026-05-02 plan validated", "2026-05-01 mails sent", "2026-05-01 messages house", "2026-05-01 documents new",
		"2026-04-20 actions holder", "2026-04-10 rencontres held", "2026-03-02 equipe from",
	}
	internalLines = []string{"2026-07-02 registre document.ask interne", "2026-05-01 mails sent interne", "2026-04-21 actions coach interne", "2026-04-10 notes  interne"}
)

func TestTimelineOfTheCouveuse(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for _, who := range []access.Actor{tw.coach, tw.chief} {
			got := told(tw.all(who, timeline.Filter{}))
			want := slices.Concat(sharedLines, internalLines)
			slices.SortStableFunc(want, func(a, b string) int { return -strings.Compare(a[:10], b[:10]) })
			gotSorted := slices.Clone(got)
			for _, list := range [][]string{gotSorted, want} {
				slices.Sort(list)
			}
			if !slices.Equal(gotSorted, want) {
				t.Errorf("%s reads\n%s\nwant\n%s", who.Name, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if !slices.IsSortedFunc(got, func(a, b string) int { return -strings.Compare(a[:10], b[:10]) }) {
				t.Errorf("not in order: %q", got)
			}
		}
		if got := told(tw.all(tw.coach, timeline.Filter{View: timeline.Shared})); !slices.Equal(got, sharedLines) {
			t.Errorf("shared: %q", got)
		}
		if got := told(tw.all(tw.coach, timeline.Filter{View: timeline.Internal})); !slices.Equal(got, internalLines) {
			t.Errorf("internal: %q", got)
		}
		if got := told(tw.all(tw.coach, timeline.Filter{Kind: timeline.Grant})); len(got) != 4 {
			t.Errorf("grant: %q", got)
		}
		if _, _, err := tw.page(tw.far, timeline.Filter{}); !models.IsKind(err, models.NotFound) {
			t.Errorf("another site: %v", err)
		}
	})
}

// What an entry says, field by field: a column that moved would tell one thing for another.
func TestEntriesSayWhatHappened(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		var got []string
		for _, e := range tw.all(tw.coach, timeline.Filter{}) {
			got = append(got, strings.Join([]string{string(e.Kind), e.Code, e.From, e.Name, e.Body, e.By, e.Address, fmt.Sprint(e.Amount)}, "|"))
		}
		for _, want := range []string{
			"rencontres|held|coaching||Bilan partagé|Carl|m100|60", "notes||coaching||canari note|Carl|m100|0", "documents|new||cv.pdf|||d100|0", "messages|house|||Bonjour Zoé||g100|0",
			"mails|sent||message_to_holder||||0", "mails|sent||message_to_house||||0", "bourse|asked||B100|Outillage|||120000", "bourse|awarded||B100||||100000",
			"bourse|paid||B100||||100000", "bourse|proof||B100|Facture|||100000", "papiers|progress||Rapport de printemps|||RP-100|0",
			"actions|holder||Ouvrir un compte||||0", "equipe|from||Marc||||0", "equipe|to||Marc||||0", "registre|document.ask||||Carl||0",
		} {
			if !slices.Contains(got, want) {
				t.Errorf("nothing says %q in\n%s", want, strings.Join(got, "\n"))
			}
		}
	})
}

// The canary: nothing internal reaches the holder, by whatever filter.
func TestTimelineOfTheHolder(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		both := tw.chief // of the house, and holder of this dossier
		both.PersonID = tw.holder.PersonID
		for _, who := range []access.Actor{tw.holder, both} {
			list := tw.all(who, timeline.Filter{})
			if got := told(list); !slices.Equal(got, sharedLines) {
				t.Errorf("%s reads\n%s", who.Name, strings.Join(got, "\n"))
			}
			for _, e := range list {
				if e.Internal || strings.Contains(fmt.Sprint(e), "canari") {
					t.Errorf("%+v", e)
				}
			}
			for _, f := range []timeline.Filter{{Kind: timeline.Note}, {Kind: timeline.Register}, {View: timeline.Internal}, {View: timeline.Shared}, {Kind: "x"}, {View: "x"}} {
				if list, _, err := tw.page(who, f); !models.IsKind(err, models.NotFound) {
					t.Errorf("%+v: %v, %v", f, list, err)
				}
			}
			for kind := range map[timeline.Kind]bool{timeline.Action: true, timeline.Mail: true} {
				if got := tw.all(who, timeline.Filter{Kind: kind}); len(got) != 1 || got[0].Internal {
					t.Errorf("%s: %+v", kind, got)
				}
			}
			err := tw.db.Read(ctx, who, func(tx *db.Tx) error {
				p, err := programme.Load(tx, tw.ref, access.ProjectRead)
				if kinds := timeline.Kinds(tx, p); err == nil && (slices.Contains(kinds, timeline.Note) || slices.Contains(kinds, timeline.Register) || timeline.ReadsInternal(tx, p)) {
					t.Errorf("the holder may ask for %q", kinds)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Pages of one, two and three follow each other without a gap and without a repetition, also where many entries share a day
// and a moment.
func TestTimelinePages(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		tw.write(func(tx *db.Tx) error {
			for i := range 5 {
				for _, s := range []string{
					`INSERT INTO messages (public_id, project_id, side, body, at) SELECT 'x' || CAST(%[1]d AS TEXT), id, 'house', 'x', %[2]d FROM projects WHERE ref = '%[3]s'`,
					`INSERT INTO documents (public_id, project_id, category, name, media_type, size, sha256, added_at, scan) SELECT 'y' || CAST(%[1]d AS TEXT), id, 'cv', 'x', 'x', 1, '%[4]s', %[2]d, 'clean' FROM projects WHERE ref = '%[3]s'`,
					`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at) SELECT id, %[1]d + 50, 'coaching', 'coaching', '2026-05-01', 'x', %[2]d FROM projects WHERE ref = '%[3]s'`,
					`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at) SELECT id, %[1]d + 70, 'coaching', 'coaching', '2026-05-01', 'x', %[1]d FROM projects WHERE ref = '%[3]s'`,
					`INSERT INTO phase_changes (project_id, seq, from_phase, to_phase, effective_on, actor_name, at) SELECT id, %[1]d + 90, 'coaching', 'coaching', '2026-05-01', 'x', 4102444800000 FROM projects WHERE ref = '%[3]s'`,
				} {
					moment := models.InstantOf(models.Date("2026-05-01").At(10, 0))
					if _, err := tx.Exec(fmt.Sprintf(s, i, int64(moment), tw.ref, strings.Repeat(fmt.Sprint(i), 64))); err != nil {
						return err
					}
				}
			}
			return nil
		})
		whole := told(tw.all(tw.coach, timeline.Filter{Limit: 200}))
		if len(whole) != len(sharedLines)+len(internalLines)+25 {
			t.Fatalf("%d entries", len(whole))
		}
		for _, size := range []int{1, 2, 3, 7} {
			var got []string
			seen := map[string]bool{}
			for after := ""; ; {
				list, next, err := tw.page(tw.coach, timeline.Filter{Limit: size, After: after})
				if err != nil || next != "" && (len(list) != size || seen[next]) {
					t.Fatalf("%d entries, next %q, %v", len(list), next, err)
				}
				got = append(got, told(list)...)
				if next == "" {
					break
				}
				seen[next], after = true, next
			}
			if !slices.Equal(got, whole) {
				t.Errorf("pages of %d:\n%s\nwhole:\n%s", size, strings.Join(got, "\n"), strings.Join(whole, "\n"))
			}
		}
		for _, after := range []string{"x", "2026-05-01", "2026-05-01~1~2", "2026-05-01~1~2~x", "2026-13-01~1~2~3", "~~~", "2026-05-01~1~2~3~4"} {
			if _, _, err := tw.page(tw.coach, timeline.Filter{After: after}); !models.IsKind(err, models.Invalid) {
				t.Errorf("after %q: %v", after, err)
			}
		}
	})
}
