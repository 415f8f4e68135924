package db_test

import (
	"fmt"
	"strings"
	"testing"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/db/dbtest"
)

// Both engines cut texts into the same words: a backup of one is restored into the other.
func TestWordsOfTheEngines(t *testing.T) {
	var texts []string
	for from := rune(0x20); from < 0x30000; from += 64 { // every sign, some in a row, between letters
		var b strings.Builder
		for r := from; r < from+64; r++ {
			if (r < 0xd800 || r > 0xdfff) && (r < 0x1e030 || r > 0x1e08f) { // no signs; signs that PostgreSQL 15 does not know yet
				fmt.Fprintf(&b, "a%cb %c ", r, r)
			}
		}
		texts = append(texts, b.String())
	}
	texts = append(texts, "", strings.Repeat("É", 300), strings.Repeat("œ ", 60_000), strings.Repeat("\ufdfa", 20_000), "e\u0301\u0323\u0300te\u0301")
	dbtest.Each(t, func(t *testing.T, d *db.DB, _ *dbtest.Clock) {
		err := d.Read(t.Context(), access.Operator("test"), func(tx *db.Tx) error {
			for i, text := range texts {
				var got string
				if _, err := tx.Get([]any{&got}, `SELECT search_words(CAST(? AS TEXT))`, text); err != nil {
					return err
				}
				if want := models.Words(text); got != want {
					t.Errorf("text %d, U+%04X: %q, want %q", i, 0x20+i*64, short(got, want), short(want, got))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// short gives the words around the first difference.
func short(s, other string) string {
	i := 0
	for i < len(s) && i < len(other) && s[i] == other[i] {
		i++
	}
	return s[max(0, i-12):min(len(s), i+24)]
}
