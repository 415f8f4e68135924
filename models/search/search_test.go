package search_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/search"
)

func TestFind(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for _, c := range []struct {
			who  access.Actor
			text string
			want []string
		}{
			{tw.chief, "epicerie", []string{"dossier zoe", "meeting zoe"}},
			{tw.chief, "ÉPIC", []string{"dossier sam", "dossier zoe", "person sam", "meeting zoe"}},
			{tw.chief, "vrac zoe", []string{"dossier zoe"}},                 // any order
			{tw.chief, "d'hondt zo", []string{"dossier zoe", "person zoe"}}, // any apostrophe
			{tw.chief, tw.zoe.Ref, []string{"dossier zoe"}},
			{tw.chief, strings.ToLower(tw.zoe.Ref), []string{"dossier zoe"}},
			{tw.chief, "zoe@exemple.be", []string{"person zoe"}},
			{tw.chief, "0470/12.34.56", []string{"person zoe"}},
			{tw.chief, "+32 470 123456", []string{"person zoe"}},
			{tw.chief, "marche clients", []string{"meeting zoe"}},
			{tw.chief, "canari fragile", []string{"note zoe"}},
			{tw.chief, "devis", []string{"action zoe", "action zoe"}},
			{tw.chief, "curriculum", []string{"document zoe"}}, // what was taken back is not found
			{tw.chief, "rendez-vous", []string{"message zoe"}},
			{tw.chief, "emballages", []string{"application zoe"}}, // one finds the other: singular, plural
			{tw.chief, "facturations", []string{"meeting sam"}},   // one meeting, once
			{tw.chief, "grossiste", []string{"plan_text zoe", "plan_remark zoe"}},
			{tw.elsewhere, "grossiste", nil},
			{tw.chief, "bocaux", []string{"enterprise zoe"}},
			{tw.chief, "0403.019.261", []string{"enterprise zoe"}},
			{tw.chief, "ete", []string{"cohort " + "JI-NAMUR-2027-1", "cohort " + "JI-LIEGE-2027-1"}},
			{tw.chief, "e", nil},
			{tw.chief, "marché absent", nil},

			{tw.coach, "epic", []string{"dossier zoe", "meeting zoe"}}, // Liège alone
			{tw.coach, "canari", []string{"note zoe", "action zoe"}},
			{tw.coach, "ete", []string{"cohort JI-LIEGE-2027-1"}},
			{tw.elsewhere, "epic", []string{"dossier sam", "person sam"}},
			{tw.elsewhere, "canari", nil},
			{tw.elsewhere, "facturation", []string{"meeting sam"}},

			{tw.holder, "epic", []string{"dossier zoe", "meeting zoe"}},
			{tw.holder, "canari", nil},
			{tw.holder, "fragile", nil},
			{tw.holder, "devis", []string{"action zoe"}}, // their own, not the coach's
			{tw.holder, "ete", nil},
			{tw.admin, "epic", nil},
			{access.Actor{}, "epic", nil},
		} {
			if got := tw.finds(c.who, c.text); !slices.Equal(got, c.want) {
				t.Errorf("%s finds %q for %q, want %q", c.who.Name, got, c.text, c.want)
			}
		}
	})
}

// Somebody of the house who has a dossier of their own reads it as its holder.
func TestFindOwnDossierOfTheHouse(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		both := tw.chief
		both.PersonID = tw.zoe.PersonID
		if got := tw.finds(both, "canari"); len(got) > 0 {
			t.Errorf("finds %q of their own dossier", got)
		}
		if got := tw.finds(both, "devis"); !slices.Equal(got, []string{"action zoe"}) {
			t.Errorf("finds %q", got)
		}
	})
}

