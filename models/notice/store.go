package notice

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/sitting"
)

// TextOf gives the text that holds today for the notices of a kind in a programme. An empty body stands for the
// product's own.
func TextOf(tx *db.Tx, programmeID int64, k Kind) (t sitting.Text, err error) {
	_, err = tx.Get([]any{&t.ID, &t.Number, &t.Body, &t.WrittenBy, &t.CreatedAt}, `SELECT t.id, t.number, t.body, COALESCE(a.name, ''), t.created_at
		FROM notice_texts t LEFT JOIN accounts a ON a.id = t.written_by WHERE t.programme_id = ? AND t.kind = ? ORDER BY t.number DESC LIMIT 1`,
		programmeID, k)
	return t, err
}

func insertText(tx *db.Tx, programmeID int64, k Kind, number int, body string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO notice_texts (programme_id, kind, number, body, written_by, created_at)
		VALUES (?, ?, ?, ?, ?, ?) RETURNING id`, programmeID, k, number, body, db.Nullable(tx.Actor().AccountID), tx.Now())
	if db.IsUnique(err) {
		return 0, models.Stale("letter", nil)
	}
	if err != nil {
		return 0, fmt.Errorf("insert notice text: %w", err)
	}
	return id, nil
}

// insertNotice ties an issued paper to its cause.
func insertNotice(tx *db.Tx, s Subject, number string, c Content) (id int64, err error) {
	content, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	issue, replaces := 1, int64(0)
	if s.Standing != nil {
		issue, replaces = s.Standing.Issue+1, s.Standing.PaperID
	}
	_, err = tx.Get([]any{&id}, `INSERT INTO notices (paper_id, project_id, kind, cause, issue, replaces, text_id, starts_on, ends_on, content)
		SELECT p.id, p.project_id, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT), `+dates(tx)+`, CAST(? AS TEXT)
		FROM issued_papers p WHERE p.number = ? RETURNING paper_id`, s.Cause.Kind, s.Cause.String(), issue, db.Nullable(replaces), db.Nullable(s.Text.ID),
		s.StartsOn, s.EndsOn, string(content), number)
	if db.IsUnique(err) { // somebody issued it meanwhile
		return 0, models.Stale("paper", models.Facts{"number": number})
	}
	if err != nil {
		return 0, fmt.Errorf("insert notice %s: %w", number, err)
	}
	return id, nil
}

// dates are two days among the values of a SELECT: PostgreSQL wants to be told what they are.
func dates(tx *db.Tx) string {
	if tx.Engine() == db.Postgres {
		return `CAST(? AS DATE), CAST(? AS DATE)`
	}
	return `?, ?`
}

func notices(tx *db.Tx, condition string, args ...any) ([]Notice, error) {
	var list []Notice
	err := tx.Each(func(rows *sql.Rows) error {
		var n Notice
		var content string
		err := rows.Scan(&n.PaperID, &n.Number, &n.SHA256, &n.Kind, &n.Cause, &n.Issue, &n.IssuedAt, &n.StartsOn, &n.EndsOn, &n.Replaces, &n.ReplacedBy, &content)
		if err == nil {
			err = json.Unmarshal([]byte(content), &n.Content)
		}
		list = append(list, n)
		return err
	}, `SELECT n.paper_id, p.number, p.sha256, n.kind, n.cause, n.issue, p.issued_at, n.starts_on, n.ends_on,
		COALESCE((SELECT b.number FROM issued_papers b WHERE b.id = n.replaces), ''), `+replacedBy+`, n.content
		FROM notices n JOIN issued_papers p ON p.id = n.paper_id WHERE `+condition, args...)
	return list, err
}

// replacedBy is the number of the notice that came in the place of paper p; "" for none.
const replacedBy = `COALESCE((SELECT x.number FROM notices y JOIN issued_papers x ON x.id = y.paper_id WHERE y.replaces = p.id), '')`
