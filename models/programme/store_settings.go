package programme

import (
	"database/sql"

	"eclosion/models/db"
)

// Offers gives the ids of the sites that offer each programme, by programme id.
func Offers(tx *db.Tx) (map[int64][]int64, error) {
	list := map[int64][]int64{}
	return list, tx.Each(func(rows *sql.Rows) error {
		var programme, site int64
		err := rows.Scan(&programme, &site)
		list[programme] = append(list[programme], site)
		return err
	}, `SELECT x.programme_id, x.site_id FROM programme_sites x JOIN sites s ON s.id = x.site_id ORDER BY x.programme_id, s.position, s.name`)
}

// TermsUse counts the journeys that started under each of a programme's terms.
func TermsUse(tx *db.Tx, programmeID int64) (map[int64]int, error) {
	list := map[int64]int{}
	return list, tx.Each(func(rows *sql.Rows) error {
		var id int64
		var n int
		err := rows.Scan(&id, &n)
		list[id] = n
		return err
	}, `SELECT p.terms_id, count(*) FROM projects p WHERE p.programme_id = ? AND p.terms_id IS NOT NULL GROUP BY p.terms_id`, programmeID)
}