func TestFindHostileText(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for _, text := range []string{"", " ", `"`, `'`, `''`, `epic"`, `epic'`, `"epic" OR "x"`, "epic*", "epic NEAR vrac", "NOT", "AND", "-epic", "^epic", "body:epic",
			"%", "_", "e%c", `\`, "a\x00b", "\xff\xfe", "epic & !vrac | (", "epic:*", "🎉", "\u202eepic", "{epic}", "épic\u0301erie", "?", "@epic ?",
			strings.Repeat("epic ", 2_000), strings.Repeat("x", 10_000), strings.Repeat("'\"", 5_000), "ﷺ", "1e5", "http://x.be/?a=b&c=d", "שלום עולם", "你好"} {
			tw.hits(tw.chief, text)
			tw.hits(tw.holder, text)
		}
		for _, text := range []string{`"epic`, "epic*", "%epic_", strings.Repeat("epic ", 2_000), "epic\x00vrac", "'epic'", "épic\u0301erie"} {
			if got := tw.finds(tw.coach, text); len(got) == 0 || got[0] != "dossier zoe" {
				t.Errorf("%.20q finds %q", text, got)
			}
		}
	})
}

func TestExcerpt(t *testing.T) {
	written := func(pieces []search.Piece) string {
		var b strings.Builder
		for _, p := range pieces {
			if p.Match {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	long := strings.Repeat("avant ", 60) + "l’Épicerie" + strings.Repeat(" après", 60)
	for _, c := range []struct{ asked, text, want string }{
		{"epicerie", "L’Épicerie, l’epicerie-fine.", "L’[Épicerie], l’[epicerie]-fine."},
		{"epi fin", "Épices finement <b>moulues</b>", "[Épices] [finement] <b>moulues</b>"},
		{"de la mer", "La mer de glace", "[La] [mer] [de] glace"},
		{"absent", "Rien ici", "Rien ici"},
		{"x", "", ""},
	} {
		if got := written(search.Parse(c.asked).Excerpt(c.text)); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.asked, c.text, got, c.want)
		}
	}
	got := written(search.Parse("epicerie").Excerpt(long))
	if !strings.HasPrefix(got, "…") || !strings.Contains(got, "[Épicerie]") || !strings.HasSuffix(got, "…") || len([]rune(got)) > 320 {
		t.Errorf("%d signs: %q", len([]rune(got)), got)
	}
	if got := written(search.Parse("x").Excerpt(strings.Repeat("x", 100_000))); len(got) > 1_000 {
		t.Errorf("an endless word is shown with %d signs", len(got))
	}
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		for i := range 7 {
			tw.meeting(fmt.Sprintf("p%d", i), fmt.Sprintf("Inventaire %d", i), "", tw.zoe)
		}
		var labels []string
		after := ""
		for page := 0; page < 5; page++ {
			err := tw.db.Read(ctx, tw.coach, func(tx *db.Tx) error {
				groups, err := search.Find(tx, search.Parse("inventaire"), search.Meeting, after, 3)
				if err != nil || len(groups) != 1 {
					return fmt.Errorf("page %d: %d groups, %w", page, len(groups), err)
				}
				for _, h := range groups[0].Hits {
					labels = append(labels, h.Address)
				}
				after = groups[0].Next
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if after == "" {
				break
			}
		}
		if got := strings.Join(labels, " "); got != "p6 p5 p4 p3 p2 p1 p0" {
			t.Errorf("pages hold %s", got)
		}
		err := tw.db.Read(ctx, tw.coach, func(tx *db.Tx) error {
			_, err := search.Find(tx, search.Parse("inventaire"), search.Meeting, "x'", 3)
			return err
		})
		if _, ok := models.ProblemOf(err); !ok {
			t.Errorf("a cursor that is none: %v", err)
		}
	})
}

func TestByRefs(t *testing.T) {
	each(t, func(t *testing.T, tw *town) {
		err := tw.db.Read(ctx, tw.coach, func(tx *db.Tx) error {
			hits, err := search.ByRefs(tx, []string{"nothing", tw.sam.Ref, tw.zoe.Ref, tw.zoe.Ref, "'"})
			if len(hits) != 1 || hits[0].Ref != tw.zoe.Ref || hits[0].Holder != "Zoë D’Hondt" {
				t.Errorf("%+v", hits)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
