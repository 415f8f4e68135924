package upkeep

import (
	"database/sql"
	"fmt"
	"strings"

	"eclosion/models/db"
	"eclosion/models/search"
)

// checkTexts recomputes what the search finds texts by, kind by kind.
func checkTexts(tx *db.Tx, r *Result) error {
	for _, s := range search.Sources() {
		said := strings.Join(s.Columns, ` || ' ' || `)
		last := s.First() + search.Span - 1
		err := tx.Each(func(rows *sql.Rows) error {
			var key int64
			var kept bool
			err := rows.Scan(&key, &kept)
			text := "is found by words that it does not hold"
			if !kept {
				text = "is not found by its words"
			}
			r.add("search", fmt.Sprintf("%s %d", s.Table, key), text)
			return err
		}, fmt.Sprintf(`SELECT s.key, t.id IS NOT NULL FROM (SELECT %s AS key, search_words(%s) AS words FROM %s) s
				LEFT JOIN search_texts t ON t.id = %d + s.key WHERE COALESCE(t.body, '') <> s.words
			UNION ALL SELECT t.id - %d, TRUE FROM search_texts t LEFT JOIN (SELECT %s AS key FROM %s) x ON x.key = t.id - %d
				WHERE x.key IS NULL AND t.id BETWEEN ? AND ?`, s.Key, said, s.Table, s.First(), s.First(), s.Key, s.Table, s.First()), s.First(), last)
		if err != nil {
			return err
		}
	}
	return nil
}
