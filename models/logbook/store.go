package logbook

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// Unused refuses the key of a form that has made its meeting, or written its minutes ("meeting.already").
func Unused(tx *db.Tx, key string) error {
	var id, ref string
	var on models.Date
	found, err := tx.Get([]any{&id, &on, &ref}, `SELECT m.public_id, m.held_on, p.ref FROM meetings m JOIN meeting_projects k ON k.meeting_id = m.id
		JOIN projects p ON p.id = k.project_id WHERE m.created_by = ? AND m.form_key = ?
			OR m.public_id = (SELECT f.location FROM form_keys f WHERE f.account_id = ? AND f.form_key = ?)
		ORDER BY p.id LIMIT 1`, tx.Actor().AccountID, key, tx.Actor().AccountID, key)
	if err == nil && found {
		err = &models.Problem{Kind: models.Conflict, Code: "meeting.already", Facts: models.Facts{"date": on, "ref": ref, "id": id}}
	}
	return err
}

// placeOf finds the dossier and the meeting of a page, 0 for what the actor does not read: the words are kept
// all the same.
func placeOf(tx *db.Tx, page Page) (projectID, meetingID int64, err error) {
	if page.Ref == "" {
		return 0, 0, nil
	}
	p, err := programme.Load(tx, page.Ref, access.MeetingRead)
	if models.IsKind(err, models.NotFound) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	if page.Meeting != "" {
		_, err = tx.Get([]any{&meetingID}, `SELECT m.id FROM meetings m JOIN meeting_projects k ON k.meeting_id = m.id
			WHERE m.public_id = ? AND k.project_id = ?`, page.Meeting, p.ID)
	}
	return p.ID, meetingID, err
}

func insert(tx *db.Tx, key string, projectID, meetingID int64, fields string) error {
	n, err := tx.Exec(`INSERT INTO meeting_drafts (account_id, form_key, project_id, meeting_id, fields, updated_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, tx.Actor().AccountID, key, db.Nullable(projectID), db.Nullable(meetingID), fields, tx.Now())
	if err == nil && n == 0 {
		err = models.Stale("meeting_draft", nil)
	}
	return err
}

// overwrite also takes back a draft that was thrown away: somebody writes on it.
func overwrite(tx *db.Tx, key string, projectID, meetingID int64, fields string, version int) error {
	n, err := tx.Exec(`UPDATE meeting_drafts SET project_id = ?, meeting_id = ?, fields = ?, updated_at = ?, dropped_at = NULL, version = version + 1
		WHERE account_id = ? AND form_key = ? AND version = ?`, db.Nullable(projectID), db.Nullable(meetingID), fields, tx.Now(),
		tx.Actor().AccountID, key, version)
	if err == nil && n == 0 {
		err = models.Stale("meeting_draft", nil)
	}
	return err
}

// purge deletes what the actor threw away long ago.
func purge(tx *db.Tx) error {
	_, err := tx.Exec(`DELETE FROM meeting_drafts WHERE account_id = ? AND dropped_at < ?`, tx.Actor().AccountID, tx.Now()-days(droppedDays))
	return err
}

// forget takes a draft away that has become a meeting.
func forget(tx *db.Tx, key string) error {
	_, err := tx.Exec(`DELETE FROM meeting_drafts WHERE account_id = ? AND form_key = ?`, tx.Actor().AccountID, key)
	if err != nil {
		return fmt.Errorf("forget draft: %w", err)
	}
	return nil
}

func drafts(tx *db.Tx, condition string, args ...any) ([]Draft, error) {
	visible, more := programme.Visible(tx, access.MeetingRead)
	var list []Draft
	err := tx.Each(func(rows *sql.Rows) error {
		var d Draft
		var first, last, fields string
		err := rows.Scan(&d.Key, &d.Ref, &first, &last, &d.Meeting, &fields, &d.StartedAt, &d.UpdatedAt, &d.DroppedAt, &d.Version)
		d.Holder = programme.FullName(first, last)
		list = append(list, d)
		return errors.Join(err, json.Unmarshal([]byte(fields), &list[len(list)-1].Fields))
	}, `SELECT d.form_key, COALESCE(p.ref, ''), COALESCE(h.first_name, ''), COALESCE(h.last_name, ''), COALESCE(m.public_id, ''), d.fields,
			d.started_at, d.updated_at, d.dropped_at, d.version
		FROM meeting_drafts d LEFT JOIN projects p ON p.id = d.project_id AND `+visible+`
		LEFT JOIN persons h ON h.id = p.person_id LEFT JOIN meetings m ON m.id = d.meeting_id
		WHERE d.account_id = ?`+condition, append(append(more, tx.Actor().AccountID), args...)...)
	if err != nil {
		return nil, fmt.Errorf("drafts of meetings: %w", err)
	}
	return list, nil
}

// attach ties a document to the meeting that it was given with.
func attach(tx *db.Tx, meetingID, documentID int64) error {
	_, err := tx.Exec(`INSERT INTO meeting_documents (meeting_id, document_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, meetingID, documentID)
	if err != nil {
		return fmt.Errorf("attach a document to meeting %d: %w", meetingID, err)
	}
	return nil
}

// Attached names a document that was given with a meeting.
type Attached struct{ PublicID, Name string }

// DocumentsOf lists the documents that were given with a meeting, of the dossier that it is read through alone.
func DocumentsOf(tx *db.Tx, p *programme.Project, meetingID int64) ([]Attached, error) {
	var list []Attached
	err := tx.Each(func(rows *sql.Rows) error {
		var a Attached
		err := rows.Scan(&a.PublicID, &a.Name)
		list = append(list, a)
		return err
	}, `SELECT d.public_id, d.name FROM meeting_documents k JOIN documents d ON d.id = k.document_id
		WHERE k.meeting_id = ? AND d.project_id = ? AND d.removed_at IS NULL AND d.scan <> 'infected' ORDER BY d.id`, meetingID, p.ID)
	if err != nil {
		return nil, fmt.Errorf("documents of a meeting: %w", err)
	}
	return list, nil
}
