package upkeep

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"

	"eclosion/models/db"
)

// checkDocuments compares the bytes of every document with its size and hash, and what each dossier holds with its
// guard. Bytes are read one content at a time.
func checkDocuments(tx *db.Tx, r *Result) error {
	sums := map[int64]string{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var content []byte
		if err := rows.Scan(&id, &content); err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		sums[id] = strconv.Itoa(len(content)) + " " + hex.EncodeToString(sum[:])
		return nil
	}, `SELECT id, bytes FROM document_contents ORDER BY id`)
	if err != nil {
		return err
	}
	named := map[int64]bool{}
	err = tx.Each(func(rows *sql.Rows) error {
		var ref, public, sum string
		var size int
		var content, project, owner int64
		if err := rows.Scan(&ref, &public, &size, &sum, &content, &project, &owner); err != nil {
			return err
		}
		named[content] = true
		say := func(format string, args ...any) {
			r.add("document", ref, "document "+public+" "+fmt.Sprintf(format, args...))
		}
		if kept := strconv.Itoa(size) + " " + sum; sums[content] != kept {
			say("is %s (bytes, hash), its content is %s", kept, sums[content])
		}
		if project != owner {
			say("shows the content of another dossier")
		}
		return nil
	}, `SELECT p.ref, d.public_id, d.size, d.sha256, c.id, d.project_id, c.project_id FROM documents d JOIN projects p ON p.id = d.project_id
		JOIN document_contents c ON c.id = d.content_id ORDER BY d.id`)
	if err != nil {
		return err
	}
	for id := range sums {
		if !named[id] {
			r.add("document", "content "+strconv.FormatInt(id, 10), "no document names it")
		}
	}
	return nil
}
