package demo

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/notice"
)

// Notice is one that the demonstration shows as issued.
type Notice struct{ Ref, Cause string }

// Notices lists the notices to issue: the agreement and the letters of the dossier of candidate@demo.test, and the agreement of the first
// accepted dossier, which nobody has signed yet.
func Notices(tx *db.Tx) ([]Notice, error) {
	var list []Notice
	err := tx.Each(func(rows *sql.Rows) error {
		var n Notice
		err := rows.Scan(&n.Ref, &n.Cause)
		list = append(list, n)
		return err
	}, `SELECT ref, cause FROM (
		SELECT p.ref, 'status' AS cause, 1 AS turn FROM projects p JOIN accounts a ON a.person_id = p.person_id WHERE a.email = ? AND p.phase = 'test'
		UNION ALL SELECT p.ref, 'award-' || CAST(r.number AS TEXT), 2 FROM projects p JOIN accounts a ON a.person_id = p.person_id
			JOIN grant_requests r ON r.project_id = p.id JOIN grant_awards w ON w.request_id = r.id WHERE a.email = ? AND p.phase = 'test' AND NOT w.imported
		UNION ALL SELECT p.ref, 'coaching', 3 FROM projects p WHERE p.id = (SELECT MIN(x.id) FROM projects x WHERE x.phase = 'accepted')) n ORDER BY turn, cause`,
		Candidate, Candidate)
	return list, err
}

// Signed signs, as the manager who acts, every notice about a dossier in test.
func Signed(tx *db.Tx) error {
	var numbers []string
	err := tx.Each(func(rows *sql.Rows) error {
		var number string
		err := rows.Scan(&number)
		numbers = append(numbers, number)
		return err
	}, `SELECT i.number FROM notices n JOIN issued_papers i ON i.id = n.paper_id JOIN projects p ON p.id = n.project_id WHERE p.phase = 'test' ORDER BY i.id`)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		p, err := notice.Load(tx, number)
		if err != nil {
			return err
		}
		signs := []notice.SignOff{{Side: notice.House, Name: tx.Actor().Name, Role: "Responsable du site", On: tx.Today()}}
		if p.Notice != nil && len(p.Notice.Content.Boxes) > 1 {
			signs = append(signs, notice.SignOff{Side: notice.Holder, Name: p.Notice.Content.Boxes[1].Name, On: models.Date(tx.Today())})
		}
		if err := notice.Sign(tx, number, 0, signs); err != nil {
			return err
		}
	}
	return nil
}
