package plan

import (
	"fmt"

	"github.com/google/uuid"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// Remark writes a remark on a section, or under a thread (its public id) the answer to one. An answer opens a
// resolved thread again. The same key again changes nothing. The holder is told of what the couveuse writes. Field: "remark".
func Remark(tx *db.Tx, ref string, number int, key, thread, body string) error {
	if done, err := tx.Once(key); err != nil || done != "" {
		return err
	}
	s, err := openSection(tx, ref, number, access.PlanComment)
	if err != nil {
		return err
	}
	body = lines(body)
	if problem := required("remark", body, RemarkMax); problem != nil {
		return problem
	}
	parent, kind := int64(0), WasRemarked
	if thread != "" {
		root, err := s.thread(tx, thread)
		if err != nil {
			return err
		}
		parent, kind = root.id, WasAnswered
		if err := s.resolve(tx, root, false); err != nil {
			return err
		}
	}
	side := "house"
	if s.project.Standing.Own {
		side = "holder"
	}
	if err := s.seal(tx); err != nil {
		return err
	}
	if _, err := tx.Exec(`INSERT INTO plan_comments (public_id, project_id, section_id, thread_id, side, body, number, author_id, author_name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		uuid.NewString(), s.project.ID, s.part.ID, db.Nullable(parent), side, body, s.text.Number, db.Nullable(tx.Actor().AccountID), tx.Actor().Name, tx.Now()); err != nil {
		return fmt.Errorf("remark on %s: %w", s.project.Ref, err)
	}
	if err := s.event(tx, kind, s.text.Number, body); err != nil {
		return err
	}
	if side == "house" {
		if err := tell(tx, s.project, kind, s.part.Title); err != nil {
			return err
		}
	}
	return tx.Done(key, "done")
}

// Resolve closes a remark, or opens it again. What is so already changes nothing.
func Resolve(tx *db.Tx, ref string, number int, thread string, done bool) error {
	s, err := openSection(tx, ref, number, access.PlanValidate)
	if err != nil {
		return err
	}
	root, err := s.thread(tx, thread)
	if err != nil {
		return err
	}
	return s.resolve(tx, root, done)
}

func (s *section) thread(tx *db.Tx, publicID string) (Comment, error) {
	var c Comment
	found, err := tx.Get([]any{&c.id, &c.Body, &c.ResolvedAt}, `SELECT id, body, resolved_at FROM plan_comments
		WHERE project_id = ? AND section_id = ? AND public_id = ? AND thread_id IS NULL`, s.project.ID, s.part.ID, publicID)
	if err == nil && !found {
		err = models.Missing("plan_comment")
	}
	return c, err
}

func (s *section) resolve(tx *db.Tx, root Comment, done bool) error {
	if root.Open() != done {
		return nil
	}
	kind, at, by := WasUnresolved, any(nil), ""
	if done {
		kind, at, by = WasResolved, tx.Now(), tx.Actor().Name
	}
	if _, err := tx.Exec(`UPDATE plan_comments SET resolved_at = ?, resolved_by = ? WHERE id = ?`, at, by, root.id); err != nil {
		return err
	}
	return s.event(tx, kind, s.text.Number, root.Body)
}

// Attach puts a document of the same dossier to a section, or takes it off; the document itself stays where it is.
// What is so already changes nothing. A document that is not there, or of another dossier, is missing.
func Attach(tx *db.Tx, ref string, number int, document string, on bool) error {
	s, err := openSection(tx, ref, number, access.PlanWrite)
	if err != nil {
		return err
	}
	var id int64
	var name string
	found, err := tx.Get([]any{&id, &name}, `SELECT id, name FROM documents WHERE project_id = ? AND public_id = ? AND removed_at IS NULL`, s.project.ID, document)
	if err != nil {
		return err
	}
	if !found {
		return models.Missing("document")
	}
	kind, statement, args := WasAttached, `INSERT INTO plan_attachments (project_id, section_id, document_id, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		[]any{s.project.ID, s.part.ID, id, tx.Now()}
	if !on {
		kind, statement, args = WasDetached, `DELETE FROM plan_attachments WHERE project_id = ? AND section_id = ? AND document_id = ?`, args[:3]
	}
	n, err := tx.Exec(statement, args...)
	if err != nil || n == 0 {
		return err
	}
	return s.event(tx, kind, 0, name)
}
