package intake

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
)

const importColumns = `i.id, i.file_name, i.bytes, i.state, i.file_rows, i.created, i.updated, i.unchanged, i.refused, i.people, i.grants, i.enterprises,
	i.warnings, i.doubts, i.skips, COALESCE(a.name, ''), COALESCE(i.actor_id, 0), i.at, COALESCE(i.ended_at, 0), i.problem, i.headers, i.mapping, i.version`

func scanImport(rows *sql.Rows) (i Delivery, err error) {
	var problem, headers, mapping string
	err = rows.Scan(&i.ID, &i.FileName, &i.Bytes, &i.State, &i.Rows, &i.Projects, &i.Updated, &i.Unchanged, &i.Refused, &i.People, &i.Grants, &i.Enterprises,
		&i.Warnings, &i.Doubts, &i.Skip, &i.By, &i.AccountID, &i.At, &i.Ended, &problem, &headers, &mapping, &i.Version)
	if err != nil {
		return i, err
	}
	if problem != "" {
		var s storedProblem
		if err := json.Unmarshal([]byte(problem), &s); err != nil {
			return i, err
		}
		i.Problem = s.problem()
	}
	for text, into := range map[string]any{headers: &i.Columns, mapping: &i.Mapping} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return i, fmt.Errorf("import %d: %w", i.ID, err)
		}
	}
	return i, nil
}

func loadImport(tx *db.Tx, id int64) (i Delivery, err error) {
	found := false
	err = tx.Each(func(rows *sql.Rows) (err error) {
		found = true
		i, err = scanImport(rows)
		return err
	}, `SELECT `+importColumns+` FROM imports i LEFT JOIN accounts a ON a.id = i.actor_id WHERE i.id = ?`+tx.ForUpdate("i"), id)
	if err == nil && !found {
		err = models.Missing("import")
	}
	return i, err
}

// pageSize is how many lines a page of the history, or of the rows, shows.
const pageSize = 50

// List gives the imports, the newest first, from before an id; more tells that there are older ones.
func List(tx *db.Tx, before int64) (list []Delivery, more bool, err error) {
	if err := mayRun(tx); err != nil {
		return nil, false, err
	}
	if before <= 0 {
		before = 1 << 62
	}
	err = tx.Each(func(rows *sql.Rows) error {
		i, err := scanImport(rows)
		list = append(list, i)
		return err
	}, `SELECT `+importColumns+` FROM imports i LEFT JOIN accounts a ON a.id = i.actor_id
		WHERE i.id < ? AND (i.state <> 'abandoned' OR i.ended_at IS NOT NULL) ORDER BY i.id DESC LIMIT ?`, before, pageSize+1)
	if len(list) > pageSize {
		list, more = list[:pageSize], true
	}
	return list, more, err
}

// refuseOpen refuses a file that is on its way in already.
func refuseOpen(tx *db.Tx, sum string) error {
	var name, by string
	var at models.Instant
	found, err := tx.Get([]any{&name, &by, &at}, `SELECT i.file_name, COALESCE(a.name, ''), i.at FROM imports i LEFT JOIN accounts a ON a.id = i.actor_id
		WHERE i.sha256 = ? AND i.state IN ('waiting', 'asking', 'ready', 'applying') LIMIT 1`, sum)
	if err != nil || !found {
		return err
	}
	return models.Refuse("import.open_already", models.Facts{"name": name, "by": by, "at": at})
}

// insertImport begins a file: it is given up unless startImport follows its pieces.
func insertImport(tx *db.Tx, f File, sum string) (id int64, err error) {
	_, err = tx.Get([]any{&id}, `INSERT INTO imports (file_name, sha256, created, unchanged, warnings, actor_id, at, state, bytes)
		VALUES (?, ?, 0, 0, 0, ?, ?, 'abandoned', ?) RETURNING id`, f.Name, sum, db.Nullable(tx.Actor().AccountID), tx.Now(), f.Size)
	return id, err
}

func insertPiece(tx *db.Tx, id int64, seq int, content []byte) error {
	_, err := tx.Exec(`INSERT INTO import_pieces (import_id, seq, content) VALUES (?, ?, ?)`, id, seq, content)
	return err
}

func startImport(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`UPDATE imports SET state = 'waiting' WHERE id = ?`, id)
	return err
}

// pieces puts a file together again.
func pieces(tx *db.Tx, i Delivery) (File, error) {
	content := make([]byte, 0, i.Bytes)
	err := tx.Each(func(rows *sql.Rows) error {
		var piece sql.RawBytes
		err := rows.Scan(&piece)
		content = append(content, piece...)
		return err
	}, `SELECT content FROM import_pieces WHERE import_id = ? ORDER BY seq`, i.ID)
	if err == nil && int64(len(content)) != i.Bytes {
		err = fmt.Errorf("import %d: %d bytes of %d are kept", i.ID, len(content), i.Bytes)
	}
	return Bytes(i.FileName, content), err
}

// claim takes the oldest file on which nobody works.
func claim(tx *db.Tx, worker string) (Delivery, error) {
	var id int64
	found, err := tx.Get([]any{&id}, `SELECT i.id FROM imports i WHERE i.state IN ('waiting', 'applying') AND (i.worker = '' OR COALESCE(i.beat_at, 0) < ?)
		ORDER BY i.id LIMIT 1`+tx.ForUpdate("i"), tx.Now()-beatsUntil)
	if err != nil || !found {
		return Delivery{}, err
	}
	if _, err := tx.Exec(`UPDATE imports SET worker = ?, beat_at = ? WHERE id = ?`, worker, tx.Now(), id); err != nil {
		return Delivery{}, err
	}
	return loadImport(tx, id)
}

func signOfLife(tx *db.Tx, id int64, worker string) error {
	_, err := tx.Exec(`UPDATE imports SET beat_at = ? WHERE id = ? AND worker = ?`, tx.Now(), id, worker)
	return err
}

// guard makes what a worker writes depend on its still being the one.
func guard(n int64, err error) error {
	if err == nil && n == 0 {
		err = errTaken
	}
	return err
}

func fail(tx *db.Tx, id int64, worker string, state State, p *models.Problem) error {
	text, err := json.Marshal(storeProblem(p))
	if err != nil {
		return err
	}
	var ended any
	if state == Turned {
		ended = tx.Now()
		if err := dropContent(tx, id, true); err != nil {
			return err
		}
	}
	return guard(tx.Exec(`UPDATE imports SET state = ?, problem = ?, worker = '', ended_at = ?, version = version + 1 WHERE id = ? AND worker = ?`,
		state, string(text), ended, id, worker))
}

func saveColumns(tx *db.Tx, id int64, worker string, c Columns, m Mapping) error {
	headers, err := json.Marshal(c)
	if err != nil {
		return err
	}
	mapping, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return guard(tx.Exec(`UPDATE imports SET headers = ?, mapping = ? WHERE id = ? AND worker = ?`, string(headers), string(mapping), id, worker))
}

func ready(tx *db.Tx, id int64, worker string, r Report, c Columns) error {
	headers, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return guard(tx.Exec(`UPDATE imports SET state = 'ready', problem = '', worker = '', headers = ?, file_rows = ?, created = ?, updated = ?, unchanged = ?,
		refused = ?, people = ?, grants = ?, enterprises = ?, warnings = ?, doubts = ?, version = version + 1 WHERE id = ? AND worker = ?`,
		string(headers), r.Rows, r.Projects, r.Updated, r.Unchanged, r.Refused, r.People, r.Grants, r.Enterprises, r.Warnings, r.Doubts, id, worker))
}

// turn moves a file on, unless somebody else did.
func turn(tx *db.Tx, i Delivery, version int, to State, m Mapping) error {
	mapping, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var ended any
	if to == Abandoned {
		ended = tx.Now()
	}
	n, err := tx.Exec(`UPDATE imports SET state = ?, mapping = ?, problem = '', worker = '', ended_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		to, string(mapping), ended, i.ID, version)
	if err == nil && n == 0 {
		err = models.Stale("import", nil)
	}
	return err
}

func turnApplying(tx *db.Tx, i Delivery, version int, skip bool) error {
	n, err := tx.Exec(`UPDATE imports SET state = 'applying', skips = ?, worker = '', version = version + 1 WHERE id = ? AND version = ?`, skip, i.ID, version)
	if err == nil && n == 0 {
		err = models.Stale("import", nil)
	}
	return err
}

// finish ends a file that was handed in on the page, in the transaction that took it.
func finish(tx *db.Tx, j job, r Report) error {
	err := guard(tx.Exec(`UPDATE imports SET state = 'done', problem = '', worker = '', ended_at = ?, file_rows = ?, created = ?, updated = ?, unchanged = ?,
		refused = ?, people = ?, grants = ?, enterprises = ?, warnings = ?, version = version + 1 WHERE id = ? AND state = 'applying' AND worker = ?`,
		tx.Now(), r.Rows, r.Projects, r.Updated, r.Unchanged, r.Refused, r.People, r.Grants, r.Enterprises, r.Warnings, j.record, j.worker))
	if err != nil {
		return err
	}
	return dropContent(tx, j.record, false)
}

// dropContent deletes what was kept of a file; its refused rows stay for a while when somebody may want them back.
func dropContent(tx *db.Tx, id int64, all bool) error {
	if _, err := tx.Exec(`DELETE FROM import_pieces WHERE import_id = ?`, id); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM import_rows WHERE import_id = ? AND (outcome <> 'refused' OR ?)`, id, all); err != nil {
		return err
	}
	if !all {
		return nil
	}
	_, err := tx.Exec(`UPDATE imports SET headers = '' WHERE id = ?`, id)
	return err
}

// keepDays is how long a file that nobody went on with is kept, and the refused rows of one that was taken.
const keepDays = 30

// Tidy deletes what was kept too long.
func Tidy(tx *db.Tx) error {
	var ids []int64
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM imports WHERE at < ? AND headers <> '' OR at < ? AND state = 'abandoned' AND ended_at IS NULL`,
		tx.Now()-keepDays*24*3600*1000, tx.Now()-24*3600*1000)
	for _, id := range ids {
		if err != nil {
			return err
		}
		if err = dropContent(tx, id, true); err == nil {
			_, err = tx.Exec(`UPDATE imports SET state = 'abandoned', ended_at = ?, version = version + 1 WHERE id = ?
				AND (state IN ('waiting', 'asking', 'ready') OR state = 'abandoned' AND ended_at IS NULL)`, tx.Now(), id)
		}
	}
	return err
}

func dropRows(tx *db.Tx, id int64) error {
	_, err := tx.Exec(`DELETE FROM import_rows WHERE import_id = ?`, id)
	return err
}

func insertRows(tx *db.Tx, id int64, list []Told) error {
	rows := make([][]any, 0, len(list))
	for _, t := range list {
		text, err := t.stored()
		if err != nil {
			return err
		}
		rows = append(rows, []any{id, t.Outcome, t.Row, t.Number, t.Name, len(t.Warnings) > 0, len(t.Doubts) > 0, text})
	}
	return tx.Bulk("import_rows", []string{"import_id", "outcome", "row_number", "number", "name", "warned", "doubtful", "told"}, rows)
}

// Rows gives the rows of a file with an outcome, after a row.
func Rows(tx *db.Tx, id int64, outcome Outcome, after int) ([]Told, bool, error) {
	if err := mayRun(tx); err != nil {
		return nil, false, err
	}
	return pageOf(tx, `SELECT outcome, row_number, number, name, told FROM import_rows WHERE import_id = ? AND outcome = ? AND row_number > ?
		ORDER BY row_number LIMIT ?`, id, outcome, after, pageSize+1)
}

// WarnedRows gives those about which something is to be said.
func WarnedRows(tx *db.Tx, id int64, after int) ([]Told, bool, error) {
	if err := mayRun(tx); err != nil {
		return nil, false, err
	}
	return pageOf(tx, `SELECT outcome, row_number, number, name, told FROM import_rows WHERE import_id = ? AND warned AND row_number > ?
		ORDER BY row_number LIMIT ?`, id, after, pageSize+1)
}

// DoubtfulRows gives those whose person may be known.
func DoubtfulRows(tx *db.Tx, id int64, after int) ([]Told, bool, error) {
	if err := mayRun(tx); err != nil {
		return nil, false, err
	}
	return pageOf(tx, `SELECT outcome, row_number, number, name, told FROM import_rows WHERE import_id = ? AND doubtful AND row_number > ?
		ORDER BY row_number LIMIT ?`, id, after, pageSize+1)
}

// RefusedRows gives all refused rows of a file, with the cells that they had.
func RefusedRows(tx *db.Tx, id int64) ([]Told, error) {
	if err := mayRun(tx); err != nil {
		return nil, err
	}
	list, _, err := pageOf(tx, `SELECT outcome, row_number, number, name, told FROM import_rows WHERE import_id = ? AND outcome = 'refused' ORDER BY row_number LIMIT ?`,
		id, MaxRows+1)
	return list, err
}

func pageOf(tx *db.Tx, query string, args ...any) (list []Told, more bool, err error) {
	err = tx.Each(func(rows *sql.Rows) error {
		var t Told
		var text string
		if err := rows.Scan(&t.Outcome, &t.Row, &t.Number, &t.Name, &text); err != nil {
			return err
		}
		err := t.read(text)
		list = append(list, t)
		return err
	}, query, args...)
	if most, _ := args[len(args)-1].(int); err == nil && len(list) == most {
		list, more = list[:most-1], true
	}
	return list, more, err
}

func rowOf(tx *db.Tx, id int64, number int) (Told, error) {
	list, _, err := pageOf(tx, `SELECT outcome, row_number, number, name, told FROM import_rows WHERE import_id = ? AND row_number = ? LIMIT ?`, id, number, 2)
	if err == nil && len(list) == 0 {
		err = models.Missing("import")
	}
	if err != nil {
		return Told{}, err
	}
	return list[0], nil
}

// decisions gives what people decided about others.
func decisions(tx *db.Tx) (map[pair]bool, error) {
	list := map[pair]bool{}
	err := tx.Each(func(rows *sql.Rows) error {
		var p pair
		var same bool
		err := rows.Scan(&p.row, &p.known, &same)
		list[p] = same
		return err
	}, `SELECT row_print, known_print, same FROM import_decisions`)
	return list, err
}

func decide(tx *db.Tx, p pair, same bool) error {
	_, err := tx.Exec(`INSERT INTO import_decisions (row_print, known_print, same, decided_by, decided_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (row_print, known_print) DO UPDATE SET same = excluded.same, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
		p.row, p.known, same, db.Nullable(tx.Actor().AccountID), tx.Now())
	return err
}
